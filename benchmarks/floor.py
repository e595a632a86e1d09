"""The fastest plain way we know to do a first pull's work: http.client, msgspec, sqlcipher3, and nothing of ours.

It asks the recorded questions, writes what the bridge writes (same rows, settings and key, as many transactions as the bridge makes without
a window: one a portion of a head page), and knows beforehand that every order is new, paid, open and linked. `pull.py` compares the
two databases row by row. The shapes of the answers are the connector's own `wire`: a shape is no work.
"""

from __future__ import annotations

import hashlib
import http.client
import json
from base64 import b32encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from benchmarks.bench import KEY, STORE, SUPPLIER
from benchmarks.shop import NOW
from podbridge_desktop.connectors.shopify import wire
from podbridge_desktop.connectors.shopify.replies import Reply

_NOW = int(NOW.timestamp()) * 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON",
    "trusted_schema=OFF", "cell_size_check=ON", "secure_delete=ON",
)  # fmt: skip
_ORDER = """INSERT INTO orders (id, store_id, remote_id, number, placed_at, paid_at, updated_at, payment, is_test,
address_hidden, currency, goods, shipping, tax, refunded, total, note, reading, standing, step, seen_at, on_hold)
VALUES (?,'shop',?,?,?,?,?,'paid',0,0,?,?,?,?,?,?,?,?,'ours','placed',?,0)"""
_LINE = """INSERT INTO order_line (id, order_id, remote_id, position, variant_id, sku, title, options, quantity,
to_fulfil, unit_price, requires_shipping, blocked_by, properties) VALUES (?,?,?,?,?,?,?,?,?,?,?,1,'',?)"""
_PERSON = "INSERT INTO order_person (order_id, name, ship_to) VALUES (?,?,?)"
_SEARCH = "INSERT INTO order_search (rowid, text) VALUES (?,?)"
_PLAN = """INSERT INTO supplier_order (id, order_id, supplier_id, part, revision, external_id, state, created_at)
VALUES (?,?,'printer',?,'a',?,'planned',?)"""
_PLAN_LINE = """INSERT INTO supplier_order_line (supplier_order_id, order_line_id, quantity, supplier_variant_id)
VALUES (?,?,?,?)"""
_JOB = """INSERT INTO job (kind, connection_id, lane, dedupe, payload, priority, state, due_at, created_at)
VALUES ('send_order','printer',?,?,?,?,'ready',?,?)"""
_NEXT = (b"query OrderDetails", b"query OrderHeads")  # what begins another portion, or another page
_AUDIT = "INSERT INTO audit VALUES (?,?,?,?,?,?,?,?)"

_encode = msgspec.json.Encoder().encode
_sorted = msgspec.json.Encoder(order="sorted").encode
_heads = msgspec.json.Decoder(Reply[wire.OrderHeadsData])
_details = msgspec.json.Decoder(Reply[wire.OrdersData])
_works = msgspec.json.Decoder(Reply[wire.OrderWorkData])
_addresses = msgspec.json.Decoder(Reply[wire.ShipToData])


def _in_order(ids: list[str], orders: dict[str, wire.Order]) -> dict[str, wire.Order]:
    """As the list of changes has them."""
    return {each: orders[each] for each in ids if each in orders}


class Floor:
    """One pull. `run` is what is measured."""

    def __init__(self, file: Path, url: str, token: str, asks: list[tuple[str, bytes]]) -> None:
        self._http = http.client.HTTPConnection(urlsplit(url).netloc)
        self._headers = {
            "content-type": "application/json",
            "accept": "application/json",
            "x-shopify-access-token": token,
        }
        self._asks = asks
        self._db = sqlcipher.connect(str(file), isolation_level=None)
        self._db.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        for pragma in _PRAGMAS:
            self._db.execute(f"PRAGMA {pragma}")
        (self._shop,) = self._db.execute(
            "SELECT shop_code FROM connection WHERE id = ?", (STORE,)
        ).fetchone()
        self._links = dict(
            self._db.execute("SELECT listing_variant_id, supplier_variant_id FROM variant_link")
        )
        self._seq, self._hash = self._db.execute(
            "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        self._orders = self._lines = 0

    def run(self) -> None:
        """All pages."""
        for orders, works, people in self._pages():
            self._write(list(orders.values()), works, people)
        self._db.close()

    def _pages(self) -> Iterator[tuple[dict[str, wire.Order], dict[str, Any], dict[str, Any]]]:
        ids: list[str] = []
        orders: dict[str, wire.Order] = {}
        works: dict[str, list[wire.Work]] = {}
        people: dict[str, wire.ShipTo] = {}
        for path, body in self._asks:
            self._http.request("POST", path, body, self._headers)
            answer = self._http.getresponse().read()
            if people and any(what in body for what in _NEXT):
                yield _in_order(ids, orders), works, people
                orders, works, people = {}, {}, {}
            if b"query OrderDetails" in body:
                for order in _details.decode(answer).data.nodes:
                    orders[order.id] = order
            elif b"query OrderWork" in body:
                for each in _works.decode(answer).data.nodes:
                    works[each.id] = each.fulfillment_orders.nodes
            elif b"query OrderShipTo" in body:
                for ship_to in _addresses.decode(answer).data.nodes:
                    people[ship_to.id] = ship_to
            elif b"query OrderHeads" in body:
                ids = [head.id for head in _heads.decode(answer).data.orders.nodes]
            else:
                raise ValueError(f"the floor does not know {body[:80]!r}")
        yield _in_order(ids, orders), works, people

    def _write(
        self,
        orders: list[wire.Order],
        works: dict[str, list[wire.Work]],
        people: dict[str, wire.ShipTo],
    ) -> None:
        rows, lines, persons, search, plans, plan_lines, jobs, seen, planned = (
            [] for _ in range(9)
        )
        shop, links = self._shop, self._links
        for o in orders:
            self._orders = order_id = self._orders + 1
            remote_id = o.id[20:]
            currency = o.currency_code
            total = _minor(o.net_payment_set)
            paid = max(p.processed_at for p in o.transactions if p.status == "SUCCESS")
            rows.append(
                (
                    order_id, remote_id, o.name, _micros(o.created_at), _micros(paid), _micros(o.updated_at),
                    currency, _minor(o.current_subtotal_price_set), _minor(o.current_shipping_price_set),
                    _minor(o.current_total_tax_set), _minor(o.total_refunded_set), total, o.note or "",
                    hashlib.blake2b(_encode(o), digest_size=16).hexdigest(), _NOW,
                )
            )  # fmt: skip
            left = {
                line.line_item.id: line.remaining_quantity
                for work in works[o.id]
                for line in work.line_items.nodes
            }
            line_ids, items, words = [], 0, [o.name, remote_id]
            for position, line in enumerate(o.line_items.nodes):
                self._lines = line_id = self._lines + 1
                line_remote = line.id[23:]
                line_ids.append(line_remote)
                variant = line.variant.id[29:]
                items += line.current_quantity
                to_fulfil = left[line.id]
                properties = [
                    {"key": a.key, "value": a.value or ""} for a in line.custom_attributes
                ]
                price = _minor(line.discounted_unit_price_after_all_discounts_set)
                lines.append(
                    (
                        line_id, order_id, line_remote, position, variant, line.sku, line.title,
                        line.variant_title, line.current_quantity, to_fulfil, price,
                        _encode(properties).decode() if properties else "[]",
                    )
                )  # fmt: skip
                plan_lines.append((order_id, line_id, to_fulfil, links[variant]))
            place, mail = people[o.id].shipping_address, people[o.id].email or ""
            address = {
                "name": place.name or "", "company": place.company or "", "address1": place.address1 or "",
                "address2": place.address2 or "", "city": place.city or "", "province": place.province or "",
                "province_code": place.province_code or "", "zip": place.zip or "",
                "country_code": place.country_code_v2 or "", "phone": place.phone or people[o.id].phone or "",
                "email": mail, "tax_number": "",
            }  # fmt: skip
            persons.append((order_id, address["name"], _encode(address).decode()))
            words += [line.sku for line in o.line_items.nodes]
            words += [line.title for line in o.line_items.nodes]
            words += [address["name"], mail, address["city"]]
            search.append((order_id, "\n".join(words)))
            known_by = ",".join(sorted(line_ids))
            digest = hashlib.sha256(f"printful:-:{known_by}".encode()).digest()
            part = b32encode(digest).decode().lower()[:6]
            name = f"{shop}-{remote_id}-{part}a"
            plans.append((order_id, order_id, part, name, _NOW))
            jobs.append(
                (
                    f"order:{order_id}", f"send:{order_id}",
                    f'{{"supplier_order":{order_id}}}', 20, _NOW, _NOW,
                )
            )  # fmt: skip
            mark = hashlib.sha256(json.dumps(list(address.values())).encode()).hexdigest()[:12]
            facts = {
                "number": o.name, "payment": "paid", "total": f"{total / 100:.2f} {currency}",
                "items": items, "cancelled": False, "address": mark,
            }  # fmt: skip
            seen.append(("store", "order_seen", order_id, STORE, _sorted(facts).decode()))
            planned.append(("engine", "planned", order_id, SUPPLIER, f'{{"external_id":"{name}"}}'))
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        db.executemany(_ORDER, rows)
        db.executemany(_LINE, lines)
        db.executemany(_PERSON, persons)
        db.executemany(_SEARCH, search)
        db.executemany(_PLAN, plans)
        db.executemany(_PLAN_LINE, plan_lines)
        db.executemany(_JOB, jobs)
        db.executemany(_AUDIT, list(self._chained(seen + planned)))
        db.execute(
            "INSERT OR REPLACE INTO cursor (connection_id, kind, value) VALUES ('shop','orders',?)",
            (rows[-1][5],),
        )
        db.execute("COMMIT")

    def _chained(self, entries: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for entry in entries:
            self._seq += 1
            values = (self._seq, _NOW, *entry)
            self._hash = hashlib.sha256(self._hash.encode() + _encode(values)).hexdigest()
            yield (*values, self._hash)


def _minor(bag: wire.MoneyBag) -> int:
    return round(float(bag.shop_money.amount) * 100)


def _micros(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000
