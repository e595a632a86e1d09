"""What the connection test finds: the shop, the rights, the last day, and the shops that Printify serves itself."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from podbridge_desktop.connectors.printify import access_token
from podbridge_desktop.connectors.printify.access_token import TokenWords
from podbridge_desktop.connectors.printify.build import build
from podbridge_desktop.connectors.printify.form import FORM
from podbridge_desktop.domain.ports import NativeLink
from podbridge_desktop.errors import BadInput, PermissionMissing
from podbridge_desktop.sandbox.http import Response, answer_json
from podbridge_desktop.sandbox.printify import SHOP_ID
from tests.support.printify_account import spec
from tests.support.vendor_server import MovingClock, serving

READ_ONLY = ("shops.read", "products.read", "orders.read")


def works(report):
    return {each.name: each.works for each in report.abilities}


def sentence(report, name):
    return next(each.sentence for each in report.abilities if each.name == name)


def jwt(claims):
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{body}.c2ln"


def test_a_good_key_can_do_everything(account):
    report = account.supplier(fields={"approval": "manual"}).check()
    assert report.account_id == str(SHOP_ID)
    assert report.currency == "USD"
    assert report.address_access == "yes"
    assert report.missing == ()
    assert all(works(report).values())
    assert report.facts["shop_id"] == str(SHOP_ID)


def test_without_a_shop_number_the_only_api_shop_is_taken(account):
    report = account.supplier(fields={}).check()
    assert report.account_name == "Desk bridge (API)"


def test_the_shop_that_the_test_found_is_used_from_then_on(account):
    supplier = account.supplier(fields={}, facts={"shop_id": str(SHOP_ID)})
    assert supplier.find_order("s7k3qd-1-m2x4qpa") is None


def test_an_unknown_channel_counts_as_an_api_shop(account):
    account.vendor.set_channel(SHOP_ID, "something_new")
    assert account.supplier(fields={}).check().account_id == str(SHOP_ID)


def test_of_several_api_shops_the_seller_names_hers(account):
    account.vendor.link_store("Another API shop", "api")
    with pytest.raises(BadInput) as caught:
        account.supplier(fields={}).check()
    assert str(SHOP_ID) in caught.value.hint
    assert "Another API shop" in caught.value.hint


def test_a_shop_that_the_account_does_not_have_is_refused_with_those_it_has(account):
    with pytest.raises(BadInput, match="with the number 1") as caught:
        account.supplier(fields={"shop_id": "1"}).check()
    assert "Desk bridge" in caught.value.hint


def test_an_account_without_an_api_shop_is_told_how_to_make_one(account):
    account.vendor.set_channel(SHOP_ID, "etsy")
    with pytest.raises(BadInput, match="no API shop yet"):
        account.supplier(fields={}).check()


@pytest.mark.parametrize("fields", [{"shop_id": "my shop"}, {"currency": "dollars"}])
def test_a_field_that_cannot_be_used_is_refused_before_any_call(account, fields):
    with pytest.raises(BadInput):
        account.supplier(fields=fields)
    assert account.vendor.ledger()["requests"] == 0


def test_a_currency_of_the_account_is_taken_as_the_seller_says(account):
    assert account.supplier(fields={"currency": "eur"}).check().currency == "EUR"


# rights


def test_missing_rights_are_named_and_those_that_matter_count(account):
    token = account.vendor.issue_token(account.clock.now(), READ_ONLY)
    report = account.supplier(token=token).check()
    assert {ability.name for ability in report.missing} == {"Orders"}
    assert "“orders.write”" in sentence(report, "Orders")
    assert "“uploads.read” and “uploads.write”" in sentence(report, "Pictures")
    assert works(report)["Products"]


def test_a_token_that_tells_nothing_is_tried_by_what_changes_nothing(account):
    account.vendor.set_scopes(["shops.read", "orders.read"])
    account.vendor.book.tokens["opaque"] = next(iter(account.vendor.book.tokens.values()))
    report = account.supplier(token="opaque").check()
    assert works(report)["Orders"]
    assert not works(report)["Products"]
    assert "Token" not in works(report)


def test_a_key_that_may_not_list_shops_works_for_the_shop_that_is_named(account):
    token = account.vendor.issue_token(account.clock.now(), ("orders.read", "orders.write"))
    report = account.supplier(token=token).check()
    assert (report.account_id, report.account_name) == (str(SHOP_ID), f"Shop {SHOP_ID}")
    assert report.links_visible is False


def test_a_key_that_may_not_list_shops_needs_the_shops_number(account):
    token = account.vendor.issue_token(account.clock.now(), ("orders.read",))
    with pytest.raises(PermissionMissing) as caught:
        account.supplier(token=token, fields={}).check()
    assert caught.value.missing == ("shops.read",)


# the last day


@pytest.mark.parametrize(("left", "fine"), [(31, True), (29, False), (1, False)])
def test_a_token_near_its_end_is_warned_about(account, left, fine):
    token = account.vendor.issue_token(account.clock.now() - timedelta(days=365 - left))
    report = account.supplier(token=token).check()
    assert works(report)["Token"] is fine
    assert report.missing == ()
    expires = datetime.fromisoformat(report.facts["token_expires"])
    assert expires - account.clock.now() == timedelta(days=left)


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (jwt({"exp": 1_800_000_000, "scopes": ["orders.read"]}),
         TokenWords(datetime(2027, 1, 15, 8, tzinfo=UTC), frozenset({"orders.read"}))),
        (jwt({"exp": 1_800_000_000.0}), TokenWords(datetime(2027, 1, 15, 8, tzinfo=UTC))),
        (jwt({"sub": "1"}), TokenWords()),
        (jwt({"exp": "soon"}), TokenWords()),
        (jwt({"exp": 1e300}), TokenWords()),
        (jwt([1]), TokenWords()),
        ("a.b.c", TokenWords()),
        ("no token", TokenWords()),
    ],
)  # fmt: skip
def test_what_a_token_says_of_itself(token, words):
    assert access_token.read(f" {token}\n") == words


# approval and native links


@pytest.mark.parametrize(
    ("said", "fine"), [("manual", True), (" Manual", True), ("", False), ("24 h", False)]
)
def test_the_approval_is_a_warning_until_the_seller_says_manual(account, said, fine):
    report = account.supplier(fields={"approval": said}).check()
    assert works(report)["Order approval"] is fine
    assert report.missing == ()


def test_shops_that_printify_serves_itself_are_native_links(account):
    account.vendor.link_store("My Shopify store", "shopify")
    account.vendor.link_store("Old Etsy shop", "etsy")
    report = account.supplier().check()
    assert report.native_links == (
        NativeLink("shopify", "My Shopify store"),
        NativeLink("etsy", "Old Etsy shop"),
    )
    assert report.links_visible is False  # which store is behind a channel cannot be seen


def test_without_native_shops_nothing_is_hidden(account):
    report = account.supplier().check()
    assert (report.native_links, report.links_visible) == ((), True)


def test_a_natively_linked_shop_may_be_named_and_is_warned_about(account):
    linked = account.vendor.link_store("My Shopify store", "shopify")
    report = account.supplier(fields={"shop_id": str(linked)}).check()
    assert "belongs to a shopify store" in sentence(report, "Own shop for PodBridge")
    assert report.facts["sales_channel"] == "shopify"


def test_the_form_asks_for_the_approval_and_leads_to_it():
    names = [field.name for field in FORM.fields]
    assert names == ["token", "approval", "shop_id", "currency"]
    assert [field.name for field in FORM.secrets] == ["token"]
    assert any("Manual" in step for step in FORM.steps)


# the currency


def scripted(
    rates, products=({"id": "0a1b", "title": "Tee", "blueprint_id": 6, "print_provider_id": 5},)
):
    """A vendor of few answers, and what the connection test makes of its currency."""

    def answer(request):
        if request.path.endswith("shops.json"):
            return answer_json([{"id": 7, "title": "Mine", "sales_channel": "api"}])
        if "/v2/catalog/" in request.path:
            return rates if isinstance(rates, Response) else answer_json({"data": rates})
        return answer_json({"current_page": 1, "data": list(products)})

    clock = MovingClock()
    with serving(answer) as server:
        one = spec(server.url, fields={}, token="opaque")
        supplier = build(one, pause=clock.pause, clock=clock, monotonic=clock.monotonic)
        found = supplier.check().currency
        supplier.close()
        return found


def rate(currency):
    amount = {"amount": 400, "currency": currency}
    return {"type": "x", "id": "1", "attributes": {"shippingCost": {"firstItem": amount}}}


@pytest.mark.parametrize(
    ("rates", "currency"),
    [
        ([rate("EUR")], "EUR"),
        ([{"type": "x", "id": "1"}, {"attributes": {}}, rate(None), rate("GBP")], "GBP"),
        ([], "USD"),
        (answer_json({"error": "Not found", "request_id": "1"}, 404), "USD"),
        (answer_json({"error": "Invalid scope(s) provided.", "request_id": "1"}, 403), "USD"),
    ],
)
def test_the_currency_is_the_one_of_the_shipping_rates(rates, currency):
    assert scripted(rates) == currency


def test_an_account_without_products_counts_in_dollars():
    assert scripted([rate("EUR")], products=()) == "USD"


def test_the_currency_that_was_found_is_the_one_of_costs(account):
    supplier = account.supplier(facts={"currency": "EUR"})
    assert supplier.quote(account.request()).total.currency == "EUR"
    assert (
        account.supplier(fields={"currency": "GBP"}, facts={"currency": "EUR"}).check().currency
        == "GBP"
    )
