"""*Then also for*: further stores that the same products go to, each seen before it is pushed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from podbridge_desktop.domain.views import ConnectionRow
from podbridge_desktop.ui.widgets.text import Text


class AlsoTo(QWidget):
    """A box for each store but the one that is shown. Hidden where there is no other one to go to."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self._done: set[str] = set()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(Text(self.tr("Then also for"), muted=True))
        self._row.addStretch(1)

    def offer(self, stores: Sequence[ConnectionRow]) -> None:
        """In the order of the stores."""
        for store in stores:
            box = QCheckBox(store.name)
            self.boxes[store.id] = box
            self._row.insertWidget(self._row.count() - 1, box)

    def show_for(self, store_id: str) -> None:
        """This one is shown now; what was pushed to is offered no more."""
        for id_, box in self.boxes.items():
            box.setVisible(id_ != store_id and id_ not in self._done)
        self.setVisible(any(not box.isHidden() for box in self.boxes.values()))

    def next_after(self, store_id: str) -> str | None:
        """`store_id` is done: the next store that is ticked, or None."""
        self._done.add(store_id)
        ticked = (id_ for id_, box in self.boxes.items() if box.isChecked())
        return next((id_ for id_ in ticked if id_ not in self._done), None)
