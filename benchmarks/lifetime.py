"""Requests per order through its life, in steady state over virtual days: `python -m benchmarks.lifetime`.

The real engine, storage and connectors, as `sync --watch` runs them, with every vendor's limiter on; the simulated
vendors are called in process, and one virtual clock is shared by all. Orders come at random moments of the day, all is
automatic, nothing goes wrong. The days before the window fill the pipeline. What went over the wire is held against
`formula.py`, worked out from the vendors' own books.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks import formula, measure, vendor_books
from benchmarks.formula import Part, Window
from podbridge_desktop.storage.database import Database
from tests.support.virtual import Traffic
from tests.support.virtual_shop import Shop

PAIRS = ("shopify-printful", "shopify-printify", "etsy-printful", "etsy-printify")
GOAL = 1.05
WRITES = (
    "POST /orders",
    "/confirm",
    "CreateFulfillment",
    "orders.json",
    "send_to_production.json",
    "/tracking",
)
APART = {
    "pull_products": "products", "pull_listings": "listings", "check_connection": "connection tests",
    "push_listing": "listings",
}  # fmt: skip
SIGN_INS = ("oauth/token", "oauth/access_token")


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pair", choices=(*PAIRS, "all"), default="all")
    parser.add_argument("--per-day", type=int, default=10)
    parser.add_argument("--days", type=float, default=5, help="of the window that counts")
    parser.add_argument("--warm-up", type=float, default=11, help="days before it")
    parser.add_argument("--etsy-day", type=int, default=10_000, help="calls that Etsy allows a day")
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    pairs = PAIRS if options.pair == "all" else (options.pair,)
    results = {}
    for pair in pairs:
        with tempfile.TemporaryDirectory() as folder:
            results[pair] = lives(Path(folder), pair, options)
        show(results[pair])
    result = {"per_day": options.per_day, "days": options.days, "pairs": results}
    measure.keep(options.json, "lifetime", result)
    return result


def lives(folder: Path, pair: str, options: argparse.Namespace) -> dict[str, Any]:
    """Let a shop live through its days, and count those of the window."""
    store, supplier = pair.split("-")
    shop = Shop(folder, store, supplier, options.etsy_day)
    commits = Commits(shop.database)
    try:
        first = shop.open()
        begin = first + timedelta(days=options.warm_up)
        end = begin + timedelta(days=options.days)
        shop.buy(options.per_day, first, end)
        shop.run_until(begin)
        measure.say(f"{pair}: the days before are over")
        before, committed, cpu = shop.wire.traffic.copy(), commits.count, time.process_time()
        shop.run_until(end)
        spent = time.process_time() - cpu
        window = Window(
            begin.timestamp(),
            end.timestamp(),
            vendor_books.sold(shop.store),
            vendor_books.made(shop.supplier),
        )
        traffic = shop.wire.traffic
        told = formula.parts(store, supplier, window)
        return {
            "pair": pair,
            "per_day": options.per_day,
            "bought": window.bought,
            "told": window.told,
            **counted(traffic, before, told, window),
            "writes_per_order": writes(traffic, before) / max(window.bought, 1),
            "refused": dict(traffic.refused),
            "lateness": lateness(shop, begin.timestamp()),
            "standing": dict(shop.query("SELECT step, count(*) FROM orders GROUP BY step")),
            "open_cases": shop.query(
                "SELECT kind, count(*) FROM exception_case WHERE closed_at IS NULL GROUP BY kind"
            ),
            "most_a_day": most_a_day(traffic, before, options.days),
            "cpu_ms_per_order": (spent - traffic.vendors_cpu + before.vendors_cpu)
            / max(window.bought, 1)
            * 1000,
            "commits_per_order": (commits.count - committed) / max(window.bought, 1),
            "paused_seconds": shop.clock.paused,
        }
    finally:
        shop.close()


class Commits:
    """Counts the transactions that wrote something, when each gives its connection back."""

    def __init__(self, database: Database) -> None:
        self.count = 0
        event.listen(database.engine, "checkin", self._look)

    def _look(self, driver: Any, record: Any) -> None:
        changes = 0 if driver is None else driver.total_changes
        self.count += changes != record.info.get("changes", 0)
        record.info["changes"] = changes


def counted(
    traffic: Traffic, before: Traffic, told: Iterable[Part], window: Window
) -> dict[str, Any]:
    """Measured calls beside the formula's, part by part; rounds of the catalog apart."""
    calls = traffic.calls - before.calls
    apart: Counter[str] = Counter()
    life: Counter[tuple[str, str]] = Counter()
    for (job, side, call), count in calls.items():
        if call.endswith(SIGN_INS):
            life["keys", ""] += count
        elif job in APART:
            apart[APART[job]] += count
        else:
            life[side, job] += count
    rows = []
    for part in told:
        found = sum(life.pop((part.side, job), 0) for job in part.jobs or ("",))
        rows.append({**asdict(part), "measured": found})
    if life:
        raise AssertionError(f"calls that no part of the formula knows: {life}")
    reckoned, measured = (sum(row[name] for row in rows) for name in ("calls", "measured"))
    orders = max(window.bought, 1)
    return {
        "parts": rows,
        "formula_per_order": reckoned / orders,
        "measured_per_order": measured / orders,
        "ratio": measured / reckoned,
        "goal": GOAL,
        "kept": measured <= GOAL * reckoned and not traffic.refused,
        "apart": dict(apart),
        "calls": {" ".join(key): count for key, count in sorted(calls.items())},
    }


def writes(traffic: Traffic, before: Traffic) -> int:
    """Calls that make, pay or mail."""
    made = traffic.calls - before.calls
    return sum(count for (_, _, call), count in made.items() if is_write(call))


def is_write(call: str) -> bool:
    """Whether a call (by its name) makes, pays or mails."""
    return call.startswith(("POST ", "Create")) and call.endswith(WRITES)


def most_a_day(traffic: Traffic, before: Traffic, days: float) -> dict[str, float]:
    """Calls a day to each side."""
    sides: Counter[str] = Counter()
    for (_, side, _), count in (traffic.calls - before.calls).items():
        sides[side] += count
    return {side: count / days for side, count in sides.items()}


def lateness(shop: Shop, begin: float) -> dict[str, tuple[float, float]]:
    """Seconds from paid to in production, and from shipped to told: median, and what 95 of 100 keep."""
    since = int(begin * 1_000_000)
    made = shop.query(
        "SELECT s.confirmed_at - o.paid_at FROM supplier_order s JOIN orders o ON o.id = s.order_id"
        " WHERE s.confirmed_at IS NOT NULL AND o.paid_at >= ?",
        since,
    )
    told = shop.query(
        "SELECT synced_at - shipped_at FROM shipment WHERE synced_at IS NOT NULL AND shipped_at >= ?",
        since,
    )
    return {"to_production": _spread(made), "to_tracking": _spread(told)}


def _spread(rows: list[tuple[Any, ...]]) -> tuple[float, float]:
    seconds = sorted(row[0] / 1_000_000 for row in rows)
    if not seconds:
        return (0.0, 0.0)
    return statistics.median(seconds), seconds[int(len(seconds) * 0.95)]


def show(result: dict[str, Any]) -> None:
    orders = max(result["bought"], 1)
    rows = [("", "formula", "measured", "ratio", "")]
    for part in result["parts"]:
        name = " + ".join(part["jobs"]) or "sign in"
        rows.append(
            (
                f"{part['side']}: {name}",
                f"{part['calls'] / orders:.3f}",
                f"{part['measured'] / orders:.3f}",
                f"{part['measured'] / part['calls']:.2f}" if part["calls"] else "",
                part["words"],
            )
        )
    rows.append(
        (
            "together, per order",
            f"{result['formula_per_order']:.2f}",
            f"{result['measured_per_order']:.2f}",
            f"{result['ratio']:.3f}",
            f"goal {GOAL}",
        )
    )
    print(f"\n{result['pair']}, {result['per_day']} orders a day")
    measure.table(rows)
    paid, sent = result["lateness"]["to_production"], result["lateness"]["to_tracking"]
    print(
        f"{result['bought']} orders bought and {result['told']} told in the window; {result['writes_per_order']:.2f} writes"
        f" an order. Refused by a limiter: {result['refused'] or 'none'}.\n"
        f"Apart: {result['apart']}. A day: "
        + ", ".join(f"{side} {count:.0f}" for side, count in result["most_a_day"].items())
        + ".\n"
        f"Paid to in production {paid[0]:.0f} s (95 of 100: {paid[1]:.0f} s); shipped to told {sent[0]:.0f} s"
        f" (95 of 100: {sent[1]:.0f} s).\n"
        f"{result['cpu_ms_per_order']:.1f} ms of our CPU and {result['commits_per_order']:.1f} commits an order, idle rounds"
        f" in it. Open cases: {result['open_cases'] or 'none'}."
    )


if __name__ == "__main__":
    main()
