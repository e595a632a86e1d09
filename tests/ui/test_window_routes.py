"""The cards of the routes: where another bridge serves a store they only watch, and where nobody can see they ask."""

import pytest

from podbridge_desktop.domain.native_links import Answer
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.ui.main_window import CONNECTIONS
from tests.support.bridge import SHOP, running_bridge
from tests.support.window import running_window


@pytest.fixture
def bridge(tmp_path):
    with running_bridge(tmp_path) as found:
        yield found


@pytest.fixture
def card(qtbot, theme, bridge):
    """The one route of a store whose supplier's key cannot see other bridges."""
    bridge.connect_only()
    with running_window(qtbot, bridge) as window:
        window.main.tabs.setCurrentIndex(CONNECTIONS)
        yield window, next(iter(window.main.connections.routes.values()))


def route(window):
    return window.container.reads.routes()[0]


def press(window, card, place):
    window.click(card.notes.notes[0].findChildren(type(window.main.sync))[place])


def test_where_nobody_can_see_only_watching_is_offered_until_she_answers(card):
    window, card = card
    assert [mode for mode, chip in card.chips.items() if chip.isEnabled()] == [Mode.WATCH]
    assert "cannot see" in card.notes.notes[0].text
    assert "whole account" in card.notes.notes[0].text
    press(window, card, 0)
    assert all(chip.isEnabled() for chip in card.chips.values())
    assert window.container.reads.routes() == ()
    window.click(card.chips[Mode.ASSIST])
    assert (route(window).mode, route(window).guard_answer) == (Mode.ASSIST, Answer.DOES_NOT)


def test_a_yes_is_recorded_and_can_be_taken_back(card):
    window, card = card
    press(window, card, 1)
    assert (route(window).mode, route(window).guard_answer) == (Mode.WATCH, Answer.SERVES)
    window.until(lambda: card.notes.notes and "You said" in card.notes.notes[0].text)
    window.click(card.chips[Mode.AUTOMATIC])
    assert route(window).mode is Mode.WATCH
    press(window, card, 0)
    press(window, card, 0)
    window.click(card.chips[Mode.AUTOMATIC])
    assert (route(window).mode, route(window).guard_answer) == (Mode.AUTOMATIC, Answer.DOES_NOT)


def test_where_the_suppliers_own_app_serves_the_store_the_card_says_why(qtbot, theme, bridge):
    domain = bridge.world.vendors["shopify"]["fields"]["shop"]
    link = {"name": "printful", "action": "link-store", "store": domain, "kind": "shopify"}
    bridge.world.post("vendor", link)
    bridge.connect_only(token="account")
    with running_window(qtbot, bridge) as window:
        window.main.tabs.setCurrentIndex(CONNECTIONS)
        card = next(iter(window.main.connections.routes.values()))
        (note,) = card.notes.notes
        assert "every order twice" in note.text
        assert domain in note.text
        assert SHOP in note.text
        assert [mode for mode, chip in card.chips.items() if chip.isEnabled()] == [Mode.WATCH]
