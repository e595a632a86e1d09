"""A whole bridge in practice mode, for every test that plays the main job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.bridge import Bridge, running_bridge


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with running_bridge(tmp_path) as made:
        yield made
