"""The calls we make to Printful, typed. One HTTP client per version, because each counts its limit by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from podbridge_desktop.connectors.answer import Unreadable, parsed
from podbridge_desktop.connectors.api_client import Answer, ApiClient
from podbridge_desktop.connectors.outcomes import NAME_TAKEN
from podbridge_desktop.connectors.printful import wire, wire_mockups
from podbridge_desktop.connectors.printful.limits import MOCKUPS, correct_shared
from podbridge_desktop.connectors.printful.refusals import USUAL_WAIT, error_of, name_taken
from podbridge_desktop.connectors.printful.values import word
from podbridge_desktop.connectors.rate_limit import Limiter
from podbridge_desktop.connectors.written import result_in, written
from podbridge_desktop.domain.ports import CallFigures
from podbridge_desktop.errors import Busy, Refused, Retry, UnknownOutcome, VendorFault

T = TypeVar("T")
R = TypeVar("R", wire.Order, wire.SyncProduct)
PAGE = 100
MOCKUP_WIDTH = 2000  # pixels, the most there is: zooming in a store wants it
OVERLAP = 5  # rows read twice, so that rows that vanish while we page hide none from us
_STEPS_BACK = 5  # of one list
# Calls about the account or the catalog: naming a store might hide the others.
WITHOUT_STORE = frozenset({
    "GET /v2/stores", "GET /v2/oauth-scopes", "GET /stores/{id}", "GET /countries", "GET /products", "GET /products/{id}",
    "GET /product-templates", "GET /product-templates/{id}", "GET /v2/catalog-products/{id}/mockup-styles",
})  # fmt: skip
Params = Mapping[str, str | int]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Door:
    """One version of the API: its client, and the limiter that the client learns into."""

    client: ApiClient
    limiter: Limiter


class PrintfulApi:
    """Typed calls. Raises our errors only; an answer that cannot be read is never taken for a good one."""

    def __init__(self, v1: Door, v2: Door, store_id: str = "") -> None:
        self._v1, self._v2 = v1, v2
        self._store = {"x-pf-store-id": store_id} if store_id else {}

    # stores and rights

    def stores(self) -> list[wire.Store]:
        return list(self._pages2("/v2/stores", wire.Envelope2[list[wire.Store]], ""))

    def scopes(self) -> frozenset[str]:
        answer = self._read(self._v2, "/v2/oauth-scopes", "GET /v2/oauth-scopes", "")
        return frozenset(
            s.value for s in self._read_as(answer, wire.Envelope2[list[wire.Scope]]).data
        )

    def store(self, ident: int) -> wire.Store:
        answer = self._read(self._v1, f"/stores/{ident}", "GET /stores/{id}", "stores_list")
        return self._read_as(answer, wire.Envelope[wire.Store]).result

    def countries(self) -> list[wire.Country]:
        answer = self._read(self._v1, "/countries", "GET /countries", "")
        return self._read_as(answer, wire.Envelope[list[wire.Country]]).result

    # products

    def products(self, *, native: bool) -> Iterator[wire.SyncProduct]:
        """All products of the store; one that moves to another page meanwhile comes once."""
        path = "/store/products" if native else "/sync/products"
        kind = wire.Envelope[list[wire.SyncProduct]]
        seen: set[int] = set()
        for page, _ in self._pages1(path, kind, "sync_products/read"):
            for product in page:
                if product.id not in seen:
                    seen.add(product.id)
                    yield product

    def product(self, ident: int, *, native: bool) -> wire.SyncDetail:
        path = "/store/products" if native else "/sync/products"
        answer = self._read(self._v1, f"{path}/{ident}", f"GET {path}/{{id}}", "sync_products/read")
        return self._read_as(answer, wire.Envelope[wire.SyncDetail]).result

    def catalog_product(self, ident: int) -> wire.CatalogDetail:
        answer = self._read(self._v1, f"/products/{ident}", "GET /products/{id}", "")
        return self._read_as(answer, wire.Envelope[wire.CatalogDetail]).result

    def catalog(self) -> list[wire.CatalogProduct]:
        """All blanks, without their variants: one unpaged list."""
        answer = self._read(self._v1, "/products", "GET /products", "")
        return self._read_as(answer, wire.Envelope[list[wire.CatalogProduct]]).result

    def printfiles(self, ident: int, technique: str = "") -> wire.Printfiles:
        """The sizes of print files of a blank, for its usual technique or the one that is named."""
        params = {"technique": technique} if technique else None
        path, route = (
            f"/mockup-generator/printfiles/{ident}",
            "GET /mockup-generator/printfiles/{id}",
        )
        return self._read_as(
            self._read(self._v1, path, route, "", params), wire.Envelope[wire.Printfiles]
        ).result

    def templates(self) -> Iterator[wire.Template]:
        """All product templates of the account; seen with an account-wide token only."""
        offset = 0
        while True:
            params = {"offset": offset, "limit": PAGE}
            scope, route = "product_templates/read", "GET /product-templates"
            answer = self._read(self._v1, "/product-templates", route, scope, params)
            envelope = self._read_as(answer, wire.Envelope[wire.Templates])
            items = envelope.result.items or []
            yield from items
            if _is_last(envelope.paging, offset, len(items)):
                return
            offset += len(items)

    def template(self, ident: int) -> wire.Template:
        path, route = f"/product-templates/{ident}", "GET /product-templates/{id}"
        answer = self._read(self._v1, path, route, "product_templates/read")
        return self._read_as(answer, wire.Envelope[wire.Template]).result

    # mockups

    def mockup_styles(self, blank: int) -> Iterator[wire_mockups.PlaceStyles]:
        """The styles of each place of a blank."""
        path = f"/v2/catalog-products/{blank}/mockup-styles"
        kind = wire.Envelope2[list[wire_mockups.PlaceStyles]]
        return self._pages2(path, kind, "", "GET /v2/catalog-products/{id}/mockup-styles")

    def create_mockups(self, products: Sequence[object]) -> list[wire_mockups.Task]:
        """One task for each product, in their order. Costs nothing but quota, so a lost answer may be asked for again.

        Raises `Retry` with the wait, at once, while the quota is used up: nobody else's calls wait for pictures.
        """
        wait = self._v2.limiter.wait(MOCKUPS)
        if wait:
            raise _quota(timedelta(seconds=wait))
        body = {"format": "jpg", "mockup_width_px": MOCKUP_WIDTH, "products": list(products)}
        kind = wire.Envelope2[list[wire_mockups.Task]]
        try:
            answer = self._v2.client.write(
                "POST", "/v2/mockup-tasks", json=body, route=MOCKUPS, headers=self._store
            )
            found = result_in(answer, kind, lambda told: len(told.data) == len(products))
            return written("Printful", answer, found, error_of(answer, "file_library")).data
        except Busy as error:
            raise _quota(error.wait or USUAL_WAIT, error.details) from error
        except UnknownOutcome as error:
            raise Retry(
                "Printful did not say whether it began. PodBridge asks again; that costs nothing.",
                wait=USUAL_WAIT,
                details=error.details,
            ) from error

    def mockups(self, tasks: Sequence[str]) -> Iterator[wire_mockups.Task]:
        """What became of these tasks; unknown ones are left out. Raises `NotThere` where all are."""
        for start in range(0, len(tasks), PAGE):
            some = tasks[start : start + PAGE]
            answer = self._read(
                self._v2, "/v2/mockup-tasks", "GET /v2/mockup-tasks", "file_library/read",
                {"id": ",".join(some), "limit": PAGE},
            )  # fmt: skip
            yield from self._read_as(answer, wire.Envelope2[list[wire_mockups.Task]]).data

    # orders

    def order(self, ident: str) -> tuple[wire.Order, Answer]:
        """One order, by Printful's id or by `@` and our own name."""
        answer = self._read(self._v1, f"/orders/{ident}", "GET /orders/{id}", "orders/read")
        return self._read_as(answer, wire.Envelope[wire.Order]).result, answer

    def orders(self, status: str = "") -> Iterator[tuple[list[wire.Order], Answer]]:
        """Pages of all orders (or those of one status), newest first. Pages overlap; the same order may come twice."""
        kind = wire.Envelope[list[wire.Order]]
        return self._pages1("/orders", kind, "orders/read", {"status": status} if status else {})

    def orders_from(self, offset: int) -> tuple[list[wire.Order], int | None]:
        """One page of all orders, newest first, and the offset of the next; None at the end of the list."""
        params = {"offset": offset, "limit": PAGE}
        answer = self._read(self._v1, "/orders", "GET /orders", "orders/read", params)
        envelope = self._read_as(answer, wire.Envelope[list[wire.Order]])
        rows = envelope.result
        last = _is_last(envelope.paging, offset, len(rows))
        return rows, None if last else offset + len(rows) - min(OVERLAP, len(rows) - 1)

    def try_orders(self) -> None:
        """The cheapest call that needs a store: its refusal tells that the token is account-wide."""
        self._read(self._v1, "/orders", "GET /orders", "orders/read", {"limit": 1})

    def create_order(self, body: Mapping[str, object]) -> tuple[wire.Order, Answer]:
        """Raises `AlreadyMade` where an order of this name exists already."""
        name = str(body["external_id"])
        return self._order_write(
            "POST",
            "/orders",
            "POST /orders",
            body,
            lambda order: word(order.external_id) in {"", name},
        )

    def confirm_order(self, ident: str) -> tuple[wire.Order, Answer]:
        return self._order_write(
            "POST", f"/orders/{ident}/confirm", "POST /orders/{id}/confirm",
            None, lambda order: str(order.id) == ident,
        )  # fmt: skip

    def cancel_order(self, ident: str) -> tuple[wire.Order, Answer]:
        return self._order_write(
            "DELETE",
            f"/orders/{ident}",
            "DELETE /orders/{id}",
            None,
            lambda order: str(order.id) == ident,
        )

    def shipments(self, ident: str) -> list[wire.Shipment]:
        path = f"/v2/orders/{ident}/shipments"
        route = "GET /v2/orders/{id}/shipments"
        kind = wire.Envelope2[list[wire.Shipment]]
        return list(self._pages2(path, kind, "orders/read", route))

    # the connection

    def figures(self) -> CallFigures:
        v1, v2 = self._v1.client.figures(), self._v2.client.figures()
        return replace(
            v1,
            calls=v1.calls + v2.calls,
            failures=v1.failures + v2.failures,
            write_calls=v1.write_calls + v2.write_calls,
        )

    def abort(self) -> None:
        self._v1.client.abort()
        self._v2.client.abort()

    def close(self) -> None:
        self._v1.client.close()
        self._v2.client.close()

    def _read(
        self, door: Door, path: str, route: str, scope: str, params: Params | None = None
    ) -> Answer:
        headers = {} if route in WITHOUT_STORE else self._store
        answer = door.client.read("GET", path, params=params, route=route, headers=headers)
        correct_shared(door.limiter, answer.headers)
        if answer.ok:
            return answer
        raise error_of(answer, scope) or _unreadable(answer)

    def _order_write(
        self,
        method: str,
        path: str,
        route: str,
        body: Mapping[str, object] | None,
        is_it: Callable[[wire.Order], bool],
    ) -> tuple[wire.Order, Answer]:
        answer = self._v1.client.write(method, path, json=body, route=route, headers=self._store)
        correct_shared(self._v1.limiter, answer.headers)
        refusal = error_of(answer, "orders")
        code = NAME_TAKEN if isinstance(refusal, Refused) and name_taken(refusal) else ""
        return written("Printful", answer, _order(answer, is_it), refusal, code), answer

    def _read_as(self, answer: Answer, kind: type[T]) -> T:
        try:
            return parsed(answer.body, kind)
        except Unreadable as error:
            raise _unreadable(answer) from error

    def _pages1(
        self,
        path: str,
        kind: type[wire.Envelope[list[R]]],
        scope: str,
        asked: Params | None = None,
    ) -> Iterator[tuple[list[R], Answer]]:
        """Pages that overlap by some rows, so that rows vanishing while we read hide none from us.

        A list whose pages never fit together is read on all the same after some steps back.
        """
        offset, known, back = 0, set[int](), 0
        while True:
            params = {**(asked or {}), "offset": offset, "limit": PAGE}
            answer = self._read(self._v1, path, f"GET {path}", scope, params)
            envelope = self._read_as(answer, kind)
            rows = envelope.result
            if offset and back < _STEPS_BACK and known.isdisjoint(row.id for row in rows):
                back += 1
                offset = max(offset - PAGE // 2, 0)  # what moved up was not seen yet
                continue
            yield rows, answer
            if _is_last(envelope.paging, offset, len(rows)):
                return
            known.update(row.id for row in rows)
            offset += len(rows) - min(OVERLAP, len(rows) - 1)

    def _pages2(
        self, path: str, kind: type[wire.Envelope2[list[T]]], scope: str, route: str = ""
    ) -> Iterator[T]:
        offset = 0
        while True:
            params = {"offset": offset, "limit": PAGE}
            answer = self._read(self._v2, path, route or f"GET {path}", scope, params)
            envelope = self._read_as(answer, kind)
            yield from envelope.data
            if _is_last(envelope.paging, offset, len(envelope.data)):
                return
            offset += len(envelope.data)


def _order(answer: Answer, is_it: Callable[[wire.Order], bool]) -> wire.Order | None:
    """The order that a write brought, if it is the one that was written."""
    envelope = result_in(
        answer, wire.Envelope[wire.Order], lambda told: told.result.id > 0 and is_it(told.result)
    )
    return envelope.result if envelope else None


def _is_last(paging: wire.Paging | None, offset: int, rows: int) -> bool:
    if rows == 0:
        return True
    if paging is None or paging.total is None:
        return rows < PAGE
    return offset + rows >= paging.total


def _quota(wait: timedelta, details: str = "") -> Retry:
    return Retry(
        "Printful makes pictures of a few products a minute. PodBridge goes on by itself.",
        wait=wait,
        details=details,
    )


def _details(answer: Answer) -> str:
    return " ".join(filter(None, [f"HTTP {answer.status}", answer.route, answer.request_id]))


def _unreadable(answer: Answer) -> VendorFault:
    return VendorFault(
        "Printful answered in a way PodBridge does not understand. PodBridge tries again by itself.",
        details=_details(answer),
    )
