"""The account's shops: one for the API, others that Printify serves itself, and those that are cut off."""

from __future__ import annotations

from .book import SHOP_ID, SPARE_SHOP_ID, Book, Json
from .call import Call, Reply, Route

API_CHANNEL = "custom_integration"  # believed: no paper tells what an API shop is called
DISCONNECTED = "disconnected"
APPROVALS = {"manual": None, "auto-1h": 3600, "auto-24h": 86_400}


def open_shops(book: Book) -> None:
    """What a new account has: an API shop, and a spare one that is connected to nothing."""
    add_shop(book, SHOP_ID, "Desk bridge (API)", API_CHANNEL)
    add_shop(book, SPARE_SHOP_ID, "Spare store", DISCONNECTED)


def add_shop(book: Book, ident: int, title: str, channel: str) -> None:
    """A shop with the approval that Printify gives to every new one."""
    shop = {"id": ident, "title": title, "sales_channel": channel, "approval": "auto-24h"}
    book.shops[str(ident)] = shop


def is_native(shop: Json) -> bool:
    """Whether Printify itself serves the shop's channel."""
    return shop["sales_channel"] in {"shopify", "etsy", "woocommerce"}


def listing(call: Call) -> Reply:
    rows = [
        {name: shop[name] for name in ("id", "title", "sales_channel")}
        for shop in call.book.shops.values()
    ]
    return Reply(rows)


def disconnect(call: Call) -> Reply:
    """Cuts the shop off from its channel. No program of a seller should ever call this; the ledger shows it."""
    call.book.shops[str(call.shop)]["sales_channel"] = DISCONNECTED
    call.book.note("disconnect", call.at, shop=call.shop)
    return Reply({})


ROUTES = (
    Route("GET", "/v1/shops.json", listing, "shops.read"),
    Route("DELETE", "/v1/shops/{shop}/connection.json", disconnect, "shops.read"),
)
