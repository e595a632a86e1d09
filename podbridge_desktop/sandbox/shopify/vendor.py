"""The simulated store as one vendor: requests in, answers out, time from outside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from uuid import NAMESPACE_URL, uuid5

from podbridge_desktop.sandbox.http import Request, Response, answer_json

from . import codec, oauth, uploads
from .customers import CustomerSide
from .endpoint import PATH, Endpoint
from .file_store import settle_file
from .limiter import Bucket
from .oauth_tokens import Token
from .shop import Channel, Installation, Location, Settings
from .stamps import stamp
from .store import Store
from .write_products import settle_operation


class ShopifyVendor(CustomerSide):
    """One store. `number` sets ids and default names; two vendors with different numbers share nothing."""

    def __init__(self, number: int = 1, settings: Settings | None = None) -> None:
        super().__init__(_opened(settings or _settings(number)))
        self._start()

    def _start(self) -> None:
        self.bucket = Bucket()
        self._endpoint = Endpoint(self.store, self.bucket)
        self._answered = 0

    def handle(self, request: Request, now: datetime) -> Response:
        self.advance(now)
        answer = self._route(request, now)
        self._answered += 1
        marks = {
            "date": format_datetime(now, usegmt=True),
            "x-request-id": str(uuid5(NAMESPACE_URL, f"{self.store.shop_id}/{self._answered}")),
        }
        return Response(answer.status, answer.body, {**answer.headers, **marks})

    def _route(self, request: Request, now: datetime) -> Response:
        if self.store.settings.installation is Installation.NO_SHOP:
            return oauth.store_unavailable()
        host = request.headers.get("host")
        base = f"http://{host}" if host else f"https://{self.store.settings.domain}"
        if PATH.match(request.path):
            return self._endpoint.handle(request, now, base)
        if request.path == oauth.TOKEN_PATH:
            return oauth.exchange(self.store, request, now)
        if request.path == oauth.CONSENT_PATH and request.method == "GET":
            return oauth.consent(self.store, request, now)
        if uploads.is_file_path(request.path):
            return uploads.handle(self.store, request)
        call = f"{request.method} {request.path}"
        return answer_json({"errors": f"Not Found: the practice shop does not play {call}"}, 404)

    def advance(self, now: datetime) -> None:
        """Files are fetched and asynchronous products made when their time has come."""
        if not self.store.pending:
            return
        today = stamp(now)
        for identity in list(self.store.pending):
            if self._settle(identity, today):
                self.store.pending.remove(identity)

    def _settle(self, identity: str, now: str) -> bool:
        operation = self.store.operations.get(identity)
        if operation is not None:
            return settle_operation(self.store, operation, now)
        entry = self.store.files.get(identity)
        return entry is None or settle_file(self.store, entry, now)

    def dump(self) -> dict[str, object]:
        state = codec.dump(self.store)
        if not isinstance(state, dict):
            raise TypeError("the store is one record")
        return state

    def load(self, state: Mapping[str, object]) -> None:
        store = codec.load(Store, state)
        # The search index is built anew: orders it had heard of before are due at once.
        store.touched = {identity: store.touched.get(identity, "") for identity in store.orders}
        self.store = store
        self._start()


def _settings(number: int) -> Settings:
    return Settings(
        number=number,
        name=f"Practice Shop {number}",
        domain=f"practice-shop-{number}.myshopify.com",
        client_id=f"practice-client-id-{number}",
        client_secret=f"shpss_practice_secret_{number}",
        access_token=f"shpat_practice_token_{number}",
    )


def _opened(settings: Settings) -> Store:
    """A new store with the merchant's own location, two sales channels and the permanent key."""
    store = Store(settings, next_order_number=settings.first_order_number)
    home = Location(store.mint("Location"), "Shop location", "US", "Portland", is_primary=True)
    store.locations[home.id] = home
    for handle, name in (("online_store", "Online Store"), ("shop", "Shop")):
        channel = Channel(
            store.mint("Channel"),
            store.mint("Publication"),
            store.mint("AppCatalog"),
            store.mint("App"),
            handle,
            name,
        )
        store.channels[channel.id] = channel
    store.tokens[settings.access_token] = Token(settings.access_token, "access")
    return store
