"""From orders to supplier orders: each piece is planned once, whatever is read again, linked, held or cancelled."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from podbridge_desktop.domain.cases import CaseKind, HoldReason
from podbridge_desktop.domain.catalog import SupplierProduct, SupplierVariant
from podbridge_desktop.domain.lifecycle import Step, SupplierState
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.orders import Blocked, Payment
from podbridge_desktop.domain.planning import Mode, Standing
from podbridge_desktop.storage import (
    cases,
    connections,
    coverage,
    intake,
    journey,
    ledger,
    products,
    tables,
)
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.intake import Intake
from podbridge_desktop.storage.line_links import link_line
from tests.support.filled import NOON, STORE, SUPPLIER, Filled, line, store_order

OTHER = "supplier-2"


@pytest.fixture
def replan(shop):
    def replanned(order_id):
        with shop.database.write() as tx:
            return Intake(tx, STORE).replan(order_id)

    return replanned


def parts(shop, order_id):
    with shop.database.read() as tx:
        return ledger.of_order(tx, order_id)


def pieces(shop, order_id):
    """(store line id, quantity, state) of every line of every supplier order."""
    return [
        (each.remote_id, each.quantity, row.state)
        for row in parts(shop, order_id)
        for each in row.lines
    ]


def column(shop, order_id, name):
    with shop.database.read() as tx:
        return tx.conn.execute(
            select(tables.order.c[name]).where(tables.order.c.id == order_id)
        ).scalar_one()


def open_cases(shop):
    with shop.database.read() as tx:
        rows = tx.conn.execute(
            select(tables.exception_case).where(tables.exception_case.c.closed_at.is_(None))
        ).all()
    return [(row.kind, row.subject) for row in rows]


def live_jobs(shop):
    with shop.database.read() as tx:
        return tx.conn.execute(
            select(tables.job.c.dedupe).where(tables.job.c.state == "ready")
        ).scalars().all()  # fmt: skip


def freed(shop, order_id):
    with shop.database.write() as tx:
        row = shop.part(tx, order_id)
        ledger.note(tx, row, freed=True)
        ledger.move(tx, row, SupplierState.CANCELLED)


def cancelled(shop, order_id):
    with shop.database.write() as tx:
        ledger.move(tx, shop.part(tx, order_id), SupplierState.CANCELLED)


def changed(shop, number, **values):
    at = store_order(number).updated_at + timedelta(minutes=values.pop("minutes", 1))
    (order_id,) = shop.take(store_order(number, updated_at=at, **values))
    return order_id


# --- a new order -----------------------------------------------------------------------------------------------------


def test_a_new_order_is_planned_named_and_wished_for_in_one_transaction(shop):
    (order_id,) = shop.take(store_order(1001, lines=(line("1", quantity=2, to_fulfil=2),)))
    (row,) = parts(shop, order_id)
    assert (row.state, row.supplier_id, row.held_by_seller) == (
        SupplierState.PLANNED,
        SUPPLIER,
        None,
    )
    assert row.external_id.split("-")[1] == "5001001"
    assert row.external_id.endswith("a")
    assert pieces(shop, order_id) == [("1", 2, "planned")]
    assert live_jobs(shop) == [f"send:{row.id}"]


def test_a_watched_route_plans_nothing_and_asks_nothing(shop):
    shop.route(mode=Mode.WATCH)
    (order_id,) = shop.take(store_order(1001))
    assert (parts(shop, order_id), live_jobs(shop), open_cases(shop)) == ((), [], [])
    assert column(shop, order_id, "standing") == Standing.OURS


def test_two_suppliers_make_two_supplier_orders(shop):
    shop.connect(OTHER, "Second", platform="printful")
    shop.route(supplier=OTHER)
    shop.link("var-2", "sup-2", supplier=OTHER)
    (order_id,) = shop.take(store_order(1001, lines=(line("1"), line("2", "var-2"))))
    assert {row.supplier_id for row in parts(shop, order_id)} == {SUPPLIER, OTHER}
    assert len({row.external_id for row in parts(shop, order_id)}) == 2


@pytest.mark.parametrize(
    ("values", "standing", "step"),
    [
        ({"cancelled_at": NOON}, Standing.CANCELLED, "cancelled"),
        ({"payment": Payment.PENDING}, Standing.UNPAID, "placed"),
        ({"is_test": True}, Standing.TEST, "placed"),
        ({"paid_at": NOON - timedelta(days=2)}, Standing.BEFORE_PODBRIDGE, "placed"),
    ],
)
def test_what_stands_aside_is_listed_and_not_sent(shop, values, standing, step):
    (order_id,) = shop.take(store_order(1001, **values))
    assert (column(shop, order_id, "standing"), column(shop, order_id, "step")) == (standing, step)
    assert parts(shop, order_id) == ()
    assert not column(shop, order_id, "on_hold")


# --- reading again ---------------------------------------------------------------------------------------------------


def test_planning_again_plans_nothing_twice(shop, replan):
    (order_id,) = shop.take(store_order(1001))
    before = parts(shop, order_id)
    replan(order_id)
    assert parts(shop, order_id) == before


def test_what_others_have_sent_already_is_not_made_again(shop, replan):
    """One of three left by another hand before we came: two are ours, and two they stay."""
    (order_id,) = shop.take(store_order(1001, lines=(line("1", quantity=3, to_fulfil=2),)))
    replan(order_id)
    assert pieces(shop, order_id) == [("1", 2, "planned")]


def test_what_we_have_shipped_is_not_made_again(shop, replan):
    (order_id,) = shop.take(store_order(1001, lines=(line("1", quantity=2, to_fulfil=2),)))
    shop.waiting(order_id)
    shop.approve(order_id)
    shop.ship(order_id, pushed=True)
    changed(shop, 1001, lines=(line("1", quantity=2, to_fulfil=0, blocked=Blocked.DONE),))
    assert len(parts(shop, order_id)) == 1


def test_what_others_sent_is_not_made_again_while_our_own_parcel_is_on_its_way(shop):
    first = line("1", quantity=3, to_fulfil=2)
    (order_id,) = shop.take(store_order(1001, lines=(first,)))
    shop.waiting(order_id)
    shop.approve(order_id)
    shop.ship(order_id)
    changed(shop, 1001, lines=(first,), note="a change")
    assert [(n, state) for _, n, state in pieces(shop, order_id)] == [(2, "shipped")]


@pytest.mark.parametrize("pushed", [False, True])
def test_a_piece_added_after_the_first_has_left_is_made(shop, pushed):
    (order_id,) = shop.take(store_order(1001, lines=(line("1"),)))
    shop.waiting(order_id)
    shop.approve(order_id)
    shop.ship(order_id, pushed=pushed)
    changed(shop, 1001, lines=(line("1", quantity=2, to_fulfil=1 if pushed else 2),))
    assert [(n, state) for _, n, state in pieces(shop, order_id)] == [
        (1, "shipped"),
        (1, "planned"),
    ]


def test_a_reshipped_parcel_does_not_count_as_ours_left(shop):
    (order_id,) = shop.take(store_order(1001, lines=(line("1"),)))
    shop.waiting(order_id)
    shop.approve(order_id)
    shop.ship(order_id, "T1", pushed=True)
    with shop.database.write() as tx:
        tx.conn.execute(tables.shipment.update().values(reshipment=True))
        assert coverage.shipped(tx, order_id) == {}


def test_parcels_of_one_order_never_count_more_than_was_asked(shop):
    (order_id,) = shop.take(store_order(1001, lines=(line("1", quantity=2, to_fulfil=2),)))
    shop.waiting(order_id)
    shop.approve(order_id)
    first = shop.ship(order_id, "T1", pushed=True)
    with shop.database.write() as tx:
        row = dict(tx.conn.execute(select(tables.shipment)).mappings().one())
        row |= {"id": first + 1, "remote_id": "second", "lines": [["1", 1], ["strange", 4]]}
        tx.conn.execute(tables.shipment.insert().values(row))
        assert coverage.shipped(tx, order_id) == {"1": 2, "strange": 0}


def test_an_added_line_goes_to_a_supplier_order_of_its_own(shop):
    (order_id,) = shop.take(store_order(1001, lines=(line("1"),)))
    changed(shop, 1001, lines=(line("1"), line("2")))
    assert pieces(shop, order_id) == [("1", 1, "planned"), ("2", 1, "planned")]


def test_more_of_the_same_line_is_the_next_revision_of_its_part(shop):
    (order_id,) = shop.take(store_order(1001, lines=(line("1"),)))
    changed(shop, 1001, lines=(line("1", quantity=3, to_fulfil=3),))
    first, second = parts(shop, order_id)
    assert (first.external_id[:-1], first.external_id[-1]) == (second.external_id[:-1], "a")
    assert second.external_id[-1] == "b"
    assert pieces(shop, order_id) == [("1", 1, "planned"), ("1", 2, "planned")]


def test_a_freed_plan_is_made_anew_under_the_next_letter(shop, replan):
    (order_id,) = shop.take(store_order(1001))
    for letter in "bcd":
        freed(shop, order_id)
        replan(order_id)
        rows = parts(shop, order_id)
        assert rows[-1].external_id.endswith(letter)
    assert [row.state for row in rows] == ["cancelled"] * 3 + ["planned"]


def test_what_was_cancelled_for_good_is_never_planned_again(shop, replan):
    (order_id,) = shop.take(store_order(1001))
    cancelled(shop, order_id)
    replan(order_id)
    assert pieces(shop, order_id) == [("10011", 1, "cancelled")]
    assert column(shop, order_id, "step") == "cancelled"


def test_an_order_whose_parts_are_all_made_stays_ours(shop):
    (order_id,) = shop.take(store_order(1001))
    shop.waiting(order_id)
    shop.approve(order_id)
    shop.ship(order_id, pushed=True)
    changed(shop, 1001, lines=(line("10011", to_fulfil=0, blocked=Blocked.DONE),))
    assert column(shop, order_id, "standing") == Standing.OURS
    assert column(shop, order_id, "step") == "tracking_synced"


def test_an_order_that_others_fulfilled_is_not_ours(shop):
    (order_id,) = shop.take(
        store_order(1001, lines=(line("1", to_fulfil=0, blocked=Blocked.DONE),))
    )
    assert column(shop, order_id, "standing") == Standing.NOT_OURS


def test_a_plan_for_an_order_that_the_seller_holds_is_held_too(shop):
    """Hold wins: a line that is linked while the order is held must not slip through."""
    (order_id,) = shop.take(store_order(1001, lines=(line("1", "var-new"),)))
    with shop.database.write() as tx:
        tx.conn.execute(tables.order.update().values(held_by_seller="wait for her answer"))
    shop.link("var-new", "sup-3")
    with shop.database.write() as tx:
        intake.replan_variant(tx, STORE, "var-new")
    (row,) = parts(shop, order_id)
    assert row.held_by_seller == "wait for her answer"


# --- unknown, gone, held, hidden, elsewhere --------------------------------------------------------------------------


def test_an_unknown_variant_is_asked_about_once_for_all_orders(shop):
    ids = shop.take(
        *(store_order(n, lines=(line(f"{n}1", "var-new"),)) for n in (1001, 1002, 1003))
    )
    assert open_cases(shop) == [(CaseKind.LINK, f"variant:{STORE}:var-new")]
    assert [column(shop, id_, "hold_reason") for id_ in ids] == [HoldReason.LINK] * 3
    assert live_jobs(shop) == []


@pytest.mark.parametrize("kind", LinkKind)
def test_an_answer_frees_every_order_that_waited_for_it(shop, kind):
    ids = shop.take(
        *(store_order(n, lines=(line(f"{n}1", "var-new"), line(f"{n}2"))) for n in (1001, 1002))
    )
    shop.link("var-new", "sup-3", kind=kind)
    with shop.database.write() as tx:
        intake.replan_variant(tx, STORE, "var-new")
    assert open_cases(shop) == []
    made = 2 if kind is LinkKind.LINKED else 1
    for id_ in ids:
        assert not column(shop, id_, "on_hold")
        assert len(pieces(shop, id_)) == made


def test_an_order_with_two_unknown_variants_waits_for_both_answers(shop):
    (order_id,) = shop.take(store_order(1001, lines=(line("1", "var-a"), line("2", "var-b"))))
    for variant, held in (("var-a", True), ("var-b", False)):
        shop.link(variant, "sup-3")
        with shop.database.write() as tx:
            intake.replan_variant(tx, STORE, variant)
        assert column(shop, order_id, "on_hold") is held
    assert len(pieces(shop, order_id)) == 2


def test_a_deleted_variant_is_asked_about_per_line_and_answered_for_that_line(shop, replan):
    (order_id,) = shop.take(store_order(1001, lines=(line("1", None), line("2"))))
    assert open_cases(shop) == [(CaseKind.VARIANT_GONE, f"order:{order_id}:line:1")]
    with shop.database.write() as tx:
        link_line(tx, order_id, "1", VariantLink(STORE, "", LinkKind.LINKED, SUPPLIER, "sup-9"))
    replan(order_id)
    (row,) = parts(shop, order_id)
    assert [each.supplier_variant_id for each in row.lines] == ["sup-9", "sup-1"]
    assert open_cases(shop) == []


@pytest.mark.parametrize(
    ("why", "kind", "hold"),
    [
        (Blocked.HELD, CaseKind.HELD_AT_STORE, HoldReason.UNKNOWN),
        (Blocked.SCHEDULED, CaseKind.HELD_AT_STORE, HoldReason.UNKNOWN),
        (Blocked.HIDDEN, CaseKind.PERMISSION, HoldReason.UNKNOWN),
        (Blocked.OTHER_APP, CaseKind.NATIVE_LINK, HoldReason.NATIVE_LINK),
    ],
)
def test_what_the_store_keeps_back_waits_with_a_case_and_goes_on_when_it_ends(
    shop, why, kind, hold
):
    (order_id,) = shop.take(store_order(1001, lines=(line("1", to_fulfil=0, blocked=why),)))
    assert open_cases(shop) == [(kind, f"order:{order_id}")]
    assert column(shop, order_id, "hold_reason") == hold
    assert parts(shop, order_id) == ()
    changed(shop, 1001, lines=(line("1"),))
    assert open_cases(shop) == []
    assert pieces(shop, order_id) == [("1", 1, "planned")]
    assert not column(shop, order_id, "on_hold")


def test_a_line_that_turns_hidden_after_it_was_planned_is_not_asked_for_again(shop):
    (order_id,) = shop.take(store_order(1001, lines=(line("1"),)))
    changed(shop, 1001, lines=(line("1", to_fulfil=0, blocked=Blocked.HIDDEN),))
    assert open_cases(shop) == []
    assert pieces(shop, order_id) == [("1", 1, "planned")]


def test_a_hold_at_the_store_after_planning_shows_and_plans_nothing_more(shop):
    (order_id,) = shop.take(store_order(1001, lines=(line("1"),)))
    changed(shop, 1001, lines=(line("1", to_fulfil=0, blocked=Blocked.HELD), line("2")))
    assert open_cases(shop) == [(CaseKind.HELD_AT_STORE, f"order:{order_id}")]
    assert len(pieces(shop, order_id)) == 1


def test_orders_seen_late_share_one_case_and_send_nothing(shop):
    with shop.database.write() as tx:
        long_ago = connections.RouteSetting(Mode.AUTOMATIC, NOON - timedelta(days=90))
        connections.set_route(tx, STORE, SUPPLIER, long_ago)
    ids = shop.take(*(store_order(n, paid_at=NOON - timedelta(days=9)) for n in (1001, 1002)))
    assert open_cases(shop) == [(CaseKind.LATE_ORDERS, f"store:{STORE}")]
    assert [column(shop, id_, "standing") for id_ in ids] == [Standing.LATE] * 2
    with shop.database.read() as tx:
        (message,) = tx.conn.execute(select(tables.exception_case.c.message)).scalars()
    assert message.startswith("2 paid orders")
    assert live_jobs(shop) == []


# --- why it is on hold -----------------------------------------------------------------------------------------------


@pytest.fixture
def ask(shop):
    def asked(order_id, *kinds):
        with shop.database.write() as tx:
            for kind in kinds:
                cases.open_case(
                    tx, cases.NewCase(kind, f"{kind}:{order_id}", "?", order_id=order_id)
                )

    return asked


def test_the_sellers_own_hold_is_named_before_every_case(shop, ask):
    (order_id,) = shop.take(store_order(1001))
    ask(order_id, CaseKind.STOCK)
    shop.hold(order_id)
    assert column(shop, order_id, "hold_reason") == HoldReason.HELD_BY_SELLER


def test_any_other_reason_is_named_before_the_daily_approval(shop, ask):
    (order_id,) = shop.take(store_order(1001))
    ask(order_id, CaseKind.APPROVAL)
    assert column(shop, order_id, "hold_reason") == HoldReason.APPROVAL
    ask(order_id, CaseKind.STOCK, CaseKind.ADDRESS)
    assert column(shop, order_id, "hold_reason") == HoldReason.STOCK


def test_a_plan_that_stands_still_is_named_before_the_approval_of_another_part(shop, ask):
    (order_id,) = shop.take(store_order(1001))
    ask(order_id, CaseKind.APPROVAL)
    changed(shop, 1001, lines=(line("10011"), line("2", "var-new")))
    with shop.database.write() as tx:
        cases.close_cases(tx, kinds=(CaseKind.LINK,))
    assert column(shop, order_id, "hold_reason") == HoldReason.LINK


def test_a_case_that_holds_nothing_does_not_put_the_order_on_hold(shop, ask):
    (order_id,) = shop.take(store_order(1001))
    ask(order_id, CaseKind.TRACKING_REFUSED)
    assert not column(shop, order_id, "on_hold")


def test_the_hold_of_a_cancelled_part_does_not_hold_the_order(shop):
    (order_id,) = shop.take(store_order(1001))
    shop.hold(order_id)
    cancelled(shop, order_id)
    assert not column(shop, order_id, "on_hold")


def test_refreshing_an_order_that_is_gone_does_nothing(shop):
    (order_id,) = shop.take(store_order(1001))
    with shop.database.write() as tx:
        journey.refresh(tx, order_id + 1)
    with shop.database.read() as tx:
        assert tx.conn.execute(select(tables.order.c.id)).scalars().all() == [order_id]


def test_the_columns_of_an_order_are_worked_out_once_at_the_end_of_a_transaction(shop):
    (order_id,) = shop.take(store_order(1001))
    with shop.database.write() as tx:
        row = ledger.of_order(tx, order_id)[0]
        ledger.move(tx, row, SupplierState.SENDING)
        ledger.move(tx, ledger.get(tx, row.id), SupplierState.DRAFTED, remote_id="77")
        journey.refresh(tx, order_id)
        assert len(tx.last) == 1
    assert not tx.last
    assert column(shop, order_id, "step") == Step.APPROVAL


# --- cost, margin, step ----------------------------------------------------------------------------------------------


def test_cost_and_margin_are_known_when_every_part_is_priced_in_one_currency(shop):
    shop.connect(OTHER, "Second", platform="printful")
    shop.route(supplier=OTHER)
    shop.link("var-2", "sup-2", supplier=OTHER)
    (order_id,) = shop.take(store_order(1001, lines=(line("1"), line("2", "var-2"))))
    set_cost(shop, 0, 1000, "USD")
    assert (column(shop, order_id, "cost"), column(shop, order_id, "margin")) == (None, None)
    set_cost(shop, 1, 500, "EUR")
    refresh(shop, order_id)
    assert (column(shop, order_id, "cost"), column(shop, order_id, "margin")) == (None, None)
    set_cost(shop, 1, 500, "USD")
    refresh(shop, order_id)
    assert (column(shop, order_id, "cost"), column(shop, order_id, "margin")) == (1500, 1400)


def set_cost(shop, place, total, currency):
    with shop.database.write() as tx:
        t = tables.supplier_order
        ids = tx.conn.execute(select(t.c.id).order_by(t.c.id)).scalars().all()
        tx.conn.execute(
            t.update().where(t.c.id == ids[place]).values(cost_total=total, currency=currency)
        )


def refresh(shop, order_id):
    with shop.database.write() as tx:
        journey.refresh(tx, order_id)


def test_a_cost_in_another_currency_is_shown_without_a_margin(shop):
    (order_id,) = shop.take(store_order(1001))
    set_cost(shop, 0, 700, "EUR")
    refresh(shop, order_id)
    assert (column(shop, order_id, "cost_currency"), column(shop, order_id, "margin")) == (
        "EUR",
        None,
    )


def test_shipped_without_a_parcel_that_we_know_is_not_synced(shop):
    """The store was told nothing: the last step must not shine."""
    (order_id,) = shop.take(store_order(1001))
    shop.waiting(order_id)
    shop.approve(order_id)
    shop.walk(order_id, SupplierState.SHIPPED)
    assert column(shop, order_id, "step") == "shipped"


# --- for any order and any links -------------------------------------------------------------------------------------

VARIANTS = ("var-1", "var-2", "var-mine", "var-new", None)
a_line = st.builds(
    lambda quantity, left, variant, blocked: (
        variant, quantity, 0 if blocked else min(left, quantity), blocked,
    ),
    st.integers(0, 3), st.integers(0, 3), st.sampled_from(VARIANTS),
    st.one_of(st.none(), st.none(), st.none(), st.sampled_from(Blocked)),
)  # fmt: skip
some_lines = st.lists(a_line, min_size=1, max_size=4)


def order_of(lines, number, minutes=0):
    made = tuple(
        line(f"{number}{place}", variant, quantity=quantity, to_fulfil=left, blocked=blocked)
        for place, (variant, quantity, left, blocked) in enumerate(lines)
    )
    plain = store_order(number, lines=made)
    return replace(plain, updated_at=plain.updated_at + timedelta(minutes=minutes))


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """One database for all examples; each example has orders of its own."""
    made = Filled(tmp_path_factory.mktemp("many") / "podbridge.db").usual()
    made.connect(OTHER, "Second", platform="printful")
    made.route(supplier=OTHER)
    made.link("var-2", "sup-2", supplier=OTHER)
    made.link("var-mine", kind=LinkKind.NOT_OURS)
    made.numbers = iter(range(2000, 10**6))
    yield made
    made.database.close()


EXAMPLES = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def snapshot(shop, order_id):
    with shop.database.read() as tx:
        row = tx.conn.execute(select(tables.order).where(tables.order.c.id == order_id)).one()
    derived = (row.standing, row.plan_hold, row.on_hold, row.hold_reason, row.step)
    return derived, pieces(shop, order_id), [r.external_id for r in parts(shop, order_id)]


@EXAMPLES
@given(some_lines)
def test_planning_anew_says_the_same_as_planning_first(many, lines):
    (order_id,) = many.take(order_of(lines, next(many.numbers)))
    before = snapshot(many, order_id)
    with many.database.write() as tx:
        Intake(tx, STORE).replan(order_id)
    assert snapshot(many, order_id) == before


@EXAMPLES
@given(
    st.lists(
        st.tuples(some_lines, st.sampled_from(["keep", "free", "cancel"])), min_size=1, max_size=4
    )
)
def test_however_an_order_changes_no_piece_is_planned_beyond_what_is_wanted(many, history):
    """After each word of the store: live supplier orders stand for no more than it ever wanted of a line."""
    number = next(many.numbers)
    wanted = {}
    for minutes, (lines, then) in enumerate(history):
        reading = order_of(lines, number, minutes)
        (order_id,) = many.take(reading)
        for each in reading.lines:
            wanted[each.remote_id] = max(wanted.get(each.remote_id, 0), each.quantity)
        counted = {}
        for row in parts(many, order_id):
            if row.state is not SupplierState.CANCELLED:
                for each in row.lines:
                    counted[each.remote_id] = counted.get(each.remote_id, 0) + each.quantity
        assert all(count <= wanted[ref] for ref, count in counted.items())
        if parts(many, order_id) and parts(many, order_id)[-1].state is SupplierState.PLANNED:
            {"keep": lambda *_: None, "free": freed, "cancel": cancelled}[then](many, order_id)
    with many.database.read() as tx:
        names = [row.external_id for row in ledger.of_order(tx, order_id)]
    assert len(set(names)) == len(names)
    assert all(state in ("planned", "cancelled") for _, _, state in pieces(many, order_id))


def test_the_trail_says_who_linked_a_line(shop):
    (order_id,) = shop.take(store_order(1001, lines=(line("1", None),)))
    with shop.database.write() as tx:
        link_line(tx, order_id, "1", VariantLink(STORE, "", LinkKind.NOT_OURS))
        (actor,) = tx.conn.execute(
            select(tables.audit.c.actor).where(tables.audit.c.event == "line_linked")
        ).scalars()
    assert actor == Actor.SELLER


# --- print providers ---------------------------------------------------------------------------------------------------


def made_by(shop, **providers):
    """The supplier's variants, each with its print provider."""
    variants = tuple(
        SupplierVariant(variant.replace("_", "-"), "Tee", (), print_provider=provider)
        for variant, provider in providers.items()
    )
    with shop.database.write() as tx:
        products.take_product(tx, SUPPLIER, SupplierProduct("77", "Tee", variants))


def test_lines_of_two_print_providers_are_two_supplier_orders(shop):
    made_by(shop, sup_1="9", sup_2="5")
    shop.link("var-2", "sup-2")
    (order_id,) = shop.take(store_order(1001, lines=(line("1"), line("2", "var-2"))))
    assert [[x.remote_id for x in row.lines] for row in parts(shop, order_id)] == [["2"], ["1"]]


def test_a_line_whose_own_link_names_the_variant_goes_with_its_print_provider(shop, replan):
    made_by(shop, sup_1="9", sup_2="9")
    (order_id,) = shop.take(store_order(1001, lines=(line("1"), line("2", None))))
    with shop.database.write() as tx:
        link_line(tx, order_id, "2", VariantLink(STORE, "", LinkKind.LINKED, SUPPLIER, "sup-2"))
    replan(order_id)
    assert [[x.remote_id for x in row.lines] for row in parts(shop, order_id)] == [["1", "2"]]
