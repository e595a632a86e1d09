"""Asks the shop for what a listing needs: as lists for the seller, and settled for one listing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from podbridge_desktop.connectors.etsy import categories, wire
from podbridge_desktop.connectors.etsy import choices as by
from podbridge_desktop.connectors.etsy import wire_listing as raw
from podbridge_desktop.connectors.etsy.api import EtsyApi
from podbridge_desktop.connectors.etsy.categories import Leaf
from podbridge_desktop.connectors.etsy.choices import Picks
from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.domain.listing_choices import ListingChoice, combined
from podbridge_desktop.errors import Refused

T = TypeVar("T")
SCOPE = "shops_r"
FRESH = timedelta(minutes=5)  # many products pushed at once ask the shop once
_NAMES = {
    by.SHIPPING: "shipping_profile_id",
    by.PROCESSING: "readiness_state_id",
    by.RETURNS: "return_policy_id",
    by.PARTNER: "production_partner_ids",
    by.CATEGORY: "taxonomy_id",
    by.SECTION: "shop_section_id",
    by.WHO: "who_made",
    by.WHEN: "when_made",
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What was chosen, by field."""

    chosen: dict[str, str]

    @property
    def readiness(self) -> int | None:
        return self._number(by.PROCESSING)

    @property
    def category(self) -> int | None:
        return self._number(by.CATEGORY)

    @property
    def renews(self) -> bool:
        return self.chosen.get(by.RENEW) == "true"

    def form(self) -> dict[str, str]:
        """As Etsy's forms take it."""
        return {
            name: self.chosen[field] for field, name in _NAMES.items() if self.chosen.get(field)
        }

    def _number(self, field: str) -> int | None:
        value = self.chosen.get(field)
        return int(value) if value else None


class ShopNeeds:
    """Profiles are read when the seller looks at them, and for the pushes of some minutes; the tree of categories, which
    is large, once."""

    def __init__(self, api: EtsyApi, now: Callable[[], datetime]) -> None:
        self._api, self._now = api, now
        self._lock = threading.Lock()
        self._tree: tuple[Leaf, ...] = ()
        self._read: dict[str, tuple[datetime, list[Any]]] = {}

    def of(self, draft: ListingDraft, head: raw.Listing | None, *, ready: bool) -> Needs:
        """All that a new listing needs; for one that exists, what it lacks and what the seller chose this time.

        Raises `Refused` where that is not clear.
        """
        picks = Picks(draft)
        wanted = {field.name for field in by.FIELDS}
        if head is not None:
            goes_live = draft.publish and head.state == "draft" and not head.production_partners
            lacking = {by.PARTNER} if goes_live else set()
            lacking |= set() if ready else {by.PROCESSING}
            wanted = lacking | {name for name in wanted if picks.given(name)}
        elif not picks.given(by.SECTION):
            wanted.discard(by.SECTION)
        askers = {name: ask for name, ask in self._askers(draft).items() if name in wanted}
        try:
            return Needs({name: picks.of(ask()) for name, ask in askers.items()})
        except Refused:  # she may have made meanwhile what was lacking
            self.forget()
            return Needs({name: picks.of(ask()) for name, ask in askers.items()})

    def lists(self, drafts: Sequence[ListingDraft]) -> tuple[ListingChoice, ...]:
        """Everything to pick from now, with what suggests itself for these listings."""
        self.forget()
        shipping, processing = self._shipping(), self._processing()
        returns, sections = self._returns(), self._section()
        partners, tree = self._partners(), self._leaves()
        own = [
            (
                by.partner(partners, draft.vendor),
                by.category(tree, draft.title, draft.description_html),
            )
            for draft in drafts
        ] or [(by.everybody(partners), by.everywhere(tree))]
        return (shipping, processing, returns, *combined(own), sections, *by.fixed())

    def forget(self) -> None:
        """What was read of the shop is asked for anew."""
        with self._lock:
            self._read.clear()

    def _askers(self, draft: ListingDraft) -> dict[str, Callable[[], ListingChoice]]:
        always = {each.field: each for each in by.fixed()}
        return {
            by.SHIPPING: self._shipping,
            by.PROCESSING: self._processing,
            by.RETURNS: self._returns,
            by.PARTNER: lambda: by.partner(self._partners(), draft.vendor),
            by.CATEGORY: lambda: by.category(self._leaves(), draft.title, draft.description_html),
            by.SECTION: self._section,
            by.WHO: lambda: always[by.WHO],
            by.WHEN: lambda: always[by.WHEN],
            by.RENEW: lambda: always[by.RENEW],
        }

    def _shipping(self) -> ListingChoice:
        return by.shipping(self._of_shop("shipping-profiles", raw.ShippingProfile))

    def _processing(self) -> ListingChoice:
        what = "readiness-state-definitions"
        return by.processing(self._of_shop(what, raw.ProcessingProfile, limit=100))

    def _returns(self) -> ListingChoice:
        return by.returns(self._of_shop("policies/return", raw.ReturnPolicy))

    def _partners(self) -> list[raw.Partner]:
        return self._of_shop("production-partners", raw.Partner)

    def _section(self) -> ListingChoice:
        return by.section(self._of_shop("sections", raw.Section))

    def category_properties(self, category: int | None) -> list[raw.CategoryProperty]:
        if category is None:
            return []
        path = f"/seller-taxonomy/nodes/{category}/properties"
        return self._api.read(path, wire.Page[raw.CategoryProperty]).results

    def _of_shop(self, what: str, kind: type[T], **params: int) -> list[T]:
        with self._lock:
            at, known = self._read.get(what, (None, []))
        now = self._now()
        if at is not None and timedelta(0) <= now - at < FRESH:
            return known
        page: wire.Page[T] = self._api.read(
            f"{self._api.shop}/{what}",
            wire.Page[kind],  # type: ignore[valid-type]  # at run time
            scope=SCOPE,
            params=params or None,
        )
        if page.results:  # what the shop lacks she may be making now
            with self._lock:
                self._read[what] = now, page.results
        return page.results

    def _leaves(self) -> tuple[Leaf, ...]:
        with self._lock:
            if not self._tree:
                page = self._api.read("/seller-taxonomy/nodes", wire.Page[raw.Category])
                self._tree = tuple(categories.leaves(page.results))
            return self._tree
