"""Descriptions: what a seller or supplier wrote, as HTML that a store shows and that can do nothing (scripts, forms, frames)."""

from __future__ import annotations

import html
import re

import nh3

_TAGS = {
    "a", "b", "blockquote", "br", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p",
    "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "width", "height"}}
_SCHEMES = {"http", "https", "mailto"}
_RUNS = re.compile(
    r"<\s*(script|iframe|object|embed|form)\b|<[^>]+\bon\w+\s*=|javascript:", re.IGNORECASE
)
_WRITTEN_AS_HTML = re.compile(r"<(p|br|div|ul|ol|h[1-6])\b[^>]*>", re.IGNORECASE)


def safe(text: str) -> str:
    """HTML without anything that runs; plain text becomes paragraphs."""
    if not _WRITTEN_AS_HTML.search(text):
        return _paragraphs(text)
    return nh3.clean(text, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)


def runs(text: str) -> bool:
    """Whether something in it would run by itself in a buyer's browser; `safe` leaves it out."""
    return bool(_RUNS.search(text))


def plain(text: str) -> str:
    """The words alone."""
    return html.unescape(nh3.clean(text, tags=set())).strip()


def _paragraphs(text: str) -> str:
    parts = [html.escape(part.strip()) for part in text.split("\n") if part.strip()]
    return "".join(f"<p>{part}</p>" for part in parts)
