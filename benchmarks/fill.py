"""A workspace with many orders, written straight into its database: for what is measured when they are already there."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.bench import STORE, SUPPLIER
from benchmarks.shop import NOW
from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.bootstrap.workspace import database_key, workspace_id
from podbridge_desktop.config import Config, read_config
from podbridge_desktop.credentials.file_store import FileStore
from podbridge_desktop.storage import sqlite

_BATCH = 20_000
_NAMES = ("Ada Lindqvist", "José Peñalver", "Mia Krüger", "Harper Quill", "Åsa Björk", "Tom O’Neil")
_CITIES = (("Portland", "US"), ("Hamburg", "DE"), ("Leeds", "GB"), ("Austin", "US"), ("Graz", "AT"))
_TITLES = ("Mountain Mug", "Sunrise Tee", "Café Tote", "Sternenhimmel Poster", "Old Harbour Hoodie")
_STEPS = ("approval", "production", "shipped", *("tracking_synced",) * 17)
_NOWHERE = "http://127.0.0.1:9"  # nothing answers there
_CONNECTION = """INSERT INTO connection (id, platform, kind, name, fields, facts, api_url, account_id, account_name,
shop_code, currency, address_access, abilities, native_links, created_at, figures)
VALUES (?,?,?,?,'{"shop": "practice-shop-1"}','{}',?,'1',?,'sabcde','USD','yes','[]','[]',?,'{}')"""
_ORDER = """INSERT INTO orders (id, store_id, remote_id, number, placed_at, paid_at, updated_at, payment, is_test,
address_hidden, currency, goods, shipping, tax, refunded, total, note, reading, standing, step, seen_at, on_hold,
hold_reason, cost, cost_currency, margin) VALUES (?,?,?,?,?,?,?,'paid',0,0,'USD',?,490,0,0,?,'','','ours',?,?,0,NULL,?,'USD',?)"""
_LINE = """INSERT INTO order_line (order_id, remote_id, position, variant_id, sku, title, options, quantity, to_fulfil,
unit_price, requires_shipping, blocked_by, properties) VALUES (?,?,0,'1',?,?,'M',?,0,?,1,'','[]')"""
_PERSON = "INSERT INTO order_person (order_id, name, ship_to) VALUES (?,?,?)"
_SEARCH = "INSERT INTO order_search (rowid, text) VALUES (?,?)"


def workspace(folder: Path, orders: int) -> Config:
    """Make a workspace with so many orders; its keys are in a file beside it."""
    config = read_config(data_dir=folder / "data", key_file=folder / "keys.json")
    folder.mkdir(parents=True, exist_ok=True)
    open_container(config).close()
    keys = FileStore(folder / "keys.json")
    name = workspace_id(config.workspace)
    db = sqlite.connect(config.workspace.database, database_key(config.workspace, name, keys))
    db.execute("PRAGMA synchronous=OFF")  # this file is thrown away
    now = _micros(timedelta())
    for id_, platform, kind in ((STORE, "shopify", "store"), (SUPPLIER, "printful", "supplier")):
        db.execute(_CONNECTION, (id_, platform, kind, id_.title(), _NOWHERE, id_.title(), now))
    for rows in _batches(orders):
        db.execute("BEGIN")
        for statement, part in zip((_ORDER, _LINE, _PERSON, _SEARCH), rows, strict=True):
            db.executemany(statement, part)
        db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return config


def _batches(orders: int) -> Iterator[tuple[list[tuple[Any, ...]], ...]]:
    chance = random.Random(1)
    step = timedelta(days=730) / orders
    for start in range(1, orders + 1, _BATCH):
        rows: tuple[list[tuple[Any, ...]], ...] = ([], [], [], [])
        for id_ in range(start, min(start + _BATCH, orders + 1)):
            for found, row in zip(rows, _order(id_, orders, step, chance), strict=True):
                found.append(row)
        yield rows


def _order(
    id_: int, orders: int, step: timedelta, chance: random.Random
) -> tuple[tuple[Any, ...], ...]:
    remote_id, number = str(5_600_000_000_000 + id_), f"#{1000 + id_}"
    placed = _micros(step * (orders - id_))
    price = chance.randrange(1500, 9000)
    name, (city, country) = chance.choice(_NAMES), chance.choice(_CITIES)
    title = chance.choice(_TITLES)
    sku = f"{title[:3].upper()}-{id_ % 97}"
    mail = f"buyer{id_}@example.com"
    address = {
        "name": name, "company": "", "address1": f"{id_ % 200} Main Street", "address2": "", "city": city,
        "province": "", "province_code": "", "zip": "97201", "country_code": country, "phone": "", "email": mail,
        "tax_number": "",
    }  # fmt: skip
    order = (
        id_, STORE, remote_id, number, placed, placed, placed, price, price + 490,
        _STEPS[id_ % len(_STEPS)], placed, price // 2, price - price // 2,
    )  # fmt: skip
    line = (id_, str(id_), sku, title, 1 + id_ % 3, price)
    words = f"{number}\n{remote_id}\n{sku}\n{title}\n{name}\n{mail}\n{city}"
    return order, line, (id_, name, json.dumps(address)), (id_, words)


def _micros(ago: timedelta) -> int:
    return int((NOW - ago).timestamp()) * 1_000_000


def fresh(full: Path, folder: Path) -> list[str]:
    """A copy for one run, since a run changes it (its engine finds no shop); gives the arguments that name it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(full, folder)
    return ["--data-dir", str(folder / "data"), "--key-file", str(folder / "keys.json")]


def offscreen() -> dict[str, str]:
    """The environment of a window that nobody sees."""
    return {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
