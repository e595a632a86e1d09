"""A supplier order in an order's pane: where it stands, what it costs, its parcels."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.views import ShipmentRow, SupplierOrderRow
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.card import Card
from podbridge_desktop.ui.widgets.pills import Pill, PillLabel
from podbridge_desktop.ui.widgets.section import LinkButton, pair, selectable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import phrases
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate
S = SupplierState
_TONES = {
    S.IN_PRODUCTION: Tone.PROGRESS,
    S.DELIVERED: Tone.SUCCESS,
    S.CANCELLED: Tone.NEUTRAL,
    S.FAILED: Tone.DANGER,
}


def pill_of_part(part: SupplierOrderRow) -> Pill:
    """Amber only for what waits for the seller."""
    if part.held_by_seller is not None:
        return Pill(translate("Orders", "Held by you"), Tone.HOLD)
    if part.state is S.WAITING and part.approved_by is None:
        return Pill(phrases.supplier_state(part.state), Tone.HOLD)
    if part.state is S.WAITING:
        return Pill(translate("Orders", "Approved, goes out next"), Tone.INFO)
    return Pill(phrases.supplier_state(part.state), _TONES.get(part.state, Tone.INFO))


class SupplierCard(Card):
    """`link_wanted` carries the address of a page."""

    link_wanted = Signal(str)

    def __init__(self, part: SupplierOrderRow, formats: Formats) -> None:
        super().__init__()
        self.setAccessibleName(part.supplier)
        self.body.setSpacing(6)
        self.body.addLayout(
            pair(Text(part.supplier, TextStyle.STRONG), PillLabel(pill_of_part(part)))
        )
        for line in part.lines:
            words = " · ".join(w for w in (f"{line.quantity} × {line.title}", line.options) if w)
            self.body.addWidget(Text(words, wrap=True))
        costs = _cost_words(part, formats)
        if costs:
            self.body.addWidget(Text(costs, TextStyle.SMALL, muted=True, wrap=True, tabular=True))
        for parcel in part.shipments:
            self._add_parcel(parcel, formats)
        self._add_foot(part)

    def _add_parcel(self, parcel: ShipmentRow, formats: Formats) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Text(parcel.carrier or translate("Orders", "Parcel"), TextStyle.MEDIUM))
        if parcel.tracking_url:
            link = LinkButton(parcel.tracking_number, parcel.tracking_url)
            link.wanted.connect(self.link_wanted)
            row.addWidget(link)
        else:
            row.addWidget(selectable(parcel.tracking_number))
        row.addStretch(1)
        self.body.addLayout(row)
        words = " · ".join(_parcel_words(parcel, formats))
        self.body.addWidget(Text(words, TextStyle.SMALL, muted=True, wrap=True))

    def _add_foot(self, part: SupplierOrderRow) -> None:
        names = selectable(
            " · ".join(name for name in (part.external_id, part.remote_id or "") if name),
            TextStyle.SMALL,
            muted=True,
        )
        names.setToolTip(translate("Orders", "Our name for it, and the supplier's own number"))
        if not part.url:
            self.body.addWidget(names)
            return
        link = LinkButton(translate("Orders", "Open"), part.url)
        link.setAccessibleName(translate("Orders", "Open at %1").replace("%1", part.supplier))
        link.wanted.connect(self.link_wanted)
        row = pair(names, link)
        row.setAlignment(names, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)


def _cost_words(part: SupplierOrderRow, formats: Formats) -> str:
    named = (
        (translate("Orders", "Items %1"), part.cost_items),
        (translate("Orders", "shipping %1"), part.cost_shipping),
        (translate("Orders", "tax %1"), part.cost_tax),
    )
    return " · ".join(
        words.replace("%1", formats.money(cost.minor, cost.currency))
        for words, cost in named
        if cost is not None and cost.minor
    )


def _parcel_words(parcel: ShipmentRow, formats: Formats) -> list[str]:
    words = []
    if parcel.reshipment:
        words.append(translate("Orders", "sent again"))
    if parcel.shipped_at is not None:
        words.append(
            translate("Orders", "shipped %1").replace("%1", formats.moment(parcel.shipped_at))
        )
    if parcel.delivered_at is not None:
        day = formats.moment(parcel.delivered_at)
        words.append(translate("Orders", "delivered %1").replace("%1", day))
    words.append(phrases.shipment_state(parcel.state))
    return words
