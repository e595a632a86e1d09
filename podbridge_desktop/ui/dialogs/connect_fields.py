"""What is typed to connect a platform: its fields, secrets masked; nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QDateEdit,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.domain.platforms import FieldForm, FieldKind, Platform
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.icons import icon
from podbridge_desktop.ui.tokens import tokens
from podbridge_desktop.ui.widgets.text import Text

_LONGEST = 4_096
_INDENT = 28  # the words of a tick stand beside it


class SecretField(QLineEdit):
    """Dots instead of the key; the eye shows it while it is checked."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self.tr("Show what is typed"), self)
        self._eye.setCheckable(True)
        self._eye.setIcon(icon("eye", tokens(self.palette()).muted))
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._eye.toggled.connect(self._on_eye)

    @Slot(bool)
    def _on_eye(self, shown: bool) -> None:
        normal, dots = QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password
        self.setEchoMode(normal if shown else dots)


class DayField(QDateEdit):
    """A day to come, or none. `text_of_day` is as the command takes it."""

    def __init__(self, known: str) -> None:
        super().__init__()
        today = QDate.currentDate()
        told = QDate.fromString(known, Qt.DateFormat.ISODate)
        self.setCalendarPopup(True)
        self._calm(self.calendarWidget())
        self.setMinimumDate(min(today, told) if told.isValid() else today)
        self.setSpecialValueText(self.tr("Not known"))
        self.setDate(told if told.isValid() else self.minimumDate())

    @staticmethod
    def _calm(calendar: QCalendarWidget) -> None:
        """No red weekends (red is for what is lost or broken), and arrows in the palette's ink."""
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, QTextCharFormat())
        arrows = {"prev": Qt.ArrowType.LeftArrow, "next": Qt.ArrowType.RightArrow}
        for name, arrow in arrows.items():
            button = calendar.findChild(QToolButton, f"qt_calendar_{name}month")
            if isinstance(button, QToolButton):
                button.setIcon(QIcon())
                button.setArrowType(arrow)

    @property
    def text_of_day(self) -> str:
        known = self.date() > self.minimumDate()
        return self.date().toString(Qt.DateFormat.ISODate) if known else ""


class ConnectFields(QWidget):
    """The form of one platform. `edited` follows every change."""

    edited = Signal()
    entered = Signal()

    def __init__(self, platform: Platform, name: str, known: Mapping[str, str]) -> None:
        super().__init__()
        self.platform = platform
        self.name = QLineEdit(name)
        self.fields: dict[str, QLineEdit] = {}
        self.days: dict[str, DayField] = {}
        self.statements: dict[str, QCheckBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._line(self.tr("Name"), self.tr("As you want to see it in PodBridge."), self.name)
        for form in platform.fields:
            self._add(form, known)

    def _add(self, form: FieldForm, known: Mapping[str, str]) -> None:
        told = known.get(form.name, "")
        if form.kind is FieldKind.STATEMENT:
            self._statement(form, said=form.is_said(known))
        elif form.kind is FieldKind.DAY:
            day = self.days[form.name] = DayField(told)
            day.dateChanged.connect(self.edited)
            self._under_label(self._label(form), form.help, day)
        else:
            field = self.fields[form.name] = SecretField() if form.secret else QLineEdit(told)
            self._line(self._label(form), form.help, field)

    def _label(self, form: FieldForm) -> str:
        if form.required:
            return form.label
        return self.tr("%1 (optional)", "%1 is the name of a field").replace("%1", form.label)

    def _line(self, label: str, help_: str, field: QLineEdit) -> None:
        field.setMaxLength(_LONGEST)
        field.textEdited.connect(self.edited)
        field.returnPressed.connect(self.entered)
        self._under_label(label, help_, field)

    def _under_label(self, label: str, help_: str, field: QWidget) -> None:
        field.setAccessibleName(label)
        field.setAccessibleDescription(help_)
        words = Text(label, TextStyle.SMALL_MEDIUM)
        words.setBuddy(field)
        self._column.addWidget(words)
        self._column.addWidget(field)
        self._column.addWidget(Text(help_, TextStyle.SMALL, muted=True, wrap=True))
        self._column.addSpacing(8)

    def _statement(self, form: FieldForm, *, said: bool) -> None:
        """A sentence to tick; the clicks that make it true stand among the steps."""
        tick = self.statements[form.name] = QCheckBox(form.label)
        tick.setChecked(said)
        tick.setAccessibleDescription(" ".join((form.help, *form.steps)))
        tick.toggled.connect(self.edited)
        self._column.addWidget(tick)
        text = Text(form.help, TextStyle.SMALL, muted=True, wrap=True)
        text.setContentsMargins(_INDENT, 0, 0, 0)
        self._column.addWidget(text)
        self._column.addSpacing(8)

    def focus_first(self) -> None:
        """Where something is still missing."""
        needed = [self.fields[form.name] for form in self.platform.fields if form.required]
        empty = [field for field in needed if not field.text()]
        (empty[0] if empty else self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def form(self, api_url: str | None) -> ConnectForm:
        secrets = {form.name for form in self.platform.secrets}
        typed = {name: field.text() for name, field in self.fields.items()}
        typed |= {name: day.text_of_day for name, day in self.days.items()}
        for form in self.platform.statements:
            typed[form.name] = form.states if self.statements[form.name].isChecked() else ""
        return ConnectForm(
            self.platform.key,
            self.name.text(),
            {name: text for name, text in typed.items() if name not in secrets},
            {name: text for name, text in typed.items() if name in secrets},
            api_url,
        )
