"""The small parts under the window: short tables, calls in the background, the sentences of a sync."""

from dataclasses import replace

import pytest
from babel import Locale
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester

from podbridge_desktop.domain.cases import FORMS as CASES
from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.views import CaseRow, ConnectionRow
from podbridge_desktop.errors import BadInput
from podbridge_desktop.ui.background import Background
from podbridge_desktop.ui.bridge import Bridge
from podbridge_desktop.ui.models.case_columns import second_line
from podbridge_desktop.ui.models.rows_model import ColumnForm, RowsModel
from podbridge_desktop.ui.pictures import PictureShelf
from podbridge_desktop.ui.syncing import Syncing, summary
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.words.formats import Formats
from podbridge_desktop.ui.words.health import status_of
from tests.support.filled import NOON

FORMS = [
    ColumnForm("Name", lambda row: row[1], strong=True),
    ColumnForm(
        "Size", lambda row: str(row[2]), right=True, roles={Role.LOSS: lambda row: row[2] < 0}
    ),
]


@pytest.fixture
def model(qapp):
    made = RowsModel(FORMS, lambda row: row[0], row_roles={Role.ON_HOLD: lambda row: row[2] == 7})
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def test_rows_are_shown_with_their_roles(model):
    model.show_rows([(1, "one", 7), (2, "two", -3)])
    assert model.index(0, 0).data() == "one"
    assert model.index(0, 1).data(Role.ON_HOLD) is True
    assert model.index(1, 1).data(Role.LOSS) is True
    assert model.index(1, 0).data(Role.ID) == 2
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Size"
    assert model.place_of(2) == 1
    assert model.row_at(9) is None


def test_the_same_rows_are_renewed_in_place(model, qtbot):
    model.show_rows([(1, "one", 1)])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_rows([(1, "uno", 1)])
    with qtbot.waitSignal(model.modelReset):
        model.show_rows([(3, "three", 1)])


class Listener:
    def __init__(self):
        self.heard = []

    def done(self, answer):
        self.heard.append(answer)

    def failed(self, error):
        self.heard.append(error.message)


def test_calls_in_the_background_answer_here(qapp, qtbot):
    background, listener = Background(), Listener()
    background.run(lambda: 42, listener.done, listener.failed)
    qtbot.waitUntil(lambda: listener.heard == [42])
    background.close()


def test_an_error_in_the_background_is_a_sentence(qapp, qtbot):
    background, listener = Background(), Listener()

    def refuse():
        raise BadInput("No.")

    background.run(refuse, listener.done, listener.failed)
    qtbot.waitUntil(lambda: listener.heard == ["No."])
    background.close()


@pytest.mark.expects_log
def test_a_mistake_in_the_background_is_logged_and_said(qapp, qtbot):
    background, listener = Background(), Listener()
    background.run(lambda: 1 // 0, listener.done, listener.failed)
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert "Traceback" not in listener.heard[0]
    assert "Nothing is lost" in listener.heard[0]
    background.close()


def test_after_the_close_nothing_is_answered(qapp, qtbot):
    background, listener = Background(), Listener()
    background.run(lambda: 1, listener.done, listener.failed)
    background.close()
    qapp.processEvents()
    background.run(lambda: 2, listener.done, listener.failed)
    qapp.processEvents()
    assert listener.heard == []


def test_pictures_come_when_they_are_decoded(qapp, qtbot, tmp_path):
    file = tmp_path / "a.png"
    image = QImage(1600, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(file))
    (tmp_path / "b.png").write_text("no picture")
    background = Background()
    shelf = PictureShelf(lambda url: tmp_path / url if url else None, background)
    assert shelf.provide("a.png") is None
    with qtbot.waitSignal(shelf.arrived):
        pass
    assert shelf.provide("a.png").width() == 512
    for url in ("b.png", "missing.png", ""):
        assert shelf.provide(url) is None
    qtbot.waitUntil(lambda: background.is_idle)
    assert shelf.provide("b.png") is None
    background.close()


def test_a_sync_ends_with_a_sentence():
    assert summary({"pulled": 0}) == ""
    assert summary({"pulled": 1, "tracked": 1}).startswith("Checked: one order read")
    report = {"unusable": {"My shop": "It cannot be reached."}, "pulled": 3}
    assert summary(report) == "My shop could not be used. It cannot be reached."


def connection(name, health, message=""):
    return ConnectionRow(
        id=name, platform="shopify", kind="store", name=name, account_name="", api_url=None,
        fields={}, facts={}, currency="USD", health=health, health_message=message,
        address_access="yes", abilities=(), native_links=(), links_visible=True, last_ok_at=None,
        calls=0, failures=0, calls_left=None, calls_limit=None,
    )  # fmt: skip


def test_the_status_line_names_the_worst():
    fine, gone = connection("A", "healthy"), connection("B", "broken", "The key was revoked.")
    assert status_of([], Formats()) == (Tone.NEUTRAL, "No connection yet")
    assert status_of([fine], Formats()) == (Tone.SUCCESS, "A is healthy")
    assert status_of([fine, gone], Formats()) == (Tone.DANGER, "B: The key was revoked.")


class Wishes:
    """An engine that has fulfilled every wish at once, and found nothing."""

    def sync_now(self):
        return 1

    def sync_report(self, _wish):
        return {"pulled": 0}


@pytest.mark.parametrize(("begin", "told"), [("start", "Nothing new."), ("follow", "")])
def test_nothing_new_is_said_only_to_somebody_who_asked(qapp, qtbot, begin, told):
    bridge = Bridge()
    syncing = Syncing(Wishes(), bridge, qapp)
    with qtbot.waitSignal(syncing.ended) as ended:
        getattr(syncing, begin)()
        bridge.changed.emit(Changed(frozenset()))
    assert ended.args == [told]


@pytest.fixture
def case():
    form = CASES[CaseKind.APPROVAL]
    return CaseRow(
        id=1, kind=CaseKind.APPROVAL, severity=form.severity, title=form.title,
        message="This order costs 21.26 USD.", remedy="", actions=form.actions, details="", facts={},
        opened_at=NOON, closed_at=None, holds=True, order_id=7, order_number="#1007", store="Peak Prints",
        supplier_order_id=None, ref=None, connection_id=None, connection=None, at_stake=None, url="",
        customer="Ada Lovelace",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("customer", "whose"), [("Ada Lovelace", "Ada Lovelace"), ("", "Peak Prints")]
)
def test_the_row_of_a_case_says_whose_order_it_is(case, customer, whose):
    line = second_line(replace(case, customer=customer), Formats(Locale("en", "US")))
    assert whose in line
    assert line.endswith(" · This order costs $21.26.")
