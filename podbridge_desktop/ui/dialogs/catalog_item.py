"""One blank product: its makers where there are several, its variants with cost and stock, its print areas."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from podbridge_desktop.domain.catalog import BlankVariant, CatalogItem
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui import product_parts
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.dialogs.question import told
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.empty_state import EmptyState, Variant
from podbridge_desktop.ui.widgets.pills import PillLabel
from podbridge_desktop.ui.widgets.section import Section, pair
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.widgets.thumbnails import ThumbnailLabel
from podbridge_desktop.ui.words import listings, products

_EDGE = 96
Asked = tuple[str, str]  # supplier, item


class CatalogItemView(QWidget):
    """Asks in the background; an answer to an older question is dropped."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asked: Asked = ("", "")
        self.makers = QComboBox()
        self.makers.setAccessibleName(self.tr("Print provider"))
        self.empty = EmptyState()
        self._reading = QScrollArea()
        self._stack = QStackedWidget()
        self._reading.setWidgetResizable(True)
        self._reading.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack.addWidget(self._reading)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.makers)
        column.addWidget(self._stack, 1)
        self.makers.activated.connect(self._on_maker)
        self.empty.action_clicked.connect(self._ask)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self._asked = ("", "")
        self.makers.hide()
        words = self.tr("Its variants, costs and print areas appear here.")
        self._say(Variant.EMPTY, self.tr("Choose a blank product"), words)

    def show_item(self, supplier_id: str, remote_id: str) -> None:
        """Read one blank of a supplier."""
        self.makers.hide()
        self._begin((supplier_id, remote_id))

    def _begin(self, asked: Asked) -> None:
        self._asked = asked
        self._ask()

    @Slot()
    def _ask(self) -> None:
        self._say(Variant.LOADING, self.tr("Looking…"), "")
        read = partial(_read, self._desk, self._asked)
        self._desk.background.run(read, self._on_item, self._on_failed)

    def _on_item(self, found: tuple[Asked, CatalogItem]) -> None:
        asked, item = found
        if asked != self._asked:
            return
        self._show_makers(item)
        if not item.variants and item.makers:
            words = self.tr("Several print providers make it. Choose one above.")
            self._say(Variant.EMPTY, item.head.title, words)
            return
        before = self._reading.takeWidget()
        self._reading.setWidget(self._content(item))
        if before is not None:
            before.deleteLater()
        self._stack.setCurrentIndex(0)

    def _on_failed(self, error: PodBridgeError) -> None:
        title = self.tr("This could not be read")
        self._say(Variant.ERROR, title, told(error), self.tr("Try again"))

    def _show_makers(self, item: CatalogItem) -> None:
        if len(item.makers) < 2 or (item.variants and self.makers.isVisible()):
            return
        self.makers.clear()
        self.makers.addItem(self.tr("Choose a print provider…"), "")
        for id_, name in item.makers:
            self.makers.addItem(name, id_)
        self.makers.show()

    @Slot()
    def _on_maker(self) -> None:
        if maker := str(self.makers.currentData() or ""):
            self._begin((self._asked[0], maker))

    def _say(self, kind: Variant, title: str, words: str, action: str = "") -> None:
        self.empty.show_state(kind, title, words, action=action)
        self._stack.setCurrentIndex(1)

    def _content(self, item: CatalogItem) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 12)
        column.setSpacing(16)
        picture = ThumbnailLabel(self._desk.thumbnails, _EDGE)
        picture.show_url(item.head.image_url, item.head.title)
        column.addWidget(picture)
        column.addWidget(Text(item.head.title, TextStyle.STRONG, wrap=True))
        if item.note:
            column.addWidget(Text(item.note, TextStyle.SMALL, muted=True, wrap=True))
        areas = product_parts.print_areas(item.print_areas, self._desk.formats)
        if areas is not None:
            column.addWidget(areas)
        column.addWidget(self._variants(item))
        column.addStretch(1)
        return inside

    def _variants(self, item: CatalogItem) -> Section:
        section = Section(self.tr("Variants (%1)").replace("%1", str(len(item.variants))))
        formats, some_cost = self._desk.formats, any(each.cost for each in item.variants)
        for each in item.variants:
            name = Text(listings.options_text(each.options) or each.title)
            right = (
                product_parts.stock_and_cost(each.availability, each.cost, formats)
                if some_cost
                else _stock(each)
            )
            section.body.addLayout(pair(name, right))
        return section


def _stock(variant: BlankVariant) -> QWidget:
    """Where no cost is told of any variant."""
    pill = products.stock_pill(variant.availability)
    return Text("") if pill is None else PillLabel(pill)


def _read(desk: Desk, asked: Asked) -> tuple[Asked, CatalogItem]:
    return asked, desk.container.catalogs.item(*asked)
