"""sync: one pass, or for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.backups import SAY_SO
from podbridge_desktop.cli.engine_pass import Crew, Report, one_pass
from podbridge_desktop.cli.session import connection_named, session_of

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.container import Container
    from podbridge_desktop.sync.report import PassReport

UNUSABLE = 3
_STANDBY = 1.0  # seconds between two looks whether the engine is free
_TOLD = 2.0  # seconds between two lines of news
_DONE = {
    "pulled": "orders pulled",
    "sent": "sent",
    "confirmed": "confirmed",
    "tracked": "tracking numbers synced",
}


_RESTORED = {
    "asks": "Nothing was sent: this data was restored. Once PodBridge is off on the old computer (or this is the same one),"
    f" say so: {SAY_SO}",
    "compares": "Nothing was sent: this data was restored, and not every connection could be compared with it yet. Mend"
    " those that could not be used, or disconnect them.",
}


def register(app: typer.Typer) -> None:
    app.command()(sync)


def sync(
    context: typer.Context,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and keep the timetable until stopped.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help="Only this connection; may be given several times.")
    ] = None,
) -> None:
    """Look at everything now, send what is approved, bring tracking back; until nothing is due."""
    session = session_of(context)
    with session.workspace() as container:
        ids = tuple(connection_named(container, name).id for name in only or ())
        report = _for_ever(container) if watch else one_pass(container, ids)
    session.show(report, lambda: in_words(report))
    if report["unusable"] or report.get("held_back"):
        raise typer.Exit(UNUSABLE)


def _for_ever(container: Container) -> Report:
    """Serve until SIGINT or SIGTERM; while another program syncs, stand by and take over when it ends."""
    stopping = container.stopping
    told = False
    while not container.take_engine("sync --watch"):
        if not told:
            output.note(f"Waiting: {container.engine_owner()} syncs this workspace.")
            told = True
        if stopping.wait(_STANDBY):
            return {**container.engine(spawn=None).so_far().as_dict(), "unusable": {}}
    output.note("Watching. Stop with Ctrl-C.")
    crew = Crew(stopping)
    engine = container.engine(spawn=crew.spawn)
    teller = threading.Thread(target=_tell, args=(engine.so_far, stopping), daemon=True)
    teller.start()
    engine.run(stopping)
    teller.join()
    crew.check()
    return engine.so_far().as_dict()


def _tell(so_far: Callable[[], PassReport], stopping: threading.Event) -> None:
    """A line on stderr whenever something was done."""
    before: Report = {}
    while not stopping.wait(_TOLD):
        now = so_far().as_dict()
        if any(now[key] != before.get(key, 0) for key in _DONE):
            output.note(in_words(now))
        before = now


def in_words(report: Report) -> str:
    """A pass in one or a few lines."""
    done = ", ".join(f"{report[key]} {word}" for key, word in _DONE.items())
    cases = "open case" if report["exceptions"] == 1 else "open cases"
    lines = [f"{done}. {report['waiting']} waiting, {report['exceptions']} {cases}."]
    if held_back := report.get("held_back"):
        lines.append(str(held_back))
    if report.get("owner"):
        lines.append(f"Done by {report['owner']}.")
    if (restored := report.get("restored")) is not None:
        lines.append(_RESTORED[str(restored)])
    if adopted := report.get("adopted"):
        lines.append(f"{adopted} supplier orders that this data did not know were taken over.")
    waits, unusable = report.get("waits"), report.get("unusable")
    lines += [
        f"{wait['connection']} waits until {wait['until']}: {wait['why']}"
        for wait in (waits if isinstance(waits, list) else ())
    ]
    lines += [
        f"{name} could not be used: {why}"
        for name, why in (unusable if isinstance(unusable, dict) else {}).items()
    ]
    return "\n".join(output.printable(line) for line in lines)
