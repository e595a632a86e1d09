"""Products out: made once, updated without losing what the seller added, and seen again."""

from dataclasses import replace

import pytest

from podbridge_desktop.domain.catalog import ListingVariant
from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import Refused
from podbridge_desktop.sandbox.shopify.product_set import set_product
from podbridge_desktop.sandbox.shopify.stamps import stamp
from tests.support.shopify_shop import draft, number_of

SET, PUBLISH = "productSet", "publishablePublish"
REFERENCE = "mountain-mug-k3f9q2"


def product(shop):
    (made,) = shop.vendor.products
    return made


def variants(shop):
    return {"/".join(value for _, value in each.choices): each for each in product(shop).variants}


def test_a_new_listing_stands_in_the_online_store(shop, channel):
    listing = channel.push_listing(draft(), None)
    made = product(shop)
    assert (listing.remote_id, listing.live) == (number_of(made.id), True)
    assert listing.url
    assert (made.status, made.handle, made.tags) == ("ACTIVE", REFERENCE, ["pod"])
    assert {each.sku: each.options for each in listing.variants} == {
        "MUG-W": (("Color", "White"), ("Size", "11oz")),
        "MUG-B": (("Color", "Black"), ("Size", "11oz")),
    }
    white = variants(shop)["White/11oz"]
    assert (white.price, white.inventory_policy) == (1490, "CONTINUE")
    assert (white.stock.tracked, white.stock.cost) == (False, 512)
    assert white.media_id in made.media_ids
    assert len(made.media_ids) == 2
    assert (shop.writes(SET), shop.writes(PUBLISH)) == (1, 1)


def test_somebody_elses_product_under_the_same_address_is_left_alone(shop, channel):
    shop.vendor.add_product({"title": "Hers", "handle": REFERENCE}, now=shop.clock.now())
    assert channel.find_listing(REFERENCE) is None
    with pytest.raises(Refused):
        channel.push_listing(draft(), None)
    assert product(shop).title == "Hers"


def add_by_hand(shop):
    """The seller adds a colour, a picture and a tag in the admin, and renames a value."""
    made = product(shop)
    rows = [
        {
            "id": each.id,
            "optionValues": [
                {"optionName": n, "name": "Jet" if v == "Black" else v} for n, v in each.choices
            ],
        }
        for each in made.variants
    ]
    red = [{"optionName": "Color", "name": "Red"}, {"optionName": "Size", "name": "11oz"}]
    values = [{"name": name} for name in ("White", "Jet", "Red")]
    given = {
        "title": made.title,
        "tags": [*made.tags, "gift"],
        "files": [
            *({"id": each} for each in made.media_ids),
            {"originalSource": "https://example.com/hers.jpg"},
        ],
        "productOptions": [
            {"name": "Color", "position": 1, "values": values},
            {"name": "Size", "position": 2, "values": [{"name": "11oz"}]},
        ],
        "variants": [*rows, {"optionValues": red, "price": "20.00", "sku": "HERS"}],
    }
    set_product(shop.vendor.store, {"id": made.id}, given, stamp(shop.clock.now()))


def test_an_update_keeps_what_the_seller_added(shop, channel):
    first = channel.push_listing(draft(), None)
    add_by_hand(shop)
    wanted = draft(title="Mountain Mug 2", tags=("pod", "mug"))
    wanted = replace(
        wanted, variants=tuple(replace(each, price=Money(1990, "USD")) for each in wanted.variants)
    )
    second = channel.push_listing(wanted, first.remote_id)
    assert product(shop).title == "Mountain Mug 2"
    assert set(variants(shop)) == {"White/11oz", "Jet/11oz", "Red/11oz"}
    prices = {each.sku: each.price for each in product(shop).variants}
    assert prices == {"MUG-W": 1990, "MUG-B": 1990, "HERS": 2000}
    assert set(product(shop).tags) == {"gift", "mug", "pod"}
    assert len(product(shop).media_ids) == 3
    before = {each.sku: each.remote_id for each in first.variants}
    assert {each.sku: each.remote_id for each in second.variants if each.sku in before} == before


def test_a_second_update_uploads_no_picture_again(shop, channel):
    first = channel.push_listing(draft(), None)
    files = len(shop.vendor.files)
    wanted = draft(images=("https://example.com/White.png?signature=later",))
    channel.push_listing(wanted, first.remote_id)
    assert len(shop.vendor.files) == files


def test_a_new_colour_joins_the_product(shop, channel):
    first = channel.push_listing(draft(), None)
    base = draft()
    red = ListingVariant((("Color", "Red"), ("Size", "11oz")), Money(1490, "USD"), "MUG-R", "3")
    listing = channel.push_listing(replace(base, variants=(*base.variants, red)), first.remote_id)
    assert {each.sku for each in listing.variants} == {"MUG-W", "MUG-B", "MUG-R"}


def test_other_options_than_the_products_are_refused_before_writing(shop, channel):
    first = channel.push_listing(draft(), None)
    odd = ListingVariant((("Material", "Wood"),), Money(1490, "USD"), "ODD", "3")
    with pytest.raises(Refused, match="Color, Size"):
        channel.push_listing(draft(variants=(odd,)), first.remote_id)
    assert shop.writes(SET) == 1


def test_the_stores_own_reason_is_told(shop, channel):
    shop.vendor.settings.max_variants = 1
    with pytest.raises(Refused) as caught:
        channel.push_listing(draft(), None)
    assert caught.value.reason
    assert shop.vendor.products == []


def test_a_picture_that_fails_is_told_and_tried_again_next_time(shop, channel):
    shop.vendor.settings.failing_sources = ["Black"]
    listing = channel.push_listing(draft(), None)
    assert len(listing.image_problems) == 1
    shop.vendor.settings.failing_sources = []
    assert channel.push_listing(draft(), listing.remote_id).image_problems == ()


def test_slow_pictures_are_waited_for_a_little(shop, channel):
    shop.vendor.settings.media_seconds = 3
    assert channel.push_listing(draft(), None).image_problems == ()
    assert sum(shop.clock.paused) >= 3


def many(count):
    return tuple(
        ListingVariant((("Design", f"No {place}"),), Money(1500, "USD"), f"D-{place}", str(place))
        for place in range(count)
    )


def test_a_big_product_is_written_in_the_background(shop, channel):
    shop.vendor.settings.operation_seconds = 5
    listing = channel.push_listing(draft(variants=many(150)), None)
    assert len(listing.variants) == 150
    assert len(product(shop).variants) == 150


def test_all_listings_are_seen_with_all_variants(shop, channel):
    channel.push_listing(draft(variants=many(150)), None)
    for place in range(40):
        shop.product(*[f"P{place}-{each}" for each in range(1 + place % 7)], title=f"Thing {place}")
    found = [listing for batch in channel.listings() for listing in batch]
    assert len(found) == 41
    assert sum(len(each.variants) for each in found) == sum(
        len(p.variants) for p in shop.vendor.products
    )
    assert {each.live for each in found} == {True, False}
