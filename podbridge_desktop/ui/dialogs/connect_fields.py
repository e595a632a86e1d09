"""What is typed to connect a platform: its fields, secrets masked; nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.domain.platforms import FieldForm, Platform
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.icons import icon
from podbridge_desktop.ui.tokens import tokens
from podbridge_desktop.ui.widgets.text import Text

_LONGEST = 4_096


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


class ConnectFields(QWidget):
    """The form of one platform. `edited` follows every change."""

    edited = Signal()
    entered = Signal()

    def __init__(self, platform: Platform, name: str, known: Mapping[str, str]) -> None:
        super().__init__()
        self.platform = platform
        self.name = QLineEdit(name)
        self.fields = {
            form.name: SecretField() if form.secret else QLineEdit(known.get(form.name, ""))
            for form in platform.fields
        }
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        own_name = self.tr("Name")
        self._add(own_name, self.tr("As you want to see it in PodBridge."), self.name)
        for form in platform.fields:
            self._add(self._label(form), form.help, self.fields[form.name])

    def _label(self, form: FieldForm) -> str:
        if form.required:
            return form.label
        return self.tr("%1 (optional)", "%1 is the name of a field").replace("%1", form.label)

    def _add(self, label: str, help_: str, field: QLineEdit) -> None:
        field.setMaxLength(_LONGEST)
        field.setAccessibleName(label)
        field.setAccessibleDescription(help_)
        field.textEdited.connect(self.edited)
        field.returnPressed.connect(self.entered)
        words = Text(label, TextStyle.SMALL_MEDIUM)
        words.setBuddy(field)
        self._column.addWidget(words)
        self._column.addWidget(field)
        self._column.addWidget(Text(help_, TextStyle.SMALL, muted=True, wrap=True))
        self._column.addSpacing(8)

    def focus_first(self) -> None:
        """Where something is still missing."""
        empty = [field for field in self.fields.values() if not field.text()]
        (empty[0] if empty else self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def form(self, api_url: str | None) -> ConnectForm:
        secrets = {form.name for form in self.platform.secrets}
        typed = {name: field.text() for name, field in self.fields.items()}
        return ConnectForm(
            self.platform.key,
            self.name.text(),
            {name: text for name, text in typed.items() if name not in secrets},
            {name: text for name, text in typed.items() if name in secrets},
            api_url,
        )
