"""A card per connection: how it is and why, when it last answered, what it can do, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.domain.platforms import Platform
from podbridge_desktop.domain.views import ConnectionRow
from podbridge_desktop.ui.dialogs.question import Sign
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.abilities import AbilityList
from podbridge_desktop.ui.widgets.buttons import Button, Kind, quiet
from podbridge_desktop.ui.widgets.card import Card
from podbridge_desktop.ui.widgets.note import Note, Notes
from podbridge_desktop.ui.widgets.pills import Pill, PillLabel
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words.formats import Formats
from podbridge_desktop.ui.words.health import health_pill, key_words, shown_health, warnings_of

_FLAT_SIDE = 14  # a flat button's own margin: its words stand in line with the others


def _outdented(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addSpacing(-_FLAT_SIDE)
    row.addWidget(button)
    row.addStretch(1)
    row.setSpacing(0)
    return row


class Meter(QWidget):
    """A small number with what it is."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        self._value = Text("–", TextStyle.MEDIUM, tabular=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text(label, TextStyle.SMALL, muted=True))
        column.addWidget(self._value)

    def show_value(self, value: str) -> None:
        self._value.setText(value)
        self.setAccessibleName(f"{self._label}: {value}")


class ConnectionCard(Card):
    """The signals carry the connection's id. `show_row` renews it in place, so the keyboard stays where it is."""

    test_wanted = Signal(str)
    again_wanted = Signal(str)
    disconnect_wanted = Signal(str)
    statement_wanted = Signal(str, str)  # and the name of the field
    stock_wanted = Signal(str, bool)  # whether it follows

    def __init__(self, row: ConnectionRow, platform: Platform | None, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._platform = platform
        self._row = row
        self._name = Text(row.name, TextStyle.HEADING)
        self._account = Text("", TextStyle.SMALL, muted=True)
        self._pill = PillLabel(Pill(""))
        self._why = Text("", wrap=True)
        self.notes = Notes()
        self._last = Meter(self.tr("Last contact"))
        self._left = Meter(self.tr("Calls left"))
        self._rate = Meter(self.tr("Answered"))
        self._more = Button("", Kind.FLAT, icon="chevron-right")
        self._abilities = AbilityList()
        self.stock = QCheckBox(self.tr("Take off sale what suppliers have not got"))
        self.test = quiet(self.tr("Test again"))
        self.again = quiet(self.tr("Connect again…"))
        self.cut = Button(self.tr("Disconnect…"), Kind.FLAT)
        self._build()
        self._connect()
        self.show_row(row)

    def _build(self) -> None:
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(12)
        icon = "store" if self._row.kind == "store" else "printer"
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._account)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Sign(icon, Tone.NEUTRAL))
        head.addLayout(names, 1)
        head.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        meters = QHBoxLayout()
        meters.setSpacing(28)
        for meter in (self._last, self._left, self._rate):
            meters.addWidget(meter)
        meters.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(self._why)
        self.body.addWidget(self.notes)
        self.body.addLayout(meters)
        self.body.addLayout(_outdented(self._more))
        self.body.addWidget(self._abilities)
        self.body.addWidget(self.stock, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.body.addLayout(self._buttons())
        self._abilities.hide()
        self.stock.setAccessibleDescription(
            self.tr(
                "It comes back by itself. Without it the store sells on, whatever suppliers have."
            )
        )
        self.stock.setToolTip(self.stock.accessibleDescription())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.test)
        row.addWidget(self.again)
        row.addStretch(1)
        row.addWidget(self.cut)
        row.addSpacing(-_FLAT_SIDE)
        return row

    def _connect(self) -> None:
        self.stock.clicked.connect(self._on_stock)
        self.test.clicked.connect(self._on_test)
        self.again.clicked.connect(self._on_again)
        self.cut.clicked.connect(self._on_cut)
        self._more.clicked.connect(self._on_more)

    def show_row(self, row: ConnectionRow) -> None:
        self._row = row
        self._name.setText(row.name)
        title = self._platform.title if self._platform else row.platform
        self._account.setText(" · ".join(filter(None, (title, row.account_name, row.currency))))
        pill = health_pill(shown_health(row, self._formats.now()))
        self._pill.set_pill(pill)
        self.setAccessibleName(f"{row.name}: {pill.text}")
        self._why.setText(row.health_message or self._purpose())
        self._last.show_value("–" if row.last_ok_at is None else self._formats.ago(row.last_ok_at))
        self._left.show_value(self._calls_left())
        rate = row.success_rate
        self._rate.show_value(
            "–" if rate is None else self._formats.percent(Decimal(str(round(rate, 3))), digits=1)
        )
        self.stock.setVisible(row.kind == "store" and row.health != "disconnected")
        self.stock.setChecked(row.follows_stock)
        self._show_abilities()
        self.notes.show_notes((*self._unsaid(), *self._told()))
        self.again.setText(
            self.tr("Connect…") if row.health == "disconnected" else self.tr("Connect again…")
        )

    def _told(self) -> Iterable[Note]:
        """A key that ends, and what the last test found that is no obstacle."""
        key = key_words(self._row, self._formats)
        if key:
            yield Note(key, Tone.INFO, icon="key-round")
        for sentence in warnings_of(self._row):
            yield Note(sentence)

    def _unsaid(self) -> Iterable[Note]:
        """What no key can see and the seller has not said yet, with the button that says it."""
        for field in self._platform.statements if self._platform else ():
            if not field.is_said(self._row.fields):
                words = self.tr("Not confirmed: %1. %2", "%1 a statement, %2 what follows")
                words = words.replace("%1", field.label).replace("%2", field.help)
                note = Note(words, Tone.INFO, icon="hand")
                button = note.add_button(self.tr("Confirm it…"))
                button.setProperty("field", field.name)
                button.clicked.connect(self._on_statement)
                yield note

    @Slot()
    def _on_statement(self) -> None:
        self.statement_wanted.emit(self._row.id, str(self.sender().property("field")))

    @Slot(bool)
    def _on_stock(self, on: bool) -> None:
        self.stock_wanted.emit(self._row.id, on)

    def show_testing(self, *, busy: bool) -> None:
        self.test.set_busy(self.tr("Testing…") if busy else None)

    def _purpose(self) -> str:
        if self._row.kind == "store":
            return self.tr(
                "Brings the paid orders in, shows your products, tells buyers where their parcel is."
            )
        return self.tr("Prints and ships what your stores sell.")

    def _calls_left(self) -> str:
        row = self._row
        if row.calls_left is None:
            return "–"
        left = self._formats.number(row.calls_left)
        if row.calls_limit is None:
            return left
        words = self.tr("%1 of %2", "calls left of a limit").replace("%1", left)
        return words.replace("%2", self._formats.number(row.calls_limit))

    def _show_abilities(self) -> None:
        every = self._row.abilities
        works = sum(ability.works for ability in every)
        words = self.tr("%1 of %2 permissions work").replace("%1", self._formats.number(works))
        self._more.setText(words.replace("%2", self._formats.number(len(every))))
        self._more.setVisible(bool(every))
        self._more.updateGeometry()
        self._abilities.show_abilities(every)
        if any(ability.needed and not ability.works for ability in every):
            self._open(shown=True)

    def _open(self, *, shown: bool) -> None:
        self._abilities.setVisible(shown)
        self._more.set_icon_name("chevron-down" if shown else "chevron-right")

    @Slot()
    def _on_more(self) -> None:
        self._open(shown=self._abilities.isHidden())

    @Slot()
    def _on_test(self) -> None:
        self.test_wanted.emit(self._row.id)

    @Slot()
    def _on_again(self) -> None:
        self.again_wanted.emit(self._row.id)

    @Slot()
    def _on_cut(self) -> None:
        self.disconnect_wanted.emit(self._row.id)
