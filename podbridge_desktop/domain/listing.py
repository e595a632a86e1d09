"""From a supplier's product to the listing a store shall show: what the seller wants otherwise, prices, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from podbridge_desktop.domain import rich_text
from podbridge_desktop.domain.catalog import (
    Availability,
    ListingDraft,
    ListingVariant,
    Options,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.pricing import Basis, Margin, PriceRule, SellingCosts, margin
from podbridge_desktop.domain.rates import Rates
from podbridge_desktop.errors import BadInput


@dataclass(frozen=True, slots=True)
class StoreTerms:
    """How a store sells: its currency, the rule for prices that nobody chose, what a sale costs, and rates."""

    currency: str
    rule: PriceRule = field(default_factory=PriceRule)
    costs: SellingCosts = field(default_factory=SellingCosts)
    rates: Rates = field(default_factory=Rates)

    def cost_of(self, variant: SupplierVariant | ListingVariant) -> Money | None:
        """The supplier's cost in the store's currency. Raises `BadInput` without a rate."""
        return None if variant.cost is None else self.rates.convert(variant.cost, self.currency)

    def margin(self, price: Money, cost: Money | None) -> Margin | None:
        """What is left of a price; None where cost or rate is not known."""
        if cost is None or price.currency != self.currency:
            return None
        if self.rates.rate(cost.currency, self.currency) is None:
            return None
        return margin(price, self.rates.convert(cost, self.currency), self.costs)


@dataclass(frozen=True, slots=True)
class ListingEdits:
    """What the seller wants otherwise for one product in one store; all else follows product and preset.

    `prices` (decimal text), `left_out` and `pictures` go by the supplier's variant ids; `images` are addresses of
    mockups in their order; `renamed` maps a word of the options (a name or a value) to hers; `leaves` are texts
    ("description") that stay as the store has them.
    """

    title: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    rule: PriceRule | None = None
    prices: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    leaves: tuple[str, ...] = ()


def reference_of(supplier_platform: str, product_remote_id: str) -> str:
    """The name under which a listing is found again at the store; letters, digits and dashes only."""
    return f"podbridge-{supplier_platform}-{product_remote_id}"


def draft_of(
    product: SupplierProduct,
    supplier_platform: str,
    terms: StoreTerms,
    edits: ListingEdits | None = None,
    *,
    publish: bool = True,
    choices: Options = (),
) -> ListingDraft:
    """The listing of every variant the supplier can make and the seller wants. Raises `BadInput` when none is left."""
    edits = edits or ListingEdits()
    makeable = [v for v in product.variants if v.availability is not Availability.DISCONTINUED]
    if not makeable:
        raise BadInput(f"“{product.title}” has no variant that the supplier still makes.")
    wanted = [v for v in makeable if v.remote_id not in edits.left_out]
    if not wanted:
        raise BadInput(f"No variant of “{product.title}” is chosen.", hint="Tick at least one.")
    return ListingDraft(
        reference=reference_of(supplier_platform, product.remote_id),
        title=edits.title.strip() or product.title,
        description_html=rich_text.safe(edits.description or product.description or product.title),
        images=edits.images or images_of(product),
        variants=tuple(_variant(v, supplier_platform, terms, edits) for v in wanted),
        vendor=supplier_platform.capitalize(),
        tags=edits.tags,
        publish=publish,
        choices=choices,
    )


def _variant(
    variant: SupplierVariant, platform: str, terms: StoreTerms, edits: ListingEdits
) -> ListingVariant:
    options = variant.options or (("Title", "Default Title"),)
    return ListingVariant(
        options=tuple((_hers(name, edits), _hers(value, edits)) for name, value in options),
        price=_price(variant, terms, edits),
        sku=variant.sku or f"{platform}-{variant.remote_id}",
        supplier_variant_id=variant.remote_id,
        cost=variant.cost,
        image_url=edits.pictures.get(variant.remote_id, variant.image_url),
    )


def _hers(word: str, edits: ListingEdits) -> str:
    return edits.renamed.get(word, "").strip() or word


def _price(variant: SupplierVariant, terms: StoreTerms, edits: ListingEdits) -> Money:
    own = edits.prices.get(variant.remote_id)
    rule = PriceRule.typed(Basis.FIXED, own) if own else edits.rule or terms.rule
    if rule.basis is Basis.FIXED:
        return rule.price(None, terms.currency, terms.costs)
    if variant.cost is None:
        raise BadInput(
            f"The cost of “{variant.title}” is not known, so no price can be reckoned.",
            hint="Pull the products again, or give a fixed price.",
        )
    return rule.price(terms.cost_of(variant), terms.currency, terms.costs)


def margins_of(draft: ListingDraft, terms: StoreTerms) -> tuple[Margin | None, ...]:
    """What is left of each variant's price; None where cost or rate is not known."""
    return tuple(terms.margin(each.price, each.cost) for each in draft.variants)


def warnings_of(draft: ListingDraft, terms: StoreTerms, *, written: str = "") -> tuple[str, ...]:
    """What the seller should know before the push, most serious first. `written` is her own description, as typed."""
    found = [*_losses(draft, terms)]
    if not draft.images:
        found.append("There is no picture.")
    if len(draft.option_names) > 3:
        found.append("There are more than 3 options; the store takes 3 at most.")
    skus = [v.sku for v in draft.variants]
    if len(set(skus)) < len(skus):
        found.append("Some SKUs stand twice: give each variant its own at the supplier.")
    options = [v.options for v in draft.variants]
    if len(set(options)) < len(options):
        found.append("Two variants have the same options: buyers could not tell them apart.")
    if rich_text.runs(written):
        found.append("Scripts and forms were taken out of the description.")
    return tuple(found)


def _losses(draft: ListingDraft, terms: StoreTerms) -> list[str]:
    known = [each for each in margins_of(draft, terms) if each is not None]
    cheap = sum(each.price < each.cost for each in known)
    thin = sum(each.left.minor < 0 for each in known) - cheap
    found = []
    if cheap:
        its = "its" if cheap == 1 else "their"
        found.append(f"{_count(cheap)} priced under {its} cost: each sale loses money.")
    if thin:
        found.append(f"{_count(thin)} sold at a loss once shipping and fees are paid.")
    return found


def _count(number: int) -> str:
    return "1 variant is" if number == 1 else f"{number} variants are"


def images_of(product: SupplierProduct) -> tuple[str, ...]:
    """All mockups, the product's main ones first, each once."""
    every = [*product.images, *(v.image_url for v in product.variants if v.image_url)]
    return tuple(dict.fromkeys(every)) or (
        (product.thumbnail_url,) if product.thumbnail_url else ()
    )
