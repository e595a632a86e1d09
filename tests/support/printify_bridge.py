"""A bridge whose supplier is Printify (alone, or beside Printful), and what its account's own books say."""

from __future__ import annotations

from typing import Any

from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.bootstrap.practice import NAMES
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.services.routes import RouteWish
from tests.support.bridge import SHOP, Bridge

PRINTIFY = NAMES["printify"]
POST_ORDERS = "POST /v1/shops/{shop}/orders.json"


def connect_printify(bridge: Bridge, *, approval: str = "manual") -> None:
    door = bridge.world.vendors["printify"]
    fields = {**door["fields"], "approval": approval}
    form = ConnectForm("printify", PRINTIFY, fields, door["secrets"], door["api_url"])
    bridge.container.connecting.keep(bridge.container.connecting.test(form))


def connect_shop(bridge: Bridge) -> None:
    door = bridge.world.vendors["shopify"]
    form = ConnectForm("shopify", SHOP, door["fields"], door["secrets"], door["api_url"])
    bridge.container.connecting.keep(bridge.container.connecting.test(form))


def route_printify(bridge: Bridge, mode: Mode) -> None:
    bridge.container.actions.set_route(RouteWish(SHOP, PRINTIFY, mode))


def open_printify(
    bridge: Bridge, mode: Mode = Mode.AUTOMATIC, *, approval: str = "manual", products: int = 3
) -> None:
    """A shop that sells what Printify makes, connected and routed; its parcels go whole."""
    connect_shop(bridge)
    connect_printify(bridge, approval=approval)
    route_printify(bridge, mode)
    knobs(bridge, split_rate=0.0)
    bridge.sync()
    push_of(bridge, PRINTIFY, products)


def push_of(bridge: Bridge, supplier: str, count: int) -> None:
    """Put products of one supplier on sale."""
    ours = [row for row in bridge.container.reads.products() if row.supplier == supplier]
    for product in ours[:count]:
        bridge.container.actions.push(PushRequest(product.id, bridge.store_id()))
    bridge.sync()


def turn(bridge: Bridge, action: str, **order: Any) -> Any:
    """Something happens to the whole account."""
    return bridge.world.post("vendor", {"name": "printify", "action": action, **order})


def knobs(bridge: Bridge, **values: Any) -> None:
    turn(bridge, "knobs", knobs=values)


def act(bridge: Bridge, action: str, external_id: str, **order: Any) -> Any:
    """Something happens to one order at Printify."""
    told = {"supplier": "printify", "action": action, "external_id": external_id, **order}
    return bridge.world.post("supplier-order", told)


def fault(bridge: Bridge, kind: str, **how: Any) -> None:
    bridge.world.post("fault", {"vendor": "printify", "kind": kind, **how})


def pass_by(bridge: Bridge, minutes: float) -> None:
    """Time passes at the vendors, and so for us."""
    bridge.world.post("advance", {"seconds": minutes * 60})


def books(bridge: Bridge) -> dict[str, Any]:
    return bridge.ledger()["vendors"]["printify"]  # type: ignore[no-any-return]


def posted(bridge: Bridge) -> int:
    """How many orders were asked to be made."""
    return int(books(bridge)["calls"].get(POST_ORDERS, 0))


def live(bridge: Bridge) -> list[dict[str, Any]]:
    """The orders that stand at Printify."""
    return [order for order in books(bridge)["orders"] if order["status"] != "canceled"]


def charged(bridge: Bridge) -> int:
    return len(books(bridge)["charges"])
