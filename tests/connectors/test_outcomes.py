"""Every (vendor, call, answer) has its class: one test per row of the table in `connectors/outcomes`, and more.

What is expected stands here once more, written by hand: the table is not asked what it ought to say.
"""

from __future__ import annotations

import json
import socket
from typing import Any, NamedTuple

import httpx
import pytest

from podbridge_desktop.connectors import outcomes
from podbridge_desktop.connectors.outcomes import Body, Ending, Outcome
from podbridge_desktop.connectors.written import AlreadyMade
from podbridge_desktop.errors import SURELY_NOT, UnknownOutcome
from podbridge_desktop.sandbox.http import Dropped, Response
from tests.support.scripted_vendors import (
    CALLS,
    NAME,
    Call,
    NotTaken,
    Saying,
    aside,
    connected,
    graphql,
    is_write,
    own_words,
)
from tests.support.vendor_server import serving

NOT, DONE, OPEN = Outcome.NOT_EXECUTED, Outcome.EXECUTED, Outcome.UNKNOWN
LOCAL = "http://127.0.0.1:9"
HTML = b"<!DOCTYPE html><html><body>We will be right back.</body></html>"
SAYS_NOTHING = {"printify POST /uploads/archive", "printify POST /products/publishing_failed"}


def classify(act: Any, connector: Any) -> Outcome:
    try:
        act(connector)
    except AlreadyMade:
        return DONE
    except UnknownOutcome:
        return OPEN
    except (*SURELY_NOT, NotTaken):
        return NOT
    return DONE


def answered(call: Call, says: Any) -> tuple[Outcome, int]:
    """The class of one call, and how often it was sent."""
    wire = Saying(call.vendor, says)
    connector = connected(call.vendor, LOCAL, wire)
    found = classify(call.act, connector)
    connector.close()
    return found, len(wire.writes)


def cases(*names: tuple[str, Any]) -> Any:
    """Every call with every ending."""
    made = [(call, ending) for call in CALLS for _, ending in names]
    ids = [f"{call.id}: {name}" for call in CALLS for name, _ in names]
    return pytest.mark.parametrize(("call", "ending"), made, ids=ids)


# --- no answer ----------------------------------------------------------------------------------------------------


@cases(
    ("name or connect failed", httpx.ConnectError),
    ("connect took too long", httpx.ConnectTimeout),
    ("the proxy refused", httpx.ProxyError),
)
def test_what_was_never_written_did_not_happen(call: Call, ending: type[Exception]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise ending("no")

    assert answered(call, fail) == (NOT, 1)


@cases(
    ("time-out while writing", httpx.WriteTimeout),
    ("time-out while reading", httpx.ReadTimeout),
    ("reset while writing", httpx.WriteError),
    ("reset while reading", httpx.ReadError),
    ("server disconnected", httpx.RemoteProtocolError),
    ("an answer that is no HTTP", httpx.LocalProtocolError),
    ("an answer packed wrongly", httpx.DecodingError),
)
def test_an_answer_that_got_lost_leaves_it_open(call: Call, ending: type[Exception]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise ending("lost")

    assert answered(call, fail) == (OPEN, 1)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
def test_over_sockets_a_closed_port_is_never_reached(call: Call) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    connector = connected(call.vendor, f"http://127.0.0.1:{port}")
    assert classify(call.act, connector) is NOT
    connector.close()


@pytest.mark.parametrize("kept", [False, True], ids=["a new connection", "a kept connection"])
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
def test_over_sockets_a_dead_connection_leaves_it_open_and_nothing_is_sent_twice(
    call: Call, kept: bool
) -> None:
    writes: list[str] = []

    def handle(request: Any) -> Response:
        asked = httpx.Request(request.method, f"{LOCAL}{request.path}", content=request.body)
        if not is_write(call.vendor, asked):
            told = aside(call.vendor, request.path)
            return Response(told.status_code, told.content)
        writes.append(request.path)
        if kept and len(writes) == 1:
            return Response(200, call.body)
        raise Dropped

    with serving(handle) as server:
        connector = connected(call.vendor, server.url)
        if kept:
            assert classify(call.act, connector) is DONE
        assert classify(call.act, connector) is OPEN
        connector.close()
    assert len(writes) == (2 if kept else 1)


# --- whatever the body says -----------------------------------------------------------------------------------------


class Said(NamedTuple):
    """A status, and which of the bodies below comes with it."""

    status: int
    body: str


BODIES = ("the vendor's own words", "a page", "nothing", "what a success brings", "an empty object")


def body_of(call: Call, which: str) -> bytes:
    return {
        "the vendor's own words": own_words(call.vendor),
        "a page": HTML,
        "nothing": b"",
        "what a success brings": call.body,
        "an empty object": b"{}",
        "cut off": call.body[:-1] if len(call.body) > 2 else b"{",
        "null": b"null",
        "a list": b"[]",
        "broken letters": call.body.replace(b'"', b'"\xff'),
        "endless nesting": b'{"note":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    }[which]


def saying(call: Call, said: Said) -> Any:
    headers = {"location": "/elsewhere"} if 300 <= said.status < 400 else {}
    return lambda _request: httpx.Response(
        said.status, content=body_of(call, said.body), headers=headers
    )


def all_of(*statuses: int, bodies: tuple[str, ...] = BODIES) -> list[tuple[str, Said]]:
    return [(f"{s} with {b}", Said(s, b)) for s in statuses for b in bodies]


@cases(*all_of(500, 503, 504, 520), *all_of(408))
def test_a_fault_is_never_a_no(call: Call, ending: Said) -> None:
    assert answered(call, saying(call, ending)) == (OPEN, 1)


@cases(*all_of(101, 301, 303, 307, bodies=BODIES[:4]))
def test_a_redirect_is_no_answer_and_is_not_followed(call: Call, ending: Said) -> None:
    assert answered(call, saying(call, ending)) == (OPEN, 1)


@cases(*all_of(429))
def test_too_many_calls_are_turned_away(call: Call, ending: Said) -> None:
    found, _ = answered(call, saying(call, ending))
    assert found is NOT


REFUSALS = (400, 402, 403, 404, 409, 410, 422, 431)


@cases(*all_of(*REFUSALS, bodies=BODIES[:1]))
def test_the_vendors_own_no_is_a_no(call: Call, ending: Said) -> None:
    assert answered(call, saying(call, ending)) == (NOT, 1)


@cases(*all_of(401, bodies=BODIES[:1]))
def test_a_refused_key_is_a_no(call: Call, ending: Said) -> None:
    found, sent = answered(call, saying(call, ending))
    assert (found, sent <= 2) == (NOT, True)  # Etsy is asked once more with a fresh token


@cases(*all_of(401, *REFUSALS, bodies=("a page", "nothing", "an empty object")))
def test_somebody_elses_no_proves_nothing(call: Call, ending: Said) -> None:
    assert answered(call, saying(call, ending)) == (OPEN, 1)


# --- a success must show what it brought ------------------------------------------------------------------------------


@cases(*all_of(200, 201, 202, bodies=("what a success brings",)))
def test_what_shows_its_result_is_done(call: Call, ending: Said) -> None:
    assert answered(call, saying(call, ending)) == (DONE, 1)


@cases(
    *all_of(
        200, bodies=("a page", "cut off", "endless nesting", "broken letters", "null", "a list")
    ),
    *all_of(200, 204, bodies=("nothing",)),
    *all_of(201, bodies=("an empty object",)),
)
def test_what_shows_nothing_is_not_believed(call: Call, ending: Said) -> None:
    says_nothing = call.id in SAYS_NOTHING and ending.body not in {"a page", "cut off", "null"}
    if says_nothing:
        return
    assert answered(call, saying(call, ending)) == (OPEN, 1)


WITH_ID = [call for call in CALLS if call.id not in SAYS_NOTHING]
IDS = {
    "id",
    "receipt_id",
    "listing_id",
    "listing_image_id",
    "products",
    "results",
    "publishablePublish",
    "productVariants",
}


def with_id(value: Any, put: Any) -> Any:
    """`value` with every id of it replaced by `put`, or without it where that is `...`."""
    if not isinstance(value, dict):
        return value
    if put is ...:
        return {key: with_id(each, put) for key, each in value.items() if key not in IDS}
    return {key: put if key in IDS else with_id(each, put) for key, each in value.items()}


@pytest.mark.parametrize("put", [..., None, "", {}], ids=["no id", "null", "empty", "an object"])
@pytest.mark.parametrize("call", WITH_ID, ids=lambda call: call.id)
def test_without_its_id_nothing_is_done(call: Call, put: Any) -> None:
    body = with_id(call.success, put)
    if "publishablePublish" in json.dumps(body) and put == {}:
        return  # a payload without complaints is all that this call brings
    assert answered(call, lambda _r: httpx.Response(200, json=body)) == (OPEN, 1)


@pytest.mark.parametrize(
    "name",
    [
        "printful POST /orders/{id}/confirm",
        "printful DELETE /orders/{id}",
        "printify POST /orders/send_to_production",
        "printify POST /orders/cancel",
        "etsy POST /shops/{id}/receipts/{id}/tracking",
        "etsy PATCH /shops/{id}/listings/{id}",
    ],
)
def test_an_answer_about_another_thing_proves_nothing(name: str) -> None:
    [call] = [each for each in CALLS if each.id == name]
    body = with_id(call.success, 666 if call.vendor != "printify" else "666")
    assert answered(call, lambda _r: httpx.Response(200, json=body)) == (OPEN, 1)


def test_an_order_of_another_name_proves_nothing() -> None:
    [call] = [each for each in CALLS if each.id == "printful POST /orders"]
    other = {"result": {"id": 7, "status": "draft", "external_id": "somebody-elses"}}
    assert answered(call, lambda _r: httpx.Response(200, json=other)) == (OPEN, 1)


# --- what one vendor says in its own way --------------------------------------------------------------------------------


class Word(NamedTuple):
    call: str
    status: int
    body: bytes
    outcome: Outcome


TAKEN = {
    "status": "error",
    "code": 8503,
    "message": "Exists.",
    "order": {"id": "5a96", "external_id": NAME},
}


def errors(*told: dict[str, Any], data: Any = ...) -> bytes:
    found: dict[str, Any] = {"errors": list(told)}
    return json.dumps(found if data is ... else {**found, "data": data}).encode()


def error(code: str = "", *path: str) -> dict[str, Any]:
    return {
        "message": "No.",
        **({"path": list(path)} if path else {}),
        **({"extensions": {"code": code}} if code else {}),
    }


FULFIL = "shopify fulfillmentCreate"
PARCEL = next(call for call in CALLS if call.id == FULFIL).success["data"]
REFUSED = {"fulfillment": None, "userErrors": [{"field": None, "message": "Closed."}]}
OWN = {
    "OR-13": Word("printful POST /orders", 400, own_words("printful", "Exists", "OR-13"), DONE),
    "OR-13 of a confirm": Word(
        "printful POST /orders/{id}/confirm", 400, own_words("printful", "Exists", "OR-13"), NOT),
    "already confirmed": Word(
        "printful POST /orders/{id}/confirm", 400, own_words("printful", "Only drafts can be confirmed"), NOT),
    "419": Word("printful POST /orders", 419, own_words("printful"), NOT),
    "8503": Word("printify POST /orders", 409, json.dumps(TAKEN).encode(), DONE),
    "8503 as a 400": Word("printify POST /orders", 400, json.dumps(TAKEN).encode(), DONE),
    "8503 in a 500": Word("printify POST /orders", 500, json.dumps(TAKEN).encode(), OPEN),
    "8502": Word("printify POST /orders/send_to_production", 400, own_words("printify", "Not now.", "8502"), NOT),
    "430": Word(FULFIL, 430, HTML, NOT),
    "THROTTLED": Word(FULFIL, 200, errors(error("THROTTLED")), NOT),
    "THROTTLED beside a result": Word(FULFIL, 200, errors(error("THROTTLED"), data=PARCEL), OPEN),
    "too costly": Word(FULFIL, 200, errors(error("MAX_COST_EXCEEDED")), NOT),
    "too costly beside a result": Word(FULFIL, 200, errors(error("MAX_COST_EXCEEDED"), data=PARCEL), OPEN),
    "no right to the mutation": Word(FULFIL, 200, errors(
        error("ACCESS_DENIED", "fulfillmentCreate"), data={"fulfillmentCreate": None}), NOT),
    "no right to a field of what it made": Word(FULFIL, 200, errors(
        error("ACCESS_DENIED", "fulfillmentCreate", "fulfillment"), data={"fulfillmentCreate": None}), OPEN),
    "not understood": Word(FULFIL, 200, errors(error("argumentNotAccepted")), NOT),
    "not understood, and done": Word(FULFIL, 200, errors(error(), data=PARCEL), OPEN),
    "broke in the midst": Word(FULFIL, 200, errors(error("INTERNAL_SERVER_ERROR")), OPEN),
    "broke in one field": Word(FULFIL, 200, errors(error("", "fulfillmentCreate")), OPEN),
    "two errors, one in the midst": Word(FULFIL, 200, errors(
        error(), error("INTERNAL_SERVER_ERROR", "fulfillmentCreate")), OPEN),
    "refused input": Word(FULFIL, 200, json.dumps(graphql("fulfillmentCreate", REFUSED)).encode(), NOT),
    "refused input beside a result": Word(FULFIL, 200, json.dumps(graphql(
        "fulfillmentCreate", {**PARCEL["fulfillmentCreate"], "userErrors": [{"message": "Hm."}]})).encode(), OPEN),
    "no payload": Word(FULFIL, 200, b'{"data":{"fulfillmentCreate":null}}', OPEN),
    "no data": Word(FULFIL, 200, b'{"data":null}', OPEN),
    "insufficient scope": Word("etsy POST /shops/{id}/receipts/{id}/tracking", 403,
                               own_words("etsy", "insufficient_scope"), NOT),
    "gated": Word("etsy POST /shops/{id}/receipts/{id}/tracking", 403, own_words("etsy", "Not for you"), NOT),
    "conflict": Word("etsy POST /shops/{id}/receipts/{id}/tracking", 409, own_words("etsy", "Conflict"), NOT),
}  # fmt: skip


@pytest.mark.parametrize("word", OWN.values(), ids=OWN)
def test_each_vendors_own_way_to_say_it(word: Word) -> None:
    [call] = [each for each in CALLS if each.id == word.call]
    found, _ = answered(call, lambda _r: httpx.Response(word.status, content=word.body))
    assert found is word.outcome


# --- the table itself ---------------------------------------------------------------------------------------------------


# Made again they harm nobody, so their connectors ask again where the end is in doubt.
HARMLESS = {("printful", "POST /v2/mockup-tasks"), ("shopify", "stagedUploadsCreate")}


def test_every_changing_call_has_a_row_for_its_success() -> None:
    shown = {
        (row.vendor, row.call) for row in outcomes.ROWS if row.outcome is DONE and row.how == "2xx"
    }
    assert shown - HARMLESS == {(call.vendor, call.name) for call in CALLS}


def test_a_call_without_a_row_is_never_believed() -> None:
    ending = Ending("200", Body.RESULT)
    assert outcomes.outcome("printful", "POST /wishes", ending) is OPEN
    assert outcomes.outcome("acme", "", ending) is OPEN


def test_no_row_stands_in_the_shadow_of_another() -> None:
    for place, row in enumerate(outcomes.ROWS):
        how = row.how.replace("xx", "99")
        vendor = row.vendor or "printful"
        call = row.call or "POST /orders"
        ending = Ending(how, row.body or Body.UNREAD, row.code)
        found = outcomes.row_of(vendor, call, ending)
        assert found is row, (place, row)


def test_every_row_names_its_source() -> None:
    assert all(row.source for row in outcomes.ROWS)
