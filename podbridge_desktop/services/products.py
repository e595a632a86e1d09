"""Push to store: check, store the wish, let the engine carry it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from podbridge_desktop.domain.catalog import ListingDraft, Options
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.listing import PriceRule, draft_of, warnings_of
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.settings import SETTINGS
from podbridge_desktop.domain.store_limits import told_by
from podbridge_desktop.errors import BadInput
from podbridge_desktop.storage import connections, jobs, listings, products, settings, wishes
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.audit import add as note
from podbridge_desktop.storage.database import Database, Tx

OF_THE_SHOP = frozenset({"shipping_profile", "processing_profile", "return_policy"})


@dataclass(frozen=True, slots=True)
class PushRequest:
    """What the seller wants pushed where. Without price and markup the store's preset counts."""

    product_id: int
    store_id: str
    markup_percent: Decimal | None = None
    price: str | None = None  # decimal amount in the store's currency
    publish: bool = True
    choices: Options = ()  # what this store asks for beside: (field, the seller's word)


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what will appear, and what the seller should know first.

    Among the warnings: `fee` is what the store charges for going live, `limits` what will look otherwise there.
    """

    draft: ListingDraft
    warnings: tuple[str, ...]
    fee: str = ""
    limits: tuple[str, ...] = ()

    @property
    def serious(self) -> tuple[str, ...]:
        """The warnings that may cost the seller money or a sale."""
        return tuple(each for each in self.warnings if each not in {self.fee, *self.limits})


def preview(database: Database, request: PushRequest) -> Preview:
    """What a push would send; nothing is stored. Raises `BadInput`."""
    with database.read() as tx:
        draft = _draft(tx, request)
        store = connections.find(tx, request.store_id)
    fee = store.facts.get("listing_fee", "") if store and request.publish else ""
    limits = told_by(store.platform, draft) if store else ()
    warnings = (*((fee,) if fee else ()), *warnings_of(draft), *limits)
    return Preview(draft, warnings, fee, limits)


def remembered(database: Database, store_id: str) -> Options:
    """What the seller last chose of the shop's own profiles: it holds for the next push, too."""
    with database.read() as tx:
        return _kept(tx, store_id)


def push(database: Database, request: PushRequest) -> Changed:
    """Store the wanted listing and wish for its push. Raises `BadInput`."""
    with database.write() as tx:
        draft = _draft(tx, request)
        listing_id, revision = listings.want_listing(
            tx, request.store_id, request.product_id, draft
        )
        jobs.add(tx, wishes.push(request.store_id, listing_id))
        jobs.wake(tx, [wishes.push(request.store_id, listing_id).dedupe])
        facts = {
            "product": request.product_id,
            "revision": revision,
            "variants": len(draft.variants),
        }
        note(tx, Entry(Actor.SELLER, "push_wanted", None, request.store_id, facts))
        return tx.changes


def _draft(tx: Tx, request: PushRequest) -> ListingDraft:
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
    return draft_of(
        product, supplier.platform, store.currency, _rule(tx, request, store.currency),
        publish=request.publish, choices=_choices(tx, request),
    )  # fmt: skip


def _choices(tx: Tx, request: PushRequest) -> Options:
    """The seller's word for this push; what she last chose of the shop's own profiles holds until she says otherwise."""
    return tuple({**dict(_kept(tx, request.store_id)), **dict(request.choices)}.items())


def _kept(tx: Tx, store_id: str) -> Options:
    chosen = listings.last_choices(tx, store_id)
    return tuple((name, word) for name, word in chosen if name in OF_THE_SHOP)


def _rule(tx: Tx, request: PushRequest, currency: str) -> PriceRule:
    if request.price is not None:
        price = Money.of(request.price, currency)
        if price.amount != Decimal(request.price):
            raise BadInput(
                f"“{request.price}” has more decimals than {currency} has.",
                hint=f"The nearest price is {price.amount}.",
            )
        if price.minor <= 0:
            raise BadInput("A price must be more than nothing.")
        return PriceRule(price=price)
    if request.markup_percent is not None:
        if not request.markup_percent.is_finite() or request.markup_percent <= -100:
            raise BadInput(
                f"A markup of {request.markup_percent} % leaves no price.",
                hint="100 means twice the cost.",
            )
        return PriceRule(markup_percent=request.markup_percent)
    preset = settings.get(tx, "markup_percent") or SETTINGS["markup_percent"].default
    return PriceRule(markup_percent=Decimal(preset))
