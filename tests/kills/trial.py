"""One seller's weeks in which every sync of the day is cut off at the next point, and the vendors' books at the end."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from podbridge_desktop.domain.planning import Mode
from tests.support.books import assert_all_made, assert_nothing_twice
from tests.support.bridge import Bridge, running_bridge
from tests.support.printify_bridge import open_printify

QUIET = 20 * 60  # seconds: longer than any vendor's own quiet period
Answer = dict[str, Any]


class Nursery:
    """The other side of `nursery.py`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kills.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def sync(self, folder: Path, **order: int) -> Answer:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"folder": str(folder), **order}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())  # type: ignore[no-any-return]

    def close(self) -> None:
        self._process.communicate()


class Trial:
    """A shop in which one order is bought each day. Every check is made against the vendors' own books."""

    def __init__(self, bridge: Bridge, nursery: Nursery) -> None:
        self.bridge, self._nursery = bridge, nursery
        self.runs = 0
        self.points: list[str] = []  # of the longest run
        self.ends: Counter[str] = Counter()  # where a process was killed

    def sync(self, **order: int) -> Answer:
        answer = self._nursery.sync(self.bridge.folder, **order)
        self.runs += 1
        self.ends[answer.get("at", "")] += 1
        assert answer.get("unmeant") == [], answer
        assert answer["killed"] or answer["code"] == 0, answer
        self.points = max(self.points, answer["points"], key=len)
        return answer

    def day(self) -> None:
        """A customer buys, a day goes by."""
        self.bridge.buy(1, quantity=1)
        self.bridge.world.next_day()

    def recover(self) -> None:
        """Nothing is in the way any more: after this day's syncs everything bought is made, once."""
        assert self.sync()["error"] == ""
        self.bridge.world.post("advance", {"seconds": QUIET})
        assert self.sync()["error"] == ""
        ledger = self.bridge.ledger()
        assert_all_made(ledger)
        assert_nothing_twice(ledger)

    def settle(self) -> None:
        """Days without trouble: every parcel's number comes to the store, once, and nothing asks for a person."""
        for _ in range(12):
            self.bridge.world.next_day()
            self.sync()
        self.bridge.restart()
        assert {order.row.step.value for order in self.bridge.orders()} == {"tracking_synced"}
        assert [case.message for case in self.bridge.cases()] == []
        self.recover()


def every_kill(trial: Trial, *, step: int = 1, first: int = 1, seed: int = 1) -> int:
    """Kill a day's sync at its n-th point and the one after it at any; n grows by `step` until a sync runs through."""
    chance = random.Random(seed)
    n = first
    while True:
        trial.day()
        if not trial.sync(kill=n)["killed"]:
            break
        trial.sync(kill=chance.randint(1, max(2, len(trial.points))))
        trial.recover()
        n += step
    trial.recover()
    trial.settle()
    return n


def every_failure(trial: Trial, *, step: int = 1, first: int = 1, times: int = 1) -> int:
    """Let `times` commits of a day's sync fail from the n-th on; n grows by `step` until there are no more."""
    n = first
    while True:
        trial.day()
        if len(trial.sync(fail=n, times=times)["points"]) < n:
            break
        trial.recover()
        n += step
    trial.recover()
    trial.settle()
    return n


@contextmanager
def trial(folder: Path, supplier: str) -> Iterator[Trial]:
    """A connected Shopify shop with one supplier, on Automatic."""
    with running_bridge(folder, platforms=("shopify", supplier)) as bridge:
        if supplier == "printify":
            open_printify(bridge, Mode.AUTOMATIC, products=1)
        else:
            bridge.open_shop(Mode.AUTOMATIC, products=1)
        bridge.container.close()
        nursery = Nursery()
        try:
            yield Trial(bridge, nursery)
        finally:
            nursery.close()
