"""Texts of a listing as Etsy takes them: titles, tags, values of options, descriptions without markup. Pure."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from base64 import b32encode
from collections.abc import Iterable

TITLE_LIMIT = 140
TAG_LIMIT, MOST_TAGS = 20, 13
ALT_LIMIT = 500
_ONCE = {"%": " percent", ":": " -", "&": " and ", "+": " plus "}  # each may stand in a title once
_BLOCK_ENDS = re.compile(r"(?i)</(p|div|h[1-6]|ul|ol|tr)\s*>")
_BREAKS = re.compile(r"(?i)<br\s*/?>|</li\s*>")
_ITEM = re.compile(r"(?i)<li\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_MARK, _CODE_LENGTH = "pb", 12


def title(text: str) -> str:
    """Only the kinds of characters that Etsy takes, `% : & +` once each, at most 140."""
    kept = "".join(char if _fits_title(char) else " " for char in text)
    for char, words in _ONCE.items():
        head, found, tail = kept.partition(char)
        kept = head + found + tail.replace(char, words)
    return _cut(_spaced(kept), TITLE_LIMIT)


def _fits_title(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] in "LP" or kind in {"Nd", "Sm", "Zs"} or char in "™©®"


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, limit: int) -> str:
    """At most `limit` characters, at the end of a word where there is one."""
    if len(text) <= limit:
        return text
    head, _, _ = text[: limit + 1].rpartition(" ")
    return (head or text[:limit]).rstrip(" ,-–:;&+")


def description(markup: str) -> str:
    """The plain text of our simple markup: Etsy shows tags as they are."""
    text = _BLOCK_ENDS.sub("\n\n", _BREAKS.sub("\n", _ITEM.sub("• ", markup)))
    text = html.unescape(_TAG.sub("", text))
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def markup(text: str) -> str:
    """Plain text in our markup: `description` gives it back."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def tags(wanted: Iterable[str], mark: str, there: Iterable[str] = ()) -> list[str]:
    """The tags that stand there, our mark, and the wanted ones, as many as Etsy takes. Nothing that stood goes."""
    kept = list(there)
    known = {each.casefold() for each in kept}
    for each in (mark, *map(_clean_tag, wanted)):
        if each and len(each) <= TAG_LIMIT and each.casefold() not in known:
            kept.append(each)
            known.add(each.casefold())
    return kept[:MOST_TAGS]


def _clean_tag(text: str) -> str:
    kept = (
        char
        for char in text
        if unicodedata.category(char)[0] == "L"
        or unicodedata.category(char) in {"Nd", "Zs"}
        or char in "-'™©®"
    )
    return _spaced("".join(kept))


def mark_of(reference: str) -> str:
    """The tag under which a listing of ours is found again: in the very call that makes it, before any SKU."""
    return _MARK + _code(reference)


def is_mark(tag: str) -> bool:
    return len(tag) == len(_MARK) + _CODE_LENGTH and tag.startswith(_MARK)


def picture_mark(address: str) -> str:
    """What the alternative text of our picture ends with, so that the same picture is not sent twice.

    The query of its address is left out: it may be a signature that changes.
    """
    return _code(address.partition("?")[0])


def alt_text(heading: str, mark: str) -> str:
    return f"{heading[: ALT_LIMIT - len(mark) - 3]} - {mark}"


def _code(text: str) -> str:
    return b32encode(hashlib.sha256(text.encode()).digest()).decode().lower()[:_CODE_LENGTH]


def option_values(values: Iterable[str]) -> dict[str, str]:
    """How each value is written at Etsy, which allows no parentheses: `2XL (EU 56)` → `2XL EU 56`.

    Values stay apart: one that would become another's twin is numbered.
    """
    written: dict[str, str] = {}
    taken: set[str] = set()
    for value in sorted(dict.fromkeys(values), key=lambda each: "(" in each or ")" in each):
        plain = _spaced(re.sub(r"[()]", " ", value)) or "-"
        number, free = 1, plain
        while free.casefold() in taken:
            number += 1
            free = f"{plain} {number}"
        written[value] = free
        taken.add(free.casefold())
    return written
