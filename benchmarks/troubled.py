"""Write calls per order while one call in twenty goes wrong: `python -m benchmarks.troubled`.

The real engine, storage and connectors on a virtual clock. Every write that is sent counts, whether it arrives or not. Of
the troubles a third never arrives, a third is done and its answer lost, a third is done and answered with a 5xx.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from benchmarks import measure, vendor_books
from benchmarks.lifetime import PAIRS, is_write
from podbridge_desktop.sandbox.http import Request, Response
from tests.support.virtual import call_of
from tests.support.virtual_shop import Shop

CALM, GOAL = 3.0, 1.15
_FIVES = (500, 502, 503, 504)


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pair", choices=(*PAIRS, "all"), default="all")
    parser.add_argument("--per-day", type=int, default=100)
    parser.add_argument("--days", type=float, default=3, help="in which customers buy")
    parser.add_argument(
        "--after", type=float, default=14, help="days in which all comes to its end"
    )
    parser.add_argument("--share", type=float, default=0.05, help="of the calls that go wrong")
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    pairs = PAIRS if options.pair == "all" else (options.pair,)
    found = {}
    for pair in pairs:
        with tempfile.TemporaryDirectory() as folder:
            found[pair] = lives(Path(folder), pair, options)
        measure.say(f"{pair}: done")
    show(found, options.share)
    measure.keep(options.json, "troubled", {"share": options.share, "pairs": found})
    return found


def lives(folder: Path, pair: str, options: argparse.Namespace) -> dict[str, Any]:
    """Orders of a few days, from bought to told, with troubles until the last of them is through."""
    store, supplier = pair.split("-")
    shop = Shop(folder, store, supplier, 10_000)
    try:
        first = shop.open()
        last = first + timedelta(days=options.days)
        shop.buy(options.per_day, first, last)
        troubles = Troubles(options.share)
        shop.wire.before, shop.wire.after = troubles.before, troubles.after
        shop.run_until(last + timedelta(days=options.after))
        bought = len(vendor_books.sold(shop.store))
        made = len(vendor_books.made(shop.supplier))
        ((told,),) = shop.query("SELECT count(*) FROM shipment WHERE synced_at IS NOT NULL")
        sent = troubles.writes / bought
        return {
            "bought": bought,
            "made": made,
            "told": int(told),
            "troubles": troubles.count,
            "writes": sent,
            "ratio": sent / CALM,
            "kept": sent <= GOAL * CALM and made == bought == told,
            "open_cases": shop.query(
                "SELECT kind, count(*) FROM exception_case WHERE closed_at IS NULL GROUP BY kind"
            ),
        }
    finally:
        shop.close()


class Troubles:
    """So many of all calls go wrong, in one of three ways."""

    def __init__(self, share: float) -> None:
        self.count = self.writes = 0
        self._share, self._chance = share, random.Random("troubled")

    def before(self, _job: str, _side: str, asked: Request) -> None:
        self.writes += is_write(call_of(asked))
        if self._strikes(1 / 3):
            raise httpx.ReadTimeout("it never arrived")

    def after(self, _side: str, answer: Response) -> Response:
        if self._strikes(1 / 3):
            raise httpx.ReadTimeout("the answer was lost")
        if self._strikes(1 / 3):
            return Response(self._chance.choice(_FIVES), b"", {})
        return answer

    def _strikes(self, part: float) -> bool:
        struck = self._chance.random() < self._share * part
        self.count += struck
        return struck


def show(found: dict[str, dict[str, Any]], share: float) -> None:
    rows = [("", "bought", "made", "told", "troubles", "writes an order", "ratio")]
    rows.extend(
        (
            pair, str(each["bought"]), str(each["made"]), str(each["told"]), str(each["troubles"]),
            f"{each['writes']:.2f}", f"{each['ratio']:.3f}",
        )
        for pair, each in found.items()
    )  # fmt: skip
    measure.table(rows)
    open_cases = {pair: each["open_cases"] for pair, each in found.items() if each["open_cases"]}
    print(
        f"{share:.0%} of the calls went wrong. Goal: ratio to {CALM:.2f} at most {GOAL}. Open cases: {open_cases or 'none'}."
    )


if __name__ == "__main__":
    main()
