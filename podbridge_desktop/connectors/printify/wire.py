"""What Printify sends and takes, as far as its reference shows it. Tolerant: fields may be missing or null.

Ids of shops and variants are numbers, all others opaque text. Where PHP writes an empty object as an empty list,
both are read. Amounts are whole cents.
"""

from __future__ import annotations

from typing import Any, Generic, TypeAlias, TypeVar

import msgspec

T = TypeVar("T")
NULL = msgspec.Raw(b"null")
Word: TypeAlias = str | int | None
Cents: TypeAlias = int | float | str | None


class Shape(msgspec.Struct, omit_defaults=True):
    """What is not there is not written."""


class Page(Shape, Generic[T]):
    """A page of a list. Order lists are shown with `current_page` and `data` alone."""

    data: list[T]
    current_page: int | None = None
    last_page: int | None = None
    total: int | None = None


class Shop(Shape):
    id: int
    title: str | None = None
    sales_channel: str | None = None


# orders, as we send them


class AddressTo(Shape):
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: Word = None
    country: str | None = None
    region: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zip: Word = None
    company: str | None = None


class LineSubmit(Shape):
    """One line. We order products that exist; by SKU or made while ordering are Printify's other two shapes."""

    quantity: int
    product_id: str | None = None
    variant_id: int | None = None
    sku: str | None = None
    blueprint_id: int | None = None
    print_provider_id: int | None = None
    print_areas: msgspec.Raw = NULL
    print_details: msgspec.Raw = NULL
    personalisation: msgspec.Raw = NULL
    external_id: str | None = None


class OrderSubmit(msgspec.Struct):
    external_id: str
    line_items: list[LineSubmit]
    shipping_method: int
    address_to: AddressTo
    label: str | msgspec.UnsetType = msgspec.UNSET
    send_shipping_notification: bool = False
    is_printify_express: bool | msgspec.UnsetType = msgspec.UNSET
    is_economy_shipping: bool | msgspec.UnsetType = msgspec.UNSET


class QuoteBody(msgspec.Struct):
    line_items: list[LineSubmit]
    address_to: AddressTo


class Submitted(msgspec.Struct):
    """All that is said of a new order, and of one that was sent to production."""

    id: str


# orders, as they come back


class LineMetadata(Shape):
    title: str | None = None
    price: Cents = None
    variant_label: str | None = None
    sku: Word = None
    country: str | None = None
    external_id: Word = None


class OrderLine(Shape):
    product_id: str | None = None
    quantity: int = 1
    variant_id: int | None = None
    print_provider_id: int | None = None
    cost: Cents = None
    shipping_cost: Cents = None
    status: str | None = None
    metadata: LineMetadata | list[Any] | None = None
    sent_to_production_at: str | None = None
    fulfilled_at: str | None = None


class OrderMetadata(Shape):
    order_type: str | None = None
    shop_order_id: Word = None
    shop_order_label: Word = None
    shop_fulfilled_at: str | None = None
    is_reprint: bool | None = None
    reprinted_order_ids: list[str] | None = None
    child_reprinted_order_ids: list[str] | None = None


class Shipment(Shape):
    carrier: str | None = None
    number: Word = None
    url: str | None = None
    delivered_at: str | None = None


class Connect(Shape):
    """A page for the buyer."""

    url: str | None = None
    id: str | None = None


class Order(Shape):
    id: str
    status: str = ""
    external_id: Word = None  # one integrator sees it here, the reference in the metadata
    app_order_id: Word = None
    address_to: AddressTo | list[Any] | None = None
    line_items: list[OrderLine] | None = None
    metadata: OrderMetadata | list[Any] | None = None
    total_price: Cents = None
    total_shipping: Cents = None
    total_tax: Cents = None
    shipping_method: int | None = None
    is_printify_express: bool | None = None
    is_economy_shipping: bool | None = None
    shipments: list[Shipment] | None = None
    created_at: str | None = None
    sent_to_production_at: str | None = None
    fulfilled_at: str | None = None
    printify_connect: Connect | list[Any] | None = None


class ExpressAttributes(Shape):
    app_order_id: Word = None
    fulfilment_type: str | None = None
    line_items: list[OrderLine] | None = None


class ExpressOrder(Shape):
    type: str
    id: str
    attributes: ExpressAttributes | None = None


# errors


class Inner(Shape):
    reason: str | None = None
    code: int | None = None


class TakenBy(Shape):
    """The order that has the name already."""

    id: str
    external_id: Word = None


class Trouble(Shape):
    """An error: of the operations (`message`), or of the gateway before them (`error`)."""

    status: str | int | None = None
    code: int | None = None
    message: str | None = None
    errors: Inner | list[Any] | None = None
    order: TakenBy | list[Any] | None = None
    error: str | None = None
    request_id: str | None = None
