"""Under which of Etsy's properties the options of a product go. Pure.

Free text goes under the two properties that each listing has for the seller's own options. A third option must be one
that Etsy knows for the category. In a listing that has options already, theirs are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from podbridge_desktop.connectors.etsy import wire_listing as listing
from podbridge_desktop.connectors.etsy.identity import joined, plain
from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.errors import Refused

CUSTOM = (513, 514)
MOST = 3
Category = Callable[[], Iterable[listing.CategoryProperty]]
_DEFAULT = (("Title", "Default Title"),)  # a product without options, in the domain's words


@dataclass(frozen=True, slots=True)
class Property:
    """One of Etsy's properties, and which of our options goes there. `known`: value ids by folded value."""

    property_id: int
    name: str
    option: str
    scale_id: int | None = None
    known: Mapping[str, tuple[str, tuple[int, ...]]] = field(default_factory=dict)

    def value(self, text: str) -> tuple[str, tuple[int, ...]]:
        """The value as Etsy spells it, with its ids; a new one has none."""
        return self.known.get(text.casefold(), (text, ()))


def no_options(draft: ListingDraft) -> bool:
    return len(draft.variants) == 1 and draft.variants[0].options in {(), _DEFAULT}


def there_already(inventory: listing.Inventory) -> tuple[Property, ...]:
    """The properties that a listing has, with every value that stands there."""
    found: dict[int, Property] = {}
    values: dict[int, dict[str, tuple[str, tuple[int, ...]]]] = {}
    for product in inventory.living:
        for each in product.property_values or ():
            name = plain(each.property_name)
            known = values.setdefault(each.property_id, {})
            text = joined(each.values)
            known.setdefault(text.casefold(), (text, tuple(each.value_ids or ())))
            found.setdefault(
                each.property_id, Property(each.property_id, name, name, each.scale_id, known)
            )
    return tuple(found.values())


def matched(draft: ListingDraft, there: Sequence[Property]) -> tuple[Property, ...]:
    """The properties of a listing with options, for ours. Raises `Refused` where they are others."""
    wanted = {} if no_options(draft) else {name.casefold(): name for name in draft.option_names}
    if set(wanted) != {each.name.casefold() for each in there}:
        raise Refused(
            f"The listing on Etsy has the options {_named(each.name for each in there)}; the product has"
            f" {_named(wanted.values())}. Nothing was changed.",
            case="push_refused",
            reason="options differ",
            hint="Rename the options on Etsy to match, or push it as a new listing.",
        )
    return tuple(there)


def chosen(draft: ListingDraft, category: Category) -> tuple[Property, ...]:
    """Properties for a listing without options yet. `category` is only asked for a third option."""
    names = () if no_options(draft) else draft.option_names
    if len(names) > MOST:
        raise _too_many(names)
    by_category = _of_category(names, category()) if len(names) > len(CUSTOM) else {}
    free = iter(CUSTOM)
    return tuple(by_category.get(name) or Property(next(free), name, name) for name in names)


def _of_category(
    names: Sequence[str], category: Iterable[listing.CategoryProperty]
) -> dict[str, Property]:
    """One option under a property of the category, so that the others fit under the free ones."""
    usable = {
        word: each
        for each in category
        if each.supports_variations and not each.scales
        for word in (_folded(each.name), _folded(each.display_name))
    }
    for name in names:
        found = usable.get(_folded(name)) or usable.get(f"primary{_folded(name)}")
        if found:
            return {name: _property(found, name)}
    raise _too_many(names)


def _property(raw: listing.CategoryProperty, option: str) -> Property:
    known = {
        plain(each.name).casefold(): (plain(each.name), (each.value_id,) if each.value_id else ())
        for each in raw.possible_values or ()
        if not each.scale_id
    }
    return Property(raw.property_id, plain(raw.display_name or raw.name), option, None, known)


def _folded(text: str | None) -> str:
    return "".join(char for char in plain(text).casefold() if char.isalnum())


def _named(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _too_many(names: Sequence[str]) -> Refused:
    return Refused(
        f"The product has the options {_named(names)}. Etsy takes two of one's own, and a third only where the"
        " category has it. Nothing was made.",
        case="push_refused",
        reason="too many options",
        hint="Choose another category, or make several products with fewer options at the supplier.",
    )
