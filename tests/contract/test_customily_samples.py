"""Lines that were personalised with Customily, as Shopify gives them.

The other samples of that folder (its token, its items, its generation request) are of Customily's own interface,
which nothing here speaks yet: they are read when its connector is made.
"""

import json
import os
from pathlib import Path

import pytest

from podbridge_desktop.connectors.shopify import replies, wire
from podbridge_desktop.connectors.shopify.translate import Reading, order
from tests.contract.test_shopify_requests import answer_with

SPECS = os.environ.get("PODBRIDGE_SPECS", "")
pytestmark = pytest.mark.skipif(
    not SPECS, reason="NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents"
)


@pytest.mark.parametrize("name", ["shopify_line_item", "shopify_line_item_with_upload"])
def test_every_property_of_a_personalised_line_is_kept(name):
    """In their order, with names that differ by an invisible letter only, and the hidden ones with an underscore."""
    path = Path(SPECS) / "samples" / "customily" / f"{name}.json"
    told = [
        (each["name"], each["value"]) for each in json.loads(path.read_text("utf-8"))["properties"]
    ]
    assert any(key.startswith("_customily-") for key, _ in told)
    given = json.dumps([{"key": key, "value": value} for key, value in told])
    reply = replies.decode(answer_with(given), wire.OrdersData)
    assert reply.data is not None
    (raw,) = reply.data.nodes
    assert raw is not None
    (line,) = order(Reading(raw)).lines
    assert [(each.key, each.value) for each in line.properties] == told
