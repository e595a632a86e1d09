"""Which handler carries which kind of job."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from podbridge_desktop.domain.jobs import Job, JobKind
from podbridge_desktop.sync.cancel_order import cancel_order
from podbridge_desktop.sync.check_connection import check_connection
from podbridge_desktop.sync.compare_books import compare_books
from podbridge_desktop.sync.confirm_order import confirm_order
from podbridge_desktop.sync.context import Context, Finish
from podbridge_desktop.sync.follow_stock import follow_stock
from podbridge_desktop.sync.make_mockups import make_mockups
from podbridge_desktop.sync.poll_supplier import poll_supplier
from podbridge_desktop.sync.pull_catalog import pull_listings, pull_products
from podbridge_desktop.sync.pull_orders import pull_orders
from podbridge_desktop.sync.push_listing import push_listing
from podbridge_desktop.sync.push_tracking import push_tracking
from podbridge_desktop.sync.recheck_order import recheck_order
from podbridge_desktop.sync.send_order import send_order

HANDLERS: Mapping[JobKind, Callable[[Job, Context], Finish | None]] = {
    JobKind.CHECK_CONNECTION: check_connection,
    JobKind.PULL_ORDERS: pull_orders,
    JobKind.PULL_PRODUCTS: pull_products,
    JobKind.PULL_LISTINGS: pull_listings,
    JobKind.PUSH_LISTING: push_listing,
    JobKind.SEND_ORDER: send_order,
    JobKind.COMPARE_BOOKS: compare_books,
    JobKind.CONFIRM_ORDER: confirm_order,
    JobKind.CANCEL_ORDER: cancel_order,
    JobKind.POLL_SUPPLIER: poll_supplier,
    JobKind.PUSH_TRACKING: push_tracking,
    JobKind.FOLLOW_STOCK: follow_stock,
    JobKind.RECHECK_ORDER: recheck_order,
    JobKind.MAKE_MOCKUPS: make_mockups,
}
