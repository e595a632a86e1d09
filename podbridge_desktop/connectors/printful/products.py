"""Reads the store's products and the account's templates, and only those anew that may have changed.

Printful's lists tell no time of change. What they do tell of a product (name, counts of variants, picture) is its
mark, together with the marks of the blanks it is made of, where stock and prices come from. So a pull that knows the
marks costs: the list's pages (100 products each), one call per blank in use, and one call per product whose row or
blank changed. A change that shows in neither (a SKU, a retail price) is seen by the whole pull once a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from podbridge_desktop.connectors.printful import catalog, templates, wire
from podbridge_desktop.connectors.printful.api import PrintfulApi
from podbridge_desktop.connectors.printful.blanks import Areas, Blanks, mark_of, narrowed
from podbridge_desktop.domain.catalog import SupplierProduct, Unchanged
from podbridge_desktop.errors import NotThere, PermissionMissing

Found = SupplierProduct | Unchanged


class ProductReader:
    """One store's products. `areas` may be shared: it remembers for a day."""

    def __init__(self, api: PrintfulApi, areas: Areas, *, sees_templates: bool) -> None:
        self._api, self._areas, self._sees_templates = api, areas, sees_templates

    def all(self, marks: Mapping[str, str], store_type: str, *, native: bool) -> Iterator[Found]:
        """Every product that can be ordered; of one whose mark is among `marks` only that it is there."""
        blanks = Blanks(self._api)
        why = "" if native else _why_not(store_type)
        for row in self._api.products(native=native):
            if not row.synced and row.synced is not None:
                continue  # nothing of it is set up, so nothing can be ordered
            known = _known(marks, str(row.id), mark_of(row), blanks)
            if known is not None:
                yield known
            elif (found := self._read(row, blanks, native=native)) is not None:
                yield replace(found, not_pushable=why)
        if self._sees_templates:
            yield from self._templates(marks, blanks)

    def _read(
        self, row: wire.SyncProduct, blanks: Blanks, *, native: bool
    ) -> SupplierProduct | None:
        try:
            detail = self._api.product(row.id, native=native)
        except NotThere:  # deleted since the list was read
            return None
        used = catalog.catalog_ids(detail)
        blanks.learn(used)
        found = catalog.product(detail, blanks.known, linked=not native)
        return None if found is None else self._completed(found, mark_of(row), used, blanks)

    def _templates(self, marks: Mapping[str, str], blanks: Blanks) -> Iterator[Found]:
        """The list has them whole: none costs a call of its own."""
        try:
            for told in self._api.templates():
                name = templates.product_name(told.id)
                known = _known(marks, name, mark_of(told), blanks)
                if known is not None:
                    yield known
                    continue
                blanks.learn({told.product_id})
                found = templates.product(told, blanks.known)
                if found is not None:
                    yield self._completed(found, mark_of(told), {told.product_id}, blanks)
        except PermissionMissing:  # the connection test says what this right is for
            return

    def _completed(
        self, found: SupplierProduct, row: str, used: set[int], blanks: Blanks
    ) -> SupplierProduct:
        own = frozenset(each.blank_id for each in found.variants)
        areas = [
            area for each in sorted(used & blanks.known.keys())
            for area in narrowed(self._areas.of(blanks.known[each]), own)
        ]  # fmt: skip
        return replace(found, print_areas=tuple(areas), mark=_mark(row, used, blanks))


def _mark(row: str, used: set[int], blanks: Blanks) -> str:
    return "|".join([row, *(f"{ident}:{blanks.mark(ident)}" for ident in sorted(used))])


def _known(marks: Mapping[str, str], name: str, row: str, blanks: Blanks) -> Unchanged | None:
    """The product as it was read last, where nothing of its mark is different now."""
    known = marks.get(name, "")
    if not known.startswith(f"{row}|") and known != row:
        return None
    used = {int(part.partition(":")[0]) for part in known.split("|")[1:]}
    return Unchanged(name) if _mark(row, used, blanks) == known else None


def _why_not(store_type: str) -> str:
    platform = store_type.capitalize() or "shop"
    return (
        f"This product belongs to a {platform} shop that Printful serves by itself, where it is on sale already, and"
        " Printful lets other programs only read it. To sell it elsewhere, make it in a Printful store of the kind"
        " “Manual order / API” and connect that one."
    )
