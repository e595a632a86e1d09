"""The ship-to address: what Printify would refuse is told before anything is sent."""

from dataclasses import replace

import pytest

from podbridge_desktop.connectors.printify.recipient import recipient
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import Refused
from tests.support.printify_account import TAXLESS

HOME = replace(TAXLESS, address2="Apt 2", company="Fern & Co")


def refused(address):
    with pytest.raises(Refused) as caught:
        recipient(address)
    assert caught.value.case == "address"
    assert "Nothing was sent" in caught.value.message
    return caught.value.message


def test_a_whole_address_goes_as_it_is():
    sent = recipient(HOME)
    assert (sent.first_name, sent.last_name, sent.company) == ("Maya", "Whitfield", "Fern & Co")
    assert (sent.address1, sent.address2, sent.city) == (
        "12 Juniper Hollow Ln",
        "Apt 2",
        "Portland",
    )
    assert (sent.region, sent.zip, sent.country) == ("OR", "97201", "US")
    assert (sent.email, sent.phone) == ("maya@example.com", "+1 555 0100")


def test_what_is_empty_is_not_sent():
    sent = recipient(replace(HOME, address2=" ", company="", email="", phone=""))
    assert (sent.address2, sent.company, sent.email, sent.phone) == (None, None, None, None)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Maya Whitfield", "Maya", "Whitfield"),
        ("  Anna Maria von Hohen ", "Anna Maria von", "Hohen"),
        ("Prince", "Prince", "."),
        ("", "Fern &", "Co"),
    ],
)
def test_every_buyer_has_two_names(name, first, last):
    sent = recipient(replace(HOME, name=name))
    assert (sent.first_name, sent.last_name) == (first, last)


def test_all_that_is_missing_is_named_at_once():
    assert "The ZIP or postal code is missing" in refused(replace(HOME, zip=" "))
    message = refused(Address(country_code="us"))
    assert (
        "The name, the street, the city, the ZIP or postal code and the state are missing"
        in message
    )
    assert "the country are missing" in refused(Address())


@pytest.mark.parametrize("country", ["US", "CA", "AU"])
def test_a_state_is_needed_where_post_needs_it_by_code_or_name(country):
    by_name = replace(HOME, country_code=country, province_code="", province="Oregon")
    assert recipient(by_name).region == "Oregon"
    assert "The state is missing" in refused(replace(by_name, province=""))


def test_elsewhere_a_state_may_be_missing():
    assert recipient(replace(HOME, country_code="be", province="", province_code="")).region == ""


def test_a_country_without_postal_codes_needs_none():
    assert recipient(replace(HOME, country_code="HK", zip="")).zip == "00000"


def test_for_brazil_the_tax_number_stands_under_the_street():
    brazil = replace(HOME, country_code="BR", tax_number="123.456.789-09")
    assert recipient(brazil).address2 == "Apt 2, CPF/CNPJ 123.456.789-09"
    assert recipient(replace(brazil, address2="")).address2 == "CPF/CNPJ 123.456.789-09"
    assert "tax number" in refused(replace(brazil, tax_number=""))
