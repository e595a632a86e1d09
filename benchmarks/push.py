"""Many products pushed to a store at once: `python -m benchmarks.push`.

The real engine with its threads, storage and connectors on a virtual clock, the simulated vendors' limiters on: 500
products of 30 variants to Shopify, or 100 of them to Etsy. From the first question of the first push to the last listing
there, against what the slower of the two limits lets through (see `backlog`).
"""

from __future__ import annotations

import argparse
import copy
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.backlog import RATE, Used
from podbridge_desktop.sandbox.printful import PrintfulVendor
from podbridge_desktop.services.products import PushRequest
from tests.support.virtual import VirtualStop
from tests.support.virtual_shop import Shop

GOAL = 1.05
PRODUCTS = {"shopify": 500, "etsy": 100}
TEMPLATE = "Sunrise Ridge Tee"  # 30 variants
LONGEST, LOOKS = timedelta(hours=12), timedelta(seconds=5)


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=(*PRODUCTS, "all"), default="all")
    parser.add_argument("--products", type=int, help="instead of 500 and 100")
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    found = {}
    for store in PRODUCTS if options.store == "all" else (options.store,):
        with tempfile.TemporaryDirectory() as folder:
            found[store] = push_all(Path(folder), store, options.products or PRODUCTS[store])
    show(found)
    result = {"stores": found}
    measure.keep(options.json, "push", result)
    return result


def push_all(folder: Path, store: str, count: int) -> dict[str, Any]:
    """Push so many products with one click."""
    shop = Shop(folder, store, "printful", 100_000, threads=True)
    try:
        copies = _copied(shop.supplier, count)
        shop.open()
        row = shop.reads.connection(store)
        assert row is not None
        wanted = [each for each in shop.reads.products() if each.title in copies]
        assert len(wanted) == count, f"only {len(wanted)} of {count} products were pulled"
        before, used = Counter(shop.wire.traffic.calls), Used(shop, store)
        cpu, vendors = time.process_time(), shop.wire.traffic.vendors_cpu
        for product in wanted:
            shop.actions.push(PushRequest(product.id, row.id))
        shop.engine.run(UntilThere(shop, copies, shop.clock.now() + LONGEST))
        spent = time.process_time() - cpu - (shop.wire.traffic.vendors_cpu - vendors)
        states = _states(shop, copies)
        end = used.last
        taken, calls = used.until(end), Counter(shop.wire.traffic.calls) - before
        bounds = {
            "printful": taken["supplier"] * 60 / RATE["printful"],
            store: taken["store"] * 60 / RATE[store],
        }
        seconds = (end - used.begin).total_seconds()
        return {
            "products": count,
            "variants": sum(len(each.variants) for each in wanted),
            "states": dict(states),
            "seconds": seconds,
            "bounds": bounds,
            "ratio": seconds / max(bounds.values()),
            "refused": sum(shop.wire.traffic.refused.values()),
            "calls": {
                f"{side} {call}": number / count
                for (job, side, call), number in calls.most_common()
                if "push" in job
            },
            "cpu_ms": spent / count * 1000,
        }
    finally:
        shop.close()


def _copied(supplier: PrintfulVendor, count: int) -> set[str]:
    """The supplier has so many products more; gives their titles."""
    book: Any = supplier.book
    model = next(each for each in book.products.values() if each["name"] == TEMPLATE)
    titles = set()
    for number in range(count):
        made = copy.deepcopy(model)
        made["id"], made["name"] = 310_000_000 + number * 100, f"{TEMPLATE} {number + 1}"
        made["external_id"] = f"copy-{number}"
        for place, variant in enumerate(made["variants"], 1):
            variant["id"], variant["external_id"] = made["id"] + place, f"copy-{number}-{place}"
            variant["sku"] = f"{variant['sku']}-{number + 1}"
            book.variants[str(variant["id"])] = made["id"]
        book.products[str(made["id"])] = made
        titles.add(made["name"])
    return titles


class UntilThere(VirtualStop):
    """Set once no listing of these is on its way any more; looked at every few seconds."""

    def __init__(self, shop: Shop, titles: set[str], latest: datetime) -> None:
        super().__init__(shop.clock, latest)
        self._shop, self._titles, self._looked, self._found = shop, titles, shop.clock.now(), False

    def is_set(self) -> bool:
        now = self._shop.clock.now()
        if not self._found and now - self._looked >= LOOKS:
            self._looked = now
            self._found = not _states(self._shop, self._titles)["pushing"]
        return self._found or super().is_set()


def _states(shop: Shop, titles: set[str]) -> Counter[str]:
    rows = shop.query(
        "SELECT p.title, l.state FROM listing l JOIN product p ON p.id = l.product_id"
    )
    return Counter(state for title, state in rows if title in titles)


def show(found: dict[str, dict[str, Any]]) -> None:
    rows = [
        ("", "products", "variants", "seconds", "limits", "ratio", "refused", "CPU ms", "ended")
    ]
    rows.extend(
        (
            store, str(each["products"]), str(each["variants"]), f"{each['seconds']:.0f}",
            ", ".join(f"{name} {bound:.0f}" for name, bound in each["bounds"].items()), f"{each['ratio']:.3f}",
            str(each["refused"]), f"{each['cpu_ms']:.0f}", str(each["states"]),
        )
        for store, each in found.items()
    )  # fmt: skip
    measure.table(rows)
    for store, each in found.items():
        calls = ", ".join(f"{name} {number:.2f}" for name, number in each["calls"].items())
        print(f"{store}, calls a product: {calls}")
    print(f"CPU of ours is by product. Goal: ratio at most {GOAL}.")


if __name__ == "__main__":
    main()
