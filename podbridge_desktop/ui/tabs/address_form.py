"""The form in which the seller corrects a ship-to address."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from podbridge_desktop.domain.orders import Address
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.text import Text

_NEEDED = ("name", "address1", "city", "country_code")
_WITH_TAX_NUMBER = "BR"


class AddressForm(QWidget):
    """`saved` carries the whole address; what is half typed stays until it is saved or put away."""

    saved = Signal(object)  # Address
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = Address()
        self._title = Text(self.tr("Where should it go?"), TextStyle.HEADING)
        self._missing = Text("", TextStyle.MEDIUM, wrap=True)
        self._fields = {name: QLineEdit() for name in self._labels()}
        self._form = QFormLayout()
        self._save = primary(self.tr("Save the address"))
        self._no = quiet(self.tr("Not now"))
        self._build()
        self._connect()

    def _labels(self) -> dict[str, str]:
        return {
            "name": self.tr("Name"),
            "company": self.tr("Company"),
            "address1": self.tr("Street and number"),
            "address2": self.tr("Apartment, floor"),
            "zip": self.tr("Postal code"),
            "city": self.tr("City"),
            "province_code": self.tr("State (code)"),
            "country_code": self.tr("Country (code)"),
            "phone": self.tr("Phone"),
            "email": self.tr("E-mail"),
            "tax_number": self.tr("Tax number (CPF)"),
        }

    def _build(self) -> None:
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setSpacing(8)
        for name, label in self._labels().items():
            self._fields[name].setAccessibleName(label)
            self._fields[name].setMaxLength(255)
            self._form.addRow(Text(label, muted=True), self._fields[name])
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._save)
        buttons.addWidget(self._no)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addLayout(self._form)
        column.addWidget(self._missing)
        column.addLayout(buttons)
        column.addStretch(1)

    def _connect(self) -> None:
        self._save.clicked.connect(self._on_save)
        self._no.clicked.connect(self.dismissed)
        self._fields["country_code"].textChanged.connect(self._on_country)
        for field in self._fields.values():
            field.returnPressed.connect(self._on_save)

    def begin(self, known: Address | None) -> None:
        """Fill it with what is known, and put the cursor where something is missing."""
        self._known = known or Address()
        for name, field in self._fields.items():
            field.setText(str(getattr(self._known, name)))
        self._on_country()
        self._mark([])
        empty = [name for name in _NEEDED if not self._fields[name].text()]
        self._fields[empty[0] if empty else "name"].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def address(self) -> Address:
        """What stands in the form. A new state code makes the state's old name worthless."""
        typed = {name: field.text().strip() for name, field in self._fields.items()}
        for name in ("country_code", "province_code"):
            typed[name] = typed[name].upper()
        same = typed["province_code"] == self._known.province_code
        return replace(self._known, **typed, province=self._known.province if same else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_country(self) -> None:
        country = self._fields["country_code"].text().strip().upper()
        wanted = country == _WITH_TAX_NUMBER or bool(self._known.tax_number)
        self._form.setRowVisible(self._fields["tax_number"], wanted)

    @Slot()
    def _on_save(self) -> None:
        missing = [name for name in _NEEDED if not self._fields[name].text().strip()]
        self._mark(missing)
        if not missing:
            self.saved.emit(self.address)

    def _mark(self, missing: list[str]) -> None:
        labels = self._labels()
        for name, field in self._fields.items():
            field.setProperty("wrong", name in missing)
            field.style().unpolish(field)
            field.style().polish(field)
        words = self.tr("Still missing: %1").replace("%1", ", ".join(labels[n] for n in missing))
        self._missing.setText(words if missing else "")
        self._missing.setVisible(bool(missing))
