"""The four tabs. Imported off the GUI thread while the window already shows its first rows."""

from __future__ import annotations

from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.tabs.connections_tab import ConnectionsTab
from podbridge_desktop.ui.tabs.exceptions_tab import ExceptionsTab
from podbridge_desktop.ui.tabs.orders_tab import OrdersTab
from podbridge_desktop.ui.tabs.products_tab import ProductsTab

Rooms = tuple[ConnectionsTab, ProductsTab, OrdersTab, ExceptionsTab]


def rooms(desk: Desk) -> Rooms:
    """Every tab, in the order of the window."""
    orders = OrdersTab(
        desk.reads,
        desk.actions,
        desk.bridge,
        desk.formats,
        opener=desk.opener,
        practice=desk.is_practice,
    )
    return ConnectionsTab(desk), ProductsTab(desk), orders, ExceptionsTab(desk)
