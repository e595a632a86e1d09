"""rates, presets, selling-costs: how a store sells, and what a push makes of it."""

from tests.support.command import STORE


def test_presets_price_a_push_until_another_rule_is_given(shop):
    shop.open(products=0)
    product = str(shop.run.json("products")[0]["id"])
    kept = shop.run.json("presets", STORE, "Half", "--margin", "50", "--ending", ".99", "--default")
    assert kept == [
        {"name": "Half", "basis": "margin", "value": "50", "ending": ".99", "default": True}
    ]
    (shown,) = shop.run.json("push", product, "--to", STORE, "--dry-run")["products"]
    assert all(v["price"]["amount"].endswith(".99") for v in shown["variants"])
    (plus,) = shop.run.json("push", product, "--to", STORE, "--dry-run", "--plus", "10")["products"]
    first = plus["variants"][0]
    assert float(first["price"]["amount"]) == float(first["cost"]["amount"]) + 10
    assert shop.run.json("presets", STORE, "Half", "--forget") == []
    assert "no presets" in shop.run("presets", STORE).out


def test_a_known_preset_is_made_the_default(shop):
    shop.connect("shopify", STORE)
    shop.run.json("presets", STORE, "Twice", "--times", "2")
    assert shop.run.json("presets", STORE, "Twice", "--default")[0]["default"]
    assert "Twice" in shop.run("presets", STORE).out
    refused = shop.run("presets", STORE, "Nothing", "--default")
    assert (refused.code, "no preset “Nothing”" in refused.err) == (1, True)


def test_selling_costs_are_shown_and_set(shop):
    shop.connect("shopify", STORE)
    assert shop.run.json("selling-costs", STORE)["percent"] == "2.9"
    told = shop.run.json("selling-costs", STORE, "--percent", "3,5 %", "--shipping", "4.50")
    assert (told["percent"], told["fixed"], told["shipping"]) == ("3.5", "0.30", "4.50")
    assert "3.5 % of the price" in shop.run("selling-costs", STORE).out
    assert shop.run("selling-costs", STORE, "--fixed", "-1").code == 1
    assert shop.run("selling-costs", STORE, "--fixed", "x").code == 2


def test_rates_are_shown_and_set(shop):
    assert "No rates" in shop.run("rates").out
    assert shop.run.json("rates", "usd", "EUR", "0.92") == [
        {"from": "USD", "to": "EUR", "rate": "0.92"}
    ]
    assert "0.92" in shop.run("rates").out
    assert shop.run("rates", "USD", "EUR").code == 2
    assert shop.run("rates", "USD", "EUR", "cheap").code == 1


def test_one_rule_at_a_time(shop):
    assert shop.run("push", "1", "--to", STORE, "--markup", "5", "--margin", "5").code == 2
    assert shop.run("push", "1", "--to", STORE, "--ending", ".99").code == 2
    assert shop.run("push", "1", "--to", STORE, "--times", "many").code == 2
    assert shop.run("presets", STORE, "--margin", "5").code == 2
