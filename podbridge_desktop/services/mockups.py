"""The seller's wish for mockups: checked, stored, and left for the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.mockups import MockupStyle
from podbridge_desktop.errors import BadInput
from podbridge_desktop.storage import connections, jobs, mockups, products, wishes
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.audit import add as note
from podbridge_desktop.storage.database import Database


def ask(
    database: Database,
    product_id: int,
    styles: Sequence[MockupStyle],
    files: Mapping[str, str],
) -> Changed:
    """Ask for pictures of a product in these styles. `files` are web addresses of print files, by place.

    Raises `BadInput` for a product that is not there, no style, or an address that nobody else could read.
    """
    if not styles:
        raise BadInput("Choose at least one style.")
    for address in files.values():
        _assert_public(address)
    with database.write() as tx:
        found = products.load_product(tx, product_id)
        supplier = connections.find(tx, found[0]) if found else None
        if found is None or supplier is None or supplier.health == "disconnected":
            raise BadInput("The product's supplier is not connected any more.")
        mockups.want(tx, product_id, [(each.id, each.name) for each in styles], files)
        wish = wishes.mockups(supplier.id)
        jobs.add(tx, wish)
        jobs.wake(tx, [wish.dedupe])
        facts = {"product": product_id, "styles": len(styles), "files": len(files)}
        note(tx, Entry(Actor.SELLER, "mockups_wanted", None, supplier.id, facts))
        return tx.changes


def _assert_public(address: str) -> None:
    parts = urlsplit(address.strip())
    if parts.scheme not in {"https", "http"} or not parts.hostname or "." not in parts.hostname:
        raise BadInput(
            f"“{address}” is no web address that the supplier could open.",
            hint="Put the print file where everybody can open it, and paste its address (https://…).",
        )
