"""A prepared shop for each pair: connected, routed, products pushed, nobody has bought yet. Every seed gets a copy."""

from __future__ import annotations

import pickle
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from podbridge_desktop.credentials.memory_store import MemoryStore
from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.printful import PrintfulVendor
from podbridge_desktop.sandbox.printify import SHOP_ID, PrintifyVendor
from podbridge_desktop.sandbox.shopify import ShopifyVendor
from tests.support.virtual_shop import PRODUCTS, SUPPLIER_URL, Shop

Pair = tuple[str, str]
PAIRS: tuple[Pair, ...] = (
    ("shopify", "printful"),
    ("shopify", "printify"),
    ("etsy", "printful"),
    ("etsy", "printify"),
)
ETSY_DAY = 10_000
# Made by another print provider than the rest: an order with both is two orders at the supplier.
ELSEWHERE = {"printful": (), "printify": ("Harbour Wave Cap",)}
OLD_ORDERS = (
    14  # at a supplier whose list has ten a page: our own stand on the second one sometimes
)
SETTINGS = {"sync_interval": "1500", "supplier_interval": "1500", "catalog_interval": "604800"}


@dataclass(frozen=True, slots=True)
class Template:
    """One pair's shop on its first evening. `ids` are our names of store and supplier."""

    pair: Pair
    moment: datetime
    database: bytes
    books: bytes
    keys: bytes
    ids: tuple[str, str]

    def vendors(self) -> tuple[Any, Any]:
        """Store and supplier, as if nobody else had them."""
        store_book, supplier_book = pickle.loads(self.books)
        store = _store(self.pair[0], store_book)
        return store, _supplier(self.pair[1], supplier_book)

    def keyring(self) -> MemoryStore:
        keys = MemoryStore()
        for owner, known in pickle.loads(self.keys).items():
            for field, value in known.items():
                keys.put(owner, field, value)
        return keys


@cache
def template(pair: Pair) -> Template:
    """Made once a process: it takes seconds."""
    store, supplier = pair
    with tempfile.TemporaryDirectory(prefix="podbridge-simulation-") as folder:
        shop = Shop(Path(folder), store, supplier, ETSY_DAY)
        shop.products = (*PRODUCTS[supplier], *ELSEWHERE[supplier])
        try:
            shop.open()
            for key, value in SETTINGS.items():
                shop.actions.change_setting(key, value)
            _make_old_orders(shop.supplier)
            shop.run_until(shop.clock.now() + timedelta(hours=1))
            ids = [row[0] for row in shop.query("SELECT id FROM connection ORDER BY rowid")]
            keys = {owner: dict(known) for owner, known in shop.keys._known.items()}
            moment = shop.clock.now()
            books = pickle.dumps((_book(shop.store), _book(shop.supplier)))
        finally:
            shop.close()
        database = (Path(folder) / "podbridge.db").read_bytes()
    return Template(pair, moment, database, books, pickle.dumps(keys), (ids[0], ids[1]))


def _make_old_orders(supplier: Any) -> None:
    if isinstance(supplier, PrintifyVendor):
        sku = next(
            variant["sku"]
            for product in supplier.book.products.values()
            for variant in product["variants"]
        )
        for number in range(OLD_ORDERS):
            supplier.import_order(SHOP_ID, 9000 + number, {sku: 1})


def _book(vendor: Any) -> Any:
    return vendor.store if isinstance(vendor, ShopifyVendor) else vendor.book


def _store(name: str, book: Any) -> ShopifyVendor | EtsyVendor:
    if name == "shopify":
        shop = ShopifyVendor(1)
        shop.store = book
        shop._start()
        return shop
    receipts = EtsyVendor(1)
    receipts.book = book
    return receipts


def _supplier(name: str, book: Any) -> PrintfulVendor | PrintifyVendor:
    made: PrintfulVendor | PrintifyVendor = (
        PrintfulVendor(base_url=SUPPLIER_URL, products=False)
        if name == "printful"
        else PrintifyVendor(base_url=SUPPLIER_URL, products=False)
    )
    made.book = book
    return made
