"""The words for states, reasons and actions; everything the screen says of an enum value is said here."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.domain.cases import Action, CaseKind, HoldReason
from podbridge_desktop.domain.lifecycle import ShipmentState, Step, SupplierState
from podbridge_desktop.domain.orders import Blocked
from podbridge_desktop.domain.planning import Standing

translate = QCoreApplication.translate
_CHOOSE_ONE = re.compile(r"Choose one: --field (?P<field>\w+)=\w+(?:, for example --field \S+)?\.?")


def step(value: Step) -> str:
    """Where an order that moves is now."""
    return {
        Step.PLACED: translate("Phrases", "Placed"),
        Step.APPROVAL: translate("Phrases", "Payment & approval"),
        Step.PRODUCTION: translate("Phrases", "In production"),
        Step.SHIPPED: translate("Phrases", "Shipped"),
        Step.TRACKING_SYNCED: translate("Phrases", "Tracking synced"),
        Step.CANCELLED: translate("Phrases", "Cancelled"),
    }[value]


def standing(value: Standing) -> str:
    """What an order is to PodBridge, where that says more than its step."""
    return {
        Standing.OURS: translate("Phrases", "Ours"),
        Standing.UNPAID: translate("Phrases", "Not paid yet"),
        Standing.BEFORE_PODBRIDGE: translate("Phrases", "Before PodBridge"),
        Standing.NOT_OURS: translate("Phrases", "Not ours"),
        Standing.LATE: translate("Phrases", "Seen late"),
        Standing.NO_ROUTE: translate("Phrases", "No route"),
        Standing.CANCELLED: translate("Phrases", "Cancelled"),
        Standing.TEST: translate("Phrases", "Test order"),
    }[value]


def order_state(state: str) -> str:
    """A state as the filter of the Orders tab names it; empty means all."""
    if state == "":
        return translate("Phrases", "All")
    if state == "on_hold":
        return translate("Phrases", "On Hold")
    return step(Step(state)) if state in set(Step) else standing(Standing(state))


def hold_reason(value: HoldReason) -> str:
    """Why an order is On Hold, in one or two words."""
    return {
        HoldReason.APPROVAL: translate("Phrases", "approval"),
        HoldReason.PAYMENT: translate("Phrases", "payment"),
        HoldReason.ADDRESS: translate("Phrases", "address"),
        HoldReason.ARTWORK: translate("Phrases", "print file"),
        HoldReason.PERSONALIZATION: translate("Phrases", "personalization"),
        HoldReason.STOCK: translate("Phrases", "out of stock"),
        HoldReason.LINK: translate("Phrases", "not linked"),
        HoldReason.SUPPLIER_HOLD: translate("Phrases", "supplier"),
        HoldReason.NATIVE_LINK: translate("Phrases", "second bridge"),
        HoldReason.CHANGED_AT_STORE: translate("Phrases", "changed"),
        HoldReason.HELD_BY_SELLER: translate("Phrases", "by you"),
        HoldReason.UNKNOWN: translate("Phrases", "needs a look"),
    }[value]


def on_hold(reason: HoldReason | None) -> str:
    if reason is None:
        return translate("Phrases", "On Hold")
    return translate("Phrases", "On Hold · %1").replace("%1", hold_reason(reason))


def supplier_state(value: SupplierState) -> str:
    """Where a supplier order stands."""
    return {
        SupplierState.PLANNED: translate("Phrases", "Planned"),
        SupplierState.SENDING: translate("Phrases", "Being sent"),
        SupplierState.DRAFTED: translate("Phrases", "Draft"),
        SupplierState.CHECKED: translate("Phrases", "Draft checked"),
        SupplierState.WAITING: translate("Phrases", "Waits for approval"),
        SupplierState.CONFIRMING: translate("Phrases", "Being paid"),
        SupplierState.IN_PRODUCTION: translate("Phrases", "In production"),
        SupplierState.PARTLY_SHIPPED: translate("Phrases", "Partly shipped"),
        SupplierState.SHIPPED: translate("Phrases", "Shipped"),
        SupplierState.DELIVERED: translate("Phrases", "Delivered"),
        SupplierState.CANCELLED: translate("Phrases", "Cancelled"),
        SupplierState.FAILED: translate("Phrases", "Stopped"),
    }[value]


def shipment_state(value: ShipmentState) -> str:
    """Whether the store knows of a parcel."""
    return {
        ShipmentState.NEW: translate("Phrases", "Not in the store yet"),
        ShipmentState.PUSHING: translate("Phrases", "Going to the store"),
        ShipmentState.PUSHED: translate("Phrases", "The store has it"),
        ShipmentState.NOT_PUSHED: translate("Phrases", "Left out of the store"),
    }[value]


def blocked(value: Blocked) -> str:
    """Why the store itself does not want a line sent by us."""
    return {
        Blocked.HELD: translate("Phrases", "Held back at the store"),
        Blocked.OTHER_APP: translate("Phrases", "Another app fulfils it"),
        Blocked.NOT_SHIPPED: translate("Phrases", "Needs no shipping"),
        Blocked.SCHEDULED: translate("Phrases", "Scheduled for later"),
        Blocked.DONE: translate("Phrases", "Nothing left to send"),
        Blocked.HIDDEN: translate("Phrases", "The store does not show how to fulfil it"),
    }[value]


def action(value: Action) -> str:
    """The button of an action. … at its end: it asks something first."""
    return {
        Action.APPROVE: translate("Phrases", "Approve"),
        Action.RETRY: translate("Phrases", "Try again"),
        Action.FIX_ADDRESS: translate("Phrases", "Fix the address…"),
        Action.IMPORT_ADDRESSES: translate("Phrases", "Import addresses…"),
        Action.CHOOSE_VARIANT: translate("Phrases", "Choose the variant…"),
        Action.ADD_ARTWORK: translate("Phrases", "Add the print file…"),
        Action.NOT_OURS: translate("Phrases", "I pack it myself"),
        Action.OPEN_AT_SUPPLIER: translate("Phrases", "Open at the supplier"),
        Action.OPEN_AT_STORE: translate("Phrases", "Open in the store"),
        Action.RECONNECT: translate("Phrases", "Connect again…"),
        Action.SEND_ALL: translate("Phrases", "Send them all"),
        Action.UPDATE_LISTING: translate("Phrases", "Update the listing"),
        Action.CANCEL: translate("Phrases", "Cancel at the supplier…"),
        Action.IGNORE: translate("Phrases", "Ignore…"),
    }[value]


def case_action(kind: CaseKind, value: Action) -> str:
    """The button of an action in a case of this kind."""
    if kind is CaseKind.ADDRESS_HIDDEN and value is Action.FIX_ADDRESS:
        return translate("Phrases", "Paste the address…")
    if kind is CaseKind.ADDRESS_HIDDEN and value is Action.IMPORT_ADDRESSES:
        return translate("Phrases", "Import the orders CSV…")
    return action(value)


def case_message(message: str) -> str:
    """A case's sentence, with the command's options said as the window's own fields."""

    def said(found: re.Match[str]) -> str:
        name = found["field"].replace("_", " ")
        words = translate("Phrases", "Choose one in “Push to store”, under “%1”.")
        return words.replace("%1", name[:1].upper() + name[1:])

    return _CHOOSE_ONE.sub(said, message)


def case_title(kind: CaseKind, title: str) -> str:
    """A case's title; the sentences of the cases are listed for translation by their kind."""
    return translate("Cases", title, str(kind.value))


def orders(count: int, shown: str) -> str:
    """How many there are; `shown` is the number in the seller's locale."""
    if count == 1:
        return translate("Phrases", "1 order")
    return translate("Phrases", "%1 orders", "", count).replace("%1", shown)


def new_orders(count: int) -> str:
    if count == 1:
        return translate("Phrases", "1 new order")
    return translate("Phrases", "%n new orders", "", count)


def waiting(count: int, apart: int) -> str:
    """What of a selection waits for approval, and how many of it want a second look."""
    words = translate("Phrases", "%n of them wait for your approval.", "", count)
    if count == 1:
        words = translate("Phrases", "One of them waits for your approval.")
    if not apart:
        return words
    look = translate(
        "Phrases", "Look at %n of these alone: they lose money or have no known cost.", "", apart
    )
    if apart == 1:
        look = translate(
            "Phrases", "Look at one of these alone: it loses money or has no known cost."
        )
    return f"{words}\n{look}"


def made_by(route: str) -> str:
    """Who makes a line."""
    if not route:
        return translate("Phrases", "Nobody knows who makes it")
    if route == "not ours":
        return translate("Phrases", "You pack it yourself")
    return translate("Phrases", "Made by %1", "%1 is a supplier").replace("%1", route)
