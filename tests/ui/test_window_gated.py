"""An Etsy shop that shows no addresses and takes no tracking numbers from programs: the ways on, by mouse."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtGui import QGuiApplication

from podbridge_desktop.domain.lifecycle import Step
from podbridge_desktop.domain.pricing import Basis, PriceRule
from podbridge_desktop.services.products import PushRequest
from tests.support.bridge import running_bridge
from tests.support.window import running_window

ADDRESS = "Harper Quillfeather\n12 Elm Street\nPortland, OR 97201\nUnited States"


@pytest.fixture
def bridge(tmp_path):
    """One product on sale at Etsy, made by Printful."""
    with running_bridge(tmp_path, platforms=("etsy", "printful")) as found:
        found.practice.etsy["etsy"].turn(image_delay=0.0)
        found.connect()
        found.sync()
        product = found.container.reads.products()[0]
        store = found.store_id(found.stores[0])
        found.container.actions.push(
            PushRequest(product.id, store, rule=PriceRule(Basis.FIXED, Decimal("60.00")))
        )
        found.sync()
        yield found


def gate(bridge):
    bridge.world.post("vendor", {"name": "etsy", "action": "gate", "on": True})


def etsy(bridge):
    return bridge.ledger()["vendors"]["etsy"]


@pytest.fixture
def hidden(qtbot, theme, bridge):
    """An order whose address Etsy keeps to itself."""
    gate(bridge)
    bridge.buy(1, shop="etsy", country="US")
    bridge.sync()
    with running_window(qtbot, bridge) as window:
        window.await_case("address_hidden")
        yield window


def test_an_address_is_pasted_whole_and_the_order_goes_on(hidden):
    pane = hidden.main.exceptions.pane
    assert pane.go.text() == "Paste the address…"
    assert pane.second.text() == "Import the orders CSV…"
    hidden.click(pane.go)
    form = pane.address
    assert form.paste.page.isVisible()
    form.paste.text.setPlainText(ADDRESS)
    assert (form.address.city, form.address.province_code, form.address.zip) == ("Portland", "OR", "97201")  # fmt: skip
    assert form.address.country_code == "US"
    hidden.click(form._save)
    hidden.sync()
    hidden.await_case("approval")
    (order,) = hidden.orders()
    assert order.ship_to.name == "Harper Quillfeather"


def test_what_is_no_address_is_said_and_nothing_typed_is_lost(hidden):
    pane = hidden.main.exceptions.pane
    hidden.click(pane.go)
    pane.address.paste.text.setPlainText(ADDRESS)
    pane.address.paste.text.setPlainText("Harper")
    assert pane.address.paste._trouble.isVisible()
    assert pane.address.address.city == "Portland"


def test_the_page_of_the_order_is_opened_from_the_form(hidden):
    pane = hidden.main.exceptions.pane
    pane.deeds._desk = replace(pane.deeds._desk, opener=hidden.pages.append)
    hidden.click(pane.go)
    hidden.click(pane.address.paste.page)
    assert hidden.pages[0].toString().startswith("https://www.etsy.com/your/orders/")


def test_an_address_that_is_known_is_corrected_without_a_box_to_paste_in(qtbot, theme, bridge):
    bridge.buy(1, shop="etsy", address={"city": "", "zip": ""})
    bridge.sync()
    with running_window(qtbot, bridge) as window:
        window.await_case("address")
        window.click(window.main.exceptions.pane.go)
        assert not window.main.exceptions.pane.address.paste.isVisible()


def test_numbers_that_etsy_refuses_are_copied_and_found_once_they_were_entered(
    qtbot, theme, bridge
):
    (bought,) = bridge.buy(1, shop="etsy", country="US", quantity=1)
    bridge.sync()
    bridge.container.actions.approve(bridge.orders()[0].row.id)
    bridge.sync()
    gate(bridge)
    bridge.days(6)
    with running_window(qtbot, bridge) as window:
        case = window.await_case("tracking_refused")
        pane = window.main.exceptions.pane
        parcel = window.orders()[0].supplier_orders[0].shipments[0]
        window.click(pane.by_hand.copy)
        copied = QGuiApplication.clipboard().text()
        for word in (str(bought["name"]), parcel.carrier, parcel.tracking_number):
            assert word in copied
        by_hand = {"shop": "etsy", "number": str(bought["name"]), "action": "ship-by-hand"}
        bridge.world.post(
            "store-order", {**by_hand, "carrier": "usps", "tracking": parcel.tracking_number}
        )
        mails = len(etsy(bridge)["mails"])
        window.click(pane.go)  # try again: looks first
        window.until(lambda: window.container.reads.case(case.id).closed_at is not None)
        window.sync()
        assert window.orders()[0].row.step is Step.TRACKING_SYNCED
        assert len(etsy(bridge)["mails"]) == mails
