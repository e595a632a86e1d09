"""What an order brings, what it costs and what is left: in view before the seller says yes."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.views import OrderDetail
from podbridge_desktop.ui.widgets.card import Card
from podbridge_desktop.ui.widgets.section import Sums
from podbridge_desktop.ui.words.formats import Formats


class CaseMoney(Card):
    """Hidden where there is nothing to say."""

    def __init__(self, formats: Formats) -> None:
        super().__init__(sunken=True)
        self._formats = formats
        self._place = QWidget()
        self.body.addWidget(self._place)

    def show_order(self, detail: OrderDetail | None) -> None:
        self.setVisible(detail is not None)
        if detail is None:
            return
        fresh = QWidget()
        inside = QVBoxLayout(fresh)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._sums(detail))
        self.body.replaceWidget(self._place, fresh)
        self._place.deleteLater()
        self._place = fresh

    def _sums(self, detail: OrderDetail) -> Sums:
        row, sums = detail.row, Sums()
        sums.add(self.tr("The order brings"), self._money(row.income))
        cost = self.tr("not known yet") if row.cost is None else self._money(row.cost)
        sums.add(self.tr("It costs with shipping"), cost)
        if row.margin is not None:
            share = Decimal(row.margin.minor) / Decimal(row.income.minor or 1)
            note = self._formats.percent(share) if row.income.minor else ""
            lost = row.margin.minor < 0
            sums.add_result(self.tr("You keep"), self._money(row.margin), note, lost=lost)
        return sums

    def _money(self, amount: Money) -> str:
        return self._formats.money(amount.minor, amount.currency)
