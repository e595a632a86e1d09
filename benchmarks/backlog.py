"""A thousand orders that wait at once: `python -m benchmarks.backlog`.

The real engine with its threads, storage and connectors on a virtual clock, the simulated vendors' limiters on. From the
first question about the orders to the last one paid at the supplier, against what the slower of the two limits lets
through: a supplier's or Etsy's calls by its rate, Shopify's points by its rate, what they let through at once not
counted. With `--beside` a second program uses half of the supplier's limit meanwhile.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.lifetime import PAIRS, Commits, writes
from podbridge_desktop.sandbox.http import Response
from podbridge_desktop.storage.instants import from_micros
from tests.support.virtual import VirtualStop
from tests.support.virtual_shop import Shop

GOAL, REFUSED_GOAL = 1.05, 0.005
# A minute: Printful 120 calls in 60 s, Printify 600 an account, Etsy 10 a second; Shopify's Standard plan 100 points a
# second (their papers on limits).
RATE = {"printful": 120, "printify": 600, "etsy": 600, "shopify": 6000}
QUESTION = {"printful": "/store", "printify": "/v1/shops.json"}  # a cheap question that counts
LONGEST, LOOKS = timedelta(hours=6), timedelta(seconds=10)


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
    shop = Shop(folder, store, supplier, 10_000, threads=True)
    commits = Commits(shop.database)
    try:
        shop.open()
        shop.rush(orders)
        if beside:
            _use_half(shop, supplier)
        used = Used(shop, store)
        before, committed, cpu = shop.wire.traffic.copy(), commits.count, time.process_time()
        begin = shop.clock.now()
        shop.engine.run(UntilPaid(shop, orders, begin + LONGEST))
        spent, traffic = time.process_time() - cpu, shop.wire.traffic
        ((last,),) = shop.query("SELECT max(confirmed_at) FROM supplier_order")
        end = from_micros(last)
        seconds, taken = (end - used.begin).total_seconds(), used.until(end)
        calls = sum((traffic.calls - before.calls).values())
        ours = RATE[supplier] / 2 if beside else RATE[supplier]
        bounds = {
            supplier: taken["supplier"] * 60 / ours,
            store: taken["store"] * 60 / RATE[store],
        }
        bound = max(bounds.values())
        return {
            "paid": _paid(shop),
            "seconds": seconds,
            "calls": calls,
            "bounds": bounds,
            "ratio": seconds / bound,
            "refused": sum(traffic.refused.values()) / calls,
            "writes": writes(traffic, before) / orders,
            "commits": (commits.count - committed) / orders,
            "cpu_ms": (spent - traffic.vendors_cpu + before.vendors_cpu) / orders * 1000,
            "memory": measure.memory(),
        }
    finally:
        shop.close()


class UntilPaid(VirtualStop):
    """Set once so many orders are paid; looked at every few seconds."""

    def __init__(self, shop: Shop, orders: int, latest: datetime) -> None:
        super().__init__(shop.clock, latest)
        self._shop, self._orders, self._looked, self._found = shop, orders, shop.clock.now(), False

    def is_set(self) -> bool:
        now = self._shop.clock.now()
        if not self._found and now - self._looked >= LOOKS:
            self._looked, self._found = now, _paid(self._shop) >= self._orders
        return self._found or super().is_set()


class Used:
    """What each call took of its side's limit: points of Shopify, one of the others. A picture takes nothing."""

    def __init__(self, shop: Shop, store: str) -> None:
        self._taken: list[tuple[datetime, str, int]] = []
        self._clock, self._wire, self._points = shop.clock, shop.wire, store == "shopify"
        shop.wire.after = self._note

    @property
    def begin(self) -> datetime:
        """When the first was made."""
        return self._taken[0][0]

    @property
    def last(self) -> datetime:
        """When the last was made."""
        return self._taken[-1][0]

    def until(self, end: datetime) -> Counter[str]:
        """The sums of each side."""
        sums: Counter[str] = Counter()
        for moment, side, amount in self._taken:
            if moment <= end:
                sums[side] += amount
        return sums

    def _note(self, side: str, answer: Response) -> Response:
        if self._wire.last[side].path.startswith("/pictures/"):
            return answer
        points = self._points and side == "store"
        self._taken.append((self._clock.now(), side, _points_of(answer) if points else 1))
        return answer


def _points_of(answer: Response) -> int:
    cost = json.loads(answer.body).get("extensions", {}).get("cost", {})
    return int(cost.get("actualQueryCost") or 0)


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
    rows = [("", "paid", "seconds", "limits", "ratio", "refused", "writes", "commits", "CPU ms")]
    rows.extend(
        (
            pair, str(each["paid"]), f"{each['seconds']:.0f}",
            ", ".join(f"{name} {bound:.0f}" for name, bound in each["bounds"].items()), f"{each['ratio']:.3f}",
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
