"""The guard against a second bridge: what counts as the very store, and what it cannot see."""

import pytest

from podbridge_desktop.domain.native_links import Sight, look
from podbridge_desktop.domain.ports import NativeLink

SHOP = frozenset({"peakprints", "peak prints", "peak.myshopify.com", "90210"})


def sight(*links, visible=True, platform="etsy"):
    return look(platform, SHOP, links, visible=visible).sight


@pytest.mark.parametrize(
    "link",
    [
        NativeLink("etsy", "PeakPrints"),
        NativeLink("Etsy", " Peak Prints "),
        NativeLink("etsy_v3", "whatever", "https://www.etsy.com/shop/PeakPrints?ref=seller"),
        NativeLink("etsy", "whatever", "https://peak.myshopify.com/"),
        NativeLink("etsy", "whatever", "90210"),
        NativeLink("unknown", "PEAKPRINTS"),
        NativeLink("", "PeakPrints"),
    ],
)
def test_a_link_is_known_by_any_name_of_the_shop(link):
    found = look("etsy", SHOP, [NativeLink("etsy", "Other"), link], visible=False)
    assert (found.sight, found.link) == (Sight.LINKED, link)


def test_a_shop_of_the_same_name_at_another_platform_is_another_shop():
    assert sight(NativeLink("shopify", "PeakPrints")) is Sight.CLEAR


def test_a_link_without_a_name_is_nobodys():
    assert sight(NativeLink("etsy", "", "")) is Sight.CLEAR


def test_where_the_key_sees_only_its_own_store_nothing_is_known():
    assert sight(visible=False) is Sight.UNSEEN
    assert sight(NativeLink("etsy", "Other"), visible=False) is Sight.UNSEEN
