"""Asking for the yes: by the seller's standing rule, or by a case that waits for the seller."""

from __future__ import annotations

from podbridge_desktop.domain.approval import Limits, Verdict, decide
from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.storage import cases, jobs, ledger, orders, wishes
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.ledger import LedgerRow
from podbridge_desktop.storage.orders import Stored
from podbridge_desktop.sync.heed import approval_subject

BY_RULE = "rule"


def await_approval(tx: Tx, row: LedgerRow) -> None:
    """Release by the seller's rule, or open the case that asks."""
    stored = orders.load(tx, row.order_id)
    rules = ledger.rules_for(tx, row)
    mode = rules.mode if rules else Mode.WATCH
    personal = any(
        line.properties
        for line in stored.reading.lines
        if line.remote_id in {planned.remote_id for planned in row.lines}
    )
    decision = decide(mode, row.cost, income_of(row, stored), rules.limits if rules else Limits())
    kind, sentence = decision.case, decision.sentence
    if personal and kind in {None, CaseKind.APPROVAL}:
        kind = CaseKind.PERSONALIZATION
        sentence = (
            f"The buyer of order {stored.reading.number} asked for something personal. The print files at the"
            " supplier do not know of it."
        )
    sentence += _expected_tax(row)
    if kind is None and decision.verdict is Verdict.RELEASE:
        ledger.approve(tx, row, BY_RULE, Actor.ENGINE)
        jobs.add(tx, wishes.confirm(row))
        return
    cases.open_case(
        tx,
        NewCase(
            kind or CaseKind.APPROVAL,
            approval_subject(row.id),
            sentence,
            order_id=row.order_id,
            supplier_order_id=row.id,
            connection_id=row.supplier_id,
        ),
    )


def _expected_tax(row: LedgerRow) -> str:
    """Before the order is made its tax is only expected: the yes goes as far as that, and the sentence says so."""
    if row.remote_id or row.tax is None or not row.tax.minor:
        return ""
    return f" {row.tax} of it is tax as it is usual there; the supplier tells it once the order is made."


def income_of(row: LedgerRow, stored: Stored) -> Money:
    """The part of the order's income that these lines bring, by their share of the goods."""
    income = stored.reading.income
    whole = sum(line.unit_price.minor * line.quantity for line in stored.reading.lines)
    share = sum(line.unit_price.minor * line.quantity for line in row.lines)
    return income if whole <= 0 else Money(income.minor * share // whole, income.currency)
