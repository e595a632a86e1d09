"""Which actions make sense for an order now, and in which words; decided from what was read, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, QLocale

from podbridge_desktop.domain.cases import Action, HoldReason
from podbridge_desktop.domain.lifecycle import Step, SupplierState
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.order_row import OrderRow
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.domain.views import CaseRow, OrderDetail, SupplierOrderRow
from podbridge_desktop.ui.words import phrases
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate
S = SupplierState
_CANCELLABLE = {
    S.PLANNED, S.SENDING, S.DRAFTED, S.CHECKED, S.WAITING, S.CONFIRMING, S.IN_PRODUCTION, S.FAILED,
}  # fmt: skip
_BEFORE_MONEY = {S.PLANNED, S.SENDING, S.DRAFTED, S.CHECKED, S.WAITING}


class Verb(Enum):
    APPROVE = "approve"
    RELEASE = "release"
    PICK = "pick"
    HOLD = "hold"
    CANCEL = "cancel"
    OPEN_SUPPLIER = "open_supplier"
    OPEN_STORE = "open_store"


@dataclass(frozen=True, slots=True)
class Offer:
    """One button. `url` for the verbs that open a page."""

    verb: Verb
    text: str
    icon: str
    url: str = ""

    @property
    def is_first(self) -> bool:
        """It brings the order on: the one filled button, where no case has it."""
        return self.verb in {Verb.APPROVE, Verb.RELEASE, Verb.PICK}


def offers_of(detail: OrderDetail, formats: Formats) -> tuple[Offer, ...]:
    """The buttons of an order, those that bring it on first; what a case offers already is not said twice."""
    return (
        *_approve(detail, formats),
        *_go_on(detail.row),
        *_stop(detail),
        *_pages(detail),
    )


def waiting_parts(detail: OrderDetail) -> tuple[SupplierOrderRow, ...]:
    """The supplier orders that wait for the seller's yes."""
    return tuple(
        part
        for part in detail.supplier_orders
        if part.state is S.WAITING and part.approved_by is None and part.held_by_seller is None
    )


def _approve(detail: OrderDetail, formats: Formats) -> Iterable[Offer]:
    asked = {case.supplier_order_id for case in detail.cases if Action.APPROVE in case.actions}
    waiting = [part for part in waiting_parts(detail) if part.id not in asked]
    if waiting:
        yield Offer(Verb.APPROVE, approve_words([part.cost for part in waiting], formats), "check")


def approve_words(costs: Iterable[Money | None], formats: Formats) -> str:
    """What the yes costs, on the button that says it."""
    sums: dict[str, Money] = {}
    for cost in costs:
        if cost is None:
            return translate("Orders", "Approve without knowing the cost")
        known = sums.get(cost.currency)
        sums[cost.currency] = cost if known is None else known + cost
    amounts = [formats.money(cost.minor, cost.currency) for cost in sums.values()]
    said = QLocale().createSeparatedList(amounts)
    return translate("Orders", "Approve and pay %1").replace("%1", said)


def _go_on(row: OrderRow) -> Iterable[Offer]:
    if row.hold_reason is HoldReason.HELD_BY_SELLER:
        yield Offer(Verb.RELEASE, translate("Orders", "Release"), "play")
    if row.standing in {Standing.BEFORE_PODBRIDGE, Standing.LATE}:
        yield Offer(Verb.PICK, translate("Orders", "Send it after all"), "send")


def _stop(detail: OrderDetail) -> Iterable[Offer]:
    row = detail.row
    states = [part.state for part in detail.supplier_orders]
    unsent = row.standing is Standing.OURS and row.step is Step.PLACED
    held = row.hold_reason is HoldReason.HELD_BY_SELLER
    if not held and (unsent or any(state in _BEFORE_MONEY for state in states)):
        yield Offer(Verb.HOLD, translate("Orders", "Hold…"), "pause")
    asked = any(Action.CANCEL in case.actions for case in detail.cases)
    if not asked and any(state in _CANCELLABLE for state in states):
        yield Offer(Verb.CANCEL, translate("Orders", "Cancel at the supplier…"), "x")


def _pages(detail: OrderDetail) -> Iterable[Offer]:
    if detail.store_url:
        text = translate("Orders", "Open in the store")
        yield Offer(Verb.OPEN_STORE, text, "external-link", detail.store_url)


def case_words(case: CaseRow, action: Action, detail: OrderDetail, formats: Formats) -> str:
    """The button of a case's action; a yes names its price, a page its place."""
    parts = {part.id: part for part in detail.supplier_orders}
    part = parts.get(case.supplier_order_id or 0)
    if action is Action.APPROVE and part is not None:
        return approve_words([part.cost], formats)
    if action is Action.OPEN_AT_SUPPLIER and part is not None:
        return translate("Orders", "Open at %1").replace("%1", part.supplier)
    return phrases.case_action(case.kind, action)
