"""The whole inventory of a listing as Etsy wants it written. Pure.

A write replaces everything, and what it leaves out is gone. So ours is merged into what stands there, every
combination of values is written (those that nobody makes are switched off), and the properties by which prices, SKUs,
quantities and processing profiles differ are told exactly as they are: Etsy refuses it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product as combinations
from math import prod

from podbridge_desktop.connectors.etsy import wire
from podbridge_desktop.connectors.etsy import wire_listing as listing
from podbridge_desktop.connectors.etsy.identity import joined
from podbridge_desktop.connectors.etsy.inventory_rows import Key, Row, Value, differing, rule
from podbridge_desktop.connectors.etsy.properties import Property, no_options
from podbridge_desktop.domain.catalog import ListingDraft, ListingVariant
from podbridge_desktop.domain.money import Money
from podbridge_desktop.errors import Refused

QUANTITY = 999  # Etsy's most: it is made to order and must not sell out by accident
MOST_PRODUCTS = 2_500


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to stand there."""

    properties: tuple[Property, ...]
    rows: tuple[Row, ...]

    def variant_of(self, product: listing.Product) -> ListingVariant | None:
        """Which of our variants a product is, by its values: the SKU alone may stand twice."""
        return self._ours().get(key_of(product, self.properties))

    def _ours(self) -> Mapping[Key, ListingVariant]:
        return {row.key: row.variant for row in self.rows if row.variant}

    def body(self) -> dict[str, object]:
        """The request."""
        return {
            "products": [self._product(row) for row in self.rows],
            "price_on_property": self._differing(lambda row: row.price),
            "quantity_on_property": self._differing(lambda row: row.quantity),
            "sku_on_property": self._differing(lambda row: row.sku),
            "readiness_state_on_property": self._differing(lambda row: row.readiness),
        }

    def _differing(self, of: Callable[[Row], Hashable]) -> list[int]:
        places = differing(self.rows, of, len(self.properties))
        return [self.properties[place].property_id for place in places]

    def _product(self, row: Row) -> dict[str, object]:
        return {
            "sku": row.sku,
            "property_values": [
                _property_value(property_, value)
                for property_, value in zip(self.properties, row.values, strict=True)
            ],
            "offerings": [
                {
                    "price": float(row.price),
                    "quantity": row.quantity,
                    "is_enabled": row.enabled,
                    "readiness_state_id": row.readiness,
                }
            ],
        }


def plan(
    draft: ListingDraft,
    there: listing.Inventory,
    properties: Sequence[Property],
    written: Mapping[str, Mapping[str, str]],
    readiness: int | None,
) -> Plan:
    """Our variants merged into what stands there. `written`: by option name, how each value is spelled at Etsy."""
    props = tuple(properties)
    rows = {row.key: row for row in _rows(there, props, readiness)}
    readiness = readiness or readiness_of(there)
    ours = [_fresh(draft, variant, props, written, readiness) for variant in draft.variants]
    if len({row.key for row in ours}) < len(ours):
        raise _impossible("Two variants of the product have the same options.", "same options")
    for row in _placed(ours, rows):
        rows[row.key] = row
    filled = tuple(_filled(list(rows.values()), len(props)))
    if len(filled) < len(there.living):
        raise _impossible(
            "Writing the product would remove variants from the listing.", "fewer variants"
        )
    return Plan(props, filled)


def _placed(ours: Sequence[Row], there: Mapping[Key, Row]) -> Iterable[Row]:
    """Ours in the place of what stands there: by the values, else by a SKU that stands there once."""
    exact = {row.key for row in ours if row.key in there}
    by_sku = _unique_skus(there.values())
    for row in ours:
        known = there.get(row.key) or by_sku.get(row.sku)
        if known is None or (row.key not in exact and known.key in exact):
            yield row
        else:
            yield replace(row, values=known.values, readiness=row.readiness or known.readiness)


def restored(there: listing.Inventory, properties: Sequence[Property]) -> Plan:
    """What stood there, to be written back."""
    return Plan(tuple(properties), tuple(_rows(there, tuple(properties), None)))


def compare(plan_: Plan, found: listing.Inventory) -> str:
    """What does not stand there as it was written, in words; empty when all does."""
    rows = {key_of(each, plan_.properties): each for each in found.living}
    missing = [row for row in plan_.rows if row.key not in rows]
    if missing:
        names = ", ".join("/".join(value.text for value in row.values) for row in missing[:3])
        return f"{len(missing)} of {len(plan_.rows)} variants are not there ({names})"
    wrong = [row for row in plan_.rows if (rows[row.key].sku or "") != row.sku]
    return f"{len(wrong)} variants have another SKU" if wrong else ""


def _fresh(
    draft: ListingDraft,
    variant: ListingVariant,
    properties: Sequence[Property],
    written: Mapping[str, Mapping[str, str]],
    readiness: int | None,
) -> Row:
    options = () if no_options(draft) else variant.options
    texts = {name.casefold(): written[name][value] for name, value in options}
    values = tuple(each.value(texts[each.option.casefold()]) for each in properties)
    return Row(
        values=tuple(Value(text, ids) for text, ids in values),
        sku=variant.sku,
        price=variant.price.amount,
        quantity=QUANTITY,
        enabled=True,
        readiness=readiness,
        variant=variant,
    )


def _rows(
    there: listing.Inventory, properties: Sequence[Property], readiness: int | None
) -> Iterable[Row]:
    """What stands there. A listing without options has one product, which ours takes the place of."""
    for each in there.living:
        values = {value.property_id: value for value in each.property_values or ()}
        if set(values) != {one.property_id for one in properties}:
            continue
        offering = each.offering
        yield Row(
            values=tuple(_value(values[one.property_id]) for one in properties),
            sku=each.sku or "",
            price=_price(offering),
            quantity=offering.quantity if offering else 0,
            enabled=each.is_enabled,
            readiness=(offering.readiness_state_id if offering else None) or readiness,
        )


def _value(raw: wire.PropertyValue) -> Value:
    return Value(joined(raw.values), tuple(raw.value_ids or ()))


def _price(offering: listing.Offering | None) -> Decimal:
    if offering is None or offering.price is None:
        return Decimal(0)
    return Decimal(offering.price.amount) / Decimal(offering.price.divisor or 1)


def key_of(product: listing.Product, properties: Sequence[Property]) -> Key:
    values = {each.property_id: joined(each.values) for each in product.property_values or ()}
    return tuple(values.get(one.property_id, "").casefold() for one in properties)


def _unique_skus(rows: Iterable[Row]) -> dict[str, Row]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.sku, []).append(row)
    return {sku: same[0] for sku, same in found.items() if sku and len(same) == 1}


def _filled(rows: list[Row], properties: int) -> Iterable[Row]:
    """Every combination of the values; what nobody makes is switched off and breaks no rule of the others."""
    real = [row for row in rows if not row.is_filler] or rows
    columns = [
        list(dict.fromkeys(row.values[place] for row in rows)) for place in range(properties)
    ]
    columns = [_told_apart(column) for column in columns]
    if (count := prod(len(column) for column in columns)) > MOST_PRODUCTS:
        raise _impossible(
            f"All combinations of the options would be {count} variants; Etsy takes {MOST_PRODUCTS}.",
            "too many variants",
        )
    known = {row.key: row for row in real}
    price = rule(real, lambda row: row.price, properties)
    quantity = rule(real, lambda row: row.quantity, properties)
    sku = rule(real, lambda row: row.sku, properties)
    readiness = rule(real, lambda row: row.readiness, properties)
    for values in combinations(*columns):
        empty = Row(values, "", Decimal(0), 0, enabled=False, readiness=None)
        row = known.get(empty.key) or replace(
            empty,
            price=price(empty, min(row.price for row in real)),
            quantity=quantity(empty, real[0].quantity),
            sku=sku(empty, ""),
            readiness=readiness(empty, real[0].readiness),
        )
        yield replace(row, values=values)


def _told_apart(column: list[Value]) -> list[Value]:
    """One value of each text; the one with ids, where there is one."""
    found: dict[str, Value] = {}
    for value in column:
        known = found.get(value.text.casefold())
        if known is None or (value.ids and not known.ids):
            found[value.text.casefold()] = value
    return list(found.values())


def _impossible(message: str, reason: str) -> Refused:
    return Refused(
        f"{message} Nothing was changed.",
        case="push_refused",
        reason=reason,
        hint="Change the product's options at the supplier, or make several products of it.",
    )


def _property_value(property_: Property, value: Value) -> dict[str, object]:
    told: dict[str, object] = {
        "property_id": property_.property_id,
        "scale_id": property_.scale_id,
        "value_ids": list(value.ids),
        "values": [value.text],
    }
    if property_.name:
        told["property_name"] = property_.name
    return told


def readiness_of(there: listing.Inventory) -> int | None:
    """The processing profile that stands there."""
    offerings = (each.offering for each in there.living)
    return next(
        (each.readiness_state_id for each in offerings if each and each.readiness_state_id), None
    )


def cheapest(draft: ListingDraft) -> Money:
    return min((variant.price for variant in draft.variants), key=lambda price: price.minor)
