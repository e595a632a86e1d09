"""Number fields. A style sheet cannot indent the text of a spin box, so they do it themselves."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

_INSET = 8


class NumberField(QSpinBox):
    """A whole number; `name` is spoken."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)


class DecimalField(QDoubleSpinBox):
    """A number with decimals, for what a person types; turn it into exact money at once."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)
