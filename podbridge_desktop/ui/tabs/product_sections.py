"""The blocks of a product's pane: pictures, what is being made of them, variants with cost and stock."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from podbridge_desktop.domain.views import ProductRow, ProductVariantRow
from podbridge_desktop.ui.product_parts import stock_and_cost
from podbridge_desktop.ui.widgets.flow import FlowLayout
from podbridge_desktop.ui.widgets.pills import PillLabel
from podbridge_desktop.ui.widgets.section import Section, pair, selectable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.thumbnails import ThumbnailLabel, Thumbnails
from podbridge_desktop.ui.words import listings, products
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate
EDGE = 76


def picture_addresses(row: ProductRow) -> dict[str, str]:
    """The name of every picture by its address: those that were made for the seller first."""
    found: dict[str, str] = {}
    for each in row.mockups:
        found.setdefault(each.picture, f"{each.style} · {each.placement}")
    for url in row.images:
        found.setdefault(url, row.title)
    return found


def pictures(row: ProductRow, thumbnails: Thumbnails) -> Section:
    shown = picture_addresses(row)
    section = Section(_heading(translate("Products", "Pictures"), len(shown)))
    if not shown:
        section.body.addWidget(Text(translate("Products", "There is none yet."), muted=True))
    flow = FlowLayout()
    for url, name in shown.items():
        label = ThumbnailLabel(thumbnails, EDGE)
        label.show_url(url, name)
        label.setToolTip(name)
        flow.addWidget(label)
    section.body.addLayout(flow)
    return section


def mockup_state(row: ProductRow, formats: Formats) -> QWidget | None:
    """How the wish for more pictures stands; None where there is none."""
    wish = row.mockup_wish
    if wish is None:
        return None
    line = QWidget()
    beside = QHBoxLayout(line)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(8)
    beside.addWidget(PillLabel(products.mockup_pill(wish.state)), 0, Qt.AlignmentFlag.AlignTop)
    beside.addWidget(selectable(products.mockup_words(wish, row.supplier, formats), muted=True), 1)
    return line


def variants(row: ProductRow, formats: Formats) -> Section:
    section = Section(_heading(translate("Products", "Variants"), len(row.variants)))
    for each in row.variants:
        section.body.addLayout(_variant(each, formats))
    return section


def _variant(row: ProductVariantRow, formats: Formats) -> QHBoxLayout:
    name = selectable(listings.options_text(row.options) or row.title)
    name.setToolTip(row.sku)
    return pair(name, stock_and_cost(row.availability, row.cost, formats))


def _heading(words: str, count: int) -> str:
    return f"{words} ({count})" if count else words


def notes(row: ProductRow) -> Iterable[str]:
    """What keeps the product from a store, or a part of it."""
    if row.not_pushable:
        yield row.not_pushable
    if row.gone:
        yield translate("Products", "This product is gone at %1.").replace("%1", row.supplier)
    if words := products.missing(row):
        yield translate("Products", "%1 at %2.").replace("%1", words).replace("%2", row.supplier)


def below(row: ProductRow, formats: Formats) -> str:
    """Supplier, how many variants, and what they cost."""
    words = (
        row.supplier,
        products.variants(len(row.variants)),
        listings.cost_range(row.costs, formats),
    )
    return " · ".join(words)
