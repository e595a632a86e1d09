"""A simulated Etsy shop and a connector to it, per test."""

import pytest

from tests.support.etsy_shop import shop as simulated


@pytest.fixture
def shop():
    with simulated() as made:
        yield made


@pytest.fixture
def channel(shop):
    return shop.channel()
