"""Orders made twice, never, or wrongly."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ALL = (
    Mutant(
        "a create without an answer is sent again without a look",
        "sync/draft.py",
        "    quiet = ctx.quiet_period(supplier.quiet_period)\n    found = find(supplier, row)\n",
        "    with ctx.database.write() as tx:\n        ledger.move(tx, row, _before(supplier))\n"
        "        return ledger.get(tx, row.id)\n"
        "    quiet = ctx.quiet_period(supplier.quiet_period)\n    found = find(supplier, row)\n",
        "an order made twice where names are not kept",
    ),
    Mutant(
        "a create without an answer counts as refused",
        "sync/draft.py",
        "    except SURELY_NOT:\n",
        "    except Exception:\n",
        "an order made twice where names are not kept",
    ),
    Mutant(
        "one look without a result is believed",
        "sync/draft.py",
        "    quiet = ctx.quiet_period(supplier.quiet_period)\n",
        "    quiet = timedelta(0)\n",
        "an order made twice after a late commit or from a list that lags",
    ),
    Mutant(
        "the quiet period goes by our own clock",
        "sync/draft.py",
        "    now = ctx.time_of(supplier)\n    if found is None and",
        "    now = ctx.clock.now()\n    if found is None and",
        "an order made twice after somebody set the clock",
    ),
    Mutant(
        "a look does not go back to the first attempt",
        "sync/draft.py",
        "        row.external_id, None if row.sent_at is None else row.sent_at - OVERLAP\n",
        "        row.external_id, supplier.vendor_now()\n",
        "an order made twice that stands further back in the list",
    ),
    Mutant(
        "a look reads the first page of the list only",
        "connectors/printify/client.py",
        """                ended = ended or found
            if since is not None and is_past(page.orders, since):
""",
        """                ended = ended or found
            if page:
""",
        "an order made twice that stands further back in the list",
    ),
    Mutant(
        "an intent is not written before the call",
        "sync/draft.py",
        "    ledger.move(\n        tx,\n        row,\n        SupplierState.SENDING,\n",
        "    ledger.note(\n        tx,\n        row,\n",
        "an order made twice after a crash",
    ),
    Mutant(
        "every new order of a part bears the first letter",
        "storage/intake.py",
        '            revision = "a" if fresh else self._revision(order_id, part)\n',
        '            revision = "a"\n',
        "a corrected order is never made",
    ),
    Mutant(
        "the draft is not compared with what was meant",
        "sync/draft.py",
        "    _compare(ctx, row, reading)\n",
        "",
        "made for an address that was corrected since",
    ),
    Mutant(
        "lines are planned anew before the cancellation is proven",
        "sync/cancel_order.py",
        "    if row.remote_id is not None and row.state is not SupplierState.CANCELLED:\n        _cancel(ctx, row, row.remote_id)\n",
        "",
        "the same item made by two orders",
    ),
    Mutant(
        "what supplier orders stand for already is planned once more",
        "storage/intake.py",
        "        already = coverage.committed(self._tx, order_id)\n",
        "        already: dict[int, int] = {}\n",
        "the same item made by two orders",
    ),
)
