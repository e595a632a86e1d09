"""The connection test: who the shop is, what is missing and how it is mended."""

import pytest

from podbridge_desktop.sandbox.shopify import Protected
from podbridge_desktop.sandbox.shopify.shop import ALL_SCOPES


def ability(report, name):
    return next(each for each in report.abilities if each.name == name)


def test_a_shop_in_order(shop, channel):
    shop.buy((shop.product()[0], 1))
    report = channel.check()
    assert (report.account_id, report.account_name, report.currency) == (
        "68001048576",
        "Practice Shop 1",
        "USD",
    )
    assert report.missing == ()
    assert report.address_access == "yes"
    assert report.facts["domain"] == "practice-shop-1.myshopify.com"
    assert report.facts["timezone"] == "America/New_York"
    assert report.facts["publication_id"].startswith("gid://shopify/Publication/")


@pytest.mark.parametrize("mode", [Protected.DENIED, Protected.SILENT])
def test_hidden_addresses_are_found_out_in_both_shapes(shop, channel, mode):
    shop.buy((shop.product()[0], 1))
    shop.vendor.set_protected(mode)
    report = channel.check()
    assert report.address_access == "no"
    assert "Grow" in ability(report, "See addresses").sentence


def test_writing_includes_reading(shop, channel):
    shop.vendor.set_scopes(
        [s for s in ALL_SCOPES if not s.startswith("read_") or s == "read_locations"]
    )
    assert channel.check().missing == ()


def test_an_older_interface_is_a_warning(shop, channel):
    shop.vendor.settings.api_version = "2027-01"
    version = ability(channel.check(), "Interface version")
    assert not version.works
    assert not version.needed
