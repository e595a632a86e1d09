"""What a size says, whatever the language and the spelling: `size_of('XX-Large') == size_of('2XL')`.

Lengths are equal only where they are exactly (1 in = 25.4 mm; ISO 216 for A4 and its like): 12×18″ is 30.48×45.72 cm
and not 30×45 cm, which suppliers sell as another poster. The words are written by hand from everyday use in English,
German, French, Spanish, Italian, Dutch, Portuguese and Polish; P, G and GG are Brazil's letters.
"""

from __future__ import annotations

import re
from fractions import Fraction

from podbridge_desktop.domain.matching.words import fold

ONE_SIZE = "one size"
_WORDS = {
    "XS": "extra small|extrasmall|sehr klein|tres petit|muy pequeno|pp|extra klein",
    "S": "small|klein|petit|petite|pequeno|pequena|piccolo|piccola|maly|mala|male|p",
    "M": "medium|mittel|moyen|moyenne|mediano|mediana|medio|media|middel|gemiddeld|sredni|srednia|srednie",
    "L": "large|gross|grand|grande|groot|duzy|duza|duze|g",
    "XL": "extra large|extralarge|sehr gross|extra gross|tres grand|extra grande|muy grande|extra groot|bardzo duzy|gg",
    ONE_SIZE: "one size|onesize|one size fits all|one size fits most|os|einheitsgrosse|einheitsgroesse|taille unique|talla unica"
    "|taglia unica|tamanho unico|een maat|uniwersalny|rozmiar uniwersalny|default title|standard",
}
_BY_WORD = {word: size for size, words in _WORDS.items() for word in words.split("|")}
_BEFORE = re.compile(
    r"^(?:size|grosse|groesse|gr\.?|taille|talla|taglia|maat|tamanho|rozmiar)[ :]+(?=\S)"
)
_LETTER = re.compile(r"(?:(\d)[ -]?)?(x*)[ -]?(s|small|m|medium|l|large)?")
_SPAN = r"(\d+)(?: ?[-/] ?(\d+))?"
_YEARS = re.compile(_SPAN + r" ?-?(?:y|yr|yrs|years?|jahren?|ans|anos?|anni|jaar|lat|yo)\.?")
_MONTHS = re.compile(
    _SPAN + r" ?-?(?:m|mo|mos|mths?|months?|monate?n?|mois|meses|mesi|maanden|mies\.?|miesiecy)"
)
_NUMBERED = re.compile(r"(?:(eur?|us|uk) ?)?(\d{1,2}(?:[.,]5)?)(?: ?(eur?|us|uk))?")
_OUNCES = re.compile(r"(\d+(?:[.,]\d+)?)[ -]?(?:fl\.? ?)?(?:oz|ounces?|unzen?)\.?")
_LITRES = re.compile(r"(\d+(?:[.,]\d+)?) ?(ml|cl|l)")
_UNIT = r"(\"|''|in\.?|inch|inches|zoll|pouces?|pulgadas?|pollici|polegadas?|cali|cm|mm)?"
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_SIDES = re.compile(rf"{_NUMBER} ?{_UNIT} ?[x*] ?{_NUMBER} ?{_UNIT}(?: ?[x*] ?{_NUMBER} ?{_UNIT})?")
_MILLIMETRES = {"cm": Fraction(10), "mm": Fraction(1)}
_INCH = Fraction(254, 10)
_ISO_216 = {"a0": (841, 1189), "a1": (594, 841), "a2": (420, 594), "a3": (297, 420), "a4": (210, 297),
            "a5": (148, 210), "a6": (105, 148)}  # fmt: skip


def size_of(value: str) -> str | None:
    """A name for the size under which every spelling of it stands; None where this is no size that we know."""
    text = _BEFORE.sub("", fold(value))
    if text in _BY_WORD:
        return _BY_WORD[text]
    parts = text.split("/")
    if len(parts) == 2 and all(letters := [_letter(part.strip()) for part in parts]):
        return "/".join(filter(None, letters))
    return _letter(text) or _age(text) or _sides(text) or _volume(text) or _numbered(text)


def _letter(text: str) -> str | None:
    found = _LETTER.fullmatch(text)
    if found is None or not text:
        return None
    count, crosses, word = found.groups()
    if word is None:  # 2X is a plus size; X and a bare number say nothing
        return f"{count}XL" if count and crosses == "x" else None
    letter = word[0].upper()
    many = int(count) if count else len(crosses)
    if (count and crosses != "x") or (letter == "M" and many):
        return None
    return letter if not many else f"{'' if many == 1 else many}X{letter}"


def _age(text: str) -> str | None:
    for form, unit in ((_MONTHS, "months"), (_YEARS, "years")):
        if found := form.fullmatch(text):
            low, high = found.groups()
            return f"{low}-{high} {unit}" if high else f"{low} {unit}"
    return None


def _sides(text: str) -> str | None:
    if text in _ISO_216:
        return _named([Fraction(side) for side in _ISO_216[text]])
    found = _SIDES.fullmatch(text)
    if found is None:
        return None
    numbers = [word for word in found.groups()[0::2] if word]
    units = [word.rstrip(".") for word in found.groups()[1::2] if word]
    kinds = {unit if unit in _MILLIMETRES else "in" for unit in units}
    if len(kinds) != 1:
        return None
    length = _MILLIMETRES.get(kinds.pop(), _INCH)
    return _named([Fraction(number.replace(",", ".")) * length for number in numbers])


def _named(sides: list[Fraction]) -> str:
    return "x".join(str(side) for side in sides) + " mm"


def _volume(text: str) -> str | None:
    if found := _OUNCES.fullmatch(text):
        return f"{Fraction(found[1].replace(',', '.'))} oz"
    if found := _LITRES.fullmatch(text):
        times = {"ml": 1, "cl": 10, "l": 1000}[found[2]]
        return f"{Fraction(found[1].replace(',', '.')) * times} ml"
    return None


def _numbered(text: str) -> str | None:
    """EU 42, US 9, UK 8.5; a bare number is the size of whoever wrote it."""
    found = _NUMBERED.fullmatch(text)
    if found is None or bool(found[1]) == bool(found[3]):
        return None
    return f"{(found[1] or found[3])[:2].upper()} {found[2].replace(',', '.')}"
