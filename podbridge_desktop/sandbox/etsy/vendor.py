"""A simulated Etsy shop as one vendor: requests in, answers out, time from outside, and the knobs of tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from podbridge_desktop.sandbox.http import Request, Response, answer_json

from . import (
    account,
    carriers,
    images,
    inventory,
    keys,
    listings,
    oauth,
    personalization,
    policies,
    profiles,
    readiness,
    receipt_calls,
    seeds,
    shop,
    taxonomy,
    tracking,
    variation_images,
)
from .activation import let_end
from .book import SCOPES, Book, Json, Knobs
from .call import PREFIX, Call, Reply, Route, Router, check_ids, check_query
from .customers import CustomerSide, seconds
from .errors import Refusal, render
from .ledger import ledger
from .limits import spend

ROUTES: tuple[Route, ...] = (
    *account.ROUTES, *carriers.ROUTES, *images.ROUTES, *inventory.ROUTES, *keys.ROUTES, *listings.ROUTES,
    *personalization.ROUTES, *policies.ROUTES, *profiles.ROUTES, *readiness.ROUTES, *receipt_calls.ROUTES, *shop.ROUTES,
    *taxonomy.ROUTES, *tracking.ROUTES, *variation_images.ROUTES,
)  # fmt: skip
ROUTER = Router(ROUTES)
# What an app of a print seller asks for.
GRANTED = (
    "listings_r",
    "listings_w",
    "listings_d",
    "shops_r",
    "shops_w",
    "transactions_r",
    "transactions_w",
)


class EtsyVendor(CustomerSide):
    """One shop and one app for it. Not thread-safe: the shell holds a lock around it.

    `number` sets ids and names; two vendors with different numbers share nothing.
    """

    def __init__(self, number: int = 1, seed: str | int = 1, country: str = "US") -> None:
        super().__init__(Book(number=number, seed=str(seed)))
        shop.open_shop(self.book, country)
        seeds.furnish(self.book)
        self._due = 0
        self._answered = 0

    @property
    def keystring(self) -> str:
        return str(self.book.key["keystring"])

    @property
    def shared_secret(self) -> str:
        return str(self.book.key["secret"])

    def handle(self, request: Request, now: datetime) -> Response:
        """Answer one request at the vendor's time `now`."""
        self.advance(now)
        try:
            response = self._answer(request, now)
        except Refusal as refusal:
            response = render(refusal)
        if request.method != "GET":
            self._due = 0
        self._answered += 1
        mark = sha256(f"{self.book.number}/{self._answered}".encode()).hexdigest()[:28]
        headers = {
            "date": format_datetime(now.astimezone(UTC), usegmt=True),
            "x-etsy-request-uuid": mark,
        }
        return Response(response.status, response.body, {**response.headers, **headers})

    def advance(self, now: datetime) -> None:
        """Listings end or renew when their time has come; everything else is worked out when it is read."""
        if self._due <= now.timestamp():
            self._due = let_end(self.book, seconds(now))

    def dump(self) -> dict[str, object]:
        return self.book.dump()

    def load(self, state: Mapping[str, object]) -> None:
        self.book.load(state)
        self._due = 0

    def _answer(self, request: Request, now: datetime) -> Response:
        if oauth.handles(request.path):
            return oauth.handle(self.book, request, now)
        if not request.path.startswith(f"{PREFIX}/"):
            return images.serve(self.book, request) or self._page(request)
        found = ROUTER.find(request.method, request.path.removeprefix(PREFIX))
        if found is None:
            raise Refusal(
                501, f"The practice Etsy does not play this call: {request.method} {request.path}"
            )
        route, args = found
        calls = self.book.calls
        calls[route.operation] = calls.get(route.operation, 0) + 1
        host = request.headers.get("host")
        call = Call(
            self.book, request, now, f"http://{host}" if host else "https://www.etsy.com", args
        )
        headers = spend(self.book, now.timestamp()) if route.counted else {}
        try:
            keys.admit(call, route)
            check_query(call, route)
            check_ids(call)
            reply = route.handler(call)
        except Refusal as refusal:
            refusal.headers = {**headers, **refusal.headers}
            raise
        return _response(reply, headers)

    def _page(self, request: Request) -> Response:
        """The public page of a listing or of the shop, for whoever follows a link."""
        kind, _, rest = request.path.strip("/").partition("/")
        found = self.book.listings.get(rest.partition("/")[0]) if kind == "listing" else None
        title = found["title"] if found else self.book.shop["shop_name"] if kind == "shop" else ""
        if request.method != "GET" or not title:
            raise Refusal(404, "Resource not found")
        page = f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1></body></html>"
        return Response(200, page.encode(), {"content-type": "text/html; charset=utf-8"})

    # What tests and the control port may do to the shop beside what buyers and the seller do.

    def turn(self, **knobs: object) -> None:
        """Set knobs by name (see `Knobs`)."""
        unknown = set(knobs) - set(asdict(Knobs()))
        if unknown:
            raise ValueError(f"no such knob: {', '.join(sorted(unknown))}")
        self.book.knobs.update(knobs)

    def limiter(self, *, on: bool) -> None:
        self.turn(limiter=on)

    def grant(self, now: datetime, scopes: Iterable[str] = GRANTED) -> str:
        """A refresh token, as a seller has it who has signed in before."""
        return oauth.mint_refresh(self.book, list(scopes), seconds(now))

    def access(self, now: datetime, scopes: Iterable[str] = GRANTED) -> str:
        """An access token for tests that are not about signing in."""
        return str(oauth.mint_pair(self.book, list(scopes), seconds(now))["access_token"])

    def revoke_key(self, *, now: datetime) -> None:
        """The seller changes her password: every token dies."""
        self.book.access.clear()
        for each in self.book.refresh.values():
            each["revoked"] = seconds(now)

    def approve_app(self, *, approved: bool = True) -> None:
        """Whether the app's key works at all."""
        self.book.key["active"] = approved

    def set_scopes(self, scopes: Iterable[str]) -> None:
        """What the tokens out there may do from now on."""
        wanted = list(scopes)
        if set(wanted) - set(SCOPES):
            raise ValueError(f"no such scope: {', '.join(sorted(set(wanted) - set(SCOPES)))}")
        for each in (*self.book.access.values(), *self.book.refresh.values()):
            each["scopes"] = wanted

    def set_callbacks(self, addresses: Iterable[str]) -> None:
        """The redirect addresses that the app may name, compared letter by letter."""
        self.book.key["callbacks"] = list(addresses)

    def stock(self, now: datetime) -> None:
        """What the seller has on sale before PodBridge comes."""
        seeds.stock(self.book, seconds(now))

    def add_listing(self, title: str, skus: list[str], *, now: datetime, **given: object) -> Json:
        """An active listing made by hand, one product per SKU."""
        return seeds.make_listing(self.book, title, skus, seconds(now), **given)

    def ledger(self) -> Json:
        """What the shop's own books say, for tests: nothing here comes from a client's memory."""
        return ledger(self.book)

    @property
    def states(self) -> Mapping[str, int]:
        """How many listings there are of each state."""
        return Counter(each["state"] for each in self.book.listings.values())


def _response(reply: Reply, headers: dict[str, str]) -> Response:
    if reply.raw is not None:
        return Response(reply.status, reply.raw, {**headers, "content-type": reply.media})
    if reply.body is None:
        return Response(reply.status, b"", headers)
    return answer_json(reply.body, reply.status, headers)
