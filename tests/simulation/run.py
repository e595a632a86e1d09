"""One seed from its first buyer to the rest after the storm."""

from __future__ import annotations

import gc
import logging
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from podbridge_desktop.logs import start_log
from tests.simulation import invariants
from tests.simulation.matrix import Matrix
from tests.simulation.process import Endless
from tests.simulation.seller import Seller
from tests.simulation.template import PAIRS, Pair, template
from tests.simulation.world import World

STORM = timedelta(hours=26)
LIVENESS = timedelta(hours=60)  # until then every order is made, or somebody's case
LOOKS = timedelta(hours=4)
MEMORY = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one seed."""

    seed: int
    pair: str
    violations: tuple[tuple[str, str], ...]
    fingerprint: str  # of everything that happened: the same seed gives the same again
    struck: Counter[str]
    matrix: Matrix
    orders: int
    calls: int
    lives: int


def run(seed: int, tell: Callable[[str], None] | None = None) -> Outcome:
    """Play a seed. `tell` hears every event."""
    _ready(PAIRS[seed % len(PAIRS)])  # what it opens once is not the seed's
    before = handles()
    outcome = _run(seed, tell)
    gc.collect()
    left = handles() - before
    if left > 0:  # I11: lives that were thrown away leave nothing open
        found = ("I11", f"{left} files more are open than before")
        return replace(outcome, violations=(*outcome.violations, found))
    return outcome


@cache
def _ready(pair: Pair) -> None:
    """Open the shop of a pair. What stands then is never looked through again for garbage: that took a tenth of a seed."""
    template(pair)
    gc.collect()
    gc.freeze()


def handles() -> int:
    """Open files of this process; 0 where the system does not tell."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def _run(seed: int, tell: Callable[[str], None] | None) -> Outcome:
    place = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="podbridge-seed-", dir=place) as folder:
        start_log(Path(folder) / "logs")
        try:
            world = World(Path(folder), seed, tell)
            try:
                _play(world, Path(folder) / "logs" / "podbridge.log")
                return _outcome(world)
            finally:
                world.close()
        finally:
            _stop_log()


def _play(world: World, log: Path) -> None:
    try:
        _live(world)
    except Endless:
        world.violate("I2", "the engine goes round and round while no time passes")
        return
    for number, text in (
        *invariants.at_rest(world),
        *invariants.calls_are_few(world),
        *invariants.no_mistake_of_ours(world),
        *invariants.no_false_alarm(world),
        *invariants.nothing_leaks(world, log.read_text(encoding="utf-8")),
    ):
        world.violate(number, text)


def _live(world: World) -> None:
    """The storm, and the calm until all holds or time is up."""
    seller = Seller(world)
    world.interrupted = seller.interrupt
    world.process = world.start()
    world.set_mode()
    world.life.begin()
    seller.begin()
    world.stormy = True
    world.live(world.clock.now() + STORM)
    _calm(world)
    end = world.clock.now() + LIVENESS
    world.live(world.clock.now() + LOOKS)
    while True:
        world.life.settle()
        seller.work()
        world.live(min(end, world.clock.now() + LOOKS))
        if not invariants.at_rest(world) or world.clock.now() >= end:
            return


def _calm(world: World) -> None:
    """Nothing goes wrong any more; what hung over from the storm does not count against the bound."""
    world.stormy = False
    world.wall.wrong_by = timedelta(0)
    world.quota_until = dict.fromkeys(world.vendors, world.clock.now())
    world.note("calm")


def _outcome(world: World) -> Outcome:
    world.note(f"end: {world.query('SELECT state, count(*) FROM supplier_order GROUP BY state')}")
    return Outcome(
        seed=world.seed,
        pair="-".join(world.pair),
        violations=tuple(world.violations),
        fingerprint=world.log.hexdigest(),
        struck=world.struck,
        matrix=world.matrix,
        orders=sum(1 for _ in world.query("SELECT id FROM orders")),
        calls=sum(world.watch.calls.values()),
        lives=world.lives,
    )


def _stop_log() -> None:
    ours = logging.getLogger("podbridge_desktop")
    for handler in [each for each in ours.handlers if hasattr(each, "baseFilename")]:
        ours.removeHandler(handler)
        handler.close()
