"""What the list of orders says when it has no rows: each kind of nothing, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant

translate = QCoreApplication.translate


class Nothing(Enum):
    LOADING = "loading"
    TROUBLE = "trouble"
    NO_STORE = "no_store"
    NO_ORDER = "no_order"
    NONE_PUSHED = "none_pushed"
    NONE_HELD = "none_held"
    NO_MATCH = "no_match"


class EmptyWords:
    """Fills an empty state."""

    def __init__(self, place: EmptyState) -> None:
        self._place = place

    def show(self, why: Nothing, stores: Sequence[str], trouble: PodBridgeError | None) -> None:
        if why is Nothing.TROUBLE and trouble is not None:
            again = translate("Orders", "Try again")
            words = f"{trouble.message} {trouble.hint}".strip()
            self._place.show_state(Variant.ERROR, trouble.title, words, action=again)
            return
        variant, title, words, action = self._texts(why, ", ".join(stores))
        self._place.show_state(variant, title, words, action=action)

    @staticmethod
    def _texts(why: Nothing, stores: str) -> tuple[Variant, str, str, str]:
        everything = translate("Orders", "Show all orders")
        if why is Nothing.NO_STORE:
            words = translate(
                "Orders",
                "Connect a store, and every order that is paid there comes here by itself.",
            )
            button = translate("Orders", "Add a connection")
            return Variant.EMPTY, translate("Orders", "Your orders appear here"), words, button
        if why is Nothing.NO_ORDER:
            words = translate(
                "Orders", "Nobody has ordered in %1 yet. New orders come by themselves."
            )
            title = translate("Orders", "No orders yet")
            return Variant.EMPTY, title, words.replace("%1", stores), ""
        if why is Nothing.NONE_PUSHED:
            title = translate("Orders", "No orders yet")
            words = translate("Orders", "Push a product to a store, and its orders come here.")
            return Variant.EMPTY, title, words, translate("Orders", "Push a product first")
        if why is Nothing.NONE_HELD:
            words = translate("Orders", "Every order is on its way without you.")
            return Variant.DONE, translate("Orders", "Nothing is On Hold"), words, everything
        if why is Nothing.NO_MATCH:
            words = translate("Orders", "No order fits what you chose above.")
            return Variant.EMPTY, translate("Orders", "Nothing found"), words, everything
        return Variant.LOADING, translate("Orders", "Reading the orders…"), "", ""
