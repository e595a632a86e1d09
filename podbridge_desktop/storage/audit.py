"""The append-only record: who did what to which thing, when, with what answer. Chained, so that a change shows.

No personal value is written here: an address appears as its fingerprint only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.instants import from_micros, to_micros

_encoder = msgspec.json.Encoder(order="sorted")
GENESIS = "0" * 64


class Actor(StrEnum):
    """Who did it."""

    SELLER = "seller"
    ENGINE = "engine"
    STORE = "store"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `facts` are plain values without personal data."""

    actor: Actor
    event: str
    order_id: int | None = None
    connection_id: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def add(tx: Tx, entry: Entry) -> None:
    """Append one entry."""
    add_all(tx, (entry,))


def add_all(tx: Tx, entries: Iterable[Entry]) -> None:
    """Append entries in their order, each chained to the one before."""
    cursor = tx.cursor()
    cursor.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
    seq, previous = cursor.fetchone() or (0, GENESIS)
    at = to_micros(tx.now)
    rows = []
    for entry in entries:
        seq += 1
        facts = _encoder.encode(entry.facts).decode()
        previous = chained(
            previous, seq, at, entry.actor, entry.event, entry.order_id, entry.connection_id, facts
        )
        rows.append(
            (
                seq,
                at,
                entry.actor.value,
                entry.event,
                entry.order_id,
                entry.connection_id,
                facts,
                previous,
            )
        )
    cursor.executemany("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def chained(previous: str, *values: object) -> str:
    """The hash of an entry: over the hash before it and every value of its row."""
    return hashlib.sha256(previous.encode() + _encoder.encode(values)).hexdigest()


def broken_at(tx: Tx) -> int | None:
    """The first entry whose chain does not hold, or None when all hold."""
    cursor = tx.cursor()
    previous, expected = GENESIS, 1
    for row in cursor.execute(
        "SELECT seq, at, actor, event, order_id, connection_id, facts, hash FROM audit ORDER BY seq"
    ):
        *values, found = row
        if values[0] != expected or chained(previous, *values) != found:
            return expected
        previous, expected = found, expected + 1
    return None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as it is read back."""

    number: int
    at: datetime
    actor: str
    event: str
    order_id: int | None
    connection_id: str | None
    facts: dict[str, object]


def newest(tx: Tx, limit: int) -> tuple[Recorded, ...]:
    """The newest entries, newest first."""
    cursor = tx.cursor()
    rows = cursor.execute(
        "SELECT seq, at, actor, event, order_id, connection_id, facts FROM audit ORDER BY seq DESC LIMIT ?",
        (limit,),
    )
    return tuple(
        Recorded(seq, from_micros(at), actor, event, order, connection, msgspec.json.decode(facts))
        for seq, at, actor, event, order, connection, facts in rows
    )
