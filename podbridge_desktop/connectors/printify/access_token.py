"""What a Printify token says of itself: it is a JWT, so its last day and its rights can be read without a call. Pure.

That is how tokens look, nowhere a promise: a token that says nothing is as good as any other.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from podbridge_desktop.connectors.answer import parsed


class _Claims(msgspec.Struct):
    exp: int | float | None = None
    scopes: list[str] | None = None


@dataclass(frozen=True, slots=True)
class TokenWords:
    """`expires` and `scopes` are None where the token does not tell."""

    expires: datetime | None = None
    scopes: frozenset[str] | None = None


def read(token: str) -> TokenWords:
    """The claims of a token, unverified: they only warn and explain."""
    parts = token.strip().split(".")
    if len(parts) != 3:
        return TokenWords()
    try:
        raw = urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        claims = parsed(raw, _Claims, strict=True)
        expires = None if claims.exp is None else datetime.fromtimestamp(claims.exp, UTC)
    except (binascii.Error, ValueError, OverflowError, OSError):
        return TokenWords()
    return TokenWords(expires, None if claims.scopes is None else frozenset(claims.scopes))
