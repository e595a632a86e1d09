"""connect, connections, check, disconnect."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from podbridge_desktop.cli import output
from podbridge_desktop.cli.connection_shapes import (
    ability_shape,
    card_shape,
    cards,
    connected_words,
    kept_shape,
    tested_words,
    warnings_of,
)
from podbridge_desktop.cli.output import Json
from podbridge_desktop.cli.session import connection_named, pairs, session_of
from podbridge_desktop.domain.platforms import FieldForm, FieldKind, Platform
from podbridge_desktop.domain.views import ConnectionRow
from podbridge_desktop.errors import BadInput, PodBridgeError, SignInFailed

if TYPE_CHECKING:
    from podbridge_desktop.bootstrap.connecting import ConnectForm, Tested
    from podbridge_desktop.bootstrap.container import Container

UNUSABLE = 3


def register(app: typer.Typer) -> None:
    app.command()(connect)
    app.command("connections")(list_connections)
    app.command()(check)
    app.command()(disconnect)


def connect(
    context: typer.Context,
    platform: Annotated[str, typer.Argument(help="shopify, etsy, printful, printify")],
    name: Annotated[str, typer.Option(help="What you call it.")],
    field: Annotated[
        list[str] | None, typer.Option(help="KEY=VALUE, as often as needed. Never a secret.")
    ] = None,
    secrets_stdin: Annotated[
        bool, typer.Option("--secrets-stdin", help="Read the keys as KEY=VALUE lines from stdin.")
    ] = False,
    api_url: Annotated[
        str | None, typer.Option(help="Another address in place of the vendor's host.")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser", help="Sign in by the store's page in the browser.")
    ] = False,
) -> None:
    """Connect a store or a supplier: tested first, kept only when it works. The same name again replaces the key."""
    session = session_of(context)
    form = _platform(platform)
    fields = pairs(field)
    _refuse_secrets(form, fields)
    secrets = _read_secrets() if secrets_stdin else _ask(form, fields)
    with session.workspace() as container:
        wish = _form(container, form, name, fields, secrets, api_url)
        known = container.reads.connection(name.strip())
        same = known is not None and known.platform == form.key
        if known is not None and same and not secrets and _is_only_said(form, fields):
            container.connecting.amend(known.id, fields)
            id_, tested = known.id, _looked_at(container, known, wish)
        else:
            by_page = browser or (form.sign_in_brings and not secrets.get(form.sign_in_brings))
            tested = _sign_in(container, wish) if by_page else container.connecting.test(wish)
            id_ = container.connecting.keep(tested)
        kept = kept_shape(id_, tested)
    session.show(kept, lambda: connected_words(kept))


def list_connections(context: typer.Context) -> None:
    """The connections with their health and routes."""
    session = session_of(context)
    with session.workspace() as container:
        rows = container.reads.connections()
        now = container.clock.now()
    session.show([card_shape(row) for row in rows], lambda: cards(rows, now))


def check(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="One connection; without: all.")] = None,
) -> None:
    """Test now: reach, key, rights, and what is missing. Exit status 3 when one cannot be used."""
    session = session_of(context)
    with session.workspace() as container:
        rows = container.reads.connections()
        if name is not None:
            rows = (connection_named(container, name),)
        found = [_checked(container, row) for row in rows]
    session.show(
        found, lambda: "\n".join(tested_words(one) for one in found) or "Nothing is connected."
    )
    if not all(one["works"] for one in found):
        raise typer.Exit(UNUSABLE)


def disconnect(
    context: typer.Context,
    name: str,
    erase: Annotated[bool, typer.Option("--erase", help="Its data too.")] = False,
) -> None:
    """Forget the key of a connection; with --erase also its orders, products and links."""
    session = session_of(context)
    with session.workspace() as container:
        row = connection_named(container, name)
        container.connecting.disconnect(row.id, erase=erase)
    words = "Its data was erased." if erase else "Its data is kept; connect it again any time."
    session.show(
        {"name": row.name, "erased": erase}, lambda: f"{row.name} is disconnected. {words}"
    )


# --- what was typed ---------------------------------------------------------------------------------------------------


def _platform(key: str) -> Platform:
    from podbridge_desktop.bootstrap.connecting import known_platforms  # noqa: PLC0415 - heavy

    known = known_platforms()
    if key.lower() not in known:
        names = ", ".join(sorted(known))
        raise typer.BadParameter(f"“{key}” is not known; known: {names}", param_hint="PLATFORM")
    return known[key.lower()]


def _refuse_secrets(platform: Platform, fields: Mapping[str, str]) -> None:
    """The command line is seen by other programs and kept in the shell's history."""
    for secret in platform.secrets:
        if secret.name in fields:
            raise typer.BadParameter(
                f"{secret.name} is a secret: type it when asked, or give it with --secrets-stdin",
                param_hint="--field",
            )


def _is_only_said(platform: Platform, fields: Mapping[str, str]) -> bool:
    """Nothing but the seller's word for what no key shows: it needs no new key."""
    said = {one.name for one in platform.fields if one.kind is not FieldKind.TEXT}
    return bool(fields) and set(fields) <= said


def _looked_at(container: Container, known: ConnectionRow, wish: ConnectForm) -> Tested:
    from podbridge_desktop.bootstrap.connecting import Tested  # noqa: PLC0415 - heavy

    return Tested(wish, container.check(known.id))


def _read_secrets() -> dict[str, str]:
    found = {}
    for number, line in enumerate(sys.stdin, 1):
        key, equals, value = line.strip("\r\n﻿").partition("=")
        if not line.strip():
            continue
        if not equals:
            raise BadInput(f"Line {number} of the secrets is not KEY=VALUE.")
        found[key.strip()] = value
    return found


def _ask(platform: Platform, fields: dict[str, str]) -> dict[str, str]:
    """On a terminal: what is missing, keys without showing them. Elsewhere nothing is asked."""
    if not sys.stdin.isatty():
        return {}
    secrets: dict[str, str] = {}
    for one in platform.fields:
        if one.name in fields:
            continue
        if one.kind is FieldKind.STATEMENT:
            if _confirms(one):
                fields[one.name] = one.states
            continue
        label = one.label if one.required else f"{one.label} (Enter to skip)"
        answer = typer.prompt(
            label, default="", hide_input=one.secret, show_default=False, err=True
        )
        if answer.strip():
            (secrets if one.secret else fields)[one.name] = answer
    return secrets


def _confirms(statement: FieldForm) -> bool:
    """Asked with the clicks that make it true."""
    for number, step in enumerate(statement.steps, 1):
        output.note(f"  {number}. {step}")
    return typer.confirm(f"{statement.label}?", default=False, err=True)


def _form(
    container: Container,
    platform: Platform,
    name: str,
    fields: Mapping[str, str],
    secrets: Mapping[str, str],
    api_url: str | None,
) -> ConnectForm:
    """A name that is known keeps its fields and address where nothing else was given."""
    from podbridge_desktop.bootstrap.connecting import ConnectForm  # noqa: PLC0415 - heavy

    known = container.reads.connection(name.strip())
    if known is not None and known.platform == platform.key:
        return ConnectForm(
            platform.key, known.name, {**known.fields, **fields}, secrets, api_url or known.api_url
        )
    return ConnectForm(platform.key, name, fields, secrets, api_url)


def _sign_in(container: Container, wish: ConnectForm) -> Tested:
    """By the store's page; on a terminal, an address can be pasted where the browser does not come back."""
    attempt = container.connecting.begin_sign_in(wish)
    try:
        return attempt.wait(_open_browser, container.stopping)
    except (BadInput, SignInFailed) as error:
        if container.stopping.is_set() or not sys.stdin.isatty():
            raise
        output.note(
            f"{error.message} Paste the address at which the browser ended, or press Enter to give up."
        )
        address = typer.prompt("Address", default="", show_default=False, err=True)
        if not address.strip():
            raise
        return attempt.paste(address, container.stopping)


def _open_browser(url: str) -> None:
    import webbrowser  # noqa: PLC0415 - rarely needed

    output.note(f"Open this page in your browser and allow the app: {url}")
    webbrowser.open(url)


def _checked(container: Container, row: ConnectionRow) -> Json:
    """One test; a refused key is a finding, no failure of the command."""
    found: Json = {"id": row.id, "name": row.name, "platform": row.platform}
    try:
        report = container.check(row.id)
    except PodBridgeError as error:
        if error.code in {"stopped", "database", "keyring_missing"}:
            raise
        trouble = output.error_of(error)["error"]
        return {**found, "works": False, "abilities": [], "warnings": [], "error": trouble}
    return {
        **found,
        "works": not report.missing,
        "account": report.account_name,
        "abilities": [ability_shape(one) for one in report.abilities],
        "warnings": warnings_of(report),
        "error": None,
    }
