"""Mockups by tasks: styles of the printed places, one variant per colour, the quota, and what a task ends with."""

from datetime import timedelta

import msgspec
import pytest

from podbridge_desktop.connectors.printful import mockups, wire_mockups
from podbridge_desktop.domain.mockups import MockupAnswer, MockupWish
from podbridge_desktop.errors import NotThere, PermissionMissing, Refused, Retry
from podbridge_desktop.sandbox.printful import ACCOUNT_TOKEN, STORE_ID

TASKS = "POST /v2/mockup-tasks"


def tee(account):
    return min(account.vendor.book.products)


def wish(printful, product, **files):
    return MockupWish(product, tuple(each.id for each in printful.mockup_styles(product)), files)


def begin(printful, *wishes):
    return printful.begin_mockups(wishes)


def answers(account, printful, tasks, seconds=20):
    account.clock.pause(seconds)
    return printful.made_mockups(tasks)


def the_task(account):
    return account.vendor.book.tasks[max(account.vendor.book.tasks, key=int)]


def test_the_styles_are_those_of_the_places_that_are_printed(account, printful):
    found = printful.mockup_styles(tee(account))
    assert [(each.name, each.placement) for each in found] == [
        ("Flat · Front · Front print", "front"), ("Lifestyle · Front · Front print", "front"),
    ]  # fmt: skip
    printful.mockup_styles(tee(account))
    assert account.calls("GET /v2/catalog-products/{id}/mockup-styles") == 1


def test_one_request_asks_for_one_variant_of_each_colour_in_every_style(account, printful):
    (begun,) = begin(printful, wish(printful, tee(account)))
    task = the_task(account)
    assert begun.tasks == (str(task["id"]),)
    assert task["variants"] == [4011, 4016, 4021, 4026, 4031, 4036]
    assert task["styles"] == [711, 712]
    (printed,) = task["prints"]
    assert (printed["placement"], printed["url"]) == (
        "front",
        f"{account.url}/pictures/art-sunrise.png",
    )


def test_a_task_is_pending_and_then_has_a_picture_of_each_colour_and_style(account, printful):
    (begun,) = begin(printful, wish(printful, tee(account)))
    assert printful.made_mockups(begun.tasks) == {begun.tasks[0]: MockupAnswer(pending=True)}
    done = answers(account, printful, begun.tasks)[begun.tasks[0]]
    assert len(done.pictures) == 12
    assert {each.style_id for each in done.pictures} == {"711", "712"}
    assert len({each.url for each in done.pictures}) == 12
    assert (done.failures, done.pending, done.lost) == ((), False, False)


def test_several_products_are_asked_for_at_once(account, printful):
    products = sorted(account.vendor.book.products)[:3]
    begun = begin(printful, *(wish(printful, each) for each in products))
    assert len({each.tasks for each in begun}) == 3
    assert account.calls(TASKS) == 1


def test_the_third_asking_in_a_minute_is_not_sent_and_nobody_waits_here(account, printful):
    one = wish(printful, tee(account))
    begin(printful, one)
    begin(printful, one)
    before = account.clock.now()
    with pytest.raises(Retry) as told:
        begin(printful, one)
    assert account.clock.now() == before
    assert timedelta(seconds=20) < told.value.wait <= timedelta(seconds=60)
    assert account.calls(TASKS) == 2
    printful.parcels(printful.create_order(account.request()).remote_id)  # other calls go on
    account.clock.pause(told.value.wait.total_seconds())
    begin(printful, one)


def test_a_store_that_may_ask_for_ten_is_not_held_to_two(account, printful):
    account.vendor.turn(mockup_quota=10)
    one = wish(printful, tee(account))
    for _ in range(10):
        begin(printful, one)
    with pytest.raises(Retry):
        begin(printful, one)


def test_a_wait_that_the_vendor_told_is_kept_for_this_call_alone(account, printful):
    one = wish(printful, tee(account))
    other = account.supplier()
    begin(other, one)
    begin(other, one)
    with pytest.raises(Retry) as told:
        begin(printful, one)
    assert told.value.wait == timedelta(seconds=60)
    before = account.clock.now()
    printful.parcels(printful.create_order(account.request()).remote_id)
    assert account.clock.now() == before
    with pytest.raises(Retry):
        begin(printful, one)
    assert account.calls(TASKS) == 3


def test_an_answer_that_was_lost_is_asked_for_later(account, printful):
    one = wish(printful, tee(account))
    account.trouble("drop_after", path="/v2/mockup-tasks")
    with pytest.raises(Retry) as told:
        begin(printful, one)
    assert told.value.wait == timedelta(seconds=60)


def test_a_print_file_without_an_address_is_asked_for_and_the_sellers_is_taken(account, printful):
    product = tee(account)
    variant = account.vendor.book.products[product]["variants"][0]
    account.vendor.hide_file(variant["files"][0]["id"])
    (begun,) = begin(printful, wish(printful, product))
    assert (begun.tasks, begun.missing_files) == ((), ("front",))
    assert account.calls(TASKS) == 0
    given = "https://files.example.com/mine.png"
    (begun,) = begin(printful, wish(printful, product, front=given))
    assert begun.tasks
    assert the_task(account)["prints"][0]["url"] == given


def test_one_that_lacks_a_file_keeps_none_of_the_others(account, printful):
    first, second = sorted(account.vendor.book.products)[:2]
    variant = account.vendor.book.products[first]["variants"][0]
    account.vendor.hide_file(variant["files"][0]["id"])
    begun = begin(printful, wish(printful, first), wish(printful, second))
    assert [bool(each.tasks) for each in begun] == [False, True]


def test_a_file_that_cannot_be_read_ends_the_task_with_a_reason(account, printful):
    given = "https://files.example.com/broken.png"
    (begun,) = begin(printful, wish(printful, tee(account), front=given))
    done = answers(account, printful, begun.tasks)[begun.tasks[0]]
    assert done.failures == ("Failed to download the print file",)
    assert done.file_unreadable
    assert done.pictures == ()


def test_a_task_that_is_not_known_any_more_is_lost(account, printful):
    (begun,) = begin(printful, wish(printful, tee(account)))
    told = answers(account, printful, (*begun.tasks, "999"))
    assert told["999"] == MockupAnswer(lost=True)
    assert told[begun.tasks[0]].pictures
    assert printful.made_mockups(["999"]) == {"999": MockupAnswer(lost=True)}


def test_a_style_that_is_gone_is_left_out_and_without_any_it_is_said(account, printful):
    product = tee(account)
    (begun,) = begin(printful, MockupWish(product, ("711", "99"), {}))
    assert begun.tasks
    assert the_task(account)["styles"] == [711]
    (begun,) = begin(printful, MockupWish(product, ("99",), {}))
    assert begun.failure
    assert account.calls(TASKS) == 1


def test_a_template_needs_no_file(account):
    facts = {"token_reach": "account", "store_type": "native"}
    printful = account.supplier(token=ACCOUNT_TOKEN, store_id=str(STORE_ID), facts=facts)
    name = f"template-{min(account.vendor.book.templates)}"
    (begun,) = begin(printful, wish(printful, name))
    assert len(answers(account, printful, begun.tasks)[begun.tasks[0]].pictures) == 12


def test_without_the_right_to_files_it_is_said(account, printful):
    one = wish(printful, tee(account))
    account.vendor.set_scopes(["sync_products/read"])
    with pytest.raises(PermissionMissing):
        begin(printful, one)


def test_a_product_that_is_gone_is_said(account, printful):
    one = wish(printful, tee(account))
    account.vendor.book.products.pop(tee(account))
    with pytest.raises(NotThere):
        begin(printful, one)


def test_an_address_that_printful_does_not_take_is_a_refusal(account, printful):
    with pytest.raises(Refused, match="File URL is not valid"):
        begin(printful, wish(printful, tee(account), front="ftp://files.example.com/a.png"))


# the odd ones


def places(*names):
    return [wire_mockups.PlaceStyles(name, name.title(), "dtg", []) for name in names]


@pytest.mark.parametrize(
    ("there", "name", "found"),
    [
        (("default",), "default", "default"),
        (("back", "front"), "default", "front"),
        (("embroidery_front",), "default", "embroidery_front"),
        ((), "default", None),
        (("front",), "label_inside", None),
    ],
)
def test_what_files_call_default_is_the_front_where_there_is_one(there, name, found):
    place = mockups._place(places(*there), name)
    assert (place.placement if place else None) == found


def test_a_task_that_failed_without_a_reason_says_that():
    told = msgspec.convert({"id": 5, "status": "failed", "failure_reasons": []}, wire_mockups.Task)
    answer = mockups._answer(told)
    assert answer.failures == ("Printful could not make the pictures and did not say why.",)
    assert not answer.file_unreadable


def test_a_restricted_style_is_asked_for_its_variants_only(account, printful):
    only = wire_mockups.Style(711, "Flat", "Front", [4016])
    maker = printful._mockups
    printful.mockup_styles(tee(account))
    maker._styles[71][1][0].mockup_styles = [only]
    begin(printful, MockupWish(tee(account), ("711",), {}))
    assert the_task(account)["variants"] == [4016]
