"""What each store takes of a listing, so that the seller hears of it before the push. The connector brings it into shape."""

from __future__ import annotations

from dataclasses import dataclass

from podbridge_desktop.domain.catalog import ListingDraft


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """Without a limit: None."""

    title: int | None = None
    pictures: int | None = None
    brackets: bool = True  # in the values of options


_LIMITS = {
    "shopify": StoreLimits(title=255),
    "etsy": StoreLimits(title=140, pictures=20, brackets=False),
}


def told_by(platform: str, draft: ListingDraft) -> tuple[str, ...]:
    """What of this draft will look otherwise in a store of this platform."""
    limits, found = _LIMITS.get(platform, StoreLimits()), []
    if not limits.brackets and (values := _bracketed(draft)):
        named = ", ".join(f"“{value}”" for value in values[:3]) + (" …" if len(values) > 3 else "")
        found.append(
            f"This store takes no parentheses in options: {named} will stand without them."
        )
    if limits.title is not None and len(draft.title) > limits.title:
        found.append(f"The title is cut to the {limits.title} characters that this store takes.")
    if limits.pictures is not None and len(draft.images) > limits.pictures:
        more = len(draft.images) - limits.pictures
        found.append(f"This store takes {limits.pictures} pictures; the last {more} stay away.")
    return tuple(found)


def _bracketed(draft: ListingDraft) -> list[str]:
    values = (value for variant in draft.variants for _, value in variant.options)
    return list(dict.fromkeys(value for value in values if "(" in value or ")" in value))
