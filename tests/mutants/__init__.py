"""Deliberate breakages of the protocol, each of which the simulation must catch: `python -m tests.mutants`."""
