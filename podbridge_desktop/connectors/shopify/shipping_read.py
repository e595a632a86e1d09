"""Reads what the store has of an order's parcels and what it still wants, to the last line."""

from __future__ import annotations

from dataclasses import dataclass

from podbridge_desktop.connectors.shopify import operations, wire
from podbridge_desktop.connectors.shopify.client import AdminApi, in_halves
from podbridge_desktop.connectors.shopify.packing import Pack, pack
from podbridge_desktop.connectors.shopify.translate import gid, plain_id
from podbridge_desktop.connectors.shopify.work import Remaining
from podbridge_desktop.connectors.shopify.work_read import WorkReader, work_cost
from podbridge_desktop.domain.fulfilment import StoreParcel, StoreShipping
from podbridge_desktop.errors import NotThere

MOST_PARCELS = 200
LINES = 10  # of a fulfilment order in a first question
MORE = 100
PARCEL_COST = 1 + 1 + 10 + 2 + 20 * 2
VOID = frozenset({"CANCELLED", "ERROR", "FAILURE"})


@dataclass(frozen=True, slots=True)
class Shipping:
    """One order's parcels and open fulfilment orders, as read just now."""

    parcels: tuple[wire.Parcel, ...]
    works: tuple[wire.Work, ...]

    def carrying(self, number: str) -> tuple[wire.Parcel, ...]:
        """The parcels under this tracking number."""
        return tuple(
            parcel
            for parcel in self.parcels
            if any(tracking.number == number for tracking in parcel.tracking_info)
        )

    def as_store_shipping(self) -> StoreShipping:
        ready = Remaining(self.works).ready
        return StoreShipping(
            parcels=tuple(store_parcel(parcel) for parcel in self.parcels),
            remaining=tuple((plain_id(line), quantity) for line, quantity in ready.items()),
        )


def store_parcel(parcel: wire.Parcel) -> StoreParcel:
    """One of Shopify's fulfilments as the bridge knows it."""
    return StoreParcel(
        remote_id=plain_id(parcel.id),
        tracking_numbers=tuple(each.number for each in parcel.tracking_info if each.number),
        lines=tuple(
            (plain_id(line.line_item.id), line.quantity or 0)
            for line in parcel.fulfillment_line_items.nodes
        ),
        ours=not (parcel.location and parcel.location.is_fulfillment_service),
    )


class ShippingReader:
    """Parcels and remaining quantities, never from a search index."""

    def __init__(self, api: AdminApi) -> None:
        self._api = api
        self._work = WorkReader(api)

    def of(self, order_remote_id: str) -> Shipping:
        """Raises `NotThere` for an order that is gone."""
        order_id = gid("Order", order_remote_id)
        variables = {"id": order_id, "first": MOST_PARCELS, "parts": 1, "lines": LINES}
        cost = MOST_PARCELS + work_cost(LINES)
        order = self._api.query(operations.SHIPPING, variables, wire.ShippingData, cost).order
        if order is None:
            raise NotThere("The order is gone from the Shopify store.", case="tracking_refused")
        ids = tuple(each.id for each in order.fulfillments)
        return Shipping(self._parcels(ids), tuple(self._work.whole(order, LINES)))

    def complete(self, parcel: wire.Parcel) -> wire.Parcel:
        """With the lines that did not fit into the first answer."""
        page = parcel.fulfillment_line_items.page_info
        while page.has_next_page:
            variables = {"id": parcel.id, "first": MORE, "after": page.end_cursor}
            data = self._api.query(
                operations.PARCEL_LINES, variables, wire.ParcelLinesData, 3 + 2 * MORE
            )
            if data.fulfillment is None:
                break
            more = data.fulfillment.fulfillment_line_items
            parcel.fulfillment_line_items.nodes.extend(more.nodes)
            page = more.page_info
        return parcel

    def _parcels(self, ids: tuple[str, ...]) -> tuple[wire.Parcel, ...]:
        batches = pack([(each, 1) for each in ids], lambda _size: PARCEL_COST)
        found = [parcel for batch in batches for parcel in in_halves(batch, self._batch)]
        return tuple(self.complete(parcel) for parcel in found if parcel.status not in VOID)

    def _batch(self, batch: Pack) -> list[wire.Parcel]:
        cost = len(batch.ids) * PARCEL_COST
        data = self._api.query(operations.PARCELS, {"ids": batch.ids}, wire.ParcelsData, cost)
        return [parcel for parcel in data.nodes if parcel is not None]
