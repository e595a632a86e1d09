"""The catalog: blanks to print on, with their variants, print areas and costs. Ids follow the real catalog where we know them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Area:
    """A place to print on: name in files and mockups, title, size in inches."""

    placement: str
    title: str
    width: float
    height: float
    price: str = "0.00"


@dataclass(frozen=True, slots=True)
class Variant:
    """One size and colour of a blank. `price` is what Printful asks for it, in US dollars."""

    id: int
    product_id: int
    size: str
    color: str
    color_code: str
    price: str


@dataclass(frozen=True)
class Blank:
    """A catalog product. `kind` names its silhouette in the pictures."""

    id: int
    kind: str
    category: int
    type: str
    type_name: str
    title: str
    brand: str | None
    model: str
    technique: str
    areas: tuple[Area, ...]
    sizes: tuple[tuple[str, str], ...]
    colors: tuple[tuple[str, str], ...]
    first_variant: int
    material: str
    origin: str
    first_parcel: str
    each_more: str
    dpi: int = 150
    in_stock_on_demand: bool = False

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """All sizes of the first colour, then of the next."""
        made = []
        for number, (color, code) in enumerate(self.colors):
            for place, (size, price) in enumerate(self.sizes):
                ident = self.first_variant + number * len(self.sizes) + place
                made.append(Variant(ident, self.id, size, color, code, price))
        return tuple(made)

    def name_of(self, variant: Variant) -> str:
        """The variant's name as the catalog writes it."""
        parts = [part for part in (variant.color, variant.size) if part]
        return f"{self.title} ({' / '.join(parts)})"


FRONT = Area("front", "Front print", 12, 16)
BACK = Area("back", "Back print", 12, 16, "5.95")
LABEL = Area("label_inside", "Inside label", 3, 3, "2.49")
CHEST = Area("embroidery_chest_left", "Left chest", 4, 4, "2.60")
TEE_SIZES = (("S", "11.69"), ("M", "11.69"), ("L", "11.69"), ("XL", "11.69"), ("2XL", "13.64"))
HOODIE_SIZES = (("S", "22.50"), ("M", "22.50"), ("L", "22.50"), ("XL", "22.50"), ("2XL", "24.45"))
BABY_SIZES = (("3-6m", "14.95"), ("6-12m", "14.95"), ("12-18m", "14.95"), ("18-24m", "14.95"))

BLANKS: tuple[Blank, ...] = (
    Blank(71, "tee", 24, "T-SHIRT", "T-Shirt", "Unisex Staple T-Shirt | Bella + Canvas 3001", "Bella + Canvas",
          "3001 Unisex Short Sleeve Jersey T-Shirt", "dtg", (FRONT, BACK, LABEL), TEE_SIZES,
          (("White", "#f7f6f2"), ("Black", "#1d1c1f"), ("Navy", "#232b43"), ("Sage", "#9aa893"), ("Asphalt", "#52514f"),
           ("Mustard", "#d9a441")), 4011, "cotton", "Nicaragua", "4.75", "2.20"),
    Blank(146, "hoodie", 28, "SWEATSHIRT", "Hoodie", "Unisex Heavy Blend Hoodie | Gildan 18500", "Gildan",
          "18500 Unisex Heavy Blend Hooded Sweatshirt", "dtg", (FRONT, BACK), HOODIE_SIZES,
          (("Black", "#1f1e21"), ("Sport Grey", "#b3b3b5"), ("Forest", "#26403a"), ("Maroon", "#5e2130")), 5522,
          "cotton", "Honduras", "8.49", "2.50"),
    Blank(19, "mug", 112, "MUG", "Mug", "White Glossy Mug", None, "White Glossy Mug", "sublimation",
          (Area("default", "Print file", 9, 3.5),), (("11 oz", "5.95"), ("15 oz", "7.95")), (("White", "#fbfaf7"),), 1320,
          "ceramic", "China", "6.49", "3.95", 300),
    Blank(367, "tote", 181, "TOTE-BAG", "Tote bag", "Eco Tote Bag | Econscious EC8000", "Econscious", "EC8000", "dtg",
          (Area("default", "Print file", 10, 10),), (("One size", "14.95"),),
          (("Black", "#232225"), ("Oyster", "#e6dcc6")), 10457, "cotton", "India", "4.25", "1.50"),
    Blank(1, "poster", 55, "POSTER", "Poster", "Enhanced Matte Paper Poster (in)", None, "Enhanced Matte Paper Poster (in)",
          "digital", (Area("default", "Print file", 18, 24),),
          (("18″×24″", "11.50"), ("24″×36″", "16.50"), ("12″×18″", "9.00"), ("8″×10″", "6.50")), (("", "#ffffff"),), 1,
          "paper", "United States", "4.99", "0.00", 300),
    Blank(206, "cap", 42, "HAT", "Dad hat", "Classic Dad Hat | Yupoong 6245CM", "Yupoong", "6245CM", "embroidery",
          (Area("embroidery_front", "Front", 4, 1.75),), (("One size", "14.50"),),
          (("Black", "#212023"), ("Khaki", "#b7a283"), ("Navy", "#252f4a"), ("Pink", "#e7b6bd"), ("White", "#f6f5f1")),
          7853, "cotton", "Vietnam", "4.39", "1.35", 300),
    Blank(358, "sticker", 207, "STICKER", "Kiss cut stickers", "Kiss-Cut Stickers", None, "Kiss-Cut Stickers", "digital",
          (Area("default", "Print file", 4, 4),), (("3″×3″", "2.45"), ("4″×4″", "2.63"), ("5.5″×5.5″", "2.81")),
          (("White", "#ffffff"),), 10163, "vinyl", "United States", "4.05", "0.05", 300),
    Blank(285, "bodysuit", 91, "BABY-BODYSUIT", "Baby bodysuit", "Baby Short Sleeve Bodysuit | Rabbit Skins 4400",
          "Rabbit Skins", "4400", "dtg", (Area("front", "Front print", 6, 6),), BABY_SIZES,
          (("White", "#faf9f5"), ("Butter", "#f3e3a8"), ("Light Blue", "#bfd6e6"), ("Pink", "#f0c9cf")), 8827, "cotton",
          "Nicaragua", "4.25", "1.15"),
    Blank(382, "bottle", 112, "MUG", "Water bottle", "Stainless Steel Water Bottle", None, "Stainless Steel Water Bottle",
          "uv", (Area("default", "Print file", 9, 5.5),), (("17 oz", "19.50"),), (("White", "#f4f3ef"),), 10798, "steel",
          "China", "6.99", "4.99", 300, in_stock_on_demand=True),
)  # fmt: skip

BY_ID: dict[int, Blank] = {blank.id: blank for blank in BLANKS}
VARIANTS: dict[int, Variant] = {
    variant.id: variant for blank in BLANKS for variant in blank.variants
}
CATEGORIES: tuple[tuple[int, int, str], ...] = (
    (1, 0, "Men’s clothing"), (4, 0, "Accessories"), (5, 0, "Home & living"), (3, 0, "Kids’ & youth clothing"),
    (24, 1, "T-shirts"), (28, 1, "Hoodies"), (42, 4, "Hats"), (181, 4, "Tote bags"), (55, 5, "Posters"), (112, 5, "Mugs"),
    (207, 5, "Stickers"), (91, 3, "Baby bodysuits"),
)  # fmt: skip
TECHNIQUES = {
    "dtg": ("DTG", "DTG printing"),
    "sublimation": ("SUBLIMATION", "Sublimation"),
    "digital": ("DIGITAL", "Digital printing"),
    "embroidery": ("EMBROIDERY", "Embroidery"),
    "uv": ("UV", "UV printing"),
}


def picture_of(blank: Blank, color_code: str, design: str = "plain") -> str:
    """The path, below the vendor's address, of a picture of this blank with a design on it."""
    return f"pictures/{blank.kind}-{color_code.lstrip('#')}-{design}.png"
