import pytest

from tests.sandbox.printful_client import Client
from tests.sandbox.printify_client import Client as PrintifyClient


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def printify() -> PrintifyClient:
    return PrintifyClient()
