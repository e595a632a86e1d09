"""Countries by name or code, as stores write them."""

import pytest

from podbridge_desktop.services.countries import country_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("US", "US"),
        ("us", "US"),
        (" United States ", "US"),
        ("The Netherlands", "NL"),
        ("Netherlands", "NL"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Hong Kong", "HK"),
        ("South Korea", "KR"),
        ("Deutschland", "DE"),
        ("Royaume-Uni", "GB"),
        ("Côte d’Ivoire", "CI"),
    ],
)
def test_names_and_codes(written, code):
    assert country_code(written) == code


@pytest.mark.parametrize("written", ["", "Atlantis", "XX", "EU", "Europe", "world"])
def test_what_is_no_country(written):
    assert country_code(written) == ""
