"""One store, one supplier and a bridge between them in virtual time: connected, products pushed, customers buying."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.bootstrap.connecting import ConnectForm, Connecting
from podbridge_desktop.credentials.memory_store import MemoryStore
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.printful import STORE_TOKEN, PrintfulVendor
from podbridge_desktop.sandbox.printify import SHOP_ID, PrintifyVendor
from podbridge_desktop.sandbox.shopify import ShopifyVendor
from podbridge_desktop.sandbox.shopping import on_sale
from podbridge_desktop.sandbox.world import World
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.services.routes import RouteWish
from podbridge_desktop.storage import sqlite
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.read import ReadModels
from podbridge_desktop.storage.upgrade import upgrade
from podbridge_desktop.sync.context import Context
from tests.support.turns import TurnClock, TurnEngine
from tests.support.virtual import (
    InProcess,
    VirtualClock,
    VirtualEngine,
    VirtualRemotes,
    VirtualStop,
)

START = datetime(2026, 11, 21, tzinfo=UTC)
OPENING = timedelta(hours=1)  # connecting and pushing, before the first customer
KEY = bytes(range(32))
STORE_URL, SUPPLIER_URL = "http://127.0.0.1:9001", "http://127.0.0.1:9002"  # no socket is opened
COUNTRIES = ("US", "DE", "GB")  # elsewhere some addresses need a word from the seller
QUIET = {"split_rate": 0.0, "hold_rate": 0.0, "fail_rate": 0.0}
ETSY_LIMITS = {"per_second": 10, "per_day": 10_000}
# All made at one place, so that an order is one supplier order and one parcel.
PRODUCTS = {
    "printful": ("Sunrise Ridge Tee", "Night Owl Hoodie", "Alpine Lake Poster"),
    "printify": ("Moonlit Pines Tee", "Rolling Wave Hoodie", "First Light Bodysuit"),
}


class Shop:
    """The whole arrangement for one pair. `store` and `supplier` are the simulated vendors themselves."""

    def __init__(
        self, folder: Path, store: str, supplier: str, etsy_day: int, *, threads: bool = False
    ) -> None:
        self.names = (store, supplier)
        self.clock = TurnClock(START) if threads else VirtualClock(START)
        self.store: Any = _store(store, etsy_day)
        self.supplier: Any = _supplier(supplier)
        doors = {
            "127.0.0.1:9001": ("store", self.store),
            "127.0.0.1:9002": ("supplier", self.supplier),
        }
        self.supplier.base_url = SUPPLIER_URL
        self.database = Database(folder / "podbridge.db", KEY, self.clock)
        upgrade(self.database, KEY)
        self._glance = sqlite.connect(folder / "podbridge.db", KEY)
        self.wire = InProcess(self.clock, doors, self._working)
        self.keys = MemoryStore()
        self._remotes = VirtualRemotes(self.database, self.keys, self.clock, self.wire)
        self._connecting = Connecting(self.database, self.keys, lambda id_: id_, self._remotes)
        self.actions = Actions(self.database)
        self.reads = ReadModels(self.database)
        context = Context(self.database, self._remotes, self.clock)
        self.engine = (
            TurnEngine(context, self.clock)
            if isinstance(self.clock, TurnClock)
            else VirtualEngine(context, self.clock)
        )
        self.products: tuple[str, ...] = PRODUCTS[supplier]
        self._customers = Customers(self.store, supplier)

    def _working(self) -> str:
        """The kind of the job that runs now: on one thread there is at most one."""
        return next((each.kind for each in self.engine.at_work()), "")

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """A look into the bridge's own database."""
        return list(self._glance.execute(statement, values).fetchall())

    def open(self) -> datetime:
        """Connect, route, pull and push. Gives the moment from which customers come."""
        store, supplier = self.names
        connect(self._connecting, store, store_keys(store, self.store, START))
        connect(self._connecting, supplier, supplier_keys(supplier, self.supplier, START))
        self.actions.set_route(RouteWish(store, supplier, Mode.AUTOMATIC))
        self.run_until(START + OPENING / 4)
        row = self.reads.connection(store)
        assert row is not None
        for product in self.reads.products():
            if product.title in self.products:
                self.actions.push(PushRequest(product.id, row.id))
        self.run_until(START + OPENING)
        self._customers.look_around()
        return self.clock.now()

    def buy(self, per_day: int, begin: datetime, end: datetime) -> None:
        """Customers come at random moments, `per_day` each day."""
        chance = random.Random(f"arrivals-{per_day}")
        day = begin
        while day < end:
            for second in sorted(chance.uniform(0, 86_400) for _ in range(per_day)):
                moment = day + timedelta(seconds=second)
                self.clock.at(moment, self._purchase)
            day += timedelta(days=1)

    def rush(self, count: int) -> None:
        """So many customers buy at this very moment."""
        for _ in range(count):
            self._purchase()

    def buy_now(self, quantity: int) -> Any:
        """One customer buys so many of each; gives the store's order."""
        return self._customers.buy(self.clock.now(), quantity)

    def _purchase(self) -> None:
        self._customers.buy(self.clock.now())

    def run_until(self, end: datetime) -> None:
        self.engine.run(VirtualStop(self.clock, end))

    def close(self) -> None:
        self._remotes.close()
        self._glance.close()
        self.database.close()


class Customers:
    """Who buys: from one to three different things, at one of three countries."""

    def __init__(self, store: Any, seed: str) -> None:
        self._store = store
        self._world = World(f"lifetime-{seed}")
        self._choices: list[Any] = []
        self._count = 0

    def look_around(self) -> None:
        self._choices = on_sale(self._store)
        if not self._choices:
            raise RuntimeError("nothing was pushed")

    def buy(self, now: datetime, quantity: int | None = None) -> Any:
        country = COUNTRIES[self._count % len(COUNTRIES)]
        self._count += 1
        purchase = self._world.purchase(self._choices, country)
        more: dict[str, Any] = {"keep_stock": True} if isinstance(self._store, EtsyVendor) else {}
        lines = [
            (variant, count if quantity is None else quantity, *rest)
            for variant, count, *rest in purchase.lines
        ]
        return self._store.buy(lines, purchase.customer, now=now, **more)


def _store(name: str, etsy_day: int) -> ShopifyVendor | EtsyVendor:
    if name == "shopify":
        return ShopifyVendor(1)
    shop = EtsyVendor(1)
    shop.turn(**{**ETSY_LIMITS, "per_day": etsy_day})
    return shop


def _supplier(name: str) -> PrintfulVendor | PrintifyVendor:
    made: PrintfulVendor | PrintifyVendor
    made = PrintfulVendor() if name == "printful" else PrintifyVendor()
    if isinstance(made, PrintifyVendor):
        made.set_approval("manual")
    made.turn(**QUIET)
    return made


Keys = tuple[dict[str, str], dict[str, str], str]  # fields, secrets, address


def connect(connecting: Connecting, name: str, keys: Keys) -> str:
    """Test and keep a connection that bears its platform's name; gives its id."""
    return connecting.keep(connecting.test(ConnectForm(name, name, *keys)))


def store_keys(name: str, shop: Any, now: datetime) -> Keys:
    """What the seller types to connect her store; an Etsy shop is signed in to once more."""
    if name == "shopify":
        told = shop.settings
        fields = {"shop": told.domain, "client_id": told.client_id}
        return fields, {"client_secret": told.client_secret}, STORE_URL
    fields = {"keystring": shop.keystring, "shop_id": str(shop.book.shop_id)}
    secrets = {"shared_secret": shop.shared_secret, "refresh_token": shop.grant(now)}
    return fields, secrets, STORE_URL


def supplier_keys(name: str, account: Any, now: datetime) -> Keys:
    """What the seller types to connect her supplier."""
    if name == "printful":
        return {}, {"token": STORE_TOKEN}, SUPPLIER_URL
    fields = {"shop_id": str(SHOP_ID), "approval": "manual"}
    return fields, {"token": account.token_at(now)}, SUPPLIER_URL
