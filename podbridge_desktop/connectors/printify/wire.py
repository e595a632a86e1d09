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


# products


class OptionValue(Shape):
    id: int
    title: str | None = None
    colors: list[str] | None = None


class Option(Shape):
    name: str | None = None
    type: str | None = None
    values: list[OptionValue] | None = None


class ProductVariant(Shape):
    id: int
    sku: Word = None
    cost: Cents = None
    price: Cents = None
    title: str | None = None
    grams: int | float | None = None
    is_enabled: bool | None = None
    is_default: bool | None = None
    is_available: bool | None = None
    is_printify_express_eligible: bool | None = None
    options: list[int] | None = None


class Mockup(Shape):
    src: str | None = None
    variant_ids: list[int] | None = None
    position: str | None = None
    is_default: bool | None = None


class Product(Shape):
    """A product. What is printed where stays as it is written: text layers and all."""

    id: str
    title: str | None = None
    description: str | None = None
    safety_information: str | None = None
    tags: list[str] | None = None
    options: list[Option] | None = None
    variants: list[ProductVariant] | None = None
    images: list[Mockup] | None = None
    created_at: str | None = None
    updated_at: str | None = None
    visible: bool | None = None
    is_locked: bool | None = None
    is_printify_express_eligible: bool | None = None
    is_printify_express_enabled: bool | None = None
    is_economy_shipping_eligible: bool | None = None
    is_economy_shipping_enabled: bool | None = None
    blueprint_id: int | None = None
    print_provider_id: int | None = None
    user_id: int | None = None
    shop_id: int | None = None
    print_areas: msgspec.Raw = NULL
    external: msgspec.Raw = NULL
    sales_channel_properties: msgspec.Raw = NULL


class PublishFailed(Shape):
    """The body that ends a publishing and unlocks the product."""

    reason: str


# the catalog


class CatalogPlace(Shape):
    position: str | None = None
    decoration_method: str | None = None
    height: int | None = None
    width: int | None = None


class CatalogVariant(Shape):
    id: int
    title: str | None = None
    options: dict[str, str] | list[Any] | None = None
    placeholders: list[CatalogPlace] | None = None
    decoration_methods: list[str] | None = None


class ProviderVariants(Shape):
    """What one print provider makes of a blank product."""

    id: int
    title: str | None = None
    variants: list[CatalogVariant] = []


class Amount(Shape):
    amount: Cents = None
    currency: str | None = None


class RateCost(Shape, rename="camel"):
    first_item: Amount | None = None
    additional_items: Amount | None = None


class RateAttributes(Shape, rename="camel"):
    shipping_type: str | None = None
    country: msgspec.Raw = NULL
    variant_id: int | None = None
    shipping_plan_id: str | None = None
    handling_time: msgspec.Raw = NULL
    shipping_cost: RateCost | None = None


class Rate(Shape):
    """What one variant's way to one country costs, in version 2 of the catalog."""

    type: str | None = None
    id: Word = None
    attributes: RateAttributes | None = None


# uploads


class Upload(Shape):
    id: str
    file_name: str | None = None
    height: int | float | None = None
    width: int | float | None = None
    size: int | float | None = None
    mime_type: str | None = None
    preview_url: str | None = None
    upload_time: str | None = None


class UploadBody(Shape):
    """A picture for the account's library: by its public address, or its bytes in base64."""

    file_name: str
    url: str | None = None
    contents: str | None = None


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
