"""Who buys in the practice shops, and how: the same seed always brings the same customers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .people import ENGRAVINGS, NAMES, NOTES, PLACES, Name, Place

# What a Brazilian tax number looks like; the check digits are deliberately not those of a real one.
BRAZIL_TAX_NUMBER = "000.000.000-00"
HOME_COUNTRIES = ("US", "US", "US", "US", "DE", "DE", "GB", "GB")


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address with ISO country code and the state code that suppliers want (empty where none is used)."""

    first_name: str
    last_name: str
    address1: str
    city: str
    zip: str
    country_code: str
    state_code: str = ""
    address2: str = ""
    company: str = ""
    phone: str = ""

    @property
    def name(self) -> str:
        """First and last name as on a parcel."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Customer:
    """An invented buyer. The e-mail address ends in example.com, example.net or example.org."""

    first_name: str
    last_name: str
    email: str
    phone: str
    address: Address

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Purchase:
    """What one customer puts in the basket: lines of (variant id, quantity, properties), and perhaps a note."""

    customer: Customer
    lines: tuple[tuple[str, int, dict[str, str]], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant on sale, as the store knows it."""

    variant_id: str
    sku: str = ""
    personal: bool = False
    hand_packed: bool = False


class World:
    """The practice customers. Not thread-safe: the control port holds its lock around it."""

    def __init__(self, seed: int | str = 1) -> None:
        self._random = random.Random(f"world-{seed}")

    def customer(self, country: str | None = None) -> Customer:
        """The next buyer, from `country` (ISO code) when given."""
        wanted = country or self._country()
        places = [place for place in PLACES if place.country == wanted]
        if not places:
            raise ValueError(f"the practice world has no places in {wanted}")
        return self._dress(self._random.choice(NAMES), self._random.choice(places))

    def purchase(self, choices: Sequence[Choice], country: str | None = None) -> Purchase:
        """The next basket out of what is on sale. Items that the seller packs herself are bought rarely."""
        if not choices:
            raise ValueError("nothing is on sale in the practice shop yet: push a product first")
        weights = [0.1 if choice.hand_packed else 1.0 for choice in choices]
        if all(choice.hand_packed for choice in choices):
            weights = [1.0] * len(choices)
        wanted = self._random.choices((1, 2, 3), (70, 22, 8))[0]
        picked = {c.variant_id: c for c in self._random.choices(choices, weights, k=wanted)}
        lines = tuple(
            (c.variant_id, self._quantity(), self._properties(c)) for c in picked.values()
        )
        note = self._random.choice(NOTES) if self._random.random() < 0.1 else ""
        return Purchase(self.customer(country), lines, note)

    def dump(self) -> dict[str, object]:
        """Where the stream of chance stands, as plain JSON values."""
        version, numbers, gauss = self._random.getstate()
        return {"version": version, "numbers": list(numbers), "gauss": gauss}

    def load(self, state: Mapping[str, object]) -> None:
        """Go on where `dump` stopped."""
        numbers = state["numbers"]
        if isinstance(numbers, list):
            self._random.setstate((state["version"], tuple(numbers), state["gauss"]))

    def _country(self) -> str:
        if self._random.random() < 0.8:
            return self._random.choice(HOME_COUNTRIES)
        return self._random.choice(PLACES).country

    def _dress(self, name: Name, place: Place) -> Customer:
        number = self._random.randint(1, 240)
        street = self._random.choice(place.streets)
        address = Address(
            first_name=name.first,
            last_name=name.last,
            address1=house(street, number, place.country),
            address2=self._random.choice(("", "", "", f"Apt {number % 30 + 1}")),
            city=place.city,
            zip=place.zip,
            country_code=place.country,
            state_code=place.state,
            phone=place.phone,
        )
        host = self._random.choice(("example.com", "example.net", "example.org"))
        email = f"{name.handle}.{self._random.randint(10, 9999)}@{host}"
        return Customer(name.first, name.last, email, place.phone, address)

    def _quantity(self) -> int:
        return self._random.choices((1, 2, 3, 5), (82, 12, 4, 2))[0]

    def _properties(self, choice: Choice) -> dict[str, str]:
        if not choice.personal:
            return {}
        return {"Personalization": self._random.choice(ENGRAVINGS)}


def house(street: str, number: int, country: str) -> str:
    """Street and number in the order that the country writes them."""
    if country in {"DE", "BR"}:
        return f"{street}, {number}" if country == "BR" else f"{street} {number}"
    if country == "JP":
        return street.replace("X", str(number % 20 + 1))
    return f"{number} {street}"


def customer_from(changes: Mapping[str, object], base: Customer) -> Customer:
    """`base` with the address fields in `changes` replaced (tests ask for broken addresses this way)."""
    fields = {
        name: str(value or "") for name, value in changes.items() if name in Address.__slots__
    }
    unknown = set(changes) - set(fields) - {"email"}
    if unknown:
        raise ValueError(f"an address has no field {', '.join(sorted(unknown))}")
    address = replace(base.address, **fields)
    email = str(changes.get("email", base.email) or "")
    return replace(
        base,
        first_name=address.first_name,
        last_name=address.last_name,
        email=email,
        address=address,
    )
