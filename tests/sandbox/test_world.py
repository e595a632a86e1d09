from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime

import pytest

from podbridge_desktop.sandbox.clock import WorldClock
from podbridge_desktop.sandbox.people import NAMES
from podbridge_desktop.sandbox.printful.places import STATES
from podbridge_desktop.sandbox.world import Choice, World, customer_from


def test_the_same_seed_brings_the_same_customers() -> None:
    assert [World("a").customer() for _ in range(1)] == [World("a").customer() for _ in range(1)]
    one, other = World(5), World(5)
    assert [one.customer() for _ in range(30)] == [other.customer() for _ in range(30)]


def test_names_come_in_many_scripts() -> None:
    scripts = {unicodedata.name(name.first[0]).split()[0] for name in NAMES}
    assert {
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "ARABIC",
        "HEBREW",
        "CJK",
        "HIRAGANA",
        "HANGUL",
        "DEVANAGARI",
    } <= scripts


def test_customers_are_invented_and_well_formed() -> None:
    world = World("many")
    countries = set()
    for _ in range(500):
        customer = world.customer()
        address = customer.address
        countries.add(address.country_code)
        assert re.fullmatch(r"[a-z.]+\.\d+@example\.(com|net|org)", customer.email)
        assert address.address1
        assert address.city
        assert address.zip
        if address.country_code in {"US", "CA", "AU", "JP", "BR"}:
            assert address.state_code in STATES[address.country_code]
    assert {"US", "DE", "GB", "CA", "AU", "JP", "BR"} <= countries


def test_a_country_can_be_asked_for() -> None:
    assert World(1).customer("DE").address.country_code == "DE"
    with pytest.raises(ValueError, match="no places in XX"):
        World(1).customer("XX")


def test_baskets_hold_what_is_on_sale_and_personal_things_have_a_text() -> None:
    world = World(2)
    choices = [Choice("v1", "A"), Choice("v2", "B", personal=True)]
    lines = [line for _ in range(200) for line in world.purchase(choices).lines]
    assert {variant for variant, _, _ in lines} == {"v1", "v2"}
    assert all(bool(properties) == (variant == "v2") for variant, _, properties in lines)
    assert max(quantity for _, quantity, _ in lines) > 1


def test_what_she_packs_herself_is_bought_rarely() -> None:
    world = World(3)
    choices = [Choice("print"), Choice("candle", hand_packed=True)]
    bought = [variant for _ in range(300) for variant, _, _ in world.purchase(choices).lines]
    assert 0 < bought.count("candle") < bought.count("print") / 3


def test_an_empty_shop_sells_nothing() -> None:
    with pytest.raises(ValueError, match="nothing is on sale"):
        World(1).purchase([])


def test_the_stream_goes_on_where_it_was_written_down() -> None:
    world = World(4)
    world.customer()
    state = json.loads(json.dumps(world.dump()))
    twin = World("another")
    twin.load(state)
    assert [twin.customer() for _ in range(5)] == [world.customer() for _ in range(5)]


def test_single_address_fields_can_be_replaced() -> None:
    base = World(1).customer("US")
    broken = customer_from({"state_code": None, "zip": "x"}, base)
    assert (broken.address.state_code, broken.address.zip, broken.address.city) == (
        "",
        "x",
        base.address.city,
    )
    with pytest.raises(ValueError, match="no field planet"):
        customer_from({"planet": "Mars"}, base)


def test_the_clock_runs_ahead_and_never_back() -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    clock = WorldClock(source=lambda: noon)
    assert clock.now() == noon
    assert clock.advance(86_400).day == 22
    twin = WorldClock(source=lambda: noon)
    twin.load(clock.dump())
    assert twin.now() == clock.now()
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)
