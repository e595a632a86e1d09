"""Puts a product into the shop: draft, pictures, variants, pictures of variants, and live only where that is wanted.

    choose from the shop ─→ make a draft that bears our mark ─→ pictures ─→ inventory: read, merge, write, read back
    ─→ (Etsy works on the pictures) ─→ pictures of variants ─→ activate (Etsy's fee)

A crash anywhere leaves a draft that buyers do not see and that our mark finds again; each step first looks what stands
there, so the next attempt goes on where the last one ended. While Etsy works on the pictures the push is put off for
some seconds, so that others go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from podbridge_desktop.connectors.etsy import inventory as stock
from podbridge_desktop.connectors.etsy import listing_text as texts
from podbridge_desktop.connectors.etsy import properties, variation_images, wire
from podbridge_desktop.connectors.etsy import wire_listing as raw
from podbridge_desktop.connectors.etsy.api import EtsyApi
from podbridge_desktop.connectors.etsy.catalog_read import CatalogReader, listing
from podbridge_desktop.connectors.etsy.choices import CASE
from podbridge_desktop.connectors.etsy.images import ImageWriter, Pictures
from podbridge_desktop.connectors.etsy.own_listings import OwnListings
from podbridge_desktop.connectors.etsy.shop_needs import Needs, ShopNeeds
from podbridge_desktop.connectors.etsy.stock_write import StockWriter
from podbridge_desktop.connectors.etsy.variation_images import Shown
from podbridge_desktop.domain.catalog import ListingDraft, StoreListing
from podbridge_desktop.domain.listing_choices import ListingChoice
from podbridge_desktop.errors import NotThere, Refused, Unfinished, UnknownOutcome

SCOPE = "listings_w"
PICTURES_WAIT = timedelta(seconds=4)
BEGUN_FOR = timedelta(minutes=2)  # what was read so long ago is read again
PUT_OFF = 3  # times; then they are waited for
Form = dict[str, str]


@dataclass(slots=True)
class Begun:
    """A push up to its pictures. `known` is the listing as it stood there before, `shown` what hung on its values."""

    draft: ListingDraft
    known: raw.Listing | None
    there: raw.Inventory
    head: raw.Listing
    pictures: Pictures
    plan: stock.Plan
    found: raw.Inventory
    shown: Shown
    at: datetime
    looks: int = 0


class ListingWriter:
    """Listings of one shop."""

    def __init__(
        self,
        api: EtsyApi,
        reader: CatalogReader,
        images: ImageWriter,
        now: Callable[[], datetime],
    ) -> None:
        self._api, self._reader, self._images = api, reader, images
        self._now = now
        self._needs = ShopNeeds(api, now)
        self._own = OwnListings(reader, now)
        self._begun: dict[
            str, Begun
        ] = {}  # by reference; lost with the program, then all is looked at anew
        self.stock = StockWriter(reader, self._put, self._patch)

    def choices(self, drafts: Sequence[ListingDraft]) -> tuple[ListingChoice, ...]:
        """What the shop has to pick from for these."""
        return self._needs.lists(drafts)

    def find(self, reference: str) -> raw.Listing | None:
        """The listing that bears our mark. Raises `Retry` while one may be on its way."""
        if (begun := self._begun_now(reference)) is not None:
            return begun.head
        return self._own.find(texts.mark_of(reference))

    def begun_inventory(self, reference: str) -> raw.Inventory | None:
        """The variants of a listing whose push was begun, as they were read back a moment ago."""
        begun = self._begun_now(reference)
        return begun.found if begun else None

    def _begun_now(self, reference: str) -> Begun | None:
        """A push that was stopped while it was put off, and is wanted again later, is no push that was begun."""
        begun = self._begun.get(reference)
        return begun if begun and self._now() - begun.at <= BEGUN_FOR else None

    def push(self, draft: ListingDraft, remote_id: str | None) -> StoreListing:
        """Make or update. Raises `Unfinished` while Etsy works on the pictures."""
        if not draft.variants:
            raise Refused("A product needs at least one variant.", case=CASE, reason="no variants")
        try:
            return self._push(draft, remote_id)
        except (Refused, NotThere):
            self._needs.forget()  # what was known of the shop may be what is wrong: the next try reads it anew
            raise

    def _push(self, draft: ListingDraft, remote_id: str | None) -> StoreListing:
        begun = self._begun_now(draft.reference)
        self._begun.pop(draft.reference, None)
        if begun is None or begun.draft != draft:
            begun = self._begin(draft, remote_id)
        self._await_pictures(begun)
        return self._end(begun)

    def _begin(self, draft: ListingDraft, remote_id: str | None) -> Begun:
        known = self._known(remote_id) if remote_id else None
        there = self._stock(known.listing_id) if known else raw.Inventory()
        ready = stock.readiness_of(there) is not None
        needs = self._needs.of(draft, known, ready=ready)
        category = needs.category or (known.taxonomy_id if known else None)
        props = self._properties(draft, there, category)  # refused before anything is made
        head = self._change(known, draft, needs) if known else self._make(draft, needs)
        pictures = self._images.bring(head.listing_id, draft, is_new=known is None)
        shown, plan, found = self._write_inventory(head.listing_id, draft, props, needs, known)
        return Begun(draft, known, there, head, pictures, plan, found, shown, self._now())

    def _await_pictures(self, begun: Begun) -> None:
        id_, pictures = begun.head.listing_id, begun.pictures
        if begun.looks >= PUT_OFF:
            self._images.await_all(id_, pictures)
        elif not self._images.are_ready(id_, pictures):
            begun.looks += 1
            self._begun[begun.draft.reference] = begun
            raise Unfinished("Etsy is working on the pictures.", wait=PICTURES_WAIT)

    def _end(self, begun: Begun) -> StoreListing:
        draft, head, pictures = begun.draft, begun.head, begun.pictures
        ours = variation_images.assigned(begun.plan, pictures.ids)
        self._hang(head.listing_id, ours, begun.shown, begun.found)
        if draft.publish and head.state == "draft":
            head = self._activate(head, pictures)
        return replace(
            _result(head, begun.plan, begun.found, pictures),
            before=listing(begun.known, begun.there) if begun.known else None,
            left=_left(begun.known, draft) if begun.known else (),
        )

    def _known(self, remote_id: str) -> raw.Listing:
        try:
            return self._reader.one(remote_id)
        except NotThere as error:
            raise NotThere("The listing is gone from the Etsy shop.", case=CASE) from error

    def _stock(self, listing_id: int) -> raw.Inventory:
        """What a listing has of variants; a bare draft may have no such record yet."""
        try:
            return self._reader.inventory(listing_id)
        except NotThere:
            return raw.Inventory()

    def _properties(
        self, draft: ListingDraft, there: raw.Inventory, category: int | None
    ) -> tuple[properties.Property, ...]:
        known = properties.there_already(there)
        if known:
            return properties.matched(draft, known)
        return properties.chosen(draft, lambda: self._needs.category_properties(category))

    # the listing itself

    def _make(self, draft: ListingDraft, needs: Needs) -> raw.Listing:
        mark = texts.mark_of(draft.reference)
        form: Form = {
            **_words(draft, ()),
            "quantity": str(stock.QUANTITY),
            "price": str(stock.cheapest(draft).amount),
            "is_supply": "false",
            "type": "physical",
            "should_auto_renew": "true" if needs.renews else "false",
            **needs.form(),
        }
        try:
            made = self._api.write(
                "POST", f"{self._api.shop}/listings", raw.Listing, scope=SCOPE, form=form,
                is_it=lambda made: made.listing_id > 0,
            )  # fmt: skip
        except Refused as error:
            raise _refused(error) from error
        except UnknownOutcome:
            self._own.maybe_made(mark)
            raise
        self._own.made(mark, made.listing_id)
        return made

    def _change(self, head: raw.Listing, draft: ListingDraft, needs: Needs) -> raw.Listing:
        """Our words anew; profiles and category only where the seller chose them for this push.

        The processing profile is none of these: it goes with the inventory (Etsy's `updateListing` does not know it).
        """
        form = {**_words(draft, head.tags or ()), **needs.form()}
        for stays in ("readiness_state_id", *_left(head, draft)):
            form.pop(stays, None)
        return self._patch(head.listing_id, form)

    def _activate(self, head: raw.Listing, pictures: Pictures) -> raw.Listing:
        if not pictures.ids and not self._images.there(head.listing_id):
            raise Refused(
                "Etsy shows no listing without a picture, and none could be brought there. It stays a draft. "
                + " ".join(pictures.problems),
                case=CASE,
                reason="no picture",
            )
        return self._patch(head.listing_id, {"state": "active"})

    def _patch(self, listing_id: int, form: Form) -> raw.Listing:
        path = f"{self._api.shop}/listings/{listing_id}"
        try:
            return self._api.write(
                "PATCH", path, raw.Listing, scope=SCOPE, form=form,
                is_it=lambda told: told.listing_id == listing_id,
            )  # fmt: skip
        except Refused as error:
            raise _refused(error) from error

    # its variants

    def _write_inventory(
        self,
        listing_id: int,
        draft: ListingDraft,
        props: tuple[properties.Property, ...],
        needs: Needs,
        known: raw.Listing | None,
    ) -> tuple[Shown, stock.Plan, raw.Inventory]:
        """Read, merge, write, read back. What the seller hung on her values is to hang there again afterwards.

        A listing that was made a moment ago has nothing yet.
        """
        there = self._stock(listing_id) if known else raw.Inventory()
        shown: Shown = (
            variation_images.shown_by_seller(self._hanging(listing_id), there) if known else {}
        )
        names = draft.option_names
        written = {
            name: texts.option_values(
                value for each in draft.variants for option, value in each.options if option == name
            )
            for name in names
        }
        plan = stock.plan(draft, there, props, written, needs.readiness)
        self._put(listing_id, plan)
        found = self._reader.inventory(listing_id)
        if wrong := stock.compare(plan, found):
            self._put_back(listing_id, there, found)
            raise Refused(
                f"Etsy did not keep the variants as they were written: {wrong}.",
                case=CASE,
                reason="read back differs",
                hint="Open the listing on Etsy and compare; then push again.",
            )
        return shown, plan, found

    def _put(self, listing_id: int, plan: stock.Plan) -> None:
        three = len(plan.properties) == properties.MOST
        try:
            self._api.write(
                "PUT",
                f"/listings/{listing_id}/inventory",
                raw.Inventory,
                scope=SCOPE,
                params={"max_variations_supported": "3"} if three else None,
                json=plan.body(),
                is_it=lambda told: told.products is not None,
            )
        except Refused as error:
            raise _refused(error) from error

    def _put_back(self, listing_id: int, there: raw.Inventory, found: raw.Inventory) -> None:
        """A write that took variants away is undone."""
        if len(found.living) < len(there.living):
            self._put(listing_id, stock.restored(there, properties.there_already(there)))

    def _hanging(self, listing_id: int) -> list[raw.VariationImage]:
        path = f"{self._api.shop}/listings/{listing_id}/variation-images"
        return self._api.read(path, wire.Page[raw.VariationImage], scope="listings_r").results

    def _hang(self, listing_id: int, ours: Shown, sellers: Shown, inventory: raw.Inventory) -> None:
        body = variation_images.body(ours, sellers, inventory)
        if not body:
            return
        try:
            self._api.write(
                "POST",
                f"{self._api.shop}/listings/{listing_id}/variation-images",
                wire.Page[raw.VariationImage],
                scope=SCOPE,
                json={"variation_images": body},
            )
        except Refused as error:
            raise _refused(error) from error


def _result(
    head: raw.Listing, plan: stock.Plan, found: raw.Inventory, pictures: Pictures
) -> StoreListing:
    """As it was read back, but with our own spelling of the options, by which a variant is told from its twin by SKU."""
    whole = listing(head, found, tuple(dict.fromkeys(pictures.problems)))
    ours = [plan.variant_of(product) for product in found.on_sale]
    variants = (
        replace(each, options=made_of.options) if made_of else each
        for each, made_of in zip(whole.variants, ours, strict=True)
    )
    return replace(whole, variants=tuple(variants))


def _left(there: raw.Listing, draft: ListingDraft) -> tuple[str, ...]:
    """Texts that somebody changed in the shop since the seller looked."""
    shown = listing(there, raw.Inventory())
    texts_there = {"title": shown.title, "description": shown.description}
    return tuple(each for each, text in texts_there.items() if not draft.may_write(each, text))


def _words(draft: ListingDraft, tags_there: Iterable[str]) -> Form:
    mark = texts.mark_of(draft.reference)
    return {
        "title": texts.title(draft.title),
        "description": texts.description(draft.description_html) or draft.title,
        "tags": ",".join(texts.tags(draft.tags, mark, tags_there)),
    }


def _refused(error: Refused) -> Refused:
    return Refused(
        f"Etsy did not take the product: {error.reason.rstrip('.')}.",
        case=CASE,
        reason=error.reason,
        hint="Mend what Etsy names (in the product, or in the Shop Manager), then push again.",
        details=error.details,
    )
