"""The ship-to address as Printify wants it, checked before anything is sent: an error there counts against us. Pure."""

from __future__ import annotations

from podbridge_desktop.connectors.printify.wire import AddressTo
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import Refused

STATE_NEEDED = frozenset({"US", "CA", "AU"})
# Countries without postal codes, or where many addresses have none (Universal Postal Union). Printify wants a ZIP
# all the same.
NO_ZIP = frozenset({
    "AE", "AG", "AO", "AW", "BF", "BI", "BJ", "BO", "BS", "BW", "BZ", "CD", "CF", "CG", "CI", "CM", "CW", "DJ", "DM",
    "ER", "FJ", "GA", "GD", "GH", "GM", "GQ", "GY", "HK", "IE", "JM", "KI", "KM", "KN", "KP", "LC", "LY", "ML", "MO", "MR",
    "MW", "NR", "PA", "QA", "RW", "SB", "SC", "SL", "SR", "ST", "SX", "SY", "TD", "TG", "TK", "TL", "TO", "TV", "UG", "VU",
    "WS", "YE", "ZW",
})  # fmt: skip
NO_ZIP_WORD = "00000"
NO_LAST_NAME = "."


def recipient(address: Address) -> AddressTo:
    """The `address_to` of an order. Raises `Refused` (case address) naming all that is missing."""
    country = address.country_code.strip().upper()
    missing = _missing(address, country)
    if missing:
        raise _refuse(missing)
    first, last = _names((address.name or address.company).strip())
    postcode = address.zip.strip()
    return AddressTo(
        first_name=first,
        last_name=last,
        email=address.email.strip() or None,
        phone=address.phone.strip() or None,
        country=country,
        region=(address.province_code or address.province).strip(),
        address1=address.address1.strip(),
        address2=_second_line(address, country) or None,
        city=address.city.strip(),
        zip=postcode or NO_ZIP_WORD,
        company=address.company.strip() or None,
    )


def _missing(address: Address, country: str) -> list[str]:
    needed = [
        (address.name or address.company, "name"),
        (address.address1, "street"),
        (address.city, "city"),
        (address.zip or ("-" if country in NO_ZIP else ""), "ZIP or postal code"),
        (country, "country"),
    ]
    if country in STATE_NEEDED:
        needed.append((address.province_code or address.province, "state"))
    if country == "BR":
        needed.append((address.tax_number, "buyer’s tax number (CPF or CNPJ)"))
    return [label for text, label in needed if not text.strip()]


def _names(name: str) -> tuple[str, str]:
    """First and last name; Printify wants both, and many buyers have written one."""
    first, _, last = name.rpartition(" ")
    return (first.strip(), last) if first.strip() else (name, NO_LAST_NAME)


def _second_line(address: Address, country: str) -> str:
    """Printify has no field for the tax number that Brazil's customs ask for: it stands under the street."""
    parts = [address.address2.strip()]
    if country == "BR":
        parts.append(f"CPF/CNPJ {address.tax_number.strip()}")
    return ", ".join(filter(None, parts))


def _refuse(labels: list[str]) -> Refused:
    if len(labels) == 1:
        sentence = f"The {labels[0]} is missing in the address."
    else:
        sentence = (
            f"The {', the '.join(labels[:-1])} and the {labels[-1]} are missing in the address."
        )
    return Refused(
        f"{sentence} Nothing was sent to Printify.",
        case="address",
        reason="checked here",
    )
