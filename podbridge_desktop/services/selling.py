"""How a store sells: price presets, what a sale costs beside the goods, exchange rates."""

from __future__ import annotations

from dataclasses import dataclass

from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.domain.listing import StoreTerms
from podbridge_desktop.domain.pricing import PriceRule, SellingCosts
from podbridge_desktop.domain.rates import Rates, checked_rate
from podbridge_desktop.errors import BadInput
from podbridge_desktop.storage import connections, selling
from podbridge_desktop.storage.database import Database

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Preset:
    """A rule under its name."""

    name: str
    rule: PriceRule
    is_default: bool


def of_store(database: Database, store_id: str) -> StoreTerms:
    """How this store sells now. Raises `BadInput` for a store that is not connected."""
    with database.read() as tx:
        store = connections.find(tx, store_id)
        if store is None:
            raise BadInput("This store is not connected.")
        return selling.terms(tx, store)


def presets(database: Database, store_id: str) -> tuple[Preset, ...]:
    """The store's presets, the one that counts by itself first."""
    with database.read() as tx:
        found, default = selling.presets(tx, store_id), selling.default_rule(tx, store_id)
    names = list(found)
    return tuple(
        Preset(name, found[name], default is not None and name == names[0]) for name in names
    )


def keep_preset(
    database: Database, store_id: str, name: str, rule: PriceRule, *, is_default: bool = False
) -> Changed:
    """Keep a rule for later. Raises `BadInput` for a name that is none."""
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > _LONGEST_NAME:
        raise BadInput(f"A preset's name has 1 to {_LONGEST_NAME} letters.")
    with database.write() as tx:
        selling.keep_preset(tx, store_id, wanted, rule, is_default=is_default)
        return tx.changes


def forget_preset(database: Database, store_id: str, name: str) -> Changed:
    """Raises `BadInput` where there is none of this name."""
    with database.write() as tx:
        if not selling.forget_preset(tx, store_id, name):
            raise BadInput(f"There is no preset “{name}” for this store.")
        return tx.changes


def keep_costs(database: Database, store_id: str, told: SellingCosts) -> Changed:
    """What a sale costs in this store from now on."""
    with database.write() as tx:
        selling.keep_costs(tx, store_id, told)
        return tx.changes


def rates(database: Database) -> Rates:
    """All that the seller set."""
    with database.read() as tx:
        return selling.rates(tx)


def keep_rate(database: Database, base: str, quote: str, rate: str) -> Changed:
    """How many `quote` one `base` is. Raises `BadInput` for what is no currency or no rate."""
    pair = [word.strip().upper() for word in (base, quote)]
    if not all(len(word) == 3 and word.isascii() and word.isalpha() for word in pair):
        raise BadInput("A currency has three letters, such as USD or EUR.")
    if pair[0] == pair[1]:
        raise BadInput("A currency is worth itself.")
    with database.write() as tx:
        selling.keep_rate(tx, pair[0], pair[1], checked_rate(rate))
        return tx.changes
