"""The vendors' own books, read alike whoever the vendors are: the only witness that the invariants believe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.etsy.receipts import refunded, total
from podbridge_desktop.sandbox.printful import PrintfulVendor

Address = tuple[str, str, str]  # street, postal code, country


@dataclass(frozen=True, slots=True)
class Sold:
    """One order as the store has it. `wanted` are pieces by line: none where it is not paid, or cancelled."""

    key: str
    ended: bool
    wanted: dict[str, int]
    skus: dict[str, str]
    address: Address
    numbers: tuple[str, ...]  # of every parcel that the store was told of


@dataclass(frozen=True, slots=True)
class Made:
    """One order as the supplier has it. `paid` in cents; `pieces` are (store line, sku): quantity."""

    id: str
    name: str
    order: str  # the store's number in its name; empty for what is not ours
    status: str
    paid: int | None
    pieces: Counter[tuple[str, str]]
    address: Address
    numbers: tuple[str, ...]  # of parcels that have left, with a number that is told
    reprint: bool
    gone: Counter[str] = field(default_factory=Counter)  # pieces that have left, by store line

    @property
    def counts(self) -> bool:
        """Somebody paid for it, and it was not cancelled."""
        return self.paid is not None and self.status != "canceled"

    @property
    def real(self) -> Counter[str]:
        """Pieces that the buyer gets, by store line: of a cancelled order those that had left before."""
        if self.reprint:
            return Counter()
        if not self.counts:
            return self.gone
        found = Counter[str]()
        for (line, _), quantity in self.pieces.items():
            found[line] += quantity
        return found


def sold(store: Any) -> Iterator[Sold]:
    """All orders of a store."""
    return _receipts(store) if isinstance(store, EtsyVendor) else _shopify(store)


def _shopify(store: Any) -> Iterator[Sold]:
    for order in store.store.orders.values():
        paid = order.display_financial_status in {"PAID", "PARTIALLY_REFUNDED"}
        ended = order.cancelled_at is not None or order.display_financial_status == "REFUNDED"
        ship = order.shipping_address
        yield Sold(
            key=str(order.legacy),
            ended=ended,
            wanted={
                line.id.rpartition("/")[2]: line.current_quantity if paid and not ended else 0
                for line in order.lines
            },
            skus={line.id.rpartition("/")[2]: line.sku or "" for line in order.lines},
            address=_plain(ship.address1, ship.zip, ship.country_code),
            numbers=tuple(
                info.number or ""
                for sent in store.store.fulfillments_of(order)
                if sent.status != "CANCELLED"
                for info in sent.tracking
            ),
        )


def _receipts(store: Any) -> Iterator[Sold]:
    for receipt in store.book.receipts.values():
        back = refunded(receipt)
        ended = receipt["is_canceled"] or (back > 0 and back >= total(receipt))
        live = receipt["is_paid"] and not ended
        where = receipt["address"]
        yield Sold(
            key=str(receipt["id"]),
            ended=ended,
            wanted={str(line["id"]): line["quantity"] if live else 0 for line in receipt["lines"]},
            skus={str(line["id"]): line["sku"] for line in receipt["lines"]},
            address=_plain(where["first_line"], where["zip"], where["country"]),
            numbers=tuple(each["code"] for each in receipt["shipments"]),
        )


def mails(store: Any) -> Counter[str]:
    """How many mails each tracking number went out with."""
    if isinstance(store, EtsyVendor):
        return Counter(str(mail["tracking_code"]) for mail in store.mails)
    return Counter(number for mail in store.mails for number in mail.numbers[-1:])


def made(supplier: Any) -> list[Made]:
    """All orders of a supplier that bear a name of ours."""
    read = _printful if isinstance(supplier, PrintfulVendor) else _printify
    return [read(order) for order in supplier.book.orders.values() if _number(order["external_id"])]


def one_made(supplier: Any, ident: str) -> Made | None:
    """One order by the supplier's own id."""
    order = supplier.book.orders.get(ident)
    if order is None:
        return None
    return (_printful if isinstance(supplier, PrintfulVendor) else _printify)(order)


def _number(name: object) -> str:
    """The store's order number inside one of our names: shop-order-part."""
    parts = str(name or "").split("-")
    return parts[1] if len(parts) == 3 else ""


def _printful(order: Any) -> Made:
    left = [each for each in order["shipments"] if each["shipped_at"] and each["number_shown"]]
    where = order["recipient"]
    return Made(
        id=str(order["id"]),
        name=str(order["external_id"]),
        order=_number(order["external_id"]),
        status=order["status"],
        paid=_cents(order["charged"]),
        pieces=_pieces(order["items"]),
        address=_plain(where["address1"], where["zip"], where["country_code"]),
        numbers=tuple(each["number"] for each in left),
        reprint=False,
        gone=_gone(
            order["items"],
            (
                (part["item"], part["quantity"])
                for parcel in order["shipments"]
                if parcel["shipped_at"] and not parcel["reshipment"]
                for part in parcel["items"]
            ),
        ),
    )


def _gone(items: Any, parts: Iterator[tuple[Any, int]]) -> Counter[str]:
    lines = {item["id"]: str(item["external_id"]) for item in items}
    found = Counter[str]()
    for item, quantity in parts:
        found[lines[item]] += quantity
    return found


def _printify(order: Any) -> Made:
    where = order["address"]
    return Made(
        id=order["id"],
        name=str(order["external_id"]),
        order=_number(order["external_id"]),
        status=order["status"],
        paid=order["charged"],
        pieces=_pieces(order["lines"]),
        address=_plain(where["address1"], where["zip"], where["country"]),
        numbers=tuple(each["number"] for each in order["shipments"] if each["number"]),
        reprint=bool(order["reprint_of"]),
        gone=_gone(
            order["lines"],
            (
                (part["line"], part["quantity"])
                for parcel in order["shipments"]
                for part in parcel["lines"]
            ),
        ),
    )


def _pieces(items: Any) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for item in items:
        found[str(item["external_id"]), item["sku"]] += item["quantity"]
    return found


def _cents(amount: object) -> int | None:
    return None if amount is None else round(float(str(amount)) * 100)


def _plain(*parts: object) -> Address:
    street, code, country = ("".join(str(part or "").split()).casefold() for part in parts)
    return street, code, country


def produced(supplier: Any) -> Counter[str]:
    """Pieces that somebody paid for, by store line."""
    return sum((each.real for each in made(supplier)), Counter[str]())


def charges(supplier: Any) -> int:
    """How many movements of money there were: whether one is new is cheap to see."""
    return len(supplier.book.charges)
