"""What the window shows before the workspace is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podbridge_desktop.domain.order_row import OrderRow


@dataclass(frozen=True, slots=True)
class Glance:
    """The newest orders, how many cases are open, and how many stores are connected."""

    orders: tuple[OrderRow, ...]
    waiting: int
    stores: int
