"""The inside of an order's pane, built anew for each reading: cases first, then journey, items, money and the rest."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from podbridge_desktop.domain.views import OrderDetail
from podbridge_desktop.ui.models.order_looks import detailed_journey
from podbridge_desktop.ui.tabs import order_sections
from podbridge_desktop.ui.tabs.case_card import CaseCard
from podbridge_desktop.ui.tabs.order_offers import Offer, offers_of
from podbridge_desktop.ui.tabs.supplier_card import SupplierCard
from podbridge_desktop.ui.widgets.buttons import Button, Kind
from podbridge_desktop.ui.widgets.flow import FlowLayout
from podbridge_desktop.ui.widgets.journey_strip import JourneyStrip
from podbridge_desktop.ui.widgets.section import Section
from podbridge_desktop.ui.words.formats import Formats


class OfferButton(Button):
    """The button of one offer."""

    def __init__(self, offer: Offer, kind: Kind) -> None:
        super().__init__(offer.text, kind, icon=offer.icon)
        self.offer = offer


class OrderContent(QWidget):
    """Says what was clicked and does nothing itself."""

    offer_wanted = Signal(object)  # Offer
    case_wanted = Signal(object, object)  # CaseRow, Action
    link_wanted = Signal(str)

    def __init__(self, detail: OrderDetail, formats: Formats) -> None:
        super().__init__()
        self._detail, self._formats = detail, formats
        self.leading: Button | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 8, 20, 20)
        self._column.setSpacing(16)
        self._add_cases()
        self._add_offers()
        self._column.addWidget(JourneyStrip(detailed_journey(detail, formats)))
        self._column.addWidget(order_sections.lines(detail, formats))
        self._column.addWidget(order_sections.money(detail, formats))
        self._add_suppliers()
        self._column.addWidget(order_sections.address(detail))
        self._column.addWidget(order_sections.history(detail, formats))
        self._column.addStretch(1)

    def _add_cases(self) -> None:
        for place, case in enumerate(self._detail.cases):
            card = CaseCard(case, self._detail, self._formats, leading=place == 0)
            card.wanted.connect(self.case_wanted)
            self.leading = self.leading or card.first
            self._column.addWidget(card)

    def _add_offers(self) -> None:
        """One filled button in the whole pane: the first case's, or the first offer that brings the order on."""
        row = FlowLayout()
        for offer in offers_of(self._detail, self._formats):
            leads = self.leading is None and offer.is_first
            button = OfferButton(offer, Kind.PRIMARY if leads else Kind.QUIET)
            self.leading = button if leads else self.leading
            button.clicked.connect(self._on_offer)
            row.addWidget(button)
        self._column.addLayout(row)

    def _add_suppliers(self) -> None:
        if not self._detail.supplier_orders:
            return
        section = Section(self.tr("At the supplier"))
        section.body.setSpacing(8)
        for part in self._detail.supplier_orders:
            card = SupplierCard(part, self._formats)
            card.link_wanted.connect(self.link_wanted)
            section.body.addWidget(card)
        self._column.addWidget(section)

    @Slot()
    def _on_offer(self) -> None:
        sender = self.sender()
        if isinstance(sender, OfferButton):
            self.offer_wanted.emit(sender.offer)
