"""The other side of the counter: buyers who buy, change their minds and want their money back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from podbridge_desktop.sandbox.world import Address, Customer

from . import filling
from .buying import Basket, place_line, place_order, postal_address
from .merchant import MerchantSide
from .orders import LineItem, Order, Refund, Transaction
from .stamps import stamp
from .work import add_work, cancel_work, reduce_work

Line = tuple[str, int, Mapping[str, str | None]]


class CustomerSide(MerchantSide):
    """What buyers do to a store."""

    def buy(
        self,
        lines: Sequence[Line],
        customer: Customer | None = None,
        *,
        now: datetime,
        financial: str = "PAID",
        **more: object,
    ) -> Order:
        """A new order. `more` are the other fields of `buying.Basket`."""
        basket = Basket(lines=lines, customer=customer, financial=financial, **more)  # type: ignore[arg-type]  # open by design
        return place_order(self.store, basket, stamp(now))

    def bulk_orders(self, count: int, *, now: datetime, days: int = 30) -> list[Order]:
        """Many realistic orders over the last days, oldest first."""
        return filling.fill(self.store, count, now, days)

    def pay(self, order: Order, *, now: datetime) -> None:
        """A pending or authorised order is paid."""
        kind = "CAPTURE" if order.display_financial_status == "AUTHORIZED" else "SALE"
        parent = order.transactions[0].id if order.transactions else ""
        today = stamp(now)
        entry = Transaction(
            self.store.mint("OrderTransaction"),
            order.id,
            kind,
            "SUCCESS",
            order.total,
            today,
            today,
        )
        entry.parent_id = parent
        order.transactions.append(entry)
        order.display_financial_status = "PAID"
        self.store.touch(order, today)

    def cancel_order(
        self, order: Order, *, now: datetime, reason: str = "CUSTOMER", refund: bool = True
    ) -> None:
        """The order is cancelled as a whole; what was paid goes back."""
        today = stamp(now)
        if refund and order.received > order.refunded:
            lines = {
                line.id: line.current_quantity for line in order.lines if line.current_quantity
            }
            self._pay_back(order, order.received - order.refunded, lines, today)
            order.display_financial_status = "REFUNDED"
        elif not order.received:
            order.display_financial_status = "VOIDED"
        order.cancelled_at, order.cancel_reason, order.closed_at = today, reason, today
        cancel_work(self.store, order, today)
        self.store.touch(order, today)

    def refund(
        self,
        order: Order,
        lines: Mapping[str, int] | None = None,
        *,
        now: datetime,
        amount: int | None = None,
    ) -> Refund:
        """Money back for some lines (line id to quantity), or an amount in hundredths without any line."""
        today = stamp(now)
        taken = dict(lines or {})
        for line_id, quantity in taken.items():
            unsent = min(quantity, order.line(line_id).unfulfilled_quantity)
            reduce_work(self.store, order, line_id, unsent, today)
        value = (
            sum(order.line(i).unit_price * q for i, q in taken.items())
            if amount is None
            else amount
        )
        made = self._pay_back(order, value, taken, today)
        whole = order.refunded >= order.received
        order.display_financial_status = "REFUNDED" if whole else "PARTIALLY_REFUNDED"
        self.store.touch(order, today)
        return made

    def _pay_back(self, order: Order, amount: int, lines: Mapping[str, int], now: str) -> Refund:
        for line_id, quantity in lines.items():
            order.line(line_id).refunded += quantity
        made = Refund(self.store.mint("Refund"), order.id, now, amount, dict(lines))
        order.refunds.append(made)
        parent = order.transactions[0].id if order.transactions else ""
        entry = Transaction(
            self.store.mint("OrderTransaction"), order.id, "REFUND", "SUCCESS", amount, now, now
        )
        entry.parent_id = parent
        order.transactions.append(entry)
        return made

    def edit_order(
        self,
        order: Order,
        quantities: Mapping[str, int] | None = None,
        *,
        now: datetime,
        add: Iterable[Line] = (),
    ) -> Order:
        """The merchant edits the order: new quantities by line id, and added lines."""
        today = stamp(now)
        for line_id, quantity in (quantities or {}).items():
            self._set_quantity(order, order.line(line_id), quantity, today)
        for variant_id, quantity, properties in add:
            line = place_line(self.store, order, (variant_id, quantity, properties))
            add_work(self.store, order, line, quantity, today)
        order.edited = True
        self.store.touch(order, today)
        return order

    def _set_quantity(self, order: Order, line: LineItem, quantity: int, now: str) -> None:
        change = quantity - line.current_quantity
        if change > 0:
            line.quantity += change
            add_work(self.store, order, line, change, now)
        elif change < 0:
            gone = min(-change, line.unfulfilled_quantity)
            line.removed += gone
            reduce_work(self.store, order, line.id, gone, now)

    def change_address(
        self, order: Order, address: Address | None = None, *, now: datetime, **changes: str | None
    ) -> None:
        """A new ship-to, or single fields of it (first_name, address1, city, zip, ...)."""
        if address is not None:
            order.shipping_address = postal_address(self.store, address)
        for name, value in changes.items():
            if order.shipping_address is None or not hasattr(order.shipping_address, name):
                raise AttributeError(name)
            setattr(order.shipping_address, name, value)
        self.store.touch(order, stamp(now))
