"""The network between the program and the vendors: in process, by the virtual clock, with every trouble a wire has."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx

from podbridge_desktop.sandbox.faults import MAINTENANCE, _told
from podbridge_desktop.sandbox.faults import Fault as Ordered
from podbridge_desktop.sandbox.http import Dropped, Response, answer_json
from podbridge_desktop.sandbox.printify import SHOP_ID, PrintifyVendor
from tests.simulation.calls import Call, rows_of
from tests.simulation.disk import Killed
from tests.simulation.swarm import KILLS, LISTS, WIRE, Fault
from tests.support.virtual import as_answered, as_asked, is_refused

if TYPE_CHECKING:
    from tests.simulation.world import World

F = Fault
PATIENCE = 30  # seconds until the client gives up
LATEST = 600  # seconds until a call is executed that the client has given up
SLEEP = timedelta(hours=8)
A_MOMENT = timedelta(minutes=1)
INTERRUPTED = 0.2  # how often the seller steps in while other threads do
LOST = {
    F.TIMEOUT_AFTER,
    F.LATE_COMMIT,
    F.ERROR_AFTER,
    F.RESET_AFTER,
    F.TRUNCATED,
    F.GARBLED,
    F.MAINTENANCE,
}  # of a write that was done, or is to be


class Wire(httpx.BaseTransport):
    """Every call of every life goes through here."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.stream("wire")
        self._whole_until: dict[str, datetime] = {}
        self._numbers, self._depth = 0, 0  # calls under way, one in the midst of another
        self._troubles: dict[Fault, Callable[[Call], Response]] = {
            F.UNREACHABLE: self._unreachable,
            F.TIMEOUT_BEFORE: self._timeout,
            F.TIMEOUT_AFTER: lambda call: self._lost(call, self._timeout),
            F.LATE_COMMIT: self._late,
            F.BUSY: lambda call: self._told(call, 429, "Too many requests."),
            F.BUSY_WAIT: lambda call: self._told(
                call, 429, "Too many requests.", wait=self._chance.randint(1, 90)
            ),
            F.QUOTA: self._quota,
            F.ERROR_BEFORE: self._error,
            F.ERROR_AFTER: lambda call: self._lost(call, self._error),
            F.RESET_BEFORE: self._reset,
            F.RESET_AFTER: lambda call: self._lost(call, self._reset),
            F.TRUNCATED: lambda call: self._cut(self._done(call)),
            F.GARBLED: lambda call: _with(self._done(call), b'{"data": nul'),
            F.MAINTENANCE: self._under_maintenance,
            F.USER_ERRORS: _user_errors,
            F.TOKEN_EXPIRED: lambda call: self._told(
                call, 401, "The access token provided is invalid."
            ),
            F.ROWS_TWICE: self._rows_twice,
            F.ROWS_SHUFFLED: self._rows_shuffled,
            F.ROW_MISSING: self._row_missing,
            F.PAGE_SHIFT: self._page_shift,
            F.SLEEP: self._sleep,
            F.ZOMBIE: self._zombie,
            F.SIDE_BY_SIDE: self._side_by_side,
        }

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        world = self._world
        side = "store" if request.url.port == 9001 else "supplier"
        call = Call(side, world.pair[side == "supplier"], as_asked(request))
        world.check_no_transaction(call)
        world.clock.pause(
            self._chance.uniform(*world.latency)
        )  # what others do meanwhile happens now
        world.watch.sends(call)
        self._may_die(F.KILL_BEFORE_CALL, call)
        self._depth += 1
        try:
            answer = self._answer(call)
        finally:
            self._depth -= 1
        self._may_die(F.KILL_AFTER_CALL, call)
        return as_answered(answer, request)

    def _answer(self, call: Call) -> Response:
        world = self._world
        if world.clock.now() < world.quota_until[call.side]:
            return self._told(call, 429, "Quota exceeded.", wait=self._left(call))
        among = self._possible(call)
        fault = world.strike(among, call.name, tender=call.spends) if world.stormy else None
        if fault is None:
            answer = self._done(call)
            self._may_die(F.KILL_DURING_CALL, call)
            world.watch.heard(world.watch.says(call, answer))
            return answer
        try:
            return self._troubles[fault](call)
        finally:
            if fault in LOST and call.creates:
                world.life.after_a_lost_create()

    def _possible(self, call: Call) -> tuple[Fault, ...]:
        """The troubles that this call can have."""
        never = set() if call.is_list else set(LISTS)
        if not call.is_later_page or call.platform != "printify":
            never.add(F.PAGE_SHIFT)
        if not call.fulfils:
            never.add(F.USER_ERRORS)
        if call.signs_in:  # others would wait for its end
            never |= {F.TOKEN_EXPIRED, F.SIDE_BY_SIDE}
        if self._depth > 1:
            never.add(F.SIDE_BY_SIDE)
        among = (*WIRE, F.QUOTA, F.SLEEP, F.ZOMBIE, F.SIDE_BY_SIDE)
        return tuple(each for each in among if each not in never)

    def _may_die(self, kill: Fault, call: Call) -> None:
        assert kill in KILLS
        if self._world.stormy and self._world.strike((kill,), call.name, tender=call.spends):
            raise Killed

    def _done(self, call: Call) -> Response:
        """The vendor did it. What its own limiter turns away is noted: none of ours should be."""
        world = self._world
        try:
            answer = world.vendors[call.side].handle(call.request, world.clock.now())
        except Dropped as dropped:
            raise AssertionError("nobody ordered that") from dropped
        if is_refused(answer):
            world.watch.refused(call)
        world.after_call(call)
        if call.creates and answer.status == 200:
            world.life.after_a_create()
        return answer

    # before anything is done

    def _unreachable(self, _call: Call) -> Response:
        raise httpx.ConnectError("no route to host")

    def _timeout(self, _call: Call) -> Response:
        self._world.clock.pause(PATIENCE)
        raise httpx.ReadTimeout("no answer")

    def _reset(self, _call: Call) -> Response:
        raise httpx.ReadError("connection reset by peer")

    def _error(self, call: Call) -> Response:
        return self._told(call, self._chance.choice((500, 502, 503, 504)), "Internal error.")

    def _late(self, call: Call) -> Response:
        """Given up by the client, and executed after all."""
        world = self._world
        world.clock.pause(PATIENCE)
        seconds = LATEST * self._chance.random() ** 0.5  # rather late than soon
        moment = world.clock.now() + timedelta(seconds=seconds)
        world.clock.at(moment, lambda: self._executed(call))
        raise httpx.ReadTimeout("no answer")

    def _executed(self, call: Call) -> None:
        world = self._world
        answer = world.vendors[call.side].handle(call.request, world.clock.now())
        world.note(f"late: {call.side} {call.name} {answer.status}")
        world.after_call(call)

    def _quota(self, call: Call) -> Response:
        hours = timedelta(hours=self._chance.uniform(0.2, 3))
        self._world.quota_until[call.side] = self._world.clock.now() + hours
        return self._told(call, 429, "Quota exceeded.", wait=self._left(call))

    def _left(self, call: Call) -> int:
        left = self._world.quota_until[call.side] - self._world.clock.now()
        return int(left.total_seconds()) + 1

    # done, but not told

    def _lost(self, call: Call, trouble: Callable[[Call], Response]) -> Response:
        self._done(call)
        return trouble(call)

    def _under_maintenance(self, call: Call) -> Response:
        """A page of somebody in between; the vendor may have done it before."""
        if self._chance.random() < 0.7:
            self._done(call)
        return _maintenance(self._chance.choice((200, 200, 503)))

    def _cut(self, answer: Response) -> Response:
        return _with(answer, answer.body[: self._chance.randint(0, max(0, len(answer.body) - 1))])

    def _sleep(self, call: Call) -> Response:
        """The lid is closed for a night in the middle of the call."""
        self._done(call)
        self._world.clock.advance(self._world.clock.now() + SLEEP)
        raise httpx.ReadError("connection reset by peer")

    def _zombie(self, call: Call) -> Response:
        """Another engine works on the same file while this one sleeps; then it wakes up and goes on."""
        answer = self._done(call)
        said = self._world.watch.says(call, answer)
        self._world.other_engine()
        if self._chance.random() < 0.5:
            raise httpx.ReadError("connection reset by peer")
        self._world.watch.heard(said)
        return answer

    def _side_by_side(self, call: Call) -> Response:
        """The answer is on its way, and the engine's other threads go on: what it says is the past by then."""
        answer = self._done(call)
        said = self._world.watch.says(call, answer)
        if call.side == "store":
            self._world.life.while_it_is_read()
        if self._chance.random() < INTERRUPTED:
            self._world.interrupt()
        if self._world.process is not None:
            self._world.process.meanwhile()
        self._world.watch.heard(said)
        return answer

    # lists

    def _listed(self, call: Call, change: Callable[[list[object]], object]) -> Response:
        answer = self._done(call)
        found = rows_of(answer.body) if answer.status == 200 else None
        if found is None:
            return answer
        change(found[1])
        return _with(answer, json.dumps(found[0]).encode())

    def _rows_twice(self, call: Call) -> Response:
        return self._listed(call, lambda rows: rows and rows.insert(0, self._chance.choice(rows)))

    def _rows_shuffled(self, call: Call) -> Response:
        return self._listed(call, self._chance.shuffle)

    def _row_missing(self, call: Call) -> Response:
        """A list that changes while it is read leaves out a row; who reads it again right away finds the row there."""
        now = self._world.clock.now()
        if now < self._whole_until.get(call.side, now):
            return self._done(call)
        self._whole_until[call.side] = now + A_MOMENT
        return self._listed(call, lambda rows: rows and rows.pop(self._chance.randrange(len(rows))))

    def _page_shift(self, call: Call) -> Response:
        """Somebody else's order pushes the rows on while we turn the page."""
        supplier = self._world.vendors["supplier"]
        assert isinstance(supplier, PrintifyVendor)
        self._numbers += 1
        old = next(iter(supplier.book.orders.values()))
        supplier.import_order(SHOP_ID, 70_000 + self._numbers, {old["lines"][0]["sku"]: 1})
        return self._done(call)

    def _told(self, call: Call, status: int, text: str, *, wait: int | None = None) -> Response:
        kind = "rate_limited" if status == 429 else "server_error"
        headers = {} if wait is None else {"retry-after": str(wait)}
        return _told(Ordered(call.platform, kind), status, text, headers)


def _with(answer: Response, body: bytes) -> Response:
    return Response(answer.status, body, answer.headers)


def _maintenance(status: int) -> Response:
    return Response(status, MAINTENANCE, {"content-type": "text/html; charset=utf-8"})


def _user_errors(_call: Call) -> Response:
    error = {"field": ["fulfillment"], "message": "Something went wrong, please try again."}
    told = {"fulfillmentCreate": {"fulfillment": None, "userErrors": [error]}}
    return answer_json({"data": told})
