"""How a store sells: what a sale costs beside the goods, and the exchange rates its suppliers' costs need."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.domain.pricing import SellingCosts
from podbridge_desktop.domain.views import ConnectionRow
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import primary, quiet
from podbridge_desktop.ui.widgets.fields import DecimalField
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words.formats import Formats

_RATE_PLACES = 4


class SellingDialog(QDialog):
    """`kept` says that prices and margins are to be reckoned anew. `currencies` are those of the costs shown."""

    kept = Signal()

    def __init__(
        self,
        actions: Actions,
        store: ConnectionRow,
        currencies: Iterable[str],
        formats: Formats,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Costs of a sale"))
        self._actions, self._store = actions, store
        self._terms, _ = actions.selling(store.id)
        self.percent = self._field(self.tr("Fees, percent of the price"), self._terms.costs.percent)
        self.fixed = self._field(self.tr("Fees per sale"), self._terms.costs.fixed)
        self.shipping = self._field(self.tr("Postage you pay"), self._terms.costs.shipping)
        self.percent.setRange(0, 99)
        self.percent.setSuffix(self.tr(" %"))
        before, after = formats.around(store.currency)
        for field in (self.fixed, self.shipping):
            field.setPrefix(before)
            field.setSuffix(after)
        self.rates = {
            each: self._rate(each) for each in sorted(currencies) if each != store.currency
        }
        self.trouble = Banner()
        self.cancel, self.keep = quiet(self.tr("Cancel")), primary(self.tr("Keep"), "check")
        self._build()
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._on_keep)

    def _field(self, name: str, value: Decimal) -> DecimalField:
        field = DecimalField(name)
        field.setRange(0, 1_000_000)
        field.setDecimals(2)
        field.setValue(float(value))
        return field

    def _rate(self, currency: str) -> DecimalField:
        words = self.tr("One %1 in %2", "two currencies")
        words = words.replace("%1", currency).replace("%2", self._store.currency)
        field = DecimalField(words)
        field.setDecimals(_RATE_PLACES)
        field.setRange(0, 1_000_000)
        known = self._terms.rates.rate(currency, self._store.currency)
        field.setSpecialValueText(self.tr("not set"))
        field.setValue(float(known or 0))
        return field

    def _build(self) -> None:
        head = self.tr("What a sale costs in %1", "%1 a store").replace("%1", self._store.name)
        note = self.tr(
            "An estimate that margins are reckoned with. Fees are what the marketplace and the payment service keep;"
            " postage counts where your buyers do not pay it themselves."
        )
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(16)
        for field in (self.percent, self.fixed, self.shipping, *self.rates.values()):
            form.addRow(field.accessibleName(), field)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(Text(head, TextStyle.HEADING, wrap=True))
        column.addWidget(Text(note, TextStyle.SMALL, muted=True, wrap=True))
        column.addLayout(form)
        column.addWidget(self.trouble)
        column.addLayout(foot)
        self.trouble.hide()
        self.setMinimumWidth(440)

    @Slot()
    def _on_keep(self) -> None:
        parts = (self.percent, self.fixed, self.shipping)
        try:
            costs = SellingCosts(*(_typed(part) for part in parts))
            if costs != self._terms.costs:
                self._actions.keep_selling_costs(self._store.id, costs)
            for currency, field in self.rates.items():
                if field.value() > 0:
                    rate = str(_typed(field))
                    self._actions.keep_rate(currency, self._store.currency, rate)
        except PodBridgeError as error:
            self.trouble.show_text(told(error), Tone.DANGER)
            self.trouble.show()
            return
        self.kept.emit()
        self.accept()


def _typed(field: DecimalField) -> Decimal:
    return Decimal(field.cleanText().replace(",", ".")) if field.value() else Decimal(0)
