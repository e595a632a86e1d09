"""Addresses pasted in one piece from a store's page."""

import pytest

from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services import addresses
from podbridge_desktop.services.pasted_address import read_pasted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Maya Whitfield\n12 Juniper Hollow Ln\nApt 4\nSACRAMENTO, CA 95814\nUnited States",
            Address("Maya Whitfield", "", "12 Juniper Hollow Ln", "Apt 4", "SACRAMENTO", "CA", "CA", "95814", "US"),
        ),
        (
            "Alex Testman\nMusterstraße 3\n10115 BERLIN\nGermany",
            Address("Alex Testman", "", "Musterstraße 3", "", "BERLIN", "", "", "10115", "DE"),
        ),
        (
            "Piet de Vries\nKeizersgracht 1\n1015 CJ AMSTERDAM\nThe Netherlands",
            Address("Piet de Vries", "", "Keizersgracht 1", "", "AMSTERDAM", "", "", "1015 CJ", "NL"),
        ),
        (
            "Ada Lovelace\n1 Byron Street\nLONDON\nSW1A 1AA\nUnited Kingdom",
            Address("Ada Lovelace", "", "1 Byron Street", "", "LONDON", "", "", "SW1A 1AA", "GB"),
        ),
        (
            "Joy Chan\n3 Hill Rd\nTORONTO ON M5V 2T6\nCanada",
            Address("Joy Chan", "", "3 Hill Rd", "", "TORONTO", "ON", "ON", "M5V 2T6", "CA"),
        ),
        (
            "Nia Reid\n8 Reef St\nBrisbane QLD 4000\nAustralia",
            Address("Nia Reid", "", "8 Reef St", "", "Brisbane", "QLD", "QLD", "4000", "AU"),
        ),
        (
            "Lee Ann\n1 Orchard Rd\nSingapore 238823\nSG",
            Address("Lee Ann", "", "1 Orchard Rd", "", "Singapore", "", "", "238823", "SG"),
        ),
        (
            "Sean Byrne\nThe Mill\nGALWAY\nIreland",
            Address("Sean Byrne", "", "The Mill", "", "GALWAY", "", "", "", "IE"),
        ),
    ],
)  # fmt: skip
def test_addresses_of_many_countries(text, expected):
    assert read_pasted(text) == expected


def test_blanks_commas_and_empty_lines_do_not_matter():
    found = read_pasted("\n  Maya   Whitfield,\n\n12 Elm St\n Portland, OR 97201 \n USA\n")
    assert (found.name, found.city, found.province_code, found.country_code) == (
        "Maya Whitfield", "Portland", "OR", "US",
    )  # fmt: skip


def test_without_a_country_the_seller_names_it():
    assert read_pasted("Maya\n12 Elm St\nPortland, OR 97201").country_code == ""


@pytest.mark.parametrize("text", ["", "Maya", "Maya\nPortland", "Maya\nPortland\nUSA"])
def test_what_is_no_address(text):
    with pytest.raises(BadInput, match="not a whole address") as told:
        read_pasted(text)
    assert "Paste" in told.value.hint


def test_a_pasted_address_takes_the_place_of_the_known_one():
    text = "Ada Lovelace\n1 Byron Street\nLONDON\nSW1A 1AA\nUnited Kingdom"
    found = addresses.replaced(Address(name="Old", phone="1"), {"pasted": text})
    assert (found.name, found.phone, found.zip) == ("Ada Lovelace", "", "SW1A 1AA")
    with_phone = addresses.replaced(Address(), {"pasted": text, "phone": "+44 20"})
    assert (with_phone.phone, with_phone.city) == ("+44 20", "LONDON")
