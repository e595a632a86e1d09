"""Connections as scripts and people see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from podbridge_desktop.cli import output
from podbridge_desktop.cli.output import Json
from podbridge_desktop.domain.key_end import SOON, days_left
from podbridge_desktop.domain.ports import Ability, CheckReport
from podbridge_desktop.domain.views import ConnectionRow

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.connecting import Tested

_HEALTH = {
    "healthy": "healthy",
    "needs_you": "needs you",
    "broken": "broken",
    "offline": "not reached",
    "disconnected": "disconnected",
}


def kept_shape(id_: str, tested: Tested) -> Json:
    report = tested.report
    return {
        "id": id_,
        "name": tested.form.name,
        "platform": tested.form.platform,
        "account": report.account_name,
        "account_id": report.account_id,
        "currency": report.currency,
        "abilities": [ability_shape(one) for one in report.abilities],
        "warnings": warnings_of(report),
    }


def ability_shape(one: Ability) -> Json:
    return {
        "name": one.name,
        "works": one.works,
        "sentence": one.sentence,
        "needed": one.needed,
    }


def warnings_of(report: CheckReport) -> list[str]:
    found = [one.sentence or one.name for one in report.abilities if not one.works]
    if report.native_links:
        names = ", ".join(link.name for link in report.native_links)
        found.append(f"This account serves stores by its own app: {names}.")
    return found


def connected_words(kept: Json) -> str:
    lines = [f"{kept['name']} is connected to {kept['account']} ({kept['currency']})."]
    lines += [f"  Warning: {warning}" for warning in _list(kept["warnings"])]
    return _lines(lines)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _lines(lines: list[str]) -> str:
    """Lines that may hold names from outside."""
    return "\n".join(output.printable(line) for line in lines)


def card_shape(row: ConnectionRow) -> Json:
    return {
        "id": row.id,
        "name": row.name,
        "platform": row.platform,
        "kind": row.kind,
        "account": row.account_name,
        "currency": row.currency,
        "health": row.health,
        "message": row.health_message,
        "addresses": row.address_access,
        "last_contact": row.last_ok_at,
        "calls": row.calls,
        "success_rate": row.success_rate,
        "calls_left": row.calls_left,
        "native_links": row.native_links,
        "key_ends": row.key_ends,
        "routes": [
            {"store": r.store, "supplier": r.supplier, "mode": r.mode, "since": r.since}
            for r in row.routes
        ],
    }


def cards(rows: tuple[ConnectionRow, ...], now: datetime) -> str:
    if not rows:
        return "Nothing is connected. Begin with: podbridge connect shopify --name NAME"
    cells = [
        (
            row.name,
            row.platform,
            _HEALTH.get(row.health, row.health),
            output.moment(row.last_ok_at),
            "; ".join(f"{r.store} → {r.supplier}: {r.mode.value}" for r in row.routes),
            row.health_message or _key_end(row, now),
        )
        for row in rows
    ]
    return output.table(("NAME", "PLATFORM", "HEALTH", "LAST CONTACT", "ROUTES", ""), cells)


def _key_end(row: ConnectionRow, now: datetime) -> str:
    """That a key ends soon."""
    end = row.key_ends
    if end is None or days_left(end, now) > SOON:
        return ""
    return f"The key ends on {end:%Y-%m-%d}: make a new one and connect again before."


def tested_words(found: Json) -> str:
    error = found["error"]
    if isinstance(error, dict):
        return _lines([f"{found['name']}: {error['message']} {error['hint']}".strip()])
    head = "works" if found["works"] else "works, but something is missing"
    lines = [f"{found['name']} ({found['account']}): {head}."]
    for one in _list(found["abilities"]):
        if isinstance(one, dict):
            mark = "yes" if one["works"] else "NO "
            lines.append(f"  {mark} {one['name']}  {one['sentence']}".rstrip())
    return _lines(lines)
