"""Writes a parcel to the store order: looks first, writes once, and adopts what is there already."""

from __future__ import annotations

import logging

from podbridge_desktop.connectors.shopify import operations, replies, wire
from podbridge_desktop.connectors.shopify.client import AdminApi
from podbridge_desktop.connectors.shopify.parcel_plan import Share, shares, wanted_of
from podbridge_desktop.connectors.shopify.shipping_read import (
    Shipping,
    ShippingReader,
    store_parcel,
)
from podbridge_desktop.connectors.shopify.tracking_companies import company
from podbridge_desktop.connectors.shopify.translate import gid, plain_id
from podbridge_desktop.connectors.written import after_the_write
from podbridge_desktop.domain.fulfilment import StoreParcel, TrackingPush
from podbridge_desktop.errors import NotThere, Refused

log = logging.getLogger(__name__)

TRACKING_COST = 117
_CASE = "tracking_refused"


class TrackingWriter:
    """Tracking numbers of one shop."""

    def __init__(self, api: AdminApi, shipping: ShippingReader) -> None:
        self._api, self._shipping = api, shipping

    def push(self, push: TrackingPush, seen: Shipping | None = None) -> StoreParcel:
        """The parcel as the store has it afterwards. A number that stands there already is not written again.

        `seen` is what was read of the order a moment ago.
        """
        state = seen or self._shipping.of(push.order_remote_id)
        there = state.carrying(push.tracking_number)
        todo = shares(state.works, self._wanted(push, state, there))
        if there:
            # a parcel from two locations, of which only the first was written before the answer was lost
            done_at = {parcel.location.id for parcel in there if parcel.location}
            todo = tuple(share for share in todo if push.lines and share.location not in done_at)
            if not todo or push.beside_remote_id:
                return _joined(there)
        elif push.beside_remote_id:
            return self._add_beside(push, state)
        elif not todo:
            raise _nothing_left(state)
        return self._create(push, todo, there)

    def _wanted(
        self, push: TrackingPush, state: Shipping, there: tuple[wire.Parcel, ...]
    ) -> dict[str, int]:
        if not push.lines:
            return wanted_of(state.works)
        wanted: dict[str, int] = {}
        for line, quantity in push.lines:
            wanted[line] = wanted.get(line, 0) + quantity
        for parcel in there:
            for sent in parcel.fulfillment_line_items.nodes:
                line = plain_id(sent.line_item.id)
                wanted[line] = wanted.get(line, 0) - (sent.quantity or 0)
        return wanted

    def _create(
        self, push: TrackingPush, todo: tuple[Share, ...], there: tuple[wire.Parcel, ...]
    ) -> StoreParcel:
        """One call per location; only the first one mails the buyer."""
        if len(todo) > 1:
            log.info(
                "order %s: one parcel is written for %d locations", push.order_remote_id, len(todo)
            )
        written = list(there)
        for share in todo:
            notify = push.notify_customer and not written
            parcel = self._fulfil(push, share, notify=notify)
            written.append(parcel)
        return _joined(tuple(written))

    def _fulfil(self, push: TrackingPush, share: Share, *, notify: bool) -> wire.Parcel:
        fulfilment = {
            "lineItemsByFulfillmentOrder": share.as_input(),
            "notifyCustomer": notify,
            "trackingInfo": _tracking(push),
        }
        try:
            parcel = self._api.mutate(
                operations.CREATE_FULFILLMENT,
                {"fulfillment": fulfilment},
                wire.CreateFulfillmentData,
                TRACKING_COST,
                brings=lambda data: _parcel(data.fulfillment_create),
                refused=_refused,
            )
        except Refused as refusal:
            return self._adopt_or_refuse(push, refusal)
        return self._whole(parcel)

    def _adopt_or_refuse(self, push: TrackingPush, refusal: Refused) -> wire.Parcel:
        """Somebody may have sent it meanwhile (closed, quantity gone): if the number is ours, it is done."""
        there = self._shipping.of(push.order_remote_id).carrying(push.tracking_number)
        if there:
            return there[0]
        raise refusal

    def _add_beside(self, push: TrackingPush, state: Shipping) -> StoreParcel:
        """A reshipment: old and new numbers together, for the update replaces the whole list."""
        fulfilment_id = gid("Fulfillment", push.beside_remote_id)
        old = next((each for each in state.parcels if each.id == fulfilment_id), None)
        if old is None:
            raise NotThere(
                "The shipment this parcel belongs to is gone from the Shopify order.", case=_CASE
            )
        new = wire.Tracking(company(push.carrier), push.tracking_number, push.tracking_url or None)
        variables = {
            "id": fulfilment_id,
            "tracking": _together([*old.tracking_info, new]),
            "notify": push.notify_customer,
        }
        parcel = self._api.mutate(
            operations.UPDATE_TRACKING,
            variables,
            wire.UpdateTrackingData,
            TRACKING_COST,
            brings=lambda data: _parcel(data.fulfillment_tracking_info_update),
            refused=_refused,
        )
        return _joined((self._whole(parcel),))

    def _whole(self, parcel: wire.Parcel) -> wire.Parcel:
        with after_the_write():
            return self._shipping.complete(parcel)


def _parcel(payload: wire.ParcelPayload | None) -> wire.Parcel | None:
    parcel = payload.fulfillment if payload else None
    return parcel if parcel and plain_id(parcel.id) else None


def _tracking(push: TrackingPush) -> dict[str, str]:
    info = {
        "number": push.tracking_number,
        "company": company(push.carrier),
        "url": push.tracking_url,
    }
    return {name: value for name, value in info.items() if value}


def _together(tracking: list[wire.Tracking]) -> dict[str, object]:
    """Numbers with a link first: links are matched to numbers by their place in the list."""
    named = [each for each in tracking if each.number]
    ordered = [each for each in named if each.url] + [each for each in named if not each.url]
    together: dict[str, object] = {"numbers": [each.number for each in ordered]}
    if urls := [each.url for each in ordered if each.url]:
        together["urls"] = urls
    if name := named[-1].company:
        together["company"] = name
    return together


def _joined(parcels: tuple[wire.Parcel, ...]) -> StoreParcel:
    """One parcel of ours, which may be several fulfilments at the store; the first gives the id."""
    first, *rest = (store_parcel(parcel) for parcel in parcels)
    lines = [*first.lines, *(line for parcel in rest for line in parcel.lines)]
    return StoreParcel(first.remote_id, first.tracking_numbers, tuple(lines), ours=first.ours)


def _nothing_left(state: Shipping) -> Refused:
    if any(parcel.tracking_info for parcel in state.parcels) or not state.works:
        message = "Shopify has these items as sent already, under another tracking number or none."
    else:
        message = (
            "Shopify does not let these items be marked as sent now (on hold, or nothing is left)."
        )
    return Refused(
        message,
        case=_CASE,
        reason="nothing left to fulfil",
        hint="Open the order in Shopify and compare; then try again or close this case.",
    )


def _refused(errors: tuple[wire.UserError, ...]) -> Refused:
    text = replies.sentence(errors)
    return Refused(f"Shopify did not take the tracking number: {text}", case=_CASE, reason=text)
