"""A short table of headings and rows that are ticked, alone or all under a heading at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt

from podbridge_desktop.ui.models.rows_model import ColumnForm, Index, RowsModel
from podbridge_desktop.ui.widgets.roles import Role

translate = QCoreApplication.translate
Line = TypeVar("Line")
_CHECK = int(Qt.ItemDataRole.CheckStateRole)


class Ticks(Generic[Line]):
    """What the seller said of each key; her word outlives a fresh reading.

    `under` gives the keys of a line (a heading's are those of all under it), each with what it is until she says
    otherwise. Apart from the model: a model that its own columns point back to is freed late, after its window.
    """

    def __init__(self, under: Callable[[Line], Mapping[Hashable, bool]]) -> None:
        self._under = under
        self._said: dict[Hashable, bool] = {}

    def chosen(self, line: Line) -> bool:
        """Whether something of it is ticked."""
        return any(self._states(line))

    def of(self, line: Line) -> Qt.CheckState | None:
        """None where there is nothing to tick."""
        states = set(self._states(line))
        if not states:
            return None
        if len(states) == 2:
            return Qt.CheckState.PartiallyChecked
        return Qt.CheckState.Checked if states.pop() else Qt.CheckState.Unchecked

    def set(self, line: Line, *, ticked: bool) -> None:
        """A heading's word holds for all under it."""
        self._said |= dict.fromkeys(self._under(line), ticked)

    def spoken(self, line: Line) -> str:
        """For screen readers; the box is painted."""
        words = {
            None: translate("Ticks", "nothing to tick"),
            Qt.CheckState.Checked: translate("Ticks", "ticked"),
            Qt.CheckState.Unchecked: translate("Ticks", "not ticked"),
            Qt.CheckState.PartiallyChecked: translate("Ticks", "some ticked"),
        }
        return words[self.of(line)]

    def _states(self, line: Line) -> list[bool]:
        return [self._said.get(key, at_first) for key, at_first in self._under(line).items()]


class TickedModel(RowsModel[Line]):
    """The ticks are the first column."""

    def __init__(  # what makes such a table, each by its name
        self,
        heading: str,
        forms: Sequence[ColumnForm[Line]],
        *,
        ticks: Ticks[Line],
        id_of: Callable[[Line], Hashable],
        is_head: Callable[[Line], bool],
        parent: QObject | None,
    ) -> None:
        super().__init__(
            [ColumnForm(heading, ticks.spoken), *forms],
            id_of,
            row_roles={_CHECK: ticks.of, Role.HEAD: is_head},
            parent=parent,
        )
        self.ticks = ticks

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Tick or untick a line."""
        line = self.row_at(index.row())
        if line is None or role != _CHECK or self.ticks.of(line) is None:
            return False
        self.ticks.set(line, ticked=value is Qt.CheckState.Checked)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))
        return True
