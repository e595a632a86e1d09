"""A simulated Printify account and a supplier connected to it, per test."""

import pytest

from tests.support.printify_account import account as simulated


@pytest.fixture
def account():
    with simulated() as made:
        yield made


@pytest.fixture
def printify(account):
    return account.supplier()
