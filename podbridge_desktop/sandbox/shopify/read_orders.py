"""Answers about orders: lists, counts, and every field that is more than a stored value."""

from __future__ import annotations

from .call import Args, Call, Resolver
from .ids import number_of
from .money import Money, MoneyBag
from .order_index import OrderIndex, oldest_visible
from .order_states import fulfillment_status, open_fulfillment_orders
from .orders import LineItem, Order, Refund, Transaction
from .paging import Key, Page, page, page_of
from .products import Product

_COUNT_LIMIT = 10_000


def bag(order: Order, hundredths: int) -> MoneyBag:
    """An amount of this order in both currencies."""
    shop = Money(hundredths, order.currency_code)
    if order.presentment_currency_code == order.currency_code:
        return MoneyBag(shop, shop)
    converted = round(hundredths * order.presentment_rate)
    return MoneyBag(shop, Money(converted, order.presentment_currency_code))


def order_lists(index: OrderIndex) -> dict[str, Resolver]:
    """The root fields that search."""

    def orders(_root: object, args: Args, call: Call) -> Page[Order]:
        def fetch(key: Key) -> Order:
            return call.store.orders[index.by_number[key[1]]]

        return page(index.matching(call, args), args, fetch)

    def orders_count(_root: object, args: Args, call: Call) -> dict[str, object]:
        found = len(index.matching(call, args))
        limit = args.get("limit")
        ceiling = _COUNT_LIMIT if limit is None else min(int(limit), _COUNT_LIMIT)
        precision = "EXACT" if found <= ceiling else "AT_LEAST"
        return {"count": min(found, ceiling), "precision": precision}

    return {"QueryRoot.orders": orders, "QueryRoot.ordersCount": orders_count}


def visible_order(order_id: str, call: Call) -> Order | None:
    """An order by id, fresh; those older than 60 days are not there without `read_all_orders`."""
    order = call.store.orders.get(order_id)
    if order is None or order.created_at < oldest_visible(call.now, call.scopes):
        return None
    return order


def _cancellation(order: Order, _args: Args, _call: Call) -> dict[str, object] | None:
    return {"staffNote": order.staff_note} if order.cancelled_at else None


def _shipping_line(order: Order, _args: Args, _call: Call) -> dict[str, object] | None:
    if not order.requires_shipping:
        return None
    amount = bag(order, order.shipping_price)
    return {
        "id": order.id.replace("/Order/", "/ShippingLine/"),
        "title": order.shipping_title,
        "code": order.shipping_title,
        "carrierIdentifier": None,
        "source": "shopify",
        "phone": None,
        "originalPriceSet": amount,
        "discountedPriceSet": amount,
    }


def _shipping_lines(order: Order, args: Args, call: Call) -> Page[dict[str, object]]:
    line = _shipping_line(order, args, call)
    return page_of([line] if line else [], args)


def _first(items: list[object], args: Args) -> list[object]:
    return items[: args["first"]] if args.get("first") is not None else items


def _is_fulfillable(order: Order, _args: Args, call: Call) -> bool:
    return any(work.remaining for work in open_fulfillment_orders(call.store, order))


def _line_product(line: LineItem, _args: Args, call: Call) -> Product | None:
    return call.store.products.get(line.product_id)


def _line_image(line: LineItem, _args: Args, call: Call) -> dict[str, object] | None:
    if line.image_url is None:
        return None
    url = call.base + line.image_url if line.image_url.startswith("/") else line.image_url
    return {"url": url, "id": None, "altText": None, "width": 2000, "height": 2000}


def _line_amount(line: LineItem, hundredths: int, call: Call) -> MoneyBag:
    return bag(call.store.orders[line.order_id], hundredths)


def _unit(line: LineItem, _args: Args, call: Call) -> MoneyBag:
    return _line_amount(line, line.unit_price, call)


def _unit_after_discounts(line: LineItem, _args: Args, call: Call) -> MoneyBag:
    order = call.store.orders[line.order_id]
    share = order.discount * line.unit_price // order.subtotal if order.subtotal else 0
    return bag(order, line.unit_price - share)


def _line_total(line: LineItem, _args: Args, call: Call) -> MoneyBag:
    return _line_amount(line, line.unit_price * line.quantity, call)


def _parent_transaction(entry: Transaction, _args: Args, call: Call) -> Transaction | None:
    order = call.store.orders[entry.order_id]
    return next((other for other in order.transactions if other.id == entry.parent_id), None)


def _refund_lines(refund: Refund, args: Args, call: Call) -> Page[dict[str, object]]:
    order = call.store.orders[refund.order_id]
    lines = [order.line(line_id) for line_id in refund.lines]
    rows: list[dict[str, object]] = [
        {
            "id": f"gid://shopify/RefundLineItem/{number_of(refund.id) + place}",
            "lineItem": line,
            "quantity": refund.lines[line.id],
            "restockType": "CANCEL" if line.fulfilled == 0 else "NO_RESTOCK",
            "restocked": False,
            "subtotalSet": bag(order, line.unit_price * refund.lines[line.id]),
        }
        for place, line in enumerate(lines)
    ]
    return page_of(rows, args)


def _refund_total(refund: Refund, _args: Args, call: Call) -> MoneyBag:
    return bag(call.store.orders[refund.order_id], refund.amount)


# Amounts of an order by field name.
_AMOUNTS = {
    "subtotalPriceSet": lambda o: o.subtotal - o.discount,
    "totalPriceSet": lambda o: o.total,
    "originalTotalPriceSet": lambda o: o.total,
    "totalTaxSet": lambda o: o.tax,
    "totalDiscountsSet": lambda o: o.discount,
    "totalShippingPriceSet": lambda o: o.shipping_price,
    "totalRefundedSet": lambda o: o.refunded,
    "totalReceivedSet": lambda o: o.received,
    "netPaymentSet": lambda o: o.received - o.refunded,
    "totalOutstandingSet": lambda o: max(0, o.current_total - o.received + o.refunded),
    "currentSubtotalPriceSet": lambda o: o.current_subtotal,
    "currentTotalPriceSet": lambda o: o.current_total,
    "currentTotalTaxSet": lambda o: o.tax,
    "currentTotalDiscountsSet": lambda o: o.discount,
    "currentShippingPriceSet": lambda o: o.shipping_price,
}


def _amount_resolver(name: str) -> Resolver:
    amount = _AMOUNTS[name]
    return lambda order, _args, _call: bag(order, amount(order))  # type: ignore[no-untyped-call]  # a table


RESOLVERS: dict[str, Resolver] = {
    **{f"Order.{name}": _amount_resolver(name) for name in _AMOUNTS},
    "QueryRoot.order": lambda _root, args, call: visible_order(args["id"], call),
    "Order.legacyResourceId": lambda order, _args, _call: str(order.legacy),
    "Order.closed": lambda order, _args, _call: order.closed_at is not None,
    "Order.billingAddressMatchesShippingAddress": lambda order, _args, _call: order.billing_matches,
    "Order.displayAddress": lambda order, _args, _call: order.shipping_address,
    "Order.confirmationNumber": lambda order, _args, _call: f"PB{order.legacy % 10**7:07d}",
    "Order.cancellation": _cancellation,
    "Order.currentSubtotalLineItemsQuantity": lambda order, _args, _call: sum(
        line.current_quantity for line in order.lines
    ),
    "Order.subtotalLineItemsQuantity": lambda order, _args, _call: sum(
        line.quantity for line in order.lines
    ),
    "Order.discountCodes": lambda _order, _args, _call: [],
    "Order.displayFulfillmentStatus": lambda o, _args, call: fulfillment_status(call.store, o),
    "Order.dutiesIncluded": lambda _order, _args, _call: False,
    "Order.taxesIncluded": lambda _order, _args, _call: False,
    "Order.fulfillable": _is_fulfillable,
    "Order.fulfillments": lambda order, args, call: _first(call.store.fulfillments_of(order), args),
    "Order.fullyPaid": lambda order, _args, _call: order.received >= order.total,
    "Order.unpaid": lambda order, _args, _call: order.received == 0,
    "Order.lineItems": lambda order, args, _call: page_of(order.lines, args),
    "Order.paymentGatewayNames": lambda order, _args, _call: sorted(
        {entry.gateway for entry in order.transactions}
    ),
    "Order.refundable": lambda order, _args, _call: order.received > order.refunded,
    "Order.refunds": lambda order, args, _call: _first(order.refunds, args),
    "Order.risk": lambda order, _args, _call: {"recommendation": order.risk},
    "Order.shippingLine": _shipping_line,
    "Order.shippingLines": _shipping_lines,
    "Order.transactions": lambda order, args, _call: _first(order.transactions, args),
    "LineItem.product": _line_product,
    "LineItem.variant": lambda line, _args, call: call.store.variant(line.variant_id),
    "LineItem.image": _line_image,
    "LineItem.lineItemGroup": lambda _line, _args, _call: None,
    "LineItem.nonFulfillableQuantity": lambda _line, _args, _call: 0,
    "LineItem.originalUnitPriceSet": _unit,
    "LineItem.discountedUnitPriceSet": _unit,
    "LineItem.discountedUnitPriceAfterAllDiscountsSet": _unit_after_discounts,
    "LineItem.originalTotalSet": _line_total,
    "LineItem.discountedTotalSet": _line_total,
    "LineItem.totalDiscountSet": lambda line, _args, call: _line_amount(line, 0, call),
    "MailingAddress.countryCodeV2": lambda address, _args, _call: address.country_code,
    "MailingAddress.latitude": lambda _address, _args, _call: None,
    "MailingAddress.longitude": lambda _address, _args, _call: None,
    "OrderTransaction.amountSet": lambda entry, _args, call: bag(
        call.store.orders[entry.order_id], entry.amount
    ),
    "OrderTransaction.parentTransaction": _parent_transaction,
    "OrderTransaction.test": lambda entry, _args, call: call.store.orders[entry.order_id].test,
    "Refund.legacyResourceId": lambda refund, _args, _call: str(number_of(refund.id)),
    "Refund.processedAt": lambda refund, _args, _call: refund.created_at,
    "Refund.updatedAt": lambda refund, _args, _call: refund.created_at,
    "Refund.totalRefundedSet": _refund_total,
    "Refund.refundLineItems": _refund_lines,
}
