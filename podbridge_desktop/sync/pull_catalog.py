"""Pull a supplier's products, or a store's listings, whole; what was not seen is gone there."""

from __future__ import annotations

from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.storage import catalog
from podbridge_desktop.sync.context import Context


def pull_products(job: Job, ctx: Context) -> None:
    """Every product with its variants and costs."""
    seen = []
    for product in ctx.remotes.supplier(job.connection_id).products():
        with ctx.database.write() as tx:
            seen.append(catalog.take_product(tx, job.connection_id, product))
        ctx.breathe()
    with ctx.database.write() as tx:
        catalog.products_gone(tx, job.connection_id, seen)


def pull_listings(job: Job, ctx: Context) -> None:
    """Every listing with its variants."""
    seen = []
    for page in ctx.remotes.channel(job.connection_id).listings():
        with ctx.database.write() as tx:
            seen += [catalog.take_listing(tx, job.connection_id, listing) for listing in page]
        ctx.breathe()
    with ctx.database.write() as tx:
        catalog.listings_gone(tx, job.connection_id, seen)
