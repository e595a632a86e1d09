"""Links that nobody can doubt; a guess would print the wrong thing."""

from podbridge_desktop.domain.mapping import LinkCandidate, LinkKind, certain_links


def ours(variant, sku="", reference=""):
    return LinkCandidate("store", variant, sku, reference)


def theirs(variant, sku="", reference="", supplier="printful"):
    return LinkCandidate(supplier, variant, sku, reference)


def found(listing, supplier):
    return [
        (link.listing_variant_id, link.supplier_id, link.supplier_variant_id)
        for link in certain_links("store", listing, supplier)
    ]


def test_one_equal_sku_on_each_side_links():
    assert found([ours("v1", "TEE-M"), ours("v2", "TEE-L")], [theirs("p1", "TEE-M")]) == [
        ("v1", "printful", "p1")
    ]


def test_the_link_says_which_store_and_that_it_is_linked():
    (link,) = certain_links("store", [ours("v1", "TEE")], [theirs("p1", "TEE")])
    assert (link.store_id, link.kind) == ("store", LinkKind.LINKED)


def test_a_vendors_exact_reference_needs_no_sku_and_wins_over_one():
    supplier = [theirs("p1", "OTHER", reference="v1"), theirs("p2", "TEE")]
    assert found([ours("v1", "TEE")], supplier) == [("v1", "printful", "p1")]


def test_a_sku_that_stands_twice_links_nothing():
    twice_there = [theirs("p1", "TEE"), theirs("p2", "TEE")]
    assert found([ours("v1", "TEE")], twice_there) == []
    assert found([ours("v1", "TEE"), ours("v2", "TEE")], [theirs("p1", "TEE")]) == []


def test_the_same_sku_at_two_suppliers_links_nothing():
    two = [theirs("p1", "TEE"), theirs("q1", "TEE", supplier="printify")]
    assert found([ours("v1", "TEE")], two) == []


def test_a_reference_that_two_variants_claim_links_nothing_even_by_sku():
    two = [theirs("p1", "TEE", reference="v1"), theirs("p2", "CUP", reference="v1")]
    assert found([ours("v1", "TEE")], two) == []


def test_no_sku_links_with_no_sku():
    assert found([ours("v1")], [theirs("p1")]) == []


def test_letter_case_and_blanks_make_another_sku():
    assert found([ours("v1", "tee")], [theirs("p1", "TEE"), theirs("p2", "tee ")]) == []
