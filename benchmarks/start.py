"""From the start of the process to the first painted rows, against a bare window: `python -m benchmarks.start`.

Whole processes in turn, offscreen. The bridge has 10,000 orders in its encrypted database; the bare window is PySide6 with a table
and a plain model. Asking the key store (here a key file) and opening the database is told beside it, not in it (rulings 31).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import fill, measure, processes
from benchmarks.measure import Spread

GOAL = 1.5


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = compare(Path(folder), options.orders, options.pairs)
    show(result)
    measure.keep(options.json, "start", result)
    return result


def compare(folder: Path, orders: int, pairs: int) -> dict[str, Any]:
    measure.say(f"filling a database with {orders} orders …")
    fill.workspace(folder / "full", orders)
    found: dict[str, list[dict[str, Any]]] = {"bridge": [], "bare": []}

    def run(who: str) -> None:
        where = fill.fresh(folder / "full", folder / "run")
        module = "benchmarks.window" if who == "bridge" else "benchmarks.bare_window"
        arguments = ["--began", str(time.time()), *(where if who == "bridge" else ())]
        found[who].append(processes.run(module, arguments, **fill.offscreen()))

    run("bare")  # the first starts read the disk
    run("bridge")
    for runs in found.values():
        runs.clear()
    measure.in_turn(pairs, lambda: run("bridge"), lambda: run("bare"))
    locked = [run["seconds"] - run["unlocking"] for run in found["bridge"]]
    bare = [run["seconds"] for run in found["bare"]]
    ratio = Spread.of(ours / theirs for ours, theirs in zip(locked, bare, strict=True))
    return {
        "orders": orders,
        "pairs": pairs,
        "bridge": Spread.of(locked),
        "bare": Spread.of(bare),
        "unlocking": Spread.of(run["unlocking"] for run in found["bridge"]),
        "complete": Spread.of(run["complete"] for run in found["bridge"]),
        "rss": found["bridge"][-1]["rss"],
        "ratio": ratio,
        "goal": GOAL,
        "kept": ratio.median <= GOAL,
    }


def show(result: dict[str, Any]) -> None:
    measure.table(
        [
            ("", "seconds to the first painted rows"),
            ("bridge", f"{result['bridge']:.2f}"),
            ("bare window", f"{result['bare']:.2f}"),
            ("ratio", f"{result['ratio']:.2f}"),
            ("bridge, every tab works", f"{result['complete']:.2f}"),
        ]
    )
    print(
        f"{result['orders']} orders, {result['pairs']} pairs; median (smallest–largest). Goal: ratio at most {GOAL}.\n"
        f"Key store and database took {result['unlocking']:.3f} s, not in the figure above. "
        f"Memory {result['rss'] or 0:.0f} MB."
    )


if __name__ == "__main__":
    main()
