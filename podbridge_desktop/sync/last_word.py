"""The last look before money may be spent: what was clicked, pulled or changed while the calls were on the wire."""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.errors import Skip
from podbridge_desktop.storage import cases, jobs, ledger, wishes
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.sync import guard
from podbridge_desktop.sync.approving import BY_RULE, await_approval
from podbridge_desktop.sync.heed import approval_subject


def wanted(row: LedgerRow) -> None:
    """Raises `Skip` for what is held, or not approved."""
    if row.held_by_seller is not None:
        raise Skip("held by the seller")
    if row.approved_by is None:
        raise Skip("not approved")


def last_word(tx: Tx, row: LedgerRow) -> str:
    """Why it must not be paid after all; empty when nothing stands against it."""
    now = ledger.get(tx, row.id)
    if now.state is not row.state:
        return "the row moved on"
    wanted(now)
    if jobs.live(tx, wishes.cancel_key(row.id)) is not None:
        return "it is being cancelled"
    return _stores_last_word(tx, now) or _rules_last_word(tx, now)


def _stores_last_word(tx: Tx, row: LedgerRow) -> str:
    if guard.over(tx, row):
        return "the order was cancelled or refunded in the store"
    if guard.journey_stopped(tx, row.order_id) or guard.unwanted(tx, row):
        return "a change at the store waits for the seller"
    return "it bears an address that was corrected since" if guard.send_back(tx, row) else ""


def _rules_last_word(tx: Tx, row: LedgerRow) -> str:
    """A yes by rule holds only while the rule does."""
    rules = ledger.rules_for(tx, row)
    if row.approved_by != BY_RULE or (rules is not None and rules.mode is Mode.AUTOMATIC):
        return ""
    await_approval(tx, _unapproved(tx, row))
    return "the route is not automatic any more: the seller decides"


def dearer(tx: Tx, row: LedgerRow, total: Money) -> str:
    """A cost above the approved one takes the approval back: the rule decides anew, or the seller is asked.

    The new cost is noted before.
    """
    approved = row.approved_cost
    if approved is None or (approved.currency == total.currency and approved.minor >= total.minor):
        return ""
    by_rule = row.approved_by == BY_RULE
    row = _unapproved(tx, row)
    if by_rule:
        await_approval(tx, row)
        return "the cost went up: the rule decides anew"
    cases.open_case(
        tx,
        NewCase(
            CaseKind.COST_HIGHER,
            approval_subject(row.id),
            f"You approved {approved}; the supplier now asks {total}. Nothing was paid.",
            order_id=row.order_id,
            supplier_order_id=row.id,
            connection_id=row.supplier_id,
        ),
    )
    return "the cost went up: the seller decides"


def _unapproved(tx: Tx, row: LedgerRow) -> LedgerRow:
    """The yes is taken back, and the row waits for another."""
    ledger.withdraw_approval(tx, row)
    if row.state is SupplierState.CHECKED:
        ledger.move(tx, row, SupplierState.WAITING)
    return ledger.get(tx, row.id)
