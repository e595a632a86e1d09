"""The states of a supplier order and of a parcel, and the five steps of an order's journey.

The states *are* the exactly-once protocol: each is committed before the call that follows it.

    free drafts (Printful)     PLANNED → SENDING → DRAFTED → CHECKED → WAITING → CONFIRMING → IN_PRODUCTION
    no free drafts (Printify)  PLANNED → WAITING → SENDING → DRAFTED → CHECKED → CONFIRMING → IN_PRODUCTION
    then                       IN_PRODUCTION → PARTLY_SHIPPED → SHIPPED → DELIVERED
    ends                       CANCELLED (ours or theirs), FAILED (the vendor's word; may be mended and confirmed again)

SENDING means: the create may have happened. CONFIRMING means: the money may be spent. From both only a look-up leads on.
"""

from __future__ import annotations

from enum import StrEnum

from podbridge_desktop.domain.fulfilment import SupplierStatus


class SupplierState(StrEnum):
    """Where a supplier order stands in our ledger."""

    PLANNED = "planned"
    SENDING = "sending"
    DRAFTED = "drafted"
    CHECKED = "checked"
    WAITING = "waiting"
    CONFIRMING = "confirming"
    IN_PRODUCTION = "in_production"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_open(self) -> bool:
        """Something may still happen to it."""
        return self not in {SupplierState.CANCELLED, SupplierState.DELIVERED}

    @property
    def may_have_spent(self) -> bool:
        """From here on the supplier may have charged for it."""
        return self in _AFTER_CONFIRM

    @property
    def was_sent(self) -> bool:
        """The supplier may know of it."""
        return self not in {SupplierState.PLANNED, SupplierState.CANCELLED}


S = SupplierState
_AFTER_CONFIRM = {
    S.CONFIRMING, S.IN_PRODUCTION, S.PARTLY_SHIPPED, S.SHIPPED, S.DELIVERED, S.FAILED,
}  # fmt: skip

ALLOWED: dict[SupplierState, frozenset[SupplierState]] = {
    S.PLANNED: frozenset({S.SENDING, S.WAITING, S.DRAFTED, S.CANCELLED}),
    S.SENDING: frozenset({S.PLANNED, S.DRAFTED, S.WAITING, S.CANCELLED}),
    S.DRAFTED: frozenset({S.CHECKED, S.WAITING, S.IN_PRODUCTION, S.PARTLY_SHIPPED, S.SHIPPED, S.FAILED, S.CANCELLED}),
    S.CHECKED: frozenset({S.WAITING, S.CONFIRMING, S.IN_PRODUCTION, S.PARTLY_SHIPPED, S.SHIPPED, S.FAILED, S.CANCELLED}),
    S.WAITING: frozenset({S.PLANNED, S.SENDING, S.CONFIRMING, S.DRAFTED, S.IN_PRODUCTION, S.PARTLY_SHIPPED, S.SHIPPED, S.FAILED, S.CANCELLED}),
    S.CONFIRMING: frozenset({S.WAITING, S.IN_PRODUCTION, S.PARTLY_SHIPPED, S.SHIPPED, S.FAILED, S.CANCELLED}),
    S.IN_PRODUCTION: frozenset({S.WAITING, S.PARTLY_SHIPPED, S.SHIPPED, S.DELIVERED, S.FAILED, S.CANCELLED}),
    S.PARTLY_SHIPPED: frozenset({S.SHIPPED, S.DELIVERED, S.FAILED, S.CANCELLED}),
    S.SHIPPED: frozenset({S.DELIVERED}),
    S.DELIVERED: frozenset(),
    S.FAILED: frozenset({S.WAITING, S.CONFIRMING, S.IN_PRODUCTION, S.PARTLY_SHIPPED, S.SHIPPED, S.CANCELLED}),
    S.CANCELLED: frozenset(),
}  # fmt: skip


def may_move(old: SupplierState, new: SupplierState) -> bool:
    """True if the protocol has an edge from `old` to `new` (staying is always allowed)."""
    return old == new or new in ALLOWED[old]


# What the vendor's word means for a row that was confirmed. A hold is no state: it is a case on any state.
_FOLLOWS = {
    SupplierStatus.ACCEPTED: S.IN_PRODUCTION,
    SupplierStatus.IN_PRODUCTION: S.IN_PRODUCTION,
    SupplierStatus.ON_HOLD: S.IN_PRODUCTION,
    SupplierStatus.PARTLY_SHIPPED: S.PARTLY_SHIPPED,
    SupplierStatus.SHIPPED: S.SHIPPED,
    SupplierStatus.FAILED: S.FAILED,
    SupplierStatus.CANCELLED: S.CANCELLED,
}


def state_after(old: SupplierState, status: SupplierStatus) -> SupplierState:
    """Where a polled status moves a row. Never backwards: a late or unknown word leaves it where it is."""
    new = _FOLLOWS.get(status, old)
    return new if may_move(old, new) else old


class ShipmentState(StrEnum):
    """Where a parcel's tracking stands: PUSHING means that the store may already have it."""

    NEW = "new"
    PUSHING = "pushing"
    PUSHED = "pushed"
    NOT_PUSHED = "not_pushed"  # the seller said to leave it


class Step(StrEnum):
    """The order's journey, always shown as five steps."""

    PLACED = "placed"
    APPROVAL = "approval"
    PRODUCTION = "production"
    SHIPPED = "shipped"
    TRACKING_SYNCED = "tracking_synced"
    CANCELLED = "cancelled"


JOURNEY = (Step.PLACED, Step.APPROVAL, Step.PRODUCTION, Step.SHIPPED, Step.TRACKING_SYNCED)

_STEP_OF = {
    S.PLANNED: Step.PLACED,
    S.SENDING: Step.APPROVAL,
    S.DRAFTED: Step.APPROVAL,
    S.CHECKED: Step.APPROVAL,
    S.WAITING: Step.APPROVAL,
    S.CONFIRMING: Step.APPROVAL,
    S.IN_PRODUCTION: Step.PRODUCTION,
    S.FAILED: Step.PRODUCTION,
    S.PARTLY_SHIPPED: Step.SHIPPED,
    S.SHIPPED: Step.SHIPPED,
    S.DELIVERED: Step.SHIPPED,
}


def step_of(
    states: tuple[SupplierState, ...], *, all_tracking_pushed: bool, cancelled: bool
) -> Step:
    """The step of an order from its supplier orders: the slowest live part decides."""
    live = [state for state in states if state is not S.CANCELLED]
    if not live:
        return Step.CANCELLED if cancelled else Step.PLACED
    slowest = min((_STEP_OF[state] for state in live), key=JOURNEY.index)
    done = all(state in {S.SHIPPED, S.DELIVERED} for state in live)
    return Step.TRACKING_SYNCED if done and all_tracking_pushed else slowest
