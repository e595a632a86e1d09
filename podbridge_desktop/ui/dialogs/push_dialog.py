"""*Push to store*: choose the store and the price, see exactly what will appear, warnings first, then push."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.domain.differences import TEXTS
from podbridge_desktop.domain.listing import ListingEdits, StoreTerms
from podbridge_desktop.domain.views import ConnectionRow, ProductRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.services.products import Preview, PushRequest
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.differences_dialog import DifferencesDialog
from podbridge_desktop.ui.dialogs.preset_dialog import PresetDialog
from podbridge_desktop.ui.dialogs.push_fee import fee_question
from podbridge_desktop.ui.dialogs.push_frame import PushFrame
from podbridge_desktop.ui.dialogs.push_lists import PushLists
from podbridge_desktop.ui.dialogs.question import Question, told
from podbridge_desktop.ui.dialogs.selling_dialog import SellingDialog
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.words import listings


class PushDialog(PushFrame):
    """`pushed` carries the sentence, `begun` what went where: once for each store, one store after the other.

    Nothing is stored before the button is pressed.
    """

    pushed = Signal(str)
    begun = Signal(object)  # list of (product, store)

    def __init__(
        self,
        desk: Desk,
        products: Sequence[ProductRow],
        stores: Sequence[ConnectionRow],
        parent: QWidget | None,
    ) -> None:
        super().__init__(desk, parent)
        self._desk, self._products, self._stores = desk, tuple(products), tuple(stores)
        self._previews: list[Preview] = []
        self._terms = StoreTerms("USD")
        self._place = 0
        self._has_seen = False  # what was changed by hand in this store
        self._edits: list[ListingEdits] = []
        self._lists = PushLists(desk, self.choices, self)
        self.question: Question | None = None
        self.differences: DifferencesDialog | None = None
        self.beside: QDialog | None = None
        # Another store came up just now: the second half of a double click is not meant for it.
        self._just_turned = False
        self._connect()
        self._begin()

    def _connect(self) -> None:
        self.store.currentIndexChanged.connect(self._on_store)
        for signal in (
            self.price.edited,
            self.visible_at_once.toggled,
            self.choices.edited,
        ):
            signal.connect(self._on_edited)
        self.editor.edited.connect(self._on_listing_edited)
        self.price.save.clicked.connect(self._on_save_rule)
        self.price.costs.clicked.connect(self._on_costs)
        self.choices.wanted.connect(self._on_read_lists)
        self._lists.settled.connect(self._on_lists)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)

    def _begin(self) -> None:
        for store in self._stores:
            self.store.addItem(store.name, store.id)
        self.also.offer(self._stores)
        self.show_turns(len(self._products))
        self._on_store()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _store(self) -> ConnectionRow:
        return self._stores[max(0, self.store.currentIndex())]

    def requests(self) -> list[PushRequest]:
        """What stands in the dialog now."""
        rule = self.price.rule()
        own = None if rule == self._terms.rule else rule  # else a new preset would never reach it
        return [
            PushRequest(
                product.id,
                self._store.id,
                edits=replace(edits, rule=own),
                publish=self.visible_at_once.isChecked(),
                choices=self.choices.choices(),
                replace=TEXTS if self._has_seen else frozenset(),
            )
            for product, edits in zip(self._products, self._edits, strict=True)
        ]

    @Slot()
    def _on_store(self) -> None:
        actions, self._has_seen = self._desk.actions, False
        self.also.show_for(self._store.id)
        self._edits = [actions.edits(self._store.id, product.id) for product in self._products]
        self._terms, presets = actions.selling(self._store.id)
        self.price.show_store(self._store.currency, presets, self._terms.rule)
        if (own := self._edits[0].rule) and all(each.rule == own for each in self._edits):
            self.price.show_rule(own)
        self._on_read_lists()
        self._turn_to(0)

    @Slot()
    def _on_read_lists(self) -> None:
        self._lists.read(self._store.id, self.requests())
        self._on_edited()

    @Slot()
    def _on_lists(self) -> None:
        """The keyboard stands where the next step is, unless she went elsewhere meanwhile."""
        self._on_edited()
        if self.focusWidget() in {None, self.store, self.go, self.choices.again}:
            next_step = self.choices.open_box() or self.go
            next_step.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_edited(self) -> None:
        try:
            self._previews = [self._desk.actions.preview_push(each) for each in self.requests()]
        except PodBridgeError as error:
            self._refuse(error)
            return
        self._show()

    @Slot()
    def _on_listing_edited(self) -> None:
        """Of this product only: the others stay as they are."""
        self._edits[self._place] = self.editor.edits()
        try:
            fresh = self._desk.actions.preview_push(self.requests()[self._place])
        except PodBridgeError as error:
            self._refuse(error)
            return
        if self._previews:
            self._previews[self._place] = fresh
        self._show()

    @Slot()
    def _on_save_rule(self) -> None:
        dialog = PresetDialog(self._desk.actions, self._store, self.price.rule(), self)
        self._open_beside(dialog, dialog.kept)

    @Slot()
    def _on_costs(self) -> None:
        currencies = {v.cost.currency for p in self._products for v in p.variants if v.cost}
        dialog = SellingDialog(
            self._desk.actions, self._store, currencies, self._desk.formats, self
        )
        self._open_beside(dialog, dialog.kept)

    def _open_beside(self, dialog: QDialog, kept: SignalInstance) -> None:
        self.beside = dialog
        kept.connect(self._on_selling_changed)
        dialog.open()

    @Slot()
    def _on_selling_changed(self) -> None:
        """What was chosen stays; what it means is reckoned anew."""
        rule = self.price.rule()
        self._terms, presets = self._desk.actions.selling(self._store.id)
        self.price.show_store(self._store.currency, presets, rule)
        self._on_edited()

    def _refuse(self, error: PodBridgeError) -> None:
        self.warn(told(error), Tone.DANGER)
        self.go.setEnabled(False)

    def _show(self) -> None:
        if not self._previews:
            return
        shown = self._previews[self._place]
        self.editor.show_preview(shown)
        self.show_place(self._place, len(self._previews))
        self._warn(shown)
        self.fee.setText(shown.fee)
        self.fee.setVisible(bool(shown.fee))
        count = sum(len(preview.draft.variants) for preview in self._previews)
        self.go.setText(listings.push_button(count, self._store.name))
        self.go.updateGeometry()

    def _warn(self, shown: Preview) -> None:
        """What stops the push first, then what may cost her something, then what only looks otherwise there."""
        stopped, troubles = self.choices.stopped, self.choices.troubles()
        unread = (told(self._lists.trouble),) if self._lists.trouble else ()
        waits = (*troubles, *unread)
        tone = Tone.DANGER if shown.serious else Tone.HOLD if waits else Tone.INFO
        self.warn(" ".join((*waits, *shown.serious, *shown.limits)), tone)
        self.go.setEnabled(not stopped and not self._lists.waits and not self._just_turned)

    @Slot()
    def _on_back(self) -> None:
        self._turn_to(self._place - 1)

    @Slot()
    def _on_next(self) -> None:
        self._turn_to(self._place + 1)

    def _turn_to(self, place: int) -> None:
        self._place = place % len(self._products)
        if self._previews:
            self.editor.show_product(self._edits[self._place], self._previews[self._place])
            self._show()

    @Slot()
    def _on_go(self) -> None:
        """What buyers see already is changed only after she saw how."""
        groups = [
            (product.id, product.title, preview.differences)
            for product, preview in zip(self._products, self._previews, strict=True)
            if preview.differences
        ]
        if not groups:
            self._ask_fee()
            return
        self.differences = DifferencesDialog(groups, self._store.name, self._desk.formats, self)
        self.differences.agreed.connect(self._on_agreed)
        self.differences.open()

    @Slot()
    def _on_agreed(self) -> None:
        if self.differences is None:
            return
        left, actions = self.differences.model.left, self._desk.actions
        self._edits = [
            actions.left_as_there(request, edits, left(request.product_id))
            for request, edits in zip(self.requests(), self._edits, strict=True)
        ]
        self._has_seen = True
        self._ask_fee()

    def _ask_fee(self) -> None:
        going_live = self._going_live()
        if self._previews[self._place].fee and going_live:
            fee = self._previews[self._place].fee
            self.question = fee_question(going_live, self._store.name, fee, self)
            self.question.chosen.connect(self._on_fee)
            self.question.open()
        else:
            self._push()

    def _going_live(self) -> int:
        """How many listings buyers do not see yet: an update of the others costs nothing."""
        live = {"live", "changed"}
        return sum(
            all(row.store_id != self._store.id or row.state not in live for row in product.listings)
            for product in self._products
        )

    @Slot(str)
    def _on_fee(self, choice: str) -> None:
        if choice == "drafts":
            self.visible_at_once.setChecked(False)
        if choice != "stay":
            self._push()

    def _push(self) -> None:
        self.go.set_busy(self.tr("Pushing…"))
        work = partial(_push_all, self._desk.actions, self.requests())
        self._desk.background.run(work, self._on_pushed, self._on_failed)

    def _on_pushed(self, count: int) -> None:
        self.go.set_busy(None)
        self.begun.emit([(each.id, self._store.id) for each in self._products])
        self.pushed.emit(listings.pushed(count, self._store.name))
        following = self.also.next_after(self._store.id)
        if following is None:
            self.accept()
        else:
            self._just_turned = True
            self.store.setCurrentIndex(self.store.findData(following))
            QTimer.singleShot(2 * QApplication.doubleClickInterval(), self, self._on_looked)

    @Slot()
    def _on_looked(self) -> None:
        self._just_turned = False
        self._show()

    def _on_failed(self, error: PodBridgeError) -> None:
        self.go.set_busy(None)
        self.warn(told(error), Tone.DANGER)


def _push_all(actions: Actions, requests: Sequence[PushRequest]) -> int:
    for request in requests:
        actions.push(request)
    return len(requests)
