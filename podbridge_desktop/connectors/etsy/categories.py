"""Which of Etsy's categories a product belongs to: by what the supplier calls the thing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from podbridge_desktop.connectors.etsy import wire_listing as wire
from podbridge_desktop.connectors.etsy.identity import plain
from podbridge_desktop.connectors.etsy.listing_text import description
from podbridge_desktop.domain.listing_choices import Offer

# What a thing is called → how Etsy's leaves may be called, best first. The narrower words come first.
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"phone case|iphone case|samsung case", ("Phone Cases",)),
    (r"laptop sleeve", ("Laptop Sleeves", "Laptop Bags")),
    (r"mouse ?pad", ("Mouse Pads",)),
    (r"travel mug", ("Travel Mugs", "Mugs")),
    (r"tumbler", ("Tumblers & Water Glasses", "Tumblers", "Water Bottles")),
    (r"water bottle", ("Water Bottles",)),
    (r"\bmug", ("Mugs",)),
    (r"tote", ("Totes", "Tote Bags")),
    (r"backpack", ("Backpacks",)),
    (r"fanny pack", ("Fanny Packs",)),
    (r"canvas", ("Canvas Prints", "Prints", "Wall Hangings")),
    (r"poster|art print|framed print", ("Posters", "Prints", "Digital Prints", "Wall Hangings")),
    (r"sticker|decal", ("Stickers", "Decals")),
    (r"magnet", ("Magnets",)),
    (r"notebook|journal", ("Notebooks", "Journals & Notebooks", "Journals")),
    (r"greeting card|postcard", ("Greeting Cards", "Postcards")),
    (r"puzzle", ("Jigsaw Puzzles", "Puzzles")),
    (r"ornament", ("Ornaments",)),
    (r"blanket|throw\b", ("Blankets & Throws", "Blankets", "Throws")),
    (r"pillow|cushion", ("Decorative Pillows", "Throw Pillows")),
    (r"towel", ("Towels", "Beach Towels")),
    (r"apron", ("Aprons",)),
    (r"beanie", ("Beanies", "Winter Hats")),
    (r"\bcaps?\b|\bhats?\b", ("Baseball & Trucker Caps", "Baseball Caps", "Caps")),
    (r"\bsocks?\b", ("Socks",)),
    (r"legging", ("Leggings",)),
    (r"one-?piece|onesie|bodysuit", ("Bodysuits",)),
    (r"hoodie|hooded sweatshirt", ("Hoodies", "Hoodies & Sweatshirts")),
    (r"sweatshirt|crew ?neck sweat|jumper", ("Sweatshirts", "Hoodies & Sweatshirts")),
    (r"tank", ("Tanks", "Tank Tops")),
    (r"t-?shirt|\btees?\b|\bshirt", ("T-shirts",)),
)
# Among leaves of one name: for everybody, before those for some.
_PLACES = ("gender-neutral adult", "unisex", "home & living", "women", "men")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A category that listings may be in, with the names on the way to it."""

    id: int
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path[-1]


def leaves(nodes: Iterable[wire.Category], above: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Every leaf of the tree: a node in the middle is refused as a listing's category."""
    for node in nodes:
        path = (*above, plain(node.name))
        if node.children:
            yield from leaves(node.children, path)
        else:
            yield Leaf(node.id, path)


@lru_cache(maxsize=2)
def offers(tree: tuple[Leaf, ...]) -> tuple[Offer, ...]:
    """Each leaf under its whole way."""
    return tuple(Offer(str(leaf.id), " > ".join(leaf.path)) for leaf in tree)


def guessed(title: str, markup: str, tree: Iterable[Leaf]) -> Leaf | None:
    """By the words of the title, else by the first that the description uses."""
    known = list(tree)
    for text in (title, description(markup)[:400]):
        for words, names in _KINDS:
            if re.search(words, text, re.IGNORECASE) and (found := _first(names, known)):
                return found
    return None


def _first(names: tuple[str, ...], known: list[Leaf]) -> Leaf | None:
    for name in names:
        same = [leaf for leaf in known if _folded(leaf.name) == _folded(name)]
        if same:
            return min(same, key=_rank)
    return None


def _rank(leaf: Leaf) -> tuple[int, int, int]:
    way = " ".join(leaf.path).casefold()
    place = next((number for number, words in enumerate(_PLACES) if words in way), len(_PLACES))
    return place, len(leaf.path), leaf.id


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
