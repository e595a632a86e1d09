"""Shapes of Etsy's answers about orders and the shop. What is unknown is ignored, what is missing or null is empty.

Etsy's schemas name no field as required and fields have vanished before, so only ids are insisted upon.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Wire(Struct, gc=False):
    """Base: Etsy's names are ours."""


class Page(Wire, Generic[T]):
    """A list, with how many there are in all."""

    results: list[T]
    count: int | None = None


class Amount(Wire):
    """`amount` over `divisor`."""

    amount: int
    divisor: int = 100
    currency_code: str = ""


class Variation(Wire):
    """What the buyer chose or wrote. Property 54 or a question: she wrote it."""

    property_id: int | None = None
    value_id: int | None = None
    formatted_name: str | None = None
    formatted_value: str | None = None
    question_id: int | None = None


class PropertyValue(Wire):
    """One property of a product, as the inventory has it."""

    property_id: int
    property_name: str | None = None
    scale_id: int | None = None
    value_ids: list[int] | None = None
    values: list[str] | None = None


class Transaction(Wire):
    """One line of an order."""

    transaction_id: int
    title: str | None = None
    quantity: int = 0
    is_digital: bool | None = None
    listing_id: int | None = None
    product_id: int | None = None
    sku: str | None = None
    price: Amount | None = None
    paid_timestamp: int | None = None
    shipped_timestamp: int | None = None
    variations: list[Variation] | None = None
    product_data: list[PropertyValue] | None = None


class Shipment(Wire):
    """One parcel that was told to the buyer."""

    receipt_shipping_id: int | None = None
    shipment_notification_timestamp: int | None = None
    carrier_name: str | None = None
    tracking_code: str | None = None


class Refund(Wire):
    amount: Amount | None = None
    status: str | None = None
    created_timestamp: int | None = None


class Receipt(Wire):
    """One order."""

    receipt_id: int
    status: str | None = None
    is_paid: bool | None = None
    is_shipped: bool | None = None
    created_timestamp: int | None = None
    create_timestamp: int | None = None
    updated_timestamp: int | None = None
    update_timestamp: int | None = None
    name: str | None = None
    first_line: str | None = None
    second_line: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country_iso: str | None = None
    formatted_address: str | None = None
    buyer_email: str | None = None
    message_from_buyer: str | None = None
    is_gift: bool | None = None
    gift_message: str | None = None
    gift_sender: str | None = None
    grandtotal: Amount | None = None
    subtotal: Amount | None = None
    total_price: Amount | None = None
    total_shipping_cost: Amount | None = None
    total_tax_cost: Amount | None = None
    total_vat_cost: Amount | None = None
    discount_amt: Amount | None = None
    gift_wrap_price: Amount | None = None
    shipments: list[Shipment] | None = None
    transactions: list[Transaction] | None = None
    refunds: list[Refund] | None = None

    @property
    def created(self) -> int:
        return self.created_timestamp or self.create_timestamp or 0

    @property
    def updated(self) -> int:
        return self.updated_timestamp or self.update_timestamp or self.created


class Myself(Wire):
    """Whose sign-in it is."""

    user_id: int
    shop_id: int | None = None


class Shop(Wire):
    shop_id: int
    shop_name: str | None = None
    currency_code: str | None = None
    is_vacation: bool | None = None
    url: str | None = None
    shop_location_country_iso: str | None = None
