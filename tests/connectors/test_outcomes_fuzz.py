"""Whatever a vendor answers: no connector falls over, and no answer is taken for more than it proves.

`PODBRIDGE_FUZZ=100000 python -m pytest tests/connectors/test_outcomes_fuzz.py -n 0` tries that many bodies;
`PODBRIDGE_FUZZ_SEED` begins elsewhere. A failure names its seed and the body.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from podbridge_desktop.connectors.outcomes import Outcome
from podbridge_desktop.connectors.written import AlreadyMade
from podbridge_desktop.domain.fulfilment import OrderedLine, SupplierOrderRequest
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import SURELY_NOT, PodBridgeError, UnknownOutcome
from tests.support.scripted_vendors import (
    CALLS,
    NAME,
    ORDER,
    Call,
    NotTaken,
    Saying,
    connected,
    own_words,
    push,
)

BODIES = int(os.environ.get("PODBRIDGE_FUZZ", "4000"))
FIRST = int(os.environ.get("PODBRIDGE_FUZZ_SEED", "1"))
FRESH = 200  # so many answers to one connector, then another
NOT, DONE, OPEN = Outcome.NOT_EXECUTED, Outcome.EXECUTED, Outcome.UNKNOWN


def request(variant: str) -> SupplierOrderRequest:
    return SupplierOrderRequest(
        external_id=NAME,
        recipient=Address(
            name="Ada Example",
            address1="1 Lane",
            city="Town",
            zip="10115",
            country_code="DE",
            email="ada@example.com",
        ),
        lines=(OrderedLine(reference="1", variant_id=variant, quantity=1, title="Mug"),),
        store_order_number="#1001",
    )


PORTS: dict[str, Callable[[Any], object]] = {
    "printful POST /orders": lambda s: s.create_order(request("5")),
    "printful POST /orders/{id}/confirm": lambda s: s.confirm_order(ORDER),
    "printful DELETE /orders/{id}": lambda s: s.cancel_order(ORDER),
    "printify POST /orders": lambda s: s.create_order(request("5a96-7")),
    "printify POST /orders/send_to_production": lambda s: s.confirm_order(ORDER),
    "printify POST /orders/cancel": lambda s: s.cancel_order(ORDER),
    "shopify fulfillmentCreate": lambda s: s.push_tracking(push()),
    "etsy POST /shops/{id}/receipts/{id}/tracking": lambda s: s.push_tracking(push()),
}
STATUSES = (
    *(200,) * 12, 201, 202, 204, 206, 226, *(400,) * 4, 401, 402, 403, 404, 405, 408, 409, 410, 418, 419, 422, 423,
    429, 430, 431, 451, 499, *(500,) * 2, 502, 503, 504, 520, 599, 301, 302, 303, 304, 307, 308, 101,
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 7, 1.5, 1e308, 2**63, 2**64, 10**40, "", " ", "0", "7", "NaN", "Infinity", "-1e999",
    "2026-13-45T99:99:99Z", "9999-12-31T23:59:59Z", "\x00", "💥" * 3, "a" * 3000, "OR-13", "8503", 8503, 8502, [], {},
    [[]], [None], {"": None}, {"id": {}}, [{"id": "x"}], "THROTTLED", "gid://shopify/Fulfillment/", "draft", "USD",
    "in 99999999999999999999 seconds",
)  # fmt: skip
CODES = (
    "THROTTLED",
    "MAX_COST_EXCEEDED",
    "ACCESS_DENIED",
    "INTERNAL_SERVER_ERROR",
    "OR-13",
    "8503",
    "8502",
    "",
)
WAITS = (
    "0",
    "1",
    "-5",
    "nan",
    "inf",
    "1e400",
    "9" * 400,
    "soon",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "",
)


def wreck(value: Any, chance: random.Random, depth: int = 0) -> Any:
    """The same shape with some of it spoiled, missing, doubled or nested."""
    if chance.random() < 0.12:
        return chance.choice(ODD)
    if isinstance(value, dict):
        kept = {k: wreck(v, chance, depth + 1) for k, v in value.items() if chance.random() > 0.06}
        if chance.random() < 0.15:
            kept[
                chance.choice(("errors", "error", "result", "code", "order", "data", "message"))
            ] = chance.choice(ODD)
        return kept
    if isinstance(value, list):
        return [
            wreck(each, chance, depth + 1)
            for each in value
            for _ in range(chance.choice((0, 1, 1, 2)))
        ]
    return value


def error(chance: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = {"message": "No.", "extensions": {"code": chance.choice(CODES)}}
    if chance.random() < 0.5:
        made["path"] = ["fulfillmentCreate", "fulfillment", 3][: chance.randint(0, 3)]
    return made


def body_for(call: Call, chance: random.Random) -> bytes:
    kind = chance.randrange(10)
    if kind < 4:
        whole = call.success
    elif kind < 6:
        whole = json.loads(own_words(call.vendor, "No.", chance.choice(CODES)))
    elif kind == 6:
        whole = {**call.success, "errors": [error(chance) for _ in range(chance.randint(0, 3))]}
    elif kind == 7:
        whole = chance.choice(ODD)
    elif kind == 8:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(60)))
    else:
        depth = chance.choice((1, 50, 20_000))
        return b'{"result":' + b"[" * depth + b"]" * depth + b"}"
    raw = json.dumps(wreck(whole, chance) if chance.random() < 0.8 else whole).encode()
    if chance.random() < 0.15:
        raw = raw[: chance.randrange(len(raw) + 1)]
    if raw and chance.random() < 0.15:
        spot = chance.randrange(len(raw))
        raw = raw[:spot] + bytes([chance.randrange(256)]) + raw[spot + 1 :]
    return raw


def proves(call: Call, body: bytes) -> bool:
    """Whether the result stands in the body at all: a look of our own, laxer than the connector's."""
    if call.success == {}:
        return True
    try:
        told = json.loads(body.decode(errors="replace"))
    except (ValueError, RecursionError):
        return False
    for key in path_to_proof(call):
        told = told.get(key) if isinstance(told, dict) else None
    return told is not None and told not in ("", 0)


def path_to_proof(call: Call) -> tuple[str, ...]:
    if call.vendor == "printful":
        return ("result", "id")
    if call.vendor == "shopify":
        inner = {
            "productSet": ("product", "id"),
            "publishablePublish": (),
            "productVariantsBulkUpdate": ("productVariants",),
        }
        return ("data", call.name, *inner.get(call.name, ("fulfillment", "id")))
    return (next(iter(call.success)),)


def classify(act: Callable[[Any], object], connector: Any) -> Outcome:
    """Anything but one of our own errors is a fall, and goes through."""
    try:
        act(connector)
    except AlreadyMade:
        return DONE
    except UnknownOutcome:
        return OPEN
    except (
        *SURELY_NOT,
        NotTaken,
    ) as error:  # taken, but not shown: a person looks, nothing is repeated
        return DONE if getattr(error, "reason", "") == "not shown" else NOT
    except PodBridgeError as error:
        pytest.fail(f"{type(error).__name__} is no class")
    return DONE


def judge(call: Call, status: int, body: bytes, found: Outcome, sent: list[int]) -> str:
    """What is wrong with the class; empty when nothing is. `sent`: the statuses that were answered."""
    if any(each not in {401, 429, 200} for each in sent[:-1]):
        return "it was sent again after an answer that does not prove that nothing happened"
    if status >= 500 or status == 408 or status < 200 or 300 <= status < 400:
        return "" if found is OPEN else "that status is unknown"
    if found is DONE and 200 <= status < 300 and not proves(call, body):
        return "nothing in it shows a result"
    taken = b"OR-13" in body or b"8503" in body or b"exist" in body
    if found is DONE and status >= 400 and not taken:
        return "a refusal that names no order"
    if found is NOT and status < 300 and call.vendor != "shopify":
        return "a success is never a no"
    return ""


def fields(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything that stands in `value`."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, each in inner:
        yield (*at, key)
        yield from fields(each, (*at, key))


def replaced(value: Any, at: tuple[Any, ...], odd: Any) -> Any:
    copy = json.loads(json.dumps(value))
    inner = copy
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = odd
    return copy


@pytest.mark.parametrize("name", PORTS)
def test_one_odd_value_anywhere_in_a_success_is_survived(name: str) -> None:
    [call] = [each for each in CALLS if each.id == name]
    given = [call.body]
    wire = Saying(call.vendor, lambda _request: httpx.Response(200, content=given[0]))
    connector = connected(call.vendor, "http://127.0.0.1:9", wire)
    assert classify(PORTS[name], connector) is DONE
    for at in fields(call.success):
        for odd in ODD:
            given[0] = json.dumps(replaced(call.success, at, odd)).encode()
            wire.writes.clear()
            found = classify(PORTS[name], connector)
            assert len(wire.writes) == 1, given
            assert found is not DONE or proves(call, given[0]), given
    connector.close()


@pytest.mark.parametrize("share", range(4))
def test_no_answer_is_taken_for_more_than_it_proves(share: int) -> None:
    calls = CALLS[share::4]
    left = BODIES // 4
    seed = FIRST
    while left > 0:
        for call in calls:
            acts = [call.act, *([PORTS[call.id]] if call.id in PORTS else [])]
            for act in acts:
                seed = play(call, act, seed, min(FRESH, left), through_port=act is not call.act)
                left -= FRESH


def play(
    call: Call, act: Callable[[Any], object], seed: int, bodies: int, *, through_port: bool
) -> int:
    sent: list[int] = []
    chance = random.Random()
    given: dict[str, Any] = {}

    def says(_request: httpx.Request) -> httpx.Response:
        sent.append(given["status"])
        return httpx.Response(given["status"], content=given["body"], headers=given["headers"])

    connector = connected(call.vendor, "http://127.0.0.1:9", Saying(call.vendor, says))
    for number in range(seed, seed + bodies):
        chance.seed(number)
        headers = {"retry-after": chance.choice(WAITS)} if chance.random() < 0.2 else {}
        given.update(status=chance.choice(STATUSES), body=body_for(call, chance), headers=headers)
        sent.clear()
        about = f"{call.id}, seed {number}, HTTP {given['status']}: {given['body'][:300]!r}"
        try:
            found = classify(act, connector)
        except Exception as error:
            raise AssertionError(f"it fell over: {about}") from error
        if not sent:  # a wait that was told before still holds
            assert found is NOT, about
            connector.close()
            connector = connected(call.vendor, "http://127.0.0.1:9", Saying(call.vendor, says))
            continue
        if through_port and found is NOT and 200 <= given["status"] < 300:
            continue  # done or not, what came of it is looked at besides
        wrong = judge(call, given["status"], given["body"], found, sent)
        assert not wrong, f"{wrong}, but it was called {found}: {about}"
    connector.close()
    return seed + bodies
