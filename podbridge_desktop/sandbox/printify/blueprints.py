"""The catalog's blanks (Printify says blueprints), with their variants and printable places. Ids follow the real ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Size:
    """A size of a blank: what it costs in cents, how much of the largest print area it has, what it weighs in grams."""

    name: str
    cost: int
    share: float
    grams: int


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to print on, in pixels at the largest size."""

    position: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Variant:
    """One size and colour of a blank; the same id at every provider."""

    id: int
    blueprint_id: int
    color: str
    color_code: str
    size: Size
    options: tuple[int, int]
    title: str


@dataclass(frozen=True)
class Blueprint:
    """A catalog product. `kind` names its silhouette in the pictures; `size_first` how its variants are titled."""

    id: int
    kind: str
    title: str
    brand: str
    model: str
    sizes: tuple[Size, ...]
    colors: tuple[tuple[str, str], ...]
    first_variant: int
    places: tuple[Place, ...]
    tags: tuple[str, ...]
    care: str
    size_first: bool = False
    color_option: tuple[str, str] = ("Colors", "color")
    size_option: tuple[str, str] = ("Sizes", "size")

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """All sizes of the first colour, then of the next."""
        made = []
        for number, (color, code) in enumerate(self.colors):
            for place, size in enumerate(self.sizes):
                ident = self.first_variant + number * len(self.sizes) + place
                parts = (size.name, color) if self.size_first else (color, size.name)
                options = (_id_of(COLOR_IDS, color), _id_of(SIZE_IDS, size.name))
                made.append(Variant(ident, self.id, color, code, size, options, " / ".join(parts)))
        return tuple(made)


# Option values have one id in the whole catalog.
COLOR_IDS: dict[str, int] = {}
SIZE_IDS: dict[str, int] = {}


def _id_of(known: dict[str, int], name: str) -> int:
    return known.setdefault(name, (418 if known is COLOR_IDS else 1189) + 7 * len(known))


def _apparel(costs: tuple[int, ...], grams: int) -> tuple[Size, ...]:
    names = ("S", "M", "L", "XL", "2XL")
    shares = (0.8, 0.87, 0.93, 1.0, 1.0)
    return tuple(
        Size(name, cost, share, grams + 15 * number)
        for number, (name, cost, share) in enumerate(zip(names, costs, shares, strict=True))
    )


def _plain(*entries: tuple[str, int, float, int]) -> tuple[Size, ...]:
    return tuple(Size(*entry) for entry in entries)


FRONT = Place("front", 4500, 5100)
WASH = "Machine wash: cold (max 30C or 90F)"

BLUEPRINTS: tuple[Blueprint, ...] = (
    Blueprint(6, "tee", "Unisex Heavy Cotton Tee", "Gildan", "5000", _apparel((1023, 1023, 1023, 1023, 1285), 180),
              (("Black", "1f1e20"), ("White", "f7f6f3"), ("Forest Green", "2f4a3c"), ("Heather Navy", "36415a"),
               ("Sand", "d8c8ad")), 12100, (FRONT, Place("back", 4500, 5100), Place("neck", 1050, 900)),
              ("Men's Clothing", "T-shirts", "DTG"), WASH),
    Blueprint(77, "hoodie", "Unisex Heavy Blend Hooded Sweatshirt", "Gildan", "18500",
              _apparel((2231, 2231, 2231, 2231, 2512), 480),
              (("Black", "201f22"), ("Maroon", "5b2231"), ("Sport Grey", "b6b6b8")), 32880, (FRONT, Place("back", 4500, 5100)),
              ("Hoodies", "DTG"), WASH, size_first=True),
    Blueprint(33, "bodysuit", "Infant Fine Jersey Bodysuit", "Rabbit Skins", "4424",
              _plain(("NB (0-3M)", 1182, 0.8, 70), ("6M", 1182, 0.9, 75), ("12M", 1182, 1.0, 80)),
              (("White", "faf9f5"), ("Butter", "f2e2a6"), ("Pink", "efc8ce")), 36900, (Place("front", 2100, 2400),),
              ("Kids", "Bodysuits", "DTG"), WASH),
    Blueprint(68, "mug", "Ceramic Mug", "Generic brand", "Mug", _plain(("11oz", 516, 0.85, 460), ("15oz", 744, 1.0, 590)),
              (("White", "fbfaf7"),), 33719, (Place("front", 2475, 1155),), ("Home & Living", "Mugs"), "Dishwasher safe"),
    Blueprint(553, "tote", "Cotton Tote Bag", "Liberty Bags", "OAD113", _plain(("One size", 1288, 1.0, 150)),
              (("Natural", "e8dec8"), ("Black", "232226")), 70100, (Place("front", 3150, 3150), Place("back", 3150, 3150)),
              ("Accessories", "Totes", "DTG"), "Spot clean"),
    Blueprint(282, "poster", "Matte Vertical Posters", "Generic brand", "Poster",
              _plain(("11″ x 14″", 648, 0.46, 60), ("16″ x 20″", 927, 0.67, 95), ("24″ x 36″", 1406, 1.0, 190)),
              (("Matte", "ffffff"),), 43135, (Place("front", 7200, 10800),), ("Home & Living", "Posters"), "Dust with a dry cloth",
              size_first=True, color_option=("Paper", "paper")),
    Blueprint(384, "sticker", "Kiss-Cut Stickers", "Generic brand", "Stickers",
              _plain(("2″ x 2″", 134, 0.34, 10), ("3″ x 3″", 149, 0.5, 10), ("4″ x 4″", 176, 0.67, 12), ("6″ x 6″", 236, 1.0, 15)),
              (("White", "ffffff"),), 45740, (Place("front", 1800, 1800),), ("Home & Living", "Stickers"), "Keep dry",
              size_first=True, color_option=("Type", "surface")),
    Blueprint(1447, "cap", "Classic Dad Cap", "Yupoong", "6245CM", _plain(("One size", 1612, 1.0, 90)),
              (("Black", "222124"), ("Khaki", "b8a485"), ("Navy", "26304b")), 105100, (Place("front", 1200, 525),),
              ("Accessories", "Hats", "Embroidery"), "Spot clean"),
)  # fmt: skip

BY_ID: dict[int, Blueprint] = {blueprint.id: blueprint for blueprint in BLUEPRINTS}
VARIANTS: dict[int, Variant] = {
    variant.id: variant for blueprint in BLUEPRINTS for variant in blueprint.variants
}


def picture_of(blueprint: Blueprint, color_code: str, design: str = "plain") -> str:
    """The name of the picture of a blank with a design on it."""
    return f"{blueprint.kind}-{color_code}-{design}.png"


def place_sizes(blueprint: Blueprint, variant: Variant) -> list[tuple[str, int, int]]:
    """Position, width and height in pixels of what can be printed on a variant."""
    share = variant.size.share
    return [
        (place.position, round(place.width * share), round(place.height * share))
        for place in blueprint.places
    ]
