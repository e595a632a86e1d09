"""Backups in the window: saved, its key saved, restored with everything compared before anything is sent, and damage."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from podbridge_desktop.config import read_config
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.recovery_key import read
from podbridge_desktop.sandbox.practice import PracticeWorld
from podbridge_desktop.storage import sqlite
from podbridge_desktop.ui.dialogs.backups_dialog import BackupsDialog
from podbridge_desktop.ui.dialogs.question import Question
from tests.support.bridge import Bridge
from tests.support.window import PATIENCE, open_session


class Chosen:
    """The files that she chooses, in turn."""

    def __init__(self, *files: Path | None) -> None:
        self.files = list(files)

    def new(self, *_: object) -> Path | None:
        return self.files.pop(0)

    known = new


class Seller:
    """Real data (not practice), its vendors simulated."""

    def __init__(self, qtbot, bridge):
        self.qtbot, self.bridge = qtbot, bridge
        self.session = None

    def open(self):
        self.bridge.container.close()
        self.session = open_session(self.qtbot, self.bridge.config)
        self.activate(self.main)

    @property
    def main(self):
        return self.session.window

    def activate(self, window):
        window.activateWindow()
        self.until(window.isActiveWindow)

    def until(self, claim):
        self.qtbot.waitUntil(lambda: bool(claim()), timeout=PATIENCE)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def dialog(self, *files):
        """Opened from the keyboard."""
        self.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        self.until(lambda: self.main.backups is not None)
        dialog = self.main.backups
        dialog._files = dialog.steps._files = Chosen(*files)
        self.activate(dialog)
        self.until(lambda: dialog.key_state.notes)
        return dialog

    def question(self, over=None):
        def shown():
            return [q for q in (over or self.main).findChildren(Question) if q.isVisible()]

        self.until(shown)
        return shown()[0]

    def leave(self):
        if self.session is not None:
            self.main.hide()
            assert self.session.end()


@pytest.fixture
def seller(qtbot, theme, tmp_path):
    config = read_config(data_dir=tmp_path / "data", key_file=tmp_path / "keys")
    with PracticeWorld(None, 1, seed=7) as world:
        bridge = Bridge(tmp_path, world, config)
        bridge.open_shop(Mode.AUTOMATIC, products=1)
        made = Seller(qtbot, bridge)
        yield made
        made.leave()
        bridge.container.close()


def text(notes):
    return " ".join(note.text for note in notes.notes)


def test_a_backup_and_its_key_are_saved_by_keyboard(seller, tmp_path):
    seller.open()
    dialog = seller.dialog(tmp_path / "mine.backup", tmp_path / "mine.key")
    assert QApplication.focusWidget() is dialog.save
    seller.press(Qt.Key.Key_Space)
    seller.until(lambda: "Saved" in text(dialog.outcome))
    assert "read back and is whole" in text(dialog.outcome)
    assert "Not saved yet" in text(dialog.key_state)
    dialog.save_key.setFocus()
    seller.press(Qt.Key.Key_Space)
    seller.until(lambda: "Saved on" in text(dialog.key_state))
    assert read((tmp_path / "mine.key").read_text()).workspace
    assert (
        seller.session.opened.container.backups.inspect(tmp_path / "mine.backup").connections == 2
    )
    seller.press(Qt.Key.Key_Escape)
    seller.until(lambda: seller.main.backups is None)


def test_what_is_missing_is_said_and_nothing_hangs(seller, tmp_path):
    seller.open()
    dialog = seller.dialog(None, tmp_path / "nowhere" / "mine.backup", None)
    dialog.save.click()
    assert not dialog.save.is_busy
    dialog.save.click()
    seller.until(lambda: "could not be written" in text(dialog.outcome))
    assert not dialog.save.is_busy
    dialog.restore.click()
    assert not dialog.restore.is_busy
    dialog.shut.click()


def test_the_daily_backup_is_made_behind_the_window(seller):
    seller.open()
    folder = seller.bridge.config.workspace.backups
    seller.until(lambda: list(folder.glob("daily-*.backup")))
    dialog = seller.dialog()
    seller.until(lambda: "read back and is whole" in text(dialog.state))
    dialog.shut.click()


def test_a_backup_comes_back_and_everything_is_compared_before_anything_is_sent(seller, tmp_path):
    bridge, file = seller.bridge, tmp_path / "mine.backup"
    bridge.container.backups.make(file)
    bridge.buy(1, country="US", quantity=1)
    bridge.sync()
    bridge.buy(1, country="US", quantity=1)
    before = bridge.ledger()["vendors"]["printful"]["confirms"]
    assert before > 0
    seller.open()
    dialog = seller.dialog(file)
    dialog.restore.click()
    question = seller.question(dialog)
    assert "Restore the backup of" in question.windowTitle()
    old = seller.main
    with seller.qtbot.waitSignal(seller.session.ready, timeout=PATIENCE):
        question.buttons["restore"].click()
    assert seller.main is not old

    asked = seller.question()
    assert "old computer" in asked.windowTitle()
    assert seller.main.care.isVisible()
    asked.buttons["no"].click()
    seller.main.syncing.start()
    seller.until(lambda: not seller.main.syncing.is_waiting)
    assert bridge.ledger()["vendors"]["printful"]["confirms"] == before

    seller.main.care.answer.click()
    seller.question().buttons["yes"].click()
    seller.until(lambda: not seller.main.care.isVisible())
    container = seller.session.opened.container
    seller.until(lambda: container.reads.overview().in_production == 2)
    assert bridge.ledger()["vendors"]["printful"]["confirms"] > before
    names = [order["external_id"] for order in bridge.ledger()["vendors"]["printful"]["orders"]]
    assert len(names) == len(set(names))


def test_a_backup_that_is_not_whole_is_refused_in_words(seller, tmp_path):
    file = tmp_path / "mine.backup"
    seller.bridge.container.backups.make(file)
    file.write_bytes(file.read_bytes()[:-5000])
    seller.open()
    dialog = seller.dialog(file)
    dialog.restore.click()
    question = seller.question(dialog)
    assert "not whole" in question.accessibleDescription()
    assert set(question.buttons) == {"no", "other"}
    question.buttons["no"].click()
    assert not dialog.restore.is_busy
    dialog.shut.click()


def test_a_backup_of_another_computer_asks_for_its_key(seller, tmp_path):
    other = Bridge(
        tmp_path / "other",
        seller.bridge.practice,
        read_config(data_dir=tmp_path / "other" / "data", key_file=tmp_path / "other.keys"),
    )
    file, key = tmp_path / "theirs.backup", tmp_path / "theirs.key"
    other.container.backups.make(file)
    other.container.backups.save_recovery_key(key)
    other.container.close()
    seller.open()
    dialog = seller.dialog(file, key)
    dialog.restore.click()
    seller.question(dialog).buttons["key"].click()
    refused = seller.question(dialog)
    assert "belongs to another PodBridge" in refused.accessibleDescription()
    refused.buttons["no"].click()
    dialog.shut.click()


def hurt(path, *places):
    with path.open("r+b") as file:
        for place in places:
            file.seek(place)
            file.write(random.Random(place).randbytes(64))


@pytest.mark.expects_log
def test_damage_that_keeps_it_from_opening_offers_the_newest_backup(seller):
    bridge = seller.bridge
    bridge.container.backups.look_after()
    bridge.container.close()
    hurt(bridge.config.workspace.database, 500)
    from podbridge_desktop.ui.session import Session  # noqa: PLC0415

    seller.session = Session(bridge.config)
    seller.main.show()
    with seller.qtbot.waitSignal(seller.session.refused, timeout=PATIENCE):
        seller.session.begin()
    question = seller.question()
    assert set(question.buttons) == {"close", "other", "newest"}
    with seller.qtbot.waitSignal(seller.session.ready, timeout=PATIENCE):
        question.buttons["newest"].click()
    assert len(seller.session.opened.container.reads.connections()) == 2
    assert list(bridge.config.workspace.set_aside.rglob("podbridge.db"))
    seller.question().buttons["no"].click()


@pytest.mark.expects_log
def test_damage_inside_is_found_at_the_start_and_nothing_more_is_sent(seller):
    """A page that nobody has read yet, of the search: the look over the whole file meets it."""
    bridge = seller.bridge
    key = bridge.container.backups._identity.key
    bridge.container.close()
    path = bridge.config.workspace.database
    conn = sqlite.unlocked(path, key)
    question = "SELECT rootpage FROM sqlite_master WHERE name = 'order_search_data'"
    [(page,)] = conn.execute(question).fetchall()
    conn.close()
    hurt(path, (page - 1) * 4096 + 100)
    from podbridge_desktop.ui.session import Session  # noqa: PLC0415

    seller.session = Session(bridge.config)
    seller.main.show()
    with seller.qtbot.waitSignal(seller.session.refused, timeout=PATIENCE):
        seller.session.begin()
    question = seller.question()
    assert "damaged" in question.windowTitle()
    assert "other" in question.buttons
    assert "nothing wrong is sent" in question.accessibleDescription()


@pytest.mark.expects_log
def test_a_daily_backup_that_fails_is_said_across_the_window(seller):
    bridge = seller.bridge
    shutil.rmtree(bridge.config.workspace.backups)
    bridge.config.workspace.backups.write_text("a file where the folder should be")
    seller.open()
    seller.until(seller.main.care.isVisible)
    assert "backup was not made" in seller.main.care.accessibleName()
    seller.main.care.backups.click()
    seller.until(lambda: seller.main.backups is not None)
    assert isinstance(seller.main.backups, BackupsDialog)
    seller.main.backups.shut.click()
