"""A supplier order request as the body of Printful's `POST /orders`. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from podbridge_desktop.connectors.printful import templates
from podbridge_desktop.domain.fulfilment import OrderedLine, SupplierOrderRequest
from podbridge_desktop.errors import Refused

Body = Mapping[str, object]


def order_body(request: SupplierOrderRequest, recipient: Mapping[str, str]) -> Body:
    """The draft to make. Our names go with the order and with each item, and come back with both."""
    body: dict[str, object] = {
        "external_id": request.external_id,
        "recipient": dict(recipient),
        "items": [_item(line) for line in request.lines],
    }
    if request.shipping_method:
        body["shipping"] = request.shipping_method
    if retail := _retail(request):
        body["retail_costs"] = retail
    if request.store_order_number:
        body["packing_slip"] = {"custom_order_id": request.store_order_number}
    return body


def _item(line: OrderedLine) -> dict[str, object]:
    template = templates.parts_of(line.variant_id)
    if template is None and not line.variant_id.isdecimal():
        raise Refused(
            f"“{line.title or line.reference}” is not linked to a product at Printful.",
            case="link",
            reason=line.variant_id,
            hint="Link this item to a Printful variant again.",
        )
    source = (
        {"product_template_id": template[0], "variant_id": template[1]}
        if template
        else {"sync_variant_id": int(line.variant_id)}
    )
    item: dict[str, object] = {
        **source,
        "external_id": line.reference,
        "quantity": line.quantity,
    }
    if line.retail_price is not None:
        item["retail_price"] = str(line.retail_price.amount)
    if line.title:
        item["name"] = line.title
    if line.sku:
        item["sku"] = line.sku
    return item


def _retail(request: SupplierOrderRequest) -> dict[str, str]:
    """The currency of the retail prices, and the postage the buyer paid: for customs papers and packing slips."""
    prices = [line.retail_price for line in request.lines if line.retail_price is not None]
    shipping = request.retail_shipping
    currencies = {each.currency for each in (*prices, *([shipping] if shipping else []))}
    if len(currencies) != 1:
        return {}
    told = {"currency": currencies.pop()}
    if shipping is not None:
        told["shipping"] = str(shipping.amount)
    return told
