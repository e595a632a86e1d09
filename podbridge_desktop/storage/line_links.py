"""The seller's word for one order line whose variant is gone at the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec
from sqlalchemy import select

from podbridge_desktop.domain.mapping import VariantLink
from podbridge_desktop.storage import audit, tables
from podbridge_desktop.storage.audit import Actor, Entry
from podbridge_desktop.storage.database import Tx


def link_line(tx: Tx, order_id: int, line_remote_id: str, link: VariantLink) -> None:
    """Keep the link with the line itself."""
    line = tables.order_line
    tx.conn.execute(
        line.update()
        .where(line.c.order_id == order_id, line.c.remote_id == line_remote_id)
        .values(link=msgspec.to_builtins(link))
    )
    facts = {
        "line": line_remote_id,
        "kind": link.kind,
        "supplier_variant": link.supplier_variant_id,
    }
    audit.add(tx, Entry(Actor.SELLER, "line_linked", order_id, link.store_id, facts))


def with_providers(tx: Tx, links: Mapping[str, VariantLink]) -> Mapping[str, VariantLink]:
    """The same links with who prints each now."""
    made = tables.product_variant.c
    ids = {link.supplier_variant_id for link in links.values()}
    if not ids:
        return links
    rows = tx.conn.execute(
        select(made.supplier_id, made.remote_id, made.print_provider).where(made.remote_id.in_(ids))
    )
    known = {(row.supplier_id, row.remote_id): row.print_provider for row in rows}
    return {
        line: replace(
            link, print_provider=known.get((link.supplier_id, link.supplier_variant_id), "")
        )
        for line, link in links.items()
    }
