"""Pull a supplier's products, or a store's listings; what was not seen is gone there.

Products are asked for with the marks they were last read with, so that an unchanged one costs no call of its own; once
a day, and when a mark cannot tell, everything is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.catalog import SupplierProduct, Unchanged
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.storage import cases, connections, listings, products
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.sync.compare_listings import compare_listings, compare_product
from podbridge_desktop.sync.context import Context
from podbridge_desktop.sync.follow_stock import ask_for_stock

WHOLE_EVERY = timedelta(days=1)
_WHOLE = "whole:products"


def pull_products(job: Job, ctx: Context) -> None:
    """Every product with its variants and costs; before that, what the seller wished to be unlocked is."""
    supplier = ctx.remotes.supplier(job.connection_id)
    if unlock := str(job.payload.get("unlock", "")):
        supplier.unlock_product(unlock)
    whole, ours = _plan(job.connection_id, ctx)
    marks = {} if whole else {name: mark for name, (_, mark) in ours.items() if mark}
    seen, unchanged, locked = [], set[str](), []
    for found in supplier.products(marks):
        if isinstance(found, Unchanged):
            unchanged.add(found.remote_id)
            seen.append(ours[found.remote_id][0])
            continue
        with ctx.database.write() as tx:
            seen.append(products.take_product(tx, job.connection_id, found))
            compare_product(tx, seen[-1])
        if found.locked:
            locked.append(found)
        ctx.breathe()
    with ctx.database.write() as tx:
        products.products_gone(tx, job.connection_id, seen)
        _tell_locked(tx, job.connection_id, locked, unchanged)
        ask_for_stock(tx, job.connection_id)
        if whole:
            connections.set_cursor(tx, job.connection_id, _WHOLE, tx.now)


def _plan(supplier_id: str, ctx: Context) -> tuple[bool, Mapping[str, tuple[int, str]]]:
    """Whether everything is read, and what is known: our id and the mark, by the supplier's id."""
    with ctx.database.read() as tx:
        last = connections.get_cursor(tx, supplier_id, _WHOLE)
        ours = products.known_marks(tx, supplier_id)
        return last is None or last + WHOLE_EVERY <= tx.now, ours


def _tell_locked(
    tx: Tx, supplier_id: str, locked: Sequence[SupplierProduct], unchanged: set[str]
) -> None:
    """One case for each product that is locked, until it is not any more."""
    mine = f"locked:{supplier_id}:"
    now = {f"{mine}{product.remote_id}": product for product in locked}
    for subject in cases.open_subjects(tx, CaseKind.PRODUCT_LOCKED):
        ended = subject not in now and subject.removeprefix(mine) not in unchanged
        if subject.startswith(mine) and ended:
            cases.close_cases(tx, subject=subject)
    for subject, product in now.items():
        cases.open_case(
            tx,
            NewCase(
                CaseKind.PRODUCT_LOCKED,
                subject,
                f"“{product.title}” is locked at the supplier by a publishing that was begun there and never ended. It can"
                " be sold, but not be changed there.",
                connection_id=supplier_id,
                facts={"product": product.remote_id},
            ),
        )


def pull_listings(job: Job, ctx: Context) -> None:
    """Every listing with its variants."""
    seen = []
    for page in ctx.remotes.channel(job.connection_id).listings():
        with ctx.database.write() as tx:
            seen += [listings.take_listing(tx, job.connection_id, listing) for listing in page]
        ctx.breathe()
    with ctx.database.write() as tx:
        listings.listings_gone(tx, job.connection_id, seen)
        ask_for_stock(tx, job.connection_id)
    compare_listings(ctx, job.connection_id)
