"""What Printful sends, as far as we use it. Tolerant: fields may be missing, null, or written as text or number.

Amounts and the undocumented `error` stay raw JSON until `values` reads them, so that one odd value never spoils an
answer.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")
NULL = msgspec.Raw(b"null")
Word = str | int | None
Time = int | float | str | None


class Paging(msgspec.Struct):
    total: int | None = None
    offset: int | None = None
    limit: int | None = None


class Envelope(msgspec.Struct, Generic[T]):
    """An answer of version 1."""

    result: T
    paging: Paging | None = None


class Envelope2(msgspec.Struct, Generic[T]):
    """An answer of version 2."""

    data: T
    paging: Paging | None = None


class Store(msgspec.Struct):
    id: int
    name: str | None = None
    type: str | None = None
    currency: str | None = None
    website: str | None = None


class Scope(msgspec.Struct):
    value: str


class State(msgspec.Struct):
    code: str
    name: str = ""


class Country(msgspec.Struct):
    code: str
    name: str = ""
    states: list[State] | None = None


class File(msgspec.Struct):
    type: str | None = None
    url: str | None = None
    preview_url: str | None = None
    thumbnail_url: str | None = None


class CatalogPart(msgspec.Struct):
    """Which catalog variant something is made of."""

    variant_id: int | None = None
    product_id: int | None = None
    image: str | None = None
    name: str | None = None


class Choice(msgspec.Struct):
    """A chosen option of a product."""

    id: str | None = None
    value: msgspec.Raw = NULL


class SyncProduct(msgspec.Struct):
    id: int
    name: str = ""
    external_id: Word = None
    thumbnail_url: str | None = None
    variants: int | None = None
    synced: int | bool | None = None
    is_ignored: bool | None = None


class SyncVariant(msgspec.Struct):
    id: int
    name: str | None = None
    external_id: Word = None
    synced: bool | None = None
    variant_id: int | None = None
    retail_price: msgspec.Raw = NULL
    currency: str | None = None
    sku: Word = None
    product: CatalogPart | None = None
    files: list[File] | None = None
    options: list[Choice] | None = None
    size: str | None = None
    color: str | None = None
    availability_status: str | None = None


class SyncDetail(msgspec.Struct):
    sync_product: SyncProduct
    sync_variants: list[SyncVariant] | None = None


class CatalogFile(msgspec.Struct):
    id: Word = None
    type: str | None = None
    title: str | None = None
    additional_price: msgspec.Raw = NULL


class CatalogOption(msgspec.Struct):
    id: str | None = None
    additional_price: msgspec.Raw = NULL
    additional_price_breakdown: msgspec.Raw = NULL


class Technique(msgspec.Struct):
    key: str | None = None
    is_default: bool | None = None


class CatalogProduct(msgspec.Struct):
    id: int
    title: str | None = None
    brand: str | None = None
    image: str | None = None
    currency: str | None = None
    description: str | None = None
    is_discontinued: bool | None = None
    files: list[CatalogFile] | None = None
    options: list[CatalogOption] | None = None
    techniques: list[Technique] | None = None


class RegionStock(msgspec.Struct):
    status: str | None = None


class CatalogVariant(msgspec.Struct):
    id: int
    price: msgspec.Raw = NULL
    size: str | None = None
    color: str | None = None
    name: str | None = None
    image: str | None = None
    in_stock: bool | None = None
    availability_status: list[RegionStock] | None = None


class CatalogDetail(msgspec.Struct):
    product: CatalogProduct
    variants: list[CatalogVariant] | None = None


class Printfile(msgspec.Struct):
    printfile_id: int
    width: int | None = None
    height: int | None = None
    dpi: int | None = None


class VariantPrintfiles(msgspec.Struct):
    variant_id: int
    placements: dict[str, int] | None = None


class Printfiles(msgspec.Struct):
    """Which size of print file each variant of a catalog product takes at each place."""

    available_placements: dict[str, str] | None = None
    printfiles: list[Printfile] | None = None
    variant_printfiles: list[VariantPrintfiles] | None = None


class TemplatePlacement(msgspec.Struct):
    placement: str | None = None
    technique_key: str | None = None


class TemplatePicture(msgspec.Struct, rename={"image": "imageURL"}):
    image: str | None = None


class Template(msgspec.Struct):
    """A design of the account on a catalog product. Its picture stands in one of two fields."""

    id: int
    product_id: int
    title: str | None = None
    available_variant_ids: list[int] | None = None
    option_data: list[Choice] | None = None
    placements: list[TemplatePlacement] | None = None
    mockup_file_url: str | None = None
    mockup_file: TemplatePicture | None = None
    updated_at: Time = None


class Templates(msgspec.Struct):
    items: list[Template] | None = None


class Recipient(msgspec.Struct):
    name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    state_code: Word = None
    state_name: str | None = None
    country_code: str | None = None
    zip: Word = None
    phone: Word = None
    email: str | None = None
    tax_number: Word = None


class Item(msgspec.Struct):
    id: int
    external_id: Word = None
    sync_variant_id: int | None = None
    variant_id: int | None = None
    product_template_id: int | None = None
    quantity: int = 1
    retail_price: msgspec.Raw = NULL
    name: str | None = None
    sku: Word = None


class Costs(msgspec.Struct):
    currency: str | None = None
    shipping: msgspec.Raw = NULL
    tax: msgspec.Raw = NULL
    vat: msgspec.Raw = NULL
    total: msgspec.Raw = NULL


class Sent(msgspec.Struct):
    """What version 1 says of a shipment, inside its order."""

    shipped_at: Time = None
    ship_date: Time = None
    tracking_number: Word = None

    @property
    def has_left(self) -> bool:
        return bool(self.shipped_at or self.ship_date)


class Order(msgspec.Struct):
    """An order of version 1. `error`, `needs_approval` and `dashboard_url` are not in its schema, but are sent."""

    id: int
    status: str
    external_id: Word = None
    created: Time = None
    updated: Time = None
    recipient: Recipient | None = None
    items: list[Item] | None = None
    costs: Costs | None = None
    retail_costs: Costs | None = None
    error: msgspec.Raw = NULL
    needs_approval: bool | None = None
    dashboard_url: str | None = None
    shipments: list[Sent] | None = None


class ShipmentItem(msgspec.Struct):
    order_item_id: int | None = None
    order_item_external_id: Word = None
    quantity: int = 1


class Shipment(msgspec.Struct):
    """A shipment of version 2."""

    id: int
    carrier: str | None = None
    shipment_status: str | None = None
    delivery_status: str | None = None
    shipped_at: Time = None
    delivered_at: Time = None
    is_reshipment: bool | None = None
    tracking_number: Word = None
    tracking_url: str | None = None
    shipment_items: list[ShipmentItem] | None = None
