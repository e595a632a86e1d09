"""The list of products over 100,000 variants: `python -m benchmarks.products`.

Its rows are read with the variants counted by the database, beside a reading of everything; then the table is shown and
scrolled from end to end, page by page, each page painted. Half of the products stand in a store, linked.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import Spread, in_turn, keep, memory, table, timed
from podbridge_desktop.domain.catalog import (
    StoreListing,
    StoreVariant,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.listing import StoreTerms, draft_of
from podbridge_desktop.domain.money import Money
from podbridge_desktop.storage import listings, products
from podbridge_desktop.storage.read import ReadModels
from tests.support.filled import STORE, SUPPLIER, Filled

VARIANTS = 30
GOAL_MS = 100  # for a page


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        filled = Filled(Path(folder) / "podbridge.db").usual()
        count = options.variants // VARIANTS
        fill(filled, count)
        result = {"products": count, "variants": count * VARIANTS}
        result |= read(ReadModels(filled.database), options.runs)
        filled.database.close()
    show(result)
    keep(options.json, "products", result)
    return result


def fill(filled: Filled, count: int) -> None:
    """So many products; every second one is listed by its variants."""
    with filled.database.write() as tx:
        for number in range(count):
            made = tuple(
                SupplierVariant(
                    f"{number}-{place}",
                    f"Tee {number} / {place}",
                    (("Size", str(place)),),
                    f"SKU-{number}-{place}",
                    Money(900 + place, "USD"),
                )
                for place in range(VARIANTS)
            )
            found = SupplierProduct(str(number), f"Mountain Tee {number}", made)
            id_ = products.take_product(tx, SUPPLIER, found)
            if number % 2:
                _list(tx, id_, found)


def _list(tx: Any, product_id: int, product: SupplierProduct) -> None:
    draft = draft_of(product, "printful", StoreTerms("USD"))
    listing_id, revision = listings.want_listing(tx, STORE, product_id, draft)
    variants = tuple(
        StoreVariant(f"{product.remote_id}-v{place}", each.sku, each.options, each.price)
        for place, each in enumerate(draft.variants)
    )
    shown = StoreListing(f"listing-{product.remote_id}", draft.title, variants)
    listings.pushed(tx, listing_id, revision, shown, draft)


def read(reader: ReadModels, runs: int) -> dict[str, Any]:
    lines: list[float] = []
    whole: list[float] = []
    before = memory("VmRSS") or 0
    rows = reader.product_lines()
    more = (memory("VmRSS") or 0) - before
    in_turn(
        runs,
        lambda: lines.append(timed(reader.product_lines).wall),
        lambda: whole.append(timed(reader.products).wall),
    )
    pages = scrolled(rows)
    return {
        "lines_ms": Spread.of(each * 1000 for each in lines),
        "whole_ms": Spread.of(each * 1000 for each in whole),
        "memory_mb": more,
        "first_page_ms": pages[0] * 1000,
        "longest_page_ms": max(pages[1:]) * 1000,
        "pages": len(pages),
        "goal": GOAL_MS,
    }


def scrolled(rows: Any) -> list[float]:
    """Seconds until each page is painted, the first with the making of the table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from podbridge_desktop.ui.models.product_columns import product_columns  # noqa: PLC0415
    from podbridge_desktop.ui.models.rows_model import RowsModel  # noqa: PLC0415
    from podbridge_desktop.ui.widgets.table import DataTable  # noqa: PLC0415
    from podbridge_desktop.ui.words.formats import Formats  # noqa: PLC0415

    app = QApplication.instance() or QApplication([])
    begin = time.perf_counter()
    view = DataTable("Products", tallness=1.4)
    model = RowsModel(product_columns(Formats(), [(STORE, "Peak Prints")]), lambda row: row.id)
    view.setModel(model)
    model.show_rows(rows)
    view.resize(1200, 800)
    view.show()
    view.grab()
    app.processEvents()
    found = [time.perf_counter() - begin]
    bar = view.verticalScrollBar()
    while bar.value() < bar.maximum():
        begin = time.perf_counter()
        bar.setValue(min(bar.value() + bar.pageStep(), bar.maximum()))
        view.grab()
        found.append(time.perf_counter() - begin)
    view.close()
    return found


def show(result: dict[str, Any]) -> None:
    table(
        [
            (f"{result['products']} products, {result['variants']} variants", ""),
            ("the list read, variants counted, ms", f"{result['lines_ms']:.0f}"),
            ("everything read, ms", f"{result['whole_ms']:.0f}"),
            ("memory of the list, MB", f"{result['memory_mb']:.1f}"),
            ("table made and its first page painted, ms", f"{result['first_page_ms']:.0f}"),
            (
                f"the longest of {result['pages']} pages while scrolling, ms",
                f"{result['longest_page_ms']:.0f}",
            ),
        ]
    )
    print(f"Goal: a page within {GOAL_MS} ms, and no variant is loaded for the list.")


if __name__ == "__main__":
    main()
