"""How stores sell: price presets, what a sale costs, exchange rates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Table, select, update

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.listing import StoreTerms
from podbridge_desktop.domain.pricing import USUAL, PriceRule, SellingCosts
from podbridge_desktop.domain.rates import Rates
from podbridge_desktop.domain.settings import SETTINGS
from podbridge_desktop.storage import audit, settings
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.connections import StoredConnection
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import (
    exchange_rate,
    price_preset,
    selling_costs,
)


def terms(tx: Tx, store: StoredConnection) -> StoreTerms:
    """How this store sells, with the defaults where the seller said nothing."""
    return StoreTerms(
        currency=store.currency,
        rule=default_rule(tx, store.id) or _markup(tx),
        costs=costs(tx, store.id) or USUAL.get(store.platform, SellingCosts()),
        rates=rates(tx),
    )


def _markup(tx: Tx) -> PriceRule:
    percent = settings.get(tx, "markup_percent") or SETTINGS["markup_percent"].default
    return PriceRule(value=Decimal(percent))


def presets(tx: Tx, store_id: str) -> dict[str, PriceRule]:
    """The store's rules by name, the one that counts by itself first."""
    t = price_preset
    rows = tx.conn.execute(
        select(t).where(t.c.store_id == store_id).order_by(t.c.is_default.desc(), t.c.name)
    )
    return {row.name: msgspec.convert(row.rule, PriceRule, strict=False) for row in rows}


def default_rule(tx: Tx, store_id: str) -> PriceRule | None:
    """The rule for prices that nobody chose; None where the store has none of its own."""
    t = price_preset
    rule = tx.conn.execute(
        select(t.c.rule).where(t.c.store_id == store_id, t.c.is_default)
    ).scalar()
    return None if rule is None else msgspec.convert(rule, PriceRule, strict=False)


def keep_preset(tx: Tx, store_id: str, name: str, rule: PriceRule, *, is_default: bool) -> None:
    """Keep a rule under a name; a default takes the place of the one before."""
    t = price_preset
    if is_default:
        tx.conn.execute(update(t).where(t.c.store_id == store_id).values(is_default=False))
    _put(
        tx,
        t,
        {"store_id": store_id, "name": name},
        {"rule": msgspec.to_builtins(rule), "is_default": is_default},
    )
    facts = {"preset": name, "rule": f"{rule.basis} {rule.value} {rule.rounding}"}
    audit.add(tx, Entry(Actor.SELLER, "price_preset", None, store_id, facts))


def forget_preset(tx: Tx, store_id: str, name: str) -> bool:
    """False where there is none of this name."""
    t = price_preset
    done = tx.conn.execute(t.delete().where(t.c.store_id == store_id, t.c.name == name))
    if done.rowcount:
        audit.add(
            tx, Entry(Actor.SELLER, "price_preset", None, store_id, {"preset": name, "rule": ""})
        )
        tx.changed(Topic.SETTINGS)
    return bool(done.rowcount)


def costs(tx: Tx, store_id: str) -> SellingCosts | None:
    """What a sale costs in this store; None where the seller never said."""
    t = selling_costs
    row = tx.conn.execute(select(t).where(t.c.store_id == store_id)).first()
    return (
        None if row is None else SellingCosts(*map(Decimal, (row.percent, row.fixed, row.shipping)))
    )


def keep_costs(tx: Tx, store_id: str, told: SellingCosts) -> None:
    values = {
        "percent": str(told.percent),
        "fixed": str(told.fixed),
        "shipping": str(told.shipping),
    }
    _put(tx, selling_costs, {"store_id": store_id}, values)
    audit.add(tx, Entry(Actor.SELLER, "selling_costs", None, store_id, values))


def rates(tx: Tx) -> Rates:
    """All that the seller set."""
    rows = tx.conn.execute(select(exchange_rate))
    return Rates({(row.base, row.quote): Decimal(row.rate) for row in rows})


def keep_rate(tx: Tx, base: str, quote: str, rate: Decimal) -> None:
    """One rate serves both ways: the newer word replaces the other way round, too."""
    t = exchange_rate
    tx.conn.execute(t.delete().where(t.c.base == quote, t.c.quote == base))
    _put(tx, t, {"base": base, "quote": quote}, {"rate": str(rate), "set_at": tx.now})
    facts = {"from": base, "to": quote, "rate": str(rate)}
    audit.add(tx, Entry(Actor.SELLER, "exchange_rate", None, None, facts))


def _put(tx: Tx, table: Table, one: dict[str, Any], values: dict[str, Any]) -> None:
    here = [table.c[name] == value for name, value in one.items()]
    if not tx.conn.execute(update(table).where(*here).values(values)).rowcount:
        tx.conn.execute(table.insert().values(one | values))
    tx.changed(Topic.SETTINGS)
