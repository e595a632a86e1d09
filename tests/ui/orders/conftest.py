"""Real encrypted files behind the Orders tab."""

import pytest

from podbridge_desktop.storage.read import ReadModels
from tests.support.filled import Filled


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
