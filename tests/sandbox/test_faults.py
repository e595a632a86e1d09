from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from podbridge_desktop.sandbox.faults import Fault, Faults, fault_from
from podbridge_desktop.sandbox.http import Dropped, Request, Response, answer_json

NOW = datetime(2026, 11, 21, tzinfo=UTC)
POST = Request("POST", "/orders", body=b'{"external_id":"a"}')
GET = Request("GET", "/orders/1")
DONE = answer_json({"code": 200, "result": "done"})


def ordered(*faults: Fault) -> Faults:
    box = Faults(wait=lambda _seconds: None)
    for fault in faults:
        box.order(fault)
    return box


def test_a_fault_strikes_the_next_matching_requests_and_is_then_over() -> None:
    box = ordered(Fault("printful", "server_error", times=2, method="post", status=503))
    assert box.before("printful", GET, NOW) is None
    assert box.before("shopify", POST, NOW) is None
    for _ in range(2):
        struck = box.before("printful", POST, NOW)
        assert struck is not None
        assert struck.status == 503
    assert box.before("printful", POST, NOW) is None


def test_a_fault_may_let_some_requests_pass_first() -> None:
    box = ordered(Fault("printful", "drop", skip=1))
    assert box.before("printful", POST, NOW) is None
    with pytest.raises(Dropped):
        box.before("printful", POST, NOW)


def test_too_many_requests_with_and_without_a_time() -> None:
    box = ordered(
        Fault("printful", "rate_limited", retry_after=7), Fault("printful", "rate_limited")
    )
    first, second = box.before("printful", GET, NOW), box.before("printful", GET, NOW)
    assert first is not None
    assert second is not None
    assert (first.status, first.headers["retry-after"]) == (429, "7")
    assert "retry-after" not in second.headers


def test_the_work_is_done_when_the_answer_is_lost() -> None:
    box = ordered(Fault("printful", "drop_after"))
    assert box.before("printful", POST, NOW) is None
    with pytest.raises(Dropped):
        box.after("printful", POST, DONE, NOW)
    assert box.after("printful", POST, DONE, NOW) is DONE


def test_answers_can_be_cut_short_or_turned_into_errors() -> None:
    box = ordered(
        Fault("printful", "truncated"), Fault("printful", "server_error_after", status=502)
    )
    cut = box.after("printful", POST, DONE, NOW)
    with pytest.raises(ValueError, match="Unterminated"):
        json.loads(cut.body)
    assert box.after("printful", POST, DONE, NOW).status == 502


def test_a_maintenance_page_is_html() -> None:
    page = ordered(Fault("shopify", "maintenance")).before("shopify", GET, NOW)
    assert isinstance(page, Response)
    assert page.headers["content-type"].startswith("text/html")


def test_slow_answers_wait_and_arrive() -> None:
    waited: list[float] = []
    box = Faults(wait=waited.append)
    box.order(Fault("printful", "slow", seconds=3.5))
    assert box.after("printful", GET, DONE, NOW) is DONE
    assert waited == [3.5]


def test_faults_choose_by_path_and_by_content() -> None:
    box = ordered(
        Fault("printful", "unauthorized", path=r"^/orders/\d+$"),
        Fault("printful", "drop", contains="external_id"),
    )
    struck = box.before("printful", GET, NOW)
    assert struck is not None
    assert struck.status == 401
    with pytest.raises(Dropped):
        box.before("printful", POST, NOW)


def test_clearing_forgets_what_waits() -> None:
    box = ordered(Fault("printful", "drop"), Fault("shopify", "drop"))
    assert box.clear("printful") == 1
    assert box.before("printful", POST, NOW) is None
    assert [entry["vendor"] for entry in box.listing()["waiting"]] == ["shopify"]


def test_a_fault_from_json_is_checked() -> None:
    assert fault_from({"vendor": "printful", "kind": "drop", "times": 3}).times == 3
    with pytest.raises(ValueError, match="no such fault"):
        fault_from({"vendor": "printful", "kind": "flood"})
    with pytest.raises(ValueError, match="colour"):
        fault_from({"vendor": "printful", "kind": "drop", "colour": "red"})
    with pytest.raises(ValueError, match="vendor and kind"):
        fault_from({})
