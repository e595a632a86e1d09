"""The local address check: what Printful would refuse is said in one sentence, and states are found by any name."""

from dataclasses import replace

import pytest

from podbridge_desktop.connectors.printful.recipient import Places, recipient
from podbridge_desktop.connectors.printful.wire import Country, State
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import Refused
from podbridge_desktop.sandbox.countries import COUNTRIES
from podbridge_desktop.sandbox.printful.places import states_of
from tests.support.printful_account import HOME

PLACES = Places(
    Country(code, name, [State(**state) for state in states_of(code)] or None)
    for code, name in COUNTRIES.items()
)
ELSEWHERE = Address(
    name="Jonas", address1="Lindenblütenweg 3", city="Berlin", zip="10437", country_code="de"
)
BRAZIL = Address(
    name="Ana Clara", address1="Rua das Jabuticabeiras, 7", city="São Paulo", zip="01310-100", country_code="BR",
    province="Sao Paulo", tax_number="000.000.000-00",
)  # fmt: skip


@pytest.mark.parametrize(
    ("country", "code", "name", "expected"),
    [
        ("US", "CA", "", "CA"),
        ("US", "ca", "", "CA"),
        ("US", "US-CA", "", "CA"),
        ("US", "", "california", "CA"),
        ("US", "", "District of Columbia", "DC"),
        ("US", "", "Puerto Rico", "PR"),
        ("CA", "", "Québec", "QC"),
        ("CA", "", "Newfoundland And Labrador", "NL"),
        ("AU", "NSW", "New South Wales", "NSW"),
        ("AU", "", "new south wales", "NSW"),
        ("JP", "JP-13", "Tokyo", "13"),
        ("JP", "1", "", "01"),
        ("JP", "", "Tōkyō", "13"),
        ("JP", "", "Tokyo-to", "13"),
        ("JP", "", "Kyoto", "26"),
        ("JP", "", "Osaka Prefecture", "27"),
        ("JP", "", "東京都", "13"),
        ("BR", "SP", "", "SP"),
        ("BR", "", "Sao Paulo", "SP"),
        ("BR", "XX", "Bahia", "BA"),
    ],
)
def test_a_state_is_found_by_code_or_name(country, code, name, expected):
    address = replace(BRAZIL, country_code=country, province_code=code, province=name)
    assert recipient(address, PLACES)["state_code"] == expected


def test_where_no_state_is_used_its_name_goes_along_as_it_is():
    sent = recipient(replace(ELSEWHERE, province="Berlin", province_code="BE"), PLACES)
    assert "state_code" not in sent
    assert sent["state_name"] == "Berlin"
    assert sent["country_code"] == "DE"


def test_empty_parts_are_not_sent():
    assert set(recipient(ELSEWHERE, PLACES)) == {"name", "address1", "city", "country_code", "zip"}


def test_a_company_stands_in_for_the_name():
    assert recipient(replace(ELSEWHERE, name="", company="Färberei"), PLACES)["name"] == "Färberei"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (replace(HOME, province="", province_code=""), "The state is missing in the address."),
        (replace(HOME, zip=""), "The ZIP or postal code is missing in the address."),
        (
            replace(HOME, address1=" ", city=""),
            "The street and the city are missing in the address.",
        ),
        (
            replace(HOME, name="", address1="", city=""),
            "The name, the street and the city are missing in the address.",
        ),
        (replace(HOME, country_code=""), "The address lacks the country."),
        (replace(HOME, country_code="XX"), "Printful does not ship to the country “XX”"),
        (
            replace(HOME, province_code="ZZ", province=""),
            "Printful knows no state “ZZ” in United States.",
        ),
        (
            replace(BRAZIL, tax_number=""),
            "The buyer’s tax number (CPF or CNPJ) is missing in the address.",
        ),
    ],
)
def test_what_is_missing_is_said(address, sentence):
    with pytest.raises(Refused) as caught:
        recipient(address, PLACES)
    assert sentence in caught.value.message
    assert "Nothing was sent" in caught.value.message
    assert caught.value.case == "address"


def test_countries_without_postal_codes_need_none():
    recipient(replace(ELSEWHERE, country_code="HK", zip=""), PLACES)


def test_a_country_list_without_states_asks_for_none():
    bare = Places([Country("US", "United States")])
    assert "state_code" not in recipient(replace(HOME, province="", province_code=""), bare)
