from __future__ import annotations

import json
from typing import Any

import pytest

from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.http import Request
from tests.sandbox.etsy_client import FORM, NOON, TEES, Client

FOUR_MONTHS = 120


@pytest.fixture
def client() -> Client:
    return Client()


def path(client: Client, ident: int) -> str:
    return f"{client.shop}/listings/{ident}"


def activate(client: Client, ident: int) -> tuple[int, str]:
    """The refusal of putting a listing on sale."""
    return client.refused("PATCH", path(client, ident), fields={"state": "active"})


def fees(client: Client) -> list[tuple[str, int]]:
    return [(each["kind"], each["amount"]) for each in client.vendor.ledger()["fees"]]


def test_a_draft_has_one_product_and_costs_nothing(client: Client) -> None:
    made = client.draft(tags="tee, sun rise", materials="Cotton")
    assert (made["state"], made["quantity"], made["has_variations"]) == ("draft", 20, False)
    assert (made["tags"], made["price"]["amount"]) == (["tee", "sun rise"], 2500)
    assert fees(client) == []


@pytest.mark.parametrize(
    "name",
    ["quantity", "title", "description", "price", "who_made", "when_made", "taxonomy_id"],
)
def test_what_a_draft_must_have(client: Client, name: str) -> None:
    given = {"quantity": 1, "title": "A", "description": "B", "price": 5, "who_made": "i_did", "when_made": "made_to_order", "taxonomy_id": TEES}  # fmt: skip
    del given[name]
    status, told = client.refused("POST", f"{client.shop}/listings", fields=given)
    assert (status, told) == (400, f"Missing Input Parameter: [{name}]")


@pytest.mark.parametrize("name", ["shipping_profile_id", "readiness_state_id"])
def test_a_thing_that_is_sent_needs_its_profiles(client: Client, name: str) -> None:
    book = client.vendor.book
    given: dict[str, Any] = {
        "quantity": 1, "title": "A", "description": "B", "price": 5, "who_made": "i_did", "when_made": "made_to_order",
        "taxonomy_id": TEES, "shipping_profile_id": next(iter(book.profiles)), "readiness_state_id": next(iter(book.readiness)),
    }  # fmt: skip
    del given[name]
    told = client.refused("POST", f"{client.shop}/listings", fields=given)
    assert told == (400, f"A {name} is required for physical listings.")


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "100% cotton, 50% off"}, {"title": "Emoji 😀"}, {"title": "x" * 141}, {"tags": "a" * 21},
        {"tags": ",".join(f"tag{n}" for n in range(14))}, {"tags": "naïve & bold"}, {"materials": "50/50"},
        {"styles": "Formal,Steampunk,Boho"}, {"who_made": "nobody"}, {"when_made": "2020_2025"}, {"taxonomy_id": 374},
        {"taxonomy_id": 999_999}, {"price": "0"}, {"quantity": "0"}, {"quantity": "many"}, {"shipping_profile_id": "0"},
        {"production_partner_ids": "77"}, {"is_personalizable": "true"}, {"tags[]": "tee"}, {"is_supply": "yes"},
    ],
)  # fmt: skip
def test_what_a_draft_must_not_have(client: Client, fields: dict[str, str]) -> None:
    with pytest.raises(AssertionError, match=r"400"):
        client.draft(**fields)
    assert client.vendor.ledger()["listings"] == []


def test_an_empty_list_of_pictures_is_told_as_a_list(client: Client) -> None:
    body = client.send(
        "PATCH", path(client, client.draft()["listing_id"]), b"image_ids=", FORM
    ).body
    assert json.loads(body)[0]["path"] == "/images"


def test_json_is_no_form(client: Client) -> None:
    status, told = client.refused("POST", f"{client.shop}/listings", {"title": "A"})
    assert status == 400
    assert "application/x-www-form-urlencoded" in told


def test_putting_on_sale_charges_the_fee_once(client: Client) -> None:
    made = client.active()
    ident = made["listing_id"]
    assert made["state"] == "active"
    client.form("PATCH", path(client, ident), state="active")
    client.form("PATCH", path(client, ident), state="inactive")
    client.form("PATCH", path(client, ident), state="active")
    assert fees(client) == [("listing", 20)]


def test_without_a_picture_it_is_refused_with_the_reason(client: Client) -> None:
    status, told = activate(client, client.draft()["listing_id"])
    assert status == 400
    assert "at least one image" in told


def test_a_return_policy_is_needed_outside_the_eu() -> None:
    for country, status in (("US", 400), ("DE", 200)):
        client = Client(EtsyVendor(country=country))
        ident = client.draft(return_policy_id="")["listing_id"]
        client.upload(ident)
        assert client.send("PATCH", path(client, ident), b"state=active", FORM).status == status


def test_a_shipping_profile_needs_a_destination(client: Client) -> None:
    ident = client.draft()["listing_id"]
    client.upload(ident)
    next(iter(client.vendor.book.profiles.values()))["destinations"].clear()
    assert "destination" in activate(client, ident)[1]


def test_a_fee_that_cannot_be_charged_leaves_the_draft_as_it_was(client: Client) -> None:
    ident = client.draft()["listing_id"]
    client.upload(ident)
    client.vendor.turn(fee_refused=True)
    fields = {"state": "active", "title": "New title"}
    status, told = client.refused("PATCH", path(client, ident), fields=fields)
    assert (status, "listing fee" in told) == (400, True)
    kept = client.get(f"/listings/{ident}")
    assert (kept["state"], kept["title"], fees(client)) == ("draft", "Sunrise Tee", [])


def test_what_the_marketplace_removed_stays_down(client: Client) -> None:
    ident = client.active()["listing_id"]
    client.vendor.remove_listing(ident, now=client.now)
    assert client.get(f"/listings/{ident}")["state"] == "removed"
    assert activate(client, ident) == (400, "This listing is not publishable because it's frozen")
    assert client.refused("DELETE", f"/listings/{ident}")[0] == 409


def test_four_months_later_it_expires_or_renews_for_the_fee(client: Client) -> None:
    ends = client.active()["listing_id"]
    goes_on = client.active(title="Second Tee", should_auto_renew="true")["listing_id"]
    client.later(days=FOUR_MONTHS + 1)
    assert client.get(f"/listings/{ends}")["state"] == "expired"
    assert client.get(f"/listings/{goes_on}")["state"] == "active"
    assert fees(client)[2:] == [("renew", 20)]
    client.form("PATCH", path(client, ends), state="active")
    assert fees(client)[2:] == [("renew", 20), ("renew", 20)]


def test_a_sold_out_listing_is_renewed_with_one_piece(client: Client) -> None:
    ident = client.draft(quantity=1)["listing_id"]
    client.upload(ident)
    client.form("PATCH", path(client, ident), state="active")
    product = str(client.vendor.listing(ident)["products"][0]["product_id"])
    client.vendor.buy([(product, 1, {})], now=client.now)
    made = client.form("PATCH", path(client, ident), state="active")
    assert (made["state"], made["quantity"]) == ("active", 1)
    assert [kind for kind, _ in fees(client) if kind in {"listing", "renew"}] == ["listing", "renew"]  # fmt: skip


def test_price_and_quantity_belong_to_the_inventory(client: Client) -> None:
    ident = client.draft()["listing_id"]
    made = client.form("PATCH", path(client, ident), price=99, quantity=3, title="Other")
    assert (made["price"]["amount"], made["quantity"], made["title"]) == (2500, 20, "Other")


def test_who_made_it_when_and_whether_it_is_a_supply_belong_together(client: Client) -> None:
    ident = client.draft()["listing_id"]
    assert client.refused("PATCH", path(client, ident), fields={"who_made": "i_did"})[0] == 400


def test_an_empty_value_takes_a_nullable_field_away(client: Client) -> None:
    ident = client.draft(tags="tee", item_weight=5)["listing_id"]
    made = client.form("PATCH", path(client, ident), tags="", item_weight="")
    assert (made["tags"], made["item_weight"]) == ([], None)


def test_lists_are_by_state_and_without_one_of_what_is_active(client: Client) -> None:
    draft, active = client.draft()["listing_id"], client.active()["listing_id"]

    def ids(**query: Any) -> list[int]:
        rows = client.get(f"{client.shop}/listings", **query)["results"]
        return [each["listing_id"] for each in rows]

    assert (ids(), ids(state="draft"), ids(state="expired")) == ([active], [draft], [])


def test_the_processing_profile_is_told_of_active_listings_only(client: Client) -> None:
    draft, active = client.draft()["listing_id"], client.active()["listing_id"]
    assert client.get(f"/listings/{draft}")["readiness_state_id"] is None
    assert client.get(f"/listings/{active}")["readiness_state_id"] > 0
    (row,) = client.get("/listings/batch", listing_ids=active)["results"]
    assert row["readiness_state_id"] is None


def test_a_batch_with_one_unknown_id_is_a_404(client: Client) -> None:
    ident = client.draft()["listing_id"]
    for call in ("batch", "batch/inventory", "batch/shipping"):
        assert client.refused("GET", f"/listings/{call}", listing_ids=f"{ident},1")[0] == 404


def test_personalization_is_null_in_a_batch_whatever_is_asked(client: Client) -> None:
    ident = client.draft()["listing_id"]
    question = {"question_text": "Name", "question_type": "text_input", "required": True}
    body = {"personalization_questions": [question]}
    client.json("POST", f"{path(client, ident)}/personalization", body)
    (row,) = client.get("/listings/batch/inventory", listing_ids=ident)["results"]
    assert (row["personalization"], row["is_personalizable"]) == (None, True)


def test_a_deleted_listing_is_gone(client: Client) -> None:
    ident = client.draft()["listing_id"]
    client.delete(f"/listings/{ident}")
    assert client.refused("GET", f"/listings/{ident}")[0] == 404


def test_a_picture_is_measured_some_seconds_later(client: Client) -> None:
    ident = client.draft()["listing_id"]
    made = client.upload(ident, alt_text="A tee")
    assert (made["full_width"], made["hex_code"], made["alt_text"]) == (None, None, "A tee")
    client.later(seconds=5)
    later = client.get(f"/listings/{ident}/images/{made['listing_image_id']}")
    assert (later["full_width"], later["full_height"]) == (800, 800)
    assert len(later["hex_code"]) == 6


def test_pictures_stand_by_rank_and_can_be_put_in_place_of_one(client: Client) -> None:
    ident = client.draft()["listing_id"]
    first, second = (client.upload(ident)["listing_image_id"] for _ in range(2))
    third = client.upload(ident, rank=2, overwrite="true")["listing_image_id"]
    rows = client.get(f"/listings/{ident}/images")["results"]
    assert [(each["listing_image_id"], each["rank"]) for each in rows] == [(second, 1), (third, 2)]
    assert first not in {each["listing_image_id"] for each in rows}


def test_a_picture_that_was_taken_off_comes_back_by_its_id(client: Client) -> None:
    ident = client.draft()["listing_id"]
    image = client.upload(ident)["listing_image_id"]
    client.delete(f"{path(client, ident)}/images/{image}")
    assert client.get(f"/listings/{ident}/images")["count"] == 0
    made = client.form("PATCH", path(client, ident), image_ids=image)
    assert made["listing_id"] == ident
    assert client.get(f"/listings/{ident}/images")["count"] == 1


def test_a_listing_takes_twenty_pictures(client: Client) -> None:
    ident = client.draft()["listing_id"]
    for _ in range(20):
        client.upload(ident)
    with pytest.raises(AssertionError, match="at most 20"):
        client.upload(ident)


def test_a_file_that_is_no_picture_is_refused(client: Client) -> None:
    ident = client.draft()["listing_id"]
    body = b'--XX\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\nnot a picture\r\n--XX--\r\n'
    answer = client.send(
        "POST", f"{path(client, ident)}/images", body, "multipart/form-data; boundary=XX"
    )
    assert answer.status == 400


def test_a_pictures_bytes_are_at_its_address(client: Client) -> None:
    ident = client.draft()["listing_id"]
    address = client.upload(ident)["url_fullxfull"]
    place = address.removeprefix("http://etsy.test")
    answer = client.vendor.handle(Request("GET", place), NOON)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.body.startswith(b"\x89PNG")


def test_the_last_picture_of_an_active_listing_stays(client: Client) -> None:
    ident = client.active()["listing_id"]
    (image,) = client.vendor.listing(ident)["images"]
    assert client.refused("DELETE", f"{path(client, ident)}/images/{image}")[0] == 400


def test_ten_films_a_day(client: Client) -> None:
    ident = client.draft()["listing_id"]
    body = b'--XX\r\nContent-Disposition: form-data; name="name"\r\n\r\na.mp4\r\n--XX\r\nContent-Disposition: form-data; name="video"; filename="a.mp4"\r\n\r\nfilm\r\n--XX--\r\n'
    statuses = [
        client.send("POST", f"{path(client, ident)}/videos", body, "multipart/form-data; boundary=XX").status
        for _ in range(11)
    ]  # fmt: skip
    assert statuses == [201] * 10 + [429]


def test_one_question_needs_no_flag_but_several_do(client: Client) -> None:
    ident = client.draft()["listing_id"]
    where = f"{path(client, ident)}/personalization"
    name = {"question_text": "Name", "question_type": "text_input", "required": True}
    font = {
        "question_text": "Font",
        "question_type": "dropdown",
        "required": True,
        "options": [{"label": "Serif"}],
    }
    client.json("POST", where, {"personalization_questions": [name]})
    both = {"personalization_questions": [name, font]}
    assert client.refused("POST", where, both)[0] == 400
    client.json("POST", where, both, supports_multiple_personalization_questions="true")
    one = {"personalization_questions": [name]}
    assert client.refused("POST", where, one)[0] == 409
    assert len(client.get(f"/listings/{ident}/personalization")["personalization_questions"]) == 2


TEXT: dict[str, Any] = {"question_text": "Name", "question_type": "text_input", "required": False}
MENU: dict[str, Any] = {
    "question_text": "Font",
    "question_type": "dropdown",
    "required": True,
    "options": [{"label": "Serif"}],
}
FILE: dict[str, Any] = {
    "question_text": "Pet",
    "question_type": "unlabeled_upload",
    "required": True,
}


@pytest.mark.parametrize(
    "questions",
    [
        [], [TEXT] * 6, [FILE, {**FILE, "question_text": "Cat"}], [{**TEXT, "question_text": "x" * 46}],
        [{**TEXT, "instructions": "x" * 121}], [{**MENU, "instructions": "Choose"}], [{**TEXT, "max_allowed_characters": 1025}],
        [{**TEXT, "max_allowed_files": 1}], [{**FILE, "max_allowed_files": 11}], [{**MENU, "options": []}],
        [{**MENU, "options": [{"label": "A"}, {"label": "A"}]}], [{**MENU, "options": [{"label": "x" * 21}]}],
        [{**MENU, "add_on_price": 2.0}], [{**TEXT, "required": True, "add_on_price": 2.0}], [{**TEXT, "question_type": "essay"}],
        [{"question_text": "Name", "question_type": "text_input"}], [{**TEXT, "colour": "red"}],
    ],
)  # fmt: skip
def test_questions_that_are_refused(client: Client, questions: list[Any]) -> None:
    where = f"{path(client, client.draft()['listing_id'])}/personalization"
    body = {"personalization_questions": questions}
    flag = {"supports_multiple_personalization_questions": "true"}
    assert client.refused("POST", where, body, **flag)[0] == 400
