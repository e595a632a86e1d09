"""How an order looks in a list and on top of its pane: its pill, and the five steps of its journey."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from podbridge_desktop.domain.lifecycle import JOURNEY, Step, SupplierState
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.journey import Journey, StepState
from podbridge_desktop.ui.widgets.pills import Pill
from podbridge_desktop.ui.words import phrases
from podbridge_desktop.ui.words.formats import Formats

if TYPE_CHECKING:
    from podbridge_desktop.domain.order_row import OrderRow
    from podbridge_desktop.domain.views import OrderDetail

States = tuple[StepState, StepState, StepState, StepState, StepState]

_STEP_TONES = {
    Step.PLACED: Tone.NEUTRAL,
    Step.APPROVAL: Tone.INFO,
    Step.PRODUCTION: Tone.PROGRESS,
    Step.SHIPPED: Tone.INFO,
    Step.TRACKING_SYNCED: Tone.SUCCESS,
    Step.CANCELLED: Tone.NEUTRAL,
}
_STEP_ICONS = {Step.TRACKING_SYNCED: "check", Step.CANCELLED: "x"}


def pill_of(row: OrderRow) -> Pill:
    """On Hold with its reason says most, then what keeps the order from moving at all, then its step."""
    if row.on_hold:
        return Pill(phrases.on_hold(row.hold_reason), Tone.HOLD)
    if row.standing is not Standing.OURS and row.step in {Step.PLACED, Step.CANCELLED}:
        icon = "x" if row.standing is Standing.CANCELLED else None
        return Pill(phrases.standing(row.standing), Tone.NEUTRAL, icon)
    return Pill(phrases.step(row.step), _STEP_TONES[row.step], _STEP_ICONS.get(row.step))


def journey_of(row: OrderRow, *, failed: bool = False, notes: tuple[str, ...] = ()) -> Journey:
    """The strip of an order."""
    said = (*notes, "", "", "", "", "")
    return Journey(_states(row, failed=failed), (said[0], said[1], said[2], said[3], said[4]))


def _states(row: OrderRow, *, failed: bool) -> States:
    if row.step is Step.CANCELLED:
        gone = StepState.CANCELLED
        return StepState.DONE, gone, gone, gone, gone
    if row.step is Step.TRACKING_SYNCED and not row.on_hold:
        done = StepState.DONE
        return done, done, done, done, done
    here = JOURNEY.index(row.step)
    now = StepState.FAILED if failed else StepState.CURRENT
    now = StepState.ON_HOLD if row.on_hold and not failed else now
    if row.standing not in {Standing.OURS, Standing.UNPAID} and not row.on_hold and here == 0:
        now = StepState.DONE  # placed it was; nothing of ours comes after
    one, two, three, four, five = (
        StepState.DONE if n < here else now if n == here else StepState.TODO for n in range(5)
    )
    return one, two, three, four, five


def detailed_journey(detail: OrderDetail, formats: Formats) -> Journey:
    """The large strip, with the day of each step that is over."""
    parts = [p for p in detail.supplier_orders if p.state is not SupplierState.CANCELLED]
    parcels = [parcel for part in parts for parcel in part.shipments]
    days = (
        detail.row.placed_at,
        _latest([part.approved_at for part in parts]),
        None,
        _latest([parcel.shipped_at for parcel in parcels]),
        _latest([parcel.synced_at for parcel in parcels]),
    )
    notes = tuple("" if day is None else formats.moment(day) for day in days)
    failed = any(part.state is SupplierState.FAILED for part in parts)
    return journey_of(detail.row, failed=failed, notes=notes)


def _latest(moments: list[datetime | None]) -> datetime | None:
    """The last of them, once all are there."""
    known = [moment for moment in moments if moment is not None]
    return max(known) if known and len(known) == len(moments) else None
