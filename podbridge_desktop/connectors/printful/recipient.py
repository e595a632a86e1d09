"""The ship-to address as Printful wants it, checked before anything is sent: it has no address check of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from podbridge_desktop.connectors.printful import wire
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import Refused

# Printful makes the state a must for the first three; for the other two it lists codes.
STATE_NEEDED = frozenset({"US", "CA", "AU", "JP", "BR"})
# Countries without postal codes, or where many addresses have none (Universal Postal Union).
NO_ZIP = frozenset({
    "AE", "AG", "AN", "AO", "AW", "BF", "BI", "BJ", "BO", "BS", "BW", "BZ", "CD", "CF", "CG", "CI", "CK", "CM", "CW", "DJ",
    "DM", "ER", "FJ", "GA", "GD", "GH", "GM", "GQ", "GY", "HK", "IE", "JM", "KI", "KM", "KN", "KP", "LC", "LY", "ML", "MO",
    "MR", "MW", "NR", "NU", "PA", "QA", "RW", "SB", "SC", "SL", "SR", "ST", "SX", "SY", "TD", "TG", "TK", "TL", "TO", "TV",
    "UG", "VU", "WS", "YE", "ZW",
})  # fmt: skip


class Places:
    """Printful's countries and their states."""

    def __init__(self, countries: Iterable[wire.Country]) -> None:
        self._names: dict[str, str] = {}
        self._states: dict[str, dict[str, str]] = {}
        for country in countries:
            code = country.code.upper()
            self._names[code] = country.name
            for state in country.states or ():
                known = self._states.setdefault(code, {})
                known[_plain(state.name)] = state.code
                known[_plain(state.code)] = state.code

    def country(self, code: str) -> str | None:
        """The country's name; None where Printful does not ship to it."""
        return self._names.get(code.upper())

    def has_states(self, country: str) -> bool:
        return country.upper() in self._states

    def state(self, country: str, *given: str) -> str | None:
        """The code of the first of `given` (codes or names) that Printful knows."""
        known = self._states.get(country.upper(), {})
        for each in given:
            for form in _forms(country.upper(), each):
                if form in known:
                    return known[form]
        return None


def _plain(text: str) -> str:
    """Lower case, without accents and punctuation: 'Québec' and 'QUEBEC' are one."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if char.isalnum())


def _forms(country: str, given: str) -> tuple[str, ...]:
    """How a store may write a state: CA, US-CA, JP-13, Tokyo-to, Osaka Prefecture, 東京都."""
    text = given.strip()
    if not text:
        return ()
    bare = text[len(country) + 1 :] if text.upper().startswith(f"{country}-") else text
    plain = _plain(bare)
    forms = [plain]
    if country == "JP":
        if plain.isdigit():
            forms.append(plain.zfill(2))
        forms += [
            plain.removesuffix(ending)
            for ending in ("prefecture", "to", "fu", "ken")
            if plain.endswith(ending)
        ]
        if bare in _JAPAN:
            forms.append(f"{_JAPAN.index(bare) + 1:02d}")
    return tuple(forms)


# In the order of their codes, 01 to 47.
_JAPAN = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県",
    "千葉県", "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県",
    "愛知県", "三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県",
    "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県",
    "宮崎県", "鹿児島県", "沖縄県",
)  # fmt: skip


def recipient(address: Address, places: Places) -> Mapping[str, str]:
    """The `recipient` of an order. Raises `Refused` (case address) naming all that is missing."""
    country = address.country_code.strip().upper()
    if places.country(country) is None:
        raise _refuse(_country_problem(country))
    state = places.state(country, address.province_code, address.province)
    problems = _problems(address, country, state, places)
    if problems:
        raise _refuse(" ".join(problems))
    parts = {
        "name": address.name or address.company,
        "company": address.company,
        "address1": address.address1,
        "address2": address.address2,
        "city": address.city,
        "state_code": state or "",
        "state_name": "" if state else address.province,
        "country_code": country,
        "zip": address.zip,
        "phone": address.phone,
        "email": address.email,
        "tax_number": address.tax_number,
    }
    return {name: text.strip() for name, text in parts.items() if text.strip()}


def _problems(address: Address, country: str, state: str | None, places: Places) -> list[str]:
    """Sentences on all that Printful would refuse."""
    needed = [
        (address.name or address.company, "name"),
        (address.address1, "street"),
        (address.city, "city"),
        (address.zip or ("-" if country in NO_ZIP else ""), "ZIP or postal code"),
    ]
    if country == "BR":
        needed.append((address.tax_number, "buyer’s tax number (CPF or CNPJ)"))
    given = (address.province_code or address.province).strip()
    stateless = state is None and country in STATE_NEEDED and places.has_states(country)
    if stateless:
        needed.append((given, "state"))
    missing = [label for text, label in needed if not text.strip()]
    problems = [_missing(missing)] if missing else []
    if stateless and given:
        problems.append(f"Printful knows no state “{given}” in {places.country(country)}.")
    return problems


def _missing(labels: list[str]) -> str:
    if len(labels) == 1:
        return f"The {labels[0]} is missing in the address."
    return f"The {', the '.join(labels[:-1])} and the {labels[-1]} are missing in the address."


def _country_problem(country: str) -> str:
    if not country:
        return "The address lacks the country."
    return f"Printful does not ship to the country “{country}” of this address."


def _refuse(sentence: str) -> Refused:
    return Refused(
        f"{sentence} Nothing was sent to Printful.",
        case="address",
        reason="checked here",
    )
