from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

from podbridge_desktop.sandbox.printful import PrintfulVendor
from tests.sandbox.printful_client import Client

A_FILE = {"url": "https://files.example.com/a.png"}


def new_product(name: str = "tee-1", *kinds: int) -> dict[str, Any]:
    variants = [
        {"variant_id": kind, "retail_price": 20, "external_id": f"{name}-{kind}", "files": [A_FILE]}
        for kind in kinds or (4011,)
    ]
    return {"sync_product": {"name": "A tee", "external_id": name}, "sync_variants": variants}


def test_the_account_starts_with_eight_products_with_pictures_per_colour() -> None:
    client = Client(PrintfulVendor(base_url="http://127.0.0.1:8123"))
    products = client("GET", "/store/products?limit=100")
    assert len(products) == 8
    for product in products:
        info = client("GET", f"/store/products/{product['id']}")
        assert len(info["sync_variants"]) == product["variants"]
        pictures: dict[str, set[str]] = {}
        for variant in info["sync_variants"]:
            preview = next(file for file in variant["files"] if file["type"] == "preview")
            assert preview["preview_url"].startswith("http://127.0.0.1:8123/pictures/")
            assert variant["retail_price"]
            assert variant["sku"]
            pictures.setdefault(variant["color"], set()).add(preview["preview_url"])
        assert all(len(urls) == 1 for urls in pictures.values())
        assert len(set.union(*pictures.values())) == len(pictures)


def test_pictures_are_served_as_they_are_named(client: Client) -> None:
    preview = client.variants()[0]["files"][-1]["preview_url"]
    response = client.send("GET", urlsplit(preview).path)
    image = Image.open(io.BytesIO(response.body))
    assert (image.format, image.size) == ("PNG", (800, 800))
    assert client.send("GET", "/pictures/unicorn-ffffff-plain.png").status == 404


def test_replacing_the_set_deletes_every_variant_that_is_not_named(client: Client) -> None:
    made = client("POST", "/store/products", new_product("tee-1", 4011, 4012, 4013))
    first, second, _third = client("GET", "/store/products/@tee-1")["sync_variants"]
    body = {"sync_variants": [{"id": first["id"]}, {"id": second["id"], "retail_price": "22.50"}]}
    client("PUT", f"/store/products/{made['id']}", body)
    left = client("GET", "/store/products/@tee-1")["sync_variants"]
    assert [(each["id"], each["retail_price"]) for each in left] == [
        (first["id"], "20.00"),
        (second["id"], "22.50"),
    ]


def test_a_product_with_a_wrong_variant_is_not_made_at_all(client: Client) -> None:
    before = client("GET", "/store/products")
    assert client.refused("POST", "/store/products", new_product("bad", 4011, 999_999))[0] == 400
    assert client("GET", "/store/products") == before
    client("POST", "/store/products", new_product("bad", 4011))


def test_deleting_frees_the_external_id(client: Client) -> None:
    client("POST", "/store/products", new_product())
    assert client.refused("POST", "/store/products", new_product())[0] == 400
    client("DELETE", "/store/products/@tee-1")
    client("POST", "/store/products", new_product())


def test_a_native_store_refuses_the_linked_calls_and_the_other_way_round() -> None:
    vendor = PrintfulVendor()
    client = Client(vendor)
    assert "linked" in client.refused("GET", "/sync/products")[1]
    listing = {
        "external_id": "560658",
        "name": "Crop Tee",
        "variants": [{"external_id": "356548", "variant_id": 4011, "sku": "A"}],
    }
    store = vendor.link_store("shop", "shopify", [listing])
    vendor.book.keys["linked"] = {"kind": "store", "store": store}
    linked = Client(vendor, "linked")
    assert "Manual Order / API" in linked.refused("GET", "/store/products")[1]
    assert [each["external_id"] for each in linked("GET", "/sync/products")] == ["560658"]
    assert linked("GET", "/sync/variant/@356548")["sync_variant"]["variant_id"] == 4011
    assert linked.refused("GET", "/sync/products?search=ab")[0] == 400


def test_files_wait_and_are_then_ok_or_failed(client: Client) -> None:
    good = client("POST", "/files", A_FILE)
    bad = client("POST", "/v2/files", {"url": "https://files.example.com/a.psd"})
    assert (good["status"], good["preview_url"], bad["status"]) == ("waiting", None, "waiting")
    client.later(minutes=1)
    assert client("GET", f"/files/{good['id']}")["status"] == "ok"
    assert client("GET", f"/v2/files/{bad['id']}")["status"] == "failed"


def test_the_same_address_is_the_same_file(client: Client) -> None:
    assert client("POST", "/files", A_FILE)["id"] == client("POST", "/v2/files", A_FILE)["id"]


def test_a_file_that_can_be_read_tells_its_real_size_and_hash(client: Client) -> None:
    out = io.BytesIO()
    Image.new("RGB", (120, 90)).save(out, "PNG", dpi=(300, 300))
    client.vendor.read_url = {A_FILE["url"]: out.getvalue()}.get
    made = client("POST", "/files", A_FILE)
    client.later(minutes=1)
    file = client("GET", f"/files/{made['id']}")
    assert (file["width"], file["height"], file["dpi"], file["size"]) == (
        120,
        90,
        300,
        len(out.getvalue()),
    )


def test_a_mockup_task_ends_and_its_pictures_live_for_a_day(client: Client) -> None:
    files = [{"placement": "front", "image_url": "https://files.example.com/a.png"}]
    body = {"variant_ids": [4011, 4012, 4016], "format": "png", "files": files}
    key = client("POST", "/mockup-generator/create-task/71", body)["task_key"]
    assert client("GET", f"/mockup-generator/task?task_key={key}")["status"] == "pending"
    client.later(minutes=1)
    done = client("GET", f"/mockup-generator/task?task_key={key}")
    assert [each["variant_ids"] for each in done["mockups"]] == [[4011, 4012], [4016]]
    path = urlsplit(done["mockups"][0]["mockup_url"]).path
    assert client.send("GET", path).status == 200
    client.later(hours=25)
    assert client.send("GET", path).status == 404


def test_a_mockup_of_a_foreign_variant_is_refused(client: Client) -> None:
    files = [{"placement": "front", "image_url": "https://files.example.com/a.png"}]
    assert (
        "No variants"
        in client.refused(
            "POST", "/mockup-generator/create-task/71", {"variant_ids": [1320], "files": files}
        )[1]
    )


def test_stock_is_told_in_both_versions(client: Client) -> None:
    client.vendor.set_stock(4011, "out_of_stock")
    assert client("GET", "/products/variant/4011")["variant"]["in_stock"] is False
    region = client("GET", "/v2/catalog-variants/4011/availability")["techniques"][0][
        "selling_regions"
    ][0]
    assert region["availability"] == "out of stock"
    client.vendor.set_stock(4011, "in_stock")
    assert client.variants()[0]["availability_status"] == "active"


def test_countries_of_version_2_lack_the_us_on_the_first_page(client: Client) -> None:
    codes = [row["code"] for row in client("GET", "/v2/countries")]
    assert len(codes) == 20
    assert "US" not in codes
    answer = json.loads(client.send("GET", "/countries").body)["result"]
    assert next(row for row in answer if row["code"] == "JP")["states"]


def test_rates_split_by_room_and_rise_with_the_way(client: Client) -> None:
    def cheapest(country: str) -> float:
        body = {
            "recipient": {"country_code": country},
            "items": [{"variant_id": "4011", "quantity": 2}],
        }
        return float(client("POST", "/shipping/rates", body)[0]["rate"])

    assert cheapest("US") < cheapest("CA")
    items = [
        {"source": "catalog", "quantity": 1, "catalog_variant_id": kind} for kind in (4011, 1320)
    ]
    (rate, *_) = client(
        "POST", "/v2/shipping-rates", {"recipient": {"country_code": "US"}, "order_items": items}
    )
    assert len(rate["shipments"]) == 2


def test_a_refused_replacement_changes_nothing(client: Client) -> None:
    client("POST", "/store/products", new_product("tee-1", 4011, 4012))
    before = client("GET", "/store/products/@tee-1")
    wrong = {
        "sync_variants": [
            {"id": before["sync_variants"][0]["id"]},
            {"variant_id": 999_999, "files": [A_FILE]},
        ]
    }
    assert client.refused("PUT", "/store/products/@tee-1", wrong)[0] == 400
    assert client("GET", "/store/products/@tee-1") == before
