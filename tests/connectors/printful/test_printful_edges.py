"""What is rare: things that vanish meanwhile, keys that see little, answers that say little."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from podbridge_desktop.connectors.printful.build import build
from podbridge_desktop.connectors.printful.form import FORM
from podbridge_desktop.connectors.printful.limits import gauge
from podbridge_desktop.connectors.printful.request import order_body
from podbridge_desktop.domain.fulfilment import SupplierStatus
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.platforms import PlatformKind
from podbridge_desktop.errors import BadInput, Busy, PermissionMissing, Refused
from podbridge_desktop.sandbox.http import Request, Response, answer_json
from tests.support.printful_account import NAME, spec
from tests.support.vendor_server import MovingClock, serving

MISSING = answer_json(
    {"code": 404, "result": "Not Found", "error": {"reason": "NotFound", "message": "Not Found"}},
    404,
)
DENIED = answer_json(
    {"code": 403, "result": "No", "error": {"reason": "Forbidden", "message": "No"}}, 403
)


class Script:
    """Answers by path; what is not in it is not found. Keeps what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Response] = {}
        self.asked: list[str] = []

    def say(self, path: str, result: object, **more: object) -> None:
        key = "data" if " /v2/" in path else "result"
        self.answers[path] = answer_json({key: result, **more})

    def __call__(self, request: Request) -> Response:
        self.asked.append(f"{request.method} {request.path}?{request.query}".rstrip("?"))
        return self.answers.get(f"{request.method} {request.path}", MISSING)


@pytest.fixture
def script():
    return Script()


@pytest.fixture
def printful(script):
    clock = MovingClock()
    with serving(script) as server:
        supplier = build(
            spec(server.url), pause=clock.pause, clock=clock, monotonic=clock.monotonic
        )
        yield supplier
        supplier.close()


def test_products_deleted_meanwhile_are_passed_over(script, printful):
    script.say("GET /v2/stores", [{"id": 1, "type": "native", "name": "Own"}])
    script.say(
        "GET /store/products",
        [{"id": 5, "name": "Gone"}, {"id": 6, "name": "Tee"}, {"id": 6, "name": "Tee"}],
    )
    part = {"variant_id": 4011, "product_id": 71, "image": "https://example.com/b.png"}
    variant = {
        "id": 9,
        "variant_id": 4011,
        "synced": True,
        "product": part,
        "retail_price": "9",
        "currency": "USD",
    }
    unset = {"id": 10, "synced": False}
    script.say(
        "GET /store/products/6",
        {"sync_product": {"id": 6, "name": "Tee"}, "sync_variants": [variant, unset]},
    )
    (product,) = printful.products()
    assert [each.remote_id for each in product.variants] == ["9"]
    assert product.variants[0].cost is None  # the blank is no longer in the catalog either
    assert product.images == ("https://example.com/b.png",)


def test_a_product_with_nothing_set_up_is_left_out(script, printful):
    script.say("GET /v2/stores", [{"id": 1, "type": "native", "name": "Own"}])
    script.say("GET /store/products", [{"id": 6, "name": "Tee"}])
    script.say("GET /store/products/6", {"sync_product": {"id": 6}, "sync_variants": None})
    assert list(printful.products()) == []


def test_lists_without_a_total_are_read_until_a_short_page(script, printful):
    script.say("GET /orders", [{"id": 1, "status": "draft", "external_id": NAME}])
    assert len(printful.find_orders("s7k3qd-")) == 1
    assert script.asked == ["GET /orders?offset=0&limit=100"]


def test_long_lists_of_stores_are_read_to_their_end(script, printful):
    script.say("GET /v2/stores", [{"id": 1, "type": "native", "name": "Own"}], paging={"total": 2})
    script.say("GET /v2/oauth-scopes", [])
    with pytest.raises(BadInput, match="several stores"):
        printful.check()
    assert script.asked[:2] == [
        "GET /v2/stores?offset=0&limit=100",
        "GET /v2/stores?offset=1&limit=100",
    ]


def test_an_empty_account_has_no_orders(script, printful):
    script.say("GET /orders", [], paging={"total": 0, "offset": 0, "limit": 100})
    assert printful.find_orders("s7k3qd-") == ()
    assert printful.find_orders("s7k3qd-", datetime(2026, 1, 1, tzinfo=UTC)) == ()


def test_an_order_list_out_of_order_is_read_to_its_end(script, printful):
    rows = [
        {"id": 1, "status": "draft", "created": 1763742935},
        {"id": 2, "status": "draft", "created": 1763829335},
    ]
    script.say("GET /orders", rows)
    found = printful.find_orders("", datetime.fromtimestamp(1763800000, UTC))
    assert [each.remote_id for each in found] == ["2"]


def test_parcel_lines_without_our_names_come_from_the_order(script, printful):
    told = {"id": 5, "shipment_status": "shipped", "shipped_at": "2026-11-15T16:35:35Z",
            "shipment_items": [{"order_item_id": 72, "quantity": 2}]}  # fmt: skip
    script.say("GET /v2/orders/7/shipments", [told])
    script.say(
        "GET /orders/7",
        {"id": 7, "status": "fulfilled", "items": [{"id": 72, "external_id": "142"}]},
    )
    (parcel,) = printful.parcels("7")
    assert parcel.lines == (("142", 2),)


def test_a_confirm_refused_for_a_reason_is_refused(script, printful):
    costs = {"currency": "USD", "total": "12.00"}
    script.say("GET /orders/7", {"id": 7, "status": "draft", "costs": costs})
    body = {
        "code": 400,
        "result": "Please add a billing method.",
        "error": {"message": "Please add a billing method."},
    }
    script.answers["POST /orders/7/confirm"] = answer_json(body, 400)
    with pytest.raises(Refused) as caught:
        printful.confirm_order("7")
    assert caught.value.case == "payment"


def test_a_key_that_may_not_read_the_stores_details_still_connects(script, printful):
    script.say("GET /v2/stores", [{"id": 1, "type": "native", "name": None}])
    script.say(
        "GET /v2/oauth-scopes",
        [{"value": "orders"}, {"value": "sync_products"}, {"value": "file_library"}],
    )
    script.answers["GET /stores/1"] = DENIED
    script.answers["GET /orders"] = DENIED
    report = printful.check()
    assert (report.account_name, report.currency) == ("Store 1", "")
    assert not report.links_visible


def test_a_refusal_that_names_no_scope_names_the_one_that_was_needed(script, printful):
    script.answers["GET /orders/7"] = DENIED
    with pytest.raises(PermissionMissing) as caught:
        printful.read_order("7")
    assert caught.value.missing == ("orders/read",)


def test_after_a_limit_nothing_is_asked_before_its_time(script, printful):
    body = {"code": 429, "result": "Please try again after 300 seconds."}
    script.answers["GET /orders/7"] = answer_json(body, 429)
    for _ in range(2):
        with pytest.raises(Busy) as caught:
            printful.read_order("7")
        assert caught.value.wait is not None
    with pytest.raises(Busy):
        printful.find_orders("s7k3qd-")
    assert len(script.asked) == 1


def test_a_request_with_little_is_a_body_with_little(account):
    request = account.request(count=1)
    bare = replace(request.lines[0], retail_price=None, title="", sku="")
    body = order_body(
        replace(request, lines=(bare,), retail_shipping=None, store_order_number=""), {"name": "A"}
    )
    assert set(body) == {"external_id", "recipient", "items"}
    assert body["items"] == [
        {"sync_variant_id": int(bare.variant_id), "external_id": bare.reference, "quantity": 1}
    ]


def test_amounts_of_two_currencies_are_not_mixed_in_the_retail_costs(account):
    request = replace(account.request(count=1), retail_shipping=Money(300, "EUR"))
    assert "retail_costs" not in order_body(request, {})
    free = replace(request, retail_shipping=None)
    assert order_body(free, {})["retail_costs"] == {"currency": "USD"}


def test_a_window_that_is_used_up_is_waited_out_to_its_end():
    level = gauge(
        {"x-ratelimit-limit": "120", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "40"}
    )
    assert level is not None
    assert level.per_second == pytest.approx(1 / 40)
    odd = gauge({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "soon"})
    assert odd is not None
    assert odd.per_second == pytest.approx(1 / 60)


def test_a_word_that_is_not_known_is_never_taken_for_cancelled(script, printful):
    script.say("GET /orders/7", {"id": 7, "status": "teleported"})
    script.answers["DELETE /orders/7"] = answer_json(
        {"code": 400, "result": "Cannot be cancelled"}, 400
    )
    with pytest.raises(Refused, match="teleported"):
        printful.cancel_order("7")
    assert printful.read_order("7").status is SupplierStatus.UNKNOWN


def test_the_form_asks_for_what_the_connector_reads():
    assert FORM.kind is PlatformKind.SUPPLIER
    assert [each.name for each in FORM.secrets] == ["token"]
    assert [each.name for each in FORM.fields if not each.secret] == ["store_id", "token_expires"]


def test_a_list_whose_pages_never_fit_together_is_read_to_its_end():
    asked = []

    def one_a_page(request: Request) -> Response:
        asked.append(request.query)
        offset = int(dict(each.split("=") for each in request.query.split("&"))["offset"])
        row = {"id": 900 + offset, "external_id": f"s7k3qd-{offset}-m2x4qpa", "status": "draft"}
        paging = {"total": 4, "offset": offset, "limit": 100}
        rows = [row] if request.path == "/orders" else row
        return answer_json({"code": 200, "result": rows, "paging": paging})

    clock = MovingClock()
    with serving(one_a_page) as server:
        supplier = build(
            spec(server.url), pause=clock.pause, clock=clock, monotonic=clock.monotonic
        )
        found = supplier.find_orders("s7k3qd-")
        supplier.close()
    assert [each.external_id for each in found] == [f"s7k3qd-{n}-m2x4qpa" for n in range(4)]
    assert len(asked) < 20
