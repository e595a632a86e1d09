"""A person at a terminal: types an answer when its prompt has come (POSIX only)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

_AT_HOME = """
import fcntl, signal, sys, termios
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may ignore Ctrl-C
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # passwords are asked for at the terminal that the process belongs to
from podbridge_desktop.cli.app import main
sys.exit(main())
"""


def at_a_terminal(words: Sequence[str], answers: Mapping[str, str]) -> tuple[str, int]:
    """Run `podbridge` there; what a person saw, and how it ended. Prompts are given with the blank at their end."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _AT_HOME, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen, left = b"", dict(answers)
    while True:
        try:
            more = os.read(ours, 4096)
        except OSError:  # the other side has gone
            break
        if not more:
            break
        seen += more
        for prompt in [each for each in left if each.encode() in seen]:
            os.write(ours, left.pop(prompt).encode() + b"\n")
    os.close(ours)
    return seen.decode(), process.wait()
