"""What a store asks for beside the product: its own profiles, who prints, the category. Empty: chosen by itself."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.domain.catalog import Options
from podbridge_desktop.domain.platforms import FieldForm, Platform
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.buttons import Button, Kind
from podbridge_desktop.ui.widgets.text import Text

_COLUMNS = 4
_FLAT_SIDE = 14  # a flat button's words stand in line with the others
_YES = "yes"
_YES_OR_NO = {"auto_renew"}


class PushChoices(QWidget):
    """Folded up while everything is chosen by itself; hidden for a store that asks for nothing. `edited` follows every change."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, QLineEdit] = {}
        self.ticks: dict[str, QCheckBox] = {}
        self.fold = Button("", Kind.FLAT, icon="chevron-right")
        self._place = QWidget()
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addSpacing(-_FLAT_SIDE)
        head.addWidget(self.fold)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._place)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.fold.clicked.connect(self._on_fold)
        self.hide()

    def show_store(self, platform: Platform | None, remembered: Options) -> None:
        """The choices of another store, with what she last chose there."""
        forms = platform.listing_choices if platform else ()
        self.setVisible(bool(forms))
        self.fields, self.ticks = {}, {}
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        known = dict(remembered)
        for place, form in enumerate(forms):
            row, column = divmod(place, _COLUMNS)
            self._add(form, known, grid, (row, column))
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(self._place, fresh)
        self._place.deleteLater()
        self._place = fresh
        words = self.tr(
            "Choices for %1: chosen by themselves where there is only one", "%1 a store"
        )
        self.fold.setText(words.replace("%1", platform.title if platform else ""))
        self.fold.updateGeometry()
        self._open(shown=bool(known))

    def _add(
        self, form: FieldForm, known: Mapping[str, str], grid: QGridLayout, at: tuple[int, int]
    ) -> None:
        row, column = at
        told = known.get(form.name, "")
        if form.name in _YES_OR_NO:
            tick = self.ticks[form.name] = QCheckBox(form.label)
            tick.setToolTip(form.help)
            tick.setAccessibleDescription(form.help)
            tick.setChecked(told == _YES)
            tick.toggled.connect(self.edited)
            grid.addWidget(tick, 2 * row + 1, column)
            return
        field = self.fields[form.name] = QLineEdit(told)
        field.setMaxLength(500)
        field.setPlaceholderText(_if_empty(form.name))
        field.setAccessibleName(form.label)
        field.setAccessibleDescription(form.help)
        field.setToolTip(form.help)
        field.textEdited.connect(self.edited)
        words = Text(form.label, TextStyle.SMALL_MEDIUM)
        words.setBuddy(field)
        grid.addWidget(words, 2 * row, column)
        grid.addWidget(field, 2 * row + 1, column)

    def choices(self) -> Options:
        """What stands in the fields."""
        typed = {name: field.text().strip() for name, field in self.fields.items()}
        typed |= {name: _YES if tick.isChecked() else "" for name, tick in self.ticks.items()}
        return tuple((name, word) for name, word in typed.items() if word)

    def _open(self, *, shown: bool) -> None:
        for field in self.fields.values():  # a hidden one does not know its height yet
            field.ensurePolished()
            field.setMinimumHeight(field.sizeHint().height())
        inside = self._place.layout()
        if inside is not None:
            inside.invalidate()
            self._place.setFixedHeight(inside.totalSizeHint().height())
        self._place.setVisible(shown)
        own = self.layout()
        if own is not None:
            own.activate()
        self.updateGeometry()
        self.fold.set_icon_name("chevron-down" if shown else "chevron-right")

    @Slot()
    def _on_fold(self) -> None:
        """The window grows by what is unfolded, where the screen has room for it."""
        shown, window = self._place.isHidden(), self.window()
        self._open(shown=shown)
        now, room = window.height(), window.screen().availableGeometry().height()
        if shown:
            window.resize(window.width(), max(now, min(room, now + self._place.height())))
        else:
            window.resize(window.width(), now - self._place.height())


def _if_empty(name: str) -> str:
    """What happens without a word of hers."""
    translate = QCoreApplication.translate
    return {
        "production_partner": translate("PushChoices", "Named like the supplier"),
        "category": translate("PushChoices", "By the kind of product"),
        "section": translate("PushChoices", "None"),
    }.get(name, translate("PushChoices", "The only one there is"))
