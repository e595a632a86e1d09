"""Pictures that lie on this computer only: brought to Shopify once, and said where they are not here."""

from dataclasses import replace

import pytest

from podbridge_desktop.bootstrap.pictures import KeptFiles
from podbridge_desktop.connectors.api_client import upload
from podbridge_desktop.connectors.shopify.staged import PictureUploads
from podbridge_desktop.errors import Refused, VendorFault
from podbridge_desktop.sandbox.pictures import draw
from tests.support.shopify_shop import draft

PNG = b"\x89PNG\r\n\x1a\n"
STAGE, SET = "stagedUploadsCreate", "productSet"


@pytest.fixture
def kept(tmp_path):
    return KeptFiles(tmp_path / "mockups", draw)


@pytest.fixture
def channel(shop, kept):
    return shop.channel(pictures=kept)


def wanted(*images):
    plain = draft()
    variants = [
        replace(each, image_url=image) for each, image in zip(plain.variants, images, strict=False)
    ]
    return replace(plain, images=images, variants=tuple(variants))


def staged(shop):
    return [each for each in shop.vendor.store.uploads.values() if each.body]


def test_they_are_brought_once_and_shown(shop, channel, kept):
    images = (kept.keep("mug-fbfaf7-wave.png"), kept.keep("tee-1d1c1f-sunrise.png"))
    for _ in range(2):
        listing = channel.push_listing(wanted(*images), None)
        assert listing.image_problems == ()
    assert len(staged(shop)) == 2
    assert shop.writes(STAGE) == 1
    (made,) = shop.vendor.products
    assert len(made.media_ids) == 2


def test_one_that_is_not_here_any_more_is_left_out_and_said(shop, channel, kept):
    here = kept.keep("mug-fbfaf7-wave.png")
    listing = channel.push_listing(wanted(here, "kept:0000.png"), None)
    (problem,) = listing.image_problems
    assert "not on this computer" in problem
    assert len(staged(shop)) == 1


def test_without_a_place_for_pictures_the_product_is_pushed_without_them(shop):
    listing = shop.channel().push_listing(wanted("kept:0000.png"), None)
    assert len(listing.image_problems) == 1
    assert shop.writes(SET) == 1


def test_a_lost_answer_is_asked_for_again_and_harms_nobody(shop, channel, kept):
    images = (kept.keep("mug-fbfaf7-wave.png"),)
    shop.trouble("drop_after", contains="stagedUploadsCreate")
    with pytest.raises(VendorFault):
        channel.push_listing(wanted(*images), None)
    assert shop.writes(SET) == 0
    channel.push_listing(wanted(*images), None)
    assert len(staged(shop)) == 1


def test_a_place_that_does_not_take_it_is_tried_again(shop, channel, kept):
    images = (kept.keep("mug-fbfaf7-wave.png"),)
    shop.trouble("server_error", path="^/staged/")
    with pytest.raises(VendorFault):
        channel.push_listing(wanted(*images), None)
    assert channel.push_listing(wanted(*images), None).image_problems == ()


def test_what_shopify_refuses_is_said(channel, tmp_path):
    large = KeptFiles(tmp_path / "mockups", lambda _url: PNG + bytes(20 * 2**20))
    image = large.keep("mug-fbfaf7-wave.png")
    with pytest.raises(Refused, match="too large"):
        channel.push_listing(wanted(image), None)


def test_an_address_that_is_not_secure_gets_no_picture(shop, channel, kept):
    outside = PictureUploads(channel._api, kept, upload, here=False)
    with pytest.raises(VendorFault, match="not secure"):
        outside.bring([kept.keep("mug-fbfaf7-wave.png")])
    assert staged(shop) == []
