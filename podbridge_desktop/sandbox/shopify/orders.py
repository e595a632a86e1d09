"""Orders as the store knows them. Amounts are hundredths of the store's currency."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from .ids import number_of


@dataclass(slots=True)
class Property:
    """One custom attribute of a line or an order; the value may be missing."""

    typename: ClassVar[str] = "Attribute"
    key: str
    value: str | None


@dataclass(slots=True)
class MailingAddress:
    """An address as the buyer typed it."""

    typename: ClassVar[str] = "MailingAddress"
    id: str
    first_name: str | None
    last_name: str | None
    address1: str | None
    address2: str | None
    company: str | None
    city: str | None
    zip: str | None
    province: str | None
    province_code: str | None
    country: str | None
    country_code: str
    phone: str | None
    validation_result_summary: str | None = "NO_ISSUES"

    @property
    def name(self) -> str | None:
        return " ".join(part for part in (self.first_name, self.last_name) if part) or None


@dataclass(slots=True)
class LineItem:
    """One line: what was ordered, what edits and refunds took away, what has been shipped."""

    typename: ClassVar[str] = "LineItem"
    id: str
    order_id: str
    title: str
    variant_title: str | None
    sku: str | None
    vendor: str | None
    product_id: str
    variant_id: str
    quantity: int
    unit_price: int
    custom_attributes: list[Property] = field(default_factory=list)
    requires_shipping: bool = True
    is_gift_card: bool = False
    taxable: bool = True
    image_url: str | None = None
    removed: int = 0
    refunded: int = 0
    fulfilled: int = 0

    @property
    def name(self) -> str:
        return f"{self.title} - {self.variant_title}" if self.variant_title else self.title

    @property
    def current_quantity(self) -> int:
        return max(0, self.quantity - self.removed - self.refunded)

    @property
    def unfulfilled_quantity(self) -> int:
        return max(0, self.current_quantity - self.fulfilled)

    @property
    def refundable_quantity(self) -> int:
        return self.current_quantity


@dataclass(slots=True)
class Transaction:
    """One movement of money."""

    typename: ClassVar[str] = "OrderTransaction"
    id: str
    order_id: str
    kind: str
    status: str
    amount: int
    processed_at: str | None
    created_at: str
    gateway: str = "shopify_payments"
    parent_id: str = ""


@dataclass(slots=True)
class Refund:
    """Money back, for some lines or none. `lines` maps line ids to quantities."""

    typename: ClassVar[str] = "Refund"
    id: str
    order_id: str
    created_at: str
    amount: int
    lines: dict[str, int]
    note: str | None = None


@dataclass(slots=True)
class Order:
    """One order. `number` is the store's own count; two stores both have a #1001."""

    typename: ClassVar[str] = "Order"
    id: str
    number: int
    created_at: str
    processed_at: str
    updated_at: str
    currency_code: str
    presentment_currency_code: str
    presentment_rate: float
    lines: list[LineItem]
    display_financial_status: str
    email: str | None = None
    phone: str | None = None
    customer_locale: str | None = "en"
    shipping_address: MailingAddress | None = None
    billing_address: MailingAddress | None = None
    shipping_title: str = "Standard"
    shipping_price: int = 0
    tax: int = 0
    discount: int = 0
    transactions: list[Transaction] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    fulfillment_order_ids: list[str] = field(default_factory=list)
    fulfillment_ids: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    custom_attributes: list[Property] = field(default_factory=list)
    note: str | None = None
    po_number: str | None = None
    cancelled_at: str | None = None
    cancel_reason: str | None = None
    staff_note: str | None = None
    closed_at: str | None = None
    edited: bool = False
    test: bool = False
    confirmed: bool = True
    source_name: str | None = "web"
    source_identifier: str | None = None
    risk: str = "ACCEPT"
    return_status: str = "NO_RETURN"
    billing_matches: bool = True

    @property
    def name(self) -> str:
        return f"#{self.number}"

    @property
    def legacy(self) -> int:
        return number_of(self.id)

    def line(self, line_id: str) -> LineItem:
        return next(line for line in self.lines if line.id == line_id)

    @property
    def subtotal(self) -> int:
        """Goods as ordered, before discounts."""
        return sum(line.unit_price * line.quantity for line in self.lines)

    @property
    def current_subtotal(self) -> int:
        return sum(line.unit_price * line.current_quantity for line in self.lines) - self.discount

    @property
    def total(self) -> int:
        return self.subtotal - self.discount + self.shipping_price + self.tax

    @property
    def refunded(self) -> int:
        return sum(refund.amount for refund in self.refunds)

    @property
    def current_total(self) -> int:
        """What the order comes to after edits and refunds."""
        return max(0, self.current_subtotal + self.shipping_price + self.tax)

    @property
    def received(self) -> int:
        return sum(
            movement.amount
            for movement in self.transactions
            if movement.kind in {"SALE", "CAPTURE"} and movement.status == "SUCCESS"
        )

    @property
    def requires_shipping(self) -> bool:
        return any(line.requires_shipping for line in self.lines)
