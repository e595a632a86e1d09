"""What Printify's errors mean: one table for statuses, one for its codes, one for the words in them.

401                         SignInFailed
403                         PermissionMissing, naming the scope that the call needs
404, 410                    NotThere
other 4xx                   Refused: proven not executed
any of these without Printify's own JSON, and redirects: None, not Printify speaking

Its words may repeat an address: they go to the seller, never to the log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from podbridge_desktop.connectors.answer import Answer, Unreadable, parsed
from podbridge_desktop.connectors.printify.wire import Inner, TakenBy, Trouble
from podbridge_desktop.errors import (
    NotThere,
    PermissionMissing,
    PodBridgeError,
    Refused,
    SignInFailed,
)

TOKEN_PLACE = "Printify (My Profile, Connections)"  # noqa: S105 - where tokens are made
NAME_TAKEN = 8503
NOT_NOW = 8502  # seen while the images of a new order are still processed

_BY_CODE = {8201: "artwork", 8203: "artwork", 10300: "artwork"}
_PICTURE_SENTENCES = (
    ("size.limit", "The picture is too large for Printify."),
    ("wrong.format", "The picture is no PNG or JPEG that Printify can use."),
    ("low quality", "The picture is too small for its print area at Printify."),
    ("curl", "Printify could not fetch the picture from its address."),
)
_ADDRESS_FIELDS = frozenset({
    "address_to", "first_name", "last_name", "email", "phone", "country", "region", "address1", "address2", "city",
    "zip", "company",
})  # fmt: skip
_GONE = (
    r"\bskus?\b|(product|variant|blueprint)\w*\W.*(not found|not exist|unknown|invalid|no such)"
    r"|(no such|unknown|invalid) (product|variant)|line_items"
)
# Searched in this order in Printify's own words: the first kind that fits is told.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("payment", r"payment|billing|balance|funds|\bcard\b|\bcharged?\b"),
        ("locked", r"\block(ed)?\b|being published"),
        ("stock", r"out of stock|discontinued|not available|unavailable"),
        ("variant_gone", _GONE),
        ("artwork", r"\bimages?\b|artwork|print area|resolution|\bdpi\b|\bfiles?\b"),
        ("address", r"address|\bzip\b|postal|country|region|\bcity\b|phone|recipient|first name|last name"),
    )
)  # fmt: skip
_HINTS = {
    "address": "Correct the address of this order; it goes on by itself then.",
    "artwork": "Open the product in Printify, mend its print files, then try again.",
    "stock": "Choose another variant or another supplier for this item, or wait until Printify has it again.",
    "payment": "Check the payment method in Printify (Payments), then try again.",
    "variant_gone": "Read the products again, then link the item to a variant that Printify still has.",
    "locked": "The product is locked by a publishing that never ended. Unlock it, then try again.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What an error answer says: its words, its code, and the fields that it names with their sentences."""

    text: str
    code: int = 0
    fields: Mapping[str, str] | None = None
    taken_by: str = ""  # the order that has the name already


class NameTaken(Refused):
    """An order of this name exists already: `order_id`, where Printify says which."""

    order_id = ""


def told(answer: Answer) -> Told | None:
    """Printify's own words; None where it is not its JSON."""
    try:
        body = parsed(answer.body, Trouble)
    except Unreadable:
        return None
    inner = body.errors if isinstance(body.errors, Inner) else Inner()
    fields = _fields(inner.reason or "")
    text = " ".join(fields.values()) if fields else inner.reason or body.message or body.error or ""
    code = body.code or inner.code or 0
    if not text and not code:
        return None
    taken = body.order.id if isinstance(body.order, TakenBy) else ""
    return Told(text.strip(), code, fields or None, taken)


def _fields(reason: str) -> dict[str, str]:
    """A reason may be JSON text itself: field name to its sentences."""
    try:
        read = parsed(reason.encode(), dict[str, list[str] | str], strict=True)
    except Unreadable:
        return {}
    return {name: said if isinstance(said, str) else " ".join(said) for name, said in read.items()}


def kind_of(said: Told) -> str:
    """'payment', 'locked', 'stock', 'variant_gone', 'artwork' or 'address' where it tells, else ''."""
    if said.code in _BY_CODE:
        return _BY_CODE[said.code]
    if said.fields and any(_field(name) in _ADDRESS_FIELDS for name in said.fields):
        return "address"
    words = " ".join([said.text, *(said.fields or {})])
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), "")


def _field(path: str) -> str:
    """`zip` of `address_to.zip`."""
    first, _, rest = path.partition(".")
    return rest or first if first == "address_to" else first


def details_of(answer: Answer, said: Told | None = None) -> str:
    """For the log: status, code, call, and the number that Printify's support asks for."""
    code = f"code {said.code}" if said and said.code else ""
    number = answer.headers.get("x-pfy-correlation-id", "")
    return " ".join(filter(None, [f"HTTP {answer.status}", code, answer.route, number]))


def error_of(answer: Answer, scope: str) -> PodBridgeError | None:
    """The error that a failed answer means; `scope` is the right that the call needs."""
    said = told(answer)
    if said is None or answer.status < 400:
        return None
    details = details_of(answer, said)
    if answer.status == 401:
        return SignInFailed(
            "The Printify token has expired or was revoked. Nothing is sent until there is a new one.",
            hint=f"Make a new token in {TOKEN_PLACE} and enter it in the connection.",
            details=details,
        )
    if answer.status == 403:
        return PermissionMissing(
            f"The Printify token lacks the permission “{scope}”.",
            missing=(scope,),
            hint=f"Make a new token in {TOKEN_PLACE} with this permission and enter it in the connection.",
            details=details,
        )
    if answer.status in {404, 410}:
        return NotThere("Printify does not have this (any more).", details=details)
    if said.code == NAME_TAKEN:
        taken = NameTaken(
            "Printify has an order of this name already.", reason=str(NAME_TAKEN), details=details
        )
        taken.order_id = said.taken_by
        return taken
    return _refused(said, details)


def _sentence(said: Told) -> str:
    """Printify's words on pictures are written for programs; its others are quoted."""
    if said.code in _BY_CODE:
        for part, sentence in _PICTURE_SENTENCES:
            if part in said.text.lower():
                return sentence
    return f"Printify refused this: “{said.text or said.code}”"


def _refused(said: Told, details: str) -> Refused:
    kind = kind_of(said)
    return Refused(
        _sentence(said),
        case=kind if kind and kind != "locked" else "refused",
        reason=str(said.code or said.text),
        hint=_HINTS.get(kind, "Look at the order in Printify."),
        details=details,
    )
