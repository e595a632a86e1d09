import pytest

from tests.sandbox.printful_client import Client


@pytest.fixture
def client() -> Client:
    return Client()
