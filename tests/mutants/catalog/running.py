"""Work that is lost on the way, and an engine that does not keep its own rules."""

from __future__ import annotations

from tests.mutants.catalog.second_guards import NEVER_COMPARED
from tests.mutants.mutant import Mutant

ALL = (
    Mutant(
        "the cursor of the pull has no overlap, and the books are not compared",
        "sync/pull_orders.py",
        "OVERLAP = timedelta(minutes=10)",
        "OVERLAP = timedelta(seconds=-90)",
        "a paid order that is never seen",
        also=NEVER_COMPARED,
    ),
    Mutant(
        "the cursor is moved before the orders are taken, and the books are not compared",
        "sync/pull_orders.py",
        "    for bite in ctx.bites(page.orders) if page.orders else ((),):\n",
        "    with ctx.database.write() as tx:\n        connections.set_cursor(tx, store_id, CURSOR, ctx.clock.now())\n"
        "    for bite in ctx.bites(page.orders) if page.orders else ((),):\n",
        "a paid order that is never seen, after a crash",
        also=NEVER_COMPARED,
    ),
    Mutant(
        "an older reading overwrites a newer one, and the books are not compared",
        "storage/readings.py",
        "            if said_at < updated_at:\n",
        "            if said_at < 0:\n",
        "an order made that the store had cancelled",
        also=NEVER_COMPARED,
    ),
    Mutant(  # each of the two is the other's second guard
        "a job that must wait counts as done, and nobody looks for what lies idle",
        "sync/settle.py",
        "        case Retry():\n            _later(tx, job, error, chance)\n",
        "        case Retry():\n            succeeded(tx, job)\n",
        "an order that nobody goes on with",
        also=(("sync/net.py", "    unattended.resume(tx)\n", ""),),
    ),
    Mutant(
        "an engine that was replaced goes on writing",
        "storage/ownership.py",
        "    if found is not None and found[0] != fence:\n",
        "    if found is None:\n",
        "two engines that undo each other's work",
    ),
    Mutant(
        "an engine that was replaced after its intent still calls",
        "sync/context.py",
        "        self.database.assert_held()\n",
        "",
        "paid by an engine that knows nothing of what happened since",
        also=(
            ("connectors/api_client.py", "            self._may_write()\n", "            pass\n"),
        ),
    ),
    Mutant(
        "a vendor's limit is not kept",
        "connectors/rate_limit.py",
        "            if wait < _INSTANT:\n",
        "            if wait < 1e9:\n",
        "shut out by the vendor",
    ),
    Mutant(
        "an address stands in the trail",
        "storage/readings.py",
        '        "address": "" if order.ship_to is None else order.ship_to.fingerprint()[:12],\n',
        '        "address": "" if order.ship_to is None else order.ship_to.address1,\n',
        "a buyer's address where it cannot be erased",
    ),
    Mutant(
        "what is sent is logged where the line breaks",
        "connectors/api_client.py",
        '            log.info("%s %s: %s", self._vendor, route or request.url.path, kind)\n',
        '            log.info("%s %s: %s", self._vendor, request.content, kind)\n',
        "a buyer's address in what the seller sends to somebody for help",
    ),
)
