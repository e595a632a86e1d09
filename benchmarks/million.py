"""A million orders in the database: `python -m benchmarks.million`.

The window opens over them: how soon its first page is painted once the workspace is open (building the tabs is in it), when the ids
of the whole list are there, and what memory that costs. Filling takes a few minutes and some GB of disk, once per run; `--keep DIR` keeps it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import fill, measure, processes
from benchmarks.measure import Spread

GOAL_MS = 100


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="fill here, or use what was filled here before")
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = look(options.keep or Path(folder), options.orders, options.runs)
    show(result)
    measure.keep(options.json, "million", result)
    return result


def look(folder: Path, orders: int, count: int) -> dict[str, Any]:
    if not (folder / "full").exists():
        measure.say(f"filling a database with {orders} orders …")
        fill.workspace(folder / "full", orders)
    runs = []
    for _ in range(count + 1):
        where = fill.fresh(folder / "full", folder / "run")
        arguments = ["--whole", "--began", str(time.time()), *where]
        runs.append(processes.run("benchmarks.window", arguments, **fill.offscreen()))
        measure.say(f"{runs[-1]}")
    runs = runs[1:]  # the first one read the disk
    first = Spread.of(run["first_page"] * 1000 for run in runs)
    return {
        "orders": orders,
        "runs": count,
        "rows": runs[-1]["rows"],
        "first_page_ms": first,
        "whole_list_ms": Spread.of(run["whole"] * 1000 for run in runs),
        "rss": Spread.of(run["rss"] or 0 for run in runs),
        "rss_before": Spread.of(run["rss_ready"] or 0 for run in runs),
        "goal": GOAL_MS,
        "kept": first.median <= GOAL_MS,
    }


def show(result: dict[str, Any]) -> None:
    measure.table(
        [
            ("", "median (smallest–largest)"),
            ("first page painted, ms", f"{result['first_page_ms']:.0f}"),
            ("whole list there, ms", f"{result['whole_list_ms']:.0f}"),
            ("memory, MB", f"{result['rss']:.0f}"),
            ("memory before the list, MB", f"{result['rss_before']:.0f}"),
        ]
    )
    print(f"{result['rows']} rows, {result['runs']} runs. Goal: first page within {GOAL_MS} ms.")


if __name__ == "__main__":
    main()
