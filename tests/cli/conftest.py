"""A command with its own data folder and key file, and a seller's shop in a practice world."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from podbridge_desktop.sandbox.practice import PracticeWorld
from tests.support.command import Command, Shop


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.delenv("PODBRIDGE_DATA_DIR", raising=False)
    monkeypatch.delenv("PODBRIDGE_KEY_FILE", raising=False)
    return Command(tmp_path, capsys, monkeypatch)


@pytest.fixture
def shop(run: Command) -> Iterator[Shop]:
    with PracticeWorld(None, 1, seed=7) as world:
        yield Shop(run, world)


@pytest.fixture
def two_shops(run: Command) -> Iterator[Shop]:
    with PracticeWorld(None, 2, seed=7) as world:
        yield Shop(run, world)
