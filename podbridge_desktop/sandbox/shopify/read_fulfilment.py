"""Answers about fulfilment orders and parcels, and which of them an app's scopes let it see."""

from __future__ import annotations

from collections.abc import Iterable

from .call import Args, Call, Resolver
from .fulfilment import ENDED_STATES, Fulfillment, FulfillmentOrder, SentLine, WorkLine
from .ids import number_of
from .orders import LineItem
from .paging import Key, Page, page, page_of
from .search import Term, compile_query, number, one_of, time
from .store import Store

_ASSIGNMENTS = {
    "CANCELLATION_REQUESTED": {"CANCELLATION_REQUESTED"},
    "FULFILLMENT_REQUESTED": {"SUBMITTED"},
    "FULFILLMENT_ACCEPTED": {"ACCEPTED"},
    "FULFILLMENT_UNSUBMITTED": {"UNSUBMITTED"},
}


def scope_of(store: Store, work: FulfillmentOrder) -> str:
    """The ending of the scopes that rule this fulfilment order: it depends on whose location it is."""
    service = store.services.get(store.locations[work.location_id].service_id)
    if service is None:
        return "merchant_managed_fulfillment_orders"
    return "assigned_fulfillment_orders" if service.ours else "third_party_fulfillment_orders"


def seen(works: Iterable[FulfillmentOrder], call: Call) -> list[FulfillmentOrder]:
    """Those that the granted scopes show; the others are left out without a word."""
    return [work for work in works if f"read_{scope_of(call.store, work)}" in call.scopes]


WORK_TERMS: dict[str, Term[FulfillmentOrder]] = {
    "id": number(lambda work: number_of(work.id)),
    "status": one_of(lambda work: frozenset({work.status.casefold()})),
    "assigned_location_id": number(lambda work: number_of(work.location_id)),
    "updated_at": time(lambda work: work.updated_at),
    "created_at": time(lambda work: work.created_at),
    "order_id": number(lambda work: number_of(work.order_id)),
}


def _page(works: Iterable[FulfillmentOrder], args: Args, call: Call) -> Page[FulfillmentOrder]:
    by_updated = args.get("sortKey") == "UPDATED_AT"
    rows: dict[int, FulfillmentOrder] = {number_of(work.id): work for work in seen(works, call)}
    keys: list[Key] = sorted(
        (work.updated_at if by_updated else "", identity) for identity, work in rows.items()
    )
    return page(keys, args, lambda key: rows[key[1]])


def _all_work(_root: object, args: Args, call: Call) -> Page[FulfillmentOrder]:
    check = compile_query(args.get("query"), WORK_TERMS)
    closed = args.get("includeClosed")
    works = (
        work
        for work in call.store.fulfillment_orders.values()
        if (closed or work.status not in ENDED_STATES) and check(work)
    )
    return _page(works, args, call)


def _assigned_work(_root: object, args: Args, call: Call) -> Page[FulfillmentOrder]:
    wanted = _ASSIGNMENTS.get(str(args.get("assignmentStatus")))
    places = args.get("locationIds")
    works = (
        work
        for work in call.store.fulfillment_orders.values()
        if scope_of(call.store, work) == "assigned_fulfillment_orders"
        and work.status not in ENDED_STATES
        and (wanted is None or work.request_status in wanted)
        and (places is None or work.location_id in places)
    )
    return _page(works, args, call)


def _one(_root: object, args: Args, call: Call) -> FulfillmentOrder | None:
    work = call.store.fulfillment_orders.get(args["id"])
    return next(iter(seen([work], call)), None) if work else None


def supported_actions(store: Store, work: FulfillmentOrder) -> list[str]:
    """What may be done with a fulfilment order in its state."""
    if work.status in ENDED_STATES:
        return []
    if work.status == "ON_HOLD":
        return ["RELEASE_HOLD", "HOLD", "MOVE"]
    if work.status == "SCHEDULED":
        return ["MARK_AS_OPEN", "MOVE"]
    foreign = scope_of(store, work) == "third_party_fulfillment_orders"
    if work.status == "IN_PROGRESS":
        return ["CREATE_FULFILLMENT", "REQUEST_CANCELLATION" if foreign else "MARK_AS_OPEN"]
    if foreign:
        return ["CREATE_FULFILLMENT", "REQUEST_FULFILLMENT", "HOLD", "MOVE", "SPLIT"]
    return ["CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", "SPLIT"]


def _actions(work: FulfillmentOrder, _args: Args, call: Call) -> list[dict[str, object]]:
    return [{"action": name, "externalUrl": None} for name in supported_actions(call.store, work)]


def _assigned_location(work: FulfillmentOrder, _args: Args, call: Call) -> dict[str, object]:
    location = call.store.locations[work.location_id]
    return {
        "name": location.name,
        "countryCode": location.country_code,
        "city": location.city or None,
        "location": location,
    }


def _delivery(work: FulfillmentOrder, _args: Args, call: Call) -> dict[str, object]:
    order = call.store.orders[work.order_id]
    return {
        "id": work.id.replace("/FulfillmentOrder/", "/DeliveryMethod/"),
        "methodType": work.method_type,
        "presentedName": order.shipping_title if work.method_type == "SHIPPING" else None,
        "serviceCode": order.shipping_title if work.method_type == "SHIPPING" else None,
    }


def _destination(work: FulfillmentOrder, _args: Args, call: Call) -> dict[str, object] | None:
    order = call.store.orders[work.order_id]
    address = order.shipping_address
    if address is None or work.method_type != "SHIPPING":
        return None
    return {
        "id": work.id.replace("/FulfillmentOrder/", "/FulfillmentOrderDestination/"),
        "firstName": address.first_name,
        "lastName": address.last_name,
        "company": address.company,
        "address1": address.address1,
        "address2": address.address2,
        "city": address.city,
        "province": address.province,
        "zip": address.zip,
        "countryCode": address.country_code,
        "phone": address.phone,
        "email": order.email,
    }


def _fulfillments_of(work: FulfillmentOrder, args: Args, call: Call) -> Page[Fulfillment]:
    order = call.store.orders[work.order_id]
    found = [
        parcel
        for parcel in call.store.fulfillments_of(order)
        if work.id in parcel.fulfillment_order_ids
    ]
    return page_of(found, args)


def _line(line: WorkLine | SentLine, _args: Args, call: Call) -> LineItem:
    return call.store.line_of(line.order_id, line.line_item_id)


def _of_line(read: Resolver) -> Resolver:
    """A field that a fulfilment order line takes over from its order line."""
    return lambda line, args, call: read(_line(line, args, call), call)


def _stock_of(line: LineItem, call: Call) -> str | None:
    variant = call.store.variant(line.variant_id)
    return variant.stock.id if variant else None


def _works_of(parcel: Fulfillment, args: Args, call: Call) -> Page[FulfillmentOrder]:
    works = (call.store.fulfillment_orders[identity] for identity in parcel.fulfillment_order_ids)
    return page_of(seen(works, call), args)


def _service(parcel: Fulfillment, _args: Args, call: Call) -> object:
    place = call.store.locations[parcel.location_id]
    return call.store.services.get(place.service_id)


RESOLVERS: dict[str, Resolver] = {
    "QueryRoot.fulfillmentOrders": _all_work,
    "QueryRoot.assignedFulfillmentOrders": _assigned_work,
    "QueryRoot.fulfillmentOrder": _one,
    "QueryRoot.fulfillment": lambda _root, args, call: call.store.fulfillments.get(args["id"]),
    "Order.fulfillmentOrders": lambda order, args, call: page_of(
        seen(call.store.fulfillment_orders_of(order), call), args
    ),
    "FulfillmentOrder.assignedLocation": _assigned_location,
    "FulfillmentOrder.deliveryMethod": _delivery,
    "FulfillmentOrder.destination": _destination,
    "FulfillmentOrder.fulfillmentHolds": lambda work, _args, _call: work.holds,
    "FulfillmentOrder.fulfillments": _fulfillments_of,
    "FulfillmentOrder.lineItems": lambda work, args, _call: page_of(work.lines, args),
    "FulfillmentOrder.merchantRequests": lambda work, args, _call: page_of(work.requests, args),
    "FulfillmentOrder.orderName": lambda work, _args, call: call.store.orders[work.order_id].name,
    "FulfillmentOrder.orderProcessedAt": lambda work, _args, call: (
        call.store.orders[work.order_id].processed_at
    ),
    "FulfillmentOrder.supportedActions": _actions,
    "FulfillmentHold.heldByRequestingApp": lambda hold, _args, _call: hold.ours,
    "FulfillmentHold.heldByApp": lambda hold, _args, call: (
        {"id": call.store.app_id, "title": "PodBridge", "handle": "podbridge"}
        if hold.ours
        else {"id": "gid://shopify/App/1", "title": "Upsell", "handle": "upsell"}
    ),
    "FulfillmentOrderLineItem.lineItem": _line,
    "FulfillmentOrderLineItem.inventoryItemId": _of_line(_stock_of),
    "FulfillmentOrderLineItem.productTitle": _of_line(lambda line, _call: line.title),
    "FulfillmentOrderLineItem.variantTitle": _of_line(lambda line, _call: line.variant_title),
    "FulfillmentOrderLineItem.sku": _of_line(lambda line, _call: line.sku),
    "FulfillmentOrderLineItem.requiresShipping": _of_line(
        lambda line, _call: line.requires_shipping
    ),
    "FulfillmentOrderLineItem.variant": _of_line(
        lambda line, call: call.store.variant(line.variant_id)
    ),
    "FulfillmentLineItem.lineItem": _line,
    "Fulfillment.legacyResourceId": lambda parcel, _args, _call: str(number_of(parcel.id)),
    "Fulfillment.estimatedDeliveryAt": lambda _parcel, _args, _call: None,
    "Fulfillment.events": lambda parcel, args, _call: page_of(parcel.events, args),
    "Fulfillment.fulfillmentLineItems": lambda parcel, args, _call: page_of(parcel.lines, args),
    "Fulfillment.fulfillmentOrders": _works_of,
    "Fulfillment.location": lambda parcel, _args, call: call.store.locations[parcel.location_id],
    "Fulfillment.order": lambda parcel, _args, call: call.store.orders[parcel.order_id],
    "Fulfillment.requiresShipping": lambda _parcel, _args, _call: True,
    "Fulfillment.service": _service,
    "Fulfillment.trackingInfo": lambda parcel, args, _call: parcel.tracking[: args.get("first")],
}
