"""A simulated Printful account and a supplier connected to it, per test."""

import pytest

from tests.support.printful_account import account as simulated


@pytest.fixture
def account():
    with simulated() as made:
        yield made


@pytest.fixture
def printful(account):
    return account.supplier()
