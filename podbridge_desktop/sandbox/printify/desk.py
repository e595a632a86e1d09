"""The words by which the control port moves this supplier's orders and turns its knobs."""

from __future__ import annotations

from collections.abc import Callable

from .book import SHOP_ID, Json
from .vendor import PrintifyVendor

Action = Callable[[], object]


def order_actions(vendor: PrintifyVendor, ident: str | int, order: Json) -> dict[str, Action]:
    """What may happen to one order, by name."""
    reason = str(order.get("reason") or "")
    return {
        "hold": lambda: vendor.hold(ident, reason),
        "release": lambda: vendor.release(ident),
        "fail": lambda: vendor.fail(ident, reason, str(order.get("status", "unfulfillable"))),
        "cancel": lambda: vendor.cancel(ident),
        "slip": lambda: vendor.slip(ident),
        "ship": lambda: vendor.ship(ident, order.get("items")),
        "deliver": lambda: vendor.deliver(ident),
        "lose-tracking": lambda: vendor.lose_tracking(ident),
        "reship": lambda: vendor.reship(ident),
        "reroute": lambda: vendor.reroute(ident, int(order["provider"])),
        "reprice": lambda: vendor.reprice(ident, int(order["cents"])),
    }


def vendor_actions(vendor: PrintifyVendor, order: Json) -> dict[str, Action]:
    """What may happen to the account, by name. An action may tell something."""
    shop = int(order.get("shop", SHOP_ID))
    return {
        "revoke-key": vendor.revoke_key,
        "restore-key": lambda: vendor.revoke_key(back=True),
        "set-scopes": lambda: vendor.set_scopes(list(order["scopes"])),
        "limiter": lambda: vendor.limiter(on=bool(order["on"])),
        "knobs": lambda: vendor.turn(**order["knobs"]),
        "approval": lambda: vendor.set_approval(str(order["approval"]), shop),
        "discontinue": lambda: vendor.discontinue(int(order["variant"]), order.get("provider")),
        "set-stock": lambda: vendor.set_stock(
            int(order["variant"]), str(order["stock"]), order.get("provider")
        ),
        "lock-product": lambda: vendor.lock_product(
            str(order["product"]), locked=bool(order.get("on", True))
        ),
        "link-store": lambda: {
            "store": vendor.link_store(
                str(order["store"]),
                str(order.get("kind", "shopify")),
                products=bool(order.get("products")),
            )
        },
        "set-channel": lambda: vendor.set_channel(shop, str(order["channel"])),
        "import-order": lambda: {
            "order": vendor.import_order(
                shop, order["number"], dict(order["skus"]), label=str(order.get("label", ""))
            )
        },
        "answer-support": lambda: vendor.answer_support(
            str(order["request"]), accept=bool(order.get("accept", True))
        ),
    }
