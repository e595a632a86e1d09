"""Webhooks are kept and told, and never called: a program without a public address has no use for them."""

from __future__ import annotations

from urllib.parse import urlsplit

from . import fields
from .book import Json
from .call import Call, Reply, Route
from .errors import FIELDS, invalid, not_found

TOPICS = frozenset({
    "shop:disconnected", "product:created", "product:updated", "product:deleted", "product:publish:started", "order:created",
    "order:updated", "order:sent-to-production", "order:shipment:created", "order:shipment:delivered",
    "personalization-preview-task:processed", "support-request:updated",
})  # fmt: skip


def _view(webhook: Json) -> Json:
    return {
        "id": webhook["id"],
        "topic": webhook["topic"],
        "url": webhook["url"],
        "shop_id": str(webhook["shop"]),
    }


def _own(call: Call) -> Json:
    found: Json | None = call.book.webhooks.get(call.args["webhook"])
    if found is None or found["shop"] != call.shop:
        raise not_found()
    return found


def listing(call: Call) -> Reply:
    return Reply([_view(each) for each in call.book.webhooks.values() if each["shop"] == call.shop])


def create(call: Call) -> Reply:
    body = fields.check(call.body(), fields.WEBHOOK)
    if body["topic"] not in TOPICS:
        raise invalid(FIELDS, "topic", "The selected topic is invalid.")
    if any(
        (each["shop"], each["topic"]) == (call.shop, body["topic"])
        for each in call.book.webhooks.values()
    ):
        raise invalid(FIELDS, "topic", "There is a webhook for this topic.")
    made: Json = {
        "id": call.book.new_id(call.at),
        "shop": call.shop,
        "topic": body["topic"],
        "url": body["url"],
    }
    call.book.webhooks[made["id"]] = made
    return Reply(_view(made))


def update(call: Call) -> Reply:
    webhook = _own(call)
    webhook["url"] = fields.check(call.body(), fields.WEBHOOK_CHANGE)["url"]
    return Reply(_view(webhook))


def delete(call: Call) -> Reply:
    """Only with the host of its address, so that nobody deletes another program's."""
    webhook = _own(call)
    if call.request.params.get("host") != urlsplit(webhook["url"]).hostname:
        raise invalid(FIELDS, "host", "The host does not match the webhook's URL.")
    return Reply({"id": call.book.webhooks.pop(webhook["id"])["id"]})


def simulate(call: Call) -> Reply:
    _own(call)
    return Reply({})


BASE = "/v1/shops/{shop}/webhooks"
READ, WRITE = "webhooks.read", "webhooks.write"
ROUTES = (
    Route("GET", f"{BASE}.json", listing, READ),
    Route("POST", f"{BASE}.json", create, WRITE),
    Route("PUT", f"{BASE}/{{webhook}}.json", update, WRITE),
    Route("DELETE", f"{BASE}/{{webhook}}.json", delete, WRITE),
    Route("POST", f"{BASE}/{{webhook}}/simulate", simulate, WRITE),
)
