"""Kept pictures in the product that is pushed."""

from dataclasses import replace

import pytest

from podbridge_desktop.domain.catalog import SupplierProduct, SupplierVariant
from podbridge_desktop.domain.mockups import Mockup, look, shown_with
from podbridge_desktop.domain.pictures import kept_address, kept_name, kind_of

PNG = b"\x89PNG\r\n\x1a\n-"


def variant(number, color, size, image):
    options = (("Color", color), ("Size", size))
    return SupplierVariant(f"v{number}", "Tee", options, image_url=image, blank_id=f"b{number}")


TEE = SupplierProduct(
    "1",
    "Tee",
    (
        variant(1, "Black", "S", "https://v/black.png"),
        variant(2, "Black", "M", "https://v/black.png"),
        variant(3, "White", "S", "https://v/white.png"),
    ),
    images=("https://v/black.png", "https://v/white.png", "https://v/more.png"),
)


def test_a_mockup_stands_for_every_size_of_its_colour_and_takes_the_suppliers_place():
    made = [Mockup("b1", "Flat", "front", "kept:a"), Mockup("b1", "Person", "front", "kept:b")]
    shown = shown_with(TEE, made)
    assert shown.images == ("kept:a", "kept:b", "https://v/white.png", "https://v/more.png")
    assert [v.image_url for v in shown.variants] == ["kept:a", "kept:a", "https://v/white.png"]


def test_without_mockups_nothing_changes_and_one_of_a_variant_that_is_gone_is_not_shown():
    assert shown_with(TEE, []) == TEE
    assert shown_with(TEE, [Mockup("gone", "Flat", "front", "kept:a")]) == TEE


def test_a_product_without_colours_has_one_look():
    mug = replace(
        TEE,
        variants=(
            SupplierVariant("v1", "Mug", (("Size", "11 oz"),), blank_id="b1"),
            SupplierVariant("v2", "Mug", (("Size", "15 oz"),), blank_id="b2"),
        ),
        images=(),
    )
    assert {look(each) for each in mug.variants} == {()}
    shown = shown_with(mug, [Mockup("b1", "Flat", "default", "kept:a")])
    assert [v.image_url for v in shown.variants] == ["kept:a", "kept:a"]


def test_a_kept_picture_is_known_by_its_content():
    address = kept_address(PNG)
    assert kept_name(address) == address.removeprefix("kept:")
    assert address.endswith(".png")
    assert kept_address(PNG) == address
    assert kept_address(PNG + b"x") != address
    assert kept_name("https://v/black.png") is None


def test_what_is_no_picture_is_told_by_its_first_bytes():
    assert kind_of(b"<html>") is None
    assert kind_of(b"\xff\xd8\xff\xe0") == ("jpg", "image/jpeg")


def test_what_is_no_picture_is_not_kept():
    with pytest.raises(ValueError, match="PNG"):
        kept_address(b"<html>")
