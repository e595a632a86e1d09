"""What must hold when all is quiet again, judged by the vendors' own books. (I1, I3, I4 and I5 are also checked at the
very moment, where something is paid or mailed: `watch.py`, `world.py`.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.simulation import books

if TYPE_CHECKING:
    from tests.simulation.world import World

Found = Iterator[tuple[str, str]]

# The protocol's edges, written down once more: the program's own table is not asked whether it kept to itself.
ENDS = {"in_production", "partly_shipped", "shipped", "failed", "cancelled"}
EDGES = {
    "planned": {"sending", "waiting", "drafted", "cancelled"},
    "sending": {"planned", "drafted", "waiting", "cancelled"},
    "drafted": {"checked", "waiting"} | ENDS,
    "checked": {"waiting", "confirming"} | ENDS,
    "waiting": {"planned", "sending", "confirming", "drafted"} | ENDS,
    "confirming": {"waiting"} | ENDS,
    "in_production": {"waiting", "delivered"} | ENDS,
    "partly_shipped": {"shipped", "delivered", "failed", "cancelled"},
    "shipped": {"delivered"},
    "delivered": set(),
    "failed": {"waiting", "confirming"} | ENDS,
    "cancelled": set(),
}
# Our state, and the supplier's words that go with it.
ALIKE = {
    "planned": {""},
    "sending": {"", "draft", "on-hold", "pending"},
    "drafted": {"draft", "failed", "on-hold", "pending"},
    "checked": {"draft", "failed", "on-hold", "pending"},
    "waiting": {"", "draft", "failed", "on-hold", "pending"},
    "confirming": {"draft", "on-hold"},
    "in_production": {
        "pending", "inprocess", "sending-to-production", "in-production", "onhold", "has-issues", "on-hold", "unfulfillable",
    },
    "partly_shipped": {"partial", "partially-fulfilled", "unfulfillable"},
    "shipped": {"fulfilled"},
    "delivered": {"fulfilled"},
    "failed": {"failed", "unfulfillable", "payment-not-received", "source-check-failed"},
    "cancelled": {"", "canceled"},
}  # fmt: skip


def at_rest(world: World) -> list[tuple[str, str]]:
    """Everything that is wrong, once the faults have ended and the program had its time."""
    checks = (
        everything_is_made,
        nothing_is_made_twice,
        made_as_meant,
        parcels_are_told,
        same_as_the_supplier,
        same_as_the_store,
        trail_holds,
        money_adds_up,
    )
    return [wrong for check in checks for wrong in check(world)]


def everything_is_made(world: World) -> Found:
    """I2: a paid order that is neither made nor somebody's case is an order that a buyer waits for in vain. And I1:
    what is made beyond what the store wants in the end stands in a case, or the seller let it go."""
    produced = books.produced(world.vendors["supplier"])
    known = dict(world.query("SELECT remote_id, id FROM orders"))
    attended = _attended(world)
    for each in books.sold(world.vendors["store"]):
        order = known.get(each.key)
        if order is None:
            if any(each.wanted.values()):
                yield "I2", f"order {each.key} was never seen"
            continue
        if order in attended or order in world.watch.given_up:
            continue
        lacks = {line: count for line, count in each.wanted.items() if produced[line] < count}
        if lacks:
            yield "I2", f"order {each.key} lacks {lacks}, and no case is open"


def nothing_is_made_twice(world: World) -> Found:
    """I1: one name, one order; a second one costs the seller at least a look, and twice the price if nobody looks."""
    names = Counter(each.name for each in books.made(world.vendors["supplier"]) if not each.reprint)
    for name, count in names.items():
        if count > 1:
            yield "I1", f"{name} stands at the supplier {count} times"


def _attended(world: World) -> set[int]:
    """Orders with an open case of their own, or of one of their parts."""
    return {
        order
        for (order,) in world.query(
            "SELECT coalesce(c.order_id, s.order_id) FROM exception_case c"
            " LEFT JOIN supplier_order s ON s.id = c.supplier_order_id WHERE c.closed_at IS NULL"
        )
        if order is not None
    }


def made_as_meant(world: World) -> Found:
    """I3: the wrong thing, or the right thing to a wrong door, costs the seller twice."""
    meant: dict[str, Counter[tuple[str, str]]] = {}
    for remote, line, sku, quantity in world.query(
        "SELECT s.remote_id, l.remote_id, l.sku, sl.quantity FROM supplier_order s"
        " JOIN supplier_order_line sl ON sl.supplier_order_id = s.id JOIN order_line l ON l.id = sl.order_line_id"
        " WHERE s.remote_id IS NOT NULL"
    ):
        meant.setdefault(remote, Counter())[line, sku] += quantity
    for each in books.made(world.vendors["supplier"]):
        if each.counts and not each.reprint and meant.get(each.id) != each.pieces:
            yield "I3", f"{each.name} makes {dict(each.pieces)}, meant was {meant.get(each.id)}"


def parcels_are_told(world: World) -> Found:
    """I4: every parcel stands in the store once and was mailed once; what is missing is somebody's case."""
    told = {
        each.key: Counter(_bare(number) for number in each.numbers)
        for each in books.sold(world.vendors["store"])
    }
    for key, numbers in told.items():
        for number, count in numbers.items():
            if count > 1:
                yield "I4", f"order {key} shows parcel {number} {count} times"
    attended = _attended(world)
    known = dict(world.query("SELECT remote_id, id FROM orders"))
    for each in books.made(world.vendors["supplier"]):
        for number in each.numbers:
            if told[each.order][_bare(number)] == 0 and known[each.order] not in attended:
                yield "I4", f"order {each.order} lacks parcel {number} of {each.name}"


def _bare(number: str) -> str:
    return "".join(number.split()).casefold()


def same_as_the_supplier(world: World) -> Found:
    """I6: a ledger that differs from the supplier's books is one that nobody can decide by."""
    rows = {remote: (name, state) for remote, name, state in world.query(
        "SELECT remote_id, external_id, state FROM supplier_order WHERE remote_id IS NOT NULL")}  # fmt: skip
    theirs = {each.id: each for each in books.made(world.vendors["supplier"]) if not each.reprint}
    told = {name for (name,) in world.query(
        "SELECT s.external_id FROM exception_case c JOIN supplier_order s ON s.id = c.supplier_order_id"
        " WHERE c.kind = 'twice_at_supplier'")}  # fmt: skip
    for ident, each in theirs.items():
        spare = each.name in told and not each.counts  # costs nothing, and the seller knows of it
        if ident not in rows and each.status != "canceled" and not spare:
            yield (
                "I6",
                f"{each.name} ({ident}) stands at the supplier as {each.status}, and not in the ledger",
            )
    for ident, (name, state) in rows.items():
        word = theirs[ident].status if ident in theirs else ""
        if word not in ALIKE[state]:
            yield "I6", f"{name} is {state} in the ledger and “{word}” at the supplier"


def same_as_the_store(world: World) -> Found:
    """I6: what the store wants of each line, as we have it, is what it wants now."""
    ours: dict[str, dict[str, int]] = {}
    for order, line, wanted in world.query(
        "SELECT o.remote_id, l.remote_id, CASE WHEN o.cancelled_at IS NULL"
        " AND o.payment IN ('paid', 'partially_refunded') THEN l.quantity ELSE 0 END"
        " FROM orders o JOIN order_line l ON l.order_id = o.id"
    ):
        ours.setdefault(order, {})[line] = wanted
    for each in books.sold(world.vendors["store"]):
        told = ours.get(each.key, {})
        differs = {line: count for line, count in each.wanted.items() if told.get(line, 0) != count}
        if each.key in ours and differs:
            yield "I6", f"order {each.key} wants {differs} in the store, and {told} here"


def trail_holds(world: World) -> Found:
    """I7: the trail is what a seller shows in a quarrel; and the states are the protocol."""
    if world.process is not None and (place := world.process.actions.audit_broken_at()) is not None:
        yield "I7", f"the trail is broken at {place}"
    stands: dict[str, str] = {}
    for name, old, new in world.query(
        "SELECT facts ->> 'external_id', facts ->> 'from', facts ->> 'to' FROM audit"
        " WHERE event = 'supplier_order' ORDER BY seq"
    ):
        if new not in EDGES[old]:
            yield "I7", f"{name} moved from {old} to {new}"
        if stands.get(name, old) != old:
            yield "I7", f"{name} moved from {old}, and it stood at {stands[name]}"
        stands[name] = new


def money_adds_up(world: World) -> Found:
    """I10: what was paid is what was expected, order by order; so the sums agree too."""
    expected = dict(
        world.query("SELECT remote_id, cost_total FROM supplier_order WHERE remote_id IS NOT NULL")
    )
    for each in books.made(world.vendors["supplier"]):
        if each.counts and not each.reprint and expected.get(each.id) != each.paid:
            yield "I10", f"{each.name} cost {each.paid}, expected was {expected.get(each.id)}"


def calls_are_few(world: World) -> Found:
    """I8: a program that asks too often is shut out, and then orders wait."""
    for refusal in world.watch.refusals:
        yield "I8", f"a vendor's own limiter refused {refusal}"


def nothing_leaks(world: World, log: str) -> Found:
    """I9: keys and buyers' addresses stand in no log, and not in plain text on the disk."""
    keys = {value for known in world.keys._known.values() for value in known.values()}
    for secret in (*sorted(keys), *world.life.streets):
        if len(secret) > 8 and secret in log:
            yield "I9", f"“{secret[:12]}…” stands in the log"
    files = [path.read_bytes() for path in world.file.parent.glob("podbridge.db*")]
    for street in world.life.streets:
        if any(street.encode() in content for content in files):
            yield "I9", f"“{street[:12]}…” stands in plain text in the database"
    for (fact,) in world.query("SELECT facts FROM audit WHERE facts LIKE '%Canary%'"):
        yield "I9", f"an address stands in the trail: {fact[:40]}"


def no_false_alarm(world: World) -> Found:
    """Nobody but this program sends and releases these orders: where it believes so, it took its own work for
    another's, and stops a route or a supplier for nothing."""
    for kind, message in world.query(
        "SELECT kind, message FROM exception_case WHERE kind IN ('foreign_fulfilment', 'native_link',"
        " 'auto_approval')"
    ):
        yield "alarm", f"{kind}: {message}"


def no_mistake_of_ours(world: World) -> Found:
    """A case of the kind *bug* is a step that raised what it should not: never right, whatever the vendors do."""
    for (details,) in world.query("SELECT details FROM exception_case WHERE kind = 'bug'"):
        yield "bug", details
