"""The whole product as `productSet` wants it. Pure.

`productSet` deletes what a list leaves out. So a new product is written from the draft alone, and an existing one
from the draft merged into what stands there: the seller's own variants, option values, pictures and tags stay.

Pictures of ours are named after their source, so that the same picture is not uploaded twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from podbridge_desktop.connectors.shopify import wire_catalog as wire
from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant, Options
from podbridge_desktop.domain.pictures import kept_name
from podbridge_desktop.errors import Refused

NAMESPACE, KEY = "podbridge", "reference"
Input: TypeAlias = dict[str, object]  # as the schema's input types name it

_MARK = "podbridge-"
_TYPES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


@dataclass(frozen=True, slots=True)
class Existing:
    """What stands in the store."""

    found: wire.FoundProduct
    whole: wire.Product
    media: Sequence[wire.Medium]

    @property
    def variants(self) -> Sequence[wire.Variant]:
        return self.whole.variants.nodes


def picture_name(url: str) -> str:
    """The file name that stands for a source address; the query is left out, for it may be a signature."""
    parts = urlsplit(url)
    dot = parts.path.rfind(".")
    ending = parts.path[dot:].lower() if dot >= 0 else ""
    digest = hashlib.sha256(f"{parts.netloc}{parts.path}".encode()).hexdigest()[:16]
    return f"{_MARK}{digest}{ending if ending in _TYPES else '.png'}"


def product(
    draft: ListingDraft, handle: str, existing: Existing | None, staged: Mapping[str, str]
) -> Input:
    """The `ProductSetInput` for a draft. `staged` is where pictures of this computer were brought to."""
    pictures = _pictures(draft, existing, staged)
    matched = _matched(draft, existing)
    variants = _variants(draft, existing, matched, pictures)
    body: Input = {
        **_texts(draft, existing),
        "productOptions": _options(variants, existing),
        "variants": variants,
        "files": _files(pictures, existing),
    }
    if draft.vendor:
        body["vendor"] = draft.vendor
    if existing is None:
        reference = {"namespace": NAMESPACE, "key": KEY, "value": draft.reference}
        body["metafields"] = [{**reference, "type": "single_line_text_field"}]
        body |= {"handle": handle, "tags": list(draft.tags)}
        body["status"] = "ACTIVE" if draft.publish else "DRAFT"
    else:
        body["tags"] = list(dict.fromkeys([*existing.found.tags, *draft.tags]))
        if draft.publish and existing.found.status == "DRAFT":
            body["status"] = "ACTIVE"
    return body


def left(draft: ListingDraft, existing: Existing | None) -> tuple[str, ...]:
    """Texts that somebody changed in the store since the seller looked."""
    if existing is None or draft.replaces is None:
        return ()
    there = {"title": existing.whole.title, "description": existing.whole.description_html}
    return tuple(each for each in there if not draft.may_write(each, there[each]))


def _texts(draft: ListingDraft, existing: Existing | None) -> Input:
    names = {"title": "title", "description": "descriptionHtml"}
    ours = {"title": draft.title, "description": draft.description_html}
    stay = left(draft, existing)
    return {names[each]: text for each, text in ours.items() if each not in stay}


def _sources(draft: ListingDraft) -> list[str]:
    """Every picture once: the product's, then the variants'."""
    every = [*draft.images, *(each.image_url for each in draft.variants)]
    return [each for each in dict.fromkeys(every) if each]


def _wanted(draft: ListingDraft, existing: Existing | None) -> list[str]:
    """Pictures that shall stand there: one that was taken away in the store does not come back."""
    there = _there(existing)
    gone = {each for each in draft.brought if _stem_of(each) not in there} if existing else set()
    return [each for each in _sources(draft) if each not in gone]


def to_bring(draft: ListingDraft, existing: Existing | None) -> list[str]:
    """Pictures that lie on this computer only, and not in the store yet."""
    there = _there(existing)
    kept = [each for each in _wanted(draft, existing) if kept_name(each) is not None]
    return [each for each in kept if _stem_of(each) not in there]


def _there(existing: Existing | None) -> dict[str, str]:
    return {_stem(medium): medium.id for medium in existing.media} if existing else {}


def _pictures(
    draft: ListingDraft, existing: Existing | None, staged: Mapping[str, str]
) -> dict[str, Input]:
    """How each source address is named in the input: the file that is there, or a new one."""
    there = _there(existing)
    pictures: dict[str, Input] = {}
    for source in _wanted(draft, existing):
        name = picture_name(source)
        known = there.get(_stem_of(source))
        address = staged.get(source, source)
        new: Input = {"originalSource": address, "filename": name, "contentType": "IMAGE"}
        pictures[source] = {"id": known} if known else {**new, "alt": draft.title[:512]}
    return pictures


def _stem_of(source: str) -> str:
    return picture_name(source).partition(".")[0]


def _stem(medium: wire.Medium) -> str:
    """Our name in the address of a picture at the store; the store may append to it."""
    url = medium.preview.image.url if medium.preview and medium.preview.image else ""
    start = url.find(_MARK)
    return url[start : start + len(_MARK) + 16] if start >= 0 and medium.status != "FAILED" else ""


def _files(pictures: dict[str, Input], existing: Existing | None) -> list[Input]:
    """All pictures the product has, and then what is new; a failed upload is dropped."""
    kept = [medium.id for medium in existing.media if medium.status != "FAILED"] if existing else []
    new = [each for each in pictures.values() if each.get("id") not in kept]
    old: list[Input] = [{"id": each} for each in kept]
    return old + new


def _matched(draft: ListingDraft, existing: Existing | None) -> dict[int, wire.Variant]:
    """Which variant in the store each of ours is, by position: by its options, else by its SKU."""
    if existing is None:
        return {}
    by_options = {_key(_choices(each)): each for each in existing.variants}
    by_sku = {each.sku: each for each in existing.variants if each.sku}
    matched = {
        place: by_options[_key(own.options)]
        for place, own in enumerate(draft.variants)
        if _key(own.options) in by_options
    }
    taken = {each.id for each in matched.values()}
    for place, own in enumerate(draft.variants):
        other = by_sku.get(own.sku)
        if place not in matched and other is not None and other.id not in taken:
            matched[place] = other
            taken.add(other.id)
    return matched


def _key(options: Options) -> frozenset[tuple[str, str]]:
    return frozenset((name.casefold(), value.casefold()) for name, value in options)


def _choices(variant: wire.Variant) -> Options:
    return tuple((each.name, each.value) for each in variant.selected_options)


def _variants(
    draft: ListingDraft,
    existing: Existing | None,
    matched: dict[int, wire.Variant],
    pictures: dict[str, Input],
) -> list[Input]:
    names = [option.name for option in existing.found.options] if existing else []
    ours = {each.id for each in matched.values()}
    kept = [each for each in (existing.variants if existing else ()) if each.id not in ours]
    by_hand: list[Input] = [
        {"id": each.id, "optionValues": _values(_choices(each))} for each in kept
    ]
    own = [
        _variant(each, matched.get(place), pictures, names)
        for place, each in enumerate(draft.variants)
    ]
    return [*own, *by_hand]


def _variant(
    own: ListingVariant, there: wire.Variant | None, pictures: dict[str, Input], names: list[str]
) -> Input:
    stock: Input = {"tracked": False, "requiresShipping": True, "sku": own.sku}
    if own.cost is not None and own.cost.currency == own.price.currency:
        stock["cost"] = str(own.cost.amount)
    options = _choices(there) if there else _fitting(own.options, names)
    variant: Input = {
        "optionValues": _values(options),
        "price": str(own.price.amount),
        "sku": own.sku,
        "inventoryPolicy": "CONTINUE",
        "inventoryItem": stock,
    }
    if there:
        variant["id"] = there.id
    if own.image_url in pictures:
        variant["file"] = pictures[own.image_url]
    return variant


def _fitting(options: Options, names: list[str]) -> Options:
    """A new variant must have just the options of the product that it joins."""
    if not names:
        return options
    given = {name.casefold(): value for name, value in options}
    if set(given) != {name.casefold() for name in names}:
        raise Refused(
            f"The product in the shop has the options {', '.join(names)}; the new variants have "
            f"{', '.join(name for name, _ in options)}. Nothing was changed.",
            reason="options differ",
            hint="Rename the options in Shopify to match, or push it as a new product.",
        )
    return tuple((name, given[name.casefold()]) for name in names)


def _values(options: Options) -> list[Input]:
    return [{"optionName": name, "name": value} for name, value in options]


def _options(variants: Iterable[Input], existing: Existing | None) -> list[Input]:
    """Every option with every value in use, those in the store first and by their ids."""
    values: dict[str, dict[str, Input]] = {}
    ids: dict[str, str] = {}
    for option in existing.found.options if existing else ():
        ids[option.name] = option.id
        values[option.name] = {
            each.name: {"id": each.id, "name": each.name} for each in option.option_values
        }
    for variant in variants:
        for choice in variant["optionValues"]:  # type: ignore[attr-defined]  # made by `_values`
            own = values.setdefault(choice["optionName"], {})
            own.setdefault(choice["name"], {"name": choice["name"]})
    return [
        {
            **({"id": ids[name]} if name in ids else {}),
            "name": name,
            "position": place,
            "values": list(own.values()),
        }
        for place, (name, own) in enumerate(values.items(), 1)
    ]
