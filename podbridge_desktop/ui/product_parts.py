"""What products and blank products show alike: print areas, and a variant's cost and stock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from podbridge_desktop.domain.catalog import Availability, PrintArea
from podbridge_desktop.domain.money import Money
from podbridge_desktop.ui.widgets.pills import PillLabel
from podbridge_desktop.ui.widgets.section import Section, pair
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import products
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate


def stock_and_cost(stock: Availability, cost: Money | None, formats: Formats) -> QWidget:
    """What a variant costs, and a sign where it cannot be had."""
    right = QWidget()
    beside = QHBoxLayout(right)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(8)
    pill = products.stock_pill(stock)
    if pill is not None:
        beside.addWidget(PillLabel(pill))
    if cost is None:
        beside.addWidget(Text(translate("Products", "cost not known"), muted=True))
    else:
        beside.addWidget(Text(formats.money(cost.minor, cost.currency), tabular=True))
    return right


def print_areas(found: Sequence[PrintArea], formats: Formats) -> Section | None:
    """None where the supplier told none."""
    if not found:
        return None
    section = Section(translate("Products", "Print areas"))
    for title, size in products.areas(found, formats):
        section.body.addLayout(pair(Text(title), Text(size, tabular=True)))
    return section
