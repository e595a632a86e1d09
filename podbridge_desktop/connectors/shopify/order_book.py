"""Lists orders with their tracking numbers, ninety to a question: what the comparison of the books needs, and no more."""

from __future__ import annotations

from datetime import UTC, datetime

from podbridge_desktop.connectors.shopify import operations, translate, wire
from podbridge_desktop.connectors.shopify.client import AdminApi
from podbridge_desktop.connectors.shopify.shipping_read import VOID
from podbridge_desktop.domain.books import BookPage, StoreEntry

# Who has more parcels is read by itself before anything is said of it.
PAGE, PARCELS, NUMBERS = 90, 3, 2
COST = PAGE * (1 + PARCELS * (1 + NUMBERS)) + 2


def read_book(api: AdminApi, since: datetime, after: str = "") -> BookPage[StoreEntry]:
    """Orders changed at or after `since`, oldest change first.

    A page begins where the one before ended, by time of change: Shopify's own paging ends after 25,000 orders. Only
    where one second holds more than a page, its cursor leads on.
    """
    begun, _, cursor = after.partition(" ") if after else (_stamp(since), "", "")
    variables = {
        "filter": f"updated_at:>='{begun}'",
        "first": PAGE,
        "parcels": PARCELS,
        "numbers": NUMBERS,
        "after": cursor or None,
    }
    page = api.query(operations.ORDER_BOOK, variables, wire.BookData, COST).orders
    entries = tuple(_entry(each) for each in page.nodes)
    if not page.page_info.has_next_page or not page.nodes:
        return BookPage(entries)
    until = _stamp(max(each.updated_at for each in page.nodes))
    return BookPage(entries, until if until > begun else f"{begun} {page.page_info.end_cursor}")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _entry(raw: wire.BookOrder) -> StoreEntry:
    paid = translate.payment_of(raw.display_financial_status).may_send
    return StoreEntry(
        remote_id=translate.plain_id(raw.id),
        number=raw.name,
        is_paid=paid and raw.cancelled_at is None,
        tracking=tuple(
            each.number
            for parcel in raw.fulfillments
            if parcel.status not in VOID
            for each in parcel.tracking_info
            if each.number
        ),
    )
