"""The columns of the Products tab: the product, its cost, and one column for each store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView

from podbridge_desktop.domain.views import ListingRow, ProductLine
from podbridge_desktop.ui.models.rows_model import ColumnForm
from podbridge_desktop.ui.widgets.pills import Pill, PillDelegate
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.table import Column
from podbridge_desktop.ui.widgets.thumbnails import ThumbnailDelegate, Thumbnails
from podbridge_desktop.ui.words.formats import Formats
from podbridge_desktop.ui.words.listings import cost_range, listing_pill
from podbridge_desktop.ui.words.products import count_pill, missing

translate = QCoreApplication.translate
Form = ColumnForm[ProductLine]
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_WORST = ("broken", "pushing", "changed", "draft", "live", "not_pushed")


def product_columns(formats: Formats, stores: Sequence[tuple[str, str]]) -> list[Form]:
    """`stores` are ids with names."""
    return [
        Form(
            translate("Products", "Product"),
            lambda row: row.title,
            strong=True,
            roles={
                Role.THUMBNAIL_URL: lambda row: row.thumbnail_url,
                Role.SECONDARY: _trouble,
                _TIP: _trouble,
            },
        ),
        Form(translate("Products", "Supplier"), _supplier, muted=True),
        Form(
            translate("Products", "Variants"),
            lambda row: formats.number(row.count),
            muted=True,
            roles={Role.PILL: lambda row: count_pill(row, formats), _TIP: missing},
        ),
        Form(translate("Products", "Cost"), _costs(formats), right=True),
        *(_store_column(id_, name) for id_, name in stores),
    ]


def product_widths(thumbnails: Thumbnails, view: QAbstractItemView, stores: int) -> list[Column]:
    return [
        Column(stretch=True, delegate=ThumbnailDelegate(thumbnails, view)),
        Column(160),
        Column(108, delegate=PillDelegate(view)),
        Column(148),
        *(Column(160, delegate=PillDelegate(view)) for _ in range(stores)),
    ]


def _costs(formats: Formats) -> Callable[[ProductLine], str]:
    return lambda row: cost_range(row.costs, formats)


def _supplier(row: ProductLine) -> str:
    if row.gone:
        return translate("Products", "Gone at %1").replace("%1", row.supplier)
    return row.supplier


def _store_column(store_id: str, name: str) -> Form:
    return Form(
        name,
        partial(_state_text, store_id),
        roles={Role.PILL: partial(_state_pill, store_id), _TIP: partial(_message, store_id)},
    )


def listing_in(row: ProductLine, store_id: str) -> ListingRow | None:
    """The listing that says most, where a store has several of one product."""
    there = [listing for listing in row.listings if listing.store_id == store_id]
    return min(there, key=lambda listing: _WORST.index(listing.state), default=None)


def _state_pill(store_id: str, row: ProductLine) -> Pill:
    listing = listing_in(row, store_id)
    return listing_pill("not_pushed" if listing is None else listing.state)


def _state_text(store_id: str, row: ProductLine) -> str:
    return _state_pill(store_id, row).text


def _message(store_id: str, row: ProductLine) -> str:
    listing = listing_in(row, store_id)
    return "" if listing is None else listing.message


def _trouble(row: ProductLine) -> str:
    """What a store said about it, beside its name."""
    return next((listing.message for listing in row.listings if listing.message), "")
