"""Who makes what: day one, unknown variants, links, routes."""

from datetime import UTC, datetime, timedelta

from tests.support.command import STORE, SUPPLIER

CANDLE = "CANDLE-HONEY"


def test_three_hundred_paid_orders_on_day_one_stay_and_pick_sends_one(shop):
    shop.connect("shopify", STORE)
    shop.connect("printful", SUPPLIER)
    shop.run.json("sync")
    shop.run.json("push", "1", "2", "--to", STORE)
    shop.post("vendor", name="shopify", action="bulk-orders", n=300)  # of the last weeks
    shop.run.json("route", STORE, SUPPLIER, "--mode", "automatic")
    report = shop.run.json("sync")
    assert (report["pulled"], report["sent"], report["exceptions"]) == (300, 0, 0)
    before = shop.run.json("orders", "--state", "before_podbridge", "--limit", "1000")
    assert len(before) > 200
    assert {row["step"] for row in before} == {"placed"}

    wanted = before[7]["ref"]
    assert shop.run.json("pick", wanted)["picked"] == [wanted]
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
    assert shop.run.json("sync")["sent"] == 0  # no route yet
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
    made_before = {
        "title": "Made before PodBridge",
        "productOptions": [{"name": "Size", "values": [{"name": "One"}]}],
        "variants": [
            {"sku": sku, "price": "30.00", "optionValues": [{"optionName": "Size", "name": "One"}]}
        ],
    }
    shop.world.shops["shopify"].add_product(made_before, now=shop.world.clock.now())
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


def test_an_incomplete_address_is_completed_by_hand(shop):
    shop.open("automatic")
    (name,) = shop.buy(1, address=None)
    shop.run.json("sync")
    assert shop.order(name)["hold_reason"] == "address"
    (case,) = shop.run.json("exceptions")
    parts = {"name": "Ada Rossi", "address1": "1 Mill Road", "city": "Denver", "zip": "80202",
             "province": "Colorado", "province_code": "CO", "country_code": "US"}  # fmt: skip
    words = [f"--field={key}={value}" for key, value in parts.items()]
    shop.run.json("resolve", str(case["id"]), "--action", "fix_address", *words)
    assert shop.run.json("sync")["confirmed"] == 1
    assert shop.run.json("exceptions") == []


def test_hidden_addresses_come_from_the_stores_own_file(shop, tmp_path):
    shop.open("automatic")
    shop.post("vendor", name="shopify", action="protected-data", mode="denied")
    (name,) = shop.buy()
    shop.run.json("sync")
    (case,) = shop.run.json("exceptions")
    assert case["code"] == "address_hidden"
    head = "Id,Name,Email,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Province,Shipping Country"
    row = f"{shop.order(name)['id']},{name},a@b.example,Ada Rossi,1 Mill Road,Denver,80202,CO,US"
    export = tmp_path / "orders.csv"
    export.write_text(f"{head}\n{row}\n", encoding="utf-8")
    assert shop.run.json("import-addresses", STORE, str(export))["taken"] == 1
    assert shop.run.json("sync")["confirmed"] == 1


def test_proposals_are_listed_with_their_reason_and_linked_only_when_accepted(shop):
    shop.open("automatic", products=0)
    black = {"Color": "Black", "Size": "S"}
    product, made = next(
        (each, variant["id"])
        for each in shop.run.json("products")
        for variant in each["variants"]
        if variant["options"] == black
    )
    german = {
        "title": product["title"],
        "productOptions": [
            {"name": "Farbe", "values": [{"name": "Schwarz"}]},
            {"name": "Größe", "values": [{"name": "Klein"}]},
        ],
        "variants": [
            {
                "price": "30.00",
                "optionValues": [
                    {"optionName": "Farbe", "name": "Schwarz"},
                    {"optionName": "Größe", "name": "Klein"},
                ],
            }
        ],
    }
    shop.world.shops["shopify"].add_product(german, now=shop.world.clock.now())
    shop.run.json("sync")
    rows = shop.run.json("link", "--propose", STORE)
    (row,) = [each for each in rows if each["listing"] == product["title"]]
    assert row["supplier_variant"] == made
    assert (row["supplier"], row["confidence"]) == (SUPPLIER, "likely")
    assert row["reason"] == "same title, Schwarz / Klein = Black / S"
    assert {each["confidence"] for each in rows if each["sku"] == CANDLE} == {None}
    assert shop.run.json("link", "--accept", "certain") == {"linked": 0}
    assert shop.run.json("link", STORE, "--accept", "likely") == {"linked": 1}
    links = {each["listing_variant"]: each for each in shop.run.json("link", "--list")}
    assert links[row["listing_variant"]]["supplier_variant"] == made
