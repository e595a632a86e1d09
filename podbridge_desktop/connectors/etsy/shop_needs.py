"""Asks the shop for what a listing needs, and lets the choices choose."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TypeVar

from podbridge_desktop.connectors.etsy import categories, wire
from podbridge_desktop.connectors.etsy import choices as by
from podbridge_desktop.connectors.etsy import wire_listing as raw
from podbridge_desktop.connectors.etsy.api import EtsyApi
from podbridge_desktop.connectors.etsy.categories import Leaf
from podbridge_desktop.connectors.etsy.choices import Choices
from podbridge_desktop.domain.catalog import ListingDraft

T = TypeVar("T")
SCOPE = "shops_r"


@dataclass(frozen=True, slots=True)
class Needs:
    """What was chosen; None: nothing of it is sent."""

    shipping: int | None = None
    readiness: int | None = None
    returns: int | None = None
    partner: int | None = None
    category: int | None = None
    section: int | None = None
    renews: bool = False

    def form(self) -> dict[str, str]:
        """As Etsy's forms take it."""
        told = {
            "shipping_profile_id": self.shipping,
            "readiness_state_id": self.readiness,
            "return_policy_id": self.returns,
            "production_partner_ids": self.partner,
            "taxonomy_id": self.category,
            "shop_section_id": self.section,
        }
        return {name: str(value) for name, value in told.items() if value is not None}


class ShopNeeds:
    """Profiles are read for each push; the tree of categories, which is large, once."""

    def __init__(self, api: EtsyApi) -> None:
        self._api = api
        self._lock = threading.Lock()
        self._tree: tuple[Leaf, ...] = ()

    def of(self, draft: ListingDraft, head: raw.Listing | None, *, ready: bool) -> Needs:
        """All that a new listing needs; for one that exists, what it lacks and what the seller chose this time."""
        choices = Choices(draft)
        lacking = {by.SHIPPING, by.PROCESSING, by.RETURNS, by.PARTNER, by.CATEGORY}
        if head is not None:
            goes_live = draft.publish and head.state == "draft" and not head.production_partners
            lacking = {by.PARTNER} if goes_live else set()
            lacking |= set() if ready else {by.PROCESSING}
        wanted = lacking | {field.name for field in by.FIELDS if choices.given(field.name)}
        return Needs(
            shipping=self._shipping(choices) if by.SHIPPING in wanted else None,
            readiness=self._processing(choices) if by.PROCESSING in wanted else None,
            returns=self._returns(choices) if by.RETURNS in wanted else None,
            partner=self._partner(choices) if by.PARTNER in wanted else None,
            category=choices.category(self._leaves()) if by.CATEGORY in wanted else None,
            section=self._section(choices) if by.SECTION in wanted else None,
            renews=choices.renews,
        )

    def _shipping(self, choices: Choices) -> int:
        return choices.shipping(self._of_shop("shipping-profiles", raw.ShippingProfile))

    def _processing(self, choices: Choices) -> int:
        what = "readiness-state-definitions"
        return choices.processing(self._of_shop(what, raw.ProcessingProfile, limit=100))

    def _returns(self, choices: Choices) -> int | None:
        return choices.returns(self._of_shop("policies/return", raw.ReturnPolicy))

    def _partner(self, choices: Choices) -> int | None:
        return choices.partner(self._of_shop("production-partners", raw.Partner))

    def _section(self, choices: Choices) -> int | None:
        return choices.section(self._of_shop("sections", raw.Section))

    def category_properties(self, category: int | None) -> list[raw.CategoryProperty]:
        if category is None:
            return []
        path = f"/seller-taxonomy/nodes/{category}/properties"
        return self._api.read(path, wire.Page[raw.CategoryProperty]).results

    def _of_shop(self, what: str, kind: type[T], **params: int) -> list[T]:
        page: wire.Page[T] = self._api.read(
            f"{self._api.shop}/{what}",
            wire.Page[kind],  # type: ignore[valid-type]  # at run time
            scope=SCOPE,
            params=params or None,
        )
        return page.results

    def _leaves(self) -> tuple[Leaf, ...]:
        with self._lock:
            if not self._tree:
                page = self._api.read("/seller-taxonomy/nodes", wire.Page[raw.Category])
                self._tree = tuple(categories.leaves(page.results))
            return self._tree
