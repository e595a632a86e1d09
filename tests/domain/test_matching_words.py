"""The same size and the same colour in many words; what is not exactly the same is not."""

import pytest

from podbridge_desktop.domain.matching.colours import colour_of
from podbridge_desktop.domain.matching.options import key_of, meaning_of
from podbridge_desktop.domain.matching.sizes import size_of
from podbridge_desktop.domain.matching.words import tokens


@pytest.mark.parametrize(
    ("size", "spellings"),
    [
        ("S", "S s small Small klein Klein petit pequeño piccolo mały P"),
        ("M", "M medium Mittel moyen mediano media middel średni"),
        ("L", "L large Groß grand grande groot duży G"),
        ("XL", "XL x-large X-Large xlarge GG"),
        ("2XL", "2XL XXL xx-large 2X XXLarge"),
        ("XS", "XS x-small PP"),
        ("3XL", "3XL XXXL 3X"),
    ],
)
def test_letters_and_words_of_a_size(size, spellings):
    assert {size_of(each) for each in spellings.split()} == {size}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Extra Large", "XL"), ("Size M", "M"), ("Größe: L", "L"), ("tres grand", "XL"),
        ("5-6Y", "5/6 years"), ("5-6 Jahre", "5–6 ans"), ("5-6 anni", "5-6 años"), ("5-6 lat", "5-6 jaar"),
        ("3-6m", "3-6 months"), ("3–6 Monate", "3-6 mois"), ("6M", "6 mesi"),
        ("EU 42", "42 EU"), ("EUR 42", "EU 42"), ("US 8,5", "8.5 us"),
        ('12×18"', "12x18 in"), ("12″×18″", "12 x 18 inches"), ('12" x 18"', "12×18 Zoll"),
        ("12x18 in", "30.48×45.72 cm"), ("30×45 cm", "300 x 450 mm"), ("A4", "21×29,7 cm"),
        ("11oz", "11 fl oz"), ("330 ml", "33cl"), ("One size", "Einheitsgröße"), ("S/M", "small / medium"),
    ],
)  # fmt: skip
def test_the_same_size_in_other_words(one, other):
    assert size_of(one) == size_of(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12×18″", "30×45 cm"), ("12×18″", "18×12″"), ("11 oz", "325 ml"), ("6M", "M"), ("EU 42", "US 42"),
        ("3-6m", "3-6y"), ("2XL", "3XL"), ("S", "XS"),
    ],
)  # fmt: skip
def test_what_is_nearly_the_same_is_another_size(one, other):
    assert size_of(one) != size_of(other)


@pytest.mark.parametrize(
    "value", ["", "X", "42", "2", "12x18", "Tall", "Mountain", "12x18 in cm", "4 S"]
)
def test_what_says_no_size_is_none(value):
    assert size_of(value) is None


@pytest.mark.parametrize(
    ("colour", "words"),
    [
        ("black", "black Schwarz noir noire negro negra nero zwart preto czarny Czarna"),
        ("white", "white Weiß blanc blanche blanco bianca wit branco biały"),
        ("grey", "gray grey Grau gris grigio grijs cinza szary"),
        ("green", "green grün gruen vert verte verde groen zielony"),
        ("blue", "blue blau bleu azul blu blauw niebieski"),
        ("pink", "pink rosa rose roze różowy"),
        ("dark grey", "dunkelgrau donkergrijs ciemnoszary"),
        ("navy", "navy marineblau marineblauw granatowy"),
    ],
)
def test_colours_of_eight_languages(colour, words):
    assert {colour_of(each) for each in words.split()} == {colour}


@pytest.mark.parametrize(
    ("one", "other"),
    [("dark gray", "gris foncé"), ("Light Blue", "azul claro"), ("Navy Blue", "bleu marine"), ("Schwarz/Weiß", "black & white")],
)  # fmt: skip
def test_colours_of_several_words(one, other):
    assert colour_of(one) == colour_of(other) is not None


def test_a_suppliers_own_names_are_equal_to_themselves_only():
    assert colour_of("Athletic Heather") is None
    assert meaning_of("Athletic Heather") == meaning_of("athletic  heather") != meaning_of("grey")
    assert meaning_of("Sport Gray") == meaning_of("Sport Grey") != meaning_of("Grey")


def test_what_is_told_twice_counts_once_and_a_bracket_of_its_own_stays():
    assert meaning_of("18×24 in (45.72×60.96 cm)") == meaning_of("18x24″")
    assert meaning_of("White (Matte)") != meaning_of("White (Glossy)")


def test_options_are_compared_without_their_names_and_order():
    german = (("Größe", "Mittel"), ("Farbe", "Schwarz"))
    assert key_of(german) == key_of((("Colors", "Black"), ("Sizes", "M")))
    assert key_of((("Title", "Default Title"),)) == key_of((("Size", "One size"),)) == frozenset()


def test_a_title_says_the_same_thing_in_other_words():
    assert tokens("The Mountain T-Shirt") == tokens("mountain tee") == {"mountain", "tee"}
    assert tokens("Tasse mit Berg") == {"mug", "berg"}
