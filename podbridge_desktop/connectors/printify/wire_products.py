"""What Printify sends and takes of products, its catalog and its library of pictures; see `wire`."""

from __future__ import annotations

from typing import Any

import msgspec

from podbridge_desktop.connectors.printify.wire import NULL, Cents, Shape, Word


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


class Blueprint(Shape):
    """A blank product; also in the list of all, without tags and features."""

    id: int
    title: str | None = None
    brand: str | None = None
    model: str | None = None
    images: list[str] | None = None


class Provider(Shape):
    """A print provider that makes a blank."""

    id: int
    title: str | None = None


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
    variants: list[CatalogVariant] = msgspec.field(default_factory=list)


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
