"""The state of the simulated Printful account: plain JSON values, so that it can be written down as it is."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeAlias

# Bodies come from outside and are checked by the field tables; their values have no one type.
Json: TypeAlias = dict[str, Any]

STORE_TOKEN = "pf-practice-store-token"  # noqa: S105 (opens nothing but the practice world)
ACCOUNT_TOKEN = "pf-practice-account-token"  # noqa: S105
STORE_ID = 10461972

SCOPES = (
    "orders", "orders/read", "sync_products", "sync_products/read",
    "file_library", "file_library/read", "webhooks", "webhooks/read",
    "product_templates", "product_templates/read",
)  # fmt: skip


@dataclass(slots=True)
class Knobs:
    """What tests and the control port turn. Rates are chances between 0 and 1."""

    limiter: bool = True
    hold_rate: float = 0.0
    fail_rate: float = 0.0
    split_rate: float = 0.35
    costs_delay: float = 0.0
    file_delay: float = 20.0
    mockup_delay: float = 15.0
    mockup_quota: float = 2  # askings a minute; 10 once the store has had orders for 10 USD
    confirm_twice_is_fine: bool = False
    payment_works: bool = True
    numbers_named: bool = True  # False: parcels leave, and their tracking numbers are not told


@dataclass(slots=True)
class Book:
    """Everything the account knows. Dictionaries are keyed by the text of the id, as JSON wants it."""

    seed: str = "1"
    last_id: int = 0
    knobs: Json = field(default_factory=lambda: asdict(Knobs()))
    keys: Json = field(default_factory=dict)
    scopes: list[str] = field(default_factory=lambda: list(SCOPES))
    stores: Json = field(default_factory=dict)
    products: Json = field(default_factory=dict)
    templates: Json = field(default_factory=dict)
    files: Json = field(default_factory=dict)
    orders: Json = field(default_factory=dict)
    names: Json = field(default_factory=dict)
    variants: Json = field(default_factory=dict)
    working: Json = field(default_factory=dict)
    tasks: Json = field(default_factory=dict)
    stock: Json = field(default_factory=dict)
    prices: Json = field(default_factory=dict)  # of blanks that cost something else by now
    sheets: Json = field(default_factory=dict)
    limits: Json = field(default_factory=dict)
    charges: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    calls: Json = field(default_factory=dict)

    def next_id(self, kind: str) -> int:
        """A new id, unique in the account; every kind has its own first digits, so that mixing them shows."""
        self.last_id += 1
        first = {
            "order": 101_000_000,
            "item": 72_000_000,
            "shipment": 53_000_000,
            "file": 410_000_000,
        }
        return first.get(kind, 300_000_000) + self.last_id

    def chance(self, *about: object) -> random.Random:
        """Chance that depends on the seed and on what it is about, not on what happened before."""
        return random.Random("-".join(("printful", self.seed, *map(str, about))))

    def note(self, kind: str, at: int, **facts: object) -> None:
        """Write an event into the account's own ledger."""
        self.events.append({"event": kind, "at": at, **facts})

    def dump(self) -> dict[str, object]:
        """A copy that nobody changes afterwards."""
        copy: dict[str, object] = json.loads(json.dumps(asdict_shallow(self)))
        return copy

    def load(self, state: Mapping[str, object]) -> None:
        """Take over what `dump` gave."""
        copy = json.loads(json.dumps(dict(state)))
        for each in fields(self):
            if each.name in copy:
                setattr(self, each.name, copy[each.name])


def asdict_shallow(book: Book) -> Json:
    """The book's fields by name, not copied."""
    return {each.name: getattr(book, each.name) for each in fields(book)}


def fresh_book(seed: str) -> Book:
    """An account with one native store and two keys: one for that store, one for the whole account."""
    book = Book(seed=seed)
    book.stores[str(STORE_ID)] = {
        "id": STORE_ID,
        "type": "native",
        "name": "Practice prints",
        "currency": "USD",
    }
    book.keys[STORE_TOKEN] = {"kind": "store", "store": STORE_ID}
    book.keys[ACCOUNT_TOKEN] = {"kind": "account"}
    return book
