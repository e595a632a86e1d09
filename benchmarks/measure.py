"""What every benchmark shares: measuring a process, summing up paired runs, printing them and keeping them."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run took: seconds on the wall, seconds of this process's CPU (all threads)."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, smallest and largest of several runs."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        known = list(values)
        return cls(statistics.median(known), min(known), max(known))

    def __format__(self, spec: str) -> str:
        return f"{self.median:{spec}} ({self.low:{spec}}–{self.high:{spec}})"


def timed(work: Callable[[], object]) -> Figures:
    """Run `work` and say what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Figures(time.perf_counter() - wall, time.process_time() - cpu)


def memory(kind: str = "VmHWM") -> float | None:
    """This process's peak (`VmHWM`) or present (`VmRSS`) memory in MB, where the system tells."""
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    found = [line.split()[1] for line in text.splitlines() if line.startswith(kind)]
    return int(found[0]) / 1024 if found else None


def in_turn(count: int, first: Callable[[], object], second: Callable[[], object]) -> None:
    """Run both `count` times; who begins changes each time, so that neither always finds the warm machine."""
    for number in range(count):
        pair = (first, second) if number % 2 == 0 else (second, first)
        for each in pair:
            each()


def table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns; the first row is the head."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for number, row in enumerate(rows):
        print(
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        )
        if number == 0:
            print("  ".join("-" * width for width in widths))


def machine() -> dict[str, object]:
    """The class of machine, without naming it."""
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def keep(file: Path | None, name: str, result: Mapping[str, object]) -> None:
    """Write a result beside the day and the machine's class, where a file was asked for."""
    if file is None:
        return
    about = {"benchmark": name, "date": datetime.now(UTC).date().isoformat(), "machine": machine()}
    text = json.dumps({**about, **result}, indent=2, default=_plain)
    file.write_text(text + "\n", encoding="utf-8")


def _plain(value: object) -> object:
    if isinstance(value, Spread | Figures):
        return asdict(value)
    raise TypeError(f"{value!r} cannot be kept")


def say(text: str) -> None:
    """A word on the progress, beside the result."""
    print(text, file=sys.stderr, flush=True)
