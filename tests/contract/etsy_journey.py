"""A scripted journey of a seller's own app through every call of the simulated Etsy shop."""

from __future__ import annotations

from podbridge_desktop.sandbox.etsy import vendor
from tests.sandbox.etsy_client import BERLINER, COLOR, MUGS, Client


def the_shop(client: Client) -> None:
    """Who she is, and how her shop is set up."""
    user = client.vendor.book.user_id
    client.get("/openapi-ping")
    client.form("POST", "/scopes", token=client.token)
    for path in ("/users/me", f"/users/{user}/shops", client.shop, f"{client.shop}/production-partners"):  # fmt: skip
        client.get(path)
    client.get("/shipping-carriers", origin_country_iso="US")
    client.get("/seller-taxonomy/nodes")
    client.get(f"/seller-taxonomy/nodes/{MUGS}/properties", supports_variations="true")
    client.get("/seller-taxonomy/nodes/374/properties")
    client.token = client.vendor.access(client.now, ["email_r", *vendor.GRANTED])
    client.get(f"/users/{user}")


def sections_and_policies(client: Client) -> None:
    made = client.form("POST", f"{client.shop}/sections", title="Mugs & more")
    one = f"{client.shop}/sections/{made['shop_section_id']}"
    client.form("PUT", one, title="Mugs")
    client.get(one)
    client.get(f"{client.shop}/sections")
    client.get(f"{client.shop}/shop-sections/listings", shop_section_ids=made["shop_section_id"])
    client.delete(one)
    kept = {"accepts_returns": "true", "accepts_exchanges": "false", "return_deadline": 14}
    policy = client.form("POST", f"{client.shop}/policies/return", **kept)
    path = f"{client.shop}/policies/return/{policy['return_policy_id']}"
    client.get(f"{client.shop}/policies/return")
    client.get(path)
    client.form("PUT", path, **{**kept, "return_deadline": 21})
    twin = {"accepts_returns": "true", "accepts_exchanges": "true", "return_deadline": 30}
    assert client.refused("PUT", path, fields=twin)[0] == 409
    client.delete(path)


def profiles_of_all_kinds(client: Client) -> None:
    days = {"min_delivery_days": 2, "max_delivery_days": 9}
    costs = {"primary_cost": 5, "secondary_cost": 1.5}
    path = f"{client.shop}/shipping-profiles"
    made = client.form("POST", path, title="Mugs", origin_country_iso="US", destination_country_iso="US", **costs, **days)  # fmt: skip
    one = f"{path}/{made['shipping_profile_id']}"
    place = client.form("POST", f"{one}/destinations", destination_region="eu", **costs, **days)
    client.form("PUT", f"{one}/destinations/{place['shipping_profile_destination_id']}", primary_cost=7)  # fmt: skip
    mail = {"shipping_carrier_id": 1, "mail_class": "usps_priority"}
    fast = client.form("POST", f"{one}/upgrades", type=0, upgrade_name="Priority", price=4, secondary_price=1, **mail)  # fmt: skip
    client.form("PUT", f"{one}/upgrades/{fast['upgrade_id']}", price=5)
    client.form("PUT", one, title="All mugs")
    for each in (path, one, f"{one}/destinations", f"{one}/upgrades"):
        client.get(each)
    client.delete(f"{one}/upgrades/{fast['upgrade_id']}")
    client.delete(f"{one}/destinations/{place['shipping_profile_destination_id']}")
    client.delete(one)
    times = {"readiness_state": "made_to_order", "min_processing_time": 1, "max_processing_time": 2}
    path = f"{client.shop}/readiness-state-definitions"
    made = client.form("POST", path, **times, processing_time_unit="weeks")
    assert client.refused("POST", path, fields={**times, "processing_time_unit": "weeks"})[0] == 409
    one = f"{path}/{made['readiness_state_id']}"
    client.form("PUT", one, max_processing_time=3)
    client.get(path)
    client.get(one)
    client.delete(one)


def a_listing(client: Client) -> int:
    """From a draft to a sale, with everything that belongs to it."""
    draft = client.draft(
        tags="tee,sunrise", materials="Cotton", item_weight=6, item_weight_unit="oz"
    )
    ident = draft["listing_id"]
    one, read = f"{client.shop}/listings/{ident}", f"/listings/{ident}"
    client.get(f"{read}/inventory", includes="Listing")
    image = client.upload(ident, alt_text="A tee")
    client.later(seconds=10)
    client.upload(ident, name="sticker-ffffff-wave.png", rank=2)
    client.get(f"{read}/images")
    client.get(f"{read}/images/{image['listing_image_id']}")
    inventory_view = client.put(ident, client.tees())
    product = inventory_view["products"][0]
    client.get(f"{read}/inventory/products/{product['product_id']}")
    offering = product["offerings"][0]["offering_id"]
    client.get(f"{read}/products/{product['product_id']}/offerings/{offering}")
    client.put(ident, client.tees()[:2])
    client.get(f"{read}/inventory", show_deleted="true")
    values = client.put(ident, client.tees())["products"][0]["property_values"]
    entry = {"property_id": COLOR, "value_id": values[0]["value_ids"][0], "image_id": image["listing_image_id"]}  # fmt: skip
    client.json("POST", f"{one}/variation-images", {"variation_images": [entry]})
    client.get(f"{one}/variation-images")
    questions = [
        {"question_text": "Name", "question_type": "text_input", "required": False, "max_allowed_characters": 20, "add_on_price": 2.5},
        {"question_text": "Font", "question_type": "dropdown", "required": True, "options": [{"label": "Serif"}, {"label": "Sans"}]},
        {"question_text": "Pets", "question_type": "unlabeled_upload", "required": True, "max_allowed_files": 3},
    ]  # fmt: skip
    client.json("POST", f"{one}/personalization", {"personalization_questions": questions}, supports_multiple_personalization_questions="true")  # fmt: skip
    client.get(f"{read}/personalization")
    client.form("PATCH", one, state="active", should_auto_renew="true")
    for state in ("active", "draft", "removed"):
        client.get(f"{client.shop}/listings", state=state, includes="Images,Shop,User,Personalization,Inventory,Shipping")  # fmt: skip
    client.get(f"{client.shop}/listings/active")
    client.get(read, includes="Images,Videos,Personalization,Shop,User,Translations,BuyerPrice")
    for path in ("/listings/batch", "/listings/batch/inventory", "/listings/batch/shipping"):
        client.get(path, listing_ids=ident)
    return int(ident)


def receipts_of_all_kinds(client: Client) -> None:
    us = client.bought(2, answers={"Name": "O'Neil & \"Sons\""}, discount=500, tax_percent=8, is_gift=True, gift_wrap=300)  # fmt: skip
    client.later(minutes=1)
    german = client.bought(1, BERLINER, financial="PENDING")
    cancelled = client.bought(1, BERLINER)
    client.vendor.cancel_order(client.vendor.order(cancelled["receipt_id"]), now=client.now)
    refunded = client.bought(1, BERLINER)
    client.vendor.refund(client.vendor.order(refunded["receipt_id"]), 500, now=client.now)
    client.receipt(refunded["receipt_id"])
    client.track(us["receipt_id"], carrier_name="usps", tracking_code="9400100000000000000001", send_bcc=True)  # fmt: skip
    client.track(us["receipt_id"], carrier_name="other", tracking_code="XX2", customs_data=[{"country_of_origin": "US", "declared_value": 12.5, "HS_code": None}])  # fmt: skip
    assert client.refused("POST", f"{client.shop}/receipts/{cancelled['receipt_id']}/tracking", {})[0] == 409  # fmt: skip
    client.form("PUT", f"{client.shop}/receipts/{german['receipt_id']}", was_paid="true")
    client.form("PUT", f"{client.shop}/receipts/{german['receipt_id']}", was_shipped="true")
    for query in (
        {}, {"was_paid": "true", "was_shipped": "false", "was_canceled": "false"}, {"was_canceled": "true"},
        {"sort_on": "updated", "sort_order": "asc", "min_last_modified": 1_700_000_000}, {"was_delivered": "false"},
    ):  # fmt: skip
        client.get(f"{client.shop}/receipts", **query)
    one = f"{client.shop}/receipts/{us['receipt_id']}"
    for path in ("transactions", "listings", "payments"):
        client.get(f"{one}/{path}")
    line = us["transactions"][0]
    client.get(f"{client.shop}/transactions")
    client.get(f"{client.shop}/transactions/{line['transaction_id']}")
    client.get(f"{client.shop}/listings/{line['listing_id']}/transactions")
    client.get(f"{client.shop}/receipts/{refunded['receipt_id']}/payments")
    entries = f"{client.shop}/payment-account/ledger-entries"
    found = client.get(entries, min_created=1_700_000_000, max_created=1_900_000_000)["results"]
    client.get(f"{entries}/{found[0]['entry_id']}")


def ends(client: Client, ident: int) -> None:
    """Pictures, films, questions and the listing itself go."""
    one, read = f"{client.shop}/listings/{ident}", f"/listings/{ident}"
    body = b'--XX\r\nContent-Disposition: form-data; name="name"\r\n\r\nfilm.mp4\r\n--XX\r\nContent-Disposition: form-data; name="video"; filename="film.mp4"\r\n\r\nfilm\r\n--XX--\r\n'  # fmt: skip
    assert client.send("POST", f"{one}/videos", body, "multipart/form-data; boundary=XX").status == 201  # fmt: skip
    client.get(f"{read}/videos")
    client.delete(f"{one}/personalization")
    client.delete(f"{one}/images/{client.vendor.listing(ident)['images'][0]}")
    client.form("PATCH", one, state="inactive")
    client.get(read)
    client.delete(read)


def refusals(client: Client) -> None:
    """What is refused, and how."""
    assert client.refused("GET", f"{client.shop}/receipts/1")[0] == 404
    assert client.refused("GET", "/listings/1")[0] == 404
    assert client.refused("GET", "/listings/batch/inventory", listing_ids="1")[0] == 404
    assert client.refused("GET", f"{client.shop}/receipts", limit="101")[0] == 400
    assert client.refused("GET", "/users/1/shops")[0] == 404
    assert client.refused("GET", "/shops/7/receipts")[0] == 403
    assert client.refused("PUT", "/listings/1/inventory", {})[0] == 404
    gone = client.draft()["listing_id"]
    client.vendor.remove_listing(gone, now=client.now)
    assert client.refused("DELETE", f"/listings/{gone}")[0] == 409
    client.vendor.turn(gated=True)
    sold = client.bought()
    assert client.refused("POST", f"{client.shop}/receipts/{sold['receipt_id']}/tracking", {})[0] == 403  # fmt: skip
    client.vendor.turn(limiter=True, per_second=0)
    assert client.refused("GET", "/users/me")[0] == 429
    client.vendor.limiter(on=False)
    client.token = client.vendor.access(client.now, ["shops_r"])
    assert client.refused("GET", f"{client.shop}/receipts")[0] == 403
    client.token = "1.nobody"
    assert client.refused("GET", "/users/me")[0] == 401
    client.key = client.vendor.keystring
    assert client.refused("GET", "/openapi-ping")[0] == 403
    client.key = ""
    assert client.refused("GET", "/openapi-ping")[0] == 401


def journey(client: Client) -> None:
    the_shop(client)
    sections_and_policies(client)
    profiles_of_all_kinds(client)
    ident = a_listing(client)
    receipts_of_all_kinds(client)
    ends(client, ident)
    refusals(client)
