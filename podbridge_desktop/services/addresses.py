"""Addresses by the seller's hand: corrected one by one, or read from the store's own orders file (rulings 11)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from pathlib import Path

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.orders_csv import read_orders_file
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services.countries import country_code
from podbridge_desktop.services.pasted_address import read_pasted
from podbridge_desktop.storage import cases, jobs, ledger, orders, wishes
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Database, Tx

PASTED = "pasted"
_PARTS = {field.name for field in dataclass_fields(Address)}
_BEARS_THE_OLD_ADDRESS = {
    SupplierState.DRAFTED, SupplierState.CHECKED, SupplierState.WAITING, SupplierState.FAILED,
}  # fmt: skip
_ADDRESS_CASES = (CaseKind.ADDRESS, CaseKind.ADDRESS_HIDDEN)


def replaced(known: Address, parts: Mapping[str, str]) -> Address:
    """`known` with the given parts replaced; `pasted` is a whole address in one piece.

    Raises `BadInput` for a part that does not exist.
    """
    if whole := parts.get(PASTED, "").strip():
        known = read_pasted(whole)
        rest = {name: value for name, value in parts.items() if name != PASTED}
        return replaced(known, rest) if rest else known
    strange = set(parts) - _PARTS
    if strange:
        raise BadInput(
            f"An address has no part “{min(strange)}”.",
            hint=f"Parts: {', '.join(sorted(_PARTS))}; or {PASTED} with the whole of it.",
        )
    if not parts:
        raise BadInput(
            "Nothing of the address was given.", hint="--field city=Berlin --field zip=10115"
        )
    return replace(known, **{name: value.strip() for name, value in parts.items()})


def fix(database: Database, order_id: int, address: Address) -> Changed:
    """Keep the seller's address; what waited for it is sent again by itself. Raises `BadInput` if parts miss."""
    missing = [
        name for name in ("name", "address1", "city", "country_code") if not getattr(address, name)
    ]
    if missing:
        raise BadInput(f"The address lacks: {', '.join(missing)}.")
    with database.write() as tx:
        _apply(tx, order_id, address)
        return tx.changes


def _apply(tx: Tx, order_id: int, address: Address) -> None:
    orders.correct_address(tx, order_id, address)
    cases.close_cases(tx, by=Actor.SELLER, order_id=order_id, kinds=_ADDRESS_CASES)
    for row in ledger.of_order(tx, order_id):
        if row.state in {SupplierState.PLANNED, SupplierState.SENDING}:
            jobs.add(tx, wishes.send(row.supplier_id, row.order_id, row.id))
            jobs.wake(tx, [wishes.send_key(row.id)])
        elif row.state in _BEARS_THE_OLD_ADDRESS:  # it goes, and a new one is made
            ledger.withdraw_approval(tx, row)
            jobs.add(tx, wishes.cancel(row, replan=True))
        elif row.state.is_open:
            ledger.note(
                tx, row, vendor_status=""
            )  # too late to change it: the next poll says how it stands


def import_file(database: Database, store_id: str, path: Path) -> tuple[int, int]:
    """Take addresses from the store's orders CSV; returns (orders given an address, rows that fit no order).

    Raises `BadInput` when the file is not there or cannot be read as such an export.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = read_orders_file(csv.reader(file))
    except FileNotFoundError as error:
        raise BadInput(f"There is no file “{path}”.", hint="Check its name and folder.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(
            "The file cannot be read as an orders export.",
            hint="Export it from the store as CSV (UTF-8).",
        ) from error
    taken = strangers = 0
    with database.write() as tx:
        for entry in found:
            order_id = orders.find_by_id_or_number(tx, store_id, entry.order_id, entry.number)
            if order_id is None:
                strangers += 1
            elif orders.load(tx, order_id).recipient is None:
                country = country_code(entry.address.country_code)
                _apply(tx, order_id, replace(entry.address, country_code=country))
                taken += 1
    return taken, strangers
