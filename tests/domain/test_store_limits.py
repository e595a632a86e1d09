"""What a store takes of a listing, said before the push."""

from dataclasses import replace

import pytest

from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.store_limits import told_by


def draft(*values, title="Tee", pictures=1):
    variants = tuple(
        ListingVariant((("Size", value),), Money(1000, "USD"), f"SKU-{n}", str(n), None, "")
        for n, value in enumerate(values)
    )
    images = tuple(f"https://example.com/{n}.png" for n in range(pictures))
    return ListingDraft("podbridge-1", title, "<p>Tee</p>", images, variants)


def test_parentheses_go_from_options_at_etsy_only():
    plain = draft("S", "2XL (EU 56)", "S")
    assert told_by("shopify", plain) == ()
    (told,) = told_by("etsy", plain)
    assert "“2XL (EU 56)” will stand without them" in told
    assert told_by("etsy", draft("S", "M")) == ()


def test_of_many_a_few_are_named():
    (told,) = told_by("etsy", draft(*(f"{n} (x)" for n in range(5))))
    assert "“2 (x)” … will" in told
    assert "3 (x)" not in told


@pytest.mark.parametrize(("platform", "most"), [("etsy", 140), ("shopify", 255)])
def test_a_long_title_is_cut(platform, most):
    assert told_by(platform, draft("S", title="x" * most)) == ()
    assert f"{most} characters" in told_by(platform, draft("S", title="x" * (most + 1)))[0]


def test_more_pictures_than_etsy_takes():
    assert told_by("etsy", draft("S", pictures=20)) == ()
    assert "the last 2 stay away" in told_by("etsy", draft("S", pictures=22))[0]


def test_of_a_store_without_limits_nothing_is_said():
    assert told_by("elsewhere", replace(draft("S (x)"), title="x" * 999)) == ()
