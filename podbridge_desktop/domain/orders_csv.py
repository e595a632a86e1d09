"""The store's own orders file: addresses where a store refuses them to programs.

Shopify's admin export in its vintages, and Etsy's two files of sold orders and of sold items. Several lines may be of
one order: only the first with an address counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import BadInput

_GUARDED = ("zip", "phone")  # written with a leading ' so that spreadsheets keep their zeros


@dataclass(frozen=True, slots=True)
class _Format:
    """How one store names its columns. Without `order` and `street` a file is not of this format."""

    order: str  # what people call the order
    order_id: str
    parts: Mapping[str, str]

    @property
    def street(self) -> str:
        return self.parts["address1"]

    def fits(self, columns: Mapping[str, int]) -> bool:
        return self.order.casefold() in columns and self.street.casefold() in columns


_SHOPIFY = _Format(
    order="Name",
    order_id="Id",
    parts={
        "name": "Shipping Name",
        "company": "Shipping Company",
        "address1": "Shipping Address1",
        "address2": "Shipping Address2",
        "city": "Shipping City",
        "province": "Shipping Province Name",
        "province_code": "Shipping Province",
        "zip": "Shipping Zip",
        "country_code": "Shipping Country",
        "phone": "Shipping Phone",
        "email": "Email",
    },
)
_ETSY = {
    "city": "Ship City",
    "province": "Ship State",
    "zip": "Ship Zipcode",
    "country_code": "Ship Country",
}
_FORMATS = (
    _SHOPIFY,
    _Format(
        order="Order ID",
        order_id="Order ID",
        parts={"name": "Full Name", "address1": "Street 1", "address2": "Street 2", **_ETSY},
    ),
    _Format(
        order="Order ID",
        order_id="Order ID",
        parts={
            "name": "Ship Name",
            "address1": "Ship Address1",
            "address2": "Ship Address2",
            **_ETSY,
        },
    ),
)


@dataclass(frozen=True, slots=True)
class AddressEntry:
    """One order of the file: the store's own id where the file has it, and the number people use.

    The country is written as the store writes it: a code or a name.
    """

    order_id: str
    number: str
    address: Address


def read_orders_file(rows: Iterable[Sequence[str]]) -> tuple[AddressEntry, ...]:
    """The addresses of a file. Raises `BadInput` when its columns are not an orders export's."""
    lines = iter(rows)
    header = [name.strip().casefold() for name in next(lines, ())]
    columns = {name: index for index, name in enumerate(header)}
    layout = next((each for each in _FORMATS if each.fits(columns)), None)
    if layout is None:
        raise BadInput(
            "This file has no shipping addresses.",
            hint="Shopify: in the admin choose Orders → Export → Plain CSV file. Etsy: in the Shop Manager choose"
            " Settings → Options → Download Data → Orders.",
        )

    def cell(row: Sequence[str], name: str) -> str:
        index = columns.get(name.casefold(), -1)
        return row[index].strip() if 0 <= index < len(row) else ""

    found: dict[str, AddressEntry] = {}
    for row in lines:
        number = cell(row, layout.order)
        if cell(row, layout.street) and number not in found:
            parts = {part: cell(row, column) for part, column in layout.parts.items()}
            entry = AddressEntry(cell(row, layout.order_id), number, _address(parts))
            found[number] = entry
    return tuple(found.values())


def _address(parts: dict[str, str]) -> Address:
    for part in _GUARDED:
        parts[part] = parts.get(part, "").lstrip("'")
    state = parts.get("province", "")
    if "province_code" not in parts and is_state_code(state):
        parts["province_code"] = state
    return Address(**parts)


def is_state_code(state: str) -> bool:
    """`CA`, `NSW`; not `California`. Stores write either."""
    return 0 < len(state) <= 3 and state.isalnum() and state.upper() == state
