"""The shop's payment account: what buyers paid, what went back to them, and what the service keeps for itself."""

from __future__ import annotations

from .book import Book, Json
from .call import Call, Reply, Route, listed, paged
from .errors import bad, lost
from .texts import money

LISTING, RENEWAL, SOLD, TRANSACTION, PROCESSING = (
    "listing",
    "renew",
    "renew_sold",
    "transaction",
    "PAYMENT_PROCESSING_FEE",
)
_HUNDRED = 100


def charge(book: Book, kind: str, amount: int, at: int, **about: object) -> None:
    """Take a fee: a line in the fees, and one in the account."""
    if amount:
        book.fees.append(
            {"kind": kind, "amount": amount, "currency": book.currency, "at": at, **about}
        )
        enter(book, kind, -amount, at, **about)


def enter(book: Book, kind: str, amount: int, at: int, **about: object) -> None:
    """A line in the account, with the balance after it."""
    before = book.entries[-1]["balance"] if book.entries else 0
    book.entries.append({
        "entry_id": book.next_id("entry"), "kind": kind, "amount": amount, "balance": before + amount, "at": at, **about,
    })  # fmt: skip


def percent(amount: int, rate: float) -> int:
    return round(amount * rate / _HUNDRED)


def pay(book: Book, receipt: Json, total: int, goods: int, at: int) -> None:
    """A buyer's money comes in, and the fees on it go off."""
    receipt["payment_id"] = book.next_id("payment")
    knobs, ident = book.knobs, receipt["id"]
    enter(book, "PAYMENT_GROSS", total, at, receipt_id=ident)
    processing = percent(total, knobs["processing_percent"]) + knobs["processing_fixed"]
    charge(book, PROCESSING, processing, at, receipt_id=ident)
    charge(book, TRANSACTION, percent(goods, knobs["transaction_percent"]), at, receipt_id=ident)


def _processing_of(book: Book, receipt: Json) -> int:
    return sum(
        each["amount"]
        for each in book.fees
        if each["kind"] == PROCESSING and each["receipt_id"] == receipt["id"]
    )


def payment_view(call: Call, receipt: Json, total: int) -> Json:
    """A Payment: gross, fees and net as paid, as posted, and as they are after refunds."""
    book = call.book
    fees, back = _processing_of(book, receipt), sum(each["amount"] for each in receipt["refunds"])
    at = receipt["paid_at"]
    sums = {
        "gross": (total, total - back),
        "fees": (fees, fees),
        "net": (total - fees, total - back - fees),
    }
    posted = receipt["is_shipped"]
    return {
        "payment_id": receipt["payment_id"], "buyer_user_id": receipt["buyer"], "shop_id": book.shop_id,
        "receipt_id": receipt["id"],
        **{f"amount_{name}": money(book, whole) for name, (whole, _) in sums.items()},
        **{f"posted_{name}": money(book, whole) if posted else None for name, (whole, _) in sums.items()},
        **{f"adjusted_{name}": money(book, left) if back else None for name, (_, left) in sums.items()},
        "currency": book.currency, "shop_currency": book.currency, "buyer_currency": book.currency,
        "shipping_user_id": receipt["buyer"], "shipping_address_id": receipt["buyer"] + 1,
        "billing_address_id": receipt["buyer"] + 2, "status": "settled", "shipped_timestamp": receipt["shipped_at"],
        "create_timestamp": at, "created_timestamp": at, "update_timestamp": receipt["updated"],
        "updated_timestamp": receipt["updated"],
        "payment_adjustments": [_adjustment(book, receipt, each) for each in receipt["refunds"]],
    }  # fmt: skip


def _adjustment(book: Book, receipt: Json, refund: Json) -> Json:
    amounts = (
        "total_adjustment_amount",
        "shop_total_adjustment_amount",
        "buyer_total_adjustment_amount",
    )
    times = ("create_timestamp", "created_timestamp", "update_timestamp", "updated_timestamp")
    return {
        "payment_adjustment_id": refund["id"], "payment_id": receipt["payment_id"], "status": "SETTLED", "is_success": True,
        "user_id": book.user_id, "reason_code": refund["reason"], **dict.fromkeys(amounts, refund["amount"]),
        "total_fee_adjustment_amount": 0, **dict.fromkeys(times, refund["at"]), "payment_adjustment_items": [],
    }  # fmt: skip


def ledger_entries(call: Call) -> Reply:
    """The account's lines of some time, newest first."""
    for name in ("min_created", "max_created"):
        if name not in call.params:
            raise bad(f"Missing Input Parameter: [{name}]")
    low, high = call.number("min_created", 0), call.number("max_created", 0)
    rows = [each for each in reversed(call.book.entries) if low <= each["at"] <= high]
    found, count = paged(call, rows)
    return listed([_entry_view(call.book, each) for each in found], count)


def ledger_entry(call: Call) -> Reply:
    for each in call.book.entries:
        if str(each["entry_id"]) == call.args["ledger_entry_id"]:
            return Reply(_entry_view(call.book, each))
    raise lost("Ledger Entry", "ledger_entry_id", call.args["ledger_entry_id"])


def _entry_view(book: Book, each: Json) -> Json:
    about = next((name for name in ("receipt_id", "listing_id") if name in each), "")
    return {
        "entry_id": each["entry_id"],
        "ledger_id": book.shop_id,
        "sequence_number": each["entry_id"] % 1_000_000,
        "amount": each["amount"],
        "currency": book.currency,
        "description": each["kind"],
        "balance": each["balance"],
        "create_date": each["at"],
        "created_timestamp": each["at"],
        "ledger_type": each["kind"],
        "reference_type": about.removesuffix("_id") or "shop",
        "reference_id": str(each[about]) if about else None,
        "parent_entry_id": 0,
        "payment_adjustments": [],
    }


_PATH = "/shops/{shop_id}/payment-account/ledger-entries"
_READ = ("transactions_r",)
_QUERY = ("min_created", "max_created", "limit", "offset")

ROUTES = (
    Route("GET", _PATH, "getShopPaymentAccountLedgerEntries", ledger_entries, _READ, _QUERY),
    Route("GET", _PATH + "/{ledger_entry_id}", "getShopPaymentAccountLedgerEntry", ledger_entry, _READ),
)  # fmt: skip
