"""All that suppliers can make, laid out so that a listing finds the few products it may be."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from podbridge_desktop.domain.catalog import SupplierProduct, SupplierVariant
from podbridge_desktop.domain.matching.options import Key, constant, key_of
from podbridge_desktop.domain.matching.words import fold, tokens

_ALIKE_AT_MOST = 200  # products looked at for one title; rare words come first
_NOT_IN_A_SKU = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Made:
    """A product as one supplier makes it."""

    supplier_id: str
    product: SupplierProduct


@dataclass(frozen=True, slots=True)
class Place:
    """A supplier variant on the shelf."""

    product: int  # its product's number on the shelf
    variant: SupplierVariant


class Laid:
    """One product with its variants by what their options say."""

    def __init__(self, made: Made) -> None:
        self.supplier_id = made.supplier_id
        self.title = made.product.title
        self.words = tokens(self.title)
        self.variants = made.product.variants
        self.by_key: dict[Key, list[SupplierVariant]] = defaultdict(list)
        for variant in self.variants:
            self.by_key[key_of(variant.options)].append(variant)
        self.constant = constant(self.by_key)
        self.short: dict[Key, list[SupplierVariant]] = defaultdict(list)
        for key, variants in self.by_key.items():
            self.short[key - self.constant] += variants
        self.said = frozenset[str]().union(*self.by_key)


class Shelf:
    """Products by the words of their titles, variants by SKU. Built once for a whole store."""

    def __init__(self, makers: Iterable[Made]) -> None:
        self.products: Sequence[Laid] = [Laid(made) for made in makers]
        self.by_id: dict[tuple[str, str], Place] = {}
        self._by_sku: dict[str, list[Place]] = defaultdict(list)
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for number, laid in enumerate(self.products):
            for word in laid.words:
                self._with_word[word].append(number)
            for variant in laid.variants:
                place = Place(number, variant)
                self.by_id[laid.supplier_id, variant.remote_id] = place
                if sku := plain_sku(variant.sku):
                    self._by_sku[sku].append(place)
        many = len(self.products)
        self._unheard = log(2 + many)
        self._weights = {
            word: log(2 + many / (1 + len(where))) for word, where in self._with_word.items()
        }

    def with_sku(self, sku: str) -> Sequence[Place]:
        """Variants whose SKU is the same but for letter case, dashes and blanks."""
        plain = plain_sku(sku)
        return self._by_sku.get(plain, ()) if plain else ()

    def alike(self, title: str) -> dict[int, float]:
        """Products that share words with a title, each with how alike it is: 0 to 1, rare words count for more."""
        words = tokens(title)
        found: Counter[int] = Counter()
        for word in sorted(words, key=lambda word: (len(self._with_word.get(word, ())), word)):
            if len(found) >= _ALIKE_AT_MOST:
                break
            found.update(self._with_word.get(word, ()))
        folded = fold(title)
        return {number: self._likeness(words, folded, number) for number in found}

    def _likeness(self, words: frozenset[str], folded: str, number: int) -> float:
        laid = self.products[number]
        if fold(laid.title) == folded:
            return 1.0
        common = self._weight(words & laid.words)
        whole = self._weight(words | laid.words)
        theirs = self._weight(laid.words)
        return 0.0 if not common else 0.99 * (common / whole + common / theirs) / 2

    def _weight(self, words: Iterable[str]) -> float:
        """Rare words weigh more."""
        return sum(self._weights.get(word, self._unheard) for word in words)


def plain_sku(sku: str) -> str:
    """A SKU without letter case and signs."""
    return _NOT_IN_A_SKU.sub("", sku.casefold())
