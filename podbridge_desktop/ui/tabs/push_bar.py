"""How far a push is: so many of so many, what was refused and why, with a button to stop the rest or to try again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Slot

from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.views import ListingRow, ProductLine
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.words import listings

_THERE = {"live", "draft", "changed"}
_REASONS = 3  # shown; the others say theirs in the list
Key = tuple[int, str]  # product, store


class PushBar(Banner):
    """Follows what the list of products shows: a push that a crash cut off is counted when the window is back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._mine: set[Key] = set()
        self._stopping = False
        self.stop = self.add_button(self.tr("Stop the rest"), "x")
        self.again = self.add_button(self.tr("Try the refused again"), "refresh-cw")
        self.shut = self.add_button(self.tr("Close"))
        self.stop.clicked.connect(self._on_stop)
        self.again.clicked.connect(self._on_again)
        self.shut.clicked.connect(self._on_shut)
        self.hide()

    def begin(self, keys: Iterable[Key]) -> None:
        """These were just pushed: they count, however quick the store is."""
        self._stopping = False
        self._mine |= set(keys)

    def show_rows(self, rows: Sequence[ProductLine]) -> None:
        """Every product, whatever is searched for."""
        states = {key: (row, each) for key, row, each in _listings(rows)}
        on_way = {key for key, (_, each) in states.items() if each.state == "pushing"}
        if self._stopping:
            self._stopping = bool(on_way)
            return
        self._mine |= on_way
        if not self._mine:
            return
        mine = [states[key] for key in self._mine if key in states]
        refused = [(row.title, each.message) for row, each in mine if each.state == "broken"]
        done = sum(each.state in _THERE for _, each in mine)
        under_way = done + len(refused) < len(mine)
        if under_way:
            self.show_text(listings.pushing(done, len(mine), len(refused)), Tone.PROGRESS)
        elif refused:
            told_ = [f"{title}: {why}" if why else title for title, why in refused[:_REASONS]]
            self.show_text("\n".join((listings.refused(done, len(refused)), *told_)), Tone.DANGER)
        else:
            self.show_text(listings.all_pushed(done), Tone.SUCCESS)
        self.stop.setVisible(under_way)
        self.again.setVisible(bool(refused) and not under_way)
        self.shut.setVisible(not under_way)
        self.show()

    @Slot()
    def _on_stop(self) -> None:
        """What is on the wire comes to its end, and the list shows it."""
        self._stopping = True
        self._on_shut()
        self._do(self._desk.actions.stop_pushing)

    @Slot()
    def _on_again(self) -> None:
        self._do(self._desk.actions.retry_pushes)

    @Slot()
    def _on_shut(self) -> None:
        self._mine.clear()
        self.hide()

    def _do(self, work: Callable[[], Changed]) -> None:
        self._desk.background.run(work, lambda _changed: None, self._on_failed)

    def _on_failed(self, error: PodBridgeError) -> None:
        self._stopping = False
        self.show_text(told(error), Tone.DANGER)
        self.show()


def _listings(rows: Iterable[ProductLine]) -> Iterable[tuple[Key, ProductLine, ListingRow]]:
    for row in rows:
        for each in row.listings:
            yield (row.id, each.store_id), row, each
