"""Whether the simulation catches a mutant: it must break an invariant by a seed that the whole program keeps it by."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import Mutant

HOME = Path(__file__).parents[2]
COPIED = ("podbridge_desktop", "resources", "tests", "pyproject.toml")
CLEAN, BROKEN = 0, 1  # how the simulation ends, and nothing else


@dataclass(frozen=True, slots=True)
class Verdict:
    """`caught` are the invariants that broke; `seeds` were played, `seconds` long; `said` is a violation in words."""

    mutant: Mutant
    caught: tuple[str, ...]
    seeds: int
    seconds: float
    said: str


class NoJudgement(Exception):
    """The simulation itself did not come to its end: that is no catch."""


def judge(mutant: Mutant, seeds: int, first: int = 0) -> Verdict:
    """Play seeds over a broken copy from `first` on, `seeds` at most. Raises `NoJudgement`."""
    began, begin, end = time.monotonic(), first, first + seeds
    with tempfile.TemporaryDirectory(prefix="podbridge-mutant-") as folder:
        tree = Path(folder) / "tree"
        copy(tree)
        mutant.apply(tree)
        while first < end:
            found = _play(tree, first, end - first)
            if found is None:
                break
            seed, violations = found
            first = seed + 1
            new = _numbers(violations) - _numbers(_played(HOME, seed))
            if new:
                said = next(text for number, text in violations if number in new)
                played = first - begin
                return Verdict(mutant, tuple(sorted(new)), played, time.monotonic() - began, said)
    return Verdict(mutant, (), seeds, time.monotonic() - began, "")


def copy(tree: Path) -> None:
    """The program with its tests, without what was made by running it."""
    tree.mkdir()
    for name in COPIED:
        here = HOME / name
        if here.is_dir():
            shutil.copytree(here, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(here, tree / name)


Violations = tuple[tuple[str, str], ...]


def _numbers(violations: Violations) -> set[str]:
    return {number for number, _ in violations}


def _played(tree: Path, seed: int) -> Violations:
    found = _play(tree, seed, 1)
    return found[1] if found else ()


def _play(tree: Path, first: int, count: int) -> tuple[int, Violations] | None:
    """The first seed that breaks something, and what; None where all hold."""
    with tempfile.TemporaryDirectory(prefix="podbridge-played-") as folder:
        file = Path(folder) / "played.json"
        words = (
            "--from",
            str(first),
            "--seeds",
            str(count),
            "--stop-at-first",
            "--json",
            str(file),
        )
        done = subprocess.run(
            [sys.executable, "-m", "tests.simulation", *words],
            cwd=tree,
            env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == CLEAN:
            return None
        told = json.loads(file.read_text(encoding="utf-8"))["violations"] if file.exists() else {}
    if done.returncode != BROKEN or not told:
        raise NoJudgement((done.stdout + done.stderr)[-2000:])
    seed, violations = next(iter(told.items()))
    return int(seed), tuple((number, text) for number, text in violations)
