"""Pull a supplier's products, or a store's listings, whole; what was not seen is gone there."""

from __future__ import annotations

from collections.abc import Sequence

from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.domain.catalog import SupplierProduct
from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.storage import cases, listings, products
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.sync.context import Context


def pull_products(job: Job, ctx: Context) -> None:
    """Every product with its variants and costs; before that, what the seller wished to be unlocked is."""
    supplier = ctx.remotes.supplier(job.connection_id)
    if unlock := str(job.payload.get("unlock", "")):
        supplier.unlock_product(unlock)
    seen, locked = [], []
    for product in supplier.products():
        with ctx.database.write() as tx:
            seen.append(products.take_product(tx, job.connection_id, product))
        if product.locked:
            locked.append(product)
        ctx.breathe()
    with ctx.database.write() as tx:
        products.products_gone(tx, job.connection_id, seen)
        _tell_locked(tx, job.connection_id, locked)


def _tell_locked(tx: Tx, supplier_id: str, locked: Sequence[SupplierProduct]) -> None:
    """One case for each product that is locked, until it is not any more."""
    mine = f"locked:{supplier_id}:"
    now = {f"{mine}{product.remote_id}": product for product in locked}
    for subject in cases.open_subjects(tx, CaseKind.PRODUCT_LOCKED):
        if subject.startswith(mine) and subject not in now:
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
