"""Which picture shows which value: for the one property that Etsy lets pictures hang on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from podbridge_desktop.connectors.etsy import wire_listing as raw
from podbridge_desktop.connectors.etsy.identity import joined
from podbridge_desktop.connectors.etsy.inventory import Plan

Shown = dict[tuple[int, str], int]  # (property, folded value) → picture


def shown_by_seller(there: Iterable[raw.VariationImage], inventory: raw.Inventory) -> Shown:
    """What hangs there now, by value: each write of the inventory gives the values new ids."""
    texts = {
        value_id: joined(value.values)
        for product in inventory.living
        for value in product.property_values or ()
        for value_id in value.value_ids or ()
    }
    return {
        (each.property_id, (texts.get(each.value_id) or each.value or "").casefold()): each.image_id
        for each in there
    }


def assigned(plan: Plan, pictures: Mapping[str, int]) -> Shown:
    """Ours: for the first property whose every value has one picture of its own, else for none."""
    for place, property_ in enumerate(plan.properties):
        found: Shown = {}
        single = True
        for row in plan.rows:
            image = pictures.get(row.variant.image_url) if row.variant else None
            if image is not None:
                key = (property_.property_id, row.values[place].text.casefold())
                single = single and found.setdefault(key, image) == image
        if single and len(set(found.values())) > 1:
            return found
    return {}


def body(ours: Shown, sellers: Shown, inventory: raw.Inventory) -> Sequence[Mapping[str, int]]:
    """All that shall hang there. The seller's own stay; where hers hang on another property, ours stand back."""
    properties = {property_id for property_id, _ in sellers}
    mixed = bool(ours) and properties - {property_id for property_id, _ in ours}
    wanted = sellers if mixed else {**sellers, **ours}
    ids = {
        (value.property_id, joined(value.values).casefold()): value_id
        for product in inventory.living
        for value in product.property_values or ()
        for value_id in (value.value_ids or ())[:1]
    }
    return [
        {"property_id": key[0], "value_id": ids[key], "image_id": image}
        for key, image in wanted.items()
        if key in ids
    ]
