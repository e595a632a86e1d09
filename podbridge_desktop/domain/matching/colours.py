"""What a colour says in eight languages: `colour_of('Schwarz') == colour_of('noir') == 'black'`.

Written by hand: the basic colours and the few more that shops for printed clothing name in every language (English,
German, French, Spanish, Italian, Dutch, Portuguese, Polish). A supplier's own names (“Athletic Heather”, “Sport Grey”)
stand in no table: they are equal only to themselves. `|` parts words, a `~` their endings: `noir~e` is noir and noire.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from podbridge_desktop.domain.matching.words import fold

# in the order of the languages above
_BASIC = {
    "black": "black|schwarz|noir~e|negr~o~a|ner~o~a|zwart|pret~o~a|czarn~y~a~e",
    "white": "white|weiss|blanc~he|blanc~o~a|bianc~o~a|wit|branc~o~a|bial~y~a~e",
    "grey": "grey|gray|grau|gris~e|grigi~o~a|grijs|cinz~a~ento|szar~y~a~e",
    "red": "red|rot|rouge|roj~o~a|ross~o~a|rood|vermelh~o~a|czerwon~y~a~e",
    "blue": "blue|blau|bleu~e|azul|blu|blauw|niebiesk~i~a~ie",
    "green": "green|grun|gruen|vert~e|verde|groen|zielon~y~a~e",
    "yellow": "yellow|gelb|jaune|amarill~o~a|giall~o~a|geel|amarel~o~a|zolt~y~a~e",
    "orange": "orange|naranja|arancione|arancio|oranje|laranja|pomaranczow~y~a~e",
    "pink": "pink|rosa|rose|roze|rozow~y~a~e",
    "purple": "purple|lila|violett|violet~te|morad~o~a|purpura|viola|paars|rox~o~a|fioletow~y~a~e",
    "brown": "brown|braun|marron|brun~e|marrone|bruin|marrom|castanh~o~a|brazow~y~a~e",
    "beige": "beige|bezow~y~a~e",
}
_MORE = {
    "navy": "navy|navy blue|marine|marineblau|dunkelblau marine|bleu marine|azul marino|marino|blu navy|blu marino|marineblauw"
    "|azul marinho|azul-marinho|granatow~y~a~e",
    "royal blue": "royal blue|true royal|konigsblau|koenigsblau|royalblau|bleu roi|bleu royal|azul real|blu reale|koningsblauw",
    "sky blue": "sky blue|himmelblau|bleu ciel|azul cielo|celeste|hemelsblauw|azul celeste|blekitn~y~a~e",
    "turquoise": "turquoise|turkis|tuerkis|turquesa|turchese|turkoois|turkusow~y~a~e",
    "burgundy": "burgundy|burgund|weinrot|bordeaux|burdeos|bordo|bordowy|bordeauxrood",
    "maroon": "maroon",
    "olive": "olive|oliv|olivgrun|vert olive|oliva|verde oliva|olijf|olijfgroen|oliwkow~y~a~e",
    "gold": "gold|dore|or|dorad~o~a|oro|goud|dourad~o~a|zlot~y~a~e",
    "silver": "silver|silber|argent|argente|plata|platead~o~a|argento|zilver|prata|pratead~o~a|srebrn~y~a~e",
    "cream": "cream|creme|crema|kremow~y~a~e",
    "natural": "natural|natur|naturel|naturale|naturaln~y~a~e",
    "transparent": "transparent|clear|durchsichtig|transparente|trasparente|transparant|przezroczyst~y~a~e",
}
_SHADES = {
    "dark": ("dark {}", "dunkel{}", "{} fonce", "{} oscuro", "{} scuro", "donker{}", "{} escuro", "ciemno{}"),
    "light": ("light {}", "hell{}", "{} clair", "{} claro", "{} chiaro", "licht{}", "jasno{}"),
}  # fmt: skip
_BETWEEN = re.compile(r"\s*(?:/|&|\+|,|\band\b|\bund\b|\bet\b)\s*")


def _spelled(words: str) -> Iterator[str]:
    for word in words.split("|"):
        stem, *endings = word.split("~")
        yield stem
        yield from (stem + ending for ending in endings)


def _table() -> dict[str, str]:
    found = {}
    for colour, words in _BASIC.items():
        for word in _spelled(words):
            found[word] = colour
            for shade, forms in _SHADES.items():
                found.update({form.format(word): f"{shade} {colour}" for form in forms})
    for colour, words in _MORE.items():
        found.update(dict.fromkeys(_spelled(words), colour))
    return found


_BY_WORD = _table()


def colour_of(value: str) -> str | None:
    """The colour's English name; of several (“Schwarz/Weiß”) all in their order. None where it is in no table."""
    text = fold(value)
    if text in _BY_WORD:
        return _BY_WORD[text]
    parts = [_BY_WORD.get(part) for part in _BETWEEN.split(text)]
    return " / ".join(part for part in parts if part) if len(parts) > 1 and all(parts) else None
