"""What is on sale of what suppliers can make, and what we took off sale because they cannot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, select, update

from podbridge_desktop.domain.catalog import Availability
from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.domain.mapping import LinkKind
from podbridge_desktop.domain.stock import StockLine, StockWish, stock_wish
from podbridge_desktop.storage import audit, jobs, settings, wishes
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.tables import (
    listing,
    listing_variant,
    product_variant,
    setting,
    variant_link,
)

_KEY, _OFF = "stock:", "off"


@dataclass(frozen=True, slots=True)
class ListingStock:
    """One listing of a store with its linked variants."""

    listing_id: int
    store_id: str
    remote_id: str
    title: str
    live: bool
    lines: tuple[StockLine, ...]

    @property
    def wish(self) -> StockWish | None:
        return stock_wish(self.lines, live=self.live)


def follows(tx: Tx, store_id: str) -> bool:
    """Whether this store's variants follow their suppliers' stock; they do until the seller says otherwise."""
    return settings.get(tx, _key(store_id)) != _OFF


def not_following(tx: Tx) -> set[str]:
    """The stores that go on selling whatever their suppliers have."""
    t = setting.c
    keys = tx.conn.execute(select(t.key).where(t.key.startswith(_KEY), t.value == _OFF)).scalars()
    return {key.removeprefix(_KEY) for key in keys}


def set_follows(tx: Tx, store_id: str, *, on: bool) -> None:
    if on:
        settings.forget(tx, _key(store_id))
    else:
        settings.put(tx, _key(store_id), _OFF)
    tx.changed(Topic.CONNECTIONS, Topic.LISTINGS)


def _key(store_id: str) -> str:
    return f"{_KEY}{store_id}"


def of_store(tx: Tx, store_id: str) -> list[ListingStock]:
    """Every listing of a store that has linked variants."""
    return _grouped(tx.conn.execute(_lines().where(listing.c.store_id == store_id)))


def of_listing(tx: Tx, listing_id: int) -> ListingStock | None:
    return next(iter(_grouped(tx.conn.execute(_lines().where(listing.c.id == listing_id)))), None)


def _lines() -> Select[Any]:
    v, link, made = listing_variant.c, variant_link.c, product_variant.c
    linked = and_(
        link.store_id == v.store_id,
        link.listing_variant_id == v.remote_id,
        link.kind == LinkKind.LINKED,
    )
    by = and_(made.supplier_id == link.supplier_id, made.remote_id == link.supplier_variant_id)
    return (
        select(
            listing.c.id, listing.c.store_id, listing.c.remote_id.label("listing"), listing.c.title,
            listing.c.state, v.remote_id, v.available, v.quantity, link.withheld_at, made.availability,
        )
        .join(listing_variant, v.listing_id == listing.c.id)
        .join(variant_link, linked)
        .join(product_variant, by)
        .where(listing.c.remote_id.is_not(None))
        .order_by(listing.c.id, v.id)
    )  # fmt: skip


def _grouped(rows: Iterable[Row[Any]]) -> list[ListingStock]:
    groups: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        groups[row.id].append(row)
    return [
        ListingStock(
            listing_id, row.store_id, row.listing, row.title, row.state not in {"draft", "pushing"},
            tuple(_line(each) for each in group),
        )
        for listing_id, group in groups.items()
        for row in group[:1]
    ]  # fmt: skip


def _line(row: Row[Any]) -> StockLine:
    supplied = Availability(row.availability)
    withheld = row.withheld_at is not None
    return StockLine(row.remote_id, supplied, row.available, row.quantity, withheld)


def ask(tx: Tx, store_ids: Iterable[str]) -> None:
    """Wish for every listing of these stores whose stock is not as it should be."""
    for store_id in store_ids:
        if not follows(tx, store_id):
            continue
        for each in of_store(tx, store_id):
            if each.wish is not None:
                jobs.add(tx, wishes.follow_stock(store_id, each.listing_id))


def followed(tx: Tx, stock: ListingStock, wish: StockWish, now: Mapping[str, bool]) -> list[str]:
    """Keep what the store says it sells now. Returns the variants that it sells although it should not."""
    withheld = {line.variant_id for line in stock.lines if line.withheld}
    taken = [v for v, buyable in now.items() if not buyable and not wish.wanted.get(v, True)]
    back = [v for v in withheld if now.get(v)]
    for variants, at in ((taken, tx.now), (back, None)):
        of = (variant_link.c.store_id == stock.store_id, variant_link.c.listing_variant_id.in_(variants))  # fmt: skip
        tx.conn.execute(update(variant_link).where(*of).values(withheld_at=at))
    for buyable in (True, False):
        told = [variant for variant, state in now.items() if state is buyable]
        v = listing_variant
        values = {"available": buyable} | ({"quantity": None} if buyable else {})
        tx.conn.execute(update(v).where(v.c.store_id == stock.store_id, v.c.remote_id.in_(told)).values(values))  # fmt: skip
    facts = {"listing": stock.remote_id, "off_sale": sorted(set(taken) - withheld), "back": sorted(back)}  # fmt: skip
    audit.add(tx, Entry(Actor.ENGINE, "stock_followed", None, stock.store_id, facts))
    tx.changed(Topic.LISTINGS)
    return [v for v, buyable in now.items() if buyable and not wish.wanted.get(v, True)]
