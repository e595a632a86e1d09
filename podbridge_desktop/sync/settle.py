"""How a job ends, judged by the class of its error and by nothing else (the table of architecture.md)."""

from __future__ import annotations

import logging
import random
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.jobs import Job, JobKind, JobState
from podbridge_desktop.errors import (
    Gone,
    NeedsPerson,
    NoRoom,
    PermissionMissing,
    PodBridgeError,
    Retry,
    SignInFailed,
    Skip,
    Stopped,
    StoreTrouble,
    UnknownOutcome,
)
from podbridge_desktop.storage import cases, connections, jobs, ledger, orders, shipments
from podbridge_desktop.storage.database import Tx

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=15)
ROOM_WAIT = timedelta(minutes=1)  # told as the state of the whole bridge, not as a case each
SIGN_IN_WAIT = timedelta(minutes=10)
LOOKUPS_BEFORE_A_CASE = 3
TRIES_BEFORE_A_CASE = 5  # about three minutes, or so many passes of a seller who tries now
ROUNDS = {
    JobKind.PULL_ORDERS,
    JobKind.POLL_SUPPLIER,
    JobKind.CHECK_CONNECTION,
    JobKind.COMPARE_BOOKS,
    JobKind.PULL_PRODUCTS,
    JobKind.PULL_LISTINGS,
}  # fmt: skip - what fails of them is told with the connection


def succeeded(tx: Tx, job: Job) -> None:
    """The job is done: what it had asked of a person is answered."""
    if jobs.settle(tx, job, JobState.DONE):
        cases.close_cases(tx, subject=job.dedupe)


def failed(tx: Tx, job: Job, error: Exception, chance: random.Random) -> None:
    """Write how the job ended; open a case where a person must act."""
    match error:
        case Skip():
            succeeded(tx, job)
        case Stopped():
            jobs.settle(tx, job, JobState.READY, due_at=tx.now)
        case UnknownOutcome():
            _unknown(tx, job, error, chance)
        case NoRoom():
            jobs.settle(tx, job, JobState.READY, error=error.message, due_at=tx.now + ROOM_WAIT)
        case Retry():
            _later(tx, job, error, chance)
        case SignInFailed():
            _sign_in(tx, job, error)
        case NeedsPerson():
            _park(tx, job, error)
        case StoreTrouble():
            jobs.settle(tx, job, JobState.READY, error=error.message, due_at=tx.now + FIRST_WAIT)
        case _:
            _bug(tx, job, error)


def backoff(attempts: int, chance: random.Random) -> timedelta:
    """Growing waits with jitter: 10 s, 20 s, 40 s … at most 15 min, each ±20 %."""
    grown: timedelta = min(FIRST_WAIT * (1 << min(attempts - 1, 10)), LONGEST_WAIT)
    return grown * chance.uniform(0.8, 1.2)


def _later(tx: Tx, job: Job, error: Retry, chance: random.Random) -> None:
    if error.wait is not None:  # the vendor's own wait: even *try now* honours it
        due: datetime = tx.now + error.wait
        jobs.settle(tx, job, JobState.READY, error=error.message, due_at=due, not_before=due)
        return
    due = tx.now + backoff(job.attempts, chance)
    jobs.settle(tx, job, JobState.READY, error=error.message, due_at=due)
    if job.attempts >= TRIES_BEFORE_A_CASE and job.kind not in ROUNDS:
        cases.open_case(tx, _case(tx, job, CaseKind.NO_ANSWER, error))


def _unknown(tx: Tx, job: Job, error: UnknownOutcome, chance: random.Random) -> None:
    """The first look-up comes at once: mostly only the answer was lost."""
    due = tx.now if job.attempts == 1 else tx.now + backoff(job.attempts, chance)
    jobs.settle(tx, job, JobState.READY, error=error.message, due_at=due)
    if job.attempts >= LOOKUPS_BEFORE_A_CASE:
        cases.open_case(tx, _case(tx, job, CaseKind.NO_ANSWER, error))


def _sign_in(tx: Tx, job: Job, error: SignInFailed) -> None:
    """One case for the connection, not one per order that waits for it."""
    due = tx.now + SIGN_IN_WAIT
    jobs.settle(tx, job, JobState.READY, error=error.message, due_at=due)
    key_refused(tx, error.connection_id or job.connection_id, error)


def key_refused(tx: Tx, connection_id: str, error: SignInFailed) -> None:
    """Nothing more is tried with this key, and the seller is told once."""
    connections.note_health(tx, connection_id, "broken", error.message)
    cases.open_case(
        tx,
        NewCase(
            CaseKind.SIGN_IN,
            f"connection:{connection_id}",
            _sentence(error),
            connection_id=connection_id,
            details=error.details,
        ),
    )


def _park(tx: Tx, job: Job, error: NeedsPerson) -> None:
    case = _case(tx, job, CaseKind(error.case), error)
    if case.kind is CaseKind.ADDRESS_HIDDEN and case.order_id is not None:
        jobs.settle(tx, job, JobState.DONE)  # the net asks again once the case is closed
        case = replace(case, subject=address_subject(case.order_id), supplier_order_id=None)
    else:
        jobs.settle(tx, job, JobState.PARKED, error=error.message)
    cases.open_case(tx, case)
    if isinstance(error, PermissionMissing):
        connection_id = error.connection_id or job.connection_id
        connections.note_health(tx, connection_id, "needs_you", error.message)


def address_subject(order_id: int) -> str:
    """All parts of an order lack the same address: it is asked for once."""
    return f"order:{order_id}"


def _bug(tx: Tx, job: Job, error: Exception) -> None:
    log.error("job %s %s failed", job.kind, job.dedupe, exc_info=error)
    jobs.settle(tx, job, JobState.PARKED, error=type(error).__name__)
    told = PodBridgeError(
        f"PodBridge made a mistake in one step ({job.kind}). Nothing is lost; the step waits.",
        details=f"{type(error).__name__} in {job.kind} {job.dedupe}",
    )
    cases.open_case(tx, _case(tx, job, CaseKind.BUG, told))


def _case(tx: Tx, job: Job, kind: CaseKind, error: PodBridgeError) -> NewCase:
    """A case about what the job was for; its subject is the job's key, so that `retry` finds the job."""
    order_id = supplier_order_id = shipment_id = listing_id = None
    with suppress(Gone):  # its connection was removed meanwhile; the case is told all the same
        if "supplier_order" in job.payload:
            row = ledger.get(tx, job.number("supplier_order"))
            order_id, supplier_order_id = row.order_id, row.id
        elif "shipment" in job.payload:
            record = shipments.get(tx, job.number("shipment"))
            shipment_id = record.id
            order_id, supplier_order_id = record.order_id, record.supplier_order_id
        elif "order" in job.payload:
            order_id = orders.load(tx, job.number("order")).id
        elif job.kind in {JobKind.PUSH_LISTING, JobKind.FOLLOW_STOCK}:
            listing_id = job.number("listing")
    return NewCase(
        kind,
        job.dedupe,
        _sentence(error),
        order_id=order_id,
        supplier_order_id=supplier_order_id,
        connection_id=error.connection_id or job.connection_id,
        shipment_id=shipment_id,
        listing_id=listing_id,
        details=error.details,
    )


def _sentence(error: PodBridgeError) -> str:
    return f"{error.message} {error.hint}".strip()
