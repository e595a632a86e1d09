"""One call on the wire, told apart: whose, what for, and which order it names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from podbridge_desktop.sandbox.http import Request
from tests.support.virtual import call_of

_CONFIRM = re.compile(r"/orders/([\w]+)/(?:confirm|send_to_production\.json)$")
_ORDER_READ = re.compile(r"/orders/([\w@-]+?)(?:\.json)?$")
_SHOPIFY_ORDER = re.compile(rb"gid://shopify/Order/(\d+)")
_ETSY_ORDER = re.compile(r"/receipts/(\d+)$")
_LISTS = re.compile(r"/orders$|/orders\.json$|/receipts$")
_ROWS = ("result", "data", "results")


@dataclass(frozen=True)
class Call:
    """`side` is store or supplier; `platform` is who answers."""

    side: str
    platform: str
    request: Request

    @cached_property
    def name(self) -> str:
        return call_of(self.request)

    @property
    def signs_in(self) -> bool:
        return self.request.path.endswith(("/oauth/token", "/oauth/access_token"))

    @property
    def is_list(self) -> bool:
        """A list of orders."""
        listed = self.request.method == "GET" and self.is_of_orders
        return listed or self.name == "OrderHeads"

    @property
    def is_later_page(self) -> bool:
        return self.is_list and int(self.request.params.get("page", "1")) > 1

    @property
    def creates(self) -> bool:
        """It makes an order at the supplier."""
        return self.side == "supplier" and self.request.method == "POST" and self.is_of_orders

    @property
    def is_of_orders(self) -> bool:
        return bool(_LISTS.search(self.request.path))

    @property
    def fulfils(self) -> bool:
        return self.name == "CreateFulfillment"

    @property
    def spends(self) -> bool:
        """It makes, pays or mails."""
        return self.creates or self.fulfils or bool(self.confirms)

    @cached_property
    def confirms(self) -> str:
        """The supplier's id of the order that this call pays for; empty for any other call."""
        found = _CONFIRM.search(self.request.path) if self.request.method == "POST" else None
        return found.group(1) if found and self.side == "supplier" else ""

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The store's orders that this call asks for by name, or the one order at the supplier."""
        if self.side == "store":
            if self.platform == "etsy":
                found = _ETSY_ORDER.search(self.request.path)
                return (found.group(1),) if found and self.request.method == "GET" else ()
            if self.name not in {"OrderDetailsAndAll", "OrderDetails"}:
                return ()
            return tuple(each.decode() for each in _SHOPIFY_ORDER.findall(self.request.body))
        found = _ORDER_READ.search(self.request.path)
        return (found.group(1),) if found and self.request.method == "GET" else ()


def rows_of(body: bytes) -> tuple[dict[str, Any], list[Any]] | None:
    """A list's whole answer and the rows inside it."""
    told = json.loads(body)
    if isinstance(told.get("data"), dict):
        return told, told["data"]["orders"]["nodes"] if "orders" in told["data"] else []
    return next(((told, told[name]) for name in _ROWS if isinstance(told.get(name), list)), None)
