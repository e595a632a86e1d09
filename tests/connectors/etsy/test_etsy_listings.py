"""Products put into the shop: found again, merged, read back, and live only where that was said."""

from dataclasses import replace

import pytest

from podbridge_desktop.bootstrap.pictures import KeptFiles
from podbridge_desktop.connectors.etsy import api
from podbridge_desktop.connectors.etsy.listing_text import mark_of
from podbridge_desktop.domain.catalog import ListingVariant
from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import (
    NotThere,
    Refused,
    Retry,
    Unfinished,
    UnknownOutcome,
    Unreachable,
    VendorFault,
)
from podbridge_desktop.sandbox.http import Response
from podbridge_desktop.sandbox.pictures import draw

CREATE = {"method": "POST", "path": "/listings$"}
INVENTORY = {"method": "PUT", "path": "/inventory$"}


@pytest.fixture
def pushed(shop, channel):
    """The draft of two colors and two sizes, as it stands in the shop."""
    made = shop.pushed(channel, shop.draft(), None)
    return made, shop.vendor.listing(made.remote_id)


def live(listing):
    return [each for each in listing["products"] if not each["deleted"]]


def by_values(listing):
    return {tuple(part["values"][0] for part in each["properties"]): each for each in live(listing)}


def partner(shop, name):
    (found,) = [k for k, v in shop.vendor.book.partners.items() if v["partner_name"] == name]
    return int(found)


# a new one


def test_a_new_listing_is_a_draft_with_everything_a_printed_thing_needs(shop, pushed):
    made, listing = pushed
    assert (listing["state"], made.live) == ("draft", False)
    assert listing["title"] == "Mountain Tee, soft unisex t-shirt"
    assert listing["description"] == "Soft & light.\n\n• Cotton"
    assert (listing["who_made"], listing["when_made"]) == ("i_did", "made_to_order")
    assert listing["taxonomy_id"] == 482  # T-shirts, for everybody
    assert listing["partners"] == [partner(shop, "Printful")]
    assert listing["tags"] == [mark_of("podbridge-printful-4711"), "mountain", "tee"]
    assert not listing["auto_renew"]
    assert shop.vendor.book.fees == []


def test_its_variants_have_price_sku_and_no_parentheses(pushed):
    _, listing = pushed
    rows = by_values(listing)
    assert set(rows) == {("Black", "M"), ("Black", "2XL EU 56"), ("White", "M"), ("White", "2XL EU 56")}  # fmt: skip
    row = rows["Black", "2XL EU 56"]
    assert (row["sku"], row["price"], row["quantity"]) == ("TEE-B-2", 2790, 999)
    assert listing["on"] == {"price": [514], "quantity": [], "sku": [513, 514], "readiness_state": []}  # fmt: skip


def test_the_variants_come_back_under_the_names_that_the_supplier_uses(shop, pushed):
    made, _ = pushed
    wanted = {(each.sku, frozenset(each.options)) for each in shop.draft().variants}
    assert {(each.sku, frozenset(each.options)) for each in made.variants} == wanted
    assert made.variants[0].price == Money(2490, "USD")


def test_each_color_shows_its_picture(shop, pushed):
    _, listing = pushed
    assert len(listing["images"]) == 2
    shown = {each["value_id"]: each["image_id"] for each in listing["variation_images"]}
    assert len(shown) == len(set(shown.values())) == 2
    alts = [shop.vendor.book.images[str(each)]["alt"] for each in listing["images"]]
    assert all(alt.startswith("Mountain Tee") for alt in alts)


def test_a_product_without_options(shop, channel):
    mug = ListingVariant((("Title", "Default Title"),), Money(1490, "USD"), "MUG", "1")
    made = shop.pushed(
        channel, shop.draft(title="Ridge Mug", variants=(mug,), images=(shop.picture("mug"),)), None
    )
    listing = shop.vendor.listing(made.remote_id)
    (only,) = live(listing)
    assert (only["sku"], only["price"], only["properties"]) == ("MUG", 1490, [])
    assert listing["taxonomy_id"] == 1062
    assert made.variants[0].options == (("Title", "Default Title"),)


def test_a_third_option(shop, channel):
    variants = tuple(
        replace(each, options=(*each.options, ("Fit", "Slim")), image_url="")
        for each in shop.draft().variants
    )
    made = shop.pushed(channel, shop.draft(variants=variants), None)
    first = live(shop.vendor.listing(made.remote_id))[0]
    assert [part["property_id"] for part in first["properties"]] == [200, 513, 514]


def test_live_where_it_is_said_and_then_for_the_fee(shop, channel):
    made = shop.pushed(channel, shop.draft(publish=True), None)
    assert made.live
    assert made.url.startswith(shop.url)
    assert [each["kind"] for each in shop.vendor.book.fees] == ["listing"]


def test_a_refused_fee_leaves_a_draft_and_says_why(shop, channel):
    shop.vendor.turn(fee_refused=True)
    with pytest.raises(Refused, match="listing fee could not be charged") as told:
        shop.pushed(channel, shop.draft(publish=True), None)
    assert told.value.case == "push_refused"
    assert [each["state"] for each in shop.listings] == ["draft"]
    shop.vendor.turn(fee_refused=False)
    known = channel.find_listing("podbridge-printful-4711")
    assert shop.pushed(channel, shop.draft(publish=True), known.remote_id).live
    assert len(shop.listings) == 1


def test_nothing_to_sell_is_refused(shop, channel):
    with pytest.raises(Refused, match="at least one variant"):
        shop.pushed(channel, shop.draft(variants=()), None)


# choices


def test_two_shipping_profiles_are_a_question_and_nothing_is_made(shop, channel):
    profiles = shop.vendor.book.profiles
    (first,) = profiles.values()
    profiles["77"] = {**first, "shipping_profile_id": 77, "title": "Express"}
    with pytest.raises(Refused, match=r"Standard shipping.*77 \(Express\)"):
        shop.pushed(channel, shop.draft(), None)
    assert shop.listings == []
    made = shop.pushed(channel, shop.draft(choices=(("shipping_profile", "express"),)), None)
    assert shop.vendor.listing(made.remote_id)["shipping_profile_id"] == 77


def test_the_seller_chooses_partner_section_category_and_renewal(shop, channel):
    chosen = (
        ("production_partner", "Printify"),
        ("section", "Handmade"),
        ("category", "Hoodies"),
        ("auto_renew", "yes"),
    )
    made = shop.pushed(channel, shop.draft(choices=chosen), None)
    listing = shop.vendor.listing(made.remote_id)
    assert listing["partners"] == [partner(shop, "Printify")]
    assert listing["shop_section_id"] == next(iter(shop.vendor.book.sections.values()))["shop_section_id"]  # fmt: skip
    assert (listing["taxonomy_id"], listing["auto_renew"]) == (2203, True)


def test_without_a_partner_it_goes_live_and_the_seller_was_warned(shop, channel):
    shop.vendor.book.partners.clear()
    (told,) = (each for each in channel.listing_choices([shop.draft()]) if each.field == "production_partner")  # fmt: skip
    assert "no production partner called Printful" in told.trouble
    made = shop.pushed(channel, shop.draft(publish=True), None)
    listing = shop.vendor.listing(made.remote_id)
    assert (listing["state"], listing["partners"]) == ("active", [])


def test_a_draft_takes_the_partner_that_was_made_meanwhile(shop, channel):
    shop.vendor.book.partners.clear()
    made = shop.pushed(channel, shop.draft(), None)
    shop.vendor.book.partners["9"] = {"production_partner_id": 9, "partner_name": "Printful"}
    shop.pushed(channel, shop.draft(publish=True), made.remote_id)
    assert shop.vendor.listing(made.remote_id)["partners"] == [9]


def test_the_lists_are_read_by_name_with_what_suggests_itself(shop, channel):
    found = {each.field: each for each in channel.listing_choices([shop.draft()])}
    taken = {field: choice.name_of(choice.suggested) for field, choice in found.items()}
    assert taken == {
        "shipping_profile": "Standard shipping",
        "processing_profile": "made to order, 3 - 5 days",
        "return_policy": "returns and exchanges, 30 days",
        "production_partner": "Printful",
        "category": "Clothing > Gender-Neutral Adult Clothing > Tops & Tees > T-shirts",
        "section": "",
        "who_made": "I did",
        "when_made": "Made to order",
        "auto_renew": "No",
    }
    assert [each.trouble for each in found.values() if each.trouble] == []


def test_two_products_share_what_suits_both(shop, channel):
    mug = replace(shop.draft(), title="Ridge Mug", vendor="Printify")
    found = {each.field: each for each in channel.listing_choices([shop.draft(), mug])}
    for own in ("production_partner", "category"):
        assert (found[own].suggested, found[own].needed) == ("", False)
    unclear = replace(mug, title="Ridge at Dawn", description_html="")
    (category,) = (each for each in channel.listing_choices([mug, unclear]) if each.field == "category")  # fmt: skip
    assert category.stops("")
    assert "Ridge at Dawn" in category.trouble


def test_for_no_product_everything_is_listed(channel):
    found = {each.field: each for each in channel.listing_choices([])}
    assert {each.name for each in found["production_partner"].offers} >= {"Printful", "Printify"}
    assert len(found["category"].offers) > 10


def test_a_partner_that_the_seller_named_on_etsy_stays(shop, channel, pushed):
    made, listing = pushed
    listing["partners"] = [partner(shop, "Printify")]
    assert shop.pushed(channel, shop.draft(publish=True), made.remote_id).live
    assert listing["partners"] == [partner(shop, "Printify")]


def test_the_tree_of_categories_is_read_once(shop, channel):
    shop.pushed(channel, shop.draft(), None)
    shop.pushed(channel, shop.draft(reference="other"), None)
    assert shop.calls("getSellerTaxonomyNodes") == 1


# an update


def test_an_update_keeps_what_the_seller_added(shop, channel, pushed):
    made, listing = pushed
    listing["tags"].append("by hand")
    own = shop.vendor.book.images
    by_hand = next(iter(own))
    listing["images"].insert(0, int(by_hand))
    draft = shop.draft(title="Mountain Tee, new", tags=("alpine",))
    again = shop.pushed(channel, draft, made.remote_id)
    assert listing["title"] == "Mountain Tee, new"
    assert {"by hand", "alpine", mark_of(draft.reference)} <= set(listing["tags"])
    assert again.remote_id == made.remote_id


def test_a_new_mockup_is_added(shop, channel, pushed):
    made, listing = pushed
    images_now = (*shop.draft().images, shop.picture("Back"))
    shop.pushed(channel, shop.draft(images=images_now), made.remote_id)
    assert len(listing["images"]) == 3


def test_new_prices_reach_the_shop_and_links_hold_although_products_are_renumbered(
    shop, channel, pushed
):
    made, listing = pushed
    before = {each["product_id"] for each in live(listing)}
    dearer = tuple(
        replace(each, price=Money(each.price.minor + 100, "USD")) for each in shop.draft().variants
    )
    again = shop.pushed(channel, shop.draft(variants=dearer), made.remote_id)
    assert {each["price"] for each in live(listing)} == {2590, 2890}
    assert not before & {each["product_id"] for each in live(listing)}
    assert {(v.remote_id, v.sku) for v in again.variants} == {
        (v.remote_id, v.sku) for v in made.variants
    }


def test_a_hand_made_variant_survives_an_update(shop, channel, pushed):
    made, listing = pushed
    first = live(listing)[0]
    for size in ("M", "2XL EU 56"):
        color = {**first["properties"][0], "values": ["Tie-dye"], "value_ids": [1]}
        other = next(each for each in live(listing) if each["properties"][1]["values"] == [size])
        listing["products"].append({
            **first, "product_id": 5 + len(size), "sku": f"HAND-{size}", "price": 4000, "quantity": 3,
            "properties": [color, other["properties"][1]],
        })  # fmt: skip
    shop.vendor.book.values["513"]["Tie-dye"] = 1
    again = shop.pushed(channel, shop.draft(), made.remote_id)
    rows = by_values(listing)
    assert len(rows) == 6
    assert (rows["Tie-dye", "M"]["price"], rows["Tie-dye", "M"]["quantity"]) == (4000, 3)
    assert "HAND-M" in {each.sku for each in again.variants}


def test_a_listing_that_the_seller_took_down_stays_down(shop, channel):
    made = shop.pushed(channel, shop.draft(publish=True), None)
    shop.vendor.listing(made.remote_id)["state"] = "inactive"
    assert not shop.pushed(channel, shop.draft(publish=True), made.remote_id).live
    assert len(shop.vendor.book.fees) == 1


def test_an_expired_listing_is_not_renewed_for_money_by_itself(shop, channel):
    made = shop.pushed(channel, shop.draft(publish=True), None)
    shop.vendor.expire_listing(made.remote_id, now=shop.clock.now())
    assert not shop.pushed(channel, shop.draft(publish=True), made.remote_id).live
    assert len(shop.vendor.book.fees) == 1


def test_other_options_than_the_listings_are_refused_before_any_change(shop, channel, pushed):
    made, listing = pushed
    variants = (ListingVariant((("Scent", "Honey"),), Money(1500, "USD"), "X", "1"),)
    with pytest.raises(Refused, match="has Scent"):
        shop.pushed(channel, shop.draft(variants=variants, title="New"), made.remote_id)
    assert listing["title"] != "New"


def test_etsys_reason_for_refused_words_is_told(shop, channel, pushed):
    made, _ = pushed
    shop.vendor.listing(made.remote_id)["frozen"] = True
    with pytest.raises(Refused, match="frozen"):
        shop.pushed(channel, shop.draft(publish=True), made.remote_id)


def test_three_options_for_a_listing_without_a_category(shop, channel):
    shop.product("CANDLE")
    listing = shop.listings[0]
    listing["taxonomy_id"] = None
    variants = tuple(
        replace(each, options=(*each.options, ("Fit", "Slim"))) for each in shop.draft().variants
    )
    with pytest.raises(Refused, match="two of one's own"):
        shop.pushed(channel, shop.draft(variants=variants), str(listing["listing_id"]))


# found again


def test_it_is_found_by_its_reference(shop, channel, pushed):
    made, listing = pushed
    shop.product("CANDLE")
    assert channel.find_listing("podbridge-printful-4711").remote_id == made.remote_id
    assert channel.find_listing("podbridge-printful-999") is None
    listing["state"] = "expired"
    assert shop.channel().find_listing("podbridge-printful-4711").remote_id == made.remote_id


def test_many_products_are_looked_for_in_one_look(shop, channel):
    shop.product("CANDLE")
    for number in range(5):
        assert channel.find_listing(f"podbridge-printful-{number}") is None
    assert shop.calls("getListingsByShop") == 5  # once for each state
    shop.clock.pause(10 * 60)
    channel.find_listing("podbridge-printful-1")
    assert shop.calls("getListingsByShop") == 10


def test_what_was_made_since_the_look_is_known(shop, channel):
    assert channel.find_listing(shop.draft().reference) is None
    made = shop.pushed(channel, shop.draft(), None)
    assert channel.find_listing(shop.draft().reference).remote_id == made.remote_id


def test_what_was_deleted_since_the_look_is_not_there(shop, channel, pushed):
    made, _ = pushed
    assert channel.find_listing(shop.draft().reference) is not None
    shop.vendor.delete_listing(made.remote_id)
    assert channel.find_listing(shop.draft().reference) is None
    assert channel.find_listing(shop.draft().reference) is None


def test_of_two_with_one_mark_the_one_on_sale_counts(shop, channel):
    first = shop.pushed(channel, shop.draft(publish=True), None)
    shop.pushed(channel, shop.draft(), None)
    assert shop.channel().find_listing(shop.draft().reference).remote_id == first.remote_id


def test_a_create_that_never_came_through_is_looked_for_over_a_while(shop, channel):
    shop.trouble("drop", **CREATE)
    with pytest.raises(UnknownOutcome):
        shop.pushed(channel, shop.draft(), None)
    with pytest.raises(Retry) as told:
        channel.find_listing(shop.draft().reference)
    assert told.value.wait is not None
    shop.clock.pause(told.value.wait.total_seconds())
    assert channel.find_listing(shop.draft().reference) is None
    shop.pushed(channel, shop.draft(), None)
    assert channel.find_listing(shop.draft().reference) is not None


@pytest.mark.parametrize("trouble", [INVENTORY, {"path": "/images$", "method": "GET"}, {"path": "/images$", "method": "POST"}, {"path": "/variation-images$", "method": "POST"}])  # fmt: skip
def test_a_crash_in_the_middle_goes_on_where_it_ended(shop, channel, trouble):
    shop.trouble("drop_after", **trouble)
    if trouble["method"] != "GET":
        with pytest.raises(UnknownOutcome):
            shop.pushed(channel, shop.draft(), None)
    else:
        shop.pushed(channel, shop.draft(), None)  # a read is repeated
    known = channel.find_listing(shop.draft().reference)
    made = shop.pushed(channel, shop.draft(publish=True), known.remote_id)
    listing = shop.vendor.listing(made.remote_id)
    assert len(shop.listings) == 1
    assert (len(listing["images"]), len(live(listing)), len(listing["variation_images"])) == (2, 4, 2)  # fmt: skip
    assert len(shop.vendor.book.fees) == 1


def test_a_refused_create_makes_nothing(shop, channel):
    with pytest.raises(Refused, match="Etsy did not take the product"):
        shop.pushed(channel, shop.draft(title="€", choices=(("category", "Mugs"),)), None)
    assert shop.listings == []


# pictures


def test_pictures_wait_until_etsy_has_worked_on_them(shop, channel):
    """The push is put off meanwhile, so that others go on; what is done already is not done again."""
    shop.vendor.turn(image_delay=7.0)
    with pytest.raises(Unfinished):
        channel.push_listing(shop.draft(), None)
    found = channel.find_listing(shop.draft().reference)
    once = ("createDraftListing", "uploadListingImage", "updateListingInventory", "getListing")
    before = {name: shop.calls(name) for name in once}
    assert shop.pushed(channel, shop.draft(), found.remote_id).image_problems == ()
    assert shop.clock.paused == [4.0, 4.0]
    assert {name: shop.calls(name) for name in once} == before


def test_a_push_that_was_stopped_while_put_off_is_looked_at_anew_later(shop, channel):
    shop.vendor.turn(image_delay=7.0)
    with pytest.raises(Unfinished):
        channel.push_listing(shop.draft(), None)
    shop.clock.pause(3600)
    found = channel.find_listing(shop.draft().reference)
    before = shop.calls("updateListingInventory")
    shop.pushed(channel, shop.draft(), found.remote_id)
    assert shop.calls("updateListingInventory") == before + 1


def test_a_changed_wish_begins_anew(shop, channel):
    shop.vendor.turn(image_delay=7.0)
    with pytest.raises(Unfinished):
        channel.push_listing(shop.draft(), None)
    (listing,) = shop.listings
    made = shop.pushed(channel, shop.draft(title="Another title"), str(listing["listing_id"]))
    assert made.title == "Another title"


def test_a_picture_that_stays_unready_is_told(shop, channel):
    shop.vendor.turn(image_delay=10_000.0)
    made = shop.pushed(channel, shop.draft(), None)
    assert made.image_problems == ("Etsy is still working on 2 of the pictures.",)


def test_a_picture_that_cannot_be_fetched_is_told_and_the_rest_stands(shop, channel):
    drawn = shop.studio.handle
    shop.studio.handle = lambda r: Response(404, b"") if "White" in r.path else drawn(r)
    made = shop.pushed(channel, shop.draft(), None)
    assert len(shop.listings[0]["images"]) == 1
    assert made.image_problems == ("A picture could not be fetched: There is no such file.",)


@pytest.mark.parametrize(
    ("content", "told"), [(b"<svg/>", "neither PNG"), (b"\x89PNG\r\n\x1a\nbroken", "did not take a picture")]
)  # fmt: skip
def test_what_is_no_picture_is_told(shop, channel, content, told):
    shop.studio.handle = lambda _request: Response(200, content)
    made = shop.pushed(channel, shop.draft(), None)
    assert any(told in each for each in made.image_problems)
    assert shop.listings[0]["images"] == []


def test_a_listing_without_any_picture_does_not_go_live(shop, channel):
    shop.studio.handle = lambda _request: Response(404, b"")
    with pytest.raises(Refused, match=r"no listing without a picture.*no such file"):
        shop.pushed(channel, shop.draft(publish=True), None)
    assert shop.listings[0]["state"] == "draft"


def test_twenty_pictures_are_the_most(shop, channel):
    many = tuple(shop.picture(f"view-{n}") for n in range(25))
    made = shop.pushed(channel, shop.draft(images=many), None)
    assert len(shop.listings[0]["images"]) == 20
    assert made.image_problems == ("Etsy takes 20 pictures; one more was left out.",)


def test_a_picture_that_etsy_drops_is_told(shop, channel):
    answered = shop.vendor._answer

    def losing(request, now):
        found = answered(request, now)
        if request.method == "POST" and request.path.endswith("/images"):
            shop.listings[0]["images"].clear()
        return found

    shop.vendor._answer = losing
    made = shop.pushed(channel, shop.draft(), None)
    assert "Etsy dropped 2 of the pictures." in made.image_problems
    assert shop.listings[0]["variation_images"] == []


# the inventory, read back


def test_variants_that_etsy_did_not_keep_are_told_and_what_stood_there_is_put_back(
    shop, channel, pushed
):
    made, listing = pushed
    answered = shop.vendor._answer
    spoiled = []

    def spoil(request, now):
        found = answered(request, now)
        if request.method == "PUT" and not spoiled:
            spoiled.append(request)
            listing["products"] = live(listing)[:1]
        return found

    shop.vendor._answer = spoil
    with pytest.raises(Refused, match="did not keep the variants") as told:
        shop.pushed(channel, shop.draft(), made.remote_id)
    assert "3 of 4 variants are not there" in told.value.message
    assert len(live(listing)) == 4


def test_a_sku_that_etsy_lost_is_told(shop, channel):
    answered = shop.vendor._answer

    def lose(request, now):
        found = answered(request, now)
        if request.method == "PUT":
            for each in shop.listings[0]["products"]:
                each["sku"] = ""
        return found

    shop.vendor._answer = lose
    with pytest.raises(Refused, match="4 variants have another SKU"):
        shop.pushed(channel, shop.draft(), None)


def test_a_refused_inventory_is_told_in_etsys_words(shop, channel):
    variants = tuple(replace(each, price=Money(10, "USD")) for each in shop.draft().variants)
    made = shop.pushed(channel, shop.draft(), None)
    with pytest.raises(Refused, match="price must be at least"):
        shop.pushed(channel, shop.draft(variants=variants), made.remote_id)


def test_refused_pictures_of_values_are_told(shop, channel):
    answered = shop.vendor._answer

    def refuse(request, now):
        if request.method == "POST" and request.path.endswith("/variation-images"):
            return Response(409, b'{"error": "The listing is being changed."}')
        return answered(request, now)

    shop.vendor._answer = refuse
    with pytest.raises(Refused, match="being changed"):
        shop.pushed(channel, shop.draft(), None)


def test_a_bare_draft_without_an_inventory_record(shop, channel, pushed):
    """As one that an attempt left behind that got no further."""
    made, _ = pushed
    answered, gone = shop.vendor._answer, [1]

    def none_yet(request, now):
        if request.method == "GET" and request.path.endswith("/inventory") and gone:
            gone.pop()
            return Response(404, b'{"error": "Could not find inventory"}')
        return answered(request, now)

    shop.vendor._answer = none_yet
    assert len(shop.pushed(channel, shop.draft(), made.remote_id).variants) == 4
    assert not gone


# all listings


def test_every_listing_of_every_state(shop, channel, pushed):
    made, _ = pushed
    shop.product("CANDLE-HONEY", "CANDLE-WAX")
    found = {each.remote_id: each for batch in channel.listings() for each in batch}
    assert len(found) == 2
    assert not found[made.remote_id].live
    (candle,) = [each for key, each in found.items() if key != made.remote_id]
    assert candle.live
    assert [(v.sku, v.options) for v in candle.variants] == [
        ("CANDLE-HONEY", (("Kind", "Honey"),)),
        ("CANDLE-WAX", (("Kind", "Wax"),)),
    ]


def test_switched_off_combinations_are_no_variants(shop, channel):
    three = shop.draft().variants[:3]
    made = shop.pushed(channel, shop.draft(variants=three), None)
    assert len(live(shop.vendor.listing(made.remote_id))) == 4
    assert len(made.variants) == 3
    (batch,) = channel.listings()
    assert len(batch[0].variants) == 3


@pytest.mark.parametrize("count", [100, 103])
def test_more_than_a_page(shop, channel, count):
    for n in range(count):
        shop.vendor.add_listing(f"Candle {n}", [f"C{n}"], now=shop.clock.now())
    found = [each.remote_id for batch in channel.listings() for each in batch]
    assert len(found) == len(set(found)) == count


def test_one_listing_that_goes_meanwhile_hides_no_other(shop, channel):
    for n in range(5):
        shop.vendor.add_listing(f"Candle {n}", [f"C{n}"], now=shop.clock.now())
    answered, done = shop.vendor._answer, []

    def meanwhile(request, now):
        if request.path.endswith("/batch/inventory") and not done:
            done.append(request)
            shop.vendor.delete_listing(shop.listings[2]["listing_id"])
        return answered(request, now)

    shop.vendor._answer = meanwhile
    assert sum(len(batch) for batch in channel.listings()) == 4


def test_a_batch_that_leaves_an_inventory_out_is_asked_for_it_alone(shop, channel):
    shop.product("CANDLE")
    answered = shop.vendor._answer

    def without(request, now):
        found = answered(request, now)
        if request.path.endswith("/batch/inventory"):
            ident = shop.listings[0]["listing_id"]
            return Response(200, b'{"count":1,"results":[{"listing_id":%d,"inventory":null}]}' % ident)  # fmt: skip
        return found

    shop.vendor._answer = without
    (batch,) = channel.listings()
    assert batch[0].variants[0].sku == "CANDLE"


def test_a_product_without_a_price(shop, channel):
    (product,) = shop.product("CANDLE")
    answered = shop.vendor._answer

    def odd(request, now):
        found = answered(request, now)
        if request.path.endswith("/batch/inventory"):
            ident = shop.listings[0]["listing_id"]
            body = b'{"results":[{"listing_id":%d,"inventory":{"products":[{"sku":"X"}]}}]}' % ident
            return Response(200, body)
        return found

    shop.vendor._answer = odd
    (batch,) = channel.listings()
    assert (batch[0].variants[0].price, batch[0].variants[0].sku) == (None, "X")
    assert product


@pytest.mark.expects_log
def test_a_list_without_an_end_is_given_up_and_noted(shop, channel, monkeypatch, caplog):
    monkeypatch.setattr(api, "PAGE", 7)
    monkeypatch.setattr(api, "MOST_OFFSET", 1)
    for n in range(9):
        shop.vendor.add_listing(f"Candle {n}", [f"C{n}"], now=shop.clock.now())
    assert sum(len(batch) for batch in channel.listings()) == 7
    assert "paged through" in caplog.text


def test_an_answer_of_another_shape_is_the_vendors_fault(shop, channel):
    answered = shop.vendor._answer
    shop.vendor._answer = lambda r, n: (
        Response(200, b'{"listing_id": "?"}') if r.path.endswith("/listings/1") else answered(r, n)
    )
    with pytest.raises(VendorFault):
        shop.pushed(channel, shop.draft(), "1")


def test_a_studio_that_is_out_of_reach(shop, channel):
    draft = shop.draft(images=("http://127.0.0.1:9/a.png",))
    draft = replace(draft, variants=tuple(replace(v, image_url="") for v in draft.variants))
    made = shop.pushed(channel, draft, None)
    assert "cannot be reached" in made.image_problems[0]
    assert issubclass(Unreachable, Retry)


# pictures of this computer


def test_a_kept_picture_is_brought_by_its_bytes_and_a_lost_one_is_said(shop, tmp_path):
    kept = KeptFiles(tmp_path, draw)
    here = kept.keep("mug-fbfaf7-wave.png")
    channel = shop.channel(replace(shop.spec(), pictures=kept))
    draft = shop.draft()
    plain = [replace(each, image_url="") for each in draft.variants]
    wanted = replace(draft, images=(here, "kept:0000.png"), variants=tuple(plain))
    made = shop.pushed(channel, wanted, None)
    (image,) = shop.vendor.listing(made.remote_id)["images"]
    assert image
    (problem,) = made.image_problems
    assert "not on this computer" in problem


# many at once


def test_many_pushes_ask_the_shop_once_what_it_has(shop, channel):
    shop.pushed(channel, shop.draft(), None)
    shop.pushed(channel, replace(shop.draft(), reference="another"), None)
    assert shop.calls("getShopShippingProfiles") == 1


def test_what_the_shop_refused_is_asked_for_anew(shop, channel):
    shop.pushed(channel, shop.draft(), None)
    profiles = shop.vendor.book.profiles  # she deletes the one, and makes another
    (old,) = profiles
    profiles["77"] = {**profiles.pop(old), "shipping_profile_id": 77}
    with pytest.raises(NotThere):
        shop.pushed(channel, replace(shop.draft(), reference="again"), None)
    assert shop.pushed(channel, replace(shop.draft(), reference="again"), None).remote_id
