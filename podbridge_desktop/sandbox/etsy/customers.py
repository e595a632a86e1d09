"""The other side of the counter: buyers who buy, and what they and the seller do without the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from podbridge_desktop.sandbox.world import Address, Customer

from . import filling
from .account import enter
from .activation import move
from .book import Book, Json
from .buying import Basket, Line, address_of, place_order, settle
from .carriers import NAMES, OTHER
from .receipt_calls import mark_shipped
from .receipts import refunded, total, touch
from .tracking import ship


def seconds(now: datetime) -> int:
    return int(now.timestamp())


class CustomerSide:
    """What buyers and the seller's own hands do to a shop."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def mails(self) -> list[Json]:
        return self.book.mails

    @property
    def receipts(self) -> list[Json]:
        return list(self.book.receipts.values())

    def order(self, ident: str | int) -> Json:
        """The shop's own record of a receipt. Raises KeyError."""
        found: Json | None = self.book.receipts.get(str(ident).lstrip("#"))
        if found is None:
            raise KeyError(f"no such receipt at Etsy: {ident}")
        return found

    def buy(
        self,
        lines: Sequence[Line],
        customer: Customer | None = None,
        *,
        now: datetime,
        financial: str = "PAID",
        **more: object,
    ) -> Json:
        """A new receipt. `more` are the other fields of `buying.Basket`."""
        basket = Basket(lines=lines, customer=customer, financial=financial, **more)  # type: ignore[arg-type]  # open by design
        return place_order(self.book, basket, seconds(now))

    def bulk_orders(self, count: int, *, now: datetime, days: int = 30) -> list[Json]:
        """Many realistic receipts over the last days, oldest first."""
        return filling.fill(self.book, count, seconds(now), days)

    def pay(self, receipt: Json, *, now: datetime) -> None:
        """The payment of an open receipt comes through; its creation stays where it was."""
        if receipt["is_paid"]:
            raise ValueError(f"receipt {receipt['id']} is paid already")
        settle(self.book, receipt, seconds(now))
        touch(self.book, receipt, seconds(now))

    def cancel_order(self, receipt: Json, *, now: datetime) -> None:
        """The seller cancels, for the buyer or for herself; what was paid goes back."""
        if receipt["is_canceled"]:
            raise ValueError(f"receipt {receipt['id']} is canceled already")
        left = total(receipt) - refunded(receipt)
        if receipt["is_paid"] and left:
            self._pay_back(receipt, left, seconds(now), "Order canceled")
        receipt.update(is_canceled=True, canceled_at=seconds(now))
        touch(self.book, receipt, seconds(now), quiet=True)

    def refund(
        self, receipt: Json, amount: int | None = None, *, now: datetime, note: str = ""
    ) -> Json:
        """Money back: an amount in hundredths, or all of it."""
        left = total(receipt) - refunded(receipt)
        value = left if amount is None else amount
        if not receipt["is_paid"] or not 0 < value <= left:
            raise ValueError(f"receipt {receipt['id']} has no {value} to refund")
        made = self._pay_back(receipt, value, seconds(now), "Account Adjustment", note)
        touch(self.book, receipt, seconds(now), quiet=True)
        return made

    def _pay_back(self, receipt: Json, amount: int, at: int, reason: str, note: str = "") -> Json:
        made = {
            "id": self.book.next_id("entry"),
            "amount": amount,
            "at": at,
            "reason": reason,
            "note": note,
        }
        receipt["refunds"].append(made)
        enter(self.book, "REFUND_GROSS", -amount, at, receipt_id=receipt["id"])
        return made

    def change_address(
        self, receipt: Json, address: Address | None = None, *, now: datetime, **changes: str | None
    ) -> None:
        """The buyer asks for another address before anything was shipped: a new one, or single fields of it."""
        if receipt["is_shipped"]:
            raise ValueError(f"receipt {receipt['id']} is shipped: its address stands")
        if address is not None:
            receipt["name"], receipt["address"] = address.name, address_of(address)
        for name, value in changes.items():
            if name == "name":
                receipt["name"] = value or ""
            elif name in receipt["address"]:
                receipt["address"][name] = value
            else:
                raise ValueError(f"an address at Etsy has no field {name}")
        touch(self.book, receipt, seconds(now))

    def ship_by_hand(
        self, receipt: Json, *, now: datetime, carrier: str = "", tracking: str = ""
    ) -> None:
        """The seller presses *Complete order*: with a number the buyer gets a mail, without one nobody is told."""
        if not tracking:
            mark_shipped(receipt, seconds(now))
            touch(self.book, receipt, seconds(now))
            return
        slug = carrier if carrier in NAMES else OTHER
        ship(self.book, receipt, {"carrier_name": slug, "tracking_code": tracking}, seconds(now))

    def listing(self, ident: str | int) -> Json:
        found: Json | None = self.book.listings.get(str(ident))
        if found is None:
            raise KeyError(f"no such listing at Etsy: {ident}")
        return found

    def delete_listing(self, ident: str | int) -> None:
        """The seller deletes a listing in the shop; receipts keep what was bought."""
        del self.book.listings[str(self.listing(ident)["listing_id"])]

    def remove_listing(self, ident: str | int, *, now: datetime) -> None:
        """The marketplace takes a listing down, and it cannot be put up again."""
        found = self.listing(ident)
        found["frozen"] = True
        move(self.book, found, "removed", seconds(now))

    def expire_listing(self, ident: str | int, *, now: datetime) -> None:
        """A listing's four months are over, today."""
        found = self.listing(ident)
        found["ending"] = seconds(now)
        move(self.book, found, "expired", seconds(now))

    def answers_of(self, receipt: Json) -> Mapping[str, str]:
        """What the buyer wrote, by question."""
        return {
            each["question"]: each["text"] or each["path"]
            for line in receipt["lines"]
            for each in line["answers"]
        }
