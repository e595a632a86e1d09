"""One move of the ledger, committed, against the same rows written by sqlcipher3 alone: `python -m benchmarks.commit`.

Both write to a copy of one shop's encrypted database with the same settings (WAL, `synchronous=FULL`), in turn. A move
is what stands before each call that spends: it reads the row, checks the edge of the protocol, writes the new state
and the chained trail, and finds the order's step. The floor only writes those two rows and the link of the chain.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.measure import Figures, Spread
from benchmarks.shop import StillClock
from podbridge_desktop.domain.lifecycle import SupplierState
from podbridge_desktop.storage import ledger, sqlite
from podbridge_desktop.storage.database import Database
from tests.support.virtual_shop import KEY, Shop

GOAL = 2.0
_THERE, _BACK = SupplierState.SENDING, SupplierState.WAITING
_MOVE = "UPDATE supplier_order SET state = ?, attempt = ? WHERE id = ? AND state = ?"
_LAST = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
_TRAIL = "INSERT INTO audit VALUES (?, ?, 'engine', 'supplier_order', ?, ?, ?, ?)"
_FACTS = (
    '{"attempt":"2","external_id":"s5k52j-5610000032768-bksp7pa","from":"waiting","to":"sending"}'
)


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=500, help="in each run")
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = compare(Path(folder), options.moves, options.pairs)
    show(result)
    measure.keep(options.json, "commit", result)
    return result


def compare(folder: Path, moves: int, pairs: int) -> dict[str, Any]:
    template = _shop(folder / "shop")
    found: dict[str, list[Figures]] = {"ours": [], "floor": []}

    def run(who: str) -> None:
        file = folder / "run.db"
        file.with_name("run.db-wal").unlink(missing_ok=True)
        shutil.copyfile(template, file)
        opened = _ours(file) if who == "ours" else _floor(file)
        with opened as move:
            move(2)  # the first of all prepares the statements
            found[who].append(measure.timed(lambda: move(moves)))

    measure.in_turn(pairs, lambda: run("ours"), lambda: run("floor"))
    both = list(zip(found["ours"], found["floor"], strict=True))
    wall = Spread.of(ours.wall / floor.wall for ours, floor in both)
    return {
        "moves": moves,
        "pairs": pairs,
        "ms": {who: Spread.of(each.wall / moves * 1000 for each in runs) for who, runs in found.items()},
        "cpu_ms": {who: Spread.of(each.cpu / moves * 1000 for each in runs) for who, runs in found.items()},
        "ratio": wall,
        "goal": GOAL,
        "kept": wall.median <= GOAL,
    }  # fmt: skip


def _shop(folder: Path) -> Path:
    """A shop's database with a few orders in it, checkpointed; the first of its supplier orders waits."""
    folder.mkdir()
    shop = Shop(folder, "shopify", "printful", 10_000)
    try:
        shop.open()
        shop.rush(20)
        shop.run_until(shop.clock.now() + timedelta(minutes=10))
        with shop.database.write() as tx:
            ledger.move(tx, ledger.get(tx, 1), _BACK)
        file = folder / "template.db"
        shutil.copyfile(shop.database.path, file)
        wal = Path(f"{shop.database.path}-wal")
        shutil.copyfile(wal, f"{file}-wal")
    finally:
        shop.close()
    db = sqlite.connect(file, KEY)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return file


@contextmanager
def _ours(file: Path) -> Iterator[Any]:
    database = Database(file, KEY, StillClock())

    def move(count: int) -> None:
        for number in range(count):
            with database.write() as tx:
                row = ledger.get(tx, 1)
                ledger.move(tx, row, _BACK if number % 2 else _THERE, attempt=row.attempt + 1)

    try:
        yield move
    finally:
        database.close()


@contextmanager
def _floor(file: Path) -> Iterator[Any]:
    db = sqlite.connect(file, KEY)
    ((order_id, supplier_id),) = db.execute(
        "SELECT order_id, supplier_id FROM supplier_order WHERE id = 1"
    ).fetchall()
    at = 1_795_223_400_000_000

    def move(count: int) -> None:
        for number in range(count):
            old, new = (_THERE, _BACK) if number % 2 else (_BACK, _THERE)
            db.execute("BEGIN IMMEDIATE")
            db.execute(_MOVE, (new.value, number, 1, old.value))
            seq, mark = db.execute(_LAST).fetchone()
            db.execute(_TRAIL, (seq + 1, at, order_id, supplier_id, _FACTS, mark))
            db.execute("COMMIT")

    try:
        yield move
    finally:
        db.close()


def show(result: dict[str, Any]) -> None:
    measure.table(
        [
            ("", "ms a commit", "ms of CPU"),
            *((who, f"{result['ms'][who]:.2f}", f"{result['cpu_ms'][who]:.2f}") for who in ("ours", "floor")),
            ("ratio", f"{result['ratio']:.2f}", ""),
        ]
    )  # fmt: skip
    print(
        f"{result['moves']} moves a run, {result['pairs']} pairs; median (smallest–largest). Goal: ratio at most {GOAL}."
    )


if __name__ == "__main__":
    main()
