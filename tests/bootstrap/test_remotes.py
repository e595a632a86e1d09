"""Connectors are shared, replaced when their connection changes, and never made once the program stops."""

import pytest

from podbridge_desktop.errors import Stopped
from tests.support.bridge import running_bridge


@pytest.fixture
def bridge(tmp_path):
    with running_bridge(tmp_path) as found:
        found.connect_only()
        yield found


def supplier(bridge):
    row = bridge.container.reads.connection("Practice Printful")
    return row.id, bridge.container._remotes


def test_the_same_connector_serves_until_its_connection_changes(bridge):
    id_, remotes = supplier(bridge)
    first = remotes.supplier(id_)
    assert remotes.supplier(id_) is first
    bridge.container.connecting.amend(id_, {"token_expires": "2030-01-01"})
    second = remotes.supplier(id_)
    assert second is not first
    assert second.check() is not None
    with pytest.raises(Stopped):
        first.check()


def test_no_connector_is_made_behind_the_back_of_a_stop(bridge):
    id_, remotes = supplier(bridge)
    bridge.container.stop()
    with pytest.raises(Stopped):
        remotes.supplier(id_)
