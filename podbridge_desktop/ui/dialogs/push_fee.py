"""Asked before a listing goes live where that costs a fee."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from podbridge_desktop.ui.dialogs.question import Choice, Question
from podbridge_desktop.ui.widgets.buttons import Kind
from podbridge_desktop.ui.words import listings


def fee_question(count: int, store: str, fee: str, parent: QWidget) -> Question:
    """Asked before money moves: the button says what it does and what is paid."""
    choices = [
        Choice("stay", parent.tr("Not now")),
        Choice("drafts", parent.tr("As drafts, without the fee")),
        Choice("live", listings.pay_fees(count), Kind.PRIMARY),
    ]
    title = listings.goes_live(count, store)
    return Question(title, (fee,), choices, icon="credit-card", parent=parent)
