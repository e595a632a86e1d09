"""After a restore: what was cancelled, made anew, or cannot be understood; and a care that meets trouble."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.fulfilment import (
    OrderedLine,
    SupplierOrderReading,
    SupplierStatus,
)
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import Stopped, StoreDamaged, Superseded, Unreachable
from podbridge_desktop.storage import connections, ledger, orders, reconciling, sqlite
from podbridge_desktop.sync.adopt import take
from podbridge_desktop.sync.caretaking import Care
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.reconcile import catch_up
from tests.support.books import assert_all_made, assert_nothing_twice, supplier_orders
from tests.support.bridge import Bridge, running_bridge
from tests.support.filled import NOON, STORE, SUPPLIER, Filled, store_order


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with running_bridge(tmp_path) as found:
        yield found


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Filled]:
    made = Filled(tmp_path / "podbridge.db").usual()
    yield made
    made.database.close()


@pytest.fixture
def backup(bridge: Bridge) -> Path:
    """One order waits for its approval when the backup is made."""
    bridge.open_shop(Mode.ASSIST)
    bridge.buy(1, country="US", quantity=1)
    bridge.sync()
    file = bridge.folder / "mine.backup"
    bridge.container.backups.make(file)
    return file


@pytest.fixture
def early(bridge: Bridge) -> Path:
    """Nobody has bought anything when the backup is made."""
    bridge.open_shop(Mode.ASSIST)
    file = bridge.folder / "early.backup"
    bridge.container.backups.make(file)
    return file


def come_back(bridge: Bridge, file: Path) -> None:
    bridge.restore(file)
    bridge.container.actions.old_computer_is_off()
    assert bridge.sync().restored == ""


def elsewhere(bridge: Bridge) -> None:
    """The seller corrects the address: the draft is cancelled and made anew under the next name."""
    [order] = bridge.orders()
    assert order.ship_to is not None
    parts = {name: getattr(order.ship_to, name) for name in Address.__dataclass_fields__}
    moved = Address(**{**parts, "address1": "77 Other Street"})
    bridge.container.actions.fix_address(order.row.id, moved)
    bridge.sync()
    bridge.sync()


@pytest.mark.parametrize("when", ["backup", "early"])
def test_what_was_cancelled_since_is_not_made_again_by_itself(
    bridge: Bridge, when: str, request: pytest.FixtureRequest
) -> None:
    file = request.getfixturevalue(when)
    if when == "early":
        bridge.buy(1, country="US", quantity=1)
        bridge.sync()
    bridge.container.actions.cancel(bridge.orders()[0].row.id)
    bridge.sync()
    come_back(bridge, file)
    [part] = bridge.orders()[0].supplier_orders
    assert part.state is SupplierState.CANCELLED
    assert bridge.case(CaseKind.SUPPLIER_CANCELLED)
    assert [o["status"] for _, o in supplier_orders(bridge.ledger())] == ["canceled"]


@pytest.mark.parametrize("when", ["backup", "early"])
def test_what_was_made_anew_since_is_taken_over_as_it_is(
    bridge: Bridge, when: str, request: pytest.FixtureRequest
) -> None:
    file = request.getfixturevalue(when)
    if when == "early":
        bridge.buy(1, country="US", quantity=1)
        bridge.sync()
    elsewhere(bridge)
    made = len(list(supplier_orders(bridge.ledger())))
    assert made == 2
    bridge.container.actions.approve(bridge.orders()[0].row.id)
    bridge.sync()
    come_back(bridge, file)
    states = [part.state for part in bridge.orders()[0].supplier_orders]
    assert sorted(states) == [SupplierState.CANCELLED, SupplierState.IN_PRODUCTION]
    assert len(list(supplier_orders(bridge.ledger()))) == made
    ledger = bridge.ledger()
    assert_all_made(ledger)
    assert_nothing_twice(ledger)
    assert bridge.cases() == ()


def test_a_key_that_is_refused_is_said_on_its_card_and_keeps_everything_back(
    bridge: Bridge, backup: Path
) -> None:
    bridge.restore(backup)
    bridge.container.actions.old_computer_is_off()
    bridge.world.post("fault", {"vendor": "printful", "kind": "unauthorized", "times": 1000})
    report = bridge.sync()
    assert (report.restored, len(report.unusable)) == ("compares", 1)
    assert bridge.case(CaseKind.SIGN_IN)


class Ends:
    """Vendors whose every call ends with one error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def supplier(self, _connection_id: str) -> Supplier:
        raise self.error

    channel = figures = supplier


@pytest.fixture
def behind(shop: Filled) -> Filled:
    """Restored, and the old computer is off."""
    with shop.database.write() as tx:
        reconciling.begin(tx, NOON)
        reconciling.answer(tx)
    return shop


def test_a_comparison_that_is_stopped_begins_again_with_the_next_pass(behind: Filled) -> None:
    ctx = Context(behind.database, Ends(Stopped("closing")), behind.clock)
    assert catch_up(ctx) == {}
    with behind.database.read() as tx:
        assert len(reconciling.pending(tx)) == 2


def test_an_engine_that_was_followed_by_another_compares_nothing(behind: Filled) -> None:
    with pytest.raises(Superseded):
        catch_up(Context(behind.database, Ends(Superseded("lost")), behind.clock))


def test_vendors_that_cannot_be_reached_are_offline(behind: Filled) -> None:
    ctx = Context(behind.database, Ends(Unreachable("No connection.")), behind.clock)
    assert catch_up(ctx) == {SUPPLIER: "No connection."}
    with behind.database.read() as tx:
        found = connections.find(tx, SUPPLIER)
    assert found is not None
    assert found.health == "offline"


# --- what a supplier has of one order ---------------------------------------------------------------------------------


@pytest.fixture
def planned(behind: Filled) -> tuple[Filled, int, ledger.LedgerRow]:
    """An order with one supplier order that was never sent, by our ledger."""
    behind.take(store_order(1001))
    with behind.database.read() as tx:
        order_id = orders.find(tx, STORE, store_order(1001).remote_id)
        assert order_id is not None
        [row] = ledger.of_order(tx, order_id)
    return behind, order_id, row


def has(row: ledger.LedgerRow, name: str, status: SupplierStatus, **values: object) -> Any:
    lines = tuple(OrderedLine(e.remote_id, e.supplier_variant_id, e.quantity) for e in row.lines)
    reading = SupplierOrderReading(f"at {name}", name, status, status.value, lines=lines)
    return SUPPLIER, replace(reading, **values)  # type: ignore[arg-type]


def states(shop: Filled, order_id: int) -> dict[str, SupplierState]:
    with shop.database.read() as tx:
        return {row.external_id: row.state for row in ledger.of_order(tx, order_id)}


def test_a_plan_whose_pieces_were_made_under_another_name_is_dropped(planned: Any) -> None:
    shop, order_id, row = planned
    other = row.external_id[:-1] + "b"
    with shop.database.write() as tx:
        assert take(tx, order_id, [has(row, other, SupplierStatus.IN_PRODUCTION)]) == 1
    assert states(shop, order_id) == {
        row.external_id: SupplierState.CANCELLED,
        other: SupplierState.IN_PRODUCTION,
    }


@pytest.mark.parametrize("status", [SupplierStatus.IN_PRODUCTION, SupplierStatus.CANCELLED])
@pytest.mark.parametrize("strange", ["lines", "name"])
def test_what_nobody_understands_is_left_and_the_plan_stays(
    planned: Any, status: SupplierStatus, strange: str
) -> None:
    shop, order_id, row = planned
    name = row.external_id[:-1] + "b" if strange == "lines" else f"{row.external_id}-by-hand"
    lines = (OrderedLine("999", "sup-9", 1),)
    made = has(row, name, status, **({"lines": lines} if strange == "lines" else {}))
    with shop.database.write() as tx:
        assert take(tx, order_id, [made]) == 0
    assert states(shop, order_id) == {row.external_id: SupplierState.PLANNED}


def test_a_name_that_was_used_again_is_the_live_one(planned: Any) -> None:
    shop, order_id, row = planned
    both = [
        has(row, row.external_id, SupplierStatus.CANCELLED, remote_id="old"),
        has(row, row.external_id, SupplierStatus.SHIPPED),
    ]
    with shop.database.write() as tx:
        assert take(tx, order_id, both) == 1
        assert take(tx, order_id, both) == 0  # looked at once more
        assert take(tx, order_id, both[:1]) == 0  # what is shipped is not cancelled any more
    assert states(shop, order_id) == {row.external_id: SupplierState.SHIPPED}


def test_what_we_cancelled_stays_so_and_a_draft_stays_a_draft(planned: Any) -> None:
    shop, order_id, row = planned
    with shop.database.write() as tx:
        assert take(tx, order_id, [has(row, row.external_id, SupplierStatus.DRAFT)]) == 1
    assert states(shop, order_id) == {row.external_id: SupplierState.DRAFTED}
    for _ in range(2):
        with shop.database.write() as tx:
            assert take(tx, order_id, [has(row, row.external_id, SupplierStatus.CANCELLED)]) == 0
    with shop.database.write() as tx:
        assert take(tx, order_id, [has(row, row.external_id, SupplierStatus.DRAFT)]) == 0
    assert states(shop, order_id) == {row.external_id: SupplierState.CANCELLED}


# --- the care ---------------------------------------------------------------------------------------------------------


class Keeper:
    """A caretaker that meets what it is told."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.trouble, self.done = trouble, []

    def look_over(self) -> None:
        self.done.append("look over")
        if self.trouble is not None:
            raise self.trouble

    def due(self) -> bool:
        return len(self.done) < 2

    look_after = look_over


def test_a_care_that_is_stopped_is_no_trouble() -> None:
    care = Care(Keeper(Stopped("closing")), None, lambda: None)
    care.begin()
    care.end()


@pytest.mark.expects_log
def test_damage_rings_and_ends_the_engine() -> None:
    rung: list[bool] = []
    care = Care(Keeper(sqlite.damaged("page 7")), None, lambda: rung.append(True))
    care.tick()
    assert rung == [True]
    with pytest.raises(StoreDamaged):
        care.end()


def test_without_a_caretaker_nothing_is_done() -> None:
    care = Care(None, None, lambda: None)
    care.begin()
    care.tick()
    care.end()


def test_one_thing_at_a_time() -> None:
    waiting = []

    class Late:
        def join(self) -> None:
            waiting.pop()()

    def spawn(_name: str, work: object) -> Late:
        waiting.append(work)
        return Late()

    keeper = Keeper()
    care = Care(keeper, spawn, lambda: None)
    care.tick()
    care.tick()
    assert len(waiting) == 1
    care.end()
    assert keeper.done == ["look over"]
