"""Connections that are kept, and the routes between them: mode, day one, limits, the guard against a second bridge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.native_links import Answer, Guard, Sight, look
from podbridge_desktop.domain.planning import Mode, Standing
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services.settings import keep_quiet_period_safe
from podbridge_desktop.storage import cases, connections, jobs, line_links, orders, wishes
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.connections import (
    NewConnection,
    RouteSetting,
    StoredConnection,
    watched_subject,
)
from podbridge_desktop.storage.database import Database, Tx
from podbridge_desktop.storage.intake import replan_all


@dataclass(frozen=True, slots=True)
class RouteWish:
    """What the seller wants of a store-supplier pair; None keeps what stands (or the default for a new route)."""

    store: str
    supplier: str
    mode: Mode | None = None
    since: datetime | None = None
    min_margin: str | None = None
    max_cost: str | None = None
    answer: Answer | None = None  # what the seller said where the guard cannot see


def keep(database: Database, new: NewConnection) -> Changed:
    """Keep a tested connection; one connected anew wakes what waited for its key. Raises `BadInput` for a used name."""
    with database.write() as tx:
        twin = connections.find(tx, new.name)
        if twin is not None and twin.id != new.id:
            raise BadInput(
                f"There is already a connection called “{new.name}”.", hint="Choose another name."
            )
        _only_once(tx, new)
        connections.add(tx, new)
        keep_quiet_period_safe(tx, new.api_url)
        cases.close_cases(
            tx, by=Actor.SELLER, connection_id=new.id, kinds=(CaseKind.SIGN_IN, CaseKind.PERMISSION)
        )
        jobs.wake_parked(tx, new.id)
        return tx.changes


def amend(database: Database, connection_id: str, fields: Mapping[str, str]) -> Changed:
    """Note the seller's word for a connection, and let the engine look at it anew."""
    with database.write() as tx:
        connections.note_fields(tx, connection_id, fields)
        jobs.add(tx, wishes.check(connection_id))
        jobs.wake(tx, [wishes.check(connection_id).dedupe])
        return tx.changes


def _only_once(tx: Tx, new: NewConnection) -> None:
    """One account under two names would be two bridges: its orders would be taken and made twice."""
    for other in connections.every(tx):
        same = (other.platform, other.account_id) == (new.platform, new.report.account_id)
        if same and other.id != new.id:
            raise BadInput(
                f"This account is already connected as “{other.name}”.",
                hint="Connect it again under that name, or erase that connection first.",
            )


def forget(database: Database, connection_id: str) -> Changed:
    """Forget a connection and all that hangs on it."""
    with database.write() as tx:
        connections.remove(tx, connection_id)
        return tx.changes


def disconnect(database: Database, connection_id: str) -> Changed:
    """Its key is gone; what it brought stays until it is connected again or erased."""
    with database.write() as tx:
        connections.disconnect(tx, connection_id)
        return tx.changes


def set_route(database: Database, wish: RouteWish) -> tuple[Changed, RouteSetting]:
    """Make or change a route.

    Raises `BadInput` for unknown names, limits that are no numbers, and for Assist or Automatic where the supplier's
    own app is seen to serve this very shop: two bridges mean two orders.
    """
    with database.write() as tx:
        store, supplier = _pair(tx, wish)
        known = connections.get_route(tx, store.id, supplier.id)
        guard = _guard(tx, store, supplier)
        mode = wish.mode or (
            known.mode if known else Mode.ASSIST if guard.sight is Sight.CLEAR else Mode.WATCH
        )
        if guard.sight is Sight.LINKED and mode is not Mode.WATCH:
            raise _second_bridge(store, supplier, guard)
        setting = _setting(tx, wish, known, store, mode, answer=_answer(wish, guard))
        meanwhile = _paid_while_watched(tx, known, store.id, supplier.id, mode)
        connections.set_route(tx, store.id, supplier.id, setting)
        _replan_store(tx, store.id)
        if wish.mode is not None:
            cases.close_cases(tx, by=Actor.SELLER, subject=watched_subject(store.id, supplier.id))
        _ask_about(tx, store, meanwhile)
        return tx.changes, setting


def _paid_while_watched(
    tx: Tx, known: RouteSetting | None, store_id: str, supplier_id: str, mode: Mode
) -> list[int]:
    """Orders that a route would have sent, had the engine not turned it to Watch because of another hand."""
    subject = watched_subject(store_id, supplier_id)
    turned = subject in cases.open_subjects(tx, CaseKind.FOREIGN_FULFILMENT)
    if known is None or not turned or mode is Mode.WATCH:
        return []
    return orders.unsent(tx, store_id, known.since)


def _ask_about(tx: Tx, store: StoredConnection, order_ids: list[int]) -> None:
    """Another hand may have sent them meanwhile: the seller says whether they go."""
    if not order_ids:
        return
    cases.open_case(
        tx,
        NewCase(
            CaseKind.LATE_ORDERS,
            f"watched:{store.id}",
            f"{len(order_ids)} paid orders of “{store.name}” came in while its route only watched. They are not sent"
            " until you say so: check that nobody else sends them, then send all.",
            connection_id=store.id,
            facts={"orders": " ".join(map(str, order_ids))},
        ),
    )


def _pair(tx: Tx, wish: RouteWish) -> tuple[StoredConnection, StoredConnection]:
    store, supplier = connections.find(tx, wish.store), connections.find(tx, wish.supplier)
    if store is None or not store.is_store:
        raise BadInput(f"There is no store called “{wish.store}”.")
    if supplier is None or supplier.is_store:
        raise BadInput(f"There is no supplier called “{wish.supplier}”.")
    return store, supplier


def guard(database: Database, store_id: str, supplier_id: str) -> Guard:
    """What the guard sees of a pair. Raises `BadInput` for unknown names."""
    with database.read() as tx:
        store, supplier = _pair(tx, RouteWish(store_id, supplier_id))
        return replace(
            _guard(tx, store, supplier), places=line_links.foreign_places(tx, store.id, supplier.id)
        )


def _guard(tx: Tx, store: StoredConnection, supplier: StoredConnection) -> Guard:
    links, visible = connections.native_links(tx, supplier.id)
    return look(store.platform, store.known_as, links, visible=visible)


def _second_bridge(store: StoredConnection, supplier: StoredConnection, guard: Guard) -> BadInput:
    named = guard.link.name if guard.link else ""
    listed = f" (as “{named}”)" if named and named.casefold() != store.name.casefold() else ""
    return BadInput(
        f"“{supplier.name}” already serves “{store.name}”{listed} by its own app: every order would be made twice.",
        hint="Disconnect the store there first, or use the mode watch.",
    )


def _answer(wish: RouteWish, guard: Guard) -> str:
    """Her word for what the guard cannot see; a mode that sends is such a word, watching is none (rulings 8)."""
    if guard.sight is not Sight.UNSEEN:
        return ""
    sends = wish.mode is not None and wish.mode is not Mode.WATCH
    given = wish.answer or (Answer.CHOSE_THE_MODE if sends else None)
    return "" if given is None else given.value


def _setting(
    tx: Tx,
    wish: RouteWish,
    known: RouteSetting | None,
    store: StoredConnection,
    mode: Mode,
    *,
    answer: str,
) -> RouteSetting:
    margin = known.min_margin_percent if known else None
    if wish.min_margin is not None:
        margin = str(_percent(wish.min_margin))
    cost = known.max_cost_minor if known else None
    if wish.max_cost is not None:
        cost = Money.of(wish.max_cost, store.currency).minor
    return RouteSetting(
        mode=mode,
        since=wish.since or _day_one(tx, known, mode),
        min_margin_percent=margin,
        max_cost_minor=cost,
        max_cost_currency=None if cost is None else store.currency,
        guard_answer=answer or (known.guard_answer if known else ""),
    )


def _day_one(tx: Tx, known: RouteSetting | None, mode: Mode) -> datetime:
    """A new route begins now; so does one that only watched: what was paid meanwhile another bridge may be making."""
    if known is not None and (known.mode is not Mode.WATCH or mode is Mode.WATCH):
        return known.since
    return tx.now.replace(microsecond=0)  # stores tell whole seconds


def _percent(text: str) -> Decimal:
    try:
        percent = Decimal(text.strip().rstrip("%").rstrip())
    except InvalidOperation as error:
        raise BadInput(f"“{text}” is no percentage.") from error
    if not percent.is_finite():
        raise BadInput(f"“{text}” is no percentage.")
    return percent


def _replan_store(tx: Tx, store_id: str) -> None:
    """A new or changed route may bring orders that stood aside; what is older than its day stays aside."""
    for standing in (Standing.NO_ROUTE, Standing.BEFORE_PODBRIDGE, Standing.OURS):
        replan_all(tx, store_id, orders.standing_aside(tx, store_id, standing))
