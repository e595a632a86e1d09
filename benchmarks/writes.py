"""How many calls an order costs, counted in the vendors' own books: `python -m benchmarks.writes`.

Orders go the whole way through the practice vendors: pulled, drafted, approved, confirmed, made, shipped, their tracking
written to the store. Nothing goes wrong, and every order is one parcel: then three writes are the least there can be.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks import measure
from podbridge_desktop.bootstrap.container import Container, open_container
from podbridge_desktop.bootstrap.practice import STORE, PracticeVendors, World, make_ready
from podbridge_desktop.config import read_config
from podbridge_desktop.connectors.shopify import operations
from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.reading import OrderQuery
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.sync.engine import Engine

MUTATIONS = set(re.findall(r"\bmutation (\w+)", "".join(map(str, vars(operations).values()))))
MOST_DAYS = 12
COUNTRIES = ("US", "DE", "GB")  # elsewhere some addresses need a word from the seller
QUIET_VENDOR = {"split_rate": 0.0, "hold_rate": 0.0, "fail_rate": 0.0}


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = journey(Path(folder), options.orders)
    show(result)
    measure.keep(options.json, "writes", result)
    return result


def journey(folder: Path, orders: int) -> dict[str, Any]:
    """Bring `orders` orders from the customer to her tracking mail."""
    config = read_config(data_dir=folder, practice=True)
    config.workspace.make()
    vendors = PracticeVendors(config.workspace.world, lively=False)
    container = open_container(config)
    try:
        return Journey(container, vendors).run(orders)
    finally:
        container.close()
        vendors.stop()


class Journey:
    """One practice shop whose seller says yes to everything. The engine's time is counted, the vendors' is in it."""

    def __init__(self, container: Container, vendors: PracticeVendors) -> None:
        self._container = container
        self._world = vendors.world
        self._engine: Engine = container.engine(spawn=None)
        self._took = measure.Figures(0.0, 0.0)

    def run(self, orders: int) -> dict[str, Any]:
        self._open_shop()
        before, self._took = self._calls(), measure.Figures(0.0, 0.0)
        measure.say(f"{orders} orders are bought …")
        for place, country in enumerate(COUNTRIES):
            if count := len(range(place, orders, len(COUNTRIES))):
                self._world.post("buy", {"n": count, "country": country})
        self._sync()
        for row in self._rows(orders):
            self._container.actions.approve(row)
        self._sync()
        days = self._wait_for_tracking(orders)
        calls = {kind: self._calls()[kind] - before[kind] for kind in ("write", "read")}
        return self._result(orders, days, calls)

    def _open_shop(self) -> None:
        for order in (
            {"name": "printful", "action": "limiter", "on": False},
            {"name": "printful", "action": "knobs", "knobs": QUIET_VENDOR},
            {"name": "shopify", "action": "limiter", "on": False},
        ):
            self._world.post("vendor", order)
        two = {name: self._world.vendors[name] for name in ("shopify", "printful")}
        make_ready(self._container, World(self._world.control, two))
        self._sync()
        store = self._container.reads.connection(STORE)
        assert store is not None
        for product in self._container.reads.products()[:3]:
            self._container.actions.push(PushRequest(product.id, store.id))
        self._sync()

    def _sync(self) -> None:
        took = measure.timed(lambda: self._engine.run_pass(threading.Event()))
        self._took = measure.Figures(self._took.wall + took.wall, self._took.cpu + took.cpu)

    def _rows(self, orders: int) -> list[int]:
        return [row.id for row in self._container.reads.first_orders(OrderQuery(), orders)]

    def _wait_for_tracking(self, orders: int) -> int:
        done = OrderQuery(state=Step.TRACKING_SYNCED.value)
        for day in range(1, MOST_DAYS + 1):
            self._world.next_day()
            self._sync()
            arrived = len(self._container.reads.first_orders(done, orders))
            measure.say(f"day {day}: {arrived} of {orders} have their tracking")
            if arrived == orders:
                return day
        raise RuntimeError(f"not every order had its tracking after {MOST_DAYS} days")

    def _calls(self) -> dict[str, Counter[str]]:
        """All calls so far by kind, from the vendors' books."""
        with urlopen(f"{self._world.control.rstrip('/')}/ledger") as answer:
            books = json.loads(answer.read())["vendors"]
        shop, supplier = books["shopify"], books["printful"]["calls"]
        return {
            "write": Counter(
                {f"Shopify {name}": count for name, count in shop["writes"].items()}
                | {f"Printful {c}": n for c, n in supplier.items() if not c.startswith("GET ")}
            ),
            "read": Counter(
                {
                    f"Shopify {name}": count
                    for name, count in shop["calls"].items()
                    if name not in MUTATIONS
                }
                | {f"Printful {c}": n for c, n in supplier.items() if c.startswith("GET ")}
            ),
        }

    def _result(self, orders: int, days: int, calls: dict[str, Counter[str]]) -> dict[str, Any]:
        return {
            "orders": orders,
            "days": days,
            "writes_per_order": calls["write"].total() / orders,
            "reads_per_order": calls["read"].total() / orders,
            "calls": {kind: dict(found.most_common()) for kind, found in calls.items()},
            "took": self._took,
            "orders_per_second": orders / self._took.wall,
            "cpu_ms_per_order": self._took.cpu / orders * 1000,
            "goal": 3.0,
            "kept": calls["write"].total() == 3 * orders,
        }


def show(result: dict[str, Any]) -> None:
    orders = result["orders"]
    rows = [("call", "kind", "count", "per order")]
    for kind, found in result["calls"].items():
        rows += [(name, kind, str(n), f"{n / orders:.3f}") for name, n in found.items()]
    measure.table(rows)
    print(
        f"{orders} orders over {result['days']} days, a pass a day: {result['writes_per_order']:.2f} writes (goal: 3.00) "
        f"and {result['reads_per_order']:.2f} reads per order.\n"
        f"{result['orders_per_second']:.1f} orders/s with the vendors' work in it, "
        f"{result['cpu_ms_per_order']:.1f} ms of our CPU per order."
    )


if __name__ == "__main__":
    main()
