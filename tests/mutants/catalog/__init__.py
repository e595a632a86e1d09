"""The breakages. Each is what a tired programmer might write; the harm is what a seller would see.

Where the protocol has a second guard behind the broken one, no harm comes of it: such a breakage is no mutant, and the
last guard is broken in its place.
"""

from tests.mutants.catalog import believing, making, paying, running, telling

ALL = (*making.ALL, *believing.ALL, *paying.ALL, *telling.ALL, *running.ALL)
