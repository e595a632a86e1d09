"""When a supplier's product was read: a listing that is sold at a loss since is a case, until it is not any more."""

from __future__ import annotations

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.drift import Change, ChangeKind
from podbridge_desktop.storage import agreements, cases
from podbridge_desktop.storage.comparison import Compared, compared
from podbridge_desktop.storage.database import Tx


def watch_margins(tx: Tx, product_id: int) -> None:
    """Look at every listing of this product."""
    for each in agreements.pushed(tx, product_id=product_id):
        found = compared(tx, each)
        eaten = [change for change in found.found if change.eats_the_margin] if found else []
        if found is not None and eaten:
            cases.open_case(tx, _case(found, eaten))
        else:
            cases.close_cases(tx, subject=agreements.margin_subject(each.listing_id))


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
