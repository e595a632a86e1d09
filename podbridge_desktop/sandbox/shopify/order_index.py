"""The search index of orders. It may lag behind the orders themselves, as the real one does."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from .call import Args, Call, Refusal
from .ids import number_of
from .order_states import KNOWN_WORDS, SEARCH_WORDS, fulfillment_status
from .orders import Order
from .paging import Key
from .search import Term, compile_query, flag, number, one_of, text, time
from .stamps import moment, stamp
from .store import Store

VISIBLE_DAYS = 60
_REMEMBERED = 8


def oldest_visible(now: str, scopes: frozenset[str]) -> str:
    """Orders created before this moment are not there for the app: 60 days back, or none with `read_all_orders`."""
    if "read_all_orders" in scopes:
        return ""
    return stamp(moment(now) - timedelta(days=VISIBLE_DAYS))


@dataclass(frozen=True, slots=True)
class OrderDoc:
    """What the search knows of an order."""

    number: int
    order_id: str
    order_number: int
    created_at: str
    updated_at: str
    processed_at: str
    financial: frozenset[str]
    fulfillment: frozenset[str]
    status: frozenset[str]
    tags: frozenset[str]
    skus: frozenset[str]
    locations: frozenset[str]
    returned: frozenset[str]
    risk: frozenset[str]
    email: str
    test: bool
    total: int


def _status_words(order: Order) -> frozenset[str]:
    words = {"any", "closed" if order.closed_at else "not_closed"}
    if order.cancelled_at:
        words.add("cancelled")
    elif not order.closed_at:
        words.add("open")
    return frozenset(words)


def document_of(store: Store, order: Order) -> OrderDoc:
    return OrderDoc(
        number=number_of(order.id),
        order_id=order.id,
        order_number=order.number,
        created_at=order.created_at,
        updated_at=order.updated_at,
        processed_at=order.processed_at,
        financial=frozenset({order.display_financial_status.casefold()}),
        fulfillment=SEARCH_WORDS[fulfillment_status(store, order)],
        status=_status_words(order),
        tags=frozenset(tag.casefold() for tag in order.tags),
        skus=frozenset((line.sku or "").casefold() for line in order.lines),
        locations=frozenset(
            str(number_of(work.location_id)) for work in store.fulfillment_orders_of(order)
        ),
        returned=frozenset({order.return_status.casefold()}),
        risk=frozenset({order.risk.casefold()}),
        email=order.email or "",
        test=order.test,
        total=order.total,
    )


def _without_tag(sign: str, value: str) -> Callable[[OrderDoc], bool]:
    present = _TAG(sign, value)
    return lambda doc: not present(doc)


def _name(doc: OrderDoc) -> str:
    return f"#{doc.order_number}"


def _by_name(_sign: str, value: str) -> Callable[[OrderDoc], bool]:
    wanted = value.lstrip("#")
    return lambda doc: str(doc.order_number) == wanted


_TAG: Term[OrderDoc] = one_of(lambda doc: doc.tags)
_FINANCIAL = frozenset(
    [
        "paid",
        "pending",
        "authorized",
        "partially_paid",
        "partially_refunded",
        "refunded",
        "voided",
        "expired",
    ]
)
ORDER_TERMS: dict[str, Term[OrderDoc]] = {
    "default": _by_name,
    "name": _by_name,
    "id": number(lambda doc: doc.number),
    "created_at": time(lambda doc: doc.created_at),
    "updated_at": time(lambda doc: doc.updated_at),
    "processed_at": time(lambda doc: doc.processed_at),
    "status": one_of(
        lambda doc: doc.status, frozenset({"open", "closed", "cancelled", "not_closed", "any"})
    ),
    "financial_status": one_of(lambda doc: doc.financial, _FINANCIAL),
    "fulfillment_status": one_of(lambda doc: doc.fulfillment, KNOWN_WORDS),
    "tag": _TAG,
    "tag_not": _without_tag,
    "test": flag(lambda doc: doc.test),
    "sku": one_of(lambda doc: doc.skus),
    "email": text(lambda doc: doc.email),
    "fulfillment_location_id": one_of(lambda doc: doc.locations),
    "return_status": one_of(lambda doc: doc.returned),
    "risk_level": one_of(lambda doc: doc.risk),
}

_SORT_VALUES: dict[str, Callable[[OrderDoc], str | int]] = {
    "CREATED_AT": lambda doc: doc.created_at,
    "UPDATED_AT": lambda doc: doc.updated_at,
    "PROCESSED_AT": lambda doc: doc.processed_at,
    "ID": lambda doc: doc.number,
    "RELEVANCE": lambda doc: doc.number,
    "ORDER_NUMBER": lambda doc: doc.order_number,
    "TOTAL_PRICE": lambda doc: doc.total,
}


@dataclass(slots=True)
class OrderIndex:
    """Documents by order id. Not part of the saved state: it is built anew from the orders."""

    docs: dict[str, OrderDoc] = field(default_factory=dict)
    generation: int = 0
    results: OrderedDict[tuple[object, ...], list[Key]] = field(default_factory=OrderedDict)
    by_number: dict[int, str] = field(default_factory=dict)

    def refresh(self, store: Store, now: str) -> None:
        """Take in the changes that are older than the lag."""
        if not store.touched:
            return
        lag = timedelta(seconds=store.settings.index_lag_seconds)
        limit = stamp(moment(now) - lag)
        due = [order_id for order_id, at in store.touched.items() if not lag or at <= limit]
        for order_id in due:
            del store.touched[order_id]
            doc = document_of(store, store.orders[order_id])
            self.docs[order_id] = doc
            self.by_number[doc.number] = order_id
        if due:
            self.generation += 1
            self.results.clear()

    def matching(self, call: Call, args: Args) -> list[Key]:
        """Keys (sort value, order number) in ascending order, of orders that the query and the 60 days allow."""
        self.refresh(call.store, call.now)
        oldest = oldest_visible(call.now, call.scopes)
        sort = str(args.get("sortKey") or "ID")
        wanted = (self.generation, args.get("query"), sort, oldest[:16])
        if wanted not in self.results:
            self.results[wanted] = self._search(args.get("query"), sort, oldest)
            if len(self.results) > _REMEMBERED:
                self.results.popitem(last=False)
        return self.results[wanted]

    def _search(self, query: str | None, sort: str, oldest: str) -> list[Key]:
        read = _SORT_VALUES.get(sort)
        if read is None:
            raise Refusal(f"The practice shop does not sort orders by {sort}.", "BAD_REQUEST")
        check = compile_query(query, ORDER_TERMS)
        docs = (doc for doc in self.docs.values() if doc.created_at >= oldest)
        return sorted((read(doc), doc.number) for doc in docs if check(doc))
