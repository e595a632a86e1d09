"""As many seeds of the simulation as a check of a change has time for; `python -m tests.simulation` plays any number."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.simulation.run import run

SEEDS, BLOCK = 200, 100  # a block begins with ten seconds of opening shops

pytestmark = [pytest.mark.slow, pytest.mark.expects_log]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
def test_no_seed_breaks_an_invariant(first: int) -> None:
    """By the command, so that what it tells is what is to be typed to play a seed again."""
    command = [
        sys.executable,
        "-m",
        "tests.simulation",
        "--from",
        str(first),
        "--seeds",
        str(BLOCK),
    ]
    played = subprocess.run(command, capture_output=True, text=True, check=False)
    assert played.returncode == 0, played.stdout + played.stderr


def test_the_same_seed_plays_the_same() -> None:
    assert run(5).fingerprint == run(5).fingerprint
