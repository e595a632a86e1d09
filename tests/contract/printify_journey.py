"""Every call of Printify's contract at least once, with whatever may be refused on the way."""

from __future__ import annotations

import base64

from podbridge_desktop.sandbox import pictures
from tests.contract.printify_document import BUYER, Client, sample

PAIR = "catalog/blueprints/6/print_providers/5"
FLAGS = {"title": True, "description": True, "images": True, "variants": True, "tags": True}


def catalog(client: Client) -> None:
    for path in (
        "/v1/shops.json", "/v1/catalog/blueprints.json", "/v1/catalog/blueprints/6.json", "/v1/catalog/blueprints/68/size_guide.json",
        "/v1/catalog/blueprints/6/size_guide.json", "/v1/catalog/blueprints/6/print_providers.json",
        f"/v1/{PAIR}/variants.json", f"/v1/{PAIR}/variants.json?show-out-of-stock=1", f"/v1/{PAIR}/shipping.json",
        "/v1/catalog/print_providers.json", "/v1/catalog/print_providers/9.json", f"/v2/{PAIR}/shipping.json",
        *(f"/v2/{PAIR}/shipping/{name}.json" for name in ("standard", "priority", "express", "economy")),
        "/v1/catalog/blueprints/0.json", f"/v1/{PAIR}/variants.json?show-out-of-stock=2",
    ):  # fmt: skip
        client("GET", path)


def library(client: Client) -> str:
    """Uploads, good and bad; gives the id of one."""
    contents = base64.b64encode(pictures.draw("art-moon.png")).decode()
    made = client(
        "POST", "/v1/uploads/images.json", {"file_name": "art-moon.png", "contents": contents}
    )
    other = client("POST", "/v1/uploads/images.json", sample("upload_request_url.json"))
    client("POST", "/v1/uploads/images.json", sample("upload_request_base64.json"))
    client(
        "POST",
        "/v1/uploads/images.json",
        {"file_name": "a.svg", "url": "https://files.example.com/a.svg"},
    )
    client(
        "POST",
        "/v1/uploads/images.json",
        {"file_name": "a.png", "url": "https://files.invalid/a.png"},
    )
    client("GET", "/v1/uploads.json?limit=100&page=1")
    client("GET", f"/v1/uploads/{made['id']}.json")
    client("POST", f"/v1/uploads/{other['id']}/archive.json")
    return str(made["id"])


def products(client: Client, image: str) -> None:
    wish = sample("product_create_request.json")
    wish["variants"] = [{"id": 45740, "price": 400, "sku": "STK-2X2"}, {"id": 45741, "price": 450}]
    wish["print_areas"][0]["variant_ids"] = [45740, 45741]
    wish["print_areas"][0]["placeholders"][0]["images"][0]["id"] = image
    made = client("POST", "products.json", wish)
    path = f"products/{made['id']}"
    client("GET", f"{path}.json")
    client.later(minutes=2)
    client("PUT", f"{path}.json", {"title": "Better", "external": {"shipping_template_id": "7"}})
    client("GET", f"{path}/gpsr.json")
    client("POST", f"{path}/publish.json", sample("publish_request.json"))
    client("PUT", f"{path}.json", {"title": "Locked"})
    client("POST", f"{path}/publishing_failed.json", sample("publishing_failed_request.json"))
    client("POST", f"{path}/publish.json", FLAGS)
    client("POST", f"{path}/publishing_succeeded.json", sample("publishing_succeeded_request.json"))
    client("GET", f"{path}.json")
    client("POST", f"{path}/unpublish.json")
    client("POST", "products.json", {**wish, "variants": []})
    client("DELETE", f"{path}.json")
    client("GET", f"{path}.json")


def personalization(client: Client) -> None:
    path = f"products/{client.product('Your Name Mug')['id']}"
    client("GET", f"{path}/personalization_options.json")
    words = [{"field_id": "front_text", "type": "textbox", "input": {"text": "Mia"}}]
    client("POST", f"{path}/personalization.json", {"variant_id": 33719, "items": words})
    for variant in (33719, 1):
        body = {"variant_ids": [variant], "personalization": words}
        task = client("POST", f"{path}/personalization_previews.json", body)
        for _ in range(3):
            client("GET", f"{path}/personalization_previews/tasks/{task['task_id']}.json")
            client.later(seconds=8)
    client.vendor.turn(previews=False)
    client("POST", f"{path}/personalization_previews.json", body)


def orders(client: Client) -> None:
    """The whole life of an order, and every way in which one may end."""
    client.vendor.turn(split_rate=0, empty_shipments=True, pending_seconds=10)
    body = client.order(
        "a",
        client.line(external_id="1"),
        client.line("Sleepy Sun Mug", external_id="2"),
        label="#1001",
    )
    client(
        "POST", "orders/shipping.json", {name: body[name] for name in ("line_items", "address_to")}
    )
    path = f"orders/{client('POST', 'orders.json', body)['id']}"
    for _ in range(3):
        client("GET", f"{path}.json")
        client("POST", f"{path}/send_to_production.json")
        client.later(seconds=6)
    client.vendor.turn(pending_seconds=0)
    for _ in range(12):
        client.later(hours=12)
        client("GET", f"{path}.json")
    client.later(days=9)
    client("GET", f"{path}.json")
    client("GET", "orders.json?limit=10&page=1&status=fulfilled&sku=SLEEPYSUN-MUG-11OZ")
    client("POST", f"{client.submit('b')}/cancel.json")
    client("POST", f"{path}/cancel.json")
    endings(client)


def endings(client: Client) -> None:
    for name in ("unpaid", "hold", "fail", "cancel"):
        path = client.submit(name)
        client.vendor.turn(payment_works=name != "unpaid")
        if name != "unpaid":
            getattr(client.vendor, name)(path.removeprefix("orders/"))
        client("POST", f"{path}/send_to_production.json")
        client("GET", f"{path}.json")
        client.vendor.turn(payment_works=True)
    client.vendor.turn(enforce_external_id=True, order_totals=False)
    client("POST", "orders.json", client.order("a"))
    client("GET", "orders.json")
    client(
        "POST",
        "orders/express.json",
        client.order("fast", client.line(), client.line("Sleepy Sun Mug"), shipping_method=3),
    )
    client("POST", "orders/express.json", client.order("fast", shipping_method=3))
    client("POST", "orders.json", client.order("c", address_to={**BUYER, "zip": ""}))
    client("GET", "orders/5a96f649b2439217d070f507.json")


def support(client: Client) -> None:
    path = client.submit("support")
    client("POST", f"{path}/support-requests/address-change", BUYER)
    client("POST", f"{path}/send_to_production.json")
    body = {
        "reason": "wrong_design",
        "description": "x",
        "line_items": [{"line_item_id": "1", "quantity": 1}],
    }
    made = client("POST", f"{path}/support-requests/reprint", body)
    client("POST", f"{path}/support-requests/refund", body)
    client("POST", f"{path}/support-requests/address-change", BUYER)
    client("GET", f"{path}/support-requests")
    client("GET", f"{path}/support-requests/{made['id']}")
    client.vendor.answer_support(made["id"])
    client("GET", "orders.json")


def webhooks(client: Client) -> None:
    made = client(
        "POST", "webhooks.json", {"topic": "order:updated", "url": "https://hooks.example.com/a"}
    )
    client("GET", "webhooks.json")
    client("PUT", f"webhooks/{made['id']}.json", {"url": "https://hooks.example.com/b"})
    client("POST", f"webhooks/{made['id']}/simulate", {})
    client("DELETE", f"webhooks/{made['id']}.json?host=hooks.example.com")


def journey(client: Client) -> None:
    """Every call of the contract, at least once."""
    catalog(client)
    products(client, library(client))
    personalization(client)
    orders(client)
    support(client)
    webhooks(client)
    client("DELETE", "connection.json")
