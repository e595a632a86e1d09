"""The conformance suites speak of every word that the vendors' documents know, and of no other."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import yaml

from tests.conformance.test_etsy import Etsy
from tests.conformance.test_printful import Printful
from tests.conformance.test_printify import Printify
from tests.conformance.test_shopify import Shopify

SPECS = Path(os.environ.get("PODBRIDGE_SPECS", ""))

pytestmark = pytest.mark.skipif(
    not os.environ.get("PODBRIDGE_SPECS"),
    reason="NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents",
)


def test_printful():
    """Its states of an order stand in the table of a text."""
    document = json.loads((SPECS / "printful-openapi-v1.json").read_text("utf-8"))
    text = next(each["description"] for each in document["tags"] if "<td>" in each["description"])
    assert set(re.findall(r"<td><strong>(\w+)</strong></td>", text)) == set(Printful.statuses)


def test_printify():
    document = yaml.safe_load((SPECS / "printify-openapi.yaml").read_text("utf-8"))
    known = document["components"]["schemas"]["OrderStatus"]["x-known-values"]
    assert set(known) == set(Printify.statuses)


def test_etsy():
    document = json.loads((SPECS / "etsy-openapi-v3.json").read_text("utf-8"))
    known = document["components"]["schemas"]["ShopReceipt"]["properties"]["status"]["enum"]
    assert set(known) == set(Etsy.payments)


def test_shopify(shopify_schema):
    known = shopify_schema.type_map["OrderDisplayFinancialStatus"].values
    assert set(known) == set(Shopify.payments)
