"""When a supplier's product or a store's listings were read: what is not as it was agreed on says so from then on.

A listing that is sold at a loss since is a case, until it is not any more.
"""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.drift import Change, ChangeKind
from podbridge_desktop.storage import agreements, cases, listings
from podbridge_desktop.storage.agreements import Pushed
from podbridge_desktop.storage.comparison import Compared, compared
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.sync.context import Context

_AT_ONCE = 20  # in one transaction: others want to write too


def compare_product(tx: Tx, product_id: int) -> None:
    """Look at every listing of this product."""
    for each in agreements.pushed(tx, product_id=product_id):
        _compare(tx, each)


def compare_listings(ctx: Context, store_id: str) -> None:
    """Look at everything that was pushed to this store."""
    with ctx.database.read() as tx:
        wanted = agreements.pushed(tx, store_id=store_id)
    for begin in range(0, len(wanted), _AT_ONCE):
        with ctx.database.write() as tx:
            for each in wanted[begin : begin + _AT_ONCE]:
                _compare(tx, each)
        ctx.breathe()


def _compare(tx: Tx, pushed: Pushed) -> None:
    found = compared(tx, pushed)
    changes = found.found if found else ()
    listings.note_changed(tx, pushed.listing_id, is_changed=bool(changes))
    eaten = [each for each in changes if each.eats_the_margin]
    if found is not None and eaten:
        cases.open_case(tx, _case(found, eaten))
    else:
        cases.close_cases(tx, subject=agreements.margin_subject(pushed.listing_id))


def _case(found: Compared, eaten: list[Change]) -> NewCase:
    count = "one variant" if len(eaten) == 1 else f"{len(eaten)} variants"
    worst = min(eaten, key=lambda each: each.after.left.minor if each.after else 0)
    left = worst.after.left if worst.after else ""
    why = (
        "The supplier's price rose"
        if worst.kind is ChangeKind.COST
        else "The price in the store fell"
    )
    return NewCase(
        CaseKind.COST_ROSE,
        agreements.margin_subject(found.pushed.listing_id),
        f"{why}: {count} of “{found.shown.title}” in {found.store} lose money with each sale, up to {left}.",
        connection_id=found.pushed.store_id,
        listing_id=found.pushed.listing_id,
        facts={"product": str(found.pushed.product_id)},
    )
