"""The state of the simulated Printify account: plain JSON values, so that it can be written down as it is."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeAlias

from .index import Index

# Bodies come from outside and are checked by the field tables; their values have no one type.
Json: TypeAlias = dict[str, Any]

SHOP_ID = 5432
SPARE_SHOP_ID = 9876
USER_ID = 1337
MEBIBYTE = 1024 * 1024


@dataclass(slots=True)
class Knobs:
    """What tests and the control port turn. Rates are chances between 0 and 1, times are seconds.

    Where Printify's papers disagree or are silent, a knob plays each reading.
    """

    limiter: bool = True
    retry_after: bool = False  # a 429 says how long to wait
    daily_products: int = 0  # how many products a day may be made; 0 for no end
    enforce_external_id: bool = (
        False  # a second order of a name is refused with 409, else it is made
    )
    unknown_sku: str = "refuse"  # or "drop": the line is left out in silence
    order_totals: bool = True  # order lists tell totals and the next page, else page and rows only
    keeps_sent_lines: bool = True  # a cancelled order's lines that had left stay fulfilled
    list_lag: float = 0.0  # a new order stands in the list only so much later
    pending_seconds: float = 0.0  # how long a new order is pending and its costs are calculated
    image_seconds: float = 0.0  # how long a new order's images are processed: 400/8502 meanwhile
    sending_seconds: float = 180.0  # from the approval to the start of production
    slips_after: float = 0.0  # orders leave on-hold by themselves so much later; 0 for never
    payment_works: bool = True
    hold_rate: float = 0.0
    fail_rate: float = 0.0
    split_rate: float = 0.1  # one provider's part of an order goes in two parcels
    mockup_delay: float = 60.0
    publish_seconds: float = 20.0  # how long Printify publishes to a channel that it serves itself
    cost_per_line: bool = False  # a line's cost is that of all its pieces
    tax_late: bool = False  # tax is told only when production has begun
    cents_more: int = 0  # what every line of a new order costs more than its product says
    label_comes_back: bool = True  # a label is told as shop_order_label, else the external id is
    top_external_id: bool = False  # orders tell their external id at the top, too
    country_names: bool = False  # addresses come back with the country's name
    empty_shipments: bool = False  # an order that has not shipped has an empty list of shipments
    new_quote_keys: bool = False  # quotes use the new names of the methods only
    takes_skus: bool = True  # a product's variants keep the SKUs that were sent
    urls_reachable: bool = True  # pictures can be fetched from their addresses
    upload_limit: int = 25 * MEBIBYTE
    previews: bool = True  # the shop has personalization previews


@dataclass
class Book:
    """Everything the account knows. Dictionaries are keyed by the text of the id, as JSON wants it."""

    seed: str = "1"
    last_id: int = 0
    last_order: int = 0
    knobs: Json = field(default_factory=lambda: asdict(Knobs()))
    tokens: Json = field(default_factory=dict)
    shops: Json = field(default_factory=dict)
    uploads: Json = field(default_factory=dict)
    products: Json = field(default_factory=dict)
    orders: Json = field(default_factory=dict)
    tasks: Json = field(default_factory=dict)
    supports: Json = field(default_factory=dict)
    webhooks: Json = field(default_factory=dict)
    stock: Json = field(default_factory=dict)
    limits: Json = field(default_factory=dict)
    charges: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    calls: Json = field(default_factory=dict)
    requests: int = 0
    errors: int = 0
    index: Index = field(default_factory=Index, repr=False)

    @cached_property
    def _machine(self) -> str:
        """The part of every id that the seed gives."""
        return hashlib.md5(f"printify-{self.seed}".encode(), usedforsecurity=False).hexdigest()[:10]

    def new_id(self, at: int) -> str:
        """A new id of 24 hex digits, unique in the account: the time, the seed, a number."""
        self.last_id += 1
        return f"{at & 0xFFFFFFFF:08x}{self._machine}{self.last_id:06x}"

    def chance(self, *about: object) -> random.Random:
        """Chance that depends on the seed and on what it is about, not on what happened before."""
        return random.Random("-".join(("printify", self.seed, *map(str, about))))

    def note(self, kind: str, at: int, **facts: object) -> None:
        """Write an event into the account's own ledger."""
        self.events.append({"event": kind, "at": at, **facts})

    def dump(self) -> dict[str, object]:
        """A copy that nobody changes afterwards."""
        state = {name: getattr(self, name) for name in _kept()}
        copy: dict[str, object] = json.loads(json.dumps(state))
        return copy

    def load(self, state: Mapping[str, object]) -> None:
        """Take over what `dump` gave; knobs that an older state does not know keep their place."""
        copy = json.loads(json.dumps(dict(state)))
        for name in _kept():
            if name in copy:
                setattr(self, name, copy[name])
        self.knobs = asdict(Knobs()) | self.knobs
        self.__dict__.pop("_machine", None)
        self.index = Index()
        for upload in self.uploads.values():
            self.index.add_upload(upload)
        for product in self.products.values():
            self.index.add_product(product)
        for order in sorted(self.orders.values(), key=lambda each: int(each["seq"])):
            self.index.add_order(order)


def _kept() -> list[str]:
    return [each.name for each in fields(Book) if each.name != "index"]


def stamp(at: int | None) -> str | None:
    """A time as the account writes it: a blank where ISO 8601 has a T."""
    return (
        None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S+00:00")
    )
