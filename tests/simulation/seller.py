"""The seller at her desk: says yes, works off cases, reconnects, and sometimes holds or cancels an order."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from podbridge_desktop.domain.cases import FORMS, Action, CaseKind
from podbridge_desktop.errors import PodBridgeError
from tests.simulation.swarm import Fault
from tests.support.virtual_shop import connect, store_keys, supplier_keys

if TYPE_CHECKING:
    from tests.simulation.world import World

F, K = Fault, CaseKind
EVERY = timedelta(minutes=45)
PATIENCE = 3  # what comes back more often when all is calm stays open
HASTE = 0.5  # the chance that she steps in while a job is paused
DILIGENCE = 0.6  # the chance that she attends to a case while much goes wrong
_CASES = (
    "SELECT id, kind, subject, order_id, supplier_order_id, connection_id FROM exception_case"
    " WHERE closed_at IS NULL ORDER BY id"
)
_LATER = {K.TRACKING_MISSING, K.CANCELLED_AT_STORE, K.TRACKING_REFUSED, K.SUPPLIER_CANCELLED}
_FIRST = (Action.APPROVE, Action.SEND_ALL, Action.RETRY, Action.IGNORE)


class Seller:
    """Sits down every now and then, as long as the program runs."""

    def __init__(self, world: World) -> None:
        self._world, self._chance = world, world.stream("seller")
        self._sudden = world.stream("sudden")
        self._tries: Counter[tuple[str, str]] = Counter()

    def begin(self) -> None:
        self._world.clock.at(self._world.clock.now() + EVERY, self._sit_down)

    def _sit_down(self) -> None:
        self.work()
        self.begin()

    def work(self) -> None:
        """Attend to what is open, if the program runs. A full disk sends her away."""
        world = self._world
        if world.process is None:
            return
        with suppress(PodBridgeError):
            for case in world.query(_CASES):
                if not world.stormy or self._chance.random() < DILIGENCE:
                    with suppress(PodBridgeError):
                        self._attend(*case)
            if world.stormy:
                self._change_her_mind()
            else:
                self._release_all()

    def _attend(
        self, case: int, kind: str, subject: str, order: int, row: int | None, connection: str
    ) -> None:
        world = self._world
        assert world.process is not None
        if self._has_enough_of(kind, subject):
            return
        if kind == K.SIGN_IN:
            self._reconnect(connection)
        action = self._action(K(kind))
        if action is None:
            return
        names, unpaid = self._names(order, row), self._unpaid(order, row)
        if action is Action.APPROVE:
            world.life.second_thoughts(order)
            # Before her click: the program may be killed right after its commit.
            world.watch.approved |= names
            world.watch.agreed |= self._costs(order, row)
        world.process.actions.resolve(case, action, {})
        if action is Action.CANCEL:
            world.watch.stopped |= unpaid
        if kind == K.FOREIGN_FULFILMENT:  # there is nobody else: she switches it on again
            world.set_mode()
        world.note(f"seller: {action} {kind} {subject if connection is None else kind}")

    def _has_enough_of(self, kind: str, subject: str) -> bool:
        """What comes back again and again, and what may stay open for long."""
        self._tries[kind, subject] += not self._world.stormy
        lazy = kind in _LATER and self._chance.random() < 0.5
        return lazy or self._tries[kind, subject] > PATIENCE

    def _action(self, kind: CaseKind) -> Action | None:
        if kind is K.CANCELLED_AT_STORE:
            return self._chance.choice((Action.CANCEL, Action.IGNORE))
        return next((each for each in _FIRST if each in FORMS[kind].actions), None)

    def _names(self, order: int, row: int | None) -> set[str]:
        """Our names of what waits for her."""
        found = self._world.query(
            "SELECT external_id FROM supplier_order WHERE order_id = ? AND coalesce(?, id) = id", order, row
        )  # fmt: skip
        return {name for (name,) in found}

    def _costs(self, order: int, row: int | None) -> dict[str, int]:
        found = self._world.query(
            "SELECT external_id, cost_total FROM supplier_order WHERE order_id = ? AND coalesce(?, id) = id"
            " AND cost_total IS NOT NULL", order, row
        )  # fmt: skip
        return dict(found)

    def _reconnect(self, connection: str) -> None:
        """She types the key again, or signs in again."""
        world, now = self._world, self._world.clock.now()
        assert world.process is not None
        which = world.ids.index(connection)
        name, vendor = world.pair[which], list(world.vendors.values())[which]
        typed = store_keys(name, vendor, now) if which == 0 else supplier_keys(name, vendor, now)
        connect(world.process.connecting, name, typed)
        world.note(f"seller: reconnected {name}")

    def _change_her_mind(self) -> None:
        """A hold, and a cancel, of an order that is not paid yet."""
        world, chance = self._world, self._chance
        assert world.process is not None
        orders = [id_ for (id_,) in world.query("SELECT id FROM orders ORDER BY id")]
        if not orders:
            return
        order = chance.choice(orders)
        if world.swarm.happens(F.SELLER_HOLD, chance):
            world.process.actions.hold(order, "wait")
            world.meets(F.SELLER_HOLD, self._states(order), str(order))
        elif chance.random() < 0.5:
            self._release_all()
        if chance.random() < 0.1 and world.swarm.happens(F.SELLER_CANCEL, chance):
            self._cancel(order)

    def interrupt(self, order: int) -> None:
        """She thinks better of an order in the midst of its work."""
        with suppress(PodBridgeError):
            for fault, act in ((F.SELLER_HOLD, self._hold), (F.SELLER_CANCEL, self._cancel)):
                if fault in self._world.swarm.rates and self._sudden.random() < HASTE:
                    act(order)
                    return

    def _hold(self, order: int) -> None:
        world = self._world
        assert world.process is not None
        states, unpaid = self._states(order), self._unpaid(order, None)
        world.process.actions.hold(order, "wait")
        still = world.query(
            "SELECT external_id FROM supplier_order WHERE order_id = ? AND held_by_seller IS NOT NULL",
            order,
        )  # fmt: skip - hours may have passed in the call, and she may have released it meanwhile
        world.watch.held |= unpaid & {name for (name,) in still}
        world.meets(F.SELLER_HOLD, states, str(order))

    def _cancel(self, order: int) -> None:
        world = self._world
        assert world.process is not None
        states, unpaid = self._states(order), self._unpaid(order, None)
        world.watch.given_up.add(order)  # before: the program may be killed right after its commit
        world.process.actions.cancel(order)
        world.watch.stopped |= unpaid
        world.meets(F.SELLER_CANCEL, states, str(order))

    def _unpaid(self, order: int, row: int | None) -> set[str]:
        """What is not yet about to be paid when she cancels it must never be paid."""
        found = self._world.query(
            "SELECT external_id FROM supplier_order WHERE order_id = ? AND coalesce(?, id) = id"
            " AND state IN ('planned', 'sending', 'drafted', 'checked', 'waiting')", order, row
        )  # fmt: skip
        return {name for (name,) in found}

    def _states(self, order: int) -> list[str]:
        found = self._world.query(
            "SELECT DISTINCT state FROM supplier_order WHERE order_id = ?", order
        )
        return [state for (state,) in found]

    def _release_all(self) -> None:
        world = self._world
        assert world.process is not None
        for (order,) in world.query(
            "SELECT id FROM orders WHERE held_by_seller IS NOT NULL ORDER BY id"
        ):
            world.watch.held -= self._names(order, None)  # before: as with a cancel
            world.process.actions.release(order)
