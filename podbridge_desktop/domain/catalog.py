"""Products as a supplier holds them, and listings as a store shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from podbridge_desktop.domain.money import Money

Options = tuple[tuple[str, str], ...]  # (("Color", "Black"), ("Size", "M"))


class Availability(StrEnum):
    """Whether the supplier can make a variant now."""

    ACTIVE = "active"
    OUT_OF_STOCK = "out_of_stock"
    DISCONTINUED = "discontinued"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SupplierVariant:
    """One variant of a product at the supplier. `image_url` is its mockup."""

    remote_id: str
    title: str
    options: Options
    sku: str = ""
    cost: Money | None = None
    retail: Money | None = None
    image_url: str = ""
    availability: Availability = Availability.ACTIVE
    store_reference: str = ""  # the store's own variant id, where the supplier is linked to a store
    print_provider: str = ""  # where each needs an order of its own, since parcels name no lines
    blank_id: str = ""  # the catalog item's variant that it is printed on


@dataclass(frozen=True, slots=True)
class PrintArea:
    """A place to print on. Sizes in pixels; 0 and None where the supplier does not tell.

    `variants` are the blanks that it is so for; empty: all of them.
    """

    placement: str  # the supplier's own name
    title: str
    width: int = 0
    height: int = 0
    dpi: int | None = None
    technique: str = ""
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SupplierProduct:
    """A design on a catalog item. `images` are all mockups, the main one first."""

    remote_id: str
    title: str
    variants: tuple[SupplierVariant, ...]
    description: str = ""
    thumbnail_url: str = ""
    images: tuple[str, ...] = ()
    locked: bool = False  # by a publishing at the supplier that was begun and not ended
    print_areas: tuple[PrintArea, ...] = ()
    not_pushable: str = ""  # why it cannot be pushed to a store from here, in words
    mark: str = ""  # the supplier's sign of this state: while it is the same, so is the product


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A product that still has the mark it was last read with."""

    remote_id: str


@dataclass(frozen=True, slots=True)
class CatalogHead:
    """A blank in a supplier's catalog, as the list of all has it. `remote_id` is what `catalog_item` takes."""

    remote_id: str
    title: str
    brand: str = ""
    image_url: str = ""
    discontinued: bool = False


@dataclass(frozen=True, slots=True)
class BlankVariant:
    """A size and colour of a blank. `cost` is None where the supplier tells it only for products made of it."""

    remote_id: str
    title: str
    options: Options
    cost: Money | None = None
    availability: Availability = Availability.UNKNOWN


@dataclass(frozen=True, slots=True)
class CatalogItem:
    """A blank with its variants and print areas.

    `makers` are (id, name) where several print providers make it: each id is an item of its own, and the item
    without one has no variants. `note` is what the supplier does not tell.
    """

    head: CatalogHead
    variants: tuple[BlankVariant, ...] = ()
    print_areas: tuple[PrintArea, ...] = ()
    makers: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListingVariant:
    """One variant of a listing that is to stand in the store."""

    options: Options
    price: Money
    sku: str
    supplier_variant_id: str
    cost: Money | None = None
    image_url: str = ""


@dataclass(frozen=True, slots=True)
class ListingDraft:
    """The listing as the seller wants it. `reference` finds it again at the store after a lost answer."""

    reference: str
    title: str
    description_html: str
    images: tuple[str, ...]
    variants: tuple[ListingVariant, ...]
    vendor: str = ""
    tags: tuple[str, ...] = ()
    publish: bool = True
    choices: Options = ()  # what this store asks for beside: (field, the seller's word)
    # Texts that this push may replace, by field, as the store showed them; None: all. Another one stays as it is there.
    replaces: Mapping[str, str] | None = None
    brought: tuple[
        str, ...
    ] = ()  # pictures of earlier pushes: one that is gone was taken away there

    def may_write(self, text: str, there: str) -> bool:
        """Whether this text ("title", "description") replaces what stands there."""
        return self.replaces is None or self.replaces.get(text) == there

    @property
    def option_names(self) -> tuple[str, ...]:
        """The option names in order, as the first variant has them."""
        return tuple(name for name, _ in self.variants[0].options) if self.variants else ()


@dataclass(frozen=True, slots=True)
class StoreVariant:
    """A variant as the store has it."""

    remote_id: str
    sku: str
    options: Options
    price: Money | None = None
    available: bool = True  # buyers can buy it, as far as its stock goes
    quantity: int | None = None  # how many the store will sell; None: it does not count


@dataclass(frozen=True, slots=True)
class StoreListing:
    """A listing as the store has it. `live` says that buyers can see it."""

    remote_id: str
    title: str
    variants: tuple[StoreVariant, ...]
    url: str = ""
    live: bool = True
    description: str = ""  # HTML, as the store has it
    image_problems: tuple[str, ...] = ()  # the store's own words on pictures it could not take
    left: tuple[str, ...] = ()  # texts that a push left, for somebody had changed them there
    before: StoreListing | None = None  # what a push found there, where it changed a listing
