"""Puts the tokens on the program: Fusion, a palette and one style sheet, following the system's scheme."""

from __future__ import annotations

import dataclasses
import string
from enum import Enum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from podbridge_desktop.ui.assets import asset
from podbridge_desktop.ui.fonts import application_font, load_fonts
from podbridge_desktop.ui.icons import app_icon
from podbridge_desktop.ui.tokens import DARK, LIGHT, Tokens

_GROUPS = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)


class Scheme(Enum):
    """What the seller picked in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The look of the running program. One per application, GUI thread only."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = Scheme.SYSTEM
        load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setWindowIcon(app_icon())
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def is_dark(self) -> bool:
        if self._scheme is Scheme.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._scheme is Scheme.DARK

    def apply(self, scheme: Scheme = Scheme.SYSTEM) -> None:
        """Show the program in `scheme` and the system's font size; title bars follow where the system can."""
        self._scheme = scheme
        hints = self._app.styleHints()
        if scheme is Scheme.SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(
                Qt.ColorScheme.Dark if scheme is Scheme.DARK else Qt.ColorScheme.Light
            )
        self._paint()

    @Slot()
    def _on_system_changed(self) -> None:
        self._paint()

    def _paint(self) -> None:
        colors = DARK if self.is_dark else LIGHT
        self._app.setPalette(palette_of(colors))
        font = application_font()
        sheet = style_sheet(colors)
        if sheet != self._app.styleSheet() or font != self._app.font():
            self._app.setFont(font)
            self._app.setStyleSheet(sheet)  # every widget hears of it by a StyleChange
        self.changed.emit()


class _Template(string.Template):
    delimiter = "@"


def style_sheet(colors: Tokens) -> str:
    """The style sheet with every `@token` filled in."""
    scheme = "dark" if colors is DARK else "light"
    values = {
        field.name: value
        for field in dataclasses.fields(colors)
        if isinstance(value := getattr(colors, field.name), str)
    }
    values["images"] = asset("style", scheme).as_posix()
    text = asset("style", "app.qss").read_text("utf-8")
    return _Template(text).substitute(values)


def palette_of(colors: Tokens) -> QPalette:
    """Qt's palette for everything the style sheet does not name."""
    role = QPalette.ColorRole
    table = {
        role.Window: colors.window,
        role.WindowText: colors.text,
        role.Base: colors.surface,
        role.AlternateBase: colors.sunken,
        role.Text: colors.text,
        role.PlaceholderText: colors.muted,
        role.Button: colors.surface,
        role.ButtonText: colors.text,
        role.BrightText: colors.on_accent,
        role.ToolTipBase: colors.surface,
        role.ToolTipText: colors.text,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.on_accent,
        role.Link: colors.link,
        role.LinkVisited: colors.link,
        role.Light: colors.surface,
        role.Midlight: colors.hairline,
        role.Mid: colors.border,
        role.Dark: colors.track,
        role.Shadow: colors.border,
        role.Accent: colors.accent,
    }
    made = QPalette()
    for which, color in table.items():
        for group in _GROUPS:
            made.setColor(group, which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colors.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colors.sunken))
    return made
