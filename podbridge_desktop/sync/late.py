"""A late finding is told in a case, once, and counted."""

from __future__ import annotations

from podbridge_desktop.domain.books import Gap
from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.storage import cases, findings
from podbridge_desktop.storage.database import Tx


def tell(tx: Tx, gap: Gap, what: str, case: NewCase) -> bool:
    """Open a case, unless it is open already or the seller has closed it without a remedy. True when it is new."""
    if case.subject in cases.open_subjects(tx, case.kind) or cases.was_ignored(tx, case):
        return False
    cases.open_case(tx, case)
    findings.note(tx, gap, what, case.connection_id or "", case.order_id)
    return True


def made_good(
    gap: Gap, what: str, order_id: int | None, connection_id: str, message: str
) -> NewCase:
    """The case of what goes its usual way by now: the seller shall know that it came late."""
    return NewCase(
        CaseKind.FOUND_LATE,
        f"{gap}:{what}",
        message,
        order_id=order_id,
        connection_id=connection_id,
    )
