"""What Etsy's errors mean. One table for answers; `error` and `error_description` are its words.

401                          SignInFailed (after one renewal of the token)
403 that speaks of the key   SignInFailed
403 that speaks of scopes    PermissionMissing
any other 403                PermissionMissing: Etsy gates some calls by country and by the age of the key
404                          NotThere
other 4xx                    Refused, with Etsy's own sentence: proven not executed
any of these without Etsy's own JSON, and redirects: None, not Etsy speaking
"""

from __future__ import annotations

import html

import msgspec

from podbridge_desktop.connectors.answer import Answer, Unreadable, parsed
from podbridge_desktop.connectors.etsy.address import KEYS_PAGE
from podbridge_desktop.errors import (
    NotThere,
    PermissionMissing,
    PodBridgeError,
    Refused,
    SignInFailed,
    VendorFault,
)

_KEY_WORDS = ("api key", "api_key", "x-api-key", "shared secret", "keystring")
_SCOPE_WORDS = ("insufficient_scope", "scope")
_NO_USER = "no user was provided"
_WHICH_KEY = (
    (
        ("shared secret", "keystring:"),
        "Etsy wants keystring and shared secret together, and one of them is missing or wrong.",
    ),
    (
        ("not active", "not found"),
        "Etsy does not know this key, or has not approved the app yet.",
    ),
)


class _Body(msgspec.Struct):
    error: str | None = None
    error_description: str | None = None


def told(answer: Answer) -> str:
    """Etsy's own words; empty where it is not Etsy that speaks."""
    try:
        body = parsed(answer.body, _Body)
    except Unreadable:
        return ""
    return ": ".join(html.unescape(each) for each in (body.error, body.error_description) if each)


def details_of(answer: Answer, text: str = "") -> str:
    number = answer.headers.get("x-etsy-request-uuid", "") or answer.request_id
    return " ".join(filter(None, [f"HTTP {answer.status}", answer.route, number, text]))


def speaks_of_key(text: str) -> bool:
    return any(word in text.casefold() for word in _KEY_WORDS)


def error_of(answer: Answer, scope: str) -> PodBridgeError | None:
    """The error that a failed answer means; `scope` is the permission that the call needs."""
    text = told(answer)
    if not text or not 400 <= answer.status < 500:
        return None
    details = details_of(answer, text)
    low = text.casefold()
    if answer.status in {401, 403} and speaks_of_key(low):
        return key_refused(low, details)
    if answer.status == 401 or _NO_USER in low:
        return signed_out(details)
    if answer.status == 403:
        return _forbidden(low, scope, details)
    if answer.status == 404:
        return NotThere("Etsy does not have this (any more).", details=details)
    return Refused(f"Etsy refused this: “{text}”", reason=text, details=details)


def key_refused(low: str, details: str) -> SignInFailed:
    message = next(
        (sentence for words, sentence in _WHICH_KEY if any(word in low for word in words)),
        "Etsy does not accept the key.",
    )
    return SignInFailed(
        message,
        hint=f"Compare Keystring and Shared secret with {KEYS_PAGE}; a new app works some minutes after it was made.",
        details=details,
    )


def signed_out(details: str) -> SignInFailed:
    return SignInFailed(
        "Etsy has ended the sign-in: that happens after a change of the password, after 90 days without use, or when"
        " the app was removed.",
        hint="Connect the shop again and sign in. Nothing is lost meanwhile.",
        details=details,
    )


def _forbidden(low: str, scope: str, details: str) -> PermissionMissing:
    if any(word in low for word in _SCOPE_WORDS):
        return PermissionMissing(
            f"The sign-in lacks the permission {scope}.",
            missing=(scope,),
            hint="Connect the shop again, and allow everything on Etsy's page.",
            details=details,
        )
    return PermissionMissing(
        "Etsy does not let this app do that.",
        hint="Test the connection: it says what is missing.",
        details=details,
    )


def unreadable(answer: Answer) -> VendorFault:
    return VendorFault(
        "Etsy answered in a way PodBridge does not understand. PodBridge tries again by itself.",
        details=details_of(answer),
    )
