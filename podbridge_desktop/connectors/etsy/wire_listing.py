"""Shapes of Etsy's answers about listings, and about what a listing needs from the shop."""

from __future__ import annotations

from podbridge_desktop.connectors.etsy.wire import Amount, PropertyValue, Wire


class Offering(Wire):
    """What a product costs, and how many there are."""

    price: Amount | None = None
    quantity: int = 0
    is_enabled: bool | None = None
    is_deleted: bool | None = None
    readiness_state_id: int | None = None


class Product(Wire):
    """One variant. Its id is another one after each change of the inventory."""

    product_id: int | None = None
    sku: str | None = None
    is_deleted: bool | None = None
    offerings: list[Offering] | None = None
    property_values: list[PropertyValue] | None = None

    @property
    def offering(self) -> Offering | None:
        """What it is sold for; each product has one."""
        return next((each for each in self.offerings or () if not each.is_deleted), None)

    @property
    def is_enabled(self) -> bool:
        return bool(self.offering and self.offering.is_enabled)

    @property
    def can_be_bought(self) -> bool:
        return self.is_enabled and bool(self.offering and self.offering.quantity)


class Inventory(Wire):
    """All variants of a listing."""

    products: list[Product] | None = None
    price_on_property: list[int] | None = None
    quantity_on_property: list[int] | None = None
    sku_on_property: list[int] | None = None
    readiness_state_on_property: list[int] | None = None

    @property
    def living(self) -> list[Product]:
        return [each for each in self.products or () if not each.is_deleted]

    @property
    def on_sale(self) -> list[Product]:
        """Without the combinations of options that are switched off because nobody makes them."""
        return [each for each in self.living if each.sku or each.is_enabled]


class Partner(Wire):
    production_partner_id: int
    partner_name: str | None = None


class Listing(Wire):
    listing_id: int
    title: str | None = None
    description: str | None = None
    state: str | None = None
    url: str | None = None
    tags: list[str] | None = None
    taxonomy_id: int | None = None
    production_partners: list[Partner] | None = None
    inventory: Inventory | None = None


class Image(Wire):
    """A picture; its size is null until Etsy has worked on it."""

    listing_image_id: int
    rank: int | None = None
    full_width: int | None = None
    full_height: int | None = None
    alt_text: str | None = None


class VariationImage(Wire):
    """Which picture shows a value of one property."""

    property_id: int
    value_id: int
    image_id: int
    value: str | None = None


class ShippingProfile(Wire):
    shipping_profile_id: int
    title: str | None = None
    is_deleted: bool | None = None


class ProcessingProfile(Wire):
    readiness_state_id: int
    readiness_state: str | None = None
    processing_days_display_label: str | None = None
    min_processing_days: int | None = None
    max_processing_days: int | None = None


class ReturnPolicy(Wire):
    return_policy_id: int
    accepts_returns: bool | None = None
    accepts_exchanges: bool | None = None
    return_deadline: int | None = None


class Section(Wire):
    shop_section_id: int
    title: str | None = None


class Category(Wire):
    """A node of Etsy's tree of categories."""

    id: int
    name: str | None = None
    children: list[Category] | None = None


class Scale(Wire):
    scale_id: int
    display_name: str | None = None


class PossibleValue(Wire):
    name: str | None = None
    value_id: int | None = None
    scale_id: int | None = None


class CategoryProperty(Wire):
    """A property that listings of a category may have."""

    property_id: int
    name: str | None = None
    display_name: str | None = None
    supports_variations: bool | None = None
    scales: list[Scale] | None = None
    possible_values: list[PossibleValue] | None = None
