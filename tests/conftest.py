"""Shared by all tests: no screen is needed, and no unexpected warning in our log goes unnoticed."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.support.bridge import Bridge, running_bridge


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning of ours in the log fails the test, unless it is marked `expects_log`."""
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    loud = [
        record
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.name.startswith("podbridge_desktop") and record.levelno >= logging.WARNING
    ]
    assert not loud, f"unexpected in the log: {[record.getMessage() for record in loud]}"


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    """A bridge with one practice shop, not connected yet."""
    with running_bridge(tmp_path) as found:
        yield found
