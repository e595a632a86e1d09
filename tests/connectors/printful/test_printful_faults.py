"""What the connector makes of broken answers: never a second order, never a wrong 'absent'."""

from datetime import timedelta

import pytest

from podbridge_desktop.connectors.printful.build import build
from podbridge_desktop.errors import (
    Busy,
    NotThere,
    PodBridgeError,
    Refused,
    UnknownOutcome,
    VendorFault,
)
from podbridge_desktop.sandbox.http import Request, Response, answer_json
from tests.support.printful_account import NAME, spec
from tests.support.vendor_server import MovingClock, serving

HTML = Response(404, b"<!DOCTYPE html><h1>Not found</h1>", {"content-type": "text/html"})


def test_a_name_in_use_whose_answer_breaks_is_not_taken_for_absent(account, printful):
    printful.create_order(account.request())
    account.trouble("server_error", method="GET", path="^/orders/@", times=2)
    with pytest.raises(UnknownOutcome):
        printful.create_order(account.request())


def test_many_calls_stay_below_the_limit(account, printful):
    for _ in range(300):
        printful.find_order(NAME)
    assert account.clock.paused


# Answers that the practice account does not give: a server of our own says them.


@pytest.fixture
def scripted():
    """A vendor that says what the test wants."""
    clock = MovingClock()
    with serving(lambda _request: HTML) as server:
        supplier = build(
            spec(server.url), pause=clock.pause, clock=clock, monotonic=clock.monotonic
        )
        yield server, supplier
        supplier.close()


def say(server, body: object, status: int = 200, **headers: str) -> None:
    def answer(request: Request) -> Response:
        if request.path == "/countries":
            states = [{"code": "CA", "name": "California"}]
            return answer_json(
                {"code": 200, "result": [{"code": "US", "name": "United States", "states": states}]}
            )
        if isinstance(body, Response):
            return body
        return answer_json(body, status, headers)

    server.handle = answer


def refusal(text: str, reason: str = "BadRequest", code: int = 400) -> dict[str, object]:
    return {"code": code, "result": text, "error": {"reason": reason, "message": text}}


def test_a_page_that_is_not_found_is_no_absent_order(scripted):
    _, printful = scripted
    with pytest.raises(VendorFault):
        printful.find_order(NAME)


def test_another_order_than_asked_for_is_no_answer(scripted):
    server, printful = scripted
    say(server, {"code": 200, "result": {"id": 7, "status": "draft", "external_id": "other"}})
    with pytest.raises(VendorFault, match="another order"):
        printful.find_order(NAME)


@pytest.mark.parametrize(
    "said", [HTML, Response(302, b"", {"location": "/elsewhere"}), Response(200, b"{}")]
)
def test_a_write_answered_by_something_else_is_unknown(scripted, account, said):
    server, printful = scripted
    say(server, said)
    with pytest.raises(UnknownOutcome):
        printful.create_order(account.request())


def test_a_good_answer_that_is_not_an_order_is_the_vendors_fault(scripted):
    server, printful = scripted
    say(server, {"code": 200, "result": {"status": "draft"}})
    with pytest.raises(VendorFault):
        printful.read_order("7")


@pytest.mark.parametrize(
    ("headers", "text", "seconds"),
    [
        ({"retry-after": "12"}, "Too many.", 12),
        ({}, "You've recently sent too many requests. Please try again after 37 seconds.", 37),
        ({}, "Too many requests.", 60),
    ],
)
def test_the_wait_comes_from_header_text_or_custom(scripted, headers, text, seconds):
    server, printful = scripted
    say(server, refusal(text, code=429), 429, **headers)
    with pytest.raises(Busy) as caught:
        printful.read_order("7")
    assert caught.value.wait == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("Recipient: ZIP code cannot be blank.", "address"),
        ("Item 0: item cannot be submitted without any print files.", "artwork"),
        ("Invalid position", "artwork"),
        ("This variant is out of stock", "stock"),
        ("Sync variant not found", "variant_gone"),
        ("Invalid shipping method", "refused"),
        ("Please add a billing method", "payment"),
    ],
)
def test_a_refusal_is_told_in_printfuls_words_and_by_case(scripted, account, text, case):
    server, printful = scripted
    say(server, refusal(text), 400)
    with pytest.raises(Refused) as caught:
        printful.create_order(account.request())
    assert text in caught.value.message
    assert caught.value.case == case


@pytest.mark.parametrize(
    "body",
    [
        {"data": "Wrong page", "error": {"reason": "BadRequest", "message": "Wrong page"}},
        {"type": "about:blank", "status": 400, "title": "Bad Request", "detail": "Wrong page"},
        {"title": "Wrong page", "status": 400},
        {"details": "Wrong page", "title": "Bad"},
        {"code": 400, "result": "Wrong page"},
        {"data": "Wrong page"},
        {"error": "Wrong page"},
    ],
)
def test_every_shape_of_error_is_read(scripted, body):
    server, printful = scripted
    say(server, body, 400)
    with pytest.raises(Refused, match="Wrong page"):
        printful.parcels("7")


@pytest.mark.parametrize(("status", "error"), [(410, NotThere), (419, Busy), (431, Refused)])
def test_the_odd_statuses_have_their_meaning(scripted, status, error):
    server, printful = scripted
    say(server, refusal("Hm.", code=status), status)
    with pytest.raises(error):
        printful.read_order("7")


def test_a_name_in_use_whose_order_is_gone_is_refused(scripted, account):
    server, printful = scripted
    say(server, refusal("Order with External ID exists", "OR-13"), 400)
    inner = server.handle
    server.handle = lambda request: (
        answer_json(refusal("Not Found", "NotFound", 404), 404)
        if "/@" in request.path
        else inner(request)
    )
    with pytest.raises(Refused) as caught:
        printful.create_order(account.request())
    assert caught.value.reason == "OR-13"


def test_a_cancellation_that_is_not_done_yet_is_no_cancellation(scripted):
    server, printful = scripted
    say(server, {"code": 200, "result": {"id": 7, "status": "pending"}})
    with pytest.raises(PodBridgeError) as caught:
        printful.cancel_order("7")
    assert caught.value.code == "retry"
