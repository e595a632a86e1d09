"""How errors speak: whole sentences for the seller, and nothing that nobody should read."""

from __future__ import annotations

import re

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.errors import NeedsPerson, PodBridgeError

_JARGON = re.compile(r"HTTP|\b[45]\d\d\b|Traceback|\bNone\b|\w+Error\b|JSON|[{}<>]")


def plain(error: PodBridgeError, *, hint: bool = True) -> None:
    """A sentence for the seller: whole, in words, with a way on."""
    for text in (error.message, error.hint) if hint else (error.message,):
        assert text.strip()
        assert text.rstrip("”)")[-1] in ".!?", text
        assert not _JARGON.search(text), text
    if isinstance(error, NeedsPerson):
        assert CaseKind(error.case)  # else the engine could open no case for it


def said(error: PodBridgeError) -> str:
    """All that an error tells anybody."""
    return f"{error!r} {error.message} {error.hint} {error.details}"


def names(text: str, right: str) -> bool:
    """Whether it stands there whole: `orders` is not named by `orders.read`."""
    return re.search(rf"(?<![\w./]){re.escape(right)}(?!\.?[\w/])", text) is not None
