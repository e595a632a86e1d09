"""The least window: PySide6, a table, a plain model. `python -m benchmarks.bare_window --began SECONDS`."""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from benchmarks.painted import Watch

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class Rows(QAbstractTableModel):
    """As many rows as the bridge has orders in `benchmarks.start`."""

    def rowCount(self, _parent: Index = _NONE) -> int:  # noqa: N802 - Qt's name
        return 10_000

    def columnCount(self, _parent: Index = _NONE) -> int:  # noqa: N802
        return 8

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return f"Row {index.row()}, {index.column()}"


def main() -> None:
    began = float(sys.argv[sys.argv.index("--began") + 1])
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    view = QTableView()
    model = Rows()
    view.setModel(model)
    window.setCentralWidget(view)
    window.resize(1200, 780)
    watch = Watch(view, app.quit)
    window.show()
    app.exec()
    print(json.dumps({"seconds": watch.at - began}), flush=True)
    os._exit(0)  # how it ends is measured nowhere


if __name__ == "__main__":
    main()
