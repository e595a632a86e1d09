"""A thousand orders that wait at once: `python -m benchmarks.backlog`.

The real engine, storage and connectors on a virtual clock, the simulated vendors' limiters on. From the first order
seen to the last one paid at the supplier, against what the supplier's limit alone lets through: its calls by its rate,
what it lets through at once not counted. With `--beside` a second program uses half of the supplier's limit meanwhile.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.lifetime import PAIRS, Commits, writes
from tests.support.virtual_shop import Shop

GOAL, REFUSED_GOAL = 1.05, 0.005
# calls a minute: Printful 120 in 60 s, Printify 600 an account (their papers on limits)
RATE = {"printful": 120, "printify": 600}
QUESTION = {"printful": "/store", "printify": "/v1/shops.json"}  # a cheap question that counts
LONGEST = timedelta(hours=6)


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pair", choices=(*PAIRS, "all"), default="all")
    parser.add_argument("--orders", type=int, default=1_000)
    parser.add_argument("--beside", action="store_true", help="another program uses half the limit")
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    pairs = PAIRS if options.pair == "all" else (options.pair,)
    found = {}
    for pair in pairs:
        with tempfile.TemporaryDirectory() as folder:
            found[pair] = work_off(Path(folder), pair, options.orders, beside=options.beside)
    show(found)
    result = {"orders": options.orders, "beside": options.beside, "pairs": found}
    measure.keep(options.json, "backlog", result)
    return result


def work_off(folder: Path, pair: str, orders: int, *, beside: bool) -> dict[str, Any]:
    """Let so many orders come at once, and the engine work until all are paid at the supplier."""
    store, supplier = pair.split("-")
    shop = Shop(folder, store, supplier, 10_000)
    commits = Commits(shop.database)
    try:
        shop.open()
        shop.rush(orders)
        if beside:
            _use_half(shop, supplier)
        before, committed, cpu = shop.wire.traffic.copy(), commits.count, time.process_time()
        begin = shop.clock.now()
        while _paid(shop) < orders and shop.clock.now() < begin + LONGEST:
            shop.run_until(shop.clock.now() + timedelta(minutes=1))
        spent, traffic = time.process_time() - cpu, shop.wire.traffic
        calls = sum(
            count
            for (_, side, _), count in (traffic.calls - before.calls).items()
            if side == "supplier"
        )
        ((seconds,),) = shop.query(
            "SELECT (max(s.confirmed_at) - min(a.at)) / 1e6 FROM supplier_order s, audit a"
            " WHERE a.event = 'planned'"
        )
        bound = calls * 60 / (RATE[supplier] / 2 if beside else RATE[supplier])
        return {
            "paid": _paid(shop),
            "seconds": seconds,
            "calls": calls,
            "bound": bound,
            "ratio": seconds / bound,
            "refused": sum(traffic.refused.values()) / calls,
            "writes": writes(traffic, before) / orders,
            "commits": (commits.count - committed) / orders,
            "cpu_ms": (spent - traffic.vendors_cpu + before.vendors_cpu) / orders * 1000,
            "memory": measure.memory(),
        }
    finally:
        shop.close()


def _paid(shop: Shop) -> int:
    ((count,),) = shop.query("SELECT count(confirmed_at) FROM supplier_order")
    return int(count)


def _use_half(shop: Shop, supplier: str) -> None:
    """Another program with the seller's own key, evenly through each minute."""
    asks = replace(
        shop.wire.last["supplier"], method="GET", path=QUESTION[supplier], query="", body=b""
    )
    every = timedelta(minutes=1) / (RATE[supplier] / 2)

    def ask() -> None:
        now = shop.clock.now()
        shop.supplier.handle(asks, now)
        shop.clock.at(now + every, ask)

    shop.clock.at(shop.clock.now() + every, ask)


def show(found: dict[str, dict[str, Any]]) -> None:
    rows = [("", "paid", "seconds", "limiter", "ratio", "refused", "writes", "commits", "CPU ms")]
    rows.extend(
        (
            pair, str(each["paid"]), f"{each['seconds']:.0f}", f"{each['bound']:.0f}", f"{each['ratio']:.3f}",
            f"{each['refused']:.2%}", f"{each['writes']:.2f}", f"{each['commits']:.1f}", f"{each['cpu_ms']:.1f}",
        )
        for pair, each in found.items()
    )  # fmt: skip
    measure.table(rows)
    print(
        f"Writes, commits and CPU of ours are by order. Goals: ratio at most {GOAL}, refused at most {REFUSED_GOAL:.1%}."
    )


if __name__ == "__main__":
    main()
