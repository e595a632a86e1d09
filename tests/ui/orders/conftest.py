"""A real encrypted file behind the Orders tab, the real services behind its buttons."""

import pytest
from babel import Locale

from podbridge_desktop.bootstrap.actions import Actions
from podbridge_desktop.domain.cases import CaseKind, NewCase
from podbridge_desktop.storage import cases
from podbridge_desktop.storage.read import ReadModels
from podbridge_desktop.ui.bridge import Bridge
from podbridge_desktop.ui.tabs.orders_tab import OrdersTab
from podbridge_desktop.ui.words.formats import Formats
from tests.support.filled import NOON, SUPPLIER, Filled


@pytest.fixture
def filled(tmp_path):
    made = Filled(tmp_path / "podbridge.db")
    yield made
    made.database.close()


@pytest.fixture
def shop(filled):
    """With a store, a supplier, a route and one link."""
    return filled.usual()


@pytest.fixture
def reads(filled):
    return ReadModels(filled.database)


@pytest.fixture
def formats():
    return Formats(Locale("en", "US"), now=lambda: NOON)


@pytest.fixture
def pages():
    """The addresses that were opened in the browser."""
    return []


@pytest.fixture
def bridge_to(filled, qapp):
    made = Bridge()
    filled.database.listen(made.tell)
    return made


@pytest.fixture
def tab(qtbot, theme, filled, reads, formats, bridge_to, pages):
    """Shown and whole, but for what the test asks of it."""
    opener = lambda url: pages.append(url.toString())  # noqa: E731
    made = OrdersTab(reads, Actions(filled.database), bridge_to, formats, opener=opener)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    yield made
    made.close_down()


@pytest.fixture
def asked(shop):
    """Opens a case of an order's supplier order."""

    def open_one(order_id, kind=CaseKind.APPROVAL, message="It waits for your approval."):
        with shop.database.write() as tx:
            part = shop.part(tx, order_id)
            case = NewCase(
                kind, f"{kind}:{part.id}", message, order_id=order_id, supplier_order_id=part.id,
                connection_id=SUPPLIER,
            )  # fmt: skip
            cases.open_case(tx, case)

    return open_one
