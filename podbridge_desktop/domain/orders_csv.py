"""The store's own orders file: addresses where a store refuses them to programs.

Column names of Shopify's admin export in its vintages; later lines of one order repeat only its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import BadInput

_COLUMNS = {
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
}
_GUARDED = ("zip", "phone")  # written with a leading ' so that spreadsheets keep their zeros


@dataclass(frozen=True, slots=True)
class AddressEntry:
    """One order of the file: the store's own id where the file has it, and the number people use."""

    order_id: str
    number: str
    address: Address


def read_orders_file(rows: Iterable[Sequence[str]]) -> tuple[AddressEntry, ...]:
    """The addresses of a file. Raises `BadInput` when its columns are not an orders export's."""
    lines = iter(rows)
    header = [name.strip().casefold() for name in next(lines, ())]
    places = {name: index for index, name in enumerate(header)}
    if "name" not in places or "shipping address1" not in places:
        raise BadInput(
            "This file has no shipping addresses.",
            hint="In the store's admin choose Orders → Export → Plain CSV file.",
        )

    def cell(row: Sequence[str], name: str) -> str:
        index = places.get(name.casefold(), -1)
        return row[index].strip() if 0 <= index < len(row) else ""

    found = []
    for row in lines:
        if cell(row, "Shipping Address1"):
            parts = {part: cell(row, column) for part, column in _COLUMNS.items()}
            for part in _GUARDED:
                parts[part] = parts[part].lstrip("'")
            found.append(AddressEntry(cell(row, "Id"), cell(row, "Name"), Address(**parts)))
    return tuple(found)
