"""Products, variants and files of the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(slots=True)
class OptionValue:
    typename: ClassVar[str] = "ProductOptionValue"
    id: str
    name: str


@dataclass(slots=True)
class Option:
    typename: ClassVar[str] = "ProductOption"
    id: str
    name: str
    position: int
    option_values: list[OptionValue]


@dataclass(slots=True)
class Choice:
    """The value a variant has for one option."""

    typename: ClassVar[str] = "SelectedOption"
    name: str
    value: str


@dataclass(slots=True)
class Stock:
    """The inventory side of a variant; `levels` are the locations that stock it."""

    typename: ClassVar[str] = "InventoryItem"
    id: str
    variant_id: str
    created_at: str
    updated_at: str
    tracked: bool = True
    on_hand: int = 0  # pieces at all locations
    requires_shipping: bool = True
    cost: int | None = None
    weight: float = 0.0
    weight_unit: str = "KILOGRAMS"
    harmonized_system_code: str | None = None
    country_code_of_origin: str | None = None
    levels: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Variant:
    """One buyable form of a product. Options are named as on the product."""

    typename: ClassVar[str] = "ProductVariant"
    id: str
    product_id: str
    created_at: str
    updated_at: str
    selected_options: list[Choice]
    stock: Stock
    price: int = 0
    compare_at_price: int | None = None
    sku: str | None = None
    barcode: str | None = None
    inventory_policy: str = "DENY"
    taxable: bool = True
    media_id: str = ""

    @property
    def title(self) -> str:
        return " / ".join(choice.value for choice in self.selected_options) or "Default Title"

    @property
    def available_for_sale(self) -> bool:
        """Not counted, counted and there, or sold on below nothing."""
        stock = self.stock
        return not stock.tracked or stock.on_hand > 0 or self.inventory_policy == "CONTINUE"

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((choice.name, choice.value) for choice in self.selected_options)


@dataclass(slots=True)
class Product:
    """A product with its variants in order."""

    typename: ClassVar[str] = "Product"
    id: str
    title: str
    handle: str
    created_at: str
    updated_at: str
    description_html: str = ""
    vendor: str = ""
    product_type: str = ""
    status: str = "ACTIVE"
    tags: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)
    media_ids: list[str] = field(default_factory=list)
    seo_title: str | None = None
    seo_description: str | None = None
    publications: dict[str, str] = field(default_factory=dict)
    is_gift_card: bool = False


@dataclass(slots=True)
class StoreFile:
    """A picture or another file. It is fetched and processed by itself: UPLOADED -> PROCESSING -> READY or FAILED."""

    typename: str
    id: str
    source: str
    filename: str
    mime_type: str
    created_at: str
    updated_at: str
    ready_at: str
    alt: str | None = None
    file_status: str = "UPLOADED"
    problem: str = ""
    byte_size: int | None = None
    url: str = ""
    width: int = 2000
    height: int = 2000


@dataclass(slots=True)
class Upload:
    """A staged upload target; `body` is base64 once the bytes have arrived."""

    token: str
    filename: str
    mime_type: str
    resource: str
    created_at: str
    body: str | None = None


@dataclass(slots=True)
class Operation:
    """A `productSet` that runs on its own; `payload` is its input until it has run."""

    typename: ClassVar[str] = "ProductSetOperation"
    id: str
    due_at: str
    payload: dict[str, object] | None
    status: str = "CREATED"
    product_id: str = ""
    errors: list[dict[str, object]] = field(default_factory=list)
