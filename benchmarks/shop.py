"""A simulated Shopify store with many orders, in a process of its own: `python -m benchmarks.shop --orders N`."""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime, timedelta

from benchmarks.processes import announce, until_stdin_closes
from podbridge_desktop.sandbox.serve import serve
from podbridge_desktop.sandbox.shopify import ShopifyVendor

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAYS = 2  # orders seen later than 3 days after payment would wait instead of being planned


class StillClock:
    """It is always `NOW`: so the same run asks the same questions."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return time.monotonic()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, required=True)
    options = parser.parse_args()
    shop = ShopifyVendor(1)
    shop.settings.limiter = False
    shop.bulk_orders(options.orders, now=NOW - timedelta(minutes=1), days=DAYS)
    with serve({"shopify": shop}, clock=StillClock()) as running:
        announce(
            url=running.urls["shopify"],
            domain=shop.settings.domain,
            token=shop.settings.access_token,
            shop_id=shop.store.shop_id.rpartition("/")[2],
            variants=[variant.id.rpartition("/")[2] for variant in shop.store.variants()],
        )
        until_stdin_closes()


if __name__ == "__main__":
    main()
