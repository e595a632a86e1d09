"""Where Etsy is, and what the two halves of its key and a shop's number look like."""

from __future__ import annotations

import re

from podbridge_desktop.connectors.endpoint import replaced
from podbridge_desktop.errors import BadInput

PREFIX = "/v3/application"
TOKEN_PATH = "/v3/public/oauth/token"  # noqa: S105  # a path, not a token
CONSENT_PATH = "/oauth/connect"
KEYS_PAGE = "etsy.com/developers/your-apps"

_API = "https://api.etsy.com"
_SITE = "https://www.etsy.com"
_HALF = re.compile(r"[A-Za-z0-9._~-]+")


def api_base(api_url: str | None) -> str:
    """Where the API answers: Etsy's host, or what `--api-url` puts in its place."""
    return replaced(_API, api_url)


def consent_page(api_url: str | None) -> str:
    """The page on which the seller lets the app in; it has a host of its own."""
    return replaced(_SITE, api_url) + CONSENT_PATH


def order_page(receipt_id: str) -> str:
    """Where the seller sees an order in the Shop Manager."""
    return f"{_SITE}/your/orders/sold?order_id={receipt_id}"


def keystring(typed: str) -> str:
    """The first half of the key. Raises `BadInput`, also where somebody pasted both halves into one field."""
    text = typed.strip()
    if ":" in text:
        raise BadInput(
            "This is the keystring and the shared secret together.",
            hint="Put what stands before the colon into Keystring, and what follows it into Shared secret.",
        )
    if not _HALF.fullmatch(text):
        raise BadInput(
            "This is not the keystring of an Etsy app." if text else "The keystring is missing.",
            hint=f"Copy it from {KEYS_PAGE}: it stands beside the name of your app.",
        )
    return text


def shared_secret(typed: str, key: str) -> str:
    """The second half, also where both were pasted. Raises `BadInput`: Etsy takes no call without it."""
    text = typed.strip().removeprefix(f"{key}:")
    if not _HALF.fullmatch(text):
        raise BadInput(
            "This is not the shared secret of an Etsy app."
            if text
            else "The shared secret is missing: Etsy wants keystring and shared secret together.",
            hint=f"Copy it from {KEYS_PAGE}: the eye beside Shared secret shows it.",
        )
    return text


def shop_number(typed: str) -> str:
    """The number of a shop, or nothing: then it is found by the sign-in. Raises `BadInput`."""
    text = typed.strip()
    if text and not (text.isascii() and text.isdecimal()):
        raise BadInput(
            f"“{text}” is not the number of an Etsy shop.",
            hint="Leave it empty: the number is found by itself.",
        )
    return text
