"""The state of a simulated Etsy shop: plain JSON values, so that it can be written down as it is."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeAlias

from .receipt_index import ReceiptIndex

# Bodies come from outside and are checked by the field tables; their values have no one type.
Json: TypeAlias = dict[str, Any]

SCOPES = (
    "address_r", "address_w", "email_r", "listings_d", "listings_r", "listings_w", "profile_r", "profile_w",
    "shops_r", "shops_w", "transactions_r", "transactions_w",
)  # fmt: skip
CALLBACK = "http://localhost:3003/oauth/redirect"
FIRST_IDS = {
    "user": 300_000_000, "receipt": 3_900_000_000, "transaction": 4_900_000_000, "shipment": 590_000_000_000,
    "listing": 1_900_000_000, "product": 19_000_000_000, "offering": 21_000_000_000, "value": 1_170_000_000_000,
    "image": 5_900_000_000, "video": 8_100_000_000, "profile": 210_000_000_000, "destination": 230_000_000_000,
    "upgrade": 240_000_000_000, "policy": 1_290_000_000_000, "readiness": 1_402_000_000_000, "section": 51_000_000,
    "partner": 2_700_000, "question": 18_205_000_000, "option": 18_305_000_000, "payment": 480_000_000_000,
    "entry": 7_300_000_000_000,
}  # fmt: skip
SHOP_STEP = 10_000_000


@dataclass(slots=True)
class Knobs:
    """What tests and the control port turn.

    `gated` hides addresses and refuses tracking, as for new keys in some countries. `quiet_changes` keeps
    cancellations and refunds out of the modified filter, as reported. `refresh_grace` is how many seconds a
    replaced refresh token still works. `consent` is ask, allow or refuse. Fee rates are per cent and hundredths.
    """

    limiter: bool = True
    per_second: int = 5
    per_day: int = 5000
    gated: bool = False
    quiet_changes: bool = True
    fee_refused: bool = False
    tracking_conflicts: int = 0
    lose_skus: bool = False
    new_product_ids: bool = True
    image_delay: float = 4.0
    delivery_days: float = 5.0
    refresh_grace: float = 0.0
    consent: str = "ask"
    listing_fee: int = 20
    transaction_percent: float = 6.5
    processing_percent: float = 3.0
    processing_fixed: int = 25


@dataclass(slots=True)
class Book:
    """Everything the shop knows. Dictionaries are keyed by the text of the id, as JSON wants it.

    `index` finds receipts; it is not written down, but built anew.
    """

    number: int = 1
    seed: str = "1"
    last_id: int = 0
    knobs: Json = field(default_factory=lambda: asdict(Knobs()))
    key: Json = field(default_factory=dict)
    shop: Json = field(default_factory=dict)
    codes: Json = field(default_factory=dict)
    access: Json = field(default_factory=dict)
    refresh: Json = field(default_factory=dict)
    sections: Json = field(default_factory=dict)
    partners: Json = field(default_factory=dict)
    policies: Json = field(default_factory=dict)
    profiles: Json = field(default_factory=dict)
    readiness: Json = field(default_factory=dict)
    listings: Json = field(default_factory=dict)
    images: Json = field(default_factory=dict)
    files: Json = field(default_factory=dict)
    values: Json = field(default_factory=dict)
    receipts: Json = field(default_factory=dict)
    owners: Json = field(default_factory=dict)
    limits: Json = field(default_factory=dict)
    calls: Json = field(default_factory=dict)
    fees: list[Json] = field(default_factory=list)
    entries: list[Json] = field(default_factory=list)
    mails: list[Json] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    index: ReceiptIndex = field(default_factory=ReceiptIndex, metadata={"kept": False})

    @property
    def user_id(self) -> int:
        return int(self.shop["user_id"])

    @property
    def shop_id(self) -> int:
        return int(self.shop["shop_id"])

    @property
    def currency(self) -> str:
        return str(self.shop["currency_code"])

    def next_id(self, kind: str) -> int:
        """A new id, unique in the shop; kinds and shops have numbers of their own, so that mixing them shows."""
        self.last_id += 1
        return FIRST_IDS[kind] + (self.number - 1) * SHOP_STEP + self.last_id

    def chance(self, *about: object) -> random.Random:
        """Chance that depends on the seed and on what it is about, not on what happened before."""
        return random.Random("-".join(("etsy", str(self.number), self.seed, *map(str, about))))

    def note(self, kind: str, at: int, **facts: object) -> None:
        """Write an event into the shop's own ledger."""
        self.events.append({"event": kind, "at": at, **facts})

    def dump(self) -> dict[str, object]:
        """A copy that nobody changes afterwards."""
        kept = {each.name: getattr(self, each.name) for each in fields(self) if _is_kept(each)}
        copy: dict[str, object] = json.loads(json.dumps(kept))
        return copy

    def load(self, state: Mapping[str, object]) -> None:
        """Take over what `dump` gave."""
        copy = json.loads(json.dumps(dict(state)))
        for each in fields(self):
            if _is_kept(each) and each.name in copy:
                setattr(self, each.name, copy[each.name])
        self.knobs = {**asdict(Knobs()), **self.knobs}
        self.index = ReceiptIndex()
        for receipt in self.receipts.values():
            self.index.put(receipt)


def _is_kept(each: Any) -> bool:
    return bool(each.metadata.get("kept", True))
