"""What an answer of the Admin API means: data, cost, errors, and which of our errors they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Generic, TypeVar

import msgspec
from msgspec.structs import astuple

from podbridge_desktop.connectors.answer import BROKEN_JSON, Answer, Unreadable, parsed
from podbridge_desktop.connectors.outcomes import BESIDE, NOT_RUN
from podbridge_desktop.connectors.shopify.wire import UserError, Wire
from podbridge_desktop.errors import (
    Busy,
    PermissionMissing,
    PodBridgeError,
    Refused,
    SignInFailed,
    VendorFault,
)

T = TypeVar("T")

_SCOPE_WORDS = ("access scope", "required access")
_PERSONAL_WORDS = (
    "personally identifiable",
    "(pii)",
    "protected customer",
    "not approved to access",
)


class Throttle(Wire):
    """The bucket as Shopify sees it."""

    maximum_available: float = 2000
    currently_available: float = 0
    restore_rate: float = 100


class Cost(Wire):
    requested_query_cost: float = 0
    actual_query_cost: float | None = None
    throttle_status: Throttle | None = None


class Extensions(Wire):
    cost: Cost | None = None


class ErrorExtensions(Wire):
    code: str = ""
    required_access: str = ""


class GraphError(Wire):
    message: str = ""
    path: list[str | int] | None = None
    extensions: ErrorExtensions | None = None

    @property
    def code(self) -> str:
        return self.extensions.code if self.extensions else ""

    @property
    def is_personal(self) -> bool:
        """Personal data is refused to this app: the plan's doing, no scope mends it."""
        text = self.message.lower()
        return self.code == "ACCESS_DENIED" and (
            any(word in text for word in _PERSONAL_WORDS)
            and not any(word in text for word in _SCOPE_WORDS)
        )


class Reply(Wire, Generic[T]):
    """A GraphQL answer. `data` may be there beside `errors`: both are read."""

    data: T | None = None
    errors: list[GraphError] | str = ""
    extensions: Extensions | None = None

    @property
    def problems(self) -> list[GraphError]:
        if isinstance(self.errors, str):
            return [GraphError(message=self.errors)] if self.errors else []
        return self.errors

    def has(self, code: str) -> bool:
        return any(error.code == code for error in self.problems)


class TooCostly(Refused):
    """MAX_COST_EXCEEDED: not run at all; ask for less at once."""

    def __init__(self) -> None:
        super().__init__(
            "Shopify finds a question of PodBridge too big.", reason="MAX_COST_EXCEEDED"
        )


_decoders: dict[type, msgspec.json.Decoder[Any]] = {}  # Any: one per shape, typed by `decode`


def decode(body: bytes, kind: type[T]) -> Reply[T]:
    """Raises `Unreadable` for what is no such answer."""
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.json.Decoder(Reply[kind])  # type: ignore[valid-type]  # at run time
    try:
        reply: Reply[T] = decoder.decode(body)
    except BROKEN_JSON as error:
        raise Unreadable(type(error).__name__) from error
    return reply


class _Said(Wire):
    errors: msgspec.Raw = msgspec.Raw(b"null")
    error: msgspec.Raw = msgspec.Raw(b"null")


def speaks(answer: Answer) -> bool:
    """Whether it is Shopify itself that refuses: in JSON, under `errors` (before the shop: `error`)."""
    try:
        said = parsed(answer.body, _Said)
    except Unreadable:
        return False
    nothing = {b"null", b'""', b"[]", b"{}"}
    return bytes(said.errors) not in nothing or bytes(said.error) not in nothing


def first_code(reply: Reply[T]) -> str:
    """What keeps a read from its data as a whole; empty where nothing does."""
    return next((code for code in ("MAX_COST_EXCEEDED", "THROTTLED") if reply.has(code)), "")


def user_errors(data: object) -> tuple[UserError, ...]:
    """What the store says of a mutation's input: its one field bears them."""
    payload = getattr(data, data.__struct_fields__[0]) if isinstance(data, msgspec.Struct) else None
    return getattr(payload, "user_errors", ())


def code_of(reply: Reply[T]) -> str:
    """What the errors of a mutation say of its class, in the words of the table of outcomes."""
    roots = astuple(reply.data) if isinstance(reply.data, msgspec.Struct) else ()
    codes = {error.code for error in reply.problems}
    within = any(len(error.path or ()) > 1 for error in reply.problems)
    if within or any(root is not None for root in roots):
        return BESIDE
    if len(codes) == 1 and codes <= {"THROTTLED", "MAX_COST_EXCEEDED", "ACCESS_DENIED"}:
        return codes.pop()
    began = any(e.path or e.code == "INTERNAL_SERVER_ERROR" for e in reply.problems)
    return BESIDE if began else NOT_RUN


_HTTP_REFUSALS: dict[int, tuple[type[SignInFailed | PermissionMissing], str, str]] = {
    401: (
        SignInFailed,
        "Shopify does not accept the key any more.",
        "Connect the shop again: the app may have been removed, or its secret changed.",
    ),
    402: (
        SignInFailed,
        "Shopify has frozen this shop (an invoice is open).",
        "Settle it in the Shopify admin under Settings, Billing; then try again.",
    ),
    403: (
        PermissionMissing,
        "Shopify refuses this: a permission is missing, or the shop does not let this app in.",
        "Compare the permissions of your app with the list in the set-up steps.",
    ),
    423: (
        SignInFailed,
        "Shopify has locked this shop.",
        "Open the Shopify admin to see why, then try again.",
    ),
    **dict.fromkeys(
        (301, 302, 307, 308, 404),
        (
            SignInFailed,
            "There is no Shopify shop at this address.",
            "Check the name that ends in .myshopify.com; it may have been changed.",
        ),
    ),
}


def http_error(answer: Answer) -> PodBridgeError | None:
    """Our error for an HTTP status that is no success. None: read the body."""
    details = f"HTTP {answer.status} {answer.request_id}".strip()
    if answer.ok:
        return None
    if answer.status == 430:
        wait = answer.retry_after or timedelta(minutes=10)
        return Busy(
            "Shopify blocks calls from this computer for a while.", wait=wait, details=details
        )
    if known := _HTTP_REFUSALS.get(answer.status):
        kind, message, hint = known
        return kind(message, hint=hint, details=details)
    return Refused("Shopify refused the request.", reason=f"HTTP {answer.status}", details=details)


def denied(problems: list[GraphError]) -> PermissionMissing | None:
    """The scope that is missing, if that is what the errors say."""
    for error in problems:
        if error.code == "ACCESS_DENIED" and not error.is_personal:
            required = error.extensions.required_access if error.extensions else ""
            named = tuple(dict.fromkeys((required or error.message).split("`")[1::2]))
            return PermissionMissing(
                "Your Shopify app lacks a permission"
                + (f" ({' or '.join(named)})." if named else "."),
                missing=named,
                hint="Add it in the Dev Dashboard under Versions, release, and approve it in the shop.",
                details=error.message,
            )
    return None


def read_error(problems: list[GraphError]) -> PodBridgeError:
    """What the errors of a read mean; there is at least one."""
    if missing := denied(problems):
        return missing
    text = "; ".join(error.message for error in problems)
    if any(error.is_personal for error in problems):
        return PermissionMissing(
            "Shopify does not show customer data to this app on the shop's present plan.",
            details=text,
        )
    if any(not error.path and error.code != "INTERNAL_SERVER_ERROR" for error in problems):
        return Refused("Shopify did not understand a question of PodBridge.", details=text)
    return VendorFault(
        "Shopify had a problem answering. Nothing was changed; PodBridge tries again by itself.",
        details=text,
    )


def sentence(errors: tuple[UserError, ...]) -> str:
    """The store's own words on what it did not take."""
    return " ".join(error.message.rstrip(".") + "." for error in errors)
