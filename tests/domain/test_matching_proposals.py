"""What is proposed, how sure it is, and the reason in words; two answers that are equally good are never sure."""

from podbridge_desktop.domain.catalog import (
    StoreListing,
    StoreVariant,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.matching.proposals import Confidence, Matching, at_least
from podbridge_desktop.domain.matching.shelf import Made

NAMES = {"pf": "Printful", "py": "Printify"}


def in_store(title, *variants):
    return StoreListing(title, title, variants)


def v(id_, sku="", **options):
    return StoreVariant(id_, sku, tuple(options.items()))


def made(title, *variants, by="pf"):
    return Made(by, SupplierProduct(title, title, variants))


def p(id_, sku="", reference="", **options):
    return SupplierVariant(id_, id_, tuple(options.items()), sku, store_reference=reference)


def tee(title="Mountain Tee", by="pf", prefix="p"):
    return made(title, *(p(f"{prefix}-{c}-{s}", Color=c, Size=s) for c in ("Black", "White") for s in ("S", "M", "2XL")), by=by)  # fmt: skip


def proposed(listings, makers, known=()):
    found = Matching(makers, NAMES).propose(
        "store", listings, {link.listing_variant_id: link for link in known}
    )
    return {
        each.link.listing_variant_id: (
            each.link.supplier_variant_id, str(each.confidence), each.reason,
        )
        for each in found
    }  # fmt: skip


def linked(variant, supplier_variant, by="pf"):
    return VariantLink("store", variant, LinkKind.LINKED, by, supplier_variant)


def test_an_equal_sku_is_certain():
    found = proposed([in_store("Anything", v("1", "TEE-M"))], [made("Tee", p("p1", "TEE-M"))])
    assert found == {"1": ("p1", "certain", "same SKU")}


def test_the_suppliers_own_reference_is_certain():
    makers = [made("Tee", p("p1", "OTHER", reference="1"))]
    assert proposed([in_store("Hat", v("1", "X"))], makers) == {
        "1": ("p1", "certain", "linked at Printful")
    }


def test_options_in_another_language_under_the_same_title_are_likely():
    listing = in_store("Mountain Tee", v("1", Farbe="Schwarz", Größe="XXL"))
    assert proposed([listing], [tee()]) == {
        "1": ("p-Black-2XL", "likely", "same title, Schwarz / XXL = Black / 2XL")
    }


def test_a_shops_own_long_title_is_alike():
    listing = in_store("Mountain T-Shirt – Unisex Cotton, Gift for Hikers", v("1", Color="Black", Size="M"))  # fmt: skip
    makers = [tee(), tee("Harbour Tee", prefix="h"), made("Mountain Mug", p("m", Size="11 oz"))]
    assert proposed([listing], makers)["1"] == (
        "p-Black-M", "likely", "title alike, both Black / M",
    )  # fmt: skip


def test_two_products_that_fit_equally_well_are_unsure():
    listing = in_store("Mountain Tee", v("1", Color="Black", Size="M"))
    found = proposed([listing], [tee(), tee(by="py", prefix="q")])
    assert found["1"] == (
        "p-Black-M", "unsure",
        "same title, both Black / M, but another product fits as well: “Mountain Tee”",
    )  # fmt: skip


def test_two_supplier_variants_that_fit_equally_well_are_unsure():
    two = made("Mountain Tee", p("p1", Size="M", Color="Grey"), p("p2", Size="M", Color="Gray"))
    found = proposed([in_store("Mountain Tee", v("1", Size="M", Color="Grau"))], [two])
    assert found["1"][1:] == (
        "unsure", "same title, M / Grau = M / Grey, but 2 variants fit as well as each other",
    )  # fmt: skip


def test_of_two_that_mean_the_same_the_one_of_the_same_words_is_likely():
    two = made("Mountain Tee", p("p1", Size="M", Color="Rosa"), p("p2", Size="M", Color="Pink"))
    found = proposed([in_store("Mountain Tee", v("1", Size="M", Color="pink"))], [two])
    assert found["1"][:2] == ("p2", "likely")


def test_two_variants_of_a_listing_that_fit_one_are_unsure():
    listing = in_store("Mountain Tee", v("1", C="Black", S="M"), v("2", C="Schwarz", S="M"))
    found = proposed([listing], [tee()])
    assert {each[1] for each in found.values()} == {"unsure"}
    assert "another variant of this listing fits it as well" in found["2"][2]


def test_a_sku_that_stands_twice_is_unsure_at_best():
    makers = [made("Tee", p("p1", "T")), made("Mug", p("p2", "T"))]
    assert proposed([in_store("Scarf", v("1", "T"))], makers) == {
        "1": ("p1", "unsure", "same SKU, but 2 variants of the suppliers have it")
    }


def test_a_sku_that_is_written_otherwise_is_likely():
    found = proposed([in_store("Scarf", v("1", "tee m"))], [made("Tee", p("p1", "TEE-M"))])
    assert found == {
        "1": (
            "p1",
            "likely",
            "SKU alike, tee m = TEE-M, its listing is this product, the only variant",
        )
    }


def test_options_against_a_sku_are_unsure():
    makers = [tee(), made("Mug", p("mug", "TEE-M", Size="11 oz"))]
    found = proposed([in_store("Mountain Tee", v("1", "tee-m", Color="Black", Size="M"))], makers)
    assert found["1"] == (
        "p-Black-M", "unsure", "same title, both Black / M, but another variant has its SKU",
    )  # fmt: skip


def test_what_is_linked_already_says_which_product_it_is():
    listing = in_store("Bergwelt", v("1", Color="Black", Size="S"), v("2", Color="Black", Size="M"))  # fmt: skip
    assert proposed([listing], [tee()]) == {}
    found = proposed([listing], [tee()], [linked("1", "p-Black-S")])
    assert found == {"2": ("p-Black-M", "likely", "its listing is this product, both Black / M")}


def test_a_variant_that_another_of_the_listing_is_already_is_not_proposed_again():
    listing = in_store("Mountain Tee", v("1", Color="Black", Size="S"), v("2", Color="Schwarz", Size="Small"))  # fmt: skip
    assert proposed([listing], [tee()], [linked("1", "p-Black-S")]) == {}


def test_what_one_side_does_not_speak_of_does_not_matter():
    mug = made("Sunrise Mug", p("m", Color="White", Size="11 oz"))
    assert proposed([in_store("Sunrise Mug", v("1", Title="Default Title"))], [mug])["1"][:2] == ("m", "likely")  # fmt: skip
    sizes = made("Tee", *(p(s, Color="White", Size=s) for s in ("S", "M")))
    found = proposed([in_store("Tee", v("1", Size="small"), v("2", Size="medium"))], [sizes])
    assert {k: each[0] for k, each in found.items()} == {"1": "S", "2": "M"}


def test_what_both_sides_say_otherwise_is_not_proposed():
    white = made("Tee", *(p(s, Color="White", Size=s) for s in ("S", "M")))
    black = in_store("Tee", v("1", Color="Black", Size="S"), v("2", Color="Black", Size="M"))
    assert proposed([black], [white]) == {}


def test_a_colour_in_the_title_counts():
    found = proposed([in_store("Mountain Tee black", v("1", Size="S"), v("2", Size="M"))], [tee()])
    assert {k: each[0] for k, each in found.items()} == {"1": "p-Black-S", "2": "p-Black-M"}


def test_only_a_little_alike_is_unsure_and_unlike_is_nothing():
    listing = in_store("Mountain Sunset Print", v("1", Color="Black", Size="M"))
    others = [made(f"Thing {n}", p(f"x{n}", Size="M")) for n in range(9)]
    found = proposed([listing], [tee(), *others])
    assert found["1"][1:] == (
        "unsure", "title a little alike, both Black / M, but the titles differ",
    )  # fmt: skip
    assert proposed([in_store("Beeswax Candle", v("1", Color="Black", Size="M"))], [tee()]) == {}


def test_what_is_linked_or_not_ours_is_left_alone():
    listing = in_store("Mountain Tee", v("1", Color="Black", Size="M"))
    mark = VariantLink("store", "1", LinkKind.NOT_OURS)
    assert proposed([listing], [tee()], [mark]) == {}


def test_as_sure_as_likely_or_surer():
    listing = in_store("Mountain Tee", v("1", "A", C="Black", S="M"), v("2", C="White", S="M"), v("3", C="Weiß", S="M"))  # fmt: skip
    found = Matching([tee(), made("Other", p("o", "A"))], NAMES).propose("store", [listing], {})
    counts = [len(at_least(found, confidence)) for confidence in Confidence]
    assert counts == [1, 1, 3]


def test_the_product_whose_whole_title_is_said_wins_over_one_that_is_said_in_part():
    listing = in_store("Starlit Anchor Tee, a Gift for Sailors", v("1", Color="Black", Size="M"))
    found = proposed([listing], [tee("Starlit Anchor Hoodie", prefix="h"), tee("Starlit Anchor Tee")])  # fmt: skip
    assert found["1"][:2] == ("p-Black-M", "likely")
