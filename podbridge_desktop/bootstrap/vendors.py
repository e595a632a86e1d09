"""The simulated vendors in this very process, for `practice --serve`: other programs connect to them."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

_GLANCE = 0.5  # seconds; a bare wait would not let signals through on every system


def serve(
    folder: Path,
    *,
    shops: int,
    announce: Callable[[Mapping[str, object]], object],
    stop: threading.Event,
) -> None:
    """Run a fresh world in memory until `stop`. A note in `folder` lets *buy* and *next-day* find it meanwhile."""
    from podbridge_desktop.sandbox.practice import NOTICE, PracticeWorld  # noqa: PLC0415 - heavy

    note = folder / NOTICE
    with PracticeWorld(None, shops) as world:
        described = world.description()
        _leave(note, described["control"])
        try:
            announce(described)
            while not stop.wait(_GLANCE):
                pass
        finally:
            with suppress(OSError, ValueError, KeyError):
                if json.loads(note.read_text("utf-8"))["pid"] == os.getpid():
                    note.unlink()


def _leave(note: Path, control: str) -> None:
    """Nobody depends on it: a folder that cannot be written is no reason not to serve."""
    with suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        new = note.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps({"control": control, "pid": os.getpid()}), encoding="utf-8")
        new.replace(note)
