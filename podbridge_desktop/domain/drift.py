"""What changed since a listing was last agreed on: at its supplier, and by hand in the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from podbridge_desktop.domain.agreement import Agreed
from podbridge_desktop.domain.catalog import (
    Availability,
    ListingVariant,
    StoreListing,
    StoreVariant,
    SupplierProduct,
)
from podbridge_desktop.domain.listing import ListingEdits, StoreTerms, images_of
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.pricing import Margin


class ChangeKind(StrEnum):
    """The value is the stable word that scripts see."""

    COST = "cost"
    GONE_AT_SUPPLIER = "gone_at_supplier"
    NEW_AT_SUPPLIER = "new_at_supplier"
    OUT_OF_STOCK = "out_of_stock"
    MOCKUPS = "mockups"
    PRICE = "price"
    SKU = "sku"
    GONE_AT_STORE = "gone_at_store"
    NEW_AT_STORE = "new_at_store"
    TITLE = "title"

    @property
    def at_store(self) -> bool:
        """Somebody changed it in the store."""
        return self in _AT_STORE


_AT_STORE = {
    ChangeKind.PRICE, ChangeKind.SKU, ChangeKind.GONE_AT_STORE, ChangeKind.NEW_AT_STORE, ChangeKind.TITLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `variant` names its options; the two margins are in the store's currency, None where unknown."""

    kind: ChangeKind
    variant: str = ""
    agreed: str = ""
    now: str = ""
    before: Margin | None = None
    after: Margin | None = None
    supplier_variant_id: str = ""

    @property
    def eats_the_margin(self) -> bool:
        """What was sold at a profit is sold at a loss now."""
        was, is_now = self.before, self.after
        return was is not None and is_now is not None and was.left.minor >= 0 > is_now.left.minor


def changes(
    agreed: Agreed,
    product: SupplierProduct | None,
    shown: StoreListing,
    terms: StoreTerms,
    edits: ListingEdits,
    *,
    follows_stock: bool = True,
) -> tuple[Change, ...]:
    """Every difference, the supplier's first. `product` is None once it is gone; `shown` is the listing as it stands."""
    prices = agreed.prices(shown)
    found: list[Change] = []
    if product is not None:
        for variant in agreed.draft.variants:
            found += _of_variant(variant, product, prices, terms, stock=not follows_stock)
        found += _new_variants(agreed, product, edits)
        found += _mockups(agreed, product, edits)
    found += _at_store(agreed, shown, terms)
    return tuple(found)


def _of_variant(
    agreed: ListingVariant,
    product: SupplierProduct,
    prices: Mapping[str, Money],
    terms: StoreTerms,
    *,
    stock: bool,
) -> Iterator[Change]:
    id_ = agreed.supplier_variant_id
    now = next((each for each in product.variants if each.remote_id == id_), None)
    name = _words(agreed.options)
    if now is None or now.availability is Availability.DISCONTINUED:
        yield Change(ChangeKind.GONE_AT_SUPPLIER, name, supplier_variant_id=id_)
        return
    if stock and now.availability is Availability.OUT_OF_STOCK:
        yield Change(ChangeKind.OUT_OF_STOCK, name, supplier_variant_id=id_)
    if agreed.cost is not None and now.cost is not None and agreed.cost != now.cost:
        price = prices.get(id_, agreed.price)
        yield Change(
            ChangeKind.COST,
            name,
            str(agreed.cost),
            str(now.cost),
            terms.margin(price, agreed.cost),
            terms.margin(price, now.cost),
            id_,
        )


def _new_variants(
    agreed: Agreed, product: SupplierProduct, edits: ListingEdits
) -> Iterator[Change]:
    known = {each.supplier_variant_id for each in agreed.draft.variants} | set(edits.left_out)
    for each in product.variants:
        if each.remote_id not in known and each.availability is not Availability.DISCONTINUED:
            name = _words(each.options) or each.title
            cost = "" if each.cost is None else str(each.cost)
            yield Change(
                ChangeKind.NEW_AT_SUPPLIER, name, "", cost, supplier_variant_id=each.remote_id
            )


def _mockups(agreed: Agreed, product: SupplierProduct, edits: ListingEdits) -> Iterator[Change]:
    """Where she chose the pictures herself, new ones are none of the listing's."""
    now, then = set(images_of(product)), set(agreed.draft.images)
    new, gone = len(now - then), len(then - now)
    if edits.images:
        new = 0
    if new or gone:
        yield Change(ChangeKind.MOCKUPS, "", f"{gone} gone" if gone else "", f"{new} new" if new else "")  # fmt: skip


def _at_store(agreed: Agreed, shown: StoreListing, terms: StoreTerms) -> Iterator[Change]:
    if shown.title != agreed.after.title:
        yield Change(ChangeKind.TITLE, "", agreed.after.title, shown.title)
    made_by = agreed.made_by
    costs = {each.supplier_variant_id: each for each in agreed.draft.variants}
    then = {each.remote_id: each for each in agreed.after.variants}
    now = {each.remote_id: each for each in shown.variants}
    for id_, was in then.items():
        supplied = made_by.get(id_, "")
        is_now = now.get(id_)
        if is_now is None:
            yield Change(
                ChangeKind.GONE_AT_STORE, _words(was.options), supplier_variant_id=supplied
            )
            continue
        yield from _changed(was, is_now, costs.get(supplied), terms)
    for id_, each in now.items():
        if id_ not in then:
            price = "" if each.price is None else str(each.price)
            yield Change(ChangeKind.NEW_AT_STORE, _words(each.options), "", price)


def _changed(
    was: StoreVariant, now: StoreVariant, supplied: ListingVariant | None, terms: StoreTerms
) -> Iterator[Change]:
    name, id_ = _words(now.options), supplied.supplier_variant_id if supplied else ""
    if was.price is not None and now.price is not None and was.price != now.price:
        cost = supplied.cost if supplied else None
        then, since = terms.margin(was.price, cost), terms.margin(now.price, cost)
        yield Change(ChangeKind.PRICE, name, str(was.price), str(now.price), then, since, id_)
    if was.sku != now.sku:
        yield Change(ChangeKind.SKU, name, was.sku, now.sku, supplier_variant_id=id_)


def _words(options: tuple[tuple[str, str], ...]) -> str:
    return " / ".join(value for _, value in options if value != "Default Title")


def kept(
    agreed: Agreed,
    found: tuple[Change, ...],
    product: SupplierProduct | None,
    shown: StoreListing,
    edits: ListingEdits,
) -> tuple[Agreed, ListingEdits]:
    """All stays as it is now, and later pushes leave it so: the new agreement, and what she wants otherwise since."""
    kinds = {each.kind for each in found}
    edits = _edits_since(agreed, found, shown, edits)
    if ChangeKind.MOCKUPS in kinds:
        there = set(images_of(product)) if product else set()
        images = tuple(each for each in agreed.draft.images if each in there)
        edits = replace(edits, images=images or agreed.draft.images)
    if ChangeKind.TITLE in kinds:
        edits = replace(edits, title=shown.title)
    draft = replace(
        agreed.draft,
        title=edits.title or agreed.draft.title,
        images=edits.images or agreed.draft.images,
        variants=tuple(_variants_since(agreed, found, product, shown)),
    )
    return replace(agreed, draft=draft, after=shown), edits


def _edits_since(
    agreed: Agreed, found: tuple[Change, ...], shown: StoreListing, edits: ListingEdits
) -> ListingEdits:
    """Prices of her own stay, and what stands in only one of the two places is left out."""
    prices = agreed.prices(shown)
    priced = _variants(found, ChangeKind.PRICE)
    left_out = _variants(found, ChangeKind.NEW_AT_SUPPLIER, ChangeKind.GONE_AT_STORE)
    return replace(
        edits,
        prices={**edits.prices, **{id_: str(prices[id_].amount) for id_ in priced}},
        left_out=tuple(dict.fromkeys((*edits.left_out, *left_out))),
    )


def _variants_since(
    agreed: Agreed,
    found: tuple[Change, ...],
    product: SupplierProduct | None,
    shown: StoreListing,
) -> Iterator[ListingVariant]:
    costs = {each.remote_id: each.cost for each in product.variants} if product else {}
    prices, made_by = agreed.prices(shown), agreed.made_by
    skus = {made_by[v.remote_id]: v.sku for v in shown.variants if v.remote_id in made_by}
    gone = _variants(found, ChangeKind.GONE_AT_SUPPLIER, ChangeKind.GONE_AT_STORE)
    for each in agreed.draft.variants:
        id_ = each.supplier_variant_id
        if id_ not in gone:
            yield replace(
                each,
                cost=costs.get(id_) or each.cost,
                price=prices.get(id_, each.price),
                sku=skus.get(id_, each.sku),
            )


def _variants(found: tuple[Change, ...], *kinds: ChangeKind) -> list[str]:
    """The supplier's variants that changed in one of these ways."""
    return [
        each.supplier_variant_id
        for each in found
        if each.kind in kinds and each.supplier_variant_id
    ]
