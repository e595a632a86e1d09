"""Adding and renewing a connection: the vendor's refusal as a sentence, and what was typed stays."""

import pytest

from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.ui.main_window import CONNECTIONS
from tests.support.bridge import running_bridge
from tests.support.window import running_window


@pytest.fixture
def window(qtbot, theme, tmp_path):
    with running_bridge(tmp_path) as bridge, running_window(qtbot, bridge) as opened:
        opened.main.tabs.setCurrentIndex(CONNECTIONS)
        yield opened


def tokens_of(window):
    return window.bridge.world.vendors["printful"]["secrets"]["token"]


def test_a_wrong_key_is_said_in_words_and_the_form_stays(window):
    tab = window.main.connections
    window.click(tab.add)
    dialog = tab.dialog
    window.click(dialog.chips["printful"])
    dialog.fields.name.setText("My prints")
    dialog.fields.fields["token"].setText("not-a-key-of-this-world-at-all")
    window.click(dialog.go)
    window.until(dialog.trouble.isVisible)
    assert "key" in dialog.trouble.accessibleName() or "token" in dialog.trouble.accessibleName()
    assert "401" not in dialog.trouble.accessibleName()
    assert dialog.fields.name.text() == "My prints"
    assert dialog.fields.fields["token"].text() == "not-a-key-of-this-world-at-all"
    assert len(window.container.reads.connections()) == 2

    dialog.fields.fields["token"].setText(f' "{tokens_of(window)}" ')
    dialog.fields.edited.emit()
    window.click(dialog.go)
    window.until(dialog.abilities.isVisible)
    assert dialog.go.text() == "Save"
    window.click(dialog.go)
    window.until(dialog.trouble.isVisible)  # one account under two names would be two bridges
    assert "already connected" in dialog.trouble.accessibleName()
    assert dialog.fields.name.text() == "My prints"
    assert len(tab.cards) == 2
    window.click(dialog.cancel)


def test_connecting_again_asks_for_the_key_only(window):
    tab = window.main.connections
    row = window.container.reads.connection("Practice Printful")
    window.click(tab.cards[row.id].again)
    dialog = tab.dialog
    assert dialog.fields.name.isReadOnly()
    dialog.fields.fields["token"].setText(tokens_of(window))
    window.click(dialog.go)
    window.until(dialog.abilities.isVisible)
    with window.qtbot.waitSignal(dialog.connected):
        window.click(dialog.go)
    assert len(window.container.reads.connections()) == 2


def test_a_tested_form_that_is_edited_is_tested_again(window):
    tab = window.main.connections
    window.click(tab.add)
    dialog = tab.dialog
    window.click(dialog.chips["printful"])
    window.qtbot.keyClicks(dialog.fields.fields["token"], tokens_of(window))
    window.click(dialog.go)
    window.until(dialog.abilities.isVisible)
    window.qtbot.keyClicks(dialog.fields.fields["token"], "x")
    assert dialog.go.text() == "Test the key"
    window.click(dialog.cancel)


def test_testing_again_ends_with_a_sentence(window):
    tab = window.main.connections
    row = window.container.reads.connection("Practice Printful")
    window.bridge.world.post("vendor", {"name": "printful", "action": "revoke-key"})
    with window.qtbot.waitSignal(tab.said, timeout=20_000):
        window.click(tab.cards[row.id].test)
    window.until(lambda: window.container.reads.connection(row.id).health == "broken")
    window.until(lambda: tab.cards[row.id].accessibleName().endswith("Broken"))


def test_a_mode_is_set_by_a_click(window):
    card = next(iter(window.main.connections.routes.values()))
    for mode in (Mode.AUTOMATIC, Mode.WATCH, Mode.ASSIST):
        window.click(card.chips[mode])
        assert window.container.reads.routes()[0].mode is mode


def test_disconnecting_names_what_is_lost_and_can_be_left(window):
    tab = window.main.connections
    row = window.container.reads.connection("Practice shop")
    window.click(tab.cards[row.id].cut)
    assert "orders" in tab.question.accessibleDescription()
    window.click(tab.question.buttons["stay"])
    assert window.container.reads.connection(row.id).health != "disconnected"
    window.click(tab.cards[row.id].cut)
    window.click(tab.question.buttons["keep"])
    window.until(lambda: window.container.reads.connection(row.id).health == "disconnected")
