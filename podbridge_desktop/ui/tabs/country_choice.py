"""A country by its name in the seller's language; the two letters that stores and suppliers want are behind it."""

from __future__ import annotations

from babel import Locale
from PySide6.QtCore import QCollator, QLocale
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from podbridge_desktop.services.countries import country_names
from podbridge_desktop.ui.words.formats import system_locale


class CountryChoice(QComboBox):
    """Typing selects. The wheel does not: it scrolls the form, and nobody's parcel goes elsewhere by that."""

    def __init__(self, locale: Locale | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.addItem(self.tr("Choose the country"), "")
        names = country_names(locale or system_locale())
        order = QCollator(QLocale((locale or system_locale()).language))
        for code in sorted(names, key=lambda code: order.sortKey(names[code])):
            self.addItem(names[code], code)

    @property
    def code(self) -> str:
        """Empty while none is chosen."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """A code that no country has stays as it is until another is chosen."""
        wanted = code.strip().upper()
        if self.findData(wanted) < 0:
            self.addItem(wanted, wanted)
        self.setCurrentIndex(self.findData(wanted))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()
