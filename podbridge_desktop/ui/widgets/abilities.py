"""What a connection can do: a line per ability, with a tick, or what is missing and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from podbridge_desktop.domain.ports import Ability
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.icons import paint_icon
from podbridge_desktop.ui.tokens import ICON, Tone, tokens
from podbridge_desktop.ui.widgets.text import Text


class Mark(QWidget):
    """A small icon in a tone; the words beside it say the same."""

    def __init__(self, icon: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(ICON, ICON)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        ink = tokens(self.palette()).tones[self._tone].mark
        paint_icon(painter, QRectF(self.rect()), self._icon, ink)
        painter.end()


class AbilityList(QWidget):
    """Missing ones first: they are what the seller must act on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._grid = QWidget()
        self._column.addWidget(self._grid)

    def show_abilities(self, abilities: Sequence[Ability]) -> None:
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, ability in enumerate(sorted(abilities, key=lambda a: (a.works, not a.needed))):
            grid.addWidget(_mark(ability), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._words(ability), row, 1)
        self._column.replaceWidget(self._grid, fresh)
        self._grid.deleteLater()
        self._grid = fresh

    def _words(self, ability: Ability) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text(ability.name, TextStyle.MEDIUM))
        if ability.sentence:
            column.addWidget(Text(ability.sentence, TextStyle.SMALL, muted=True, wrap=True))
        how = self.tr("works") if ability.works else self.tr("is missing")
        place.setAccessibleName(f"{ability.name}: {how}")
        return place


def _mark(ability: Ability) -> Mark:
    if ability.works:
        return Mark("check", Tone.SUCCESS)
    return Mark("x", Tone.DANGER) if ability.needed else Mark("minus", Tone.NEUTRAL)
