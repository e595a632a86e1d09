"""What the buttons of a case do: ask where something must be said first, then call one action."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.views import CaseRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.dialogs.variant_picker import ChooseVariantDialog
from podbridge_desktop.ui.pages import open_page
from podbridge_desktop.ui.tabs.ask_bar import AskBar

Act = Callable[[], object]
_PAGES = {Action.OPEN_AT_SUPPLIER, Action.OPEN_AT_STORE, Action.ADD_ARTWORK}


class CaseDeeds(QObject):
    """Every deed ends with `done` or `failed`; the questions stand in the pane, not in dialogs."""

    done = Signal(str)
    failed = Signal(str)
    address_wanted = Signal(object)  # CaseRow
    reconnect_wanted = Signal(str)

    def __init__(self, desk: Desk, ask: AskBar, place: QWidget) -> None:
        super().__init__(place)
        self._desk, self._ask, self._place = desk, ask, place
        self._pending: Callable[[str], Act] | None = None
        self.dialog: ChooseVariantDialog | None = None
        ask.answered.connect(self._on_answered)

    def forget(self) -> None:
        """What was asked is not answered any more."""
        self._pending = None
        self._ask.hide()

    @Slot(object, object)
    def do(self, case: CaseRow, action: Action) -> None:
        if action in _PAGES:
            self.open(case.url)
        elif action is Action.RECONNECT:
            self.reconnect_wanted.emit(case.connection_id or "")
        elif action is Action.FIX_ADDRESS:
            self.address_wanted.emit(case)
        elif action is Action.CHOOSE_VARIANT:
            self._choose_variant(case)
        elif action is Action.IMPORT_ADDRESSES:
            self._import_addresses(case)
        elif action in {Action.IGNORE, Action.CANCEL}:
            self._question(case, action)
        else:
            self._resolve(case, action, {}, self._words(action))

    def fix_address(self, case: CaseRow, address: Address) -> bool:
        """Keep the seller's address; False when it could not be used."""
        act = partial(self._desk.actions.fix_address, case.order_id or 0, address)
        return self._run(act, self.tr("Saved. The order is sent again by itself."))

    def _words(self, action: Action) -> str:
        return {
            Action.APPROVE: self.tr("Approved. It goes to the supplier next."),
            Action.RETRY: self.tr("It is tried again now."),
            Action.NOT_OURS: self.tr("Noted: you pack this yourself."),
            Action.SEND_ALL: self.tr("They are sent like any other order."),
            Action.UPDATE_LISTING: self.tr("The listing is on its way to the store."),
        }.get(action, self.tr("Done. It goes on by itself."))

    @Slot(str)
    def open(self, address: str) -> None:
        """A page in the seller's browser."""
        if not open_page(address, self._desk.opener):
            self.failed.emit(self.tr("There is no page to open for this."))

    def _choose_variant(self, case: CaseRow) -> None:
        self.dialog = ChooseVariantDialog(self._desk, case, case.message, self._place)
        self.dialog.chosen.connect(self._on_variant)
        self.dialog.open()

    @Slot(object, str, str)
    def _on_variant(self, case: CaseRow, supplier_id: str, variant: str) -> None:
        fields = {"supplier": supplier_id, "variant": variant}
        words = self.tr("Linked. What waited for it goes on.")
        self._resolve(case, Action.CHOOSE_VARIANT, fields, words)

    def _import_addresses(self, case: CaseRow) -> None:
        title = self.tr("The store's own orders file")
        file, _ = QFileDialog.getOpenFileName(
            self._place, title, "", self.tr("Orders (*.csv);;All files (*)")
        )
        if file:
            words = self.tr("Imported. The orders go on by themselves.")
            self._resolve(case, Action.IMPORT_ADDRESSES, {"file": file}, words)

    def _question(self, case: CaseRow, action: Action) -> None:
        resolve = partial(self._desk.actions.resolve, case.id, action)
        self._pending = lambda reason: partial(resolve, {"reason": reason})
        if action is Action.IGNORE:
            words = self.tr("It goes from the list, and nothing else happens.")
            self._ask.ask(words, self.tr("Ignore it"), line=self.tr("Why? For the history"))
            return
        words = self.tr(
            "The supplier is asked to stop this order. What is in production can rarely be stopped."
            " The customer is not refunded by this."
        )
        self._ask.ask(words, self.tr("Cancel at the supplier"), danger=True)

    @Slot(str)
    def _on_answered(self, typed: str) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            self._run(pending(typed), self.tr("Noted. It is carried out next."))

    def _resolve(self, case: CaseRow, action: Action, fields: dict[str, str], words: str) -> None:
        self._run(partial(self._desk.actions.resolve, case.id, action, fields), words)

    def _run(self, act: Act, words: str) -> bool:
        try:
            act()
        except PodBridgeError as error:
            self.failed.emit(told(error))
            return False
        self.done.emit(words)
        return True
