"""Where things stand in the account, so that no call looks through all of them. Made anew when a state is loaded."""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]
NEVER = float("inf")


class Index:
    """Orders by shop, status, SKU and external id, products by shop and SKU, and what is due next."""

    def __init__(self) -> None:
        self._orders: dict[int, Json] = {}
        self._by_number: dict[str, Json] = {}
        self._rows: dict[tuple[int, str], list[int]] = {}
        self._by_sku: dict[tuple[int, str], list[int]] = {}
        self._named: dict[tuple[int, str], list[Json]] = {}
        self._products: dict[int, list[Json]] = {}
        self._skus: dict[tuple[int, str], tuple[Json, Json]] = {}
        self._uploads: list[Json] = []
        self._due: list[tuple[int, int]] = []

    # Orders

    def add_order(self, order: Json) -> None:
        seq, shop = int(order["seq"]), int(order["shop"])
        self._orders[seq] = order
        self._by_number[order["number"]] = order
        for status in ("", str(order["status"])):
            insort(self._rows.setdefault((shop, status), []), seq)
        for sku in {str(line["sku"]) for line in order["lines"]}:
            self._by_sku.setdefault((shop, sku), []).append(seq)
        self._named.setdefault((shop, str(order["external_id"])), []).append(order)
        self.note_due(order)

    def restate(self, order: Json, status: str) -> None:
        """Give an order its new status."""
        shop, seq = int(order["shop"]), int(order["seq"])
        old = self._rows[shop, str(order["status"])]
        del old[bisect_left(old, seq)]
        order["status"] = status
        insort(self._rows.setdefault((shop, status), []), seq)

    def orders(self, shop: int, status: str = "") -> Sequence[int]:
        """The numbers of a shop's orders, the oldest first; `order` tells what is behind one."""
        return self._rows.get((shop, status), ())

    def orders_with(self, shop: int, sku: str) -> Sequence[int]:
        """The numbers of a shop's orders that have a line of this SKU, the oldest first."""
        return self._by_sku.get((shop, sku), ())

    def order(self, seq: int) -> Json:
        return self._orders[seq]

    def numbered(self, number: str) -> Json | None:
        """The order of a number that the web app shows."""
        return self._by_number.get(number)

    def named(self, shop: int, external_id: str) -> Sequence[Json]:
        """A shop's orders of an external id, the oldest first."""
        return self._named.get((shop, external_id), ())

    # Products and uploads

    def add_product(self, product: Json) -> None:
        self._products.setdefault(int(product["shop"]), []).append(product)
        self.learn_skus(product)

    def learn_skus(self, product: Json) -> None:
        for variant in product["variants"]:
            if variant["sku"]:
                self._skus[int(product["shop"]), str(variant["sku"])] = (product, variant)

    def forget_skus(self, product: Json) -> None:
        for variant in product["variants"]:
            key = (int(product["shop"]), str(variant["sku"]))
            if key in self._skus and self._skus[key][0] is product:
                del self._skus[key]

    def drop_product(self, product: Json) -> None:
        self.forget_skus(product)
        rows = self._products[int(product["shop"])]
        self._products[int(product["shop"])] = [each for each in rows if each is not product]

    def products(self, shop: int) -> Sequence[Json]:
        """A shop's products, the oldest first."""
        return self._products.get(shop, ())

    def by_sku(self, shop: int, sku: str) -> tuple[Json, Json] | None:
        """The product and variant of a SKU in a shop; the one that was made last, when there are several."""
        return self._skus.get((shop, sku))

    def add_upload(self, upload: Json) -> None:
        if not upload["archived"]:
            self._uploads.append(upload)

    def drop_upload(self, upload: Json) -> None:
        self._uploads = [each for each in self._uploads if each is not upload]

    @property
    def uploads(self) -> Sequence[Json]:
        """The media library, the oldest first."""
        return self._uploads

    # What is due

    def note_due(self, order: Json) -> None:
        """Write down when the order wants attention next."""
        if order["due"] is not None:
            heapq.heappush(self._due, (int(order["due"]), int(order["seq"])))

    @property
    def next_due(self) -> float:
        """When anything is due; an order that has changed its mind may make this too early."""
        return self._due[0][0] if self._due else NEVER

    def overdue(self, at: int) -> Iterator[Json]:
        """Orders whose time has come, the earliest first; what they put off meanwhile comes in its turn."""
        while self._due and self._due[0][0] <= at:
            due, seq = heapq.heappop(self._due)
            order = self._orders[seq]
            if order["due"] == due:
                order["due"] = None
                yield order
