"""Opening and closing: a folder that cannot be used, a close in the middle of a sync."""

import os
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.config import Config, read_config
from podbridge_desktop.domain.cases import Action
from podbridge_desktop.paths import Workspace
from podbridge_desktop.ui.dialogs.question import Question
from podbridge_desktop.ui.session import Session
from tests.support.bridge import running_bridge
from tests.support.small_disk import small_disk
from tests.support.window import open_session, running_window


def questions(session):
    return [q for q in session.window.findChildren(Question) if q.isVisible()]


@contextmanager
def refused(qtbot, folder):
    """The dialog of a window that does not open; it is closed at the end."""
    session = Session(read_config(data_dir=folder))
    session.window.show()
    with qtbot.waitSignal(session.refused, timeout=20_000):
        session.begin()
    (dialog,) = questions(session)
    yield dialog
    with qtbot.waitSignal(session.finished):
        dialog.buttons["close"].click()
    session.window.hide()
    assert session.end()


@pytest.mark.expects_log
def test_a_folder_that_cannot_be_used_is_said_in_words(qtbot, theme, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with refused(qtbot, tmp_path / "taken" / "data") as dialog:
        assert "data folder" in dialog.accessibleDescription()
        assert set(dialog.buttons) == {"close", "again"}


@pytest.mark.expects_log
def test_a_folder_that_another_program_copies_elsewhere_is_refused(qtbot, theme, tmp_path):
    (tmp_path / ".dropbox").write_text("")
    with refused(qtbot, tmp_path / "data") as dialog:
        assert "Dropbox" in dialog.accessibleDescription()
    assert not (tmp_path / "data").exists()


def test_a_fresh_workspace_says_what_to_do(qtbot, theme, tmp_path):
    session = open_session(qtbot, Config(Workspace(tmp_path / "new"), session_only=True))
    window = session.window
    assert window.tabs.currentWidget() is window.connections
    assert window.connections.empty.isVisible()
    assert not window.banner.isVisible()
    window.hide()
    assert session.end()


def test_a_second_window_only_shows_and_leaves_wishes(qtbot, theme, tmp_path):
    with running_bridge(tmp_path) as bridge, running_window(qtbot, bridge) as first:
        second = open_session(qtbot, bridge.config)
        assert second.engine is None
        qtbot.waitUntil(lambda: "window" in second.window.line.accessibleName(), timeout=10_000)
        second.window.syncing.start()
        qtbot.waitUntil(lambda: not second.window.syncing.is_waiting, timeout=20_000)
        second.window.hide()
        assert second.end()
        first.sync()


def test_a_second_window_goes_on_when_the_first_one_ends(qtbot, theme, tmp_path):
    config = Config(Workspace(tmp_path / "data"), key_file=tmp_path / "keys")
    first = open_session(qtbot, config)
    second = open_session(qtbot, config)
    assert second.engine is None
    qtbot.waitUntil(lambda: "window" in second.window.line.accessibleName(), timeout=10_000)
    first.window.hide()
    assert first.end()
    qtbot.waitUntil(lambda: second.engine is not None, timeout=10_000)
    assert "Another program" not in second.window.line.accessibleName()
    with qtbot.waitSignal(second.window.syncing.ended, timeout=20_000):
        second.window.syncing.start()
    second.window.hide()
    assert second.end()


@pytest.fixture
def disk(tmp_path):
    with small_disk(tmp_path / "small", 280) as found:
        yield found


def test_a_nearly_full_disk_is_said_in_the_status_line(disk, qtbot, theme):
    with running_bridge(disk.folder) as bridge, running_window(qtbot, bridge) as window:
        line = window.main.line
        assert "PodBridge needs" not in line.accessibleName()
        disk.leave(150)
        window.sync()
        window.until(lambda: "PodBridge needs 200 MB" in line.accessibleName())
        disk.empty()
        window.sync()
        window.until(lambda: "PodBridge needs" not in line.accessibleName())


def test_data_of_a_newer_program_is_shown_and_nothing_is_sent(qtbot, theme, tmp_path):
    with running_bridge(tmp_path) as bridge:
        bridge.open_shop()
        bridge.buy(1)
        bridge.sync()
        bridge.container.close()
        with bridge.intruder() as conn:
            conn.execute("UPDATE alembic_version SET version_num = '9999'")
        conn.close()
        session = open_session(qtbot, bridge.config)
        window = session.window
        assert session.engine is None
        assert window.notice.isVisible()
        assert "newer PodBridge" in window.notice.accessibleName()
        qtbot.waitUntil(lambda: window.orders.model.rowCount() == 1, timeout=10_000)
        window.sync.click()
        qtbot.waitUntil(lambda: "newer PodBridge" in window.line.accessibleName(), timeout=10_000)
        window.hide()
        assert session.end()
        assert bridge.ledger()["vendors"]["printful"]["confirms"] == 0


def test_closing_in_the_middle_of_a_sync_loses_nothing(qtbot, theme, tmp_path):
    with running_bridge(tmp_path) as bridge:
        bridge.open_shop()
        bridge.buy(12)
        with running_window(qtbot, bridge) as window:
            window.main.syncing.start()
            window.until(lambda: window.container.reads.overview().orders > 0)
        bridge.container = open_container(bridge.config)
        bridge.engine = bridge.container.engine(spawn=None)
        bridge.sync()
        assert len(bridge.orders()) == 12
        for case in bridge.cases():
            if Action.APPROVE in case.actions:
                bridge.container.actions.approve(case.order_id)
        bridge.sync()
        made = bridge.ledger()["vendors"]["printful"]["orders"]
        names = [order["external_id"] for order in made]
        assert len(names) == len(set(names))
        wanted = [part.external_id for o in bridge.orders() for part in o.supplier_orders]
        assert sorted(names) == sorted(wanted)


def test_no_thread_is_left(qtbot, theme, tmp_path):
    before = set(threading.enumerate())
    with running_bridge(tmp_path) as bridge, running_window(qtbot, bridge) as window:
        window.sync()
    left = [
        t for t in set(threading.enumerate()) - before if t.is_alive() and "Dummy" not in t.name
    ]
    assert left == []


@pytest.mark.slow
def test_pictures_of_every_tab_are_saved(tmp_path):
    """In a process of its own: a program that quits ends the event loops of its process."""
    file = tmp_path / "window.png"
    command = [sys.executable, "-m", "podbridge_desktop", "--practice", "--data-dir", str(tmp_path)]
    done = subprocess.run(
        [*command, "--picture", str(file)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=90,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    parts = ("", "-connections", "-products", "-exceptions")
    assert all((tmp_path / f"window{part}.png").stat().st_size > 10_000 for part in parts)
    assert b"Traceback" not in done.stderr
