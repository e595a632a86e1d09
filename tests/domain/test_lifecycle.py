"""The protocol's edges, where a supplier's word leads, and the step that a person sees."""

import itertools

import pytest

from podbridge_desktop.domain.fulfilment import SupplierStatus
from podbridge_desktop.domain.lifecycle import (
    ALLOWED,
    JOURNEY,
    Step,
    SupplierState,
    may_move,
    state_after,
    step_of,
)
from podbridge_desktop.domain.lifecycle import SupplierState as S

ENDS = {S.CANCELLED, S.FAILED}
ORDER = [
    S.PLANNED, S.SENDING, S.DRAFTED, S.CHECKED, S.WAITING, S.CONFIRMING, S.IN_PRODUCTION, S.PARTLY_SHIPPED,
    S.SHIPPED, S.DELIVERED,
]  # fmt: skip
PAIRS = list(itertools.product(SupplierState, SupplierStatus))


def test_every_state_says_where_it_may_go():
    assert set(ALLOWED) == set(SupplierState)
    assert set(ORDER) | ENDS == set(SupplierState)


@pytest.mark.parametrize("end", [S.CANCELLED, S.DELIVERED])
def test_from_an_end_nothing_leads_on(end):
    assert ALLOWED[end] == frozenset()
    assert not end.is_open


def test_staying_is_always_allowed():
    assert all(may_move(state, state) for state in SupplierState)


@pytest.mark.parametrize(
    "path",
    [
        (S.PLANNED, S.SENDING, S.DRAFTED, S.CHECKED, S.WAITING, S.CONFIRMING, S.IN_PRODUCTION),
        (S.PLANNED, S.WAITING, S.SENDING, S.DRAFTED, S.CHECKED, S.CONFIRMING, S.IN_PRODUCTION),
        (S.IN_PRODUCTION, S.PARTLY_SHIPPED, S.SHIPPED, S.DELIVERED),
        (S.SENDING, S.PLANNED),
        (S.CONFIRMING, S.WAITING),
        (S.IN_PRODUCTION, S.FAILED, S.CONFIRMING),
    ],
)
def test_both_kinds_of_supplier_can_walk_the_protocol(path):
    assert all(may_move(old, new) for old, new in itertools.pairwise(path))


def test_money_is_only_spent_from_a_checked_approved_or_failed_order():
    assert {old for old in S if S.CONFIRMING in ALLOWED[old]} == {S.CHECKED, S.WAITING, S.FAILED}


def test_nothing_is_sent_again_once_it_may_have_been_paid():
    assert {old for old in S if S.SENDING in ALLOWED[old]} == {S.PLANNED, S.WAITING}
    assert not any(S.SENDING in ALLOWED[state] for state in S if state.may_have_spent)


def test_what_may_have_spent_begins_with_the_confirm():
    assert {state for state in S if state.may_have_spent} == {
        S.CONFIRMING, S.IN_PRODUCTION, S.PARTLY_SHIPPED, S.SHIPPED, S.DELIVERED, S.FAILED,
    }  # fmt: skip


def test_only_a_plan_was_surely_never_sent():
    assert [state for state in ORDER if not state.was_sent] == [S.PLANNED]


@pytest.mark.parametrize(("old", "status"), PAIRS, ids=lambda value: value.value)
def test_a_polled_word_never_moves_a_row_backwards(old, status):
    new = state_after(old, status)
    assert may_move(old, new)
    if old in ORDER and new in ORDER:
        assert ORDER.index(new) >= ORDER.index(old)
    if old in {S.CANCELLED, S.DELIVERED}:
        assert new is old


@pytest.mark.parametrize("status", [SupplierStatus.UNKNOWN, SupplierStatus.DRAFT])
def test_an_unknown_word_and_a_draft_move_nothing(status):
    assert all(state_after(state, status) is state for state in SupplierState)


@pytest.mark.parametrize("status", SupplierStatus)
def test_no_word_makes_a_plan_look_sent(status):
    assert state_after(S.PLANNED, status) in {S.PLANNED, S.CANCELLED}


def test_a_late_failure_does_not_undo_a_parcel():
    """FAILED may be confirmed again: a shipped order would be made a second time."""
    assert state_after(S.SHIPPED, SupplierStatus.FAILED) is S.SHIPPED


def step(*states, pushed=False, cancelled=False):
    return step_of(states, all_tracking_pushed=pushed, cancelled=cancelled)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), Step.PLACED),
        ((S.PLANNED,), Step.PLACED),
        ((S.SENDING,), Step.APPROVAL),
        ((S.WAITING,), Step.APPROVAL),
        ((S.CONFIRMING,), Step.APPROVAL),
        ((S.IN_PRODUCTION,), Step.PRODUCTION),
        ((S.FAILED,), Step.PRODUCTION),
        ((S.PARTLY_SHIPPED,), Step.SHIPPED),
        ((S.SHIPPED,), Step.SHIPPED),
        ((S.SHIPPED, S.WAITING), Step.APPROVAL),
        ((S.IN_PRODUCTION, S.PARTLY_SHIPPED), Step.PRODUCTION),
        ((S.CANCELLED, S.IN_PRODUCTION), Step.PRODUCTION),
        ((S.CANCELLED,), Step.PLACED),
    ],
)
def test_the_slowest_live_part_decides_the_step(states, expected):
    assert step(*states) is expected


def test_every_state_has_a_step():
    assert {step(state) for state in SupplierState} <= set(JOURNEY)


def test_the_journey_ends_when_all_has_left_and_the_store_knows():
    assert step(S.SHIPPED, S.DELIVERED, pushed=True) is Step.TRACKING_SYNCED
    assert step(S.SHIPPED, S.PARTLY_SHIPPED, pushed=True) is Step.SHIPPED
    assert step(S.DELIVERED, pushed=False) is Step.SHIPPED
    assert step(S.IN_PRODUCTION, pushed=True) is Step.PRODUCTION


def test_cancelled_counts_only_where_nothing_lives():
    assert step(S.CANCELLED, cancelled=True) is Step.CANCELLED
    assert step(cancelled=True) is Step.CANCELLED
    assert step(S.IN_PRODUCTION, cancelled=True) is Step.PRODUCTION
