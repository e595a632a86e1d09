"""Buttons: one filled per screen, quiet ones beside it, red ones where something is lost."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from podbridge_desktop.ui.fonts import TextStyle, control_height, styled
from podbridge_desktop.ui.tokens import GAP, ICON, tokens
from podbridge_desktop.ui.widgets.button_paint import ButtonLook, paint_button

_SIDE = 14
_TURN_MS = 40


class Kind(Enum):
    """How loud a button is."""

    PRIMARY = "primary"
    QUIET = "quiet"
    FLAT = "flat"
    DANGER = "danger"


class Button(QPushButton):
    """A push button with an icon, a visible focus ring and a busy state."""

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.QUIET,
        *,
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind = kind
        self._icon_name = icon
        self._busy_text: str | None = None
        self._angle = 0
        self._turn = QTimer(self)
        self._turn.setInterval(_TURN_MS)
        self._turn.timeout.connect(self._on_turn)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def is_busy(self) -> bool:
        return self._busy_text is not None

    def set_busy(self, text: str | None) -> None:
        """Say what is happening and refuse clicks; `None` ends it. The width does not jump back and forth."""
        self._busy_text = text
        self.setEnabled(text is None)
        self.setAccessibleDescription(text or "")
        if text is None:
            self._turn.stop()
        else:
            self._turn.start()
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        self._kind = kind
        self.update()

    def set_icon_name(self, name: str | None) -> None:
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        self.ensurePolished()
        font = styled(self.font(), TextStyle.MEDIUM)
        shown = self._busy_text or self.text()
        has_mark = self.is_busy or self._icon_name is not None
        width = self.fontMetrics().size(int(Qt.TextFlag.TextShowMnemonic), shown).width() * 1.05
        width += (ICON + (GAP if shown else 0) if has_mark else 0) + (
            GAP + 12 if self.menu() else 0
        )
        side = _SIDE if shown else 8
        return QSize(round(width) + 2 * side, control_height(font))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.EnabledChange):
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        look = ButtonLook(
            kind=self._kind.value,
            text=self._busy_text or self.text(),
            icon="loader-circle" if self.is_busy else self._icon_name,
            angle=self._angle if self.is_busy else 0,
            hovered=self.underMouse() and self.isEnabled(),
            pressed=self.isDown() or self.isChecked(),
            enabled=self.isEnabled() or self.is_busy,
            focused=self.hasFocus(),
            has_menu=self.menu() is not None,
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(styled(self.font(), TextStyle.MEDIUM))
        paint_button(painter, QRectF(self.rect()), look, tokens(self.palette()))
        painter.end()

    @Slot()
    def _on_turn(self) -> None:
        self._angle = (self._angle + 15) % 360
        self.update()


def primary(text: str, icon: str | None = None) -> Button:
    """The one thing to do on a screen; Enter in a dialog presses it."""
    button = Button(text, Kind.PRIMARY, icon=icon)
    button.setAutoDefault(True)
    return button


def quiet(text: str, icon: str | None = None) -> Button:
    return Button(text, Kind.QUIET, icon=icon)


def danger(text: str, icon: str | None = None) -> Button:
    """Loses money or data; the text says what and how much."""
    return Button(text, Kind.DANGER, icon=icon)


def icon_only(icon: str, name: str) -> Button:
    """A flat button without a word: its name is spoken and shown as a tool tip."""
    button = Button("", Kind.FLAT, icon=icon)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button
