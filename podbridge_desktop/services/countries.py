"""Countries by their names, in the languages in which a store's own files and pages may write them."""

from __future__ import annotations

from functools import cache

from babel import Locale

_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "pl",
    "ja",
    "ru",
    "tr",
    "sv",
    "da",
    "nb",
    "fi",
)
# Names that stores use and the tables do not.
_ALSO = {
    "usa": "US", "unitedstatesofamerica": "US", "uk": "GB", "greatbritain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northernireland": "GB", "thenetherlands": "NL", "holland": "NL", "czechrepublic": "CZ",
    "turkey": "TR", "macedonia": "MK", "hongkong": "HK", "macao": "MO", "macau": "MO", "swaziland": "SZ",
    "ivorycoast": "CI", "capeverde": "CV", "burma": "MM", "korea": "KR", "republicofkorea": "KR",
}  # fmt: skip

_NONE = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # no country


def country_code(written: str) -> str:
    """The two letters for a country's code or name; empty where it is neither."""
    text = written.strip()
    if len(text) == 2 and text.isascii() and text.upper() in _codes():
        return text.upper()
    folded = _folded(text)
    return _by_name().get(folded, "")


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


@cache
def _codes() -> frozenset[str]:
    return frozenset(_territories("en"))


def _territories(language: str) -> dict[str, str]:
    return country_names(Locale(language))


def country_names(locale: Locale) -> dict[str, str]:
    """Code and name of each country; the tables also have parts of the world and placeholders."""
    every = ((str(code), str(name)) for code, name in locale.territories.items())
    return {
        code: name
        for code, name in every
        if len(code) == 2 and code.isalpha() and code not in _NONE
    }


@cache
def _by_name() -> dict[str, str]:
    """English last: where two languages use one name, its meaning counts."""
    found: dict[str, str] = {}
    for language in reversed(_LANGUAGES):
        found |= {_folded(name): code for code, name in _territories(language).items()}
    return {**found, **_ALSO}
