"""The blocks of an order's pane that only tell: lines with their routes, money, address, history."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.domain.approval import margin_percent
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.domain.orders import Blocked
from podbridge_desktop.domain.views import OrderDetail, OrderLineRow
from podbridge_desktop.ui.fonts import TextStyle
from podbridge_desktop.ui.widgets.section import Section, Sums, pair, selectable
from podbridge_desktop.ui.widgets.text import Text
from podbridge_desktop.ui.words import phrases
from podbridge_desktop.ui.words.formats import Formats
from podbridge_desktop.ui.words.history import sentence

translate = QCoreApplication.translate
MINUS = "\N{MINUS SIGN}"


def lines(detail: OrderDetail, formats: Formats) -> Section:
    section = Section(translate("Orders", "Items"))
    for line in detail.lines:
        price = formats.money(line.unit_price.minor, line.unit_price.currency)
        wanted = f"{formats.number(line.quantity)} × {price}"
        section.body.addLayout(pair(selectable(line.title), Text(wanted, tabular=True)))
        for words in _below(line):
            section.body.addWidget(Text(words, TextStyle.SMALL, muted=True, wrap=True))
        section.body.addSpacing(6)
    return section


def _below(line: OrderLineRow) -> list[str]:
    """The second lines of an item: variant, who makes it, what the buyer asked for, why it stands still."""
    variant = " · ".join(word for word in (line.options, line.sku) if word)
    asked = [f"{wish.key}: {wish.value}" for wish in line.properties]
    stopped = [phrases.blocked(Blocked(line.blocked))] if line.blocked in set(Blocked) else []
    made = [] if stopped and not line.route else [phrases.made_by(line.route)]
    return [words for words in (variant, *made, *asked, *stopped) if words]


def money(detail: OrderDetail, formats: Formats) -> Section:
    """What the customer pays, what the suppliers take, what is left."""
    row = detail.row
    section = Section(translate("Orders", "Money"))
    sums = Sums()
    sums.add(
        translate("Orders", "Customer pays"), formats.money(row.total.minor, row.total.currency)
    )
    tax = row.total - row.income
    if tax.minor:
        sums.add(translate("Orders", "Tax"), MINUS + formats.money(tax.minor, tax.currency))
    for part in detail.supplier_orders:
        if part.state is SupplierState.CANCELLED:
            continue
        unknown = translate("Orders", "not known yet")
        cost = MINUS + formats.money(part.cost.minor, part.cost.currency) if part.cost else unknown
        sums.add(part.supplier, cost)
    _add_margin(sums, detail, formats)
    section.body.addLayout(sums)
    return section


def _add_margin(sums: Sums, detail: OrderDetail, formats: Formats) -> None:
    row = detail.row
    if row.cost is None:
        return
    label = translate("Orders", "Margin")
    if row.margin is None:
        sums.add_result(label, translate("Orders", "two currencies"), "", lost=False)
        return
    share = margin_percent(row.income, row.cost)
    note = "" if share is None else formats.percent(share / Decimal(100))
    amount = formats.money(row.margin.minor, row.margin.currency)
    sums.add_result(label, amount, note, lost=row.margin.minor < 0)


def address(detail: OrderDetail) -> Section:
    section = Section(translate("Orders", "Goes to"))
    section.body.addWidget(selectable(_address_words(detail)))
    if detail.address_corrected:
        note = translate("Orders", "Corrected by you")
        section.body.addWidget(Text(note, TextStyle.SMALL, muted=True))
    if detail.note:
        section.body.addSpacing(6)
        said = translate("Orders", "Customer's note: %1").replace("%1", detail.note)
        section.body.addWidget(selectable(said))
    return section


def _address_words(detail: OrderDetail) -> str:
    to = detail.ship_to
    if to is None and detail.address_hidden:
        return translate("Orders", "The store does not show the address to programs.")
    if to is None:
        return translate("Orders", "No address. Nothing has to be shipped, or the store has none.")
    town = " ".join(word for word in (to.zip, to.city, to.province_code or to.province) if word)
    rows = (
        to.name,
        to.company,
        to.address1,
        to.address2,
        town,
        to.country_code,
        to.phone,
        to.email,
    )
    return "\n".join(row for row in rows if row)


def history(detail: OrderDetail, formats: Formats) -> Section:
    """What happened, newest first."""
    section = Section(translate("Orders", "History"))
    suppliers = {part.external_id: part.supplier for part in detail.supplier_orders}
    sums = Sums()
    for row in reversed(detail.history):
        words = sentence(row, suppliers, formats)
        if words:
            place = sums.rowCount()
            sums.addWidget(Text(words, TextStyle.SMALL, wrap=True), place, 0)
            when = Text(formats.moment(row.at), TextStyle.SMALL, muted=True, tabular=True)
            when.setToolTip(formats.date_time(row.at))
            sums.addWidget(when, place, 2)
    section.body.addLayout(sums)
    return section
