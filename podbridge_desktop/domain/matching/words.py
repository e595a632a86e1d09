"""Words as matching compares them: without letter case, accents and spelling of signs; and the same thing in other words.

The table is written by hand from everyday words in English, German, French, Spanish, Italian, Dutch, Portuguese and
Polish. A word that means two things in them stands in no table.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SIGNS = str.maketrans({
    "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "×": "x", "–": "-", "—": "-", "‑": "-",
    "″": '"', "”": '"', "“": '"', "„": '"', "′": "'", "’": "'", "‘": "'",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")

_THINGS = {
    "tee": "tees tshirt tshirts shirt shirts t-shirt t-shirts camiseta camisetas maglietta maglia koszulka",
    "hoodie": "hoodies kapuzenpullover kapuzenpulli bluza-z-kapturem",
    "sweatshirt": "sweatshirts sweater pullover felpa sudadera trui bluza",
    "mug": "mugs cup cups tasse tassen becher taza tazza mok mokken caneca kubek",
    "poster": "posters plakat poster-s affiche affiches cartel plakaty",
    "bag": "bags tote totes tasche beutel sac bolsa borsa tas torba tote-bag",
    "cap": "caps hat hats kappe mutze muetze casquette gorra cappello pet bone czapka",
    "sticker": "stickers aufkleber autocollant autocollants pegatina adesivo adesivi naklejka naklejki",
    "bodysuit": "bodysuits onesie onesies strampler body bodi",
    "bottle": "bottles flasche gourde botella bottiglia fles garrafa butelka",
    "pillow": "pillows cushion kissen coussin cojin cuscino kussen almofada poduszka",
}
_LITTLE = (
    "a an and the of for with in on by to from und mit fur fuer der die das et de la le les du des pour avec un une y el"
    " los las con para e il lo gli di per een het van met o os as do da com z i na dla"
)
_FILLING = frozenset(_LITTLE.split())
_SAME = {word: thing for thing, words in _THINGS.items() for word in words.split()}


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The same text without letter case, accents, kinds of dashes and quotes, and spare blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SIGNS)).translate(_SIGNS)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


@lru_cache(maxsize=65_536)
def tokens(title: str) -> frozenset[str]:
    """What a title says: its words, the same thing under one word, without the little words between them."""
    folded = re.sub(r"\bt[ -]?shirt", "tshirt", fold(title))
    words = (_SAME.get(word, word) for word in _WORD.findall(folded))
    return frozenset(word for word in words if word not in _FILLING)
