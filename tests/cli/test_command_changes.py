"""changes, undo-push and follow-stock, by a script and in words."""

import pytest

from tests.support.command import STORE


@pytest.fixture
def pushed(shop):
    """One product stands in the store."""
    shop.open(products=0)
    product = next(each for each in shop.run.json("products") if len(each["variants"]) > 1)
    shop.run.json("push", str(product["id"]), "--to", STORE)
    return product


def dearer(shop, product, price):
    """Its first variant costs something else from now on."""
    variant = product["variants"][0]["id"]
    (blank,) = (
        int(each["variant_id"])
        for sync in shop.world.printful.book.products.values()
        for each in sync["variants"]
        if str(each["id"]) == variant
    )
    shop.world.printful.set_price(blank, price)
    shop.run.json("sync")


def test_changes_are_told_with_their_effect(shop, pushed):
    assert shop.run.json("changes") == []
    assert "as it was agreed" in shop.run("changes").out
    dearer(shop, pushed, "19.75")
    (listing,) = shop.run.json("changes", "--store", STORE)
    assert (listing["product"], listing["store"]) == (pushed["id"], STORE)
    (change,) = listing["changes"]
    assert (change["kind"], change["now"]) == ("cost", "19.75 USD")
    assert float(change["margin_now"]["amount"]) < float(change["margin_before"]["amount"])
    said = shop.run("changes").out
    assert "costs now 19.75 USD" in said
    assert "left of a sale" in said


def test_applied_they_reach_the_store(shop, pushed):
    dearer(shop, pushed, "19.75")
    (listing,) = shop.run.json("changes", str(pushed["id"]), "--apply")
    assert listing["state"] in {"live", "draft"}
    assert shop.run.json("changes") == []


def test_kept_they_are_not_told_again(shop, pushed):
    dearer(shop, pushed, "19.75")
    assert len(shop.run.json("changes", "--keep")) == 1
    assert shop.run.json("changes") == []


def test_both_at_once_is_no_answer(shop):
    assert shop.run("changes", "--apply", "--keep").code == 2


def test_a_push_is_undone(shop, pushed):
    product = str(pushed["id"])
    refused = shop.run("undo-push", product, "--to", STORE)
    assert (refused.code, "was new with the last push" in refused.err) == (1, True)
    shop.run.json("push", product, "--to", STORE, "--times", "5")
    done = shop.run.json("undo-push", product, "--to", STORE)
    assert (done["product"], done["state"]) == (pushed["id"], "live")
    assert "shows again what it showed" in shop.run("undo-push", product, "--to", STORE).out


def test_a_product_that_is_not_there_cannot_be_undone(shop):
    shop.open(products=0)
    product = str(shop.run.json("products")[0]["id"])
    refused = shop.run("undo-push", product, "--to", STORE)
    assert (refused.code, "never pushed from here" in refused.err) == (1, True)


def test_stock_is_followed_or_left_alone(shop):
    shop.connect("shopify", STORE)
    assert shop.run.json("follow-stock", STORE, "off") == {"store": STORE, "follows_stock": False}
    assert "follows its suppliers' stock" in shop.run("follow-stock", STORE, "on").out
