"""What Printful's errors mean. One table for answers, one for the words in them; both versions of the API.

401                         SignInFailed
403                         PermissionMissing, naming the scope where Printful does
404, 410                    NotThere
419                         Busy (a rate warning of version 1)
other 4xx                   Refused: proven not executed
any of these without Printful's own JSON, and redirects: None, not Printful speaking
"""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec

from podbridge_desktop.connectors.answer import LONGEST_WAIT, Answer, Unreadable, parsed
from podbridge_desktop.connectors.printful.values import loose
from podbridge_desktop.connectors.printful.wire import NULL
from podbridge_desktop.errors import (
    Busy,
    NotThere,
    PermissionMissing,
    PodBridgeError,
    Refused,
    SignInFailed,
)

USUAL_WAIT = timedelta(seconds=60)
TOKEN_PAGE = "developers.printful.com"  # noqa: S105  # where tokens are made

# Searched in this order in Printful's own words: the first kind that fits is told.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("payment", r"payment|billing|wallet|funds|credit card|\bcharg(e|ing)\b(?! for)|\bcard\b"),
        ("approval", r"approv(e|al)"),
        ("stock", r"out of stock|discontinued|not in stock|\bOR-6\b"),
        ("artwork", r"\bfiles?\b|artwork|placement|position|resolution|\bdpi\b|\bdesign\b|thread colou?r|\bFL-\d|\bOR-12\b"),
        ("address", r"recipient|address|\bzip\b|postal|state code|country|phone|tax number|\bcity\b|\bOR-9\b|\bSH-1\b"),
    )
)  # fmt: skip
_HINTS = {
    "address": "Correct the address and send the order again.",
    "artwork": "Open the product in Printful, mend its print files, then send the order again.",
    "stock": "Choose another variant or another supplier for this item, or wait until Printful has it again.",
    "payment": "Check the payment method in Printful (Settings, Billing), then release the order again.",
    "variant_gone": "Read the products again, then link the item to a variant that Printful still has.",
    "approval": "Open the order in Printful and approve the design.",
}
# Told apart from the kinds above because it is said of orders that are sent, never of those that are held.
_VARIANT_GONE = re.compile(r"variant (is )?not found|\bPR-1\b", re.IGNORECASE)
_NAME_TAKEN = re.compile(
    r"\bOR-13\b|external.?id.*(in use|already|exists|taken|unique)", re.IGNORECASE
)
_CALCULATING = re.compile(r"calculat", re.IGNORECASE)
_SECONDS = re.compile(r"(?:after|in)\s+(\d+)\s+second", re.IGNORECASE)
_SCOPE = re.compile(r"scope\W+([a-z_]+(?:/read)?)", re.IGNORECASE)
_STORE_NEEDED = re.compile(r"store_id", re.IGNORECASE)


class _Inner(msgspec.Struct):
    reason: str | int | None = None
    message: str | None = None


class _Body(msgspec.Struct):
    error: msgspec.Raw = NULL
    detail: str | None = None
    details: str | None = None
    title: str | None = None
    result: msgspec.Raw = NULL
    data: msgspec.Raw = NULL


class Told(msgspec.Struct, frozen=True):
    """What an error answer says: its sentence, and its code where it has one."""

    text: str
    reason: str = ""


def told(answer: Answer) -> Told | None:
    """Printful's own words, searched in the order that its papers suggest; None where it is not its JSON."""
    try:
        body = parsed(answer.body, _Body)
    except Unreadable:
        return None
    inner = loose(body.error, _Inner) or _Inner(message=loose(body.error, str))
    texts = (inner.message, body.detail, body.details, body.title, loose(body.result, str))
    text = next((each for each in (*texts, loose(body.data, str)) if each), "")
    reason = str(inner.reason or "")
    return Told(text.strip(), reason) if text or reason else None


def kind_of(text: str) -> str:
    """'payment', 'approval', 'stock', 'artwork' or 'address' where the words tell it, else ''."""
    return next((kind for kind, words in _KINDS if words.search(text)), "")


def name_taken(error: Refused) -> bool:
    """Whether an order of this name exists already."""
    return bool(_NAME_TAKEN.search(f"{error.reason} {error.details}"))


def still_calculating(error: Refused) -> bool:
    return bool(_CALCULATING.search(error.details))


def wait_told(answer: Answer) -> timedelta:
    """How long a 429 asks us to wait: its header, else the number in its text, else a minute."""
    if answer.retry_after is not None:
        return answer.retry_after
    found = _SECONDS.search(said.text) if (said := told(answer)) else None
    longest = LONGEST_WAIT.total_seconds()
    return timedelta(seconds=min(float(found[1]), longest)) if found else USUAL_WAIT


def error_of(answer: Answer, scope: str) -> PodBridgeError | None:
    """The error that a failed answer means; `scope` is the right that the call needs."""
    said = told(answer)
    if said is None or answer.status < 400:
        return None
    details = " ".join(filter(None, [f"HTTP {answer.status}", said.reason, said.text]))
    if answer.status == 401:
        return _sign_in(details)
    if answer.status == 403:
        return _forbidden(said, scope, details)
    if answer.status in {404, 410}:
        return NotThere("Printful does not have this (any more).", details=details)
    if answer.status == 419:
        return Busy("Printful asks us to wait.", wait=wait_told(answer), details=details)
    return store_needed(details) if _STORE_NEEDED.search(said.text) else refused(said, details)


def refused(said: Told, details: str) -> Refused:
    words = f"{said.reason} {said.text}"
    kind = "variant_gone" if _VARIANT_GONE.search(words) else kind_of(words)
    return Refused(
        f"Printful refused this: “{said.text or said.reason}”",
        case=kind if kind in _HINTS and kind != "approval" else "refused",
        reason=said.reason or said.text,
        hint=_HINTS.get(kind, "Look at the order in Printful."),
        details=details,
    )


def store_needed(details: str) -> Refused:
    return Refused(
        "This token is for the whole Printful account, and Printful does not know which store is meant.",
        case="sign_in",
        reason="store_id",
        hint="Enter the store’s number in the connection (field store_id).",
        details=details,
    )


def _sign_in(details: str) -> SignInFailed:
    return SignInFailed(
        "The Printful token has expired or was revoked. Nothing is sent until there is a new one.",
        hint=f"Make a new token at {TOKEN_PAGE} and enter it in the connection.",
        details=details,
    )


def _forbidden(said: Told, scope: str, details: str) -> PermissionMissing:
    if re.search(r"access to this store", said.text, re.IGNORECASE):
        return PermissionMissing(
            "The Printful token may not open this store.",
            hint="Check the store’s number in the connection, or make a token for that store.",
            details=details,
        )
    found = _SCOPE.search(said.text)
    missing = found[1] if found else scope
    return PermissionMissing(
        f"The Printful token lacks the permission “{missing}”.",
        missing=(missing,) if missing else (),
        hint=f"Make a new token at {TOKEN_PAGE} with this permission and enter it in the connection.",
        details=details,
    )
