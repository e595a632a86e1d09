"""What every connector promises of its changes: made once, or known not to be made, or unknown and found by a look-up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from podbridge_desktop.errors import Busy, SignInFailed, Superseded, UnknownOutcome, Unreachable
from tests.conformance import faults
from tests.conformance.acts import Act, patiently
from tests.conformance.words import plain
from tests.conformance.world import NOWHERE

TOLD = 17  # seconds; no connector sits so long out by itself, and each comes to wait that long


class ChangesSuite:
    """`acts` are the writes of a port; each claim is made of each of them."""

    acts: tuple[Act, ...]

    def test_every_fault_script_has_its_claim(self):
        assert {*faults.BROKEN, *faults.TOLD_APART} == faults.all_scripts()

    def test_a_change_is_made_once_however_often_it_is_asked_for(self, world, act):
        remote = world.connect()
        thing = act.prepare(world, remote)
        act.do(remote, thing)
        for _ in range(2):
            act.again(remote, thing)
        assert act.count(world, thing) == 1

    def test_who_was_replaced_by_another_engine_changes_nothing(self, world, act):
        def fence():
            raise Superseded("Another program syncs this data now.")

        remote = world.connect()
        thing = act.prepare(world, remote)
        with pytest.raises(Superseded):
            act.do(world.connect(may_write=fence), thing)
        assert act.count(world, thing) == 0

    @pytest.mark.parametrize("kind", faults.BEFORE)
    def test_a_change_that_broke_before_it_was_made_is_unknown_and_made_later(
        self, world, act, kind
    ):
        remote = world.connect()
        thing = act.prepare(world, remote)
        world.trouble(kind, act.calls(world), **faults.how(kind))
        with pytest.raises(UnknownOutcome) as caught:
            act.do(remote, thing)
        plain(caught.value, hint=False)
        assert act.count(world, thing) == 0
        if kind == "late":
            world.clock.pause(faults.LATER)
            assert patiently(world, act.is_found, remote, thing)
        patiently(world, act.again, remote, thing)
        assert act.count(world, thing) == 1

    @pytest.mark.parametrize("kind", faults.BEFORE)
    def test_a_change_that_was_not_made_is_not_found(self, world, act, kind):
        remote = world.connect()
        thing = act.prepare(world, remote)
        world.trouble(kind, act.calls(world), **faults.how(kind))
        with pytest.raises(UnknownOutcome):
            act.do(remote, thing)
        other = world.connect()  # as after a restart: nothing is known but the name
        assert not act.is_found(other, thing)

    @pytest.mark.parametrize("kind", faults.AFTER)
    def test_a_change_whose_answer_was_lost_is_unknown_and_found(self, world, act, kind):
        remote = world.connect()
        thing = act.prepare(world, remote)
        world.trouble(kind, act.calls(world))
        with pytest.raises(UnknownOutcome):
            act.do(remote, thing)
        assert act.count(world, thing) == 1
        other = world.connect()
        assert act.is_found(other, thing)
        patiently(world, act.again, other, thing)
        assert act.count(world, thing) == 1

    def test_a_change_told_to_wait_was_not_made_and_waits_exactly_so_long(self, world, act):
        remote = world.connect()
        thing = act.prepare(world, remote)
        world.trouble("rate_limited", act.calls(world), retry_after=TOLD)
        with pytest.raises(Busy) as caught:
            act.do(remote, thing)
        assert caught.value.wait == timedelta(seconds=TOLD)
        assert act.count(world, thing) == 0
        told_at = world.clock.now()
        act.do(remote, thing)
        waited = min(at for at in world.door.times(act.calls(world)) if at > told_at) - told_at
        assert TOLD <= waited.total_seconds() < TOLD + 2
        assert act.count(world, thing) == 1

    def test_a_change_told_to_wait_without_a_time_was_not_made(self, world, act):
        remote = world.connect()
        thing = act.prepare(world, remote)
        world.trouble("rate_limited", act.calls(world), times=faults.FOR_GOOD)
        with pytest.raises(Busy):
            act.do(remote, thing)
        assert act.count(world, thing) == 0
        world.door.clear()
        patiently(world, act.do, remote, thing)
        assert act.count(world, thing) == 1

    def test_a_change_with_a_refused_key_was_not_made(self, world, act):
        remote = world.connect()
        thing = act.prepare(world, remote)
        world.trouble("unauthorized", act.calls(world), times=faults.FOR_GOOD)
        with pytest.raises(SignInFailed):
            act.do(remote, thing)
        assert act.count(world, thing) == 0
        world.door.clear()
        act.do(remote, thing)
        assert act.count(world, thing) == 1

    def test_a_change_that_never_left_this_computer_is_known_not_to_be_made(self, world, act):
        thing = act.prepare(world, world.connect())
        with pytest.raises(Unreachable):
            act.do(world.connect(url=NOWHERE), thing)
        assert act.count(world, thing) == 0
