"""The one name under which a supplier knows an order: stable for ever, never cut."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podbridge_desktop.domain.ids import external_id, order_prefix, part_code, shop_code

SHOP = "s7k3qd"
PART = "m2x4qp"
line_ids = st.lists(st.integers(1, 10**14).map(str), min_size=1, max_size=5, unique=True)


def test_the_example_of_the_rulings():
    assert external_id(SHOP, "5606589595670", PART, "a") == "s7k3qd-5606589595670-m2x4qpa"


@pytest.mark.parametrize("order", ["1", "5606589595670", "56065895956701", "9" * 17])
def test_an_order_id_of_up_to_17_digits_fits_every_supplier(order):
    name = external_id(SHOP, order, PART, "z")
    assert len(name) <= 32
    assert re.fullmatch(r"[A-Za-z0-9_-]+", name)


@pytest.mark.parametrize("order", ["9" * 18, "", "#1001", "12 34", "\uff11\uff12", "1\n"])
def test_what_a_supplier_would_cut_or_refuse_is_no_name(order):
    with pytest.raises(ValueError, match="cannot name a supplier order"):
        external_id(SHOP, order, PART, "a")


@pytest.mark.parametrize("revision", ["", "A", "{", "1", "aa"])
def test_a_revision_is_one_small_letter(revision):
    with pytest.raises(ValueError, match="cannot name"):
        external_id(SHOP, "1", PART, revision)


def test_codes_never_change_between_versions():
    """Frozen values: another hash tomorrow would make every open order a second time."""
    assert shop_code("shopify", "68817256598") == "scog2t"
    assert shop_code("etsy", "68817256598") == "ehb4uv"
    assert part_code("printful", None, ["13900001", "13900002"]) == "xwae6t"
    assert part_code("printify", "29", ["13900001"]) == "mak5z5"


@given(line_ids, st.randoms())
def test_a_part_is_the_same_in_whatever_order_its_lines_come(lines, chance):
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert part_code("printful", None, shuffled) == part_code("printful", None, lines)


@given(
    st.sampled_from(["shopify", "etsy"]),
    st.integers(1, 10**14),
    st.integers(1, 10**17 - 1),
    line_ids,
)
def test_whatever_the_ids_the_name_is_allowed(platform, shop, order, lines):
    name = external_id(
        shop_code(platform, str(shop)), str(order), part_code("printful", None, lines), "a"
    )
    assert re.fullmatch(r"[es][a-z2-7]{5}-\d{1,17}-[a-z2-7]{6}a", name)


def test_suppliers_and_print_providers_have_parts_of_their_own():
    made = {
        part_code("printful", None, ["1"]),
        part_code("printify", None, ["1"]),
        part_code("printify", "29", ["1"]),
        part_code("printful", None, ["1", "2"]),
        part_code("printful", None, ["12"]),
    }
    assert len(made) == 5


def test_every_name_of_an_order_begins_with_its_prefix_and_no_other_orders_does():
    prefix = order_prefix(SHOP, "123")
    assert external_id(SHOP, "123", PART, "b").startswith(prefix)
    assert not external_id(SHOP, "1234", PART, "a").startswith(prefix)
