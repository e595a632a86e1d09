"""The four connectors before vendors that say what a test wants, and every changing call that they make."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from podbridge_desktop.connectors.api_client import Transport
from podbridge_desktop.connectors.etsy import build as etsy_build
from podbridge_desktop.connectors.etsy import inventory, wire, wire_listing
from podbridge_desktop.connectors.etsy.images import Pictures
from podbridge_desktop.connectors.printful import build as printful_build
from podbridge_desktop.connectors.printify import build as printify_build
from podbridge_desktop.connectors.printify import wire as printify_wire
from podbridge_desktop.connectors.printify.wire_products import UploadBody
from podbridge_desktop.connectors.shopify import build as shopify_build
from podbridge_desktop.connectors.shopify import wire as shopify_wire
from podbridge_desktop.connectors.shopify.parcel_plan import Share
from podbridge_desktop.connectors.shopify.shipping_read import Shipping
from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant
from podbridge_desktop.domain.fulfilment import TrackingPush
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.ports import ConnectionSpec
from tests.support.vendor_server import MovingClock

NAME = "s7k3qd-5606589595670-m2x4qpa"
NUMBER = "9400111899223197428490"
ORDER = "7"
PNG = b"\x89PNG\r\n\x1a\n"
NOT_FOUND = {"printful": {"code": 404, "result": "Not Found"}, "etsy": {"error": "Not found"}}

Act = Callable[[Any], object]


@dataclass(frozen=True)
class Call:
    """One changing call: who makes it, and what the vendor answers when it worked."""

    vendor: str
    name: str
    act: Act
    success: Any

    @property
    def id(self) -> str:
        return f"{self.vendor} {self.name}"

    @property
    def body(self) -> bytes:
        return json.dumps(self.success).encode()


def own_words(vendor: str, text: str = "No.", code: str = "") -> bytes:
    """How that vendor refuses."""
    told: Mapping[str, Any] = {
        "printful": {"code": 400, "result": text, "error": {"reason": code or "BadRequest", "message": text}},
        "printify": {"status": "error", "code": int(code) if code.isdigit() else 8150, "message": text, "errors": {"reason": text}},
        "shopify": {"errors": text},
        "etsy": {"error": text},
    }[vendor]  # fmt: skip
    return json.dumps(told).encode()


def spec(vendor: str, url: str) -> ConnectionSpec:
    secrets = {
        "printful": {"token": "t"},
        "printify": {"token": "t"},
        "shopify": {"access_token": "shpat_1"},
        "etsy": {"shared_secret": "abcdefgh12", "refresh_token": "1.r"},
    }[vendor]
    fields = {
        "printful": {},
        "printify": {"shop_id": "5"},
        "shopify": {"shop": "practice-shop-1", "client_id": "c"},
        "etsy": {"keystring": "a1b2c3d4e5f6a1b2c3d4e5f6", "shop_id": "5"},
    }[vendor]
    return ConnectionSpec(
        id=f"{vendor}-1",
        platform=vendor,
        name=vendor.title(),
        fields=fields,
        api_url=url,
        facts={"currency": "USD"},
        secret=secrets.get,
        save_secret=secrets.__setitem__,
    )


_BUILD: Mapping[str, Callable[..., Any]] = {
    "printful": printful_build.build,
    "printify": printify_build.build,
    "shopify": shopify_build.build,
    "etsy": etsy_build.build,
}


def connected(vendor: str, url: str, transport: Transport | None = None) -> Any:
    clock = MovingClock()
    return _BUILD[vendor](
        spec(vendor, url),
        pause=clock.pause,
        clock=clock,
        monotonic=clock.monotonic,
        transport=transport,
    )


def push() -> TrackingPush:
    return TrackingPush(
        order_remote_id=ORDER,
        carrier="USPS",
        tracking_number=NUMBER,
        tracking_url="",
        lines=(("1", 1),),
    )


def draft() -> ListingDraft:
    variant = ListingVariant(
        options=(), price=Money(1490, "USD"), sku="MUG", supplier_variant_id="1", image_url=""
    )
    return ListingDraft(
        reference="mug-k3f9q2", title="Mug", description_html="", images=(), variants=(variant,)
    )


def is_write(vendor: str, request: httpx.Request) -> bool:
    if request.url.path.endswith("/oauth/token"):
        return False
    if vendor == "shopify":
        return json.loads(request.content)["query"].lstrip().startswith("mutation")
    return request.method != "GET"


@dataclass
class Saying(httpx.BaseTransport):
    """Answers every change by `says`, and what is read besides with what lets the connector go on."""

    vendor: str
    says: Callable[[httpx.Request], httpx.Response]
    writes: list[httpx.Request] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        if not is_write(self.vendor, request):
            return aside(self.vendor, request.url.path)
        self.writes.append(request)
        return self.says(request)


_END = {"hasNextPage": False}
_WORKS = {
    "pageInfo": _END,
    "nodes": [{
        "id": "gid://shopify/FulfillmentOrder/2", "status": "OPEN", "assignedLocation": {"name": "Home"},
        "supportedActions": [{"action": "CREATE_FULFILLMENT"}],
        "lineItems": {"pageInfo": _END, "nodes": [{
            "id": "gid://shopify/FulfillmentOrderLineItem/3", "remainingQuantity": 1,
            "lineItem": {"id": "gid://shopify/LineItem/1"}}]},
    }],
}  # fmt: skip


def aside(vendor: str, path: str) -> httpx.Response:
    """What is read before or after a change: a token, and an order that shows nothing."""
    if path.endswith("/oauth/token"):
        return httpx.Response(200, json={"access_token": "1.a", "refresh_token": "1.r"})
    if vendor == "etsy" and "/receipts/" in path:
        return httpx.Response(200, json={"receipt_id": int(ORDER)})
    if vendor == "shopify":
        order = {"id": "gid://shopify/Order/7", "fulfillments": [], "fulfillmentOrders": _WORKS}
        return httpx.Response(200, json={"data": {"order": order}})
    if path == "/countries":
        return httpx.Response(200, json={"result": [{"code": "DE", "name": "Germany"}]})
    return httpx.Response(404, json=NOT_FOUND.get(vendor, {"message": "Not found"}))


def _etsy_variation_images(channel: Any) -> object:
    value = wire.PropertyValue(property_id=1, value_ids=[2], values=["Red"])
    there = wire_listing.Inventory(products=[wire_listing.Product(property_values=[value])])
    return channel._listings._hang(9, {(1, "red"): 3}, {}, there)


def _etsy_image(channel: Any) -> object:
    channel._listings._images._fetch = lambda _url: PNG
    made = Pictures()
    found = channel._listings._images._upload(9, draft(), "https://example.com/a.png", 1, made)
    if found is None:
        raise NotTaken(made.problems)
    return found


class NotTaken(Exception):
    """A picture that was surely not taken is a problem of the listing, and no error."""


def _shopify_fulfil(channel: Any) -> object:
    return channel._tracking._fulfil(push(), Share("l", {"w": {"x": 1}}), notify=True)


def _shopify_beside(channel: Any) -> object:
    beside = TrackingPush(
        order_remote_id=ORDER, carrier="USPS", tracking_number=NUMBER, tracking_url="",
        lines=(), beside_remote_id="3",
    )  # fmt: skip
    lines = shopify_wire.ParcelLines([], shopify_wire.PageInfo())
    old = shopify_wire.Parcel("gid://shopify/Fulfillment/3", "SUCCESS", lines)
    return channel._tracking._add_beside(beside, Shipping((old,), ()))


_PARCEL = {
    "id": "gid://shopify/Fulfillment/3",
    "status": "SUCCESS",
    "fulfillmentLineItems": {
        "nodes": [{"lineItem": {"id": "gid://shopify/LineItem/1"}, "quantity": 1}],
        "pageInfo": {"hasNextPage": False},
    },
    "trackingInfo": [{"number": NUMBER, "company": "USPS", "url": "https://example.com/t"}],
    "location": {"id": "gid://shopify/Location/1", "isFulfillmentService": False},
}
_COSTS = {"currency": "USD", "shipping": "4.99", "tax": 0.5, "vat": None, "total": "17.24"}
_ORDER: dict[str, Any] = {
    "code": 200,
    "result": {
        "id": 7, "status": "draft", "external_id": NAME, "created": 1764000000, "updated": "2026-11-20T12:00:00Z",
        "recipient": {"name": "Ada Example", "address1": "1 Lane", "zip": 95814, "country_code": "US"},
        "items": [{"id": 1, "external_id": "1", "sync_variant_id": 5, "quantity": 2, "retail_price": "26.00"}],
        "costs": _COSTS, "retail_costs": _COSTS, "error": {"reason": "x", "message": "y"},
        "shipments": [{"shipped_at": 1764000000, "tracking_number": NUMBER}],
    },
}  # fmt: skip
_CANCELED = {"result": {**_ORDER["result"], "status": "canceled"}}
_PRINTIFY_ORDER = {
    "id": "7", "status": "canceled", "external_id": NAME, "total_shipping": 499, "total_tax": "12", "total_price": 1,
    "address_to": {"first_name": "Ada", "last_name": "Example", "zip": 95814, "country": "US"},
    "line_items": [{"product_id": "5a96", "variant_id": 7, "quantity": 1, "cost": 900, "shipping_cost": 0,
                    "metadata": {"title": "Mug", "external_id": "1"}, "fulfilled_at": "2026-11-20 12:00:00+00:00"}],
    "metadata": {"shop_order_id": NAME, "child_reprinted_order_ids": ["8"]}, "created_at": "2026-11-20 12:00:00",
    "shipments": [{"carrier": "usps", "number": NUMBER, "delivered_at": "2026-11-22 12:00:00+00:00"}],
}  # fmt: skip
_RECEIPT = {
    "receipt_id": 7, "status": "Paid", "is_paid": True, "created_timestamp": 1764000000,
    "grandtotal": {"amount": 1999, "divisor": 100, "currency_code": "USD"},
    "transactions": [{"transaction_id": 1, "quantity": 1, "price": {"amount": 1999, "divisor": 100}}],
    "shipments": [{"receipt_shipping_id": 4, "carrier_name": "usps", "tracking_code": NUMBER}],
}  # fmt: skip
_SUBMIT = printify_wire.OrderSubmit(NAME, [], 1, printify_wire.AddressTo())


def graphql(name: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"data": {name: {"userErrors": [], **payload}}}


CALLS = (
    Call("printful", "POST /orders", lambda s: s._api.create_order({"external_id": NAME}), _ORDER),
    Call("printful", "POST /orders/{id}/confirm", lambda s: s._api.confirm_order(ORDER), _ORDER),
    Call("printful", "DELETE /orders/{id}", lambda s: s._api.cancel_order(ORDER), _CANCELED),
    Call("printify", "POST /orders", lambda s: s._api.submit(_SUBMIT), {"id": "5a96"}),
    Call("printify", "POST /orders/send_to_production", lambda s: s._api.send_to_production(ORDER), {"id": "7"}),
    Call("printify", "POST /orders/cancel", lambda s: s._api.cancel(ORDER), _PRINTIFY_ORDER),
    Call("printify", "POST /uploads", lambda s: s._api.upload(UploadBody("a.png", contents="AA==")), {"id": "5e16"}),
    Call("printify", "POST /uploads/archive", lambda s: s._api.archive_upload("5e16"), {}),
    Call("printify", "POST /products/publishing_failed", lambda s: s._api.unlock_product("5e17", "Ended."), {}),
    Call("shopify", "fulfillmentCreate", _shopify_fulfil, graphql("fulfillmentCreate", {"fulfillment": _PARCEL})),
    Call("shopify", "fulfillmentTrackingInfoUpdate", _shopify_beside,
         graphql("fulfillmentTrackingInfoUpdate", {"fulfillment": _PARCEL})),
    Call("shopify", "productSet", lambda s: s._listings._write(draft(), None),
         graphql("productSet", {"product": {"id": "gid://shopify/Product/4"}})),
    Call("shopify", "publishablePublish", lambda s: s._listings._publish("gid://shopify/Product/4", "gid://p/1"),
         graphql("publishablePublish", {})),
    Call("shopify", "productVariantsBulkUpdate", lambda s: s._stock._write("4", {"7": False}),
         graphql("productVariantsBulkUpdate", {"productVariants": [{"id": "gid://shopify/ProductVariant/7", "availableForSale": False}]})),
    Call("etsy", "POST /shops/{id}/receipts/{id}/tracking", lambda s: s._tracking._write(push()),
         _RECEIPT),
    Call("etsy", "POST /shops/{id}/listings", lambda s: s._api.write(
        "POST", f"{s._api.shop}/listings", wire_listing.Listing, scope="listings_w", form={},
        is_it=lambda made: made.listing_id > 0), {"listing_id": 9}),
    Call("etsy", "PATCH /shops/{id}/listings/{id}", lambda s: s._listings._patch(9, {"state": "active"}),
         {"listing_id": 9}),
    Call("etsy", "PUT /listings/{id}/inventory", lambda s: s._listings._put(9, inventory.Plan((), ())),
         {"products": []}),
    Call("etsy", "POST /shops/{id}/listings/{id}/images", _etsy_image, {"listing_image_id": 3}),
    Call("etsy", "POST /shops/{id}/listings/{id}/variation-images", _etsy_variation_images, {"results": []}),
)  # fmt: skip
