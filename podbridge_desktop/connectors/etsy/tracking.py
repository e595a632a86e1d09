"""Writes a parcel to an order: looks first, writes once, reads back. Etsy mails the buyer with every write."""

from __future__ import annotations

from podbridge_desktop.connectors.etsy import carriers, translate, wire
from podbridge_desktop.connectors.etsy.address import order_page
from podbridge_desktop.connectors.etsy.api import EtsyApi
from podbridge_desktop.connectors.etsy.order_pull import OrderReader
from podbridge_desktop.connectors.rate_limit import Pause
from podbridge_desktop.connectors.written import after_the_write
from podbridge_desktop.domain.fulfilment import StoreParcel, TrackingPush
from podbridge_desktop.errors import NotThere, PermissionMissing, Refused

SCOPE = "transactions_w"
READ_BACKS = 3
READ_BACK_PAUSE = 2.0
_CASE = "tracking_refused"


class TrackingWriter:
    """Tracking numbers of one shop. `gated` is what the last write told: None until there was one."""

    def __init__(self, api: EtsyApi, orders: OrderReader, pause: Pause) -> None:
        self._api, self._orders, self._pause = api, orders, pause
        self.gated: bool | None = None

    def push(self, push: TrackingPush, seen: wire.Receipt | None = None) -> StoreParcel:
        """The parcel as the order has it afterwards. A number that stands there already is not written again.

        `seen` is the order as it was read a moment ago.
        """
        if not push.tracking_number.strip():
            raise Refused(
                "This parcel has no tracking number, and without one Etsy only marks the order as sent.",
                case=_CASE,
                reason="no tracking number",
            )
        known = translate.carrying(seen or self._receipt(push), push.tracking_number)
        return known or self._write(push)

    def _receipt(self, push: TrackingPush) -> wire.Receipt:
        try:
            return self._orders.receipt(push.order_remote_id)
        except NotThere as error:
            raise NotThere(
                "The order is gone from the Etsy shop.", case=_CASE, details=error.details
            ) from error

    def _write(self, push: TrackingPush) -> StoreParcel:
        try:
            receipt = self._api.write(
                "POST",
                f"{self._api.shop}/receipts/{push.order_remote_id}/tracking",
                wire.Receipt,
                scope=SCOPE,
                json=body(push),
                is_it=lambda told: str(told.receipt_id) == push.order_remote_id,
            )
        except PermissionMissing as error:
            if error.missing:
                raise
            self.gated = True
            raise not_allowed(push, error.details) from error
        except (Refused, NotThere) as error:
            found = translate.carrying(self._receipt(push), push.tracking_number)
            if found:  # somebody was faster
                return found
            raise _refused(push, error) from error
        self.gated = False
        with after_the_write():
            known = translate.carrying(receipt, push.tracking_number) or self._read_back(push)
        if known is None:
            raise _not_shown(push)
        return known

    def _read_back(self, push: TrackingPush) -> StoreParcel | None:
        for _ in range(READ_BACKS):
            self._pause(READ_BACK_PAUSE)
            found = translate.carrying(self._receipt(push), push.tracking_number)
            if found:
                return found
        return None


def body(push: TrackingPush) -> dict[str, object]:
    """What Etsy is told of a parcel. A carrier that it does not know is named in the note to the buyer."""
    told: dict[str, object] = {
        "tracking_code": push.tracking_number.strip(),
        "carrier_name": carriers.slug(push.carrier),
    }
    if told["carrier_name"] == carriers.OTHER:
        parts = [
            f"Carrier: {push.carrier.strip()}." if push.carrier.strip() else "",
            f"Track it: {push.tracking_url}" if push.tracking_url else "",
        ]
        if note := " ".join(filter(None, parts)):
            told["note_to_buyer"] = note
    return told


def by_hand(push: TrackingPush) -> str:
    """One line that can be copied, and where it belongs."""
    return (
        f"Add it yourself at {order_page(push.order_remote_id)} : {push.carrier or 'Other'},"
        f" {push.tracking_number}. Then close this case."
    )


def not_allowed(push: TrackingPush, details: str) -> Refused:
    """Etsy keeps this call from some shops by country and age of the key: no lost sign-in, and no right to ask for."""
    return Refused(
        "Etsy does not let this app write tracking numbers for your shop (it does so in some countries, for newer"
        " apps). The order itself is fine.",
        case=_CASE,
        reason="not allowed",
        hint=by_hand(push),
        details=details,
    )


def _refused(push: TrackingPush, error: Refused | NotThere) -> Refused:
    reason = error.reason if isinstance(error, Refused) else "not found"
    return Refused(
        f"Etsy did not take the tracking number {push.tracking_number}: {reason}.",
        case=_CASE,
        reason=reason,
        hint=f"Compare the number with the supplier's. {by_hand(push)}",
        details=error.details,
    )


def _not_shown(push: TrackingPush) -> Refused:
    return Refused(
        "Etsy took the parcel and marked the order as sent, but does not show its tracking number. It is not"
        " written again, for each time the buyer gets a mail.",
        case=_CASE,
        reason="not shown",
        hint=by_hand(push),
    )
