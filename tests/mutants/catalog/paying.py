"""Paid too much, against the seller's or the store's word, or twice."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

CANCELLED = "an order made that the store had cancelled"

ALL = (
    Mutant(
        "the price is not compared with the approved one",
        "sync/last_word.py",
        "    if approved is None or (approved.currency == total.currency and approved.minor >= total.minor):\n",
        "    if approved is None or total.minor >= 0:\n",
        "more paid than approved",
    ),
    Mutant(
        "the store is not read again before paying",
        "sync/guard.py",
        "        fresh = ctx.remotes.channel(row.store_id).read_orders((remote_id,))\n        if not fresh:\n",
        "        fresh = ()\n        with ctx.database.read() as tx:\n"
        "            return row, orders.load(tx, row.order_id)\n        if not fresh:\n",
        CANCELLED,
    ),
    Mutant(  # three guards, one behind the other
        "a cancellation at the store counts nowhere",
        "sync/guard.py",
        "    if stored.reading.cancelled_at is None and stored.reading.payment.may_send:\n        return False\n"
        "    _order_ended(tx, row, stored)\n    return True\n",
        "    return False\n",
        CANCELLED,
        also=(
            (
                "sync/guard.py",
                (
                    "        if stored.reading.cancelled_at is not None or not stored.reading.payment.may_send:\n"
                    "            _order_ended"
                ),
                "        if False:\n            _order_ended",
            ),
            (
                "sync/guard.py",
                "        if committed.get(line.line_id, 0) > line.order_quantity:\n",
                "        if committed.get(line.line_id, 0) > line.order_quantity + 99:\n",
            ),
        ),
    ),
    Mutant(
        "a cancellation at the store stops nothing",
        "sync/guard.py",
        "        if stored.reading.cancelled_at is not None or not stored.reading.payment.may_send:\n            _order_ended",
        "        if False:\n            _order_ended",
        CANCELLED,
    ),
    Mutant(
        "a change at the store stops nothing",
        "sync/guard.py",
        "    return any(subject in cases.open_subjects(tx, kind) for kind in kinds)\n",
        "    return False and any(subject in cases.open_subjects(tx, kind) for kind in kinds)\n",
        "more made than the store wants",
        also=(
            (
                "sync/last_word.py",
                "    if guard.journey_stopped(tx, row.order_id) or guard.unwanted(tx, row):\n",
                "    if guard.journey_stopped(tx, row.order_id):\n",
            ),
        ),
    ),
    Mutant(
        "fewer pieces wanted is no change",
        "sync/guard.py",
        "        if committed.get(line.line_id, 0) > line.order_quantity:\n",
        "        if committed.get(line.line_id, 0) > line.order_quantity + 99:\n",
        "more made than the store wants",
    ),
    Mutant(
        "another address is no change",
        "sync/guard.py",
        "        row.recipient is not None and address is not None and address.fingerprint() != row.recipient\n",
        "        row.recipient is not None and address is not None and not row.order_id\n",
        "a parcel to the wrong address",
    ),
    Mutant(
        "a click that came during the calls does not count",
        "sync/last_word.py",
        '    wanted(now)\n    if jobs.live(tx, wishes.cancel_key(row.id)) is not None:\n        return "it is being cancelled"\n',
        "",
        "paid although the seller cancelled it",
    ),
    Mutant(
        "nobody's yes is needed",
        "sync/approving.py",
        "    if kind is None and decision.verdict is Verdict.RELEASE:\n",
        "    if not personal:\n",
        "paid without the seller's yes",
    ),
    Mutant(
        "an approval outlives a hold",
        "sync/last_word.py",
        "    if row.held_by_seller is not None:\n",
        "    if row.held_by_seller is not None and row.approved_by is None:\n",
        "paid while the seller holds it",
    ),
    Mutant(
        "a confirm without an answer is repeated without a look",
        "sync/confirm_order.py",
        '        reading = supplier.read_order(row.remote_id or "")\n        if reading.status not in _UNPAID:\n'
        "            return _released(ctx, row, reading)\n        row, reading = _not_spent(ctx, row), None\n",
        "        row = _not_spent(ctx, row)\n        return _confirm(ctx, supplier, row)\n",
        "paid, and taken for unpaid",
    ),
    Mutant(
        "the release is not written before the call",
        "sync/confirm_order.py",
        "            ledger.move(tx, row, SupplierState.CONFIRMING)\n",
        "",
        "cancelled as unpaid after it was paid",
    ),
)
