"""Reading receipts and their transactions, and marking them paid or shipped."""

from __future__ import annotations

from .account import payment_view
from .bodies import Field, form
from .book import Json
from .call import Call, Reply, Route, listed, paged
from .errors import lost
from .listing_views import listing_view
from .listings import find_listing
from .receipt_index import Question
from .receipts import find_receipt, is_delivered, receipt_view, total, touch, transaction_view

EARLIEST = 946_684_800
FAR = 1 << 60
UPDATE = {"was_shipped": Field("bool", nullable=True), "was_paid": Field("bool", nullable=True)}


def _between(call: Call, name: str) -> tuple[int, int]:
    return call.number(f"min_{name}", 0, EARLIEST), call.number(f"max_{name}", FAR, EARLIEST)


def receipts(call: Call) -> Reply:
    """The shop's receipts, newest first unless asked otherwise; cancelled ones too, unless asked for others."""
    question = Question(
        created=_between(call, "created"),
        updated=_between(call, "last_modified"),
        flags=tuple(call.flag(f"was_{name}") for name in ("paid", "shipped", "canceled")),
        sort=call.one_of("sort_on", ("created", "updated", "receipt_id"), "created"),
        ascending=call.ascending(),
    )
    offset, limit = call.page()
    found = call.book.index.find(question)
    delivered = call.flag("was_delivered")
    if delivered is not None:
        now = call.now.timestamp()
        found = [
            each
            for each in found
            if is_delivered(call.book, call.book.receipts[str(each)], now) is delivered
        ]
    rows = [call.book.receipts[str(each)] for each in found[offset : offset + limit]]
    return listed([receipt_view(call, each) for each in rows], len(found))


def receipt(call: Call) -> Reply:
    return Reply(receipt_view(call, find_receipt(call)))


def update(call: Call) -> Reply:
    """Mark a receipt paid or shipped, without a parcel and without a mail."""
    found, given = find_receipt(call), form(call, UPDATE)
    if given.get("was_paid") is True and not found["is_paid"]:
        found.update(is_paid=True, paid_at=call.at, processing=False)
    if given.get("was_shipped") is not None:
        mark_shipped(found, call.at, shipped=given["was_shipped"])
    touch(call.book, found, call.at)
    return Reply(receipt_view(call, found))


def mark_shipped(found: Json, at: int, *, shipped: bool = True) -> None:
    """A receipt is shipped as a whole, with its first parcel."""
    if shipped:
        found.update(is_shipped=True, shipped_at=found["shipped_at"] or at)
    else:
        found.update(is_shipped=False, shipped_at=None)


def _all_lines(call: Call) -> list[tuple[Json, Json]]:
    """Every line with its receipt, newest first."""
    ids = call.book.index.find(Question())
    kept = [call.book.receipts[str(each)] for each in ids]
    return [(each, line) for each in kept for line in reversed(each["lines"])]


def transactions_of_receipt(call: Call) -> Reply:
    found = find_receipt(call)
    return listed([transaction_view(call, found, each) for each in found["lines"]])


def _listed_lines(call: Call, pairs: list[tuple[Json, Json]]) -> Reply:
    offset, limit = call.page()
    rows = pairs[offset : offset + limit]
    return listed([transaction_view(call, found, line) for found, line in rows], len(pairs))


def transactions_of_shop(call: Call) -> Reply:
    return _listed_lines(call, _all_lines(call))


def transactions_of_listing(call: Call) -> Reply:
    wanted = find_listing(call)["listing_id"]
    return _listed_lines(
        call, [pair for pair in _all_lines(call) if pair[1]["listing_id"] == wanted]
    )


def transaction(call: Call) -> Reply:
    ident = call.args["transaction_id"]
    owner = call.book.receipts.get(str(call.book.owners.get(ident)))
    if owner is None:
        raise lost("Transaction", "transaction_id", ident)
    line = next(each for each in owner["lines"] if str(each["id"]) == ident)
    return Reply(transaction_view(call, owner, line))


def listings(call: Call) -> Reply:
    """The listings that a receipt's things were bought from, as far as they are still there."""
    idents = dict.fromkeys(str(each["listing_id"]) for each in find_receipt(call)["lines"])
    kept = [call.book.listings[each] for each in idents if each in call.book.listings]
    rows, count = paged(call, kept)
    return listed([listing_view(call, each) for each in rows], count)


def payments(call: Call) -> Reply:
    """The payment of a receipt, if it has been paid through the service."""
    found = find_receipt(call)
    if found["payment_id"] is None:
        return listed([])
    return listed([payment_view(call, found, total(found))])


_SHOP = "/shops/{shop_id}"
_ONE = _SHOP + "/receipts/{receipt_id}"
_PAGE = ("limit", "offset", "legacy")
_LIST = (
    "min_created", "max_created", "min_last_modified", "max_last_modified", "limit", "offset", "sort_on", "sort_order",
    "was_paid", "was_shipped", "was_delivered", "was_canceled", "legacy",
)  # fmt: skip
_READ, _WRITE = ("transactions_r",), ("transactions_w",)

ROUTES = (
    Route("GET", _SHOP + "/receipts", "getShopReceipts", receipts, _READ, _LIST),
    Route("GET", _ONE, "getShopReceipt", receipt, _READ, ("legacy",)),
    Route("PUT", _ONE, "updateShopReceipt", update, _WRITE, ("legacy",)),
    Route("GET", _ONE + "/transactions", "getShopReceiptTransactionsByReceipt", transactions_of_receipt, _READ, ("legacy",)),
    Route("GET", _ONE + "/listings", "getListingsByShopReceipt", listings, _READ, _PAGE),
    Route("GET", _ONE + "/payments", "getShopPaymentByReceiptId", payments, _READ),
    Route("GET", _SHOP + "/transactions", "getShopReceiptTransactionsByShop", transactions_of_shop, _READ, _PAGE),
    Route("GET", _SHOP + "/transactions/{transaction_id}", "getShopReceiptTransaction", transaction, _READ),
    Route("GET", _SHOP + "/listings/{listing_id}/transactions", "getShopReceiptTransactionsByListing",
          transactions_of_listing, _READ, _PAGE),
)  # fmt: skip
