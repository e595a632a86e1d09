"""No keyring, by keyboard and by mouse: the three choices, a passphrase begun and typed, wrong ones, damaged files."""

import sys

import keyring
import pytest
from keyring.backends.SecretService import Keyring
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from podbridge_desktop.bootstrap import passphrase
from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.config import Config
from podbridge_desktop.paths import Workspace
from podbridge_desktop.ui.dialogs.keys_dialog import KeysDialog
from podbridge_desktop.ui.session import Session
from tests.support.keyring_service import private_keyring

pytestmark = pytest.mark.expects_log  # that the workspace could not be opened is written down

WORDS = "seven brass kettles hum"
PATIENCE = 20_000


class Seller:
    """One start of the window on a computer without a keyring, and the person before it."""

    def __init__(self, qtbot, folder):
        self.qtbot = qtbot
        self.session = Session(Config(Workspace(folder)))
        self.session.window.show()

    def start(self):
        with self.qtbot.waitSignal(self.session.refused, timeout=PATIENCE):
            self.session.begin()
        return self.dialog()

    def dialog(self):
        found = [d for d in self.session.window.findChildren(KeysDialog) if d.isVisible()]
        (dialog,) = found
        dialog.activateWindow()
        self.qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE)
        return dialog

    def click(self, button):
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def press(self, key):
        """Wherever the keyboard is."""
        self.qtbot.keyClick(QApplication.focusWidget(), key)

    def type(self, text):
        assert isinstance(QApplication.focusWidget(), QLineEdit)
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def opens(self):
        return self.qtbot.waitSignal(self.session.ready, timeout=PATIENCE)

    def says(self, dialog, words):
        self.qtbot.waitUntil(dialog.trouble.isVisible, timeout=PATIENCE)
        assert words in dialog.trouble.accessibleName()

    @property
    def container(self):
        return self.session.opened.container

    def leave(self):
        self.session.window.hide()
        assert self.session.end()


@pytest.fixture
def start(qtbot, theme, tmp_path, monkeypatch):
    """Starts the window on one folder; there is no session bus, so there is no keyring."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    sellers = []

    def begin():
        sellers.append(Seller(qtbot, tmp_path / "data"))
        return sellers[-1]

    yield begin
    for seller in sellers:
        seller.leave()


@pytest.fixture
def begun(start, tmp_path):
    """A folder that was begun with a passphrase before."""
    config = Config(Workspace(tmp_path / "data"))
    config.workspace.make()
    container = open_container(passphrase.begin(config, WORDS))
    container.actions.change_setting("sync_interval", "60")
    container.close()
    return config.workspace


# --- beginning -------------------------------------------------------------------------------------------------------


def test_without_a_keyring_there_are_three_choices_each_with_its_meaning(start):
    dialog = start().start()
    assert [b.text() for b in dialog.choices.buttons.values()] == [
        "Try again", "Use a passphrase", "This session only",
    ]  # fmt: skip
    for button in dialog.choices.buttons.values():
        assert button.isVisible()
        assert button.isEnabled()
        assert button.accessibleDescription().endswith(".")
    assert not dialog.form.isVisible()


def test_a_passphrase_is_begun_by_keyboard_and_opens_the_next_start(start, tmp_path):
    seller = start()
    dialog = seller.start()
    seller.press(Qt.Key.Key_Return)
    assert dialog.form.isVisible()
    seller.type(WORDS)
    seller.press(Qt.Key.Key_Return)  # to the second field
    assert QApplication.focusWidget() is dialog.form.again
    seller.type(WORDS)
    with seller.opens():
        seller.press(Qt.Key.Key_Return)
    assert seller.container.keys_in == "passphrase file (passphrase-keys.json)"
    seller.container.actions.change_setting("sync_interval", "60")
    seller.leave()

    again = start()
    dialog = again.start()
    assert dialog.form.isVisible()
    assert not dialog.form.again.isVisible()
    again.type(WORDS)
    with again.opens():
        again.press(Qt.Key.Key_Return)
    assert again.container.actions.setting("sync_interval") == "60"


def test_a_passphrase_is_begun_by_mouse(start):
    seller = start()
    dialog = seller.start()
    seller.click(dialog.choices.buttons["passphrase"])
    for field in (dialog.form.word, dialog.form.again):
        seller.click(field)
        seller.type(WORDS)
    with seller.opens():
        seller.click(dialog.go)
    assert "passphrase" in seller.container.keys_in


def test_before_it_is_begun_the_seller_reads_that_nobody_can_recover_it(start):
    seller = start()
    dialog = seller.start()
    seller.press(Qt.Key.Key_Return)
    shown = [label.text() for label in dialog.form.findChildren(type(dialog.trouble._text))]
    assert any("Nobody can recover it" in text for text in shown)
    assert any("at least 12 characters" in text for text in shown)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("short", "", "too short"),
        ("a" * 20, "a" * 20, "soon guessed"),
        (WORDS, "else", "not the same"),
    ],
)
def test_what_is_not_fit_is_said_and_nothing_is_made(start, tmp_path, first, second, words):
    seller = start()
    dialog = seller.start()
    seller.press(Qt.Key.Key_Return)
    seller.type(first)
    seller.click(dialog.form.again)
    if second:
        seller.type(second)
    seller.click(dialog.go)
    seller.says(dialog, words)
    assert dialog.form.word.text() == first
    assert not (tmp_path / "data" / "passphrase-keys.json").exists()
    seller.type("x")
    assert not dialog.trouble.isVisible()


def test_a_form_of_nothing_sends_nothing(start):
    seller = start()
    dialog = seller.start()
    seller.press(Qt.Key.Key_Return)
    seller.press(Qt.Key.Key_Return)
    seller.says(dialog, "too short")


# --- opening ---------------------------------------------------------------------------------------------------------


def test_a_wrong_passphrase_is_said_and_typed_over(begun, start):
    before = begun.passphrase_keys.read_bytes()
    seller = start()
    dialog = seller.start()
    seller.type("eight brass kettles hum")
    seller.click(dialog.go)
    seller.says(dialog, "not the passphrase of this data folder. Nothing is lost")
    assert begun.passphrase_keys.read_bytes() == before
    seller.type(WORDS)  # the wrong one is selected
    assert dialog.form.word.text() == WORDS
    assert not dialog.trouble.isVisible()
    with seller.opens():
        seller.press(Qt.Key.Key_Return)
    assert seller.container.actions.setting("sync_interval") == "60"


def test_while_the_key_is_made_the_window_lives_and_takes_no_second_press(begun, start, qtbot):
    seller = start()
    dialog = seller.start()
    seller.type(WORDS)
    with seller.opens():
        seller.click(dialog.go)
        assert dialog.go.is_busy  # the click has returned before the key was there
        assert not dialog.form.word.isEnabled()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        dialog.reject()
        assert dialog.isVisible()
        seller.click(dialog.go)


def test_what_was_typed_does_not_stay_in_a_field(begun, start):
    seller = start()
    dialog = seller.start()
    seller.type(WORDS)
    left = []
    dialog.finished.connect(lambda _: left.append(dialog.form.word.text()))
    with seller.opens():
        seller.press(Qt.Key.Key_Return)
    assert left == [""]


def test_a_damaged_file_is_said_and_the_other_choices_are_there(begun, start):
    begun.passphrase_keys.write_bytes(begun.passphrase_keys.read_bytes()[:-30])
    seller = start()
    dialog = seller.start()
    seller.type(WORDS)
    seller.press(Qt.Key.Key_Return)
    seller.says(dialog, "passphrase-keys.json in the data folder is damaged")
    seller.click(dialog.back)
    assert dialog.choices.isVisible()
    assert not dialog.trouble.isVisible()


# --- the other choices -----------------------------------------------------------------------------------------------


def test_from_the_passphrase_the_other_choices_are_one_key_away(begun, start):
    seller = start()
    dialog = seller.start()
    seller.type("half of it")
    seller.press(Qt.Key.Key_Escape)
    assert dialog.choices.isVisible()
    assert all(button.isEnabled() for button in dialog.choices.buttons.values())
    seller.press(Qt.Key.Key_Return)
    assert dialog.form.isVisible()
    assert dialog.form.word.text() == ""


def test_escape_at_the_choices_ends_the_program(start, qtbot):
    seller = start()
    seller.start()
    with qtbot.waitSignal(seller.session.finished):
        seller.press(Qt.Key.Key_Escape)


def test_this_session_only_leaves_the_locked_folder_alone(begun, start):
    before = {p: p.read_bytes() for p in begun.folder.glob("*") if p.is_file()}
    seller = start()
    dialog = seller.start()
    seller.press(Qt.Key.Key_Escape)
    with seller.opens():
        seller.click(dialog.choices.buttons["session"])
    assert seller.container.keys_in == "memory (this session only)"
    folder = seller.container.config.workspace.folder
    assert folder.name.startswith("podbridge-session-")
    seller.leave()
    assert not folder.exists()
    assert {p: p.read_bytes() for p in begun.folder.glob("*") if p.is_file()} == before


def test_try_again_asks_again_while_there_is_no_keyring(start, qtbot):
    seller = start()
    dialog = seller.start()
    with qtbot.waitSignal(seller.session.refused, timeout=PATIENCE):
        seller.click(dialog.choices.buttons["again"])
    assert seller.dialog() is not dialog


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's keyring")
def test_try_again_finds_a_keyring_that_was_unlocked_meanwhile(start, monkeypatch):
    seller = start()
    dialog = seller.start()
    before = keyring.get_keyring()
    with private_keyring():
        keyring.set_keyring(Keyring())
        try:
            with seller.opens():
                seller.click(dialog.choices.buttons["again"])
        finally:
            keyring.set_keyring(before)
        assert seller.container.keys_in.startswith("keyring")
        seller.leave()


def test_data_of_another_key_is_never_given_a_passphrase(start, tmp_path):
    folder = tmp_path / "data"
    open_container(Config(Workspace(folder), key_file=tmp_path / "keys")).close()
    seller = start()
    dialog = seller.start()
    button = dialog.choices.buttons["passphrase"]
    assert not button.isEnabled()
    assert "made with a keyring or a key file" in button.accessibleDescription()
    seller.click(button)
    assert not dialog.form.isVisible()
    assert QApplication.focusWidget() is dialog.choices.buttons["again"]


def test_a_lost_passphrase_file_is_said_and_makes_no_new_key(begun, start, qtbot):
    begun.passphrase_keys.unlink()
    seller = start()
    dialog = seller.start()
    assert not dialog.choices.buttons["passphrase"].isEnabled()
    assert not begun.passphrase_keys.exists()


def test_every_field_and_button_has_a_name(begun, start):
    dialog = start().start()
    for field in dialog.findChildren(QLineEdit):
        assert field.accessibleName()
    assert dialog.windowTitle() == "Your keys are locked"
