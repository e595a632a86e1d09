"""What becomes of a paid order: mixed ones, blocked ones, old ones, and the ones that nobody can route."""

from datetime import timedelta

import pytest

from podbridge_desktop.domain.ids import part_code
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.orders import Blocked, Payment
from podbridge_desktop.domain.planning import Mode, Plan, Route, Standing, plan
from tests.support.filled import NOON, line, store_order

DAY_ONE = NOON - timedelta(days=30)
SHIRT, CUP, PRINTIFY = "var-shirt", "var-cup", "var-printify"


def route(supplier="printful", mode=Mode.ASSIST, since=DAY_ONE):
    return Route("store", supplier, supplier, mode, since)


def linked(variant, supplier="printful", made_by="sup-1"):
    return VariantLink("store", variant, LinkKind.LINKED, supplier, made_by)


LINKS = {
    SHIRT: linked(SHIRT),
    PRINTIFY: linked(PRINTIFY, "printify", "sup-9"),
    "var-mine": VariantLink("store", "var-mine", LinkKind.NOT_OURS),
}
BOTH = {"printful": route(), "printify": route("printify")}


def order(*lines, **values):
    return store_order(1001, lines=lines or (line("1", SHIRT),), **values)


def planned(order_, routes=None, seen_at=NOON, **how):
    return plan(order_, LINKS, BOTH if routes is None else routes, seen_at=seen_at, **how)


def parts(found):
    return {part.supplier_id: [p.line.remote_id for p in part.lines] for part in found.parts}


def test_a_plain_order_goes_to_its_supplier_as_the_supplier_names_the_variant():
    found = planned(order())
    (part,) = found.parts
    assert (found.standing, found.stopped) == (Standing.OURS, False)
    assert (part.supplier_id, part.supplier_platform, part.mode) == (
        "printful", "printful", Mode.ASSIST)  # fmt: skip
    assert [p.supplier_variant_id for p in part.lines] == ["sup-1"]


def test_lines_of_two_suppliers_make_two_parts_with_codes_of_their_own():
    found = planned(order(line("1", SHIRT), line("2", PRINTIFY), line("3", SHIRT)))
    assert parts(found) == {"printful": ["1", "3"], "printify": ["2"]}
    assert len({part.part for part in found.parts}) == 2


def test_a_part_keeps_its_code_whatever_stands_beside_it():
    alone = planned(order(line("1", SHIRT)))
    beside = planned(order(line("9", PRINTIFY), line("1", SHIRT, quantity=5, to_fulfil=5)))
    assert alone.parts[0].part == beside.parts[0].part


def test_lines_of_two_print_providers_make_two_parts_of_the_same_supplier():
    by_nine, by_five = (
        VariantLink("store", variant, LinkKind.LINKED, "printify", made_by, provider)
        for variant, made_by, provider in (("var-a", "p-1", "9"), ("var-b", "p-2", "5"))
    )
    links = {"var-a": by_nine, "var-b": by_five, "var-c": by_nine}
    lines = (line("1", "var-a"), line("2", "var-b"), line("3", "var-c"))
    found = plan(order(*lines), links, BOTH, seen_at=NOON)
    assert [[p.line.remote_id for p in part.lines] for part in found.parts] == [["2"], ["1", "3"]]
    assert [part.part for part in found.parts] == [
        part_code("printify", "5", ["2"]), part_code("printify", "9", ["1", "3"])]  # fmt: skip


# --- what the order is to us -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        ({"cancelled_at": NOON}, Standing.CANCELLED),
        ({"is_test": True}, Standing.TEST),
        ({"is_test": True, "cancelled_at": NOON}, Standing.CANCELLED),
        *(({"payment": p}, Standing.UNPAID) for p in Payment if not p.may_send),
    ],
)
def test_what_is_never_sent(values, standing):
    assert planned(order(**values)) == Plan(standing)


def test_only_money_that_arrived_may_send():
    assert {p for p in Payment if p.may_send} == {Payment.PAID, Payment.PARTIALLY_REFUNDED}


def test_without_a_route_nothing_is_planned_or_asked():
    assert planned(order(line("1", "var-unknown")), routes={}) == Plan(Standing.NO_ROUTE)


def test_watch_is_planned_as_watch_so_that_nothing_of_it_is_sent():
    found = planned(order(), routes={"printful": route(mode=Mode.WATCH)})
    assert [part.mode for part in found.parts] == [Mode.WATCH]


# --- day one (rulings 5) ---------------------------------------------------------------------------------------------


def test_an_order_paid_before_the_route_stands_aside_until_it_is_picked():
    old = order(paid_at=DAY_ONE - timedelta(seconds=1))
    assert planned(old) == Plan(Standing.BEFORE_PODBRIDGE)
    assert planned(old, picked=True).parts


def test_day_one_goes_by_the_payment_not_by_the_order():
    paid_later = order(placed_at=DAY_ONE - timedelta(days=2), paid_at=DAY_ONE)
    assert planned(paid_later, seen_at=DAY_ONE).standing is Standing.OURS


def test_an_order_without_a_payment_time_goes_by_when_it_was_placed():
    assert planned(
        order(placed_at=DAY_ONE - timedelta(seconds=1), paid_at=None)
    ).standing is Standing.BEFORE_PODBRIDGE  # fmt: skip


def test_paid_before_its_own_suppliers_route_stands_aside_though_another_route_is_older():
    """The other supplier's own app may be making it: switched on later, it begins later."""
    routes = {"printful": route(), "printify": route("printify", since=NOON)}
    assert planned(order(line("1", PRINTIFY)), routes).standing is Standing.BEFORE_PODBRIDGE
    mixed = order(line("1", SHIRT), line("2", PRINTIFY))
    assert planned(mixed, routes) == Plan(Standing.BEFORE_PODBRIDGE)
    assert parts(planned(mixed, routes, picked=True)) == {"printful": ["1"], "printify": ["2"]}


def test_what_was_begun_stays_ours_but_takes_no_line_from_before_its_route():
    routes = {"printful": route(since=DAY_ONE), "printify": route("printify", since=NOON)}
    mixed = order(line("1", SHIRT), line("2", PRINTIFY))
    assert parts(planned(mixed, routes, begun=True)) == {"printful": ["1"]}


def test_what_was_begun_stays_ours_when_its_route_begins_anew():
    assert planned(order(), {"printful": route(since=NOON)}, begun=True).standing is Standing.OURS


@pytest.mark.parametrize(
    ("late", "standing"), [(timedelta(0), Standing.OURS), (timedelta(seconds=1), Standing.LATE)]
)
def test_more_than_three_days_between_payment_and_sight_is_late(late, standing):
    paid = NOON - timedelta(days=3) - late
    assert planned(order(paid_at=paid)).standing is standing
    assert planned(order(paid_at=paid), picked=True).standing is Standing.OURS
    assert planned(order(paid_at=paid), begun=True).standing is Standing.OURS


def test_a_late_order_with_an_unknown_variant_asks_for_it_first():
    found = planned(order(line("1", "var-new"), paid_at=NOON - timedelta(days=9)))
    assert (found.standing, found.stopped) == (Standing.OURS, True)


# --- mixed orders (rulings 9) ----------------------------------------------------------------------------------------


def test_what_the_seller_packs_herself_does_not_stop_the_rest():
    assert parts(planned(order(line("1", "var-mine"), line("2", SHIRT)))) == {"printful": ["2"]}


def test_an_order_of_her_own_goods_only_is_not_ours():
    assert planned(order(line("1", "var-mine"))) == Plan(Standing.NOT_OURS)


def test_an_unknown_variant_stops_the_whole_order():
    found = planned(order(line("1", SHIRT), line("2", "var-new")))
    assert ([x.remote_id for x in found.unknown_variants], found.parts, found.stopped) == (
        ["2"], (), True)  # fmt: skip


def test_a_variant_linked_to_a_supplier_without_a_route_is_as_good_as_unknown():
    found = planned(order(line("1", PRINTIFY)), routes={"printful": route()})
    assert [x.remote_id for x in found.unknown_variants] == ["1"]


def test_a_deleted_variant_stops_the_order_until_the_line_itself_is_linked():
    gone = order(line("1", SHIRT), line("2", None))
    assert [x.remote_id for x in planned(gone).gone_variants] == ["2"]
    assert planned(gone).parts == ()
    answered = planned(gone, line_links={"2": linked("", made_by="sup-7")})
    assert parts(answered) == {"printful": ["1", "2"]}


def test_a_word_for_one_line_goes_before_the_word_for_its_variant():
    mark = VariantLink("store", "", LinkKind.NOT_OURS)
    assert planned(order(), line_links={"1": mark}) == Plan(Standing.NOT_OURS)


@pytest.mark.parametrize(
    "left_out",
    [
        line("2", "var-new", to_fulfil=0, blocked=Blocked.DONE),
        line("2", "var-new", requires_shipping=False),
        line("2", "var-new", to_fulfil=0, blocked=Blocked.NOT_SHIPPED),
        line("2", "var-new", to_fulfil=0, blocked=Blocked.OTHER_APP),
        line("2", "var-new", quantity=0, to_fulfil=0, blocked=Blocked.HIDDEN),
        line("2", None, quantity=0, to_fulfil=0, blocked=Blocked.DONE),
    ],
    ids=lambda value: value.blocked or "digital",
)
def test_lines_that_need_nobody_are_neither_made_nor_asked_about(left_out):
    assert parts(planned(order(line("1", SHIRT), left_out))) == {"printful": ["1"]}


def test_a_partly_refunded_line_is_made_as_often_as_the_store_still_wants_it():
    (part,) = planned(
        order(line("1", SHIRT, quantity=3, to_fulfil=2), payment=Payment.PARTIALLY_REFUNDED)
    ).parts
    assert [p.line.to_fulfil for p in part.lines] == [2]


# --- held back at the store ------------------------------------------------------------------------------------------


def blocked(why, remote_id="1", variant=SHIRT, **values):
    """As a store tells it: nothing to fulfil now, and why."""
    return line(remote_id, variant, to_fulfil=0, blocked=why, **values)


@pytest.mark.parametrize("why", [Blocked.HELD, Blocked.SCHEDULED])
def test_a_line_held_at_the_store_stops_the_whole_order(why):
    found = planned(order(blocked(why), line("2", SHIRT)))
    assert ([x.remote_id for x in found.held], found.parts, found.stopped) == (["1"], (), True)


def test_an_order_held_as_a_whole_is_ours_and_waits():
    assert planned(order(blocked(Blocked.HELD))).standing is Standing.OURS


def test_a_line_that_the_store_hides_stops_the_whole_order():
    found = planned(order(blocked(Blocked.HIDDEN), line("2", SHIRT)))
    assert ([x.remote_id for x in found.hidden], found.parts, found.stopped) == (["1"], (), True)


def test_lines_at_another_apps_location_are_left_to_it_and_the_others_go():
    found = planned(order(blocked(Blocked.OTHER_APP), line("2", SHIRT)))
    assert ([x.remote_id for x in found.other_app], found.stopped) == (["1"], False)
    assert parts(found) == {"printful": ["2"]}


def test_an_order_stocked_wholly_at_another_app_makes_nothing():
    found = planned(order(blocked(Blocked.OTHER_APP)))
    assert (found.standing, found.parts, len(found.other_app)) == (Standing.OURS, (), 1)


def test_another_apps_goods_that_were_never_linked_are_not_ours():
    assert planned(order(blocked(Blocked.OTHER_APP, variant="var-new"))) == Plan(Standing.NOT_OURS)


def test_a_hold_on_goods_that_are_not_ours_stops_nothing():
    found = planned(order(blocked(Blocked.HELD, variant="var-mine"), line("2", SHIRT)))
    assert (parts(found), found.held) == ({"printful": ["2"]}, ())
