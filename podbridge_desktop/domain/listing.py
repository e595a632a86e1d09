"""From a supplier's product to the listing a store shall show: prices by rule, SKUs, pictures."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from decimal import Decimal

from podbridge_desktop.domain.catalog import (
    Availability,
    ListingDraft,
    ListingVariant,
    Options,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import BadInput


@dataclass(frozen=True, slots=True)
class PriceRule:
    """A fixed `price`, or `markup_percent` on each variant's cost."""

    markup_percent: Decimal = Decimal(100)
    price: Money | None = None

    def price_of(self, variant: SupplierVariant, currency: str) -> Money:
        """The price in the store's currency. Raises `BadInput` where it cannot be reckoned."""
        if self.price is not None:
            return self.price
        if variant.cost is None:
            raise BadInput(
                f"The cost of “{variant.title}” is not known, so no price can be reckoned.",
                hint="Pull the products again, or give a fixed price.",
            )
        if variant.cost.currency != currency:
            raise BadInput(
                f"The cost is in {variant.cost.currency}, the store sells in {currency}.",
                hint="Give a fixed price in the store's currency.",
            )
        return variant.cost.marked_up(self.markup_percent)


def reference_of(supplier_platform: str, product_remote_id: str) -> str:
    """The name under which a listing is found again at the store; letters, digits and dashes only."""
    return f"podbridge-{supplier_platform}-{product_remote_id}"


def draft_of(
    product: SupplierProduct,
    supplier_platform: str,
    currency: str,
    rule: PriceRule,
    *,
    publish: bool = True,
    choices: Options = (),
) -> ListingDraft:
    """The listing of every variant the supplier can make. Raises `BadInput` when none is left."""
    makeable = [v for v in product.variants if v.availability is not Availability.DISCONTINUED]
    if not makeable:
        raise BadInput(f"“{product.title}” has no variant that the supplier still makes.")
    return ListingDraft(
        reference=reference_of(supplier_platform, product.remote_id),
        title=product.title,
        description_html=_paragraphs(product.description or product.title),
        images=_images(product),
        variants=tuple(
            ListingVariant(
                options=variant.options or (("Title", "Default Title"),),
                price=rule.price_of(variant, currency),
                sku=variant.sku or f"{supplier_platform}-{variant.remote_id}",
                supplier_variant_id=variant.remote_id,
                cost=variant.cost,
                image_url=variant.image_url,
            )
            for variant in makeable
        ),
        vendor=supplier_platform.capitalize(),
        publish=publish,
        choices=choices,
    )


def warnings_of(draft: ListingDraft) -> tuple[str, ...]:
    """What the seller should know before the push, most serious first."""
    found = []
    cheap = [
        v
        for v in draft.variants
        if v.cost and v.cost.currency == v.price.currency and v.price < v.cost
    ]
    if cheap:
        count = "1 variant is" if len(cheap) == 1 else f"{len(cheap)} variants are"
        its = "its" if len(cheap) == 1 else "their"
        found.append(f"{count} priced under {its} cost: each sale loses money.")
    if not draft.images:
        found.append("There is no picture.")
    if len(draft.option_names) > 3:
        found.append("There are more than 3 options; the store takes 3 at most.")
    skus = [v.sku for v in draft.variants]
    if len(set(skus)) < len(skus):
        found.append("Some SKUs stand twice: give each variant its own at the supplier.")
    return tuple(found)


def _images(product: SupplierProduct) -> tuple[str, ...]:
    every = [*product.images, *(v.image_url for v in product.variants if v.image_url)]
    return tuple(dict.fromkeys(every)) or (
        (product.thumbnail_url,) if product.thumbnail_url else ()
    )


_HTML = re.compile(r"<(p|br|div|ul|ol|h[1-6])\b[^>]*>", re.IGNORECASE)


def _paragraphs(text: str) -> str:
    """Plain text as paragraphs; what a supplier gives in paragraphs of its own stays as the seller wrote it."""
    if _HTML.search(text):
        return text
    parts = [html.escape(part.strip()) for part in text.split("\n") if part.strip()]
    return "".join(f"<p>{part}</p>" for part in parts)
