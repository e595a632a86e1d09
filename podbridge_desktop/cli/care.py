"""doctor, settings, audit."""

from __future__ import annotations

from typing import Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.session import session_of
from podbridge_desktop.domain.care import Behind, Care
from podbridge_desktop.domain.settings import SETTINGS, Setting
from podbridge_desktop.errors import StoreTrouble


def register(app: typer.Typer) -> None:
    app.command()(doctor)
    app.command()(settings)
    app.command()(audit)


def doctor(context: typer.Context) -> None:
    """One page to send to support: versions and health; no secret, no customer's data."""
    session = session_of(context)
    with session.workspace() as container:
        page = _page(container.keys_in, container.versions())
        page["engine"] = "free" if container.engine_is_free() else container.engine_owner()
        page["backups"] = _backups(container.backups.care())
        page["restored"] = _behind(container.actions.behind())
        page["connections"] = [
            {
                "platform": row.platform,
                "kind": row.kind,
                "health": row.health,
                "message": row.health_message,
                "addresses": row.address_access,
                "last_contact": row.last_ok_at,
                "calls": row.calls,
                "failures": row.failures,
                "routes": [route.mode for route in row.routes],
            }
            for row in container.reads.connections()
        ]
        overview = container.reads.overview()
        page["orders"] = overview.orders
        page["on_hold"] = overview.on_hold
        page["open_cases"] = overview.waiting
        page["last_contact"] = overview.last_sync
        page["late_findings"] = container.reads.late_findings()
    session.show(page, lambda: _page_words(page))


def _backups(care: Care) -> Json:
    return {
        "last": care.last,
        "kept": len(care.backups),
        "trouble": care.trouble,
        "recovery_key_saved": care.recovery_key_saved_at,
    }


def _behind(behind: Behind | None) -> Json | None:
    """Why nothing is sent after a restore."""
    if behind is None:
        return None
    return {"asks": behind.asks_since is not None, "compares": list(behind.waits_for)}


def _page(keys_in: str, versions: dict[str, str]) -> Json:
    import platform  # noqa: PLC0415 - asks the system

    from podbridge_desktop import __version__  # noqa: PLC0415 - only here

    return {
        "podbridge": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "database": versions,
        "keys": keys_in,
    }


def _page_words(page: Json) -> str:
    lines = []
    for key, value in page.items():
        if isinstance(value, list):
            lines.append(f"{key}:")
            lines += [f"  {_flat(one)}" for one in value]
        elif isinstance(value, dict):
            lines.append(f"{key}: {_flat(value)}")
        else:
            lines.append(
                f"{key.replace('_', ' ')}: {output.plain(value) if value not in (None, '') else '-'}"
            )
    return "\n".join(output.printable(line) for line in lines)


def _flat(value: object) -> str:
    found = output.plain(value)
    if not isinstance(found, dict):
        return str(found)
    return ", ".join(f"{key} {inner}" for key, inner in found.items() if inner not in ("", None))


def settings(
    context: typer.Context,
    key: Annotated[str | None, typer.Argument(help="One setting; without: all.")] = None,
    value: Annotated[
        str | None,
        typer.Argument(help="The new value; unset (or an empty one): back to the default."),
    ] = None,
) -> None:
    """List, show or set the settings, with their defaults and meaning."""
    session = session_of(context)
    with session.workspace() as container:
        if key is not None and value is not None:
            container.actions.change_setting(key, value)
        if key is not None:
            known = [(SETTINGS[key], container.actions.setting(key))] if key in SETTINGS else []
            if not known:
                container.actions.setting(key)  # refuses it and names the others
        else:
            found = container.actions.settings()
            known = [(SETTINGS[name], text) for name, text in found.items()]
    shown = [_setting(setting, text) for setting, text in known]
    session.show(shown[0] if key else shown, lambda: _settings_table(known))


def _setting(setting: Setting, value: str) -> Json:
    return {
        "key": setting.key,
        "value": value or None,
        "default": setting.default or None,
        "meaning": setting.meaning,
    }


def _settings_table(known: list[tuple[Setting, str]]) -> str:
    cells = [(s.key, value or "unset", s.default or "unset", s.meaning) for s, value in known]
    return output.table(("SETTING", "VALUE", "DEFAULT", "MEANING"), cells)


def audit(
    context: typer.Context,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check that no entry was changed or removed.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many entries, newest first.")] = 50,
) -> None:
    """The trail of everything that was done."""
    session = session_of(context)
    with session.workspace() as container:
        if verify:
            broken = container.actions.audit_broken_at()
        else:
            entries = container.actions.audit_trail(limit)
    if not verify:
        shown: list[Json] = [{name: getattr(e, name) for name in e.__slots__} for e in entries]
        session.show(shown, lambda: _trail(shown))
        return
    if broken is not None:
        raise StoreTrouble(
            f"The trail was changed: entry {broken} does not fit the one before it.",
            hint="Restore a backup from before, and ask who had this computer.",
            code="audit_broken",
        )
    session.show({"holds": True}, lambda: "The trail holds: no entry was changed or removed.")


def _trail(entries: list[Json]) -> str:
    cells = [
        [
            str(output.plain(e[name]) or "")
            for name in ("number", "at", "actor", "event", "order_id")
        ]
        for e in entries
    ]
    return output.table(("NO", "AT", "BY", "WHAT", "ORDER"), cells)
