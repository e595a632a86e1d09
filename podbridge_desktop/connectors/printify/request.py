"""A supplier order request as the bodies of Printify's `orders.json` and `orders/shipping.json`. Pure."""

from __future__ import annotations

from podbridge_desktop.connectors.printify.recipient import recipient
from podbridge_desktop.connectors.printify.wire import LineSubmit, OrderSubmit, QuoteBody
from podbridge_desktop.domain.fulfilment import OrderedLine, SupplierOrderRequest
from podbridge_desktop.errors import Refused

METHODS = {"": 1, "standard": 1, "priority": 2, "express": 3, "economy": 4}


def variant_name(product_id: str, variant_id: int | None) -> str:
    """Our name of a variant: its own number repeats in every product of the same blank."""
    return f"{product_id}-{variant_id}"


def parts_of(line: OrderedLine) -> tuple[str, int]:
    """Product and variant of a line. Raises `Refused` (case link) for what names no variant of Printify's."""
    product, dash, variant = line.variant_id.rpartition("-")
    if not dash or not product.isalnum() or not variant.isdecimal():
        raise Refused(
            f"“{line.title or line.reference}” is not linked to a product at Printify.",
            case="link",
            reason=line.variant_id,
            hint="Link this item to a Printify variant again.",
        )
    return product, int(variant)


def order_body(request: SupplierOrderRequest) -> OrderSubmit:
    """The order to submit. Our names go with it and with each line, and come back; the store mails the buyer."""
    return OrderSubmit(
        external_id=request.external_id,
        label=request.store_order_number or request.external_id,
        line_items=_lines(request),
        shipping_method=method_of(request),
        send_shipping_notification=False,
        address_to=recipient(request.recipient),
    )


def quote_body(request: SupplierOrderRequest) -> QuoteBody:
    return QuoteBody(line_items=_lines(request), address_to=recipient(request.recipient))


def method_of(request: SupplierOrderRequest) -> int:
    """Printify's number of a shipping method. Raises `Refused` for a name it does not have."""
    method = METHODS.get(request.shipping_method)
    if method is None:
        raise Refused(
            f"Printify has no shipping method “{request.shipping_method}”.",
            reason=request.shipping_method,
            hint="It has: standard, priority, express, economy.",
        )
    return method


def _lines(request: SupplierOrderRequest) -> list[LineSubmit]:
    made = []
    for line in request.lines:
        product, variant = parts_of(line)
        made.append(
            LineSubmit(
                product_id=product,
                variant_id=variant,
                quantity=line.quantity,
                external_id=line.reference,
            )
        )
    return made
