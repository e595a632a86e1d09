"""From the start of a sync to its first call on the wire, after a `kill -9` and after a proper end: `python -m benchmarks.restart`.

Whole processes in turn, each on a copy of the same data folder. The killed one had orders on their way: sent and not
answered, a job each, the engine's lock and lease in its hands, its last commits still in the write-ahead log.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import measure, processes
from benchmarks.measure import Spread
from podbridge_desktop.domain.planning import Mode
from tests.support.bridge import running_bridge

GOAL, LONGEST = 1.3, 2.0  # seconds


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=40, help="bought and not made yet")
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = compare(Path(folder), options.orders, options.pairs)
    show(result)
    measure.keep(options.json, "restart", result)
    return result


def compare(folder: Path, orders: int, pairs: int) -> dict[str, Any]:
    found: dict[str, list[float]] = {"killed": [], "ended": []}
    with running_bridge(folder / "bridge") as bridge:
        bridge.open_shop(Mode.AUTOMATIC)
        bridge.buy(orders)
        bridge.container.close()
        shutil.copytree(bridge.folder, folder / "ended")
        _kill(bridge.folder, orders // 2)
        shutil.copytree(bridge.folder, folder / "killed")

        def run(who: str) -> None:
            shutil.rmtree(folder / "run", ignore_errors=True)
            shutil.copytree(folder / who, folder / "run")
            told = processes.run(
                "benchmarks.first_call",
                ["--folder", str(folder / "run"), "--began", str(time.time())],
            )
            found[who].append(told["seconds"])

        run("ended")  # the first start reads the disk
        found["ended"].clear()
        measure.in_turn(pairs, lambda: run("killed"), lambda: run("ended"))
    ratio = Spread.of(
        killed / ended for killed, ended in zip(found["killed"], found["ended"], strict=True)
    )
    longest = Spread.of(found["killed"])
    return {
        "orders": orders,
        "pairs": pairs,
        "killed": longest,
        "ended": Spread.of(found["ended"]),
        "ratio": ratio,
        "goal": GOAL,
        "kept": ratio.median <= GOAL and longest.median <= LONGEST,
    }


def _kill(folder: Path, at: int) -> None:
    killed = subprocess.run(
        [sys.executable, "-m", "benchmarks.first_call", "--folder", str(folder), "--kill", str(at)],
        check=False,
    )
    if killed.returncode != -9:
        raise RuntimeError(f"the sync ended by itself ({killed.returncode})")


def show(result: dict[str, Any]) -> None:
    measure.table(
        [
            ("", "seconds to the first call"),
            ("after kill -9", f"{result['killed']:.2f}"),
            ("after a proper end", f"{result['ended']:.2f}"),
            ("ratio", f"{result['ratio']:.2f}"),
        ]
    )
    print(
        f"{result['orders']} orders bought, killed while they were made; {result['pairs']} pairs; median"
        f" (smallest–largest). Goals: ratio at most {GOAL}, at most {LONGEST:.0f} s."
    )


if __name__ == "__main__":
    main()
