"""The engine's memory over many days: `python -m benchmarks.soak`.

The real engine, storage and connectors on a virtual clock. The simulated vendors and their customers live in a process of
their own, so that what this one holds is the bridge's alone. Its memory is read at the end of each day; after the first
days, in which caches fill, a straight line through the rest must lie flat.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import tempfile
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.lifetime import PAIRS
from podbridge_desktop.sandbox.http import Request, Response
from tests.support.virtual_shop import Shop

GOAL_MB, GOAL_SLOPE = 150, 1.0  # MB; MB more for each 1,000 orders
WARM = 0.3  # the share of the days in which caches fill


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pair", choices=PAIRS, default="shopify-printful")
    parser.add_argument("--per-day", type=int, default=300)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = soak(Path(folder), options)
    show(result)
    measure.keep(options.json, "soak", result)
    return result


def soak(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Live through the days; memory (MB) and open files at the end of each."""
    store, supplier = options.pair.split("-")
    shop = Shop(folder, store, supplier, 10_000)
    begin = shop.open()
    here, there = multiprocessing.Pipe()
    child = os.fork()
    if child == 0:
        here.close()  # or it would never see that nobody asks any more
        _be_the_vendors(shop, there, options.per_day, begin, begin + timedelta(days=options.days))
    shop.wire.ask_elsewhere(lambda side, asked, now: _ask(here, side, asked, now))
    held, files = [], []
    try:
        for day in range(options.days):
            shop.run_until(begin + timedelta(days=day + 1))
            held.append(measure.memory("VmRSS") or 0.0)
            files.append(len(list(Path("/proc/self/fd").iterdir())))
            measure.say(f"day {day + 1}: {held[-1]:.1f} MB")
        ((orders, told),) = shop.query(
            "SELECT count(*), (SELECT count(*) FROM shipment WHERE synced_at IS NOT NULL) FROM orders"
        )
    finally:
        here.close()
        os.waitpid(child, 0)
        shop.close()
    steady = held[int(len(held) * WARM) :]
    slope = _slope(steady) / options.per_day * 1000
    return {
        "pair": options.pair,
        "per_day": options.per_day,
        "days": options.days,
        "orders": orders,
        "told": told,
        "memory": held,
        "files": files,
        "slope": slope,
        "goal": GOAL_MB,
        "kept": max(held) <= GOAL_MB and slope <= GOAL_SLOPE,
    }


def _be_the_vendors(
    shop: Shop, there: Connection, per_day: int, begin: datetime, end: datetime
) -> None:
    """The other process: customers buy and vendors answer, until nobody asks any more."""
    shop.buy(per_day, begin, end)
    try:
        while True:
            side, asked, now = there.recv()
            shop.clock.advance(now)
            vendor = shop.store if side == "store" else shop.supplier
            there.send(vendor.handle(asked, now))
    except EOFError:
        os._exit(0)
    finally:
        os._exit(1)


def _ask(here: Connection, side: str, asked: Request, now: datetime) -> Response:
    here.send((side, asked, now))
    answer: Response = here.recv()
    return answer


def _slope(values: list[float]) -> float:
    """Of a straight line through values a day apart."""
    return statistics.linear_regression(range(len(values)), values).slope if len(values) > 1 else 0


def show(result: dict[str, Any]) -> None:
    held, files = result["memory"], result["files"]
    measure.table(
        [
            ("", "orders", "told", "first day", "last day", "most", "slope", "files"),
            (
                result["pair"],
                str(result["orders"]),
                str(result["told"]),
                f"{held[0]:.1f} MB",
                f"{held[-1]:.1f} MB",
                f"{max(held):.1f} MB",
                f"{result['slope']:+.2f} MB/1,000 orders",
                f"{files[0]} → {files[-1]}",
            ),
        ]
    )
    print(
        f"Goals: at most {GOAL_MB} MB, and flat once the caches are full ({WARM:.0%} of the days)."
    )


if __name__ == "__main__":
    main()
