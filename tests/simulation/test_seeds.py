"""A few seeds of the simulation; `python -m tests.simulation` plays any number of them."""

from __future__ import annotations

import pytest

from tests.simulation.run import run

pytestmark = [pytest.mark.slow, pytest.mark.expects_log]


@pytest.mark.parametrize("seed", range(4))
def test_a_seed_breaks_nothing(seed: int) -> None:
    assert run(seed).violations == ()


def test_the_same_seed_plays_the_same() -> None:
    assert run(5).fingerprint == run(5).fingerprint
