"""A push that is stopped while it is on the wire: whatever became of it is found, and never made twice."""

from datetime import timedelta

import httpx
import pytest

from podbridge_desktop.services.products import PushRequest
from tests.support.virtual import call_of
from tests.support.virtual_shop import Shop


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path, "shopify", "printful", 10_000)
    made.open()
    yield made
    made.close()


def struck(shop, *, answered):
    """Push a product that is not in the store; the seller stops it when the store has just made it."""
    row = next(each for each in shop.reads.products() if each.title not in shop.products)
    store = next(each for each in shop.reads.connections() if each.kind == "store")
    stopped = []

    def after(side, answer):
        if side == "store" and call_of(shop.wire.last["store"]) == "SetProduct" and not stopped:
            stopped.append(True)
            shop.actions.stop_pushing()
            if not answered:
                raise httpx.ReadTimeout("the answer was lost")
        return answer

    shop.wire.after = after
    shop.actions.push(PushRequest(row.id, store.id))
    shop.run_until(shop.clock.now() + timedelta(minutes=30))
    assert stopped
    (state,) = (each.state for each in shop.reads.product(row.id).listings)
    return state, [each.title for each in shop.store.products].count(row.title)


@pytest.mark.parametrize("answered", [True, False], ids=["answered", "answer lost"])
def test_what_was_on_the_wire_comes_to_its_end(shop, answered):
    assert struck(shop, answered=answered) == ("live", 1)
