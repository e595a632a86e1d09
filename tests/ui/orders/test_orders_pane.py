"""The order beside the list: what it says, and that each button does what it names."""

import pytest
from babel import Locale
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from podbridge_desktop.domain.cases import Action, CaseKind
from podbridge_desktop.domain.jobs import JobKind
from podbridge_desktop.domain.mapping import LinkKind
from podbridge_desktop.domain.orders import LineProperty
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.ui.tabs.address_form import AddressForm
from podbridge_desktop.ui.tabs.ask_bar import AskBar
from podbridge_desktop.ui.tabs.case_card import CaseCard
from podbridge_desktop.ui.tabs.country_choice import CountryChoice
from podbridge_desktop.ui.tabs.order_content import OrderContent
from podbridge_desktop.ui.widgets.banner import Banner
from podbridge_desktop.ui.widgets.buttons import Button
from podbridge_desktop.ui.widgets.pills import PillLabel
from tests.support.filled import NOON, address, line, store_order


@pytest.fixture
def opened(qtbot, tab):
    def open_one(order_id):
        with qtbot.waitSignal(tab.model.settled):
            tab.begin()
        tab.open_order(order_id)
        qtbot.waitUntil(tab.pane.isVisible)
        return tab.pane

    return open_one


def content(pane):
    return pane._reading.widget()


def words(pane):
    return [label.text() for label in content(pane).findChildren(QLabel)]


def pills(pane):
    return [pill.accessibleName() for pill in content(pane).findChildren(PillLabel)]


def buttons(pane):
    return [b.text() for b in content(pane).findChildren(Button)]


def press(qtbot, pane, text):
    button = next(b for b in pane.findChildren(Button) if b.text() == text and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def wishes(reads):
    return {row.kind for row in reads.activity()}


def test_it_tells_the_whole_order(shop, opened):
    shop.link("var-own", kind=LinkKind.NOT_OURS, supplier="")
    named = (LineProperty("Name", "Rex"),)
    (id_,) = shop.take(
        store_order(1001, lines=(line("a", quantity=2, to_fulfil=2, properties=named), line("b", "var-own")),
                    note="Ring twice"))  # fmt: skip
    shop.waiting(id_, "14.20")
    shop.approve(id_)
    shop.ship(id_, "1Z999", pushed=True)
    pane = opened(id_)
    said = words(pane)
    assert said[:1] == ["Items"]
    for text in (
        "2 × $24.00", "Made by Printful", "You pack it yourself", "Name: Rex", "$31.00", "−$14.20", "$14.80",
        "51%", "2 × Mountain T-shirt · Black / M", "UPS", "Customer's note: Ring twice",
        "shipped " + pane._formats.moment(NOON) + " · The store has it",
        "The store has the tracking number.", "You approved $14.20.", "Planned for Printful.",
    ):  # fmt: skip
        assert text in said, text
    assert "Ada Lovelace\n1 Byron St\n80202 Denver CO\nUS\nada@post.example" in said
    assert "Shipped" in pills(pane)


def test_it_has_one_filled_button_that_names_the_price(qtbot, shop, reads, opened, asked):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_, "14.20")
    asked(id_)
    pane = opened(id_)
    assert content(pane).leading.text() == "Approve and pay $14.20"
    assert buttons(pane).count("Approve and pay $14.20") == 1
    with qtbot.waitSignal(pane.done) as done:
        press(qtbot, pane, "Approve and pay $14.20")
    assert done.args[1] == "Approved. It goes to the supplier next."
    (part,) = reads.order(id_).supplier_orders
    assert part.approved_by == "seller"
    assert JobKind.CONFIRM_ORDER in wishes(reads)
    assert "Approved, goes out next" in pills(pane)
    assert not content(pane).findChildren(CaseCard)


def test_a_wait_without_a_case_can_be_approved_all_the_same(qtbot, shop, reads, opened):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_, "14.20")
    pane = opened(id_)
    assert content(pane).leading.text() == "Approve and pay $14.20"
    press(qtbot, pane, "Approve and pay $14.20")
    assert reads.order(id_).supplier_orders[0].approved_by == "seller"


def test_an_unknown_cost_is_said_on_the_button(shop, opened, asked):
    (id_,) = shop.take(store_order(1001))
    shop.walk(id_, "sending", "drafted", "checked", "waiting")
    asked(id_, CaseKind.COST_UNKNOWN)
    assert "Approve without knowing the cost" in buttons(opened(id_))


def test_hold_asks_why_and_release_ends_it(qtbot, shop, reads, opened):
    (id_,) = shop.take(store_order(1001))
    pane = opened(id_)
    press(qtbot, pane, "Hold…")
    ask = pane.findChild(AskBar)
    assert ask.isVisible()
    yes = next(b for b in ask.findChildren(Button) if b.text() == "Hold the order")
    assert not yes.isEnabled()
    qtbot.keyClicks(ask.findChild(QLineEdit), "Waits for the buyer")
    with qtbot.waitSignal(pane.done):
        qtbot.keyClick(ask.findChild(QLineEdit), Qt.Key.Key_Return)
    assert reads.order(id_).supplier_orders[0].held_by_seller == "Waits for the buyer"
    assert "You held it: Waits for the buyer" in words(pane)
    assert content(pane).leading.text() == "Release"
    press(qtbot, pane, "Release")
    assert reads.order(id_).supplier_orders[0].held_by_seller is None
    assert "You released it." in words(pane)


def test_cancel_asks_first_and_not_now_changes_nothing(qtbot, shop, reads, opened):
    (id_,) = shop.take(store_order(1001))
    pane = opened(id_)
    press(qtbot, pane, "Cancel at the supplier…")
    press(qtbot, pane, "Not now")
    assert not pane.findChild(AskBar).isVisible()
    assert JobKind.CANCEL_ORDER not in wishes(reads)
    press(qtbot, pane, "Cancel at the supplier…")
    press(qtbot, pane, "Cancel at the supplier")
    assert JobKind.CANCEL_ORDER in wishes(reads)


def test_a_question_stays_open_while_the_order_changes(qtbot, shop, opened):
    (id_,) = shop.take(store_order(1001))
    pane = opened(id_)
    press(qtbot, pane, "Hold…")
    ask = pane.findChild(AskBar)
    qtbot.keyClicks(ask.findChild(QLineEdit), "half a thou")
    shop.walk(id_, "sending")
    qtbot.waitUntil(lambda: "Being sent" in pills(pane))
    assert ask.isVisible()
    assert ask.findChild(QLineEdit).text() == "half a thou"


def test_another_order_puts_the_question_away(qtbot, shop, tab, opened):
    one, two = shop.take(store_order(1001), store_order(1002))
    pane = opened(one)
    press(qtbot, pane, "Hold…")
    tab.open_order(two)
    qtbot.waitUntil(lambda: pane.order_id == two)
    assert not pane.findChild(AskBar).isVisible()


def test_an_order_from_before_can_be_sent_after_all(qtbot, shop, reads, opened):
    early = NOON.replace(year=2025)
    (id_,) = shop.take(store_order(1001, paid_at=early, placed_at=early))
    pane = opened(id_)
    assert reads.order(id_).row.standing is Standing.BEFORE_PODBRIDGE
    assert content(pane).leading.text() == "Send it after all"
    press(qtbot, pane, "Send it after all")
    assert "You asked to send it after all." in words(pane)
    assert JobKind.RECHECK_ORDER in wishes(reads)


def test_pages_open_in_the_browser(qtbot, shop, opened, pages):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_)
    shop.approve(id_)
    shop.ship(id_, "1Z999")
    pane = opened(id_)
    for text in ("Open in the store", "1Z999", "Open"):
        press(qtbot, pane, text)
    assert pages == [
        "https://peak.myshopify.com/admin/orders/5001001",
        "https://carrier.example/1Z999",
        f"https://supplier.example/orders/{pane.deeds.detail.supplier_orders[0].id}",
    ]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "", "https://"])
def test_what_is_no_web_page_is_not_opened(shop, opened, pages, url):
    (id_,) = shop.take(store_order(1001))
    pane = opened(id_)
    pane.deeds.open(url)
    assert pages == []
    assert pane.findChild(Banner).isVisible()


def test_a_case_says_what_happened_and_hands_on_what_others_do(qtbot, shop, tab, opened):
    (id_,) = shop.take(store_order(1001, lines=(line("a", "var-x"),)))
    pane = opened(id_)
    card = content(pane).findChild(CaseCard)
    assert card.accessibleName() == "Nobody knows who makes this variant"
    assert "SHIRT-M" in card.accessibleDescription()
    with qtbot.waitSignal(tab.elsewhere) as handed:
        press(qtbot, pane, "Choose the variant…")
    assert (handed.args[0].kind, handed.args[1]) == (CaseKind.LINK, Action.CHOOSE_VARIANT)


def test_i_pack_it_myself_settles_the_case(qtbot, shop, reads, opened):
    (id_,) = shop.take(store_order(1001, lines=(line("a", "var-x"),)))
    pane = opened(id_)
    press(qtbot, pane, "I pack it myself")
    assert reads.cases() == ()
    assert reads.order(id_).row.standing is Standing.NOT_OURS
    qtbot.waitUntil(lambda: "You pack it yourself" in words(pane))


def test_the_rest_of_a_cases_actions_stand_in_its_menu(qtbot, shop, reads, opened, asked):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_)
    asked(id_, CaseKind.SUPPLIER_HOLD, "The file is too small.")
    pane = opened(id_)
    more = next(b for b in content(pane).findChildren(Button) if b.menu() is not None)
    assert [action.text() for action in more.menu().actions()] == ["Cancel at the supplier…"]
    more.menu().actions()[0].trigger()
    press(qtbot, pane, "Cancel at the supplier")
    assert JobKind.CANCEL_ORDER in wishes(reads)


def test_ignoring_asks_for_a_reason(qtbot, shop, reads, opened, asked):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_)
    asked(id_, CaseKind.FOREIGN_FULFILMENT, "Somebody else sent it.")
    pane = opened(id_)
    more = next(b for b in content(pane).findChildren(Button) if b.menu() is not None)
    next(a for a in more.menu().actions() if a.text() == "Ignore…").trigger()
    qtbot.keyClicks(pane.findChild(AskBar).findChild(QLineEdit), "Refunded")
    press(qtbot, pane, "Ignore it")
    assert reads.cases() == ()


def test_a_supplier_is_named_on_the_button_to_its_page(qtbot, shop, opened, asked, pages):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_)
    asked(id_, CaseKind.SUPPLIER_HOLD, "The file is too small.")
    press(qtbot, opened(id_), "Open at Printful")
    assert pages[0].startswith("https://supplier.example/orders/")


def fix_address(qtbot, pane):
    press(qtbot, pane, "Fix the address…")
    form = pane.findChild(AddressForm)
    qtbot.waitUntil(form.isVisible)
    return form


def field(form, name):
    return next(f for f in form.findChildren(QLineEdit) if f.accessibleName() == name)


def test_the_address_is_fixed_in_place(qtbot, shop, reads, opened, asked):
    (id_,) = shop.take(store_order(1001, ship_to=address(city="")))
    asked(id_, CaseKind.ADDRESS, "The city is missing.")
    pane = opened(id_)
    form = fix_address(qtbot, pane)
    assert field(form, "Street and number").text() == "1 Byron St"
    press(qtbot, pane, "Save the address")
    assert "Still missing: City" in [label.text() for label in form.findChildren(QLabel)]
    qtbot.keyClicks(field(form, "City"), "Boulder")
    field(form, "State or province code (e.g. CA)").setText("ny")
    with qtbot.waitSignal(pane.done):
        press(qtbot, pane, "Save the address")
    detail = reads.order(id_)
    assert (detail.ship_to.city, detail.ship_to.province_code, detail.ship_to.province) == (
        "Boulder",
        "NY",
        "",
    )
    assert detail.address_corrected
    assert detail.cases == ()
    assert isinstance(content(pane), OrderContent)
    assert "Corrected by you" in words(pane)


def test_the_form_says_why_and_the_cursor_stands_in_the_part_that_the_case_names(
    qtbot, shop, reads, opened, asked
):
    sentence = "The buyer’s tax number (CPF or CNPJ) is missing in the address."
    street = "Avenida das Nações Unidas, quilômetro dezessete, bloco norte, portaria dois"
    (id_,) = shop.take(store_order(1001, ship_to=address(country_code="BR", address1=street)))
    asked(id_, CaseKind.ADDRESS, sentence)
    pane = opened(id_)
    form = fix_address(qtbot, pane)
    tax = field(form, "Tax number (CPF)")
    assert form.focusWidget() is tax
    assert tax.property("wrong") is True
    assert not field(form, "Name").property("wrong")
    assert sentence in [label.text() for label in form.findChildren(QLabel) if label.isVisible()]
    assert field(form, "Street and number").cursorPosition() == 0
    press(qtbot, pane, "Save the address")
    assert "Still missing: Tax number (CPF)" in [
        label.text() for label in form.findChildren(QLabel)
    ]
    qtbot.keyClicks(tax, "11144477735")
    with qtbot.waitSignal(pane.done):
        press(qtbot, pane, "Save the address")
    assert reads.order(id_).ship_to.tax_number == "11144477735"


def test_a_country_is_chosen_by_its_name(qtbot, shop, reads, opened, asked):
    (id_,) = shop.take(store_order(1001))
    asked(id_, CaseKind.ADDRESS, "The country is wrong.")
    pane = opened(id_)
    form = fix_address(qtbot, pane)
    assert form.focusWidget() is form.country
    assert form.country.currentText() == "United States"
    qtbot.keyClicks(form.country, "canad")
    assert form.country.code == "CA"
    with qtbot.waitSignal(pane.done):
        press(qtbot, pane, "Save the address")
    assert reads.order(id_).ship_to.country_code == "CA"


def test_a_country_nobody_knows_stays_until_another_is_chosen(qtbot, theme):
    choice = CountryChoice(Locale("de"))
    qtbot.addWidget(choice)
    choice.choose("zz")
    assert choice.code == "ZZ"
    choice.choose("DE")
    assert choice.currentText() == "Deutschland"
    choice.choose("")
    assert choice.code == ""


def test_a_half_typed_address_survives_a_change_of_the_order(qtbot, shop, opened, asked):
    (id_,) = shop.take(store_order(1001, ship_to=address(city="")))
    asked(id_, CaseKind.ADDRESS, "The city is missing.")
    pane = opened(id_)
    form = fix_address(qtbot, pane)
    qtbot.keyClicks(field(form, "City"), "Boul")
    shop.hold(id_)
    qtbot.waitUntil(lambda: pane._pill.accessibleName() == "On Hold · by you")
    assert form.isVisible()
    assert field(form, "City").text() == "Boul"
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_brazil_is_asked_for_a_tax_number(qtbot, shop, opened, asked):
    (id_,) = shop.take(store_order(1001))
    asked(id_, CaseKind.ADDRESS, "The city is missing.")
    form = fix_address(qtbot, opened(id_))
    assert not field(form, "Tax number (CPF)").isVisible()
    form.country.choose("BR")
    assert field(form, "Tax number (CPF)").isVisible()


def test_what_cannot_be_done_is_said_and_nothing_is_lost(qtbot, shop, opened, asked):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_)
    asked(id_)
    pane = opened(id_)
    shop.database._listeners.clear()  # this window has not heard yet of what happens now
    shop.approve(id_)
    press(qtbot, pane, "Approve and pay $15.00")
    trouble = pane.findChild(Banner)
    assert trouble.isVisible()
    assert "nothing that waits for your approval" in trouble.accessibleName()


def test_a_loss_is_marked_with_a_sign(shop, opened):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_, "40.00")
    assert "-$11.00" in pills(opened(id_))


def test_two_currencies_give_no_margin(shop, opened):
    (id_,) = shop.take(store_order(1001))
    shop.walk(id_, "sending")
    shop.cost(id_, "15.00", "EUR")
    said = words(opened(id_))
    assert "−€15.00" in said
    assert "two currencies" in said


def test_an_order_that_is_gone_closes_the_pane(qtbot, shop, opened):
    (id_,) = shop.take(store_order(1001))
    pane = opened(id_)
    with shop.database.write() as tx:
        tx.conn.exec_driver_sql("DELETE FROM orders")
    with qtbot.waitSignal(pane.closed):
        pane.refresh()


def test_hidden_addresses_are_explained(shop, opened):
    (id_,) = shop.take(store_order(1001, ship_to=None, address_hidden=True))
    assert "The store does not show the address to programs." in words(opened(id_))


def test_the_keyboard_keeps_its_place_when_the_reading_is_renewed(qtbot, shop, tab, opened, asked):
    (id_,) = shop.take(store_order(1001))
    shop.waiting(id_)
    asked(id_)
    pane = opened(id_)
    pane.focus_first()
    shop.cost(id_, "16.00")
    qtbot.waitUntil(lambda: content(pane).leading.text() == "Approve and pay $16.00")
    assert tab.focusWidget() is content(pane).leading
