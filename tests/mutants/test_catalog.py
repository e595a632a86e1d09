"""Each mutant still has its place in today's program. A few of them are also let loose; all of them: `python -m tests.mutants`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.catalog import ALL
from tests.mutants.judge import HOME, judge
from tests.mutants.mutant import Mutant

LOUD = (  # a handful of seeds shows each
    "of several parcels the first is told",
    "the store is not read again before paying",
)


@pytest.mark.parametrize("mutant", ALL, ids=lambda each: each.name)
def test_it_has_its_place(mutant: Mutant, tmp_path: Path) -> None:
    for file in mutant.files:
        copied = tmp_path / "podbridge_desktop" / file
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text(_original(file), encoding="utf-8")
    mutant.apply(tmp_path)
    for file in mutant.files:
        broken = (tmp_path / "podbridge_desktop" / file).read_text(encoding="utf-8")
        assert broken != _original(file)
        compile(broken, file, "exec")


def _original(file: str) -> str:
    return (HOME / "podbridge_desktop" / file).read_text(encoding="utf-8")


def test_there_are_enough_and_no_two_alike() -> None:
    assert len({each.name for each in ALL}) == len(ALL) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("name", LOUD)
def test_a_loud_one_is_caught(name: str) -> None:
    (mutant,) = (each for each in ALL if each.name == name)
    assert judge(mutant, 20).caught
