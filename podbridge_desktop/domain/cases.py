"""Exception cases: everything that needs a person, each with its sentence, its remedy and what can be done from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CaseKind(StrEnum):
    """What happened. The value is the stable code that scripts see."""

    APPROVAL = "approval"
    LOSS = "loss"
    COST_UNKNOWN = "cost_unknown"
    COST_HIGHER = "cost_higher"
    PAYMENT = "payment"
    ADDRESS = "address"
    ADDRESS_HIDDEN = "address_hidden"
    ARTWORK = "artwork"
    PERSONALIZATION = "personalization"
    STOCK = "stock"
    LINK = "link"
    VARIANT_GONE = "variant_gone"
    SUPPLIER_HOLD = "supplier_hold"
    SUPPLIER_FAILED = "supplier_failed"
    SUPPLIER_CANCELLED = "supplier_cancelled"
    NOT_AS_SENT = "not_as_sent"
    NATIVE_LINK = "native_link"
    FOREIGN_FULFILMENT = "foreign_fulfilment"
    CHANGED_AT_STORE = "changed_at_store"
    CANCELLED_AT_STORE = "cancelled_at_store"
    HELD_AT_STORE = "held_at_store"
    LATE_ORDERS = "late_orders"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    TRACKING_REFUSED = "tracking_refused"
    TRACKING_MISSING = "tracking_missing"
    PUSH_REFUSED = "push_refused"
    IMAGES_REFUSED = "images_refused"
    SIGN_IN = "sign_in"
    PERMISSION = "permission"
    UNKNOWN_STATUS = "unknown_status"
    AUTO_APPROVAL = "auto_approval"
    PRODUCT_LOCKED = "product_locked"
    COST_ROSE = "cost_rose"
    STILL_SOLD = "still_sold"
    TWICE_AT_SUPPLIER = "twice_at_supplier"
    FOUND_LATE = "found_late"
    BUG = "bug"


class Action(StrEnum):
    """The words `resolve --action` takes. `retry` always means: look first, then try."""

    APPROVE = "approve"
    RETRY = "retry"
    FIX_ADDRESS = "fix_address"
    IMPORT_ADDRESSES = "import_addresses"
    CHOOSE_VARIANT = "choose_variant"
    ADD_ARTWORK = "add_artwork"
    NOT_OURS = "not_ours"
    OPEN_AT_SUPPLIER = "open_at_supplier"
    OPEN_AT_STORE = "open_at_store"
    RECONNECT = "reconnect"
    SEND_ALL = "send_all"
    UPDATE_LISTING = "update_listing"
    CANCEL = "cancel"
    IGNORE = "ignore"


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    URGENT = "urgent"


class HoldReason(StrEnum):
    """Why an order is On Hold, in the words of the command's contract."""

    APPROVAL = "approval"
    PAYMENT = "payment"
    ADDRESS = "address"
    ARTWORK = "artwork"
    PERSONALIZATION = "personalization"
    STOCK = "stock"
    LINK = "link"
    SUPPLIER_HOLD = "supplier_hold"
    NATIVE_LINK = "native_link"
    CHANGED_AT_STORE = "changed_at_store"
    HELD_BY_SELLER = "held_by_seller"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CaseForm:
    """How a kind of case is shown. `hold` is the hold reason it gives its order, None if it holds nothing."""

    title: str
    remedy: str
    actions: tuple[Action, ...]
    severity: Severity = Severity.WARNING
    hold: HoldReason | None = None


A, H, V = Action, HoldReason, Severity

FORMS: dict[CaseKind, CaseForm] = {
    CaseKind.APPROVAL: CaseForm(
        "Waiting for your approval",
        "Look at cost and margin, then approve. Nothing is paid before.",
        (A.APPROVE, A.CANCEL), V.INFO, H.APPROVAL),
    CaseKind.LOSS: CaseForm(
        "You would lose money",
        "Approve it all the same, or cancel it and raise the price in the store.",
        (A.APPROVE, A.CANCEL), V.URGENT, H.APPROVAL),
    CaseKind.COST_UNKNOWN: CaseForm(
        "The cost is not known yet",
        "Wait until the supplier has reckoned, or approve without knowing.",
        (A.RETRY, A.APPROVE, A.CANCEL), V.WARNING, H.APPROVAL),
    CaseKind.COST_HIGHER: CaseForm(
        "The cost has gone up since your approval",
        "Approve the new cost or cancel.",
        (A.APPROVE, A.CANCEL), V.WARNING, H.APPROVAL),
    CaseKind.PAYMENT: CaseForm(
        "The supplier could not charge you",
        "Check your card or wallet at the supplier, then try again.",
        (A.RETRY, A.OPEN_AT_SUPPLIER, A.CANCEL), V.URGENT, H.PAYMENT),
    CaseKind.ADDRESS: CaseForm(
        "The address is not complete",
        "Correct the address. It is sent again by itself.",
        (A.FIX_ADDRESS, A.RETRY, A.CANCEL), V.URGENT, H.ADDRESS),
    CaseKind.ADDRESS_HIDDEN: CaseForm(
        "The store does not show the address to programs",
        "Import the store's own orders file, or type the address.",
        (A.FIX_ADDRESS, A.IMPORT_ADDRESSES, A.RETRY, A.CANCEL), V.URGENT, H.ADDRESS),
    CaseKind.ARTWORK: CaseForm(
        "Something is wrong with the print file",
        "Mend the file at the supplier, then try again.",
        (A.OPEN_AT_SUPPLIER, A.RETRY, A.CANCEL), V.WARNING, H.ARTWORK),
    CaseKind.PERSONALIZATION: CaseForm(
        "The buyer's personalization has no print file",
        "This variant prints the same picture for everybody. Send it without the personalization, or pack it yourself.",
        (A.APPROVE, A.NOT_OURS, A.CANCEL), V.WARNING, H.PERSONALIZATION),
    CaseKind.STOCK: CaseForm(
        "The supplier is out of stock",
        "Wait and try again, answer at the supplier, or cancel.",
        (A.RETRY, A.OPEN_AT_SUPPLIER, A.CANCEL), V.WARNING, H.STOCK),
    CaseKind.LINK: CaseForm(
        "Nobody knows who makes this variant",
        "Choose the supplier's variant, or say that you pack it yourself.",
        (A.CHOOSE_VARIANT, A.NOT_OURS, A.RETRY), V.URGENT, H.LINK),
    CaseKind.VARIANT_GONE: CaseForm(
        "A variant was deleted in the store",
        "Choose the supplier's variant for this order's line, or say that you pack it yourself.",
        (A.CHOOSE_VARIANT, A.NOT_OURS, A.RETRY), V.URGENT, H.LINK),
    CaseKind.SUPPLIER_HOLD: CaseForm(
        "The supplier put the order on hold",
        "Open it at the supplier, answer there, then try again. Some suppliers cancel what waits too long.",
        (A.OPEN_AT_SUPPLIER, A.RETRY, A.CANCEL), V.URGENT, H.SUPPLIER_HOLD),
    CaseKind.SUPPLIER_FAILED: CaseForm(
        "The supplier could not go on with the order",
        "Open it at the supplier, mend what it names, then try again.",
        (A.OPEN_AT_SUPPLIER, A.RETRY, A.CANCEL), V.URGENT, H.SUPPLIER_HOLD),
    CaseKind.SUPPLIER_CANCELLED: CaseForm(
        "The supplier's order was cancelled",
        "Decide what the customer gets: try again makes once more what had not left yet; or close this and refund it in the store.",
        (A.RETRY, A.OPEN_AT_SUPPLIER, A.IGNORE), V.URGENT, H.UNKNOWN),
    CaseKind.NOT_AS_SENT: CaseForm(
        "The supplier's draft differs from what was sent",
        "Look at the draft before anything is paid. Try again reads it once more.",
        (A.RETRY, A.OPEN_AT_SUPPLIER, A.CANCEL), V.URGENT, H.UNKNOWN),
    CaseKind.NATIVE_LINK: CaseForm(
        "Another bridge already serves this",
        "Switch off the supplier's own app for this store, or leave these orders to it.",
        (A.RETRY, A.IGNORE), V.URGENT, H.NATIVE_LINK),
    CaseKind.FOREIGN_FULFILMENT: CaseForm(
        "Somebody else fulfilled one of our orders",
        "Find out which app or person sent it. The route only watches until you change it.",
        (A.OPEN_AT_STORE, A.RETRY, A.IGNORE), V.URGENT, H.NATIVE_LINK),
    CaseKind.CHANGED_AT_STORE: CaseForm(
        "The order was changed in the store",
        "Look at the change. Try again plans the order anew; cancel stops it.",
        (A.RETRY, A.CANCEL, A.IGNORE), V.URGENT, H.CHANGED_AT_STORE),
    CaseKind.CANCELLED_AT_STORE: CaseForm(
        "Cancelled in the store, but the supplier is making it",
        "Ask the supplier to stop; production can rarely be stopped.",
        (A.CANCEL, A.OPEN_AT_SUPPLIER, A.IGNORE), V.URGENT),
    CaseKind.HELD_AT_STORE: CaseForm(
        "The store holds this order back",
        "Release it in the store; it then goes on by itself.",
        (A.RETRY, A.OPEN_AT_STORE, A.IGNORE), V.INFO, H.UNKNOWN),
    CaseKind.LATE_ORDERS: CaseForm(
        "Paid orders were seen days late",
        "Check that nobody sent them by hand meanwhile, then send all.",
        (A.SEND_ALL, A.IGNORE), V.WARNING),
    CaseKind.NO_ANSWER: CaseForm(
        "The supplier gave no answer",
        "Nothing is sent a second time until it is clear. Try again looks it up.",
        (A.RETRY, A.OPEN_AT_SUPPLIER), V.WARNING, H.UNKNOWN),
    CaseKind.REFUSED: CaseForm(
        "The platform said no",
        "Read what it says, mend it, then try again.",
        (A.RETRY, A.OPEN_AT_SUPPLIER, A.CANCEL, A.IGNORE), V.WARNING, H.UNKNOWN),
    CaseKind.TRACKING_REFUSED: CaseForm(
        "The store did not take the tracking number",
        "Check the order in the store; try again, or leave it when the customer already knows.",
        (A.RETRY, A.OPEN_AT_STORE, A.IGNORE), V.URGENT),
    CaseKind.TRACKING_MISSING: CaseForm(
        "Sent without a tracking number",
        "Ask the supplier for the number, or mark the order as sent in the store. It goes when a number comes.",
        (A.OPEN_AT_SUPPLIER, A.OPEN_AT_STORE, A.IGNORE), V.WARNING),
    CaseKind.PUSH_REFUSED: CaseForm(
        "The store did not take the product",
        "Mend what the store names, then push again.",
        (A.RETRY, A.IGNORE), V.WARNING),
    CaseKind.IMAGES_REFUSED: CaseForm(
        "The store could not use some pictures",
        "The listing stands without them. Try again sends them anew.",
        (A.RETRY, A.IGNORE), V.WARNING),
    CaseKind.SIGN_IN: CaseForm(
        "The key does not work any more",
        "Make a new key and connect again. Nothing is lost meanwhile.",
        (A.RECONNECT, A.RETRY), V.URGENT),
    CaseKind.PERMISSION: CaseForm(
        "A permission is missing",
        "Give the key the missing right, then test again.",
        (A.RECONNECT, A.RETRY), V.URGENT),
    CaseKind.UNKNOWN_STATUS: CaseForm(
        "The supplier uses a word we do not know",
        "Open the order at the supplier. Nothing is done by itself until it is clear.",
        (A.OPEN_AT_SUPPLIER, A.RETRY, A.IGNORE), V.WARNING, H.UNKNOWN),
    CaseKind.AUTO_APPROVAL: CaseForm(
        "The supplier releases orders by itself",
        "Set order approval to Manual at the supplier; then try again. Until then nothing more is sent there.",
        (A.RETRY,), V.URGENT),
    CaseKind.PRODUCT_LOCKED: CaseForm(
        "A product is locked at the supplier",
        "A publishing was begun there and never ended. Try again unlocks the product.",
        (A.RETRY, A.IGNORE), V.INFO),
    CaseKind.COST_ROSE: CaseForm(
        "The supplier's price eats the margin",
        "Update the listing: its prices follow your own rules. Or look at the changes under Products first.",
        (A.UPDATE_LISTING, A.OPEN_AT_STORE, A.IGNORE), V.WARNING),
    CaseKind.STILL_SOLD: CaseForm(
        "The store sells what the supplier has not got",
        "Set its quantity to nothing in the store, or ignore it if you have pieces of your own.",
        (A.OPEN_AT_STORE, A.IGNORE), V.WARNING),
    CaseKind.TWICE_AT_SUPPLIER: CaseForm(
        "The supplier has the same order twice",
        "Open the second one at the supplier and cancel it there before it is made; then ignore this.",
        (A.OPEN_AT_SUPPLIER, A.IGNORE), V.URGENT),
    CaseKind.FOUND_LATE: CaseForm(
        "Found late, by the nightly comparison",
        "It goes its usual way now: look whether all is as you want it, then ignore this. If it comes often, send the"
        " report from Help to support.",
        (A.OPEN_AT_STORE, A.IGNORE), V.WARNING),
    CaseKind.BUG: CaseForm(
        "PodBridge made a mistake",
        "Nothing is lost. Try again; if it comes back, send the report from Help to support.",
        (A.RETRY, A.IGNORE), V.URGENT, H.UNKNOWN),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case to be opened. `subject` keeps it single: a second one of the same kind and subject is the same case."""

    kind: CaseKind
    subject: str
    message: str
    order_id: int | None = None
    supplier_order_id: int | None = None
    connection_id: str | None = None
    shipment_id: int | None = None
    listing_id: int | None = None
    facts: dict[str, str] = field(default_factory=dict)
    details: str = ""


@dataclass(frozen=True, slots=True)
class ExceptionCase:
    """A row of the Exceptions tab."""

    id: int
    kind: CaseKind
    subject: str
    message: str
    opened_at: datetime
    closed_at: datetime | None
    order_id: int | None
    supplier_order_id: int | None
    connection_id: str | None
    shipment_id: int | None
    listing_id: int | None
    facts: dict[str, str]
    details: str

    @property
    def form(self) -> CaseForm:
        return FORMS[self.kind]
