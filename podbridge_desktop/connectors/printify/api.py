"""The calls we make to Printify, typed. Every answer is counted: errors must stay a small share of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from msgspec import Raw

from podbridge_desktop.connectors.answer import Unreadable, parsed
from podbridge_desktop.connectors.api_client import Answer, ApiClient
from podbridge_desktop.connectors.outcomes import NAME_TAKEN
from podbridge_desktop.connectors.printify import wire, wire_products
from podbridge_desktop.connectors.printify.limits import ErrorShare
from podbridge_desktop.connectors.printify.refusals import NameTaken, details_of, error_of
from podbridge_desktop.connectors.written import result_in, written
from podbridge_desktop.domain.ports import CallFigures
from podbridge_desktop.errors import Busy, UnknownOutcome, VendorFault

T = TypeVar("T")
Params = Mapping[str, str | int]

PRODUCTS_A_PAGE = 50
ORDERS_A_PAGE = 10
ORDER_PATIENCE = 60.0  # seconds: with large pictures Printify takes its time
UPLOAD_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some orders, newest first. `total` and `is_last` as far as the answer tells."""

    orders: list[wire.Order]
    total: int | None
    is_last: bool
    answer: Answer


class PrintifyApi:
    """Typed calls for one shop. Raises our errors only; what cannot be read is never taken for a good answer."""

    def __init__(self, client: ApiClient, share: ErrorShare, shop_id: str = "") -> None:
        self._client, self.share = client, share
        self.shop_id = shop_id
        self.vendor_now: datetime | None = None  # its clock at its latest answer
        self._refusals = 0

    def for_shop(self, shop_id: str) -> PrintifyApi:
        """The same calls for another shop of the account."""
        return PrintifyApi(self._client, self.share, shop_id)

    # the account

    def shops(self) -> list[wire.Shop]:
        return self._get("/v1/shops.json", "GET /shops", "shops.read", list[wire.Shop])

    def first_product(self) -> wire_products.Product | None:
        """The cheapest call that needs the right to read products."""
        page = self._get(
            self._shop("products.json"), "GET /products", "products.read",
            wire.Page[wire_products.Product], {"limit": 1},
        )  # fmt: skip
        return page.data[0] if page.data else None

    def try_orders(self) -> None:
        self._read(self._shop("orders.json"), "GET /orders", "orders.read", {"limit": 1})

    # products and the catalog

    def products(self) -> Iterator[wire_products.Product]:
        """All products of the shop; one that moves to another page meanwhile comes once.

        Where some are deleted meanwhile, those behind move up over the seam: the page before is read again.
        """
        seen: set[str] = set()
        number, total = 1, 0
        while True:
            params = {"page": number, "limit": PRODUCTS_A_PAGE}
            page = self._get(
                self._shop("products.json"), "GET /products", "products.read",
                wire.Page[wire_products.Product], params,
            )  # fmt: skip
            for product in page.data:
                if product.id not in seen:
                    seen.add(product.id)
                    yield product
            before, total = total, total if page.total is None else page.total
            if total < before and number > 1:
                number -= 1
                continue
            if _is_last(page, number, PRODUCTS_A_PAGE):
                return
            number += 1

    def product(self, ident: str) -> wire_products.Product:
        path = self._shop(f"products/{_part(ident)}.json")
        return self._get(path, "GET /products/{id}", "products.read", wire_products.Product)

    def unlock_product(self, ident: str, reason: str) -> None:
        """End a publishing that was begun and never ended. The answer says nothing."""
        path = self._shop(f"products/{_part(ident)}/publishing_failed.json")
        route = "POST /products/publishing_failed"
        self._write(path, route, "products.write", Raw, wire_products.PublishFailed(reason))

    def blueprints(self) -> list[wire_products.Blueprint]:
        """Every blank, in one unpaged list."""
        path = "/v1/catalog/blueprints.json"
        kind = list[wire_products.Blueprint]
        return self._get(path, "GET /catalog/blueprints", "catalog.read", kind)

    def blueprint(self, ident: int) -> wire_products.Blueprint:
        path = f"/v1/catalog/blueprints/{ident}.json"
        return self._get(path, "GET /catalog/blueprints", "catalog.read", wire_products.Blueprint)

    def providers(self, blueprint: int) -> list[wire_products.Provider]:
        """Who makes a blank."""
        path = f"/v1/catalog/blueprints/{blueprint}/print_providers.json"
        kind = list[wire_products.Provider]
        return self._get(path, "GET /catalog/blueprints", "print_providers.read", kind)

    def variants(
        self, blueprint: int, provider: int, *, all_of_them: bool = True
    ) -> wire_products.ProviderVariants:
        """What a print provider makes of a blank, also what is out of stock unless only that which can be had is asked for."""
        path = f"/v1/catalog/blueprints/{blueprint}/print_providers/{provider}/variants.json"
        return self._get(
            path, "GET /catalog/variants", "catalog.read", wire_products.ProviderVariants,
            {"show-out-of-stock": int(all_of_them)},
        )  # fmt: skip

    def rates(self, blueprint: int, provider: int) -> list[wire_products.Rate]:
        """What a print provider's standard shipping costs; the older version of this call names no method."""
        path = (
            f"/v2/catalog/blueprints/{blueprint}/print_providers/{provider}/shipping/standard.json"
        )
        return self._get(
            path, "GET /catalog/shipping", "catalog.read", wire.Page[wire_products.Rate]
        ).data

    # the library of pictures

    def upload(self, body: wire_products.UploadBody) -> wire_products.Upload:
        return self._write(
            "/v1/uploads/images.json", "POST /uploads", "uploads.write", wire_products.Upload, body,
            lambda made: bool(made.id.strip()), patience=UPLOAD_PATIENCE,
        )  # fmt: skip

    def archive_upload(self, ident: str) -> None:
        self._write(
            f"/v1/uploads/{_part(ident)}/archive.json",
            "POST /uploads/archive",
            "uploads.write",
            Raw,
        )

    # orders

    def quote(self, body: wire.QuoteBody) -> dict[str, wire.Cents]:
        """What the methods of shipping cost. Changes nothing, so it may be asked again."""
        path, route = self._shop("orders/shipping.json"), "POST /orders/shipping"
        with self._counted():
            answer = self._client.read("POST", path, json=body, route=route)
        self._heed(answer)
        if not answer.ok:
            raise error_of(answer, "orders.read") or _unreadable(answer)
        return self._read_as(answer, dict[str, wire.Cents])

    def orders(self, *, status: str = "", limit: int = ORDERS_A_PAGE) -> Iterator[OrderPage]:
        """Pages of orders, newest first, to the end."""
        number = 1
        while True:
            page = self.order_page(number, status=status, limit=limit)
            yield page
            if page.is_last:
                return
            number += 1

    def order_page(self, number: int, *, status: str = "", limit: int = ORDERS_A_PAGE) -> OrderPage:
        params: dict[str, str | int] = {"page": number, "limit": limit}
        if status:
            params["status"] = status
        answer = self._read(self._shop("orders.json"), "GET /orders", "orders.read", params)
        page = self._read_as(answer, wire.Page[wire.Order])
        return OrderPage(page.data, page.total, _is_last(page, number, limit), answer)

    def order(self, ident: str) -> tuple[wire.Order, Answer]:
        path = self._shop(f"orders/{_part(ident)}.json")
        answer = self._read(path, "GET /orders/{id}", "orders.read")
        return self._read_as(answer, wire.Order), answer

    def submit(self, body: wire.OrderSubmit) -> str:
        """The id of the new order, all that is answered. Sent once. Raises `AlreadyMade` for a name in use."""
        return self._write(
            self._shop("orders.json"), "POST /orders", "orders.write", wire.Submitted, body,
            lambda made: bool(made.id.strip()), patience=ORDER_PATIENCE,
        ).id  # fmt: skip

    def send_to_production(self, ident: str) -> str:
        path = self._shop(f"orders/{_part(ident)}/send_to_production.json")
        return self._write(
            path, "POST /orders/send_to_production", "orders.write", wire.Submitted, None,
            lambda sent: sent.id == ident, patience=ORDER_PATIENCE,
        ).id  # fmt: skip

    def cancel(self, ident: str) -> wire.Order:
        path = self._shop(f"orders/{_part(ident)}/cancel.json")
        return self._write(
            path,
            "POST /orders/cancel",
            "orders.write",
            wire.Order,
            None,
            lambda told: told.id == ident,
        )

    # the connection

    def figures(self) -> CallFigures:
        told = self._client.figures()
        return replace(told, failures=told.failures + self._refusals)

    def abort(self) -> None:
        self._client.abort()

    def close(self) -> None:
        self._client.close()

    def _shop(self, rest: str) -> str:
        return f"/v1/shops/{_part(self.shop_id)}/{rest}"

    def _get(
        self, path: str, route: str, scope: str, kind: type[T], params: Params | None = None
    ) -> T:
        return self._read_as(self._read(path, route, scope, params), kind)

    def _read(self, path: str, route: str, scope: str, params: Params | None = None) -> Answer:
        with self._counted():
            answer = self._client.read("GET", path, params=params, route=route)
        self._heed(answer)
        if not answer.ok:
            raise error_of(answer, scope) or _unreadable(answer)
        return answer

    def _write(  # one call; its parts go by name
        self,
        path: str,
        route: str,
        scope: str,
        kind: type[T],
        body: object = None,
        is_it: Callable[[T], bool] = lambda _result: True,
        *,
        patience: float | None = None,
    ) -> T:
        with self._counted():
            answer = self._client.write("POST", path, json=body, route=route, patience=patience)
        self._heed(answer)
        refusal = error_of(answer, scope)
        code = NAME_TAKEN if isinstance(refusal, NameTaken) else ""
        return written("Printify", answer, result_in(answer, kind, is_it), refusal, code)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """What ends without an answer for us was an error all the same."""
        try:
            yield
        except (Busy, VendorFault, UnknownOutcome):
            self.share.note(error=True)
            raise

    def _heed(self, answer: Answer) -> None:
        self.share.note(error=answer.status >= 400)
        self._refusals += answer.status >= 400
        self.vendor_now = answer.vendor_time or self.vendor_now

    def _read_as(self, answer: Answer, kind: type[T]) -> T:
        try:
            return parsed(answer.body, kind)
        except Unreadable as error:
            raise _unreadable(answer) from error


def _part(text: str) -> str:
    """One part of a path, whatever stands in it."""
    return quote(text, safe="")


def _is_last(page: wire.Page[Any], number: int, limit: int) -> bool:
    """An empty page ends every list; where it does not tell its end, a short one does, too."""
    if not page.data:
        return True
    if page.last_page is not None:
        return number >= page.last_page
    return len(page.data) < limit


def _unreadable(answer: Answer) -> VendorFault:
    return VendorFault(
        "Printify answered in a way PodBridge does not understand. PodBridge tries again by itself.",
        details=details_of(answer),
    )
