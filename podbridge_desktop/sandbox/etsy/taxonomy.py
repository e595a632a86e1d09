"""The seller taxonomy in small: a tree of categories, and the properties that things of a category vary by.

Only leaves can be a listing's category. The ids that public documents name (T-shirts, shoes, colour, size, material)
are those; the others are our own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from .book import Json
from .call import Call, Reply, Route, listed
from .errors import lost

Tree: TypeAlias = dict[tuple[int, str], "Tree | tuple[int, ...]"]

COLOR, SIZE, MATERIAL, PATTERN, CUSTOM = 200, 100, 507, 508, (513, 514)
ADULT_SIZE, BABY_SIZE, VOLUME = 62_809_790_503, 62_809_790_533, 47_626_759_898


@dataclass(frozen=True, slots=True)
class Property:
    """`name` is what inventory and product data call it, `label` what a buyer sees. Values are (id, name, scale)."""

    id: int
    name: str
    label: str
    values: tuple[tuple[int, str, int | None], ...]
    scales: tuple[tuple[int, str], ...] = ()
    varies: bool = True
    by_name: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({name.casefold(): ident for ident, name, _ in self.values})

    def scale_name(self, scale: int | None) -> str | None:
        return dict(self.scales).get(scale or 0)


def _plain(first: int, *names: str) -> tuple[tuple[int, str, int | None], ...]:
    return tuple((first + place, name, None) for place, name in enumerate(names))


def _scaled(first: int, scale: int, *names: str) -> tuple[tuple[int, str, int | None], ...]:
    return tuple((first + place, name, scale) for place, name in enumerate(names))


PROPERTIES = {
    each.id: each
    for each in (
        Property(COLOR, "Primary color", "Color", _plain(
            1, "Beige", "Black", "Blue", "Green", "Grey", "Brown", "Orange", "Pink", "Purple", "Red", "White", "Yellow",
            "Gold", "Silver", "Bronze", "Copper", "Clear", "Rainbow", "Rose gold")),
        Property(SIZE, "Size", "Size", (
            (18_156_809_190, "3", 327), (18_107_494_140, "4", 327), (18_107_397_735, "5", 327)),
            ((327, "Inches"), (328, "Centimeters"))),
        Property(MATERIAL, "Material", "Material", (
            (18_163_610_620, "Walnut", None), (18_163_610_622, "Pine", None), (18_114_616_675, "Oak", None))),
        Property(ADULT_SIZE, "Size", "Clothing size", (
            *_scaled(2101, 25, "XS", "S", "M", "L", "XL", "2XL", "3XL"), *_scaled(1721, 26, "8", "10", "12", "14", "16")),
            ((25, "US letter size"), (26, "UK"))),
        Property(BABY_SIZE, "Size", "Baby size", _scaled(
            2301, 31, "3-6m", "6-12m", "12-18m", "18-24m"), ((31, "Months"),)),
        Property(VOLUME, "Volume", "Volume", _scaled(2401, 41, "11", "15", "17", "20"), ((41, "Fluid ounces"),)),
        Property(PATTERN, "Pattern", "Pattern", _plain(2501, "Striped", "Floral", "Solid"), varies=False),
    )
}  # fmt: skip

_CLOTHES, _BABY = (COLOR, ADULT_SIZE, MATERIAL, PATTERN), (COLOR, BABY_SIZE, MATERIAL)
_DRINK, _THING = (COLOR, VOLUME, SIZE), (COLOR, SIZE, MATERIAL)
TREE: Tree = {
    (374, "Clothing"): {
        (375, "Gender-Neutral Adult Clothing"): {
            (480, "Tops & Tees"): {(482, "T-shirts"): _CLOTHES, (483, "Tanks"): _CLOTHES},
            (2202, "Hoodies & Sweatshirts"): {(2203, "Hoodies"): _CLOTHES, (2204, "Sweatshirts"): _CLOTHES},
        },
        (376, "Gender-Neutral Kids' & Baby Clothing"): {
            (2210, "Bodysuits"): _BABY, (2211, "Baby T-shirts"): _BABY,
        },
    },
    (1, "Accessories"): {
        (1429, "Shoes"): {(1440, "Girls' Shoes"): _CLOTHES},
        (1050, "Hats & Caps"): {(1051, "Baseball & Trucker Caps"): _CLOTHES, (1052, "Beanies"): _CLOTHES},
    },
    (132, "Bags & Purses"): {(133, "Tote Bags"): _THING, (134, "Backpacks"): _THING},
    (891, "Home & Living"): {
        (1060, "Kitchen & Dining"): {
            (1061, "Drink & Barware"): {
                (1062, "Mugs"): _DRINK, (1063, "Water Bottles"): _DRINK, (1064, "Tumblers"): _DRINK,
            },
        },
        (1027, "Home Decor"): {(1028, "Candles"): _THING, (1030, "Decorative Pillows"): _THING, (1033, "Wood Signs"): _THING},
        (1035, "Bedding"): {(1036, "Blankets & Throws"): _THING},
    },
    (66, "Art & Collectibles"): {(68, "Prints"): {(119, "Digital Prints"): _THING, (2078, "Posters"): _THING}},
    (1250, "Paper & Party Supplies"): {(1251, "Stickers"): _THING, (1252, "Greeting Cards"): _THING},
    (825, "Electronics & Accessories"): {(826, "Phone Cases"): _THING},
}  # fmt: skip


def _grow(tree: Tree, level: int, path: tuple[int, ...]) -> list[Json]:
    made = []
    for (ident, name), below in tree.items():
        way = (*path, ident)
        children = _grow(below, level + 1, way) if isinstance(below, dict) else []
        made.append({
            "id": ident, "level": level, "name": name, "parent_id": path[-1] if path else None, "children": children,
            "full_path_taxonomy_ids": list(way),
        })  # fmt: skip
    return made


def _leaves(tree: Tree) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for (ident, _), below in tree.items():
        found |= _leaves(below) if isinstance(below, dict) else {ident: below}
    return found


def _all(nodes: list[Json]) -> set[int]:
    return {each["id"] for each in nodes} | {
        ident for each in nodes for ident in _all(each["children"])
    }


NODES = _grow(TREE, 0, ())
LEAVES = _leaves(TREE)
KNOWN = _all(NODES)


def variation(taxonomy_id: int | None, property_id: int) -> Property | None:
    """The property, if things of this category can vary by it."""
    found = PROPERTIES.get(property_id)
    allowed = LEAVES.get(taxonomy_id or 0, ())
    return found if found is not None and found.varies and property_id in allowed else None


def nodes(_call: Call) -> Reply:
    """The whole tree."""
    return listed(NODES)


def properties(call: Call) -> Reply:
    """What things of a category have; filters as of October 2026."""
    ident = int(call.args["taxonomy_id"])
    if ident not in KNOWN:
        raise lost("Taxonomy Node", "taxonomy_id", ident)
    wanted = {
        "supports_variations": call.flag("supports_variations"),
        "supports_attributes": call.flag("supports_attributes"),
    }
    views = [_view(PROPERTIES[each]) for each in LEAVES.get(ident, ())]
    return listed([
        view for view in views if all(want in {None, view[name]} for name, want in wanted.items())
    ])  # fmt: skip


def _view(each: Property) -> Json:
    return {
        "property_id": each.id,
        "name": each.name,
        "display_name": each.label,
        "scales": [
            {"scale_id": scale, "display_name": name, "description": ""}
            for scale, name in each.scales
        ],
        "is_required": False,
        "supports_attributes": True,
        "supports_variations": each.varies,
        "is_multivalued": False,
        "max_values_allowed": None,
        "possible_values": [
            {"value_id": ident, "name": name, "scale_id": scale, "equal_to": []}
            for ident, name, scale in each.values
        ],
        "selected_values": [],
    }


_PATH = "/seller-taxonomy/nodes"
_FILTERS = ("supports_variations", "supports_attributes")

ROUTES = (
    Route("GET", _PATH, "getSellerTaxonomyNodes", nodes),
    Route("GET", _PATH + "/{taxonomy_id}/properties", "getPropertiesByTaxonomyId", properties, query=_FILTERS),
)  # fmt: skip
