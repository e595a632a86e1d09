"""The form in which the seller corrects a ship-to address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.domain.orders import Address
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tabs.country_choice import CountryChoice
from podbridge_desktop.ui.tabs.paste_address import PasteAddress
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words.address_parts import named_parts

_NEEDED = ("name", "address1", "city", "country_code")
_COUNTRY, _TAX_NUMBER = "country_code", "tax_number"
_WITH_TAX_NUMBER = "BR"
_NOT_PASTED = ("email", "phone", _TAX_NUMBER)
_LABEL = 15  # letters in a line of a label


class AddressForm(QWidget):
    """`saved` carries the whole address; what is half typed stays until it is saved or put away.

    `read` takes apart what is pasted whole.
    """

    saved = Signal(object)  # Address
    dismissed = Signal()
    page_wanted = Signal(str)  # of the order, in the store

    def __init__(self, read: Callable[[str], Address], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = Address()
        self.paste = PasteAddress(read)
        self._wanted: tuple[str, ...] = _NEEDED
        self._named: tuple[str, ...] = ()
        self._title = Text(self.tr("Where should it go?"), TextStyle.HEADING)
        self._why = Text("", wrap=True)
        self._missing = Text("", TextStyle.MEDIUM, wrap=True)
        self.country = CountryChoice()
        self._fields = {name: QLineEdit() for name in self._labels() if name != _COUNTRY}
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
            "province_code": self.tr("State or province code (e.g. CA)"),
            "country_code": self.tr("Country"),
            "phone": self.tr("Phone"),
            "email": self.tr("E-mail"),
            "tax_number": self.tr("Tax number (CPF)"),
        }

    def _build(self) -> None:
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setSpacing(8)
        for name, label in self._labels().items():
            self._place_of(name).setAccessibleName(label)
            words = Text(label, muted=True, wrap=True)  # what is typed needs the room
            words.setFixedWidth(words.fontMetrics().horizontalAdvance("n" * _LABEL))
            self._form.addRow(words, self._place_of(name))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._save)
        buttons.addWidget(self._no)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._why)
        column.addWidget(self.paste)
        column.addLayout(self._form)
        column.addWidget(self._missing)
        column.addLayout(buttons)
        column.addStretch(1)

    def _connect(self) -> None:
        self.paste.taken.connect(self._on_pasted)
        self.paste.page_wanted.connect(self.page_wanted)
        self._save.clicked.connect(self._on_save)
        self._no.clicked.connect(self.dismissed)
        self.country.currentIndexChanged.connect(self._on_country)
        for field in self._fields.values():
            field.setMaxLength(255)
            field.returnPressed.connect(self._on_save)

    def begin(self, known: Address | None, why: str = "", page: str = "") -> None:
        """Fill it with what is known, and put the cursor where something is missing. `why` is the case's sentence.

        Call it when the form is in sight.
        """
        self._known = known or Address()
        self._fill(self._known)
        self._named = named = named_parts(why)
        self._on_country()
        empty = [name for name in self._labels() if not self._value(name)]
        self._wanted = (*_NEEDED, *(name for name in named if name in empty))
        first = [*(name for name in named if name in empty), *named]
        first += [name for name in _NEEDED if name in empty]
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._mark(named)
        self._missing.hide()
        self.paste.setVisible(not self._known.address1)  # the store shows it on its page alone
        if self._known.address1:
            self._go_to(self._place_of(first[0] if first else "name"))
        else:
            self.paste.begin(page)

    def _fill(self, address: Address) -> None:
        for name, field in self._fields.items():
            field.setText(str(getattr(address, name)))
            field.setCursorPosition(0)  # a long value shows how it begins
        self.country.choose(address.country_code)

    @Slot(object)
    def _on_pasted(self, address: Address) -> None:
        """The parts can be looked at before they are saved; what no page shows stays as it is known."""
        kept = {name: getattr(self._known, name) for name in _NOT_PASTED}
        self._fill(replace(address, **kept))
        self._mark(())

    def _go_to(self, field: QWidget) -> None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, field, self._show_focused)  # once the form is laid out

    @Slot()
    def _show_focused(self) -> None:
        around, focused = self.parent(), self.focusWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parent()
        if isinstance(around, QScrollArea) and focused is not None:
            around.ensureWidgetVisible(focused, 0, 80)

    def _place_of(self, name: str) -> QLineEdit | CountryChoice:
        return self.country if name == _COUNTRY else self._fields[name]

    def _value(self, name: str) -> str:
        return self.country.code if name == _COUNTRY else self._fields[name].text().strip()

    @property
    def address(self) -> Address:
        """What stands in the form. A new state code makes the state's old name worthless."""
        typed = {name: self._value(name) for name in self._labels()}
        typed["province_code"] = typed["province_code"].upper()
        same = typed["province_code"] == self._known.province_code
        return replace(self._known, **typed, province=self._known.province if same else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_country(self) -> None:
        wanted = (
            self.country.code == _WITH_TAX_NUMBER
            or bool(self._known.tax_number)
            or _TAX_NUMBER in self._named
        )
        self._form.setRowVisible(self._fields[_TAX_NUMBER], wanted)

    @Slot()
    def _on_save(self) -> None:
        missing = [
            name
            for name in self._labels()
            if name in self._wanted
            and not self._value(name)
            and self._form.isRowVisible(self._place_of(name))
        ]
        self._mark(missing)
        labels = self._labels()
        words = self.tr("Still missing: %1").replace("%1", ", ".join(labels[n] for n in missing))
        self._missing.setText(words if missing else "")
        self._missing.setVisible(bool(missing))
        if missing:
            self._go_to(self._place_of(missing[0]))
        else:
            self.saved.emit(self.address)

    def _mark(self, wrong: Sequence[str]) -> None:
        for name in self._labels():
            field = self._place_of(name)
            field.setProperty("wrong", name in wrong)
            field.style().unpolish(field)
            field.style().polish(field)
