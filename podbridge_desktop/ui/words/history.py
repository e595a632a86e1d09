"""The audit trail of an order in the seller's words: one sentence per entry."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.domain.cases import FORMS, CaseKind
from podbridge_desktop.domain.lifecycle import ShipmentState, SupplierState
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.views import HistoryRow
from podbridge_desktop.ui.words import phrases
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate
# Said once for the whole order, not again for each of its supplier orders.
_SILENT = {"held", "released"}


def sentence(row: HistoryRow, suppliers: Mapping[str, str], formats: Formats) -> str:
    """What happened; empty for what another entry says. `suppliers`: names by our name of the supplier order."""
    if row.event in _SILENT:
        return ""
    supplier = suppliers.get(_text(row, "external_id")) or translate("History", "the supplier")
    known = _plain(row.event) or _moved(row) or _cases(row) or _approved(row, formats)
    known = known or _held(row) or _unknown(row)
    return known.replace("%2", supplier)


def _text(row: HistoryRow, key: str) -> str:
    return str(row.facts.get(key, ""))


def _plain(event: str) -> str:
    return {
        "order_seen": translate("History", "The store reported the order."),
        "order_changed": translate("History", "The order changed in the store."),
        "planned": translate("History", "Planned for %2."),
        "shipped": translate("History", "A parcel left %2."),
        "renumbered": translate("History", "%2 gave a parcel another tracking number."),
        "address_corrected": translate("History", "You corrected the address."),
        "picked": translate("History", "You asked to send it after all."),
        "line_linked": translate("History", "You said who makes a line."),
        "order_released": translate("History", "You released it."),
    }.get(event, "")


def _moved(row: HistoryRow) -> str:
    if row.event == "tracking":
        return _tracking(_text(row, "to"))
    if row.event != "supplier_order":
        return ""
    return {
        SupplierState.PLANNED: translate("History", "%2 did not have it; it is sent anew."),
        SupplierState.SENDING: translate("History", "Going to %2 as a draft."),
        SupplierState.DRAFTED: translate("History", "%2 has the draft."),
        SupplierState.CHECKED: translate("History", "The draft at %2 is as it was sent."),
        SupplierState.WAITING: translate("History", "Waiting for approval."),
        SupplierState.CONFIRMING: translate("History", "Released to %2 for production."),
        SupplierState.IN_PRODUCTION: translate("History", "%2 took it into production."),
        SupplierState.PARTLY_SHIPPED: translate("History", "%2 shipped a part."),
        SupplierState.SHIPPED: translate("History", "%2 shipped everything."),
        SupplierState.DELIVERED: translate("History", "Delivered."),
        SupplierState.CANCELLED: translate("History", "Cancelled at %2."),
        SupplierState.FAILED: translate("History", "%2 could not go on."),
    }[SupplierState(_text(row, "to"))]


def _tracking(to: str) -> str:
    return {
        ShipmentState.NEW: translate("History", "The tracking number waits for the store."),
        ShipmentState.PUSHING: translate("History", "The tracking number goes to the store."),
        ShipmentState.PUSHED: translate("History", "The store has the tracking number."),
        ShipmentState.NOT_PUSHED: translate(
            "History", "The store goes without the tracking number."
        ),
    }[ShipmentState(to)]


def _cases(row: HistoryRow) -> str:
    words = {
        "case_opened": translate("History", "Needs you: %1."),
        "case_closed": translate("History", "Settled: %1."),
        "case_ignored": translate("History", "You left it: %1."),
    }.get(row.event, "")
    kind = _text(row, "kind")
    if not words or kind not in set(CaseKind):
        return ""
    return words.replace("%1", phrases.case_title(CaseKind(kind), FORMS[CaseKind(kind)].title))


def _approved(row: HistoryRow, formats: Formats) -> str:
    if row.event != "approved":
        return ""
    by_rule = _text(row, "by") == "rule"
    words = (
        translate("History", "Approved by your rule at %1.")
        if by_rule
        else translate("History", "You approved %1.")
    )
    return words.replace("%1", _cost(_text(row, "cost"), formats))


def _cost(text: str, formats: Formats) -> str:
    """The trail keeps amounts as “12.50 USD”."""
    amount, _, currency = text.partition(" ")
    if not currency:
        return translate("History", "an unknown cost")
    return formats.money(Money.of(amount, currency).minor, currency)


def _held(row: HistoryRow) -> str:
    if row.event != "order_held":
        return ""
    return translate("History", "You held it: %1").replace("%1", _text(row, "reason"))


def _unknown(row: HistoryRow) -> str:
    return translate("History", "Noted: %1").replace("%1", row.event.replace("_", " "))
