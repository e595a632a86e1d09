"""The main job by the command alone, and the shapes that scripts depend on."""

from tests.support.command import STORE, SUPPLIER

MONEY = {"amount", "currency"}
ORDER = {
    "ref", "number", "store", "placed_at", "customer", "total", "step", "on_hold", "hold_reason", "cost", "margin",
    "supplier_orders",
}  # fmt: skip
SUPPLIER_ORDER = {"ref", "supplier", "state", "external_id", "remote_id", "cost", "shipments"}
SHIPMENT = {"carrier", "tracking_number", "tracking_url", "shipped_at", "synced_at"}
CASE = {
    "id", "code", "order", "store", "ref", "connection", "opened_at", "severity", "title", "message", "remedy",
    "actions",
}  # fmt: skip


def test_automatic_brings_tracking_back_by_itself(shop):
    shop.open("automatic")
    names = shop.buy(2, quantity=1)
    report = shop.run.json("sync")
    counted = {"pulled": 2, "sent": 2, "confirmed": 2, "tracked": 0, "waiting": 0, "exceptions": 0}
    assert report | counted == report
    shop.days(5)
    for name in names:
        order = shop.order(name)
        assert order["step"] == "tracking_synced"
        assert order["supplier_orders"][0]["shipments"][0]["synced_at"].endswith("Z")
    assert shop.confirmed == 2


def test_assist_waits_for_approve(shop):
    shop.open("assist")
    (name,) = shop.buy()
    report = shop.run.json("sync")
    assert (report["sent"], report["confirmed"], report["waiting"]) == (1, 0, 1)
    order = shop.order(name)
    assert (order["step"], order["on_hold"], order["hold_reason"]) == ("approval", True, "approval")
    assert shop.confirmed == 0
    assert shop.run.json("approve", name) == {"approved": [name], "failed": []}
    assert shop.confirmed == 0  # only the wish is recorded
    assert shop.run.json("sync")["confirmed"] == 1
    assert shop.order(name)["step"] == "production"


def test_hold_wins_over_approve_until_release(shop):
    shop.open("assist")
    (name,) = shop.buy()
    shop.run.json("sync")
    shop.run.json("approve", name)
    shop.run.json("hold", name, "--reason", "the buyer asked to wait")
    shop.run.json("sync")
    assert shop.confirmed == 0
    assert shop.order(name)["hold_reason"] == "held_by_seller"
    shop.run.json("release", name)
    shop.run.json("sync")
    assert shop.confirmed == 1


def test_cancel_takes_back_what_is_not_made_yet(shop):
    shop.open("assist")
    (name,) = shop.buy()
    shop.run.json("sync")
    shop.run.json("cancel", name)
    shop.run.json("sync")
    assert [s["state"] for s in shop.order(name)["supplier_orders"]] == ["cancelled"]
    assert shop.confirmed == 0


def test_orders_have_the_documented_shape(shop):
    shop.open("automatic")
    (name,) = shop.buy(1, quantity=1)
    shop.run.json("sync")
    shop.days(4)
    (order,) = shop.run.json("orders", "--state", "tracking_synced")
    (made,) = order["supplier_orders"]
    assert order["number"] == name
    assert set(order) >= ORDER
    assert set(made) >= SUPPLIER_ORDER
    assert set(made["shipments"][0]) >= SHIPMENT
    for money in (order["total"], order["cost"], order["margin"], made["cost"]):
        assert set(money) == MONEY
        assert isinstance(money["amount"], str)
    assert made["state"] == "shipped"
    assert shop.run.json("orders", "--state", "on_hold") == []
    assert shop.run.json("orders", "--search", name)[0]["ref"] == order["ref"]


def test_one_order_with_all_that_hangs_on_it(shop):
    shop.open("assist")
    (name,) = shop.buy()
    shop.run.json("sync")
    order = shop.run.json("order", name)
    assert [step["step"] for step in order["journey"]] == [
        "placed", "approval", "production", "shipped", "tracking_synced",
    ]  # fmt: skip
    assert [step["reached"] for step in order["journey"]] == [True, True, False, False, False]
    assert order["lines"][0]["made_by"] == SUPPLIER
    assert order["ship_to"]["country_code"]
    assert order["history"]
    (case,) = order["exceptions"]
    assert case["code"] == "approval"
    by_supplier = shop.run.json("order", order["supplier_orders"][0]["external_id"])
    assert by_supplier["ref"] == order["ref"]


def test_exceptions_have_the_documented_shape(shop):
    shop.open("assist")
    (name,) = shop.buy()
    shop.run.json("sync")
    (case,) = shop.run.json("exceptions")
    assert set(case) >= CASE
    assert (case["code"], case["order"], case["store"]) == ("approval", name, STORE)
    assert case["actions"] == ["approve", "cancel"]
    assert case["severity"] == "info"
    done = shop.run.json("resolve", str(case["id"]), "--action", "approve")
    assert done["closed"] is True
    shop.run.json("sync")
    assert shop.run.json("exceptions") == []
    assert [c["id"] for c in shop.run.json("exceptions", "--all")] == [case["id"]]


def test_products_have_the_documented_shape(shop):
    shop.open(products=1)
    products = shop.run.json("products", "--supplier", SUPPLIER)
    for product in products:
        assert set(product) >= {"id", "title", "supplier", "variants", "stores"}
        assert {"id", "options", "sku", "cost"} <= set(product["variants"][0])
        assert {"store", "state", "listing_id", "url"} <= set(product["stores"][0])
    live = [p for p in products if p["stores"][0]["state"] == "live"]
    assert len(live) == 1
    assert live[0]["stores"][0]["url"].startswith("https://")


def test_push_shows_first_and_takes_the_price_it_is_told(shop):
    shop.open(products=0)
    (first, *_) = shop.run.json("products")
    shown = shop.run.json("push", first["title"], "--to", STORE, "--dry-run", "--price", "39.90")
    (product,) = shown["products"]
    assert {v["price"]["amount"] for v in product["variants"]} == {"39.90"}
    assert shop.run.json("products")[0]["stores"][0]["state"] == "not_pushed"
    done = shop.run.json("push", str(first["id"]), "--to", STORE, "--draft", "--markup", "50")
    assert done["products"][0]["state"] == "draft"


def test_words_for_people(shop):
    shop.open("assist")
    (name,) = shop.buy()
    shop.run("sync")
    assert name in shop.run("orders").out
    assert "ON HOLD (approval)" in shop.run("orders").out
    assert "waits for your approval" in shop.run("exceptions").out
    assert name in shop.run("order", name).out
    assert "supplier order" in shop.run("order", name).out
    assert ": planned → sending" in shop.run("order", name).out
    assert "healthy" in shop.run("connections").out
    assert "not pushed" in shop.run("products").out


def test_an_address_case_says_once_what_to_do(shop):
    shop.open("assist")
    shop.buy(address={
        "first_name": "Sam", "last_name": "Example", "address1": "1 Invented Road", "city": "Austin", "zip": "78701",
        "country_code": "US",
    })  # fmt: skip
    shop.run("sync")
    (case,) = shop.run.json("exceptions")
    assert case["code"] == "address"
    assert "Correct" not in case["message"]
    assert shop.run("exceptions").out.count("Correct the address") == 1
