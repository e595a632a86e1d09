"""What the connector makes of broken answers: never a second order, never a wrong 'absent'."""

import json

import pytest

from podbridge_desktop.connectors.printify.build import build
from podbridge_desktop.domain.fulfilment import SupplierStatus
from podbridge_desktop.errors import (
    Busy,
    NotThere,
    PermissionMissing,
    PodBridgeError,
    Refused,
    SignInFailed,
    UnknownOutcome,
    VendorFault,
)
from podbridge_desktop.sandbox.http import Request, Response, answer_json
from podbridge_desktop.sandbox.printify import TOKEN
from tests.support.printify_account import NAME, spec
from tests.support.vendor_server import MovingClock, serving

HTML = Response(404, b"<!DOCTYPE html><h1>Not found</h1>", {"content-type": "text/html"})


def test_a_release_is_never_made_doubtful_by_a_read(account, printify):
    made = printify.create_order(account.request())
    account.trouble("server_error", method="GET", times=9)
    assert printify.confirm_order(made.remote_id).status is SupplierStatus.ACCEPTED


def test_a_taken_name_whose_order_cannot_be_read_is_unknown_not_absent(account, printify):
    account.vendor.turn(enforce_external_id=True)
    printify.create_order(account.request())
    account.trouble("server_error", method="GET", times=2)
    with pytest.raises(UnknownOutcome):
        printify.create_order(account.request())


@pytest.mark.parametrize("kind", ["server_error", "truncated"])
def test_a_price_that_breaks_once_is_asked_again(account, printify, kind):
    account.trouble(kind, path=r"/shipping\.json$")
    assert printify.quote(account.request()).total.minor > 0


def test_many_calls_stay_below_the_limit(account, printify):
    for _ in range(700):
        printify.find_order(NAME)
    assert account.clock.paused
    assert account.vendor.ledger()["errors"] == 0


def test_missing_rights_are_named_by_the_call_that_lacks_them(account, printify):
    account.vendor.set_scopes(["orders.read"])
    for work, scope in (
        (lambda: printify.create_order(account.request()), "orders.write"),
        (lambda: list(printify.products()), "products.read"),
        (lambda: printify.unlock_product("5a96f649b2439217d070f507"), "products.write"),
        (lambda: printify.upload_picture("a.png", b"x"), "uploads.write"),
    ):
        with pytest.raises(PermissionMissing) as caught:
            work()
        assert caught.value.missing == (scope,)


def test_errors_count_in_the_figures(account, printify):
    with pytest.raises(NotThere):
        printify.read_order("5a96f649b2439217d070f507")
    account.trouble("rate_limited")
    with pytest.raises(Busy):
        printify.find_order(NAME)
    figures = printify.figures()
    assert (figures.calls, figures.failures) == (2, 2)


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


def say(server, body, status=200, **headers):
    def answer(_request: Request) -> Response:
        return body if isinstance(body, Response) else answer_json(body, status, headers)

    server.handle = answer


def refusal(reason, code=8103, message="Validation failed."):
    return {
        "status": "error",
        "code": code,
        "message": message,
        "errors": {"reason": reason, "code": code},
    }


def test_a_page_that_is_not_found_is_no_absent_order(scripted):
    _, printify = scripted
    with pytest.raises(VendorFault):
        printify.find_order(NAME)
    with pytest.raises(VendorFault):
        printify.read_order("7")


@pytest.mark.parametrize(
    "said",
    [
        HTML,
        Response(302, b"", {"location": "/elsewhere"}),
        Response(200, b"{}"),
        Response(200, b""),
    ],
)
def test_a_write_answered_by_something_else_is_unknown(scripted, account, said):
    server, printify = scripted
    say(server, said)
    with pytest.raises(UnknownOutcome):
        printify.create_order(account.request())


def test_a_list_that_is_none_is_the_vendors_fault(scripted):
    server, printify = scripted
    say(server, {"data": "none"})
    with pytest.raises(VendorFault):
        printify.find_order(NAME)


def test_a_price_that_is_no_number_is_the_vendors_fault(scripted, account):
    server, printify = scripted
    product = {"id": "0a1b", "title": "Tee", "variants": [{"id": 1, "cost": 900}]}
    line = account.line()
    server.handle = lambda request: answer_json(
        ["odd"] if request.path.endswith("shipping.json") else product
    )
    with pytest.raises(VendorFault):
        printify.quote(account.request(lines=(type(line)("1", "0a1b-1", 1),)))


def test_a_method_that_is_not_offered_is_told(scripted, account):
    server, printify = scripted
    product = {"id": "0a1b", "title": "Tee", "variants": [{"id": 1, "cost": 900}]}
    line = account.line()
    server.handle = lambda request: answer_json(
        {"economy": 399, "standard": None} if request.path.endswith("shipping.json") else product
    )
    with pytest.raises(Refused, match="does not ship this order") as caught:
        printify.quote(account.request(lines=(type(line)("1", "0a1b-1", 1),)))
    assert caught.value.case == "address"


@pytest.mark.parametrize(
    ("reason", "code", "case", "words"),
    [
        ('{"zip":["The zip field is required."]}', 8103, "address", "The zip field is required."),
        ('{"address_to.zip":"The zip is invalid."}', 8103, "address", "The zip is invalid."),
        ("The country is not served.", 8103, "address", "The country is not served."),
        ('{"line_items.0.sku":["The selected SKU is invalid."]}', 8103, "variant_gone", "SKU"),
        ("Product not found", 8103, "variant_gone", "Product not found"),
        ("Image has low quality", 8203, "artwork", "too small for its print area"),
        (
            'Failed to upload image. Cause: {"code":"error.file.size.limit.exceeded"}',
            8201,
            "artwork",
            "too large",
        ),
        (
            "cURL error 6: Could not resolve host: files.example.com",
            10300,
            "artwork",
            "could not fetch",
        ),
        ("Something with the picture", 8203, "artwork", "Something with the picture"),
        ("Print area is empty", 9999, "artwork", "Print area"),
        ("Variant is out of stock", 9999, "stock", "out of stock"),
        ("Card was declined", 9999, "payment", "Card"),
        ("Product is locked", 9999, "refused", "locked"),
        ("No.", 9999, "refused", "No."),
        ('{"odd": 5}', 9999, "refused", "odd"),
    ],
)
def test_a_refusal_is_told_in_printifys_words_and_by_case(
    scripted, account, reason, code, case, words
):
    server, printify = scripted
    say(server, refusal(reason, code), 400)
    with pytest.raises(Refused) as caught:
        printify.create_order(account.request())
    assert words in caught.value.message
    assert caught.value.case == case
    assert caught.value.hint


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"message": "Bad things."}, "Bad things."),
        ({"code": 7, "errors": {"code": 7}}, "7"),
        ({"errors": {"reason": "Plain words", "code": 8}}, "Plain words"),
        ({"errors": [], "message": "An empty list."}, "An empty list."),
        ({"error": "Too large"}, "Too large"),
    ],
)
def test_every_shape_of_error_is_read(scripted, body, words):
    server, printify = scripted
    say(server, body, 422)
    with pytest.raises(Refused, match=words):
        printify.read_order("7")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, SignInFailed),
        (402, Refused),
        (403, PermissionMissing),
        (404, NotThere),
        (410, NotThere),
        (413, Refused),
    ],
)
def test_each_status_has_its_meaning(scripted, status, error):
    server, printify = scripted
    say(server, {"error": "Hm.", "request_id": "1@2"}, status, **{"x-pfy-correlation-id": "abc-1"})
    with pytest.raises(error) as caught:
        printify.read_order("7")
    assert "abc-1" in caught.value.details


def test_an_error_without_words_is_the_vendors_fault(scripted):
    server, printify = scripted
    say(server, {}, 400)
    with pytest.raises(VendorFault):
        printify.read_order("7")


def taken(**order):
    body = refusal("Order already exists for the given external_id.", 8503, "Operation failed.")
    return answer_json({**body, "order": order} if order else {**body, "order": []}, 409)


def test_a_taken_name_without_its_order_is_looked_up(scripted, account):
    server, printify = scripted
    row = {"id": "f00d", "status": "on-hold", "metadata": {"shop_order_id": NAME}}

    def answer(request):
        if request.method == "POST":
            return taken()
        return answer_json(
            {"current_page": 1, "data": [row]} if request.path.endswith("orders.json") else row
        )

    server.handle = answer
    assert printify.create_order(account.request()).remote_id == "f00d"


def test_a_taken_name_whose_order_is_nowhere_is_refused(scripted, account):
    server, printify = scripted
    server.handle = lambda request: (
        taken() if request.method == "POST" else answer_json({"current_page": 1, "data": []})
    )
    with pytest.raises(Refused) as caught:
        printify.create_order(account.request())
    assert caught.value.reason == "8503"


def test_a_cancellation_that_is_not_done_yet_is_no_cancellation(scripted):
    server, printify = scripted
    say(server, {"id": "7", "status": "on-hold"})
    with pytest.raises(PodBridgeError) as caught:
        printify.cancel_order("7")
    assert caught.value.code == "retry"


def test_a_refused_cancellation_in_an_unknown_state_names_the_state(scripted):
    server, printify = scripted
    server.handle = lambda request: (
        answer_json(refusal("No."), 400)
        if request.method == "POST"
        else answer_json({"id": "7", "status": "resting"})
    )
    with pytest.raises(Refused, match="its state is “resting”"):
        printify.cancel_order("7")


def test_nothing_secret_stands_in_errors_and_every_request_names_the_program(scripted, account):
    server, printify = scripted
    say(server, {"error": "Unauthenticated", "request_id": "1@2"}, 401)
    with pytest.raises(SignInFailed) as caught:
        printify.create_order(account.request())
    told = json.dumps([str(caught.value), caught.value.details, caught.value.hint])
    assert TOKEN not in told
    assert "Juniper" not in told
    [request] = server.seen
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["user-agent"].startswith("PodBridge-Desktop/")
    assert request.headers["content-type"] == "application/json;charset=utf-8"
