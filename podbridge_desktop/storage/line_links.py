"""Links of order lines: the seller's word for one line whose variant is gone, who prints it, what another app stocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec
from sqlalchemy import select

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.mapping import VariantLink
from podbridge_desktop.domain.orders import Blocked
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


def foreign_places(tx: Tx, store_id: str, supplier_id: str) -> tuple[str, ...]:
    """Other apps' locations that stock variants which are linked to this supplier, by the orders that tell of it now."""
    case, line, link = tables.exception_case.c, tables.order_line.c, tables.variant_link.c
    rows = tx.conn.execute(
        select(line.blocked_by)
        .join(tables.order_line, line.order_id == case.order_id)
        .join(tables.variant_link, link.listing_variant_id == line.variant_id)
        .where(
            case.kind == CaseKind.NATIVE_LINK,
            case.connection_id == store_id,
            case.closed_at.is_(None),
            line.blocked == Blocked.OTHER_APP,
            link.store_id == store_id,
            link.supplier_id == supplier_id,
        )
        .distinct()
        .order_by(line.blocked_by)
    )
    return tuple(row.blocked_by for row in rows if row.blocked_by)
