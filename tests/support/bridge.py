"""A whole bridge for a test: the practice world over real HTTP, a real workspace, the real engine, in turn."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from podbridge_desktop.bootstrap import restoring
from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.bootstrap.container import Container, open_container
from podbridge_desktop.bootstrap.practice import NAMES, SUPPLIER, World, make_ready
from podbridge_desktop.bootstrap.restoring import Restored
from podbridge_desktop.config import Config, read_config
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.reading import OrderQuery
from podbridge_desktop.domain.views import CaseRow, OrderDetail, RouteRow
from podbridge_desktop.sandbox.practice import PracticeWorld
from podbridge_desktop.sandbox.printful import ACCOUNT_TOKEN, STORE_ID
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.services.routes import RouteWish
from podbridge_desktop.storage import sqlite
from podbridge_desktop.storage.connections import RouteSetting
from podbridge_desktop.sync.engine import Engine
from podbridge_desktop.sync.report import PassReport

SHOP = "Practice shop"
PAIR = ("shopify", "printful")


class Bridge:
    """One seller's bridge in practice mode, driven by a test: exactly the `platforms` that it names are connected."""

    def __init__(
        self, folder: Path, world: PracticeWorld, config: Config, platforms: tuple[str, ...] = PAIR
    ) -> None:
        self.folder = folder
        self.practice = world
        self.config = config
        described = world.description()
        doors = {
            name: door
            for name, door in described["vendors"].items()
            if name.partition("-")[0] in platforms
        }
        self.world = World(described["control"], doors)
        self.container: Container = open_container(config)
        self.engine: Engine = self.container.engine(spawn=None)
        for name in doors:  # a test plays days in seconds: the limits have tests of their own
            self.world.post("vendor", {"name": name, "action": "limiter", "on": False})

    # --- the seller -------------------------------------------------------------------------------------------------

    def connect(self, mode: Mode = Mode.ASSIST) -> None:
        make_ready(self.container, self.world)
        for route in self.container.reads.routes():
            self.container.actions.set_route(RouteWish(route.store, route.supplier, mode))

    def connect_only(self, *, token: str = "store") -> None:
        """Connected, but no route yet; `token` `account` sees every store of the supplier's account."""
        for platform, door in self.world.vendors.items():
            secrets = (
                {"token": ACCOUNT_TOKEN}
                if (platform, token) == ("printful", "account")
                else door["secrets"]
            )
            fields = (
                {"store_id": str(STORE_ID)}
                if (platform, token) == ("printful", "account")
                else door["fields"]
            )
            name = NAMES[platform]
            form = ConnectForm(platform, name, fields, secrets, door["api_url"])
            self.container.connecting.keep(self.container.connecting.test(form))

    def route(self, mode: Mode | None = None) -> RouteSetting:
        return self.container.actions.set_route(RouteWish(SHOP, SUPPLIER, mode))

    def begin_today(self, route: RouteRow) -> None:
        """The route is switched on now: what was paid before stands aside."""
        now = self.container.clock.now()
        self.container.actions.set_route(
            RouteWish(route.store, route.supplier, Mode.AUTOMATIC, since=now)
        )

    @property
    def stores(self) -> list[str]:
        return [row.name for row in self.container.reads.connections() if row.kind == "store"]

    def store_id(self, name: str = SHOP) -> str:
        row = self.container.reads.connection(name)
        assert row is not None
        return row.id

    def sync(self) -> PassReport:
        return self.engine.run_pass(threading.Event())

    def push(self, count: int = 3, store: str = SHOP) -> None:
        for product in self.container.reads.products()[:count]:
            self.container.actions.push(PushRequest(product.id, self.store_id(store)))
        self.sync()

    def open_shop(self, mode: Mode = Mode.ASSIST, products: int = 3) -> None:
        """Connected, routed, products pulled and pushed: ready for customers."""
        self.connect(mode)
        self.sync()
        self.push(products)

    # --- what the seller sees ---------------------------------------------------------------------------------------

    def orders(self) -> list[OrderDetail]:
        reads = self.container.reads
        rows = reads.first_orders(OrderQuery(descending=False), 1000)
        return [detail for row in rows if (detail := reads.order(row.id)) is not None]

    def order(self, number: str) -> OrderDetail:
        return next(order for order in self.orders() if order.row.number == number)

    def cases(self) -> tuple[CaseRow, ...]:
        return self.container.reads.cases()

    def case(self, kind: str) -> CaseRow:
        found = [case for case in self.cases() if case.kind == kind]
        assert found, f"no case {kind}, only {[(c.kind.value, c.message) for c in self.cases()]}"
        return found[0]

    # --- the world ----------------------------------------------------------------------------------------------------

    def buy(self, count: int = 1, **order: object) -> list[dict[str, Any]]:
        return self.world.post("buy", {"n": count, **order})["orders"]  # type: ignore[no-any-return]

    def ledger(self) -> dict[str, Any]:
        with urlopen(Request(f"{self.world.control}/ledger")) as answer:
            return json.loads(answer.read())  # type: ignore[no-any-return]

    def ledger_state(self, shop: str = "shopify") -> list[dict[str, Any]]:
        """What is on sale."""
        with urlopen(Request(f"{self.world.control}/state")) as answer:
            return json.loads(answer.read())["on_sale"][shop]  # type: ignore[no-any-return]

    def fulfil_by_hand(self, number: str) -> None:
        """Somebody presses *Mark as fulfilled* in the store's admin."""
        shop = self.practice.shops["shopify"]
        order = shop.order(number)
        [work] = shop.fulfillment_orders(order)
        document = (
            "mutation($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f)"
            " { userErrors { message } } }"
        )
        self.shopify(
            document, {"f": {"lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": work.id}]}}
        )

    def shopify(self, document: str, variables: dict[str, Any]) -> dict[str, Any]:
        """One call of another app at the store."""
        door = self.world.vendors["shopify"]
        token = self._post(
            f"{door['api_url']}/admin/oauth/access_token",
            {
                "grant_type": "client_credentials",
                "client_id": door["fields"]["client_id"],
                "client_secret": door["secrets"]["client_secret"],
            },
            {},
        )["access_token"]
        answer = self._post(
            f"{door['api_url']}/admin/api/2026-10/graphql.json",
            {"query": document, "variables": variables},
            {"x-shopify-access-token": token},
        )
        assert "errors" not in answer, answer
        return answer

    def _post(self, url: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        request = Request(
            url, json.dumps(body).encode(), {"content-type": "application/json", **headers}
        )
        with urlopen(request) as answer:
            return json.loads(answer.read())  # type: ignore[no-any-return]

    def days(self, count: int) -> None:
        """Days go by, each with a sync."""
        for _ in range(count):
            self.world.next_day()
            self.sync()

    def intruder(self) -> Any:
        """A connection of another program to the same file."""
        workspace = self.config.workspace
        keys = json.loads(workspace.practice_keys.read_text(encoding="utf-8"))
        name = json.loads(workspace.identity.read_text(encoding="utf-8"))["id"]
        return sqlite.connect(workspace.database, bytes.fromhex(keys[name]["database_key"]))

    def restore(self, file: Path) -> Restored:
        """Put a backup in the place of the data, as the command does, and open it; nobody has answered yet."""
        self.container.close()
        restored = restoring.restore(self.config, file)
        self.container = open_container(self.config)
        self.engine = self.container.engine(spawn=None)
        return restored

    def restart(self) -> None:
        """Close the workspace and open it again, as a new process would."""
        self.container.close()
        self.container = open_container(self.config)
        self.engine = self.container.engine(spawn=None)


@contextmanager
def running_bridge(
    folder: Path, *, shops: int = 1, platforms: tuple[str, ...] = PAIR
) -> Iterator[Bridge]:
    """A bridge in its own folder; everything is closed at the end."""
    config = read_config(data_dir=folder, practice=True)
    config.workspace.make()
    with PracticeWorld(config.workspace.world, shops, seed=7) as world:
        bridge = Bridge(folder, world, config, platforms)
        try:
            yield bridge
        finally:
            bridge.container.close()
