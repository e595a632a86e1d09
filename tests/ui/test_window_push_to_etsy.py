"""Pushing to a store that asks for more: its choices, its fee, and what it writes in its own way."""

import pytest

from podbridge_desktop.ui.main_window import PRODUCTS
from podbridge_desktop.ui.widgets.selection import select_ids
from tests.support.bridge import running_bridge
from tests.support.window import running_window


@pytest.fixture
def window(qtbot, theme, tmp_path):
    """An Etsy shop and Printify; the products are pulled."""
    with running_bridge(tmp_path, platforms=("etsy", "printify")) as bridge:
        bridge.practice.etsy["etsy"].turn(image_delay=0.0)
        with running_window(qtbot, bridge) as opened:
            opened.sync()
            opened.main.tabs.setCurrentIndex(PRODUCTS)
            opened.until(lambda: all_products_are_shown(opened))
            yield opened


def all_products_are_shown(window):
    pulled = window.container.reads.products()
    return bool(pulled) and window.main.products.model.rowCount() == len(pulled)


def etsy(window):
    return window.bridge.ledger()["vendors"]["etsy"]


def ours(window):
    """The listings that were not there before."""
    return [each for each in window.bridge.practice.etsy["etsy"].book.listings.values() if "packs-herself" not in each["tags"]]  # fmt: skip


def with_brackets(row):
    return any("(" in value for variant in row.variants for _, value in variant.options)


def open_push(window, *, brackets=False):
    tab = window.main.products
    row = next(each for each in tab.model.rows if with_brackets(each) is brackets)
    select_ids(tab.table, [row.id])
    window.click(tab.push)
    return tab.dialog


def done(window, state):
    window.until(lambda: bool(ours(window)) and ours(window)[0]["state"] == state)


def test_going_live_asks_before_the_fee_is_paid(window):
    dialog = open_push(window)
    before = len(etsy(window)["fees"])
    assert "listing fee" in dialog.fee.text()
    assert not dialog.warnings.isVisible()
    window.click(dialog.go)
    assert "listing fee" in dialog.question.accessibleDescription()
    window.click(dialog.question.buttons["stay"])
    assert dialog.isVisible()
    assert ours(window) == []
    window.click(dialog.go)
    with window.qtbot.waitSignal(dialog.pushed):
        window.click(dialog.question.buttons["live"])
    done(window, "active")
    assert len(etsy(window)["fees"]) == before + 1


def test_as_drafts_nothing_is_paid(window):
    dialog = open_push(window)
    before = len(etsy(window)["fees"])
    window.click(dialog.go)
    with window.qtbot.waitSignal(dialog.pushed):
        window.click(dialog.question.buttons["drafts"])
    done(window, "draft")
    assert len(etsy(window)["fees"]) == before


def test_a_draft_asks_nothing(window):
    dialog = open_push(window)
    window.click(dialog.visible_at_once)
    assert not dialog.fee.isVisible()
    with window.qtbot.waitSignal(dialog.pushed):
        window.click(dialog.go)
    assert dialog.question is None
    done(window, "draft")


def test_her_choices_go_along_and_those_of_the_shop_are_remembered(window):
    dialog = open_push(window)
    window.click(dialog.visible_at_once)
    assert not dialog.choices.fields["category"].isVisible()
    window.click(dialog.choices.fold)
    window.qtbot.keyClicks(dialog.choices.fields["section"], "Handmade")
    window.qtbot.keyClicks(dialog.choices.fields["shipping_profile"], "Standard shipping")
    window.click(dialog.choices.ticks["auto_renew"])
    with window.qtbot.waitSignal(dialog.pushed):
        window.click(dialog.go)
    done(window, "draft")
    assert ours(window)[0]["shop_section_id"] is not None
    assert ours(window)[0]["auto_renew"]
    again = open_push(window)
    assert again.choices.fields["shipping_profile"].text() == "Standard shipping"
    assert again.choices.fields["shipping_profile"].isVisible()
    assert again.choices.fields["section"].text() == ""
    window.click(again.cancel)


def test_parentheses_are_told_of_without_alarm(window):
    dialog = open_push(window, brackets=True)
    assert "no parentheses" in dialog.warnings.accessibleName()
    dialog.price.value.setValue(-50)
    assert dialog.warnings.accessibleName().startswith("9 variants are priced under")
    assert "no parentheses" in dialog.warnings.accessibleName()
    window.click(dialog.cancel)
