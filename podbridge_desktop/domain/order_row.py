"""A row of the Orders tab. Alone in its file: the first rows are painted before anything else is imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from podbridge_desktop.domain.cases import HoldReason
    from podbridge_desktop.domain.lifecycle import Step
    from podbridge_desktop.domain.money import Money
    from podbridge_desktop.domain.planning import Standing


@dataclass(frozen=True, slots=True)
class OrderRow:
    """`margin` is None while cost is unknown or in another currency."""

    id: int
    remote_id: str
    number: str
    store_id: str
    store: str
    placed_at: datetime
    customer: str
    country: str
    items: int
    total: Money
    income: Money
    step: Step
    standing: Standing
    on_hold: bool
    hold_reason: HoldReason | None
    cost: Money | None
    margin: Money | None
