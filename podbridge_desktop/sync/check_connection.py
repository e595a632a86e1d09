"""Test a connection again: reach, key, rights, second bridges."""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.native_links import Sight, look
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.ports import CheckReport
from podbridge_desktop.storage import cases, connections, jobs
from podbridge_desktop.storage.connections import StoredConnection
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.sync.context import Context


def check_connection(job: Job, ctx: Context) -> None:
    """The daily test, and the one before a broken connection is used again."""
    with ctx.database.read() as tx:
        stored = connections.find(tx, job.connection_id)
    if stored is not None:
        look_again(stored, ctx)


def look_again(stored: StoredConnection, ctx: Context) -> CheckReport:
    """Keep what the test found; a working key lets everything that waited for it go on."""
    remotes = ctx.remotes
    remote = remotes.channel(stored.id) if stored.is_store else remotes.supplier(stored.id)
    report = remote.check()
    with ctx.database.write() as tx:
        connections.note_report(tx, stored.id, report)
        cases.close_cases(tx, connection_id=stored.id, kinds=(CaseKind.SIGN_IN,))
        if stored.health == "broken":
            jobs.wake_parked(tx, stored.id)
        elif not report.missing:  # what lacked a right has it now
            jobs.wake(tx, cases.open_subjects(tx, CaseKind.PERMISSION))
        _note_missing(tx, stored.id, report)
        _note_native_links(tx, stored.id, report)
    return report


def _note_missing(tx: Tx, connection_id: str, report: CheckReport) -> None:
    subject = f"connection:{connection_id}"
    if not report.missing:
        connections.note_health(tx, connection_id, "healthy")
        cases.close_cases(tx, connection_id=connection_id, kinds=(CaseKind.PERMISSION,))
        return
    sentence = " ".join(ability.sentence for ability in report.missing)
    connections.note_health(tx, connection_id, "needs_you", sentence)
    cases.open_case(
        tx, NewCase(CaseKind.PERMISSION, subject, sentence, connection_id=connection_id)
    )


def _note_native_links(tx: Tx, supplier_id: str, report: CheckReport) -> None:
    """A supplier that serves one of our stores by itself turns that route to Watch."""
    for store in connections.every(tx):
        route = connections.get_route(tx, store.id, supplier_id) if store.is_store else None
        if route is None or route.mode is Mode.WATCH:
            continue
        seen = look(
            store.platform, store.known_as, report.native_links, visible=report.links_visible
        )
        if seen.sight is not Sight.LINKED:
            continue
        connections.watch_only(tx, store.id, supplier_id, "native link")
        cases.open_case(
            tx,
            NewCase(
                CaseKind.NATIVE_LINK,
                f"route:{store.id}:{supplier_id}",
                f"The supplier's own app serves “{store.name}” too. Two bridges would mean two orders, so this route"
                " only watches now.",
                connection_id=supplier_id,
            ),
        )
