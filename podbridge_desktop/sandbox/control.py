"""The control port of the practice world: buy, let days pass, cause trouble, and read the vendors' own books.

Every request is a POST with a JSON object (or a GET for `/ledger` and `/state`); every answer is a JSON object. What
is wrong with a request is said in `{"error": …}` with status 400.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from .clock import WorldClock
from .etsy import EtsyVendor
from .etsy import desk as etsy_desk
from .faults import Faults, fault_from
from .http import Request, Response, Vendor, answer_json
from .printful import PrintfulVendor
from .printify import PrintifyVendor
from .printify.desk import order_actions, vendor_actions
from .shopify import ShopifyVendor
from .shopping import Shopping, choose
from .world import World

Json: TypeAlias = dict[str, Any]
DAY = 86_400


def stamp(moment: datetime) -> str:
    """A moment as the desk writes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


class Control:
    """Answers the control port. Holds the world's lock while it works, so vendors stand still meanwhile."""

    def __init__(
        self,
        vendors: Mapping[str, Vendor],
        *,
        world: World,
        clock: WorldClock,
        faults: Faults,
        lock: threading.RLock | None = None,
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        self._vendors = vendors
        self._clock = clock
        self._faults = faults
        self._lock = lock or threading.RLock()
        self._changed = changed
        self._shopping = Shopping(vendors, world)
        self._routes: dict[tuple[str, str], Callable[[Json, datetime], Json]] = {
            ("POST", "/buy"): self._shopping.buy,
            ("POST", "/next-day"): self._next_day,
            ("POST", "/advance"): self._advance,
            ("POST", "/supplier-order"): self._supplier_order,
            ("POST", "/store-order"): self._shopping.store_order,
            ("POST", "/fault"): self._fault,
            ("POST", "/fault/clear"): self._clear,
            ("POST", "/vendor"): self._vendor,
            ("GET", "/ledger"): self._ledger,
            ("GET", "/state"): self._state,
        }

    def __call__(self, request: Request, now: datetime) -> Response:
        """Answer one request at the world's time `now`."""
        work = self._routes.get((request.method, request.path.rstrip("/")))
        if work is None:
            known = ", ".join(f"{method} {path}" for method, path in self._routes)
            return answer_json(
                {"error": f"no such control: {request.method} {request.path}; there are {known}"},
                404,
            )
        try:
            order = _object(request.body)
            with self._lock:
                answer = work(order, now)
                if request.method == "POST":
                    self._changed()
        except (ValueError, KeyError, TypeError) as error:
            return answer_json(
                {"error": str(error.args[0]) if error.args else "not understood"}, 400
            )
        return answer_json(answer)

    def _next_day(self, order: Json, _now: datetime) -> Json:
        days = number(order, "n", 1)
        for _ in range(days):
            self._pass(DAY)
        return {"now": stamp(self._clock.now()), "days": days}

    def _advance(self, order: Json, _now: datetime) -> Json:
        seconds = float(order["seconds"])
        self._pass(seconds)
        return {"now": stamp(self._clock.now())}

    def _pass(self, seconds: float) -> None:
        now = self._clock.advance(seconds)
        self._catch_up(now)
        for vendor in self._vendors.values():
            vendor.advance(now)

    def _catch_up(self, now: datetime) -> None:
        """Let vendors do what a fault put off until now."""
        for name, vendor in self._vendors.items():
            for at, late in self._faults.overdue(name, now):
                vendor.handle(late, at)

    def _supplier_order(self, order: Json, now: datetime) -> Json:
        """Hold, release, fail, cancel, ship, reship or renumber an order at the supplier, as the supplier would."""
        supplier = self._supplier(str(order.get("supplier", "printful")))
        ident = order.get("external_id") or order.get("id")
        if ident is None:
            raise ValueError("id or external_id is needed")
        supplier.advance(now)
        if isinstance(supplier, PrintifyVendor):
            actions = order_actions(supplier, ident, order)
        else:
            actions = _order_actions(supplier, ident, order)
        choose(actions, order.get("action"))()
        kept = supplier.order(ident)
        return {"id": kept["id"], "external_id": kept["external_id"], "status": kept["status"]}

    def _supplier(self, name: str) -> PrintfulVendor | PrintifyVendor:
        vendor = self._vendors.get(name)
        if not isinstance(vendor, PrintfulVendor | PrintifyVendor):
            raise ValueError(f"no supplier is called {name}")  # noqa: TRY004 (bad input)
        return vendor

    def _fault(self, order: Json, _now: datetime) -> Json:
        fault = fault_from(order)
        if fault.vendor not in self._vendors:
            raise ValueError(
                f"no vendor is called {fault.vendor}; there are {', '.join(self._vendors)}"
            )
        self._faults.order(fault)
        return {"waiting": len(self._faults.listing()["waiting"])}

    def _clear(self, order: Json, _now: datetime) -> Json:
        return {"cleared": self._faults.clear(order.get("vendor"))}

    def _vendor(self, order: Json, now: datetime) -> Json:
        """Turn a vendor's knobs."""
        name, action = str(order.get("name")), order.get("action")
        vendor = self._vendors.get(name)
        if vendor is None:
            raise ValueError(f"no vendor is called {name}; there are {', '.join(self._vendors)}")
        if isinstance(vendor, PrintfulVendor):
            told = choose(_supplier_knobs(vendor, order), action)()
        elif isinstance(vendor, PrintifyVendor):
            vendor.advance(now)
            told = choose(vendor_actions(vendor, order), action)()
        elif isinstance(vendor, EtsyVendor):
            told = choose(etsy_desk.vendor_actions(vendor, order, now), action)()
        else:
            told = choose(_shop_knobs(self._shopping.shop(name), order, now), action)()
        return {"done": action, **(told if isinstance(told, dict) else {})}

    def _ledger(self, _order: Json, _now: datetime) -> Json:
        """What every vendor's own books say, and which faults struck."""
        self._catch_up(self._clock.now())
        books = {}
        for name, vendor in self._vendors.items():
            books[name] = (
                vendor.ledger()
                if isinstance(vendor, PrintfulVendor | PrintifyVendor)
                else self._shopping.ledger(name)
            )
        return {
            "now": stamp(self._clock.now()),
            "vendors": books,
            "faults": self._faults.listing(),
        }

    def _state(self, _order: Json, _now: datetime) -> Json:
        """The time, the vendors, and what is on sale."""
        on_sale = {name: self._shopping.state(name) for name in self._shopping.names}
        return {
            "now": stamp(self._clock.now()),
            "vendors": list(self._vendors),
            "on_sale": on_sale,
        }


def _order_actions(
    supplier: PrintfulVendor, ident: str | int, order: Json
) -> dict[str, Callable[[], object]]:
    reason = str(order.get("reason") or "")
    return {
        "hold": lambda: supplier.hold(ident, reason, sheet=bool(order.get("sheet"))),
        "release": lambda: supplier.release(ident),
        "fail": lambda: supplier.fail(ident, reason),
        "cancel": lambda: supplier.cancel(ident),
        "ship": lambda: supplier.ship(ident, order.get("items")),
        "reship": lambda: supplier.reship(ident),
        "renumber": lambda: supplier.renumber(ident, str(order.get("number") or "")),
        "settle-costs": lambda: supplier.settle_costs(ident),
    }


def _supplier_knobs(vendor: PrintfulVendor, order: Json) -> dict[str, Callable[[], object]]:
    return {
        "revoke-key": vendor.revoke_key,
        "restore-key": lambda: vendor.revoke_key(back=True),
        "set-scopes": lambda: vendor.set_scopes(list(order["scopes"])),
        "limiter": lambda: vendor.limiter(on=bool(order["on"])),
        "knobs": lambda: vendor.turn(**order["knobs"]),
        "discontinue": lambda: vendor.discontinue(int(order["variant"])),
        "set-stock": lambda: vendor.set_stock(int(order["variant"]), str(order["stock"])),
        "set-price": lambda: vendor.set_price(int(order["variant"]), str(order["price"])),
        "break-file": lambda: vendor.break_file(int(order["file"])),
        "hide-file": lambda: vendor.hide_file(int(order["file"])),
        "link-store": lambda: {
            "store": vendor.link_store(
                str(order["store"]), str(order.get("kind", "shopify")), order.get("listings")
            )
        },
    }


def _shop_knobs(shop: ShopifyVendor, order: Json, now: datetime) -> dict[str, Callable[[], object]]:
    settings = shop.settings
    return {
        "revoke-key": shop.revoke_key,
        "set-scopes": lambda: shop.set_scopes(list(order["scopes"])),
        "set-plan": lambda: shop.set_plan(str(order["plan"]), order.get("mode")),
        "protected-data": lambda: shop.set_protected(str(order["mode"])),
        "set-installation": lambda: shop.set_installation(str(order["state"])),
        "limiter": lambda: setattr(settings, "limiter", bool(order["on"])),
        "index-lag": lambda: setattr(settings, "index_lag_seconds", float(order["seconds"])),
        "bulk-orders": lambda: {"orders": len(shop.bulk_orders(number(order, "n", 1000), now=now))},
        "add-service": lambda: {
            "location": shop.add_service(str(order.get("service", "Printful"))).id
        },
    }


def _object(body: bytes) -> Json:
    order = json.loads(body or b"{}")
    if not isinstance(order, dict):
        raise ValueError("the body must be a JSON object")  # noqa: TRY004 (bad input, said to the caller)
    return order


def number(order: Json, name: str, default: int) -> int:
    """A count of at least one."""
    value = int(order.get(name, default))
    if value < 1:
        raise ValueError(f"{name} must be at least 1")
    return value
