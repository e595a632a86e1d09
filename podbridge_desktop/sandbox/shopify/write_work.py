"""Mutations about fulfilment orders: hold, release, progress, open, move, and requests to a fulfilment service."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .access import missing_scope
from .call import Args, Call, Resolver, payload, user_error
from .fulfilment import FulfillmentOrder, Hold, MerchantRequest
from .read_fulfilment import scope_of, supported_actions
from .shop import Location, Service
from .work import is_ended, split_off

_MAX_HOLDS = 10
_NOT_FOUND = "Fulfillment order not found."


def _find(call: Call, args: Args, name: str) -> FulfillmentOrder | None:
    work = call.store.fulfillment_orders.get(args["id"])
    if work is None:
        return None
    scope = f"write_{scope_of(call.store, work)}"
    if scope not in call.scopes:
        raise missing_scope(name, (scope,))
    return work


def _touch(work: FulfillmentOrder, call: Call) -> None:
    work.updated_at = call.now
    call.store.touch(call.store.orders[work.order_id], call.now)


def _hold(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    work = _find(call, args, "fulfillmentOrderHold")
    given = args["fulfillmentHold"]
    problem = _hold_problem(work, given, call)
    if problem is not None or work is None:
        return payload([problem or {}], fulfillmentHold=None, fulfillmentOrder=None)
    keep = {row["id"]: row["quantity"] for row in given.get("fulfillmentOrderLineItems") or []}
    rest = split_off(call.store, work, keep, call.now) if keep else None
    made = Hold(
        call.store.mint("FulfillmentHold"),
        given["reason"],
        given.get("handle") or None,
        given.get("reasonNotes"),
        ours=True,
    )
    work.holds.append(made)
    work.status = "ON_HOLD"
    _touch(work, call)
    return payload(fulfillmentHold=made, fulfillmentOrder=work, remainingFulfillmentOrder=rest)


def _hold_problem(
    work: FulfillmentOrder | None, given: Args, call: Call
) -> dict[str, object] | None:
    if work is None:
        return user_error(["id"], _NOT_FOUND, "FULFILLMENT_ORDER_NOT_FOUND")
    if "HOLD" not in supported_actions(call.store, work):
        return user_error(
            ["id"], f"The fulfillment order is {work.status.lower()} and cannot be held."
        )
    ours = [hold for hold in work.holds if hold.ours]
    if any((hold.handle or "") == (given.get("handle") or "") for hold in ours):
        taken = "A hold with this handle is already placed by this app."
        return user_error(["fulfillmentHold", "handle"], taken, "DUPLICATE_FULFILLMENT_HOLD_HANDLE")
    if len(ours) >= _MAX_HOLDS:
        full = (
            "The maximum number of fulfillment holds for this fulfillment order has been reached."
        )
        return user_error(["id"], full, "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED")
    rows = given.get("fulfillmentOrderLineItems") or []
    if rows and work.holds:
        fixed = "The fulfillment order is not in a splittable state."
        return user_error(["fulfillmentHold"], fixed, "FULFILLMENT_ORDER_NOT_SPLITTABLE")
    return _bad_rows(work, rows)


def _bad_rows(work: FulfillmentOrder, rows: list[Args]) -> dict[str, object] | None:
    for row in rows:
        line = work.line(row["id"])
        if line is None or not 0 < row["quantity"] <= line.remaining_quantity:
            wrong = "The line item quantity is invalid."
            return user_error(["fulfillmentOrderLineItems"], wrong, "INVALID_LINE_ITEM_QUANTITY")
    return None


def _release(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    work = _find(call, args, "fulfillmentOrderReleaseHold")
    if work is None:
        missing = user_error(["id"], _NOT_FOUND, "FULFILLMENT_ORDER_NOT_FOUND")
        return payload([missing], fulfillmentOrder=None)
    chosen = args.get("holdIds")
    work.holds = [hold for hold in work.holds if chosen is not None and hold.id not in chosen]
    if work.status == "ON_HOLD" and not work.holds:
        work.status = "OPEN"
    _touch(work, call)
    return payload(fulfillmentOrder=work)


def _change_state(
    name: str, action: str, state: str, codes: tuple[str | None, str | None]
) -> Resolver:
    """A mutation that only moves the state, when the action is offered."""

    def resolve(_root: object, args: Args, call: Call) -> Mapping[str, object]:
        work = _find(call, args, name)
        if work is None:
            return payload([user_error(["id"], _NOT_FOUND, codes[0])], fulfillmentOrder=None)
        if action not in supported_actions(call.store, work):
            wrong = f"Fulfillment order in status {work.status} does not support {action}."
            return payload([user_error(["id"], wrong, codes[1])], fulfillmentOrder=None)
        work.status = state
        _touch(work, call)
        return payload(fulfillmentOrder=work)

    return resolve


def _move(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    nothing: dict[str, object] = {"movedFulfillmentOrder": None, "originalFulfillmentOrder": None}
    work = _find(call, args, "fulfillmentOrderMove")
    target = call.store.locations.get(args["newLocationId"])
    if work is None or is_ended(work) or "MOVE" not in supported_actions(call.store, work):
        return payload([user_error(["id"], "Fulfillment order cannot be moved.")], **nothing)
    if target is None or target.id == work.location_id:
        wrong = user_error(
            ["newLocationId"], "The new location is not valid for this fulfillment order."
        )
        return payload([wrong], **nothing)
    rows = args.get("fulfillmentOrderLineItems") or []
    problem = _bad_rows(work, rows)
    if problem:
        return payload([{**problem, "code": None}], **nothing)
    keep = {row["id"]: row["quantity"] for row in rows}
    rest = split_off(call.store, work, keep, call.now) if keep else None
    work.location_id = target.id
    _touch(work, call)
    return payload(movedFulfillmentOrder=work, originalFulfillmentOrder=rest or work)


def _submit(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    work = call.store.fulfillment_orders.get(args["id"])
    if work is None or not request_fulfillment(work, args.get("message"), call):
        wrong = user_error(["id"], "This fulfillment order cannot be submitted.")
        return payload([wrong], submittedFulfillmentOrder=None)
    _touch(work, call)
    return payload(submittedFulfillmentOrder=work)


def request_fulfillment(work: FulfillmentOrder, message: str | None, call: Call) -> bool:
    """The merchant asks the location's service to send; False when there is no service or it was asked before."""
    has_service = bool(call.store.locations[work.location_id].service_id)
    if not has_service or is_ended(work) or work.request_status not in {"UNSUBMITTED", "REJECTED"}:
        return False
    _ask(work, "FULFILLMENT_REQUEST", message, call)
    work.request_status = "SUBMITTED"
    return True


def _ask(work: FulfillmentOrder, kind: str, message: str | None, call: Call) -> None:
    identity = call.store.mint("FulfillmentOrderMerchantRequest")
    work.requests.append(MerchantRequest(identity, kind, message, call.now))


def _submit_cancellation(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    work = call.store.fulfillment_orders.get(args["id"])
    if work is None or work.request_status not in {"SUBMITTED", "ACCEPTED"}:
        return payload([user_error(["id"], "There is no fulfillment request to cancel.")])
    _ask(work, "CANCELLATION_REQUEST", args.get("message"), call)
    work.request_status = "CANCELLATION_REQUESTED"
    _touch(work, call)
    return payload()


def _answer(name: str, expected: str, apply: Callable[[FulfillmentOrder], None]) -> Resolver:
    """Our service's answer to a request that the merchant made."""

    def resolve(_root: object, args: Args, call: Call) -> Mapping[str, object]:
        work = _find(call, args, name)
        if work is None or work.request_status != expected:
            wrong = user_error(
                ["id"], f"The fulfillment order has no request in status {expected}."
            )
            return payload([wrong], fulfillmentOrder=None)
        apply(work)
        _touch(work, call)
        return payload(fulfillmentOrder=work)

    return resolve


def _states(request: str, status: str) -> Callable[[FulfillmentOrder], None]:
    def apply(work: FulfillmentOrder) -> None:
        work.request_status, work.status = request, status

    return apply


def _create_service(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    store = call.store
    name = args["name"].strip()
    if not name or any(place.name == name for place in store.locations.values()):
        return payload(
            [user_error(["name"], "Name has already been taken")], fulfillmentService=None
        )
    service = Service(
        f"{store.mint('FulfillmentService')}?id=true",
        name.lower().replace(" ", "-"),
        name,
        store.mint("Location"),
        ours=True,
        callback_url=args.get("callbackUrl"),
    )
    store.services[service.id] = service
    store.locations[service.location_id] = Location(
        service.location_id, name, "US", service_id=service.id
    )
    return payload(fulfillmentService=service)


RESOLVERS: dict[str, Resolver] = {
    "Mutation.fulfillmentOrderHold": _hold,
    "Mutation.fulfillmentOrderReleaseHold": _release,
    "Mutation.fulfillmentOrderReportProgress": _change_state(
        "fulfillmentOrderReportProgress",
        "REPORT_PROGRESS",
        "IN_PROGRESS",
        ("FULFILLMENT_ORDER_NOT_FOUND", "FULFILLMENT_ORDER_UNSUPPORTED_ACTION"),
    ),
    "Mutation.fulfillmentOrderOpen": _change_state(
        "fulfillmentOrderOpen", "MARK_AS_OPEN", "OPEN", (None, None)
    ),
    "Mutation.fulfillmentOrderMove": _move,
    "Mutation.fulfillmentOrderSubmitFulfillmentRequest": _submit,
    "Mutation.fulfillmentOrderSubmitCancellationRequest": _submit_cancellation,
    "Mutation.fulfillmentOrderAcceptFulfillmentRequest": _answer(
        "fulfillmentOrderAcceptFulfillmentRequest", "SUBMITTED", _states("ACCEPTED", "IN_PROGRESS")
    ),
    "Mutation.fulfillmentOrderRejectFulfillmentRequest": _answer(
        "fulfillmentOrderRejectFulfillmentRequest", "SUBMITTED", _states("REJECTED", "OPEN")
    ),
    "Mutation.fulfillmentOrderAcceptCancellationRequest": _answer(
        "fulfillmentOrderAcceptCancellationRequest",
        "CANCELLATION_REQUESTED",
        _states("CANCELLATION_ACCEPTED", "OPEN"),
    ),
    "Mutation.fulfillmentOrderRejectCancellationRequest": _answer(
        "fulfillmentOrderRejectCancellationRequest",
        "CANCELLATION_REQUESTED",
        _states("CANCELLATION_REJECTED", "IN_PROGRESS"),
    ),
    "Mutation.fulfillmentServiceCreate": _create_service,
}
