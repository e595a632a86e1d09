"""The connection test tells in words what works, what is missing and which other bridges there are."""

import pytest

from podbridge_desktop.errors import BadInput, PermissionMissing, Refused
from podbridge_desktop.sandbox.printful import ACCOUNT_TOKEN, STORE_ID


def test_a_store_token_works_and_cannot_see_other_stores(account, printful):
    account.vendor.link_store("my-shop.example.com")
    report = printful.check()
    assert (report.account_id, report.account_name) == (str(STORE_ID), "Practice prints")
    assert report.currency == "USD"
    assert report.missing == ()
    assert report.native_links == ()
    assert not report.links_visible
    assert report.facts is not None
    assert report.facts["store_type"] == "native"
    assert report.facts["store_id"] == str(STORE_ID)


def test_an_account_token_sees_the_linked_shops(account):
    account.vendor.link_store("my-shop.example.com", "shopify")
    report = account.supplier(token=ACCOUNT_TOKEN, store_id=str(STORE_ID)).check()
    assert [(link.platform, link.name) for link in report.native_links] == [
        ("shopify", "my-shop.example.com")
    ]
    assert report.links_visible


def test_an_account_token_without_a_store_gets_the_list_of_stores(account):
    linked = account.vendor.link_store("my-shop.example.com", "shopify")
    with pytest.raises(BadInput) as caught:
        account.supplier(token=ACCOUNT_TOKEN).check()
    assert f"{STORE_ID} (Practice prints, native)" in caught.value.hint
    assert f"{linked} (my-shop.example.com, shopify)" in caught.value.hint


def test_an_account_token_with_one_store_needs_no_number(account):
    report = account.supplier(token=ACCOUNT_TOKEN).check()
    assert report.links_visible
    assert report.facts is not None
    supplier = account.supplier(token=ACCOUNT_TOKEN, facts=dict(report.facts))
    assert supplier.find_order("s7k3qd-1-m2x4qpa") is None


def test_a_store_number_that_is_not_there_is_refused_with_the_list(account):
    with pytest.raises(BadInput, match="77"):
        account.supplier(token=ACCOUNT_TOKEN, store_id="77").check()


def test_a_store_number_is_digits(account):
    with pytest.raises(BadInput, match="not the number"):
        account.supplier(store_id="my store")


def test_missing_scopes_are_named_with_what_they_are_for(account, printful):
    account.vendor.set_scopes(["orders/read", "sync_products/read"])
    report = printful.check()
    assert [each.name for each in report.missing] == ["Orders"]
    lacking = {each.name: each.sentence for each in report.abilities if not each.works}
    assert "“orders”" in lacking["Orders"]
    assert "personalised" in lacking["Files"]


def test_a_linked_store_is_usable_with_a_warning(account):
    store = account.vendor.link_store("my-shop.example.com", "etsy")
    account.vendor.book.keys["linked"] = {"kind": "store", "store": store}
    report = account.supplier(token="linked").check()
    assert report.missing == ()
    (warning,) = [each for each in report.abilities if not each.works]
    assert "etsy" in warning.sentence
    assert [link.platform for link in report.native_links] == ["etsy"]


def test_without_a_native_store_an_account_is_told_to_make_one(account):
    account.vendor.book.stores.clear()
    with pytest.raises(BadInput, match="no store yet"):
        account.supplier(token=ACCOUNT_TOKEN).check()


def test_an_account_token_without_a_store_at_work_is_told(account):
    with pytest.raises(Refused) as caught:
        account.supplier(token=ACCOUNT_TOKEN).read_order("1")
    assert caught.value.case == "sign_in"


def test_a_store_of_somebody_else_is_no_missing_scope(account):
    with pytest.raises(PermissionMissing) as caught:
        account.supplier(token=ACCOUNT_TOKEN, store_id="77").read_order("1")
    assert caught.value.missing == ()


def test_figures_count_both_versions(account, printful):
    printful.check()
    assert printful.figures().calls == account.calls("GET /v2/stores") + account.calls(
        "GET /v2/oauth-scopes"
    ) + account.calls("GET /orders") + account.calls("GET /stores/{id}")
