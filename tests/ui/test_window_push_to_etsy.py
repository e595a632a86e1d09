"""Pushing to a store that asks for more: its choices, its fee, and what it writes in its own way."""

import pytest
from PySide6.QtCore import Qt

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
    row = next(
        each for each in window.container.reads.products() if with_brackets(each) is brackets
    )
    return opened_for(window, [row.id])


def opened_for(window, ids):
    """The dialog, once the shop's lists are read."""
    tab = window.main.products
    select_ids(tab.table, ids)
    window.click(tab.push)
    read(window, tab.dialog)
    return tab.dialog


def read(window, dialog):
    window.until(dialog.choices.again.isEnabled)


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


def pick(dialog, field, name):
    box = dialog.choices.boxes[field]
    box.setCurrentIndex(box.findText(name))
    assert box.currentText() == name


def another(window):
    """A product that was not pushed."""
    known = window.container.reads.products
    window.until(lambda: any(row.listings[0].state == "draft" for row in known()))
    return next(row.id for row in known() if row.listings[0].state == "not_pushed")


def add_profile(window):
    profiles = window.bridge.practice.etsy["etsy"].book.profiles
    (first,) = profiles.values()
    profiles["77"] = {**first, "shipping_profile_id": 77, "title": "Express"}


def test_what_is_chosen_by_itself_is_seen_without_unfolding(window):
    dialog = open_push(window)
    assert dialog.choices.fold.text().startswith("For Etsy: Standard shipping · made to order, 3 - 5 days")  # fmt: skip
    assert not dialog.choices.boxes["category"].isVisible()
    assert dialog.go.isEnabled()
    assert dialog.focusWidget() is dialog.go
    window.click(dialog.cancel)


def test_her_choices_go_along_and_those_of_the_shop_are_remembered(window):
    add_profile(window)
    dialog = open_push(window)
    assert dialog.choices.boxes["shipping_profile"].isVisible()
    assert "more than one shipping profile" in dialog.warnings.accessibleName()
    assert not dialog.go.isEnabled()
    assert dialog.focusWidget() is dialog.choices.boxes["shipping_profile"]
    window.qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_End)
    assert dialog.choices.boxes["shipping_profile"].currentText() == "Express"
    window.click(dialog.visible_at_once)
    pick(dialog, "section", "Handmade")
    pick(dialog, "who_made", "A member of my shop")
    pick(dialog, "auto_renew", "Yes")
    with window.qtbot.waitSignal(dialog.pushed):
        window.click(dialog.go)
    done(window, "draft")
    (made,) = ours(window)
    assert (made["shipping_profile_id"], made["auto_renew"]) == (77, True)
    assert (made["shop_section_id"] is not None, made["who_made"]) == (True, "collective")
    again = opened_for(window, [another(window)])
    assert again.choices.boxes["shipping_profile"].currentText() == "Express"
    assert again.choices.boxes["section"].currentText() == "Handmade"
    assert again.choices.boxes["auto_renew"].currentText() == "No"
    assert again.go.isEnabled()
    window.click(again.cancel)


def test_a_remembered_profile_that_is_gone_is_asked_for_again(window):
    add_profile(window)
    dialog = open_push(window)
    window.click(dialog.visible_at_once)
    pick(dialog, "shipping_profile", "Express")
    with window.qtbot.waitSignal(dialog.pushed):
        window.click(dialog.go)
    done(window, "draft")
    profiles = window.bridge.practice.etsy["etsy"].book.profiles
    profiles["78"] = {**profiles.pop("77"), "shipping_profile_id": 78, "title": "Registered"}
    again = opened_for(window, [another(window)])
    assert again.choices.boxes["shipping_profile"].currentIndex() == -1
    assert not again.go.isEnabled()
    pick(again, "shipping_profile", "Registered")
    assert again.go.isEnabled()
    window.click(again.cancel)


def test_a_shop_without_a_shipping_profile_is_told_the_way_and_read_again(window):
    profiles = window.bridge.practice.etsy["etsy"].book.profiles
    kept = dict(profiles)
    profiles.clear()
    dialog = open_push(window)
    assert "Create a profile" in dialog.warnings.accessibleName()
    assert not dialog.go.isEnabled()
    profiles.update(kept)
    window.click(dialog.choices.again)
    read(window, dialog)
    assert dialog.go.isEnabled()
    assert not dialog.warnings.isVisible()
    window.click(dialog.cancel)


def test_a_missing_partner_is_a_warning(window):
    window.bridge.practice.etsy["etsy"].book.partners.clear()
    dialog = open_push(window)
    assert "no production partner called Printify" in dialog.warnings.accessibleName()
    assert dialog.go.isEnabled()
    window.click(dialog.cancel)


def test_a_category_is_found_by_a_part_of_its_name(window):
    dialog = open_push(window)
    window.click(dialog.visible_at_once)
    window.click(dialog.choices.fold)
    box = dialog.choices.boxes["category"]
    box.setFocus()
    box.lineEdit().selectAll()
    window.qtbot.keyClicks(box.lineEdit(), "beanie")
    window.qtbot.keyClick(box.completer().popup(), Qt.Key.Key_Down)
    window.qtbot.keyClick(box.completer().popup(), Qt.Key.Key_Return)
    assert box.currentText().startswith("Beanies · ")
    with window.qtbot.waitSignal(dialog.pushed):
        window.click(dialog.go)
    done(window, "draft")
    assert ours(window)[0]["taxonomy_id"] == 1052


def test_lists_that_cannot_be_read_are_told_and_the_push_is_left_to_its_turn(window):
    fault = {"vendor": "etsy", "kind": "drop", "method": "GET", "path": "shipping-profiles", "times": 9}  # fmt: skip
    window.bridge.world.post("fault", fault)
    dialog = open_push(window)
    assert "could not be read" in dialog.choices.fold.text()
    assert dialog.warnings.isVisible()
    assert dialog.go.isEnabled()
    window.click(dialog.cancel)


def test_parentheses_are_told_of_without_alarm(window):
    dialog = open_push(window, brackets=True)
    assert "no parentheses" in dialog.warnings.accessibleName()
    dialog.price.value.setValue(-50)
    assert dialog.warnings.accessibleName().startswith("9 variants are priced under")
    assert "no parentheses" in dialog.warnings.accessibleName()
    window.click(dialog.cancel)
