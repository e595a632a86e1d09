"""The list of tracking numbers that a store does not take from programs, ready to be copied."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.views import CaseRow, OrderDetail
from podbridge_desktop.services.tracking_list import as_text
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.buttons import quiet
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import listings


class TrackingCopy(QWidget):
    """Shown with a case of a refused tracking number; it copies all that wait at the same store."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self._case = 0
        self._store_id = ""
        self.copy = quiet("", "copy")
        self._done = Text("", TextStyle.SMALL, muted=True, wrap=True)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._done)
        self.copy.clicked.connect(self._on_copy)
        self.hide()

    def show_case(self, case: CaseRow, detail: OrderDetail | None) -> None:
        refused = case.kind is CaseKind.TRACKING_REFUSED and detail is not None
        self._store_id = detail.row.store_id if refused and detail is not None else ""
        lines = self._actions.tracking_list(self._store_id) if refused else ()
        self.setVisible(bool(lines))
        self.copy.setText(listings.copy_numbers(len(lines)))
        self.copy.updateGeometry()
        if case.id != self._case:
            self._case = case.id
            self._done.hide()

    @Slot()
    def _on_copy(self) -> None:
        lines = self._actions.tracking_list(self._store_id)
        QGuiApplication.clipboard().setText(as_text(lines))
        self._done.setText(
            self.tr(
                "Copied: order, carrier, number and page, a line each. Enter them in the store, then press Try again"
                " here: PodBridge looks first, and what stands there is done."
            )
        )
        self._done.show()
