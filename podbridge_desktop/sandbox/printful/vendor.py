"""The simulated Printful account as a whole: one door for requests, and the knobs that tests and the control port turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import format_datetime

from podbridge_desktop.sandbox.http import Request, Response, answer_json

from . import (
    account,
    catalog1,
    catalog2,
    files,
    mockups,
    orders1,
    orders2,
    product_calls,
    production,
    quotes2,
    seeds,
    sheets,
)
from .blanks import VARIANTS
from .book import ACCOUNT_TOKEN, SCOPES, STORE_ID, STORE_TOKEN, Json, Knobs, fresh_book
from .call import Call, Reply, Route, Router
from .endings import cancel, fail
from .errors import Refusal, render
from .limits import spend
from .orders import find_order

ROUTES: tuple[Route, ...] = (
    *account.ROUTES, *catalog1.ROUTES, *catalog2.ROUTES, *files.ROUTES, *mockups.ROUTES, *orders1.ROUTES, *orders2.ROUTES,
    *product_calls.ROUTES, *quotes2.ROUTES, *sheets.ROUTES,
)  # fmt: skip
ROUTER = Router(ROUTES)
START = datetime(2026, 11, 1, tzinfo=UTC)


def unread(_url: str) -> bytes | None:
    """No file is read from anywhere: a file's facts are made up from its address."""
    return None


class PrintfulVendor:
    """A Printful account with one native store. Not thread-safe: the shell holds a lock around it.

    `base_url` is the vendor's own address, put into every answer that names a picture or a page.
    """

    def __init__(
        self,
        seed: str | int = 1,
        base_url: str = "https://api.printful.com",
        *,
        products: bool = True,
    ) -> None:
        self.base_url = base_url
        self.read_url: Callable[[str], bytes | None] = unread
        self.book = fresh_book(str(seed))
        self._due = 0.0
        self._last = int(START.timestamp())
        if products:
            seeds.plant(self.book, STORE_ID, self._last)

    def handle(self, request: Request, now: datetime) -> Response:
        """Answer one request at the vendor's time `now`."""
        self._last = int(now.timestamp())
        if self._due <= now.timestamp():
            self.advance(now)
        try:
            response = self._answer(request, now)
        except Refusal as refusal:
            response = render(refusal, request.path)
        if request.method != "GET":
            self._due = min(self._due, min(self.book.working.values(), default=self._due))
        headers = {"date": format_datetime(now.astimezone(UTC), usegmt=True), **response.headers}
        return Response(response.status, response.body, headers)

    def advance(self, now: datetime) -> None:
        """Let time pass in the factory."""
        self._last = int(now.timestamp())
        production.advance(self.book, self._last)
        self._due = float(min(self.book.working.values(), default=2**40))

    def dump(self) -> dict[str, object]:
        return self.book.dump()

    def load(self, state: Mapping[str, object]) -> None:
        self.book.load(state)
        self._due = 0.0

    def _answer(self, request: Request, now: datetime) -> Response:
        found = ROUTER.find(request.method, request.path)
        if found is None:
            message = (
                f"The practice Printful does not play this call: {request.method} {request.path}"
            )
            raise Refusal(501, message)
        route, args = found
        calls = self.book.calls
        calls[f"{route.method} {route.path}"] = calls.get(f"{route.method} {route.path}", 0) + 1
        call = Call(self.book, request, now, self.base_url, self.read_url, args)
        headers = {} if route.limit == "pictures" else self._spend(route, call)
        try:
            account.admit(call, route)
            reply = route.handler(call)
        except Refusal as refusal:
            refusal.headers = {**headers, **refusal.headers}
            raise
        return _response(reply, headers)

    def _spend(self, route: Route, call: Call) -> dict[str, str]:
        kind = "public" if route.public and account.is_anonymous(call) else route.limit
        return spend(self.book, kind, call.request.path, call.now.timestamp())

    # What tests and the control port may do to the account. Orders are named by id or external id.

    def order(self, ident: str | int) -> Json:
        """The account's own record of an order. Raises KeyError."""
        for name in (str(ident), f"@{ident}"):
            try:
                return find_order(self.book, name)
            except Refusal:
                continue
        raise KeyError(f"no such order at Printful: {ident}")

    def hold(self, ident: str | int, reason: str = "", *, sheet: bool = False) -> None:
        """Put an order on hold; with `sheet` the seller is asked to approve a design."""
        order = self._in({"pending", "inprocess", "partial"}, ident)
        production.hold(self.book, order, reason or production.HOLD_REASONS[0], self._last)
        if sheet:
            sheets.open_sheet(self.book, order, self._last)
        self._due = 0.0

    def release(self, ident: str | int) -> None:
        production.release(self.book, self._in({"onhold"}, ident), self._last)
        self._due = 0.0

    def fail(self, ident: str | int, reason: str = "") -> None:
        order = self._in({"draft", "pending", "inprocess", "onhold"}, ident)
        fail(self.book, order, reason or production.PAYMENT, self._last)

    def cancel(self, ident: str | int) -> None:
        order = self._in({"draft", "pending", "inprocess", "onhold", "failed", "partial"}, ident)
        cancel(self.book, order, self._last, "by Printful")

    def ship(self, ident: str | int, items: Mapping[str, int] | None = None) -> None:
        """Ship now: everything, or these quantities by item id or the item's external id."""
        order = self._in({"pending", "inprocess", "partial", "fulfilled"}, ident)
        if items is None:
            production.ship_now(self.book, order, self._last)
        else:
            numbers = {str(item["id"]): item["id"] for item in order["items"]}
            numbers |= {
                item["external_id"]: item["id"] for item in order["items"] if item["external_id"]
            }
            production.ship_part(
                self.book,
                order,
                {numbers[str(key)]: count for key, count in items.items()},
                self._last,
            )
        self._due = 0.0

    def reship(self, ident: str | int) -> None:
        production.reship(self.book, self._in({"partial", "fulfilled"}, ident), self._last)

    def renumber(self, ident: str | int, number: str) -> None:
        """The carrier's label was made anew: the first parcel has another number from now on."""
        order = self._in({"partial", "fulfilled"}, ident)
        if not number:
            raise ValueError("number is needed")
        order["shipments"][0]["number"] = number
        order["updated"] = self._last

    def settle_costs(self, ident: str | int) -> None:
        self.order(ident)["costs_at"] = None

    def set_stock(self, variant: int, state: str) -> None:
        """`in_stock`, `stocked_on_demand`, `out_of_stock`, `temporary_out_of_stock` or `discontinued`."""
        if variant not in VARIANTS:
            raise KeyError(f"no such catalog variant: {variant}")
        self.book.stock[str(variant)] = state

    def set_price(self, variant: int, price: str) -> None:
        """What a blank costs from now on, in US dollars."""
        if variant not in VARIANTS:
            raise KeyError(f"no such catalog variant: {variant}")
        self.book.prices[str(variant)] = f"{Decimal(price):.2f}"

    def discontinue(self, variant: int) -> None:
        self.set_stock(variant, "discontinued")

    def break_file(self, ident: int) -> None:
        """Let a file fail when it is read."""
        self.book.files[str(ident)]["broken"] = True

    def hide_file(self, ident: int) -> None:
        """A file that was uploaded on the vendor's own pages: its address is told to nobody."""
        self.book.files[str(ident)]["url"] = None

    def revoke_key(self, *, back: bool = False) -> None:
        """Revoke all keys, or give them back."""
        for key in self.book.keys.values():
            key["revoked"] = not back

    def set_scopes(self, scopes: list[str]) -> None:
        unknown = set(scopes) - set(SCOPES)
        if unknown:
            raise ValueError(f"no such scope: {', '.join(sorted(unknown))}")
        self.book.scopes = list(scopes)

    def limiter(self, *, on: bool) -> None:
        self.book.knobs["limiter"] = on

    def turn(self, **knobs: float) -> None:
        """Set knobs by name (see `Knobs`)."""
        unknown = set(knobs) - set(asdict(Knobs()))
        if unknown:
            raise ValueError(f"no such knob: {', '.join(sorted(unknown))}")
        self.book.knobs.update(knobs)

    def link_store(
        self, name: str, kind: str = "shopify", listings: list[Json] | None = None
    ) -> int:
        """List another platform's shop as linked natively to this account; gives the store's id."""
        ident = STORE_ID + len(self.book.stores)
        self.book.stores[str(ident)] = {"id": ident, "type": kind, "name": name, "currency": "USD"}
        seeds.link_store(self.book, ident, listings or [], self._last)
        return ident

    @property
    def linked_stores(self) -> list[Json]:
        return [store for store in self.book.stores.values() if store["type"] != "native"]

    def ledger(self) -> Json:
        """What the account's own books say, for tests: nothing here comes from a client's memory."""
        book = self.book
        kinds = Counter(event["event"] for event in book.events)
        paid = {
            str(order["id"]): order["charged"] for order in book.orders.values() if order["charged"]
        }
        rows = [
            {
                "id": order["id"], "external_id": order["external_id"], "status": order["status"],
                "charged": order["charged"], "items": [
                    {"external_id": item["external_id"], "variant_id": item["variant_id"], "quantity": item["quantity"],
                     "sku": item["sku"]} for item in order["items"]
                ],
                "recipient": order["recipient"], "shipments": order["shipments"],
            }
            for order in book.orders.values()
        ]  # fmt: skip
        return {
            "drafts": kinds["draft"], "confirms": kinds["confirm"], "cancels": kinds["cancel"], "fails": kinds["fail"],
            "charges": book.charges, "paid": paid, "orders": rows, "events": book.events, "calls": book.calls,
        }  # fmt: skip

    def _in(self, states: set[str], ident: str | int) -> Json:
        order = self.order(ident)
        if order["status"] not in states:
            raise ValueError(
                f"order {ident} is {order['status']}; this needs {', '.join(sorted(states))}"
            )
        return order


def _response(reply: Reply, headers: dict[str, str]) -> Response:
    if reply.raw is not None:
        return Response(200, reply.raw, {"content-type": reply.media, "cache-control": "no-cache"})
    if reply.body is None:
        return Response(reply.status, b"", headers)
    return answer_json(reply.body, reply.status, headers)


__all__ = ["ACCOUNT_TOKEN", "STORE_ID", "STORE_TOKEN", "PrintfulVendor"]
