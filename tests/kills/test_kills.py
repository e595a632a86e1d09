"""A sample of `python -m tests.kills`: other points each time; the seed that pytest prints repeats a run."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("kill -9 and fork are POSIX's", allow_module_level=True)

from tests.kills.trial import every_failure, every_kill, trial

BOTH = pytest.mark.parametrize("supplier", ["printful", "printify"])


@pytest.mark.slow
@BOTH
def test_killed_at_any_point_and_again_while_it_recovers(tmp_path: Path, supplier: str) -> None:
    with trial(tmp_path, supplier) as found:
        first = random.randint(1, 50)
        last = every_kill(found, step=50, first=first, seed=random.randrange(1_000))
        assert last > 100
        assert sum(found.ends.values()) - found.ends[""] >= 2  # each second kill may come too late


@pytest.mark.slow
@BOTH
def test_commits_that_fail_lose_and_repeat_nothing(tmp_path: Path, supplier: str) -> None:
    with trial(tmp_path, supplier) as found:
        first = random.randint(1, 20)
        last = every_failure(found, step=20, first=first, times=random.choice([1, 2, 1_000]))
        assert last > 20
