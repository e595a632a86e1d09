"""Products, files and stock of the simulated store."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.shop_client import Shop, shop


@pytest.fixture
def store() -> Shop:
    return shop()


def picture(width: int = 3, height: int = 2) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\0" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def mug(*sizes: str, **more: Any) -> dict[str, Any]:
    variants = [
        {
            "optionValues": [{"optionName": "Size", "name": size}],
            "price": "14.90",
            "sku": f"MUG-{size}",
        }
        for size in sizes
    ]
    options = [{"name": "Size", "position": 1, "values": [{"name": size} for size in sizes]}]
    return {"title": "Mountain Mug", "productOptions": options, "variants": variants, **more}


def form_ids(product: dict[str, Any]) -> dict[str, str]:
    return {form["sku"]: form["id"] for form in product["variants"]["nodes"]}


def test_a_product_is_made_as_it_was_sent(store: Shop) -> None:
    given = mug(
        "S", "L", tags=["pod", "mug"], status="DRAFT", vendor="Printify", descriptionHtml="<p>x</p>"
    )
    given["variants"][0]["inventoryItem"] = {
        "tracked": False, "cost": "5.12", "measurement": {"weight": {"value": 0.4, "unit": "KILOGRAMS"}},
    }  # fmt: skip
    got = store.change("SetProduct", input=given)["product"]
    assert (got["handle"], got["status"], got["tags"]) == ("mountain-mug", "DRAFT", ["mug", "pod"])
    first = got["variants"]["nodes"][0]
    assert (first["price"], first["title"], first["inventoryPolicy"]) == ("14.90", "S", "DENY")
    assert first["inventoryItem"]["unitCost"] == {"amount": "5.12"}
    assert first["inventoryItem"]["tracked"] is False
    assert [value["hasVariants"] for value in got["options"][0]["optionValues"]] == [True, True]


def test_without_an_identifier_a_repeat_makes_a_second_product(store: Shop) -> None:
    for _ in range(2):
        store.change("SetProduct", input=mug("S"))
    handles = [p["handle"] for p in store.data("Products")["products"]["nodes"]]
    assert handles == ["mountain-mug", "mountain-mug-1"]


@pytest.mark.parametrize(
    "identifier",
    [
        {"handle": "my-mug"},
        {"customId": {"namespace": "pod", "key": "source", "value": "printful:7"}},
    ],
)
def test_with_an_identifier_a_repeat_changes_the_same_product(
    store: Shop, identifier: dict[str, Any]
) -> None:
    first = store.change("SetProduct", identifier=identifier, input=mug("S"))["product"]
    again = store.change("SetProduct", identifier=identifier, input=mug("S", title="New"))[
        "product"
    ]
    assert (again["id"], again["title"]) == (first["id"], "New")
    assert (
        store.data("FindProduct", identifier=identifier)["productByIdentifier"]["id"] == first["id"]
    )


def test_what_is_left_out_of_a_sent_list_is_deleted(store: Shop) -> None:
    files = [
        {"originalSource": f"https://example.com/{n}.png", "contentType": "IMAGE"} for n in (1, 2)
    ]
    metafields = [
        {"namespace": "pod", "key": k, "type": "single_line_text_field", "value": "1"} for k in "ab"
    ]
    made = store.change("SetProduct", input=mug("S", "M", "L", files=files, metafields=metafields))[
        "product"
    ]
    ids = form_ids(made)
    fewer = mug(
        "S", "XL", files=[{"id": made["media"]["nodes"][1]["id"]}], metafields=metafields[:1]
    )
    got = store.change("SetProduct", identifier={"id": made["id"]}, input=fewer)["product"]
    assert form_ids(got)["MUG-S"] == ids["MUG-S"]
    assert set(form_ids(got)) == {"MUG-S", "MUG-XL"}
    assert [m["id"] for m in got["media"]["nodes"]] == [made["media"]["nodes"][1]["id"]]
    assert [m["key"] for m in got["metafields"]["nodes"]] == ["a"]
    assert len(store.data("Variants")["productVariants"]["nodes"]) == 2


def test_a_list_that_is_not_sent_stays(store: Shop) -> None:
    files = [{"originalSource": "https://example.com/1.png", "contentType": "IMAGE"}]
    made = store.change("SetProduct", input=mug("S", files=files))["product"]
    got = store.change(
        "SetProduct", identifier={"id": made["id"]}, input={"title": "Only the title"}
    )["product"]
    assert (len(got["variants"]["nodes"]), len(got["media"]["nodes"])) == (1, 1)


def _many(count: int) -> dict[str, Any]:
    return mug(*(f"S{n}" for n in range(count)))


def _with(change: Any) -> dict[str, Any]:
    given = mug("S", "M")
    change(given)
    return given


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"title": ""}, "MISSING_FIELD_REQUIRED"),
        (_many(4), "VARIANTS_OVER_LIMIT"),
        (_with(lambda g: g["productOptions"].extend(
            {"name": n, "values": [{"name": "x"}]} for n in "abc")), "OPTIONS_OVER_LIMIT"),
        (_with(lambda g: g["productOptions"][0].update(values=[])), "OPTION_VALUES_MISSING"),
        (_with(lambda g: g["productOptions"][0]["values"].append({"name": "S"})), "DUPLICATED_OPTION_VALUE"),
        (_with(lambda g: g["productOptions"].append(g["productOptions"][0])), "DUPLICATED_OPTION_NAME"),
        (_with(lambda g: g["variants"][0].update(id="gid://shopify/ProductVariant/1")),
         "PRODUCT_VARIANT_DOES_NOT_EXIST"),
        (_with(lambda g: g["variants"][0]["optionValues"][0].update(name="Z")), "OPTION_VALUE_DOES_NOT_EXIST"),
        (_with(lambda g: g["variants"][0]["optionValues"][0].update(optionName="Z")), "OPTION_DOES_NOT_EXIST"),
        (_with(lambda g: g["variants"].append(g["variants"][0])), "INVALID_VARIANT"),
        (_with(lambda g: g["variants"][0].update(file={"originalSource": "https://example.com/x.png"})),
         "INVALID_VARIANT"),
        (_with(lambda g: g.update(metafields=[{"key": "a", "value": ""}])), "INVALID_METAFIELD"),
        (_with(lambda g: g.pop("productOptions")), "PRODUCT_OPTIONS_INPUT_MISSING"),
        (_with(lambda g: g.pop("variants")), "VARIANTS_INPUT_MISSING"),
        (_with(lambda g: g.update(handle="taken")), "HANDLE_NOT_UNIQUE"),
    ],
)  # fmt: skip
def test_a_wrong_product_is_refused_with_its_code_and_changes_nothing(
    given: dict[str, Any], code: str
) -> None:
    store = shop(max_variants=3)
    store.vendor.add_product({"title": "Other", "handle": "taken"}, now=store.now)
    wrong = store.objections("SetProduct", input=given)
    assert code in {error["code"] for error in wrong}
    assert [p.handle for p in store.vendor.products] == ["taken"]


def test_an_unknown_product_id_is_refused(store: Shop) -> None:
    wrong = store.objections(
        "SetProduct", identifier={"id": "gid://shopify/Product/1"}, input=mug("S")
    )
    assert wrong[0]["code"] == "PRODUCT_DOES_NOT_EXIST"


def test_an_asynchronous_product_comes_later() -> None:
    store = shop(operation_seconds=30.0)
    started = store.change("SetProduct", input=mug("S"), synchronous=False)
    assert started["product"] is None
    identity = started["productSetOperation"]["id"]
    assert store.data("Operation", id=identity)["productOperation"]["status"] == "ACTIVE"
    assert store.vendor.products == []
    store.wait(seconds=31)
    done = store.data("Operation", id=identity)["productOperation"]
    assert (done["status"], done["userErrors"]) == ("COMPLETE", [])
    assert store.data("Product", id=done["product"]["id"])["product"]["title"] == "Mountain Mug"


def test_an_asynchronous_product_that_fails_says_so_in_its_operation(store: Shop) -> None:
    started = store.change("SetProduct", input={"title": " "}, synchronous=False)
    done = store.data("Operation", id=started["productSetOperation"]["id"])["productOperation"]
    assert (done["status"], done["product"]) == ("COMPLETE", None)
    assert done["userErrors"][0]["code"] == "MISSING_FIELD_REQUIRED"


def test_prices_change_without_touching_anything_else(store: Shop) -> None:
    made = store.change("SetProduct", input=mug("S", "L"))["product"]
    small = form_ids(made)["MUG-S"]
    store.wait(minutes=1)
    row = {"id": small, "price": "16.90", "compareAtPrice": "20", "inventoryItem": {"cost": "5.40"}}
    got = store.change("Prices", id=made["id"], variants=[row])["productVariants"]
    assert [(form["price"], form["compareAtPrice"], form["sku"]) for form in got] == [
        ("16.90", "20.00", "MUG-S")
    ]
    bad = [row, {"id": "gid://shopify/ProductVariant/1", "price": "1"}]
    wrong = store.objections("Prices", id=made["id"], variants=[{**bad[0], "price": "99"}, bad[1]])
    assert wrong[0]["code"] == "PRODUCT_VARIANT_DOES_NOT_EXIST"
    forms = store.data("Variants", filter="sku:'MUG-S'")["productVariants"]["nodes"]
    assert forms[0]["price"] == "16.90"


def test_publishing_makes_an_active_product_visible(store: Shop) -> None:
    made = store.change("SetProduct", input=mug("S", status="ACTIVE"))["product"]
    channels = store.data("Channels")["publications"]["nodes"]
    online = next(
        c["id"] for c in channels if c["channels"]["nodes"][0]["handle"] == "online_store"
    )
    got = store.change("Publish", id=made["id"], input=[{"publicationId": online}], check=online)
    assert got["publishable"]["publishedOnPublication"] is True
    shown = store.data("Product", id=made["id"])["product"]
    assert shown["onlineStoreUrl"].endswith("/products/mountain-mug")
    store.change("Unpublish", id=made["id"], input=[{"publicationId": online}])
    assert store.data("Product", id=made["id"])["product"]["onlineStoreUrl"] is None


def test_archiving_keeps_the_link_of_old_orders(store: Shop) -> None:
    made = store.change("SetProduct", input=mug("S"))["product"]
    order = store.vendor.buy([(form_ids(made)["MUG-S"], 1, {})], now=store.now)
    store.change("ChangeProduct", product={"id": made["id"], "status": "ARCHIVED"})
    line = store.data("Order", id=order.id)["order"]["lineItems"]["nodes"][0]
    assert line["product"]["id"] == made["id"]


def stage(store: Shop, body: bytes | None, name: str = "m.png", mime: str = "image/png") -> str:
    row = {
        "filename": name,
        "mimeType": mime,
        "resource": "FILE" if "pdf" in mime else "IMAGE",
        "httpMethod": "PUT",
    }
    (target,) = store.change("Stage", input=[row])["stagedTargets"]
    if body is not None:
        address = urlsplit(target["url"])
        headers = {p["name"].replace("_", "-"): p["value"] for p in target["parameters"]}
        answer = store.send("PUT", address.path, body, query=address.query, headers=headers)
        assert answer.status == 200
    resource: str = target["resourceUrl"]
    return resource


def test_a_local_picture_is_uploaded_processed_and_served(store: Shop) -> None:
    source = stage(store, picture(30, 20))
    given = mug("S", files=[{"originalSource": source, "alt": "White", "contentType": "IMAGE"}])
    given["variants"][0]["file"] = {"originalSource": source}
    made = store.change("SetProduct", input=given)["product"]
    assert made["media"]["nodes"][0]["status"] == "UPLOADED"
    shown = store.data("Product", id=made["id"])["product"]
    media = shown["media"]["nodes"][0]
    assert (media["status"], media["alt"]) == ("READY", "White")
    address = urlsplit(media["preview"]["image"]["url"])
    assert store.send("GET", address.path).body == picture(30, 20)
    assert shown["variants"]["nodes"][0]["image"]["url"] == media["preview"]["image"]["url"]
    (state,) = store.data("Files", ids=[media["id"]])["nodes"]
    assert (state["image"]["width"], state["image"]["height"]) == (30, 20)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (None, "IMAGE_DOWNLOAD_FAILURE"),
        (b"not a picture", "IMAGE_PROCESSING_FAILURE"),
        (
            picture(1, 1)[:16] + struct.pack(">II", 9000, 9000) + picture(1, 1)[24:],
            "INVALID_IMAGE_RESOLUTION",
        ),
    ],
)
def test_a_bad_picture_fails(store: Shop, body: bytes | None, code: str) -> None:
    source = stage(store, body)
    (made,) = store.change("NewFiles", files=[{"originalSource": source, "contentType": "IMAGE"}])[
        "files"
    ]
    (state,) = store.data("Files", ids=[made["id"]])["nodes"]
    assert (state["fileStatus"], state["fileErrors"][0]["code"]) == ("FAILED", code)
    assert state["image"] is None


def test_pictures_take_their_time_and_sources_can_fail() -> None:
    store = shop(media_seconds=20.0, failing_sources=["gone.example"])
    rows = [{"originalSource": f"https://{host}/1.png"} for host in ("ok.example", "gone.example")]
    ids = [made["id"] for made in store.change("NewFiles", files=rows)["files"]]
    assert [n["fileStatus"] for n in store.data("Files", ids=ids)["nodes"]] == ["PROCESSING"] * 2
    store.wait(seconds=21)
    nodes = store.data("Files", ids=ids)["nodes"]
    assert [n["fileStatus"] for n in nodes] == ["READY", "FAILED"]
    moved = store.send("GET", urlsplit(nodes[0]["image"]["url"]).path)
    assert (moved.status, moved.headers["location"]) == (302, "https://ok.example/1.png")


def test_a_generic_file_is_public_until_it_is_deleted(store: Shop) -> None:
    source = stage(store, b"%PDF-1.7 print", "print.pdf", "application/pdf")
    (made,) = store.change("NewFiles", files=[{"originalSource": source, "contentType": "FILE"}])[
        "files"
    ]
    assert made["__typename"] == "GenericFile"
    (state,) = store.data("Files", ids=[made["id"]])["nodes"]
    assert state["originalFileSize"] == len(b"%PDF-1.7 print")
    path = urlsplit(state["url"]).path
    assert store.send("GET", path).body == b"%PDF-1.7 print"
    store.change("DropFiles", ids=[made["id"]])
    assert store.send("GET", path).status == 404


def test_a_form_upload_takes_the_file_part(store: Shop) -> None:
    row = {"filename": "m.png", "mimeType": "image/png", "resource": "IMAGE", "httpMethod": "POST"}
    (target,) = store.change("Stage", input=[row])["stagedTargets"]
    parts = [
        f'--X\r\nContent-Disposition: form-data; name="{p["name"]}"\r\n\r\n{p["value"]}\r\n'
        for p in target["parameters"]
    ]
    file = '--X\r\nContent-Disposition: form-data; name="file"; filename="m.png"\r\n\r\n'
    body = "".join(parts).encode() + file.encode() + picture() + b"\r\n--X--\r\n"
    headers = {"content-type": "multipart/form-data; boundary=X"}
    assert store.send("POST", urlsplit(target["url"]).path, body, headers=headers).status == 201
    (made,) = store.change("NewFiles", files=[{"originalSource": target["resourceUrl"]}])["files"]
    (state,) = store.data("Files", ids=[made["id"]])["nodes"]
    assert state["fileStatus"] == "READY"


def test_a_made_up_upload_target_is_refused(store: Shop) -> None:
    assert store.send("PUT", f"/staged/{'0' * 32}/x.png", b"x").status == 403


def test_stock_at_a_location_needs_a_key_that_means_one_thing(store: Shop) -> None:
    made = store.change("SetProduct", input=mug("S", "L"))["product"]
    small, large = (form["inventoryItem"]["id"] for form in made["variants"]["nodes"])
    place = store.vendor.add_location("Garage").id
    bare = store.ask("StockAtBare", item=small, place=place)
    assert "@idempotent" in bare["errors"][0]["message"]
    for _ in range(2):
        level = store.change("StockAt", item=small, place=place, key="k1")["inventoryLevel"]
        assert level["isActive"] is True
    wrong = store.objections("StockAt", item=large, place=place, key="k1")
    assert "IDEMPOTENCY_KEY_PARAMETER_MISMATCH" in wrong[0]["message"]


def test_an_inventory_item_is_changed_through_its_own_call(store: Shop) -> None:
    made = store.change("SetProduct", input=mug("S"))["product"]
    item = made["variants"]["nodes"][0]["inventoryItem"]["id"]
    got = store.change("StockItem", id=item, input={"sku": "NEW", "tracked": False, "cost": "1.5"})
    assert got["inventoryItem"]["unitCost"] == {"amount": "1.5", "currencyCode": "USD"}
    assert store.data("Variants", filter="sku:new")["productVariants"]["nodes"][0]["sku"] == "NEW"


def test_a_state_with_files_and_operations_is_plain_json() -> None:
    store = shop(operation_seconds=60.0)
    stage(store, picture())
    store.change("SetProduct", input=mug("S"), synchronous=False)
    again = shop(5)
    again.vendor.load(json.loads(json.dumps(store.vendor.dump())))
    again.token = store.vendor.settings.access_token
    again.now = store.now
    again.wait(seconds=61)
    assert len(again.data("Products")["products"]["nodes"]) == 1
