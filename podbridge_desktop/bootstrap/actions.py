"""Everything a person can do, in one place: what the window's buttons and the command's verbs call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from podbridge_desktop.domain.care import Behind
from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.differences import Difference
from podbridge_desktop.domain.listing import ListingEdits, StoreTerms
from podbridge_desktop.domain.matching.proposals import Proposal
from podbridge_desktop.domain.mockups import MockupStyle
from podbridge_desktop.domain.native_links import Guard
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.pricing import PriceRule, SellingCosts
from podbridge_desktop.domain.rates import Rates
from podbridge_desktop.domain.settings import SETTINGS
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services import (
    addresses,
    approvals,
    cases,
    drift,
    link_proposals,
    links,
    mockups,
    pasted_address,
    products,
    pushing,
    restored,
    routes,
    selling,
    settings,
    tracking_list,
)
from podbridge_desktop.services.drift import ListingChanges
from podbridge_desktop.services.link_proposals import ReviewRow
from podbridge_desktop.services.products import Preview, PushRequest
from podbridge_desktop.services.routes import RouteWish
from podbridge_desktop.services.selling import Preset
from podbridge_desktop.services.tracking_list import TrackingLine
from podbridge_desktop.storage import audit, ownership
from podbridge_desktop.storage.connections import RouteSetting
from podbridge_desktop.storage.database import Database


class Actions:
    """Each call is one short transaction without network. Raises `BadInput` with a sentence for the seller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def approve(self, order_id: int, supplier_order_id: int | None = None) -> Changed:
        return approvals.approve(self._database, order_id, supplier_order_id)

    def approve_all(self, order_ids: Iterable[int]) -> tuple[Changed, tuple[BadInput, ...]]:
        """Approve several orders; one that cannot be approved stops none of the others, and its reason comes back."""
        changed, refused = Changed(), []
        for order_id in order_ids:
            try:
                changed |= approvals.approve(self._database, order_id)
            except BadInput as error:
                refused.append(error)
        return changed, tuple(refused)

    def hold(self, order_id: int, reason: str) -> Changed:
        return approvals.hold(self._database, order_id, reason)

    def release(self, order_id: int) -> Changed:
        return approvals.release(self._database, order_id)

    def cancel(self, order_id: int, supplier_order_id: int | None = None) -> Changed:
        return approvals.cancel(self._database, order_id, supplier_order_id)

    def pick(self, order_id: int) -> Changed:
        return approvals.pick(self._database, order_id)

    def fix_address(self, order_id: int, address: Address) -> Changed:
        return addresses.fix(self._database, order_id, address)

    @staticmethod
    def read_address(pasted: str) -> Address:
        """A whole address, pasted as one piece, taken apart. Raises `BadInput` where it is none."""
        return pasted_address.read_pasted(pasted)

    def import_addresses(self, store_id: str, path: Path) -> tuple[int, int]:
        return addresses.import_file(self._database, store_id, path)

    def tracking_list(self, store_id: str = "") -> tuple[TrackingLine, ...]:
        """Numbers that a store does not take from programs, to be entered by hand."""
        return tracking_list.to_enter(self._database, store_id)

    def resolve(self, case_id: int, action: Action, fields: Mapping[str, str]) -> Changed:
        return cases.resolve(self._database, case_id, action, fields)

    def auto_link(self, store_ids: tuple[str, ...] = ()) -> int:
        return links.auto_link(self._database, store_ids)

    def review_links(self, store_id: str = "") -> tuple[ReviewRow, ...]:
        """Unlinked variants with what each is probably printed as; a second or two where there are ten thousand."""
        return link_proposals.review(self._database, store_id)

    def accept_links(self, proposals: Sequence[Proposal]) -> int:
        """Link what the seller accepted; returns how many."""
        return link_proposals.accept(self._database, proposals)

    def link(self, store_id: str, variant: str, supplier_id: str, supplier_variant: str) -> Changed:
        return links.link(self._database, store_id, variant, supplier_id, supplier_variant)

    def not_ours(self, store_id: str, variant: str) -> Changed:
        return links.not_ours(self._database, store_id, variant)

    def follow_stock(self, store_id: str, *, on: bool) -> Changed:
        """Whether a store's variants follow their suppliers' stock."""
        return drift.follow_stock(self._database, store_id, on=on)

    def changes(self, store_id: str = "") -> tuple[ListingChanges, ...]:
        """What is not as it was agreed on with the last push; a few milliseconds a listing."""
        return drift.review(self._database, store_id)

    def apply_changes(self, listing_ids: Iterable[int]) -> drift.Done:
        """One that cannot be updated stops none of the others, and its reason comes back."""
        return drift.apply(self._database, listing_ids)

    def keep_changes(self, listing_ids: Iterable[int]) -> drift.Done:
        return drift.keep(self._database, listing_ids)

    def undo_push(self, store_id: str, product_id: int) -> Changed:
        """Put back what the store showed before the last push of this product."""
        return drift.undo(self._database, store_id, product_id)

    def preview_push(self, request: PushRequest) -> Preview:
        return products.preview(self._database, request)

    def ask_mockups(
        self, product_id: int, styles: Sequence[MockupStyle], files: Mapping[str, str]
    ) -> Changed:
        """Wish for pictures of a product; `files` are addresses of print files by place."""
        return mockups.ask(self._database, product_id, styles, files)

    def remembered_choices(self, store_id: str, product_id: int) -> dict[str, str]:
        """What she last picked from a store's lists, by field."""
        return products.remembered(self._database, store_id, product_id)

    def left_as_there(
        self, request: PushRequest, edits: ListingEdits, left: Sequence[Difference]
    ) -> ListingEdits:
        """Her wishes when these differences stay as the store has them. Keeps nothing."""
        return products.left_as_there(self._database, request, edits, left)

    def push(self, request: PushRequest) -> Changed:
        return products.push(self._database, request)

    def stop_pushing(self) -> Changed:
        """Nothing more is brought to a store; what is on the wire comes to its end."""
        return pushing.stop(self._database)

    def retry_pushes(self) -> Changed:
        """Push once more what the stores refused."""
        return pushing.retry_refused(self._database)

    def edits(self, store_id: str, product_id: int) -> ListingEdits:
        """What she wants otherwise for this product in this store."""
        return products.edits(self._database, store_id, product_id)

    def selling(self, store_id: str) -> tuple[StoreTerms, tuple[Preset, ...]]:
        """How a store sells, and its saved price rules."""
        terms = selling.of_store(self._database, store_id)
        return terms, selling.presets(self._database, store_id)

    def keep_preset(
        self, store_id: str, name: str, rule: PriceRule, *, is_default: bool
    ) -> Changed:
        return selling.keep_preset(self._database, store_id, name, rule, is_default=is_default)

    def forget_preset(self, store_id: str, name: str) -> Changed:
        return selling.forget_preset(self._database, store_id, name)

    def keep_selling_costs(self, store_id: str, costs: SellingCosts) -> Changed:
        return selling.keep_costs(self._database, store_id, costs)

    def keep_rate(self, base: str, quote: str, rate: str) -> Changed:
        return selling.keep_rate(self._database, base, quote, rate)

    def rates(self) -> Rates:
        return selling.rates(self._database)

    def set_route(self, wish: RouteWish) -> RouteSetting:
        return routes.set_route(self._database, wish)[1]

    def guard(self, store_id: str, supplier_id: str) -> Guard:
        """Whether the supplier's own app already serves this store."""
        return routes.guard(self._database, store_id, supplier_id)

    def setting(self, key: str) -> str:
        return settings.get(self._database, key)

    def change_setting(self, key: str, value: str) -> Changed:
        return settings.put(self._database, key, value)

    def settings(self) -> dict[str, str]:
        """Every setting with the value that counts now."""
        return {key: settings.get(self._database, key) for key in SETTINGS}

    def behind(self) -> Behind | None:
        """What is open after a restore; None in normal times."""
        return restored.behind(self._database)

    def old_computer_is_off(self) -> Changed:
        """Nothing else works on the data that was restored here: compare it with the vendors, then go on."""
        return restored.old_computer_is_off(self._database)

    def audit_broken_at(self) -> int | None:
        """The first entry of the trail that was changed or removed; None when all hold."""
        with self._database.read() as tx:
            return audit.broken_at(tx)

    def audit_trail(self, limit: int) -> tuple[audit.Recorded, ...]:
        """The newest entries, newest first."""
        with self._database.read() as tx:
            return audit.newest(tx, limit)

    def sync_now(self, only: tuple[str, ...] = ()) -> int:
        """Leave the wish for a pass; whoever owns the engine fulfils it. Returns the wish's number."""
        with self._database.write() as tx:
            return ownership.wish(tx, only)

    def sync_report(self, wish_id: int) -> dict[str, object] | None:
        """The report of that pass, or None while it goes on."""
        with self._database.read() as tx:
            return ownership.report_of(tx, wish_id)
