"""Exception cases: opening, closing, reading one. Opening the same case twice only refreshes its sentence."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from podbridge_desktop.domain.cases import CaseKind, ExceptionCase, NewCase
from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.storage import audit, journey
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import audit as recorded
from podbridge_desktop.storage.tables import exception_case as t

_REFRESH = Prepared(
    update(t).where(
        t.c.kind == bindparam("of_kind"),
        t.c.subject == bindparam("of_subject"),
        t.c.closed_at.is_(None),
    )
)
_SUBJECTS = Prepared(
    select(t.c.subject).where(t.c.kind == bindparam("of_kind"), t.c.closed_at.is_(None))
)
_OPEN = Prepared(t.insert())
_CLOSE = Prepared(update(t).where(t.c.id == bindparam("this")))


def open_case(tx: Tx, case: NewCase) -> None:
    """Open a case; one that is open already (same kind and subject) gets the newer sentence."""
    said = {"message": case.message, "details": case.details, "facts": case.facts}
    if not _REFRESH.run(tx, of_kind=case.kind, of_subject=case.subject, **said):
        _OPEN.run(
            tx,
            kind=case.kind,
            subject=case.subject,
            order_id=case.order_id,
            supplier_order_id=case.supplier_order_id,
            connection_id=case.connection_id,
            shipment_id=case.shipment_id,
            listing_id=case.listing_id,
            opened_at=tx.now,
            **said,
        )
        audit.add(
            tx,
            Entry(Actor.ENGINE, "case_opened", case.order_id, case.connection_id,
                  {"kind": case.kind, "subject": case.subject}),
        )  # fmt: skip
    _touched(tx, case.order_id)


def close_cases(
    tx: Tx,
    *,
    by: Actor = Actor.ENGINE,
    subject: str | None = None,
    kinds: tuple[CaseKind, ...] = (),
    order_id: int | None = None,
    supplier_order_id: int | None = None,
    connection_id: str | None = None,
    case_id: int | None = None,
) -> int:
    """Close the open cases that match every given condition; returns how many. At least one is needed."""
    wanted = {
        "subject": subject,
        "order_id": order_id,
        "supplier_order_id": supplier_order_id,
        "connection_id": connection_id,
        "id": case_id,
    }
    asked = {name: value for name, value in wanted.items() if value is not None}
    if not asked and not kinds:
        raise ValueError("closing every case at once is never meant")
    rows = [
        row for row in _matching(tuple(asked)).all(tx, **asked) if not kinds or row.kind in kinds
    ]
    for row in rows:
        _CLOSE.run(tx, this=row.id, closed_at=tx.now, closed_by=by)
        audit.add(
            tx,
            Entry(by, "case_closed", row.order_id, row.connection_id,
                  {"kind": row.kind, "subject": row.subject}),
        )  # fmt: skip
        _touched(tx, row.order_id)
    return len(rows)


@cache
def _matching(asked: tuple[str, ...]) -> Prepared:
    """The open cases in which these columns have given values."""
    return Prepared(
        select(t.c.id, t.c.kind, t.c.subject, t.c.order_id, t.c.connection_id)
        .where(t.c.closed_at.is_(None), *(t.c[name] == bindparam(name) for name in asked))
        .order_by(t.c.id)
    )


def get(tx: Tx, case_id: int) -> ExceptionCase | None:
    """One case by its id."""
    row = tx.conn.execute(select(t).where(t.c.id == case_id)).first()
    return None if row is None else _case(row)


def open_of(tx: Tx, kind: CaseKind) -> list[ExceptionCase]:
    """Every open case of a kind, oldest first."""
    rows = tx.conn.execute(
        select(t).where(t.c.kind == kind, t.c.closed_at.is_(None)).order_by(t.c.id)
    )
    return [_case(row) for row in rows]


def open_subjects(tx: Tx, kind: CaseKind) -> set[str]:
    """The subjects of the open cases of one kind."""
    return set(_SUBJECTS.scalars(tx, of_kind=kind))


def was_told(tx: Tx, kind: CaseKind, subject: str) -> bool:
    """Whether there ever was such a case, open or closed."""
    found = select(t.c.id).where(t.c.kind == kind, t.c.subject == subject).limit(1)
    return tx.conn.execute(found).first() is not None


def was_ignored(tx: Tx, case: NewCase) -> bool:
    """The seller closed the same case without a remedy: it is not opened once more."""
    trail = recorded.c
    found = select(trail.seq).where(
        trail.order_id == case.order_id,
        trail.event == "case_ignored",
        trail.facts.contains(f'"{case.subject}"', autoescape=True),
    )
    return tx.conn.execute(found.limit(1)).first() is not None


def _case(row: Row[Any]) -> ExceptionCase:
    return ExceptionCase(
        id=row.id,
        kind=CaseKind(row.kind),
        subject=row.subject,
        message=row.message,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        order_id=row.order_id,
        supplier_order_id=row.supplier_order_id,
        connection_id=row.connection_id,
        shipment_id=row.shipment_id,
        listing_id=row.listing_id,
        facts=row.facts,
        details=row.details,
    )


def _touched(tx: Tx, order_id: int | None) -> None:
    tx.changed(Topic.CASES)
    if order_id is not None:
        journey.refresh(tx, order_id)


def count_open(tx: Tx) -> int:
    """How many cases are open."""
    return int(tx.conn.execute(select(func.count()).where(t.c.closed_at.is_(None))).scalar_one())


def note_reason(tx: Tx, case: ExceptionCase, reason: str) -> None:
    """Why the seller closed a case without a remedy."""
    facts = {"kind": case.kind, "subject": case.subject, "reason": reason}
    audit.add(tx, Entry(Actor.SELLER, "case_ignored", case.order_id, case.connection_id, facts))
