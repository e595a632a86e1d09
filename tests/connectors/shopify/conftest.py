"""A simulated Shopify store and a connector to it, per test."""

import pytest

from tests.support.shopify_shop import shop as simulated


@pytest.fixture
def shop():
    with simulated() as made:
        yield made


@pytest.fixture
def channel(shop):
    return shop.channel()
