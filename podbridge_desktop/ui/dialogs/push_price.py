"""How prices are made, chosen in one line: a saved preset, or a basis with its number and ending."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from podbridge_desktop.domain.pricing import Basis, PriceRule, Rounding
from podbridge_desktop.services.selling import Preset
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.buttons import icon_only
from podbridge_desktop.ui.widgets.fields import DecimalField
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words.formats import Formats

_BEGINS = {
    Basis.MARKUP: 100.0,
    Basis.PLUS: 10.0,
    Basis.TIMES: 2.0,
    Basis.MARGIN: 40.0,
    Basis.FIXED: 19.90,
}
_LOW = {
    Basis.MARKUP: -99.0,
    Basis.PLUS: 0.0,
    Basis.TIMES: 0.01,
    Basis.MARGIN: 0.0,
    Basis.FIXED: 0.01,
}
_HIGH = {Basis.MARKUP: 100_000.0, Basis.PLUS: 1_000_000.0, Basis.TIMES: 1000.0, Basis.MARGIN: 99.0, Basis.FIXED: 1_000_000.0}  # fmt: skip
_WHOLE = {Basis.MARKUP, Basis.MARGIN}


class PriceChoice(QWidget):
    """`edited` follows every change. A preset is shown by its rule; changing that makes it a rule of her own again."""

    edited = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats, self._currency = formats, "USD"
        self._presets: tuple[Preset, ...] = ()
        self.basis = QComboBox()
        self.basis.setAccessibleName(self.tr("How prices are made"))
        self.value = DecimalField(self.tr("Number for the price"))
        self.ending = QComboBox()
        self.ending.setAccessibleName(self.tr("Where prices end"))
        for rounding in Rounding:
            self.ending.addItem(_ending(rounding), rounding)
        self.save = icon_only("tag", self.tr("Save this price rule…"))
        self.costs = icon_only("settings", self.tr("Costs of a sale…"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Text(self.tr("Price"), TextStyle.STRONG))
        for part in (self.basis, self.value, self.ending, self.save, self.costs):
            row.addWidget(part)
        self.basis.currentIndexChanged.connect(self._on_basis)
        self.value.valueChanged.connect(self._on_changed)
        self.ending.currentIndexChanged.connect(self._on_changed)

    def show_store(self, currency: str, presets: Sequence[Preset], rule: PriceRule) -> None:
        """The presets of another store, and the rule that counts there by itself."""
        self._currency, self._presets = currency, tuple(presets)
        self.basis.blockSignals(True)
        self.basis.clear()
        for preset in self._presets:
            self.basis.addItem(preset.name, preset)
        if self._presets:
            self.basis.insertSeparator(len(self._presets))
        for basis in Basis:
            self.basis.addItem(_name(basis), basis)
        self.basis.blockSignals(False)
        known = next((each for each in self._presets if each.rule == rule), None)
        self._point_at(known or rule.basis)
        self._show_rule(rule)

    def show_rule(self, rule: PriceRule) -> None:
        """A rule that she chose for this product before."""
        known = next((each for each in self._presets if each.rule == rule), None)
        self._point_at(known or rule.basis)
        self._show_rule(rule)

    def rule(self) -> PriceRule:
        """What stands there. Raises `BadInput`."""
        basis = self._basis()
        text = self.value.cleanText().replace(",", ".")
        rounding = Rounding.EXACT if basis is Basis.FIXED else Rounding(self.ending.currentData())
        return PriceRule(basis, Decimal(text or "0"), rounding)

    def _basis(self) -> Basis:
        chosen = self.basis.currentData()
        return chosen.rule.basis if isinstance(chosen, Preset) else Basis(chosen)

    def _point_at(self, wanted: Preset | Basis) -> None:
        self.basis.blockSignals(True)
        place = next(i for i in range(self.basis.count()) if self.basis.itemData(i) == wanted)
        self.basis.setCurrentIndex(place)
        self.basis.blockSignals(False)

    def _show_rule(self, rule: PriceRule) -> None:
        self._fit(rule.basis)
        for part in (self.value, self.ending):
            part.blockSignals(True)
        self.value.setValue(float(rule.value))
        self.ending.setCurrentIndex(list(Rounding).index(rule.rounding))
        for part in (self.value, self.ending):
            part.blockSignals(False)
        self.edited.emit()

    def _fit(self, basis: Basis) -> None:
        before, after = self._formats.around(self._currency)
        money = basis in {Basis.PLUS, Basis.FIXED}
        self.value.blockSignals(True)
        self.value.setDecimals(0 if basis in _WHOLE else 2)
        self.value.setRange(_LOW[basis], _HIGH[basis])
        self.value.setPrefix(before if money else "")
        self.value.setSuffix(
            after if money else self.tr(" ×") if basis is Basis.TIMES else self.tr(" %")
        )
        self.value.blockSignals(False)
        self.ending.setVisible(basis is not Basis.FIXED)

    @Slot()
    def _on_basis(self) -> None:
        chosen = self.basis.currentData()
        if isinstance(chosen, Preset):
            self._show_rule(chosen.rule)
        elif chosen is not None:
            rounding = Rounding(self.ending.currentData())
            self._show_rule(
                PriceRule(Basis(chosen), Decimal(str(_BEGINS[Basis(chosen)])), rounding)
            )

    @Slot()
    def _on_changed(self) -> None:
        chosen = self.basis.currentData()
        if isinstance(chosen, Preset) and self.rule() != chosen.rule:
            self._point_at(chosen.rule.basis)
        self.edited.emit()


def _name(basis: Basis) -> str:
    translate = QCoreApplication.translate
    return {
        Basis.MARKUP: translate("PushPrice", "Markup on cost"),
        Basis.PLUS: translate("PushPrice", "Cost plus an amount"),
        Basis.TIMES: translate("PushPrice", "Cost times"),
        Basis.MARGIN: translate("PushPrice", "Margin after all costs"),
        Basis.FIXED: translate("PushPrice", "One price for all"),
    }[basis]


def _ending(rounding: Rounding) -> str:
    translate = QCoreApplication.translate
    return {
        Rounding.EXACT: translate("PushPrice", "as reckoned"),
        Rounding.NINETY_NINE: translate("PushPrice", "up to .99"),
        Rounding.NINETY_FIVE: translate("PushPrice", "up to .95"),
        Rounding.WHOLE: translate("PushPrice", "up to .00"),
    }[rounding]
