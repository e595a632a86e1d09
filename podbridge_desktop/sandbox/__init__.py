"""Practice mode's simulated vendors: state machines with an HTTP shell. Imports nothing else of this program.

Shapes are written here a second time, from the vendors' published documents, so that a test in which connector
and sandbox agree means something.
"""
