"""Suppliers' catalogs as a person looks at them: asked when somebody looks, kept for a day, old rather than not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from podbridge_desktop.bootstrap.remotes import Remotes
from podbridge_desktop.domain.catalog import CatalogHead, CatalogItem
from podbridge_desktop.domain.mockups import MockupStyle
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import BadInput, Retry
from podbridge_desktop.storage import catalog_answers, products
from podbridge_desktop.storage.database import Database

T = TypeVar("T")
FRESH = timedelta(days=1)


class Catalogs:
    """Safe from any thread; each call may wait for the network, so never on the GUI thread.

    Raises the connector's own plain error where nothing is kept to fall back on.
    """

    def __init__(self, database: Database, remotes: Remotes) -> None:
        self._database, self._remotes = database, remotes

    def heads(self, supplier_id: str, search: str = "") -> tuple[CatalogHead, ...]:
        """The blanks with all these words in title or brand, in the supplier's order."""
        every = self._ask(supplier_id, "", tuple[CatalogHead, ...], lambda one: one.catalog())
        words = search.casefold().split()
        return tuple(each for each in every if _fits(each, words))

    def item(self, supplier_id: str, remote_id: str) -> CatalogItem:
        """One blank. Raises `NotThere`."""
        return self._ask(
            supplier_id, f"item:{remote_id}", CatalogItem, lambda one: one.catalog_item(remote_id)
        )

    def styles(self, product_id: int) -> tuple[MockupStyle, ...]:
        """In which ways pictures of a product can be asked for; empty where the supplier makes all by itself."""
        with self._database.read() as tx:
            found = products.load_product(tx, product_id)
        if found is None:
            raise BadInput("This product is not known.")
        supplier_id, product = found
        kind = tuple[MockupStyle, ...]
        name = f"styles:{product.remote_id}"
        return self._ask(supplier_id, name, kind, lambda one: one.mockup_styles(product.remote_id))

    def _ask(self, supplier_id: str, item: str, kind: type[Any], ask: Callable[[Supplier], T]) -> T:
        with self._database.read() as tx:
            kept = catalog_answers.find(tx, supplier_id, item, kind)
            now = tx.now
        known: tuple[T, datetime] | None = kept
        if known is not None and now - known[1] < FRESH:
            return known[0]
        try:
            answer = ask(self._remotes.supplier(supplier_id))
        except Retry:
            if known is None:
                raise
            return known[0]
        with self._database.write() as tx:
            catalog_answers.keep(tx, supplier_id, item, answer)
        return answer


def _fits(head: CatalogHead, words: list[str]) -> bool:
    text = f"{head.title} {head.brand} {head.remote_id}".casefold()
    return all(word in text for word in words)
