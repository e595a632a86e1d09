"""Push to store: check, store the wish, let the engine carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from podbridge_desktop.domain import differences as differ
from podbridge_desktop.domain.agreement import Agreed
from podbridge_desktop.domain.catalog import ListingDraft, Options, StoreListing, SupplierProduct
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.differences import Difference, differences, is_by_hand, texts_of
from podbridge_desktop.domain.listing import (
    ListingEdits,
    StoreTerms,
    draft_of,
    margins_of,
    warnings_of,
)
from podbridge_desktop.domain.pricing import Margin, PriceRule
from podbridge_desktop.domain.store_limits import told_by
from podbridge_desktop.errors import BadInput
from podbridge_desktop.storage import (
    agreements,
    connections,
    jobs,
    listing_edits,
    listing_picks,
    listings,
    products,
    selling,
    wishes,
)
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.audit import add as note
from podbridge_desktop.storage.database import Database, Tx

_STAYS = "The description in the store stays as it is there. Type one here to replace it."


@dataclass(frozen=True, slots=True)
class PushRequest:
    """What the seller wants pushed where.

    Without a `rule` the one of her edits counts, else the store's preset; without `edits` those that she kept.
    `replace` are texts ("title", "description") of which she saw that they were changed by hand in the store, and wants
    them replaced where her edits do not leave them.
    """

    product_id: int
    store_id: str
    rule: PriceRule | None = None
    edits: ListingEdits | None = None
    publish: bool = True
    choices: Options = ()  # what this store asks for beside: (field, the seller's word)
    replace: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what will appear, and what the seller should know first.

    `margins` go with the draft's variants; `offered` has everything that could be chosen, left out or not. Among the warnings: `fee` is what the store charges for going live, `limits`
    what will look otherwise there.
    """

    draft: ListingDraft
    warnings: tuple[str, ...]
    margins: tuple[Margin | None, ...]
    offered: ListingDraft
    fee: str = ""
    limits: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()  # to what stands in the store already

    @property
    def serious(self) -> tuple[str, ...]:
        """The warnings that may cost the seller money or a sale."""
        return tuple(each for each in self.warnings if each not in {self.fee, *self.limits})


def preview(database: Database, request: PushRequest) -> Preview:
    """What a push would send; nothing is stored. Raises `BadInput`."""
    with database.read() as tx:
        drafting = _drafting(tx, request)
        store = connections.find(tx, request.store_id)
        draft = drafting.draft()
        there, agreed = _stands(tx, request)
        leaves, is_there = drafting.edits.leaves, there is not None
        differing = () if there is None else differences(draft, there, agreed, leaves)
    fee = store.facts.get("listing_fee", "") if store and request.publish else ""
    limits = told_by(store.platform, draft) if store else ()
    if is_there and "description" in drafting.edits.leaves:
        limits = (*limits, _STAYS)
    own = warnings_of(draft, drafting.terms, written=drafting.written)
    warnings = (*((fee,) if fee else ()), *own, *limits)
    return Preview(
        draft,
        warnings,
        margins_of(draft, drafting.terms),
        drafting.offered(),
        fee,
        limits,
        differing,
    )


def _stands(tx: Tx, request: PushRequest) -> tuple[StoreListing | None, Agreed | None]:
    """What the store shows of the product, and what its last push agreed on."""
    listing_id = listings.id_of(tx, request.store_id, request.product_id)
    if listing_id is None:
        return None, None
    return listings.shown(tx, listing_id), agreements.last(tx, listing_id)


def left_as_there(
    database: Database, request: PushRequest, edits: ListingEdits, left: Iterable[Difference]
) -> ListingEdits:
    """The seller's wishes when these differences stay as the store has them."""
    with database.read() as tx:
        return differ.left_as_there(edits, left, _stands(tx, request)[1])


def edits(database: Database, store_id: str, product_id: int) -> ListingEdits:
    """What the seller wants otherwise for this product in this store."""
    with database.read() as tx:
        return listing_edits.load(tx, store_id, product_id)


def remembered(database: Database, store_id: str, product_id: int) -> dict[str, str]:
    """What the seller last picked from the store's lists, by field; nothing for a product that stands there."""
    with database.read() as tx:
        return _last_picks(tx, store_id, product_id)


def is_there(database: Database, store_id: str, product_id: int) -> bool:
    """Whether the product stands in this store already."""
    with database.read() as tx:
        return listings.remote_of(tx, store_id, product_id) is not None


def push(database: Database, request: PushRequest) -> Changed:
    """Store the wanted listing and wish for its push. Raises `BadInput`."""
    with database.write() as tx:
        drafting = _drafting(tx, request)
        draft = _kept_safe(tx, request, drafting.edits, drafting.draft())
        picks = _picks(tx, request)
        listing_picks.keep(tx, request.store_id, _supplier(tx, request.product_id), picks)
        if request.edits is not None:
            listing_edits.keep(tx, request.store_id, request.product_id, request.edits)
        want(tx, request.store_id, request.product_id, draft)
        return tx.changes


def _kept_safe(
    tx: Tx, request: PushRequest, edits: ListingEdits, draft: ListingDraft
) -> ListingDraft:
    """The draft, with what it may replace: what was changed by hand in the store stays, unless the seller saw and chose it."""
    there, agreed = _stands(tx, request)
    if there is None:
        return draft
    differing = differences(draft, there, agreed, edits.leaves)
    chosen = {each.field.value for each in differing} & request.replace
    replaces = {
        field: text
        for field, text in texts_of(there).items()
        if field not in edits.leaves and (field in chosen or not is_by_hand(field, there, agreed))
    }
    brought = _pictures_of(agreed.draft) if agreed and not agreed.after.image_problems else ()
    return replace(draft, replaces=replaces, brought=brought)


def _pictures_of(draft: ListingDraft) -> tuple[str, ...]:
    every = (*draft.images, *(each.image_url for each in draft.variants if each.image_url))
    return tuple(dict.fromkeys(every))


def want(tx: Tx, store_id: str, product_id: int, draft: ListingDraft) -> None:
    """The listing shall be so; the engine carries it there."""
    listing_id, revision = listings.want_listing(tx, store_id, product_id, draft)
    wish = wishes.push(store_id, listing_id)
    jobs.add(tx, wish)
    jobs.wake(tx, [wish.dedupe])
    facts = {"product": product_id, "revision": revision, "variants": len(draft.variants)}
    note(tx, Entry(Actor.SELLER, "push_wanted", None, store_id, facts))


@dataclass(frozen=True, slots=True)
class _Drafting:
    """Everything that makes the draft of one product for one store."""

    product: SupplierProduct
    platform: str
    terms: StoreTerms
    edits: ListingEdits
    publish: bool
    choices: Options

    def draft(self) -> ListingDraft:
        return draft_of(
            self.product, self.platform, self.terms, self.edits, publish=self.publish, choices=self.choices
        )  # fmt: skip

    def offered(self) -> ListingDraft:
        """The draft with every variant and picture that there is."""
        return replace(self, edits=replace(self.edits, left_out=(), images=())).draft()

    @property
    def written(self) -> str:
        """The description as it was typed."""
        return self.edits.description or self.product.description


def _drafting(tx: Tx, request: PushRequest) -> _Drafting:
    store = connections.find(tx, request.store_id)
    found = products.load_product(tx, request.product_id)
    if store is None or not store.is_store:
        raise BadInput("This store is not connected.")
    if found is None:
        raise BadInput(
            "This product is not known.", hint="Sync first, so that products are pulled."
        )
    supplier_id, product = found
    if product.not_pushable:
        raise BadInput(product.not_pushable)
    supplier = connections.find(tx, supplier_id)
    if supplier is None:
        raise BadInput("The product's supplier is not connected any more.")
    edits = request.edits or listing_edits.load(tx, request.store_id, request.product_id)
    if request.rule is not None:
        edits = replace(edits, rule=request.rule, prices={})  # said of all, now
    terms, choices = selling.terms(tx, store), _choices(tx, request)
    return _Drafting(product, supplier.platform, terms, edits, request.publish, choices)


def _choices(tx: Tx, request: PushRequest) -> Options:
    """The seller's word for this push; what she last picked holds until she says otherwise."""
    return tuple((name, word) for name, word in _picks(tx, request).items() if word)


def _picks(tx: Tx, request: PushRequest) -> dict[str, str]:
    return {**_last_picks(tx, request.store_id, request.product_id), **dict(request.choices)}


def _last_picks(tx: Tx, store_id: str, product_id: int) -> dict[str, str]:
    return listing_picks.last(tx, store_id, product_id, _supplier(tx, product_id))


def _supplier(tx: Tx, product_id: int) -> str:
    found = products.load_product(tx, product_id)
    supplier = connections.find(tx, found[0]) if found else None
    return supplier.platform if supplier else ""
