"""Texts as Etsy takes them, carriers as it calls them, keys as it wants them."""

import pytest

from podbridge_desktop.connectors.etsy import address, carriers, scopes
from podbridge_desktop.connectors.etsy import listing_text as texts
from podbridge_desktop.connectors.etsy.form import CALLBACK, FORM, TRADEMARK
from podbridge_desktop.errors import BadInput

# titles, descriptions, tags


def test_a_title_may_have_each_of_four_signs_once():
    assert texts.title("A & B & C: 50% + 50% + more: yes") == (
        "A & B and C: 50% + 50 percent plus more - yes"
    )


def test_a_title_loses_what_etsy_does_not_take():
    assert texts.title("Ridge™ 🏔 Tee €5 «soft»\tnew") == "Ridge™ Tee 5 «soft» new"


def test_a_long_title_ends_with_a_whole_word():
    long = texts.title("Mountain " * 30)
    assert len(long) <= 140
    assert long.endswith("Mountain")
    assert len(texts.title("x" * 200)) == 140
    assert texts.title("Short") == "Short"


def test_a_description_is_plain_text():
    markup = (
        "<p>Soft &amp; light.<br>Warm.</p><ul><li>Cotton</li><li>Wool</li></ul><p>Made for you</p>"
    )
    assert texts.description(markup) == "Soft & light.\nWarm.\n\n• Cotton\n• Wool\n\nMade for you"


def test_tags_that_stand_there_stay_and_ours_come_after():
    found = texts.tags(["Mountain tee!", "mountain TEE", "x" * 21, ""], "pbmark", ["by hand"])
    assert found == ["by hand", "pbmark", "Mountain tee"]


def test_thirteen_tags_are_the_most_and_the_sellers_own_are_not_pushed_out():
    own = [f"own {n}" for n in range(13)]
    assert texts.tags(["more"], "pbmark", own) == own


def test_the_mark_is_a_tag_and_belongs_to_one_reference():
    mark = texts.mark_of("podbridge-printful-1")
    assert len(mark) <= texts.TAG_LIMIT
    assert mark.isalnum()
    assert mark != texts.mark_of("podbridge-printful-2")


def test_a_picture_is_known_by_its_address_without_the_signature():
    assert texts.picture_mark("https://a.example/1.png?sig=1") == texts.picture_mark(
        "https://a.example/1.png?sig=2"
    )
    assert texts.picture_mark("https://a.example/1.png") != texts.picture_mark(
        "https://a.example/2.png"
    )


def test_an_alternative_text_keeps_its_mark_however_long_the_title_is():
    text = texts.alt_text("x" * 600, "mark")
    assert len(text) == texts.ALT_LIMIT
    assert text.endswith(" - mark")


# values of options


def test_parentheses_are_rewritten():
    assert texts.option_values(["M", "2XL (EU 56)", "(one size)"]) == {
        "M": "M",
        "2XL (EU 56)": "2XL EU 56",
        "(one size)": "one size",
    }


def test_values_stay_apart():
    written = texts.option_values(["M (EU)", "M EU", "m eu", "()", "-"])
    assert written["M EU"] == "M EU"
    assert len({each.casefold() for each in written.values()}) == 5
    assert written["M (EU)"] == "M EU 3"


# carriers


@pytest.mark.parametrize(
    ("carrier", "slug"),
    [
        ("USPS", "usps"),
        ("FedEx", "fedex"),
        ("UPS", "ups"),
        ("DHL eCommerce", "dhl-global-mail"),
        ("DHL", "dhl"),
        ("DPD UK", "dpd-uk"),
        ("La Poste Colissimo", "la-poste-colissimo"),
        ("Royal Mail", "royal-mail"),
        ("Latvijas Pasts", "latvijas-pasts"),
        ("Asendia", "asendia-usa"),
        ("Correos", "spain-correos-es"),
        ("Österreichische Post", "austrian-post"),
        ("YunExpress", "other"),
        ("", "other"),
    ],
)
def test_carriers(carrier, slug):
    assert carriers.slug(carrier) == slug


def test_no_alias_leads_to_a_name_that_etsy_does_not_know():
    assert set(carriers._ALIASES.values()) <= set(carriers.SLUGS)
    assert all(carriers.folded(name) == name for name in carriers._ALIASES)


# keys


def test_both_halves_of_the_key():
    assert address.keystring(" abc123 ") == "abc123"
    assert address.shared_secret("s3cret", "abc123") == "s3cret"
    assert address.shared_secret("abc123:s3cret", "abc123") == "s3cret"


@pytest.mark.parametrize("typed", ["", "abc:def", "two words", "ключ"])
def test_what_is_no_keystring(typed):
    with pytest.raises(BadInput) as told:
        address.keystring(typed)
    assert told.value.hint


@pytest.mark.parametrize("typed", ["", "  ", "a b", "other:s3cret"])
def test_a_key_without_the_shared_secret(typed):
    with pytest.raises(BadInput, match="shared secret"):
        address.shared_secret(typed, "abc123")


def test_a_shop_number_is_digits_or_nothing():
    assert (address.shop_number(" 123 "), address.shop_number("")) == ("123", "")
    with pytest.raises(BadInput, match="found by itself"):
        raise_with_hint(lambda: address.shop_number("MyShop"))


def raise_with_hint(work):
    try:
        work()
    except BadInput as error:
        raise BadInput(f"{error.message} {error.hint}") from error


def test_the_form_asks_for_both_halves_and_shows_what_etsy_wants_shown():
    assert FORM.notice == TRADEMARK
    assert "not endorsed or certified by Etsy, Inc." in TRADEMARK
    assert any(CALLBACK in step for step in FORM.steps)
    assert {field.name for field in FORM.secrets} == {"shared_secret", "refresh_token"}
    assert FORM.sign_in_brings == "refresh_token"


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("shipping_profile", "shipping_profile"),
        ("shipping_profile_id", "shipping_profile"),
        ("readiness_state_id", "processing_profile"),
        ("TAXONOMY_ID", "category"),
    ],
)
def test_choices_go_by_our_names_and_by_etsys(name, means):
    assert FORM.choice(name).name == means


def test_no_other_choice_is_known():
    assert FORM.choice("colour") is None


def test_missing_permissions_are_told_one_by_one():
    told = scopes.abilities(frozenset({"transactions_r", "listings_r", "shops_r"}))
    assert [each.name for each in told if not each.works] == [
        "Write tracking numbers",
        "Make listings",
    ]
    assert all("connect the shop again" in each.sentence for each in told if not each.works)
    assert all(not each.sentence for each in told if each.works)
