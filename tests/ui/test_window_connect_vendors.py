"""Connecting Etsy by the browser and Printify with the seller's word; keys that end; what the screens must say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from podbridge_desktop.connectors.etsy.form import TRADEMARK
from podbridge_desktop.ui.dialogs.connect_frame import FORM, WAIT
from podbridge_desktop.ui.main_window import CONNECTIONS
from tests.support.bridge import running_bridge
from tests.support.browser import Browser, landed_at, sign_in_port
from tests.support.window import running_window


@pytest.fixture
def bridge(tmp_path):
    with running_bridge(tmp_path) as found:
        yield found


@pytest.fixture
def window(qtbot, theme, bridge):
    """Shopify and Printful are connected; the doors of the other two are known."""
    with sign_in_port(), running_window(qtbot, bridge) as opened:
        opened.main.tabs.setCurrentIndex(CONNECTIONS)
        tab = opened.main.connections
        every = bridge.practice.description()["vendors"]
        doors = {name: told["api_url"] for name, told in every.items()}
        consents(bridge, "allow")
        browser = Browser(opened.pages)
        tab._desk = replace(tab._desk, doors=doors, opener=browser)
        yield opened
        browser.close()


def consents(bridge, answer):
    """What the seller says on Etsy's page, without being asked."""
    bridge.world.post("vendor", {"name": "etsy", "action": "knobs", "knobs": {"consent": answer}})


def door(window, platform):
    return window.bridge.practice.description()["vendors"][platform]


def add(window, platform):
    window.click(window.main.connections.add)
    dialog = window.main.connections.dialog
    window.click(dialog.chips[platform])
    return dialog


def etsy(window):
    dialog = add(window, "etsy")
    told = door(window, "etsy")
    dialog.fields.fields["keystring"].setText(told["fields"]["keystring"])
    dialog.fields.fields["shared_secret"].setText(told["secrets"]["shared_secret"])
    return dialog


def save(window, dialog):
    window.until(dialog.abilities.isVisible)
    assert dialog.right.currentIndex() == FORM
    with window.qtbot.waitSignal(dialog.connected):
        window.click(dialog.go)


def test_etsy_is_connected_by_the_browser(window):
    dialog = etsy(window)
    assert TRADEMARK in dialog.notice.text()
    assert dialog.go.text() == "Sign in by browser"
    window.click(dialog.go)
    assert dialog.right.currentIndex() == WAIT
    assert dialog.go.is_busy
    save(window, dialog)
    row = window.container.reads.connection("Etsy")
    assert (row.kind, row.health) == ("store", "healthy")
    assert len(window.pages) == 1


def test_a_browser_that_cannot_come_back_is_helped_by_its_address(window):
    tab = window.main.connections
    tab._desk.opener.walks = False
    dialog = etsy(window)
    window.click(dialog.go)
    window.until(lambda: len(window.pages) == 1)
    assert not dialog.page.use.isEnabled()
    dialog.page.address.setText(landed_at(window.pages[0].toString()))
    window.click(dialog.page.use)
    save(window, dialog)
    assert window.container.reads.connection("Etsy").health == "healthy"


def test_another_address_is_said_in_words_and_the_wait_can_be_begun_anew(window):
    dialog = etsy(window)
    dialog._desk.opener.walks = False
    window.click(dialog.go)
    window.until(lambda: len(window.pages) == 1)
    dialog.page.address.setText("https://www.etsy.com/your/account")
    window.enter(dialog.page.address)
    window.until(dialog.trouble.isVisible)
    assert "not the address" in dialog.trouble.accessibleName()
    assert dialog.right.currentIndex() == WAIT
    assert not dialog.go.is_busy
    dialog._desk.opener.walks = True
    window.click(dialog.page.again)
    save(window, dialog)


def test_a_refused_consent_is_said_and_the_form_is_still_there(window):
    consents(window.bridge, "refuse")
    dialog = etsy(window)
    window.click(dialog.go)
    window.until(dialog.trouble.isVisible)
    window.click(dialog.page.stop)
    assert dialog.right.currentIndex() == FORM
    assert not dialog.trouble.isVisible()
    assert dialog.fields.fields["keystring"].text() == door(window, "etsy")["fields"]["keystring"]
    window.click(dialog.cancel)


def test_cancelling_ends_the_wait(window):
    dialog = etsy(window)
    dialog._desk.opener.walks = False
    window.click(dialog.go)
    window.until(lambda: len(window.pages) == 1)
    window.click(dialog.cancel)
    window.until(lambda: not window.session.background._receivers)
    assert window.container.reads.connection("Etsy") is None


def test_the_address_that_etsy_must_know_is_copied_by_a_click(window):
    dialog = add(window, "etsy")
    copy = next(b for b in dialog.steps.findChildren(type(dialog.go)) if "localhost" in b.text())
    window.click(copy)
    assert QGuiApplication.clipboard().text() == "http://localhost:3003/oauth/redirect"
    window.click(dialog.cancel)


def test_until_order_approval_is_confirmed_the_card_of_printify_says_so(window):
    dialog = add(window, "printify")
    dialog.fields.fields["token"].setText(door(window, "printify")["secrets"]["token"])
    dialog.fields.fields["shop_id"].setText(door(window, "printify")["fields"]["shop_id"])
    window.click(dialog.go)
    save(window, dialog)
    row = window.container.reads.connection("Printify")
    tab = window.main.connections
    window.until(lambda: row.id in tab.cards)
    card = tab.cards[row.id]
    (note,) = card.notes.notes
    assert "Not confirmed" in note.text
    assert "before you have approved it here" in note.text
    confirm = note.findChild(type(tab.add))
    window.until(lambda: confirm.isVisible() and confirm.height() > 0)
    tab.ensureWidgetVisible(confirm)
    window.click(confirm)
    assert "1. In Printify open" in tab.question.accessibleDescription()
    window.click(tab.question.buttons["yes"])
    window.until(lambda: not card.notes.isVisible())
    assert window.container.reads.connection("Printify").fields["approval"] == "manual"


def test_order_approval_is_ticked_in_the_form_and_edited_means_test_again(window):
    dialog = add(window, "printify")
    dialog.fields.fields["token"].setText(door(window, "printify")["secrets"]["token"])
    dialog.fields.fields["shop_id"].setText(door(window, "printify")["fields"]["shop_id"])
    window.click(dialog.go)
    window.until(dialog.abilities.isVisible)
    window.qtbot.keyClick(dialog.fields.statements["approval"], Qt.Key.Key_Space)
    assert dialog.go.text() == "Test the key"
    window.click(dialog.go)
    save(window, dialog)
    assert window.container.reads.connection("Printify").fields["approval"] == "manual"


def test_a_key_that_ends_is_told_of_on_the_card(window):
    tab = window.main.connections
    row = window.container.reads.connection("Practice Printful")
    card = tab.cards[row.id]
    seen = {}
    for days in (31, 30, 8, 7, 1, 0, -1):
        last = (window.container.clock.now() + timedelta(days=days)).date()
        window.container.connecting.amend(row.id, {"token_expires": last.isoformat()})
        tab._read()
        said = [note.text for note in card.notes.notes]
        seen[days] = (said[0] if said else "", card.accessibleName().partition(": ")[2])
    assert seen[31] == ("", "Healthy")
    assert "in 30 days" in seen[30][0]
    assert [seen[days][1] for days in (30, 8, 7)] == ["Healthy", "Healthy", "Needs you"]
    assert "tomorrow" in seen[1][0]
    assert "within a day" in seen[0][0]
    assert "ended on" in seen[-1][0]


def test_where_the_practice_vendor_runs_elsewhere_nothing_real_is_called(window):
    tab = window.main.connections
    tab._desk = replace(tab._desk, doors={})
    dialog = etsy(window)
    window.click(dialog.go)
    assert "practice" in dialog.trouble.accessibleName()
    assert window.pages == []
    window.click(dialog.cancel)


def test_about_names_version_licences_and_trademarks(window):
    window.qtbot.keyClick(window.main, Qt.Key.Key_F1)
    texts = [label.text() for label in window.main.about.findChildren(type(window.main.line._text))]
    said = " ".join(texts)
    for word in (TRADEMARK, "LGPL", "Inter", "Lucide", "Version", "Printify"):
        assert word in said
    assert window.main.about.focusWidget() is window.main.about.shut
    window.click(window.main.about.more)
    assert "SIL OPEN FONT LICENSE" in window.main.about.texts.toPlainText()
    window.click(window.main.about.shut)
    window.click(window.main.line.about)
    window.click(window.main.about.shut)
