"""What every connector promises, whatever it connects: the claims of `ports.Remote` and of the errors.

A suite of one port adds `acts` (its writes), an order to be read, and its own claims.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

import pytest

from podbridge_desktop.errors import (
    BadInput,
    Busy,
    NeedsPerson,
    PermissionMissing,
    PodBridgeError,
    SignInFailed,
    Stopped,
    UnknownOutcome,
    Unreachable,
    VendorFault,
)
from tests.conformance import faults
from tests.conformance.acts import patiently
from tests.conformance.changes import TOLD, ChangesSuite
from tests.conformance.desk import Desk, Right
from tests.conformance.people import PRIVATE
from tests.conformance.words import names, plain, said
from tests.conformance.world import NOWHERE, World

LONG = 10  # seconds of real time: what ends by itself ends long before


class RemoteSuite(ChangesSuite):
    """Subclasses of the suites, which begin with `Test`, are what is run."""

    desk: type[Desk]

    def order(self, world: World, remote: Any) -> str:
        """An order that can be read."""
        raise NotImplementedError

    def read(self, remote: Any, order: str) -> object:
        """It, without the time when it was asked for."""
        raise NotImplementedError

    # the connection test

    def test_the_connection_test_passes_and_says_whose_account_it_is(self, world):
        report = world.connect().check()
        assert report.missing == ()
        assert (report.account_id, report.currency) == (world.desk.account_id, world.desk.currency)
        assert report.account_name

    def test_a_missing_right_is_named_and_no_other(self, world, right):
        weaker = world.desk.take_rights(right.names, world.clock.now())
        told = _said_missing(world.connect(secrets=weaker), right)
        others = [each.name for each in world.desk.rights if each.name not in right.names]
        assert names(told, right.name), told
        assert not [each for each in others if names(told, each)], told

    def test_a_call_without_its_right_names_it(self, world):
        remote = world.connect()
        order = self.order(world, remote)
        right, taken = world.desk.right_to_read
        world.desk.take_rights(taken, world.clock.now())
        with pytest.raises(PermissionMissing) as caught:
            self.read(remote, order)
        assert right in caught.value.missing
        plain(caught.value)

    def test_a_change_without_its_right_names_it_and_is_not_made(self, world):
        remote, act = world.connect(), self.acts[0]
        thing = act.prepare(world, remote)
        right, taken = world.desk.right_to_write
        world.desk.take_rights(taken, world.clock.now())
        with pytest.raises(PermissionMissing) as caught:
            act.do(remote, thing)
        assert right in caught.value.missing
        assert act.count(world, thing) == 0

    def test_a_wrong_key_is_told_and_not_repeated(self, world):
        wrong = world.desk.wrong_secrets()
        with pytest.raises(SignInFailed) as caught:
            world.connect(secrets=wrong).check()
        plain(caught.value)
        assert not [each for each in wrong.values() if each and each in said(caught.value)]

    def test_without_a_key_nothing_is_asked(self, world):
        remote = world.connect(secrets={})
        with pytest.raises(SignInFailed) as caught:
            remote.check()
        plain(caught.value)
        assert remote.figures().calls == 0

    def test_a_key_that_ended_is_told_at_work(self, world):
        remote = world.connect()
        order = self.order(world, remote)
        world.desk.end_key(world.clock.now())
        with pytest.raises(SignInFailed) as caught:
            self.read(remote, order)
        plain(caught.value)

    def test_another_account_is_told_with_a_way_on(self, world):
        with pytest.raises((BadInput, NeedsPerson)) as caught:
            world.connect(fields=world.desk.elsewhere()).check()
        plain(caught.value)

    def test_traffic_is_counted(self, world):
        remote = world.connect()
        before = remote.figures().calls
        self.order(world, remote)
        remote.check()
        assert remote.figures().calls > before
        assert remote.figures().failures == 0

    # reads

    @pytest.mark.parametrize("kind", faults.BROKEN)
    def test_a_read_that_breaks_once_is_right_all_the_same(self, world, kind):
        remote = world.connect()
        order = self.order(world, remote)
        first = self.read(remote, order)
        world.trouble(kind, world.desk.reads, **faults.how(kind))
        assert self.read(remote, order) == first

    @pytest.mark.parametrize("kind", faults.BROKEN)
    def test_a_read_that_stays_broken_is_the_vendors_fault(self, world, kind):
        remote = world.connect()
        order = self.order(world, remote)
        first = self.read(remote, order)
        world.trouble(kind, world.desk.reads, times=faults.FOR_GOOD, **faults.how(kind))
        with pytest.raises(VendorFault):
            self.read(remote, order)
        world.door.clear()
        assert self.read(remote, order) == first

    def test_a_read_that_must_wait_waits_exactly_as_long_as_it_was_told(self, world):
        remote = world.connect()
        order = self.order(world, remote)
        world.trouble("rate_limited", world.desk.reads, retry_after=TOLD)
        with pytest.raises(Busy) as caught:
            self.read(remote, order)
        assert caught.value.wait == timedelta(seconds=TOLD)
        told_at = world.clock.now()
        self.read(remote, order)
        waited = world.door.times(world.desk.reads)[-1] - told_at
        assert TOLD <= waited.total_seconds() < TOLD + 2

    def test_a_read_told_to_wait_without_a_time_is_busy(self, world):
        remote = world.connect()
        order = self.order(world, remote)
        world.trouble("rate_limited", world.desk.reads, times=faults.FOR_GOOD)
        with pytest.raises(Busy):
            self.read(remote, order)
        world.door.clear()
        patiently(world, self.read, remote, order)

    def test_a_key_that_stays_refused_asks_for_a_sign_in(self, world):
        remote = world.connect()
        order = self.order(world, remote)
        world.trouble("unauthorized", world.desk.reads, times=faults.FOR_GOOD)
        with pytest.raises(SignInFailed) as caught:
            self.read(remote, order)
        assert caught.value.case == "sign_in"

    def test_a_vendor_out_of_reach_is_told_before_anything_is_sent(self, world):
        order = self.order(world, world.connect())
        with pytest.raises(Unreachable) as caught:
            self.read(world.connect(url=NOWHERE), order)
        plain(caught.value)

    # the stop

    def test_the_stop_ends_a_read_that_waits(self, world):
        remote = world.connect()
        order = self.order(world, remote)
        world.trouble("slow", world.desk.reads)
        assert isinstance(_stopped(world, remote, self.read, remote, order), Stopped)

    def test_the_stop_leaves_a_change_under_way_unknown_and_it_is_found(self, world, act):
        remote = world.connect()
        thing = act.prepare(world, remote)
        world.trouble("slow", act.calls(world))
        assert isinstance(_stopped(world, remote, act.do, remote, thing), UnknownOutcome)
        assert act.is_found(world.connect(), thing)
        assert act.count(world, thing) == 1

    def test_after_the_stop_nothing_is_asked(self, world, act):
        remote = world.connect()
        thing = act.prepare(world, remote)
        calls = remote.figures().calls
        remote.abort()
        with pytest.raises(Stopped):
            act.do(remote, thing)
        assert remote.figures().calls == calls

    def test_closing_twice_is_once_too_often_and_no_more(self, world):
        remote = world.connect()
        order = self.order(world, remote)
        remote.close()
        remote.close()
        with pytest.raises(Stopped):
            self.read(remote, order)

    # what is never told

    def test_no_key_and_nothing_of_the_buyer_reaches_the_log(self, world, caplog):
        caplog.set_level(logging.DEBUG)
        told = " ".join(said(each) for each in self._everything_goes_wrong(world))
        assert told
        secrets = world.never_told()
        assert secrets
        for each in (*secrets, "Bearer "):
            assert each not in caplog.text
            assert each not in told
        assert not [each for each in PRIVATE if each in caplog.text]

    def _everything_goes_wrong(self, world: World) -> list[PodBridgeError]:
        """A day with every trouble that can be ordered; the errors that came of it."""
        errors: list[PodBridgeError] = []

        def attempt(work: Any, *given: Any) -> None:
            try:
                work(*given)
            except PodBridgeError as error:
                errors.append(error)
                world.clock.pause(100)

        remote = world.connect()
        attempt(remote.check)
        order = self.order(world, remote)
        for kind in sorted(faults.all_scripts() - {"slow"}):
            for act in self.acts:
                thing = act.prepare(world, remote)
                world.trouble(kind, act.calls(world), times=3, **faults.how(kind))
                attempt(act.do, remote, thing)
                world.door.clear()
                attempt(act.is_found, remote, thing)
                attempt(act.again, remote, thing)
            world.trouble(kind, world.desk.reads, times=5, **faults.how(kind))
            attempt(self.read, remote, order)
            world.door.clear()
        world.desk.end_key(world.clock.now())
        attempt(self.read, remote, order)
        attempt(world.connect(secrets=world.desk.wrong_secrets()).check)
        return errors


def _said_missing(remote: Any, right: Right) -> str:
    """What the connection test says; without some rights it cannot even tell whose account it is."""
    try:
        report = remote.check()
    except PermissionMissing as error:
        assert right.needed
        return " ".join(error.missing)
    lacking = [each for each in report.abilities if not each.works]
    assert right.needed == any(each.needed for each in lacking)
    return " ".join(each.sentence for each in lacking)


def _stopped(world: World, remote: Any, work: Any, *given: Any) -> BaseException | None:
    """`work` waits for a slow answer when the program stops; what comes of it."""
    came: list[BaseException] = []

    def run() -> None:
        try:
            work(*given)
        except PodBridgeError as error:
            came.append(error)

    waiting = threading.Thread(target=run)
    waiting.start()
    assert world.door.waiting.wait(LONG)
    remote.abort()
    waiting.join(LONG)
    assert not waiting.is_alive()
    return came[0] if came else None
