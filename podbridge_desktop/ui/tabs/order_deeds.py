"""What the buttons of an order's pane do: ask where something must be said first, then call one action."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from podbridge_desktop.domain.cases import Action
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.views import CaseRow, OrderDetail
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.actions import Actions
from podbridge_desktop.ui.pages import OpenUrl, open_page
from podbridge_desktop.ui.tabs.ask_bar import AskBar
from podbridge_desktop.ui.tabs.order_offers import Offer, Verb

Act = Callable[[], Changed]
_ELSEWHERE = {
    Action.IMPORT_ADDRESSES,
    Action.CHOOSE_VARIANT,
    Action.ADD_ARTWORK,
    Action.RECONNECT,
}
_PAGES = {Action.OPEN_AT_SUPPLIER, Action.OPEN_AT_STORE}


class OrderDeeds(QObject):
    """Acts on the order that `detail` holds. Every deed ends with `done` or `failed`."""

    done = Signal(Changed, str)  # what changed, and the sentence for it
    failed = Signal(str)
    address_wanted = Signal()
    elsewhere = Signal(object, object)  # CaseRow, Action

    def __init__(self, actions: Actions, ask: AskBar, opener: OpenUrl, parent: QObject) -> None:
        super().__init__(parent)
        self._actions, self._ask, self._opener = actions, ask, opener
        self._pending: Callable[[str], Act] | None = None
        self.detail: OrderDetail | None = None
        ask.answered.connect(self._on_answered)

    @property
    def _id(self) -> int:
        return 0 if self.detail is None else self.detail.row.id

    def forget(self) -> None:
        """What was asked is not answered any more."""
        self._pending = None
        self._ask.hide()

    @Slot(object)
    def offer(self, offer: Offer) -> None:
        """A button of the order itself."""
        acts = self._actions
        match offer.verb:
            case Verb.APPROVE:
                self._run(partial(acts.approve, self._id), self._approved())
            case Verb.RELEASE:
                self._run(
                    partial(acts.release, self._id), self.tr("Released. It goes on by itself.")
                )
            case Verb.PICK:
                self._run(partial(acts.pick, self._id), self.tr("It is sent like any other order."))
            case Verb.HOLD:
                self._ask_hold()
            case Verb.CANCEL:
                self._ask_cancel(partial(acts.cancel, self._id))
            case Verb.OPEN_STORE:
                self.open(offer.url)

    @Slot(object, object)
    def case(self, case: CaseRow, action: Action) -> None:
        """A button of a case."""
        resolve = partial(self._actions.resolve, case.id, action)
        if action in _ELSEWHERE:
            self.elsewhere.emit(case, action)
        elif action in _PAGES:
            self.open(self._page_of(case, action))
        elif action is Action.FIX_ADDRESS:
            self.address_wanted.emit()
        elif action is Action.IGNORE:
            self._ask_ignore(resolve)
        elif action is Action.CANCEL:
            self._ask_cancel(partial(resolve, {}))
        else:
            yes = action is Action.APPROVE
            words = self._approved() if yes else self.tr("Done. It goes on by itself.")
            self._run(partial(resolve, {}), words)

    def fix_address(self, address: Address) -> bool:
        """Keep the seller's address; False when it could not be used."""
        fix = partial(self._actions.fix_address, self._id, address)
        return self._run(fix, self.tr("Saved. The order is sent again by itself."))

    @Slot(str)
    def open(self, address: str) -> None:
        """A page in the seller's browser."""
        if not open_page(address, self._opener):
            self.failed.emit(self.tr("There is no page to open for this."))

    def _approved(self) -> str:
        return self.tr("Approved. It goes to the supplier next.")

    def _page_of(self, case: CaseRow, action: Action) -> str:
        if self.detail is None:
            return case.url
        if action is Action.OPEN_AT_STORE:
            return self.detail.store_url
        parts = {part.id: part.url for part in self.detail.supplier_orders}
        return parts.get(case.supplier_order_id or 0) or case.url

    def _ask_hold(self) -> None:
        self._pending = lambda reason: partial(self._actions.hold, self._id, reason)
        words = self.tr("Nothing of this order is sent or paid until you release it.")
        self._ask.ask(words, self.tr("Hold the order"), line=self.tr("Why? For the history"))

    def _ask_ignore(self, resolve: Callable[[dict[str, str]], Changed]) -> None:
        self._pending = lambda reason: partial(resolve, {"reason": reason})
        words = self.tr("It goes from the list, and nothing else happens.")
        self._ask.ask(words, self.tr("Ignore it"), line=self.tr("Why? For the history"))

    def _ask_cancel(self, act: Act) -> None:
        self._pending = lambda _: act
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

    def _run(self, act: Act, words: str) -> bool:
        try:
            changed = act()
        except PodBridgeError as error:
            self.failed.emit(f"{error.message} {error.hint}".strip())
            return False
        self.done.emit(changed, words)
        return True
