"""What a store asks for beside the product, as lists read from the shop: her last pick, else what suggests itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from podbridge_desktop.domain.catalog import Options
from podbridge_desktop.domain.listing_choices import ListingChoice
from podbridge_desktop.domain.platforms import FieldForm, Platform
from podbridge_desktop.ui.dialogs.choice_box import ChoiceBox
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.buttons import Button, Kind, icon_only
from podbridge_desktop.ui.widgets.text import Text

_COLUMNS = 3
_LONGEST = 30  # letters of a name in the line that sums up
_FLAT_SIDE = 14  # a flat button's words stand in line with the others
_TOLD = ("shipping_profile", "processing_profile", "return_policy", "production_partner", "category")  # fmt: skip


class PushChoices(QWidget):
    """Folded up to one line while nothing is to be picked; hidden for a store that asks for nothing.

    `edited` follows every pick, `wanted` asks to read the lists anew.
    """

    edited = Signal()
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, ChoiceBox] = {}
        self._choices: tuple[ListingChoice, ...] = ()
        self._last: dict[str, str] = {}
        self._title = ""
        self.fold = Button("", Kind.FLAT, icon="chevron-right")
        self.again = icon_only("refresh-cw", self.tr("Read the lists again"))
        self._place = QWidget()
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addSpacing(-_FLAT_SIDE)
        head.addWidget(self.fold)
        head.addWidget(self.again)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._place)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.fold.clicked.connect(self._on_fold)
        self.again.clicked.connect(self.wanted)
        self.hide()

    def show_waiting(self, platform: Platform) -> None:
        """The lists of another store are on their way."""
        self._choices, self._title = (), platform.title
        self._fill({}, {})
        self._say(self.tr("Reading what %1 offers to pick from…", "%1 a store"))
        self.fold.setEnabled(False)
        self.again.setEnabled(False)
        self.show()

    def show_unread(self) -> None:
        """They could not be read: what suggests itself is found out when it is pushed."""
        self._say(self.tr("The lists of %1 could not be read", "%1 a store"))
        self.again.setEnabled(True)

    def show_lists(
        self, platform: Platform, choices: Sequence[ListingChoice], last: Mapping[str, str]
    ) -> None:
        """What there is, with her last picks that the store still has."""
        before = dict(self.choices()) if self._choices else {}
        self._choices, self._title = tuple(choices), platform.title
        known = {each.field: each for each in self._choices}
        self._last = dict(last)
        picked = {**last, **before}
        there = {f: v for f, v in picked.items() if f in known and known[f].name_of(v)}
        self._fill({form.name: form for form in platform.listing_choices}, there)
        self.fold.setEnabled(True)
        self.again.setEnabled(True)
        self.setVisible(bool(self._choices))
        self._sum_up()
        if self.open_box() is not None:
            self._unfold()

    def choices(self) -> Options:
        """What was picked, as far as it is not what suggests itself."""
        told = []
        for choice in self._choices:
            value = self._value(choice)
            if value != choice.suggested or choice.field in self._last:
                told.append((choice.field, value))
        return tuple(told)

    def troubles(self) -> tuple[str, ...]:
        """What the store lacks, or waits to be picked, in sentences."""
        return tuple(
            each.trouble for each in self._choices if each.trouble and not self._value(each)
        )

    @property
    def stopped(self) -> bool:
        """Whether nothing can be pushed before she picks, or makes what the store lacks."""
        return self.open_box() is not None

    def _value(self, choice: ListingChoice) -> str:
        return self.boxes[choice.field].value()

    def open_box(self) -> ChoiceBox | None:
        """The first list that waits for her."""
        waits = (each for each in self._choices if each.stops(self._value(each)))
        return next((self.boxes[each.field] for each in waits), None)

    def _fill(self, forms: Mapping[str, FieldForm], picked: Mapping[str, str]) -> None:
        self.boxes = {}
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        for place, choice in enumerate(self._choices):
            row, column = divmod(place, _COLUMNS)
            form = forms[choice.field]
            box = self.boxes[choice.field] = ChoiceBox(choice, form, picked.get(choice.field, ""))
            box.currentIndexChanged.connect(self._on_picked)
            words = Text(form.label, TextStyle.SMALL_MEDIUM)
            words.setContentsMargins(0, 4, 0, 0)
            words.setBuddy(box)
            grid.addWidget(words, 2 * row, column)
            grid.addWidget(box, 2 * row + 1, column)
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(self._place, fresh)
        self._place.deleteLater()
        self._place = fresh
        self._open(shown=False)

    @Slot()
    def _on_picked(self) -> None:
        self._sum_up()
        self.edited.emit()

    def _sum_up(self) -> None:
        """The picks in one line, so that nothing is chosen unseen."""
        by_field = {each.field: each for each in self._choices}
        names = [
            _short(by_field[field].name_of(self._value(by_field[field])))
            for field in _TOLD
            if field in by_field
        ]
        told = " · ".join(filter(None, names))
        if not told:
            told = self.tr("left as they are")
        self._say(self.tr("For %1:", "%1 a store") + " " + told)

    def _say(self, words: str) -> None:
        self.fold.setText(words.replace("%1", self._title))
        self.fold.updateGeometry()

    def _open(self, *, shown: bool) -> None:
        for box in self.boxes.values():  # a hidden one does not know its height yet
            box.ensurePolished()
            box.setMinimumHeight(box.sizeHint().height())
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
        if self._place.isHidden():
            self._unfold()
        else:
            window, height = self.window(), self._place.height()
            self._open(shown=False)
            window.resize(window.width(), window.height() - height)

    def _unfold(self) -> None:
        """The window grows by what is unfolded, where the screen has room for it."""
        if not self._place.isHidden():
            return
        self._open(shown=True)
        window = self.window()
        now, room = window.height(), window.screen().availableGeometry().height()
        window.resize(window.width(), max(now, min(room, now + self._place.height())))


def _short(name: str) -> str:
    """The last part of a way; a long name is cut."""
    last = name.rpartition(" > ")[2]
    return last if len(last) <= _LONGEST else f"{last[: _LONGEST - 1].rstrip()}…"
