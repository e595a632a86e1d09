"""Taxes that a supplier tells only with the order itself: as on its earlier orders to the same place, else as usual there.

So the seller says yes to the whole cost once, and is asked again only where it is dearer than that.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import bindparam, select

from podbridge_desktop.domain.fulfilment import Costs
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.sales_tax import BY_STATE, usual_share
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.prepared import Prepared
from podbridge_desktop.storage.tables import order_person
from podbridge_desktop.storage.tables import supplier_order as t

LOOKED_AT = 200  # of the newest orders

_PRICED = Prepared(
    select(t.c.cost_tax, t.c.cost_total, order_person.c.ship_to, order_person.c.corrected)
    .join(order_person, order_person.c.order_id == t.c.order_id)
    .where(
        t.c.supplier_id == bindparam("supplier"),
        t.c.remote_id.is_not(None),
        t.c.cost_tax.is_not(None),
        t.c.currency == bindparam("of_currency"),
    )
    .order_by(t.c.id.desc())
    .limit(LOOKED_AT)
)


def with_tax(tx: Tx, supplier_id: str, address: Address, costs: Costs) -> Costs:
    """The costs with the tax they will have, by the newest order there, else by what is usual."""
    earlier = _share(tx, supplier_id, address, costs.total.currency)
    taxed, net = earlier or usual_share(address)
    if costs.tax.minor or not taxed:
        return costs
    tax = Money(-(-costs.total.minor * taxed // net), costs.total.currency)  # rounded up
    return replace(costs, tax=tax, total=costs.total + tax)


def _share(tx: Tx, supplier_id: str, address: Address, currency: str) -> tuple[int, int] | None:
    """(tax, what it was on) of the newest order to this place that the supplier has priced."""
    for row in _PRICED.each(tx, supplier=supplier_id, of_currency=currency):
        net = row.cost_total - row.cost_tax
        if net > 0 and _place(row.corrected or row.ship_to or {}) == _place_of(address):
            return row.cost_tax, net
    return None


def _place(told: dict[str, str]) -> tuple[str, str]:
    country = told.get("country_code", "")
    return country, told.get("province_code", "") if country in BY_STATE else ""


def _place_of(address: Address) -> tuple[str, str]:
    country = address.country_code
    return country, address.province_code if country in BY_STATE else ""
