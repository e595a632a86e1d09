"""The words for what a supplier has of a product: stock, print areas, and pictures that are being made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.domain.catalog import Availability, PrintArea
from podbridge_desktop.domain.mockups import MockupRow, MockupState
from podbridge_desktop.domain.views import ProductLine, ProductRow
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.pills import Pill
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate


def stock_pill(availability: Availability) -> Pill | None:
    """Of one variant; None where it can be had, or nobody tells."""
    pills = {
        Availability.OUT_OF_STOCK: Pill(
            translate("Products", "Out of stock"), Tone.NEUTRAL, "clock"
        ),
        Availability.DISCONTINUED: Pill(
            translate("Products", "No longer made"), Tone.DANGER, "circle-x"
        ),
    }
    return pills.get(availability)


def count_pill(row: ProductLine, formats: Formats) -> Pill | None:
    """How many variants of a product can be had, where it is not all of them."""
    missing, count = sum(row.unavailable), row.count
    if not missing:
        return None
    words = translate("Products", "%1 of %2")
    words = words.replace("%1", formats.number(count - missing))
    words = words.replace("%2", formats.number(count))
    gone = missing == count or row.unavailable[1] > 0
    return Pill(words, Tone.DANGER if gone else Tone.NEUTRAL, "circle-x" if gone else "clock")


def missing(row: ProductLine | ProductRow) -> str:
    """What cannot be had, in a line; empty where everything can."""
    out, ended = row.unavailable
    parts = []
    if out == 1:
        parts.append(translate("Products", "1 variant is out of stock"))
    elif out:
        parts.append(translate("Products", "%n variants are out of stock", "", out))
    if ended == 1:
        parts.append(translate("Products", "1 variant is no longer made"))
    elif ended:
        parts.append(translate("Products", "%n variants are no longer made", "", ended))
    return translate("Products", ", ").join(parts)


def variants(count: int) -> str:
    if count == 1:
        return translate("Products", "1 variant")
    return translate("Products", "%n variants", "", count)


def areas(found: Sequence[PrintArea], formats: Formats) -> list[tuple[str, str]]:
    """Each place with its size; from the smallest to the largest where that differs by variant."""
    by_title: dict[str, list[PrintArea]] = {}
    for area in found:
        by_title.setdefault(area.title, []).append(area)
    return [(title, _sizes(those, formats)) for title, those in by_title.items()]


def _sizes(those: Sequence[PrintArea], formats: Formats) -> str:
    known = sorted({(area.width, area.height) for area in those if area.width and area.height})
    if not known:
        return translate("Products", "size not told")
    low, high = (_pixels(size, formats) for size in (known[0], known[-1]))
    words = translate("Products", "%1 px").replace("%1", low)
    if low != high:
        words = translate("Products", "%1 to %2 px").replace("%1", low).replace("%2", high)
    dpi = {area.dpi for area in those if area.dpi}
    if len(dpi) != 1:
        return words
    told = translate("Products", "%1, %2 dpi").replace("%2", formats.number(dpi.pop()))
    return told.replace("%1", words)


def _pixels(size: tuple[int, int], formats: Formats) -> str:
    words = translate("Products", "%1 × %2").replace("%1", formats.number(size[0]))
    return words.replace("%2", formats.number(size[1]))


def mockup_pill(state: MockupState) -> Pill:
    """How the wish for pictures stands."""
    pills = {
        MockupState.ASKED: Pill(translate("Products", "Waiting"), Tone.PROGRESS, "clock"),
        MockupState.WAITING: Pill(translate("Products", "Being made"), Tone.PROGRESS, "loader"),
        MockupState.DONE: Pill(translate("Products", "Made"), Tone.SUCCESS, "check"),
        MockupState.FAILED: Pill(translate("Products", "Not made"), Tone.DANGER, "triangle-alert"),
        MockupState.FILE_NEEDED: Pill(
            translate("Products", "Print file needed"), Tone.DANGER, "image"
        ),
    }
    return pills[state]


def mockup_words(wish: MockupRow, supplier: str, formats: Formats) -> str:
    """What goes on with the pictures, and when it goes on."""
    if wish.state is MockupState.DONE:
        return translate("Products", "Kept on this computer; the next push takes them.")
    if wish.state is MockupState.WAITING:
        words = wish.message or translate("Products", "%1 is making the pictures.")
    elif wish.state is MockupState.ASKED:
        words = wish.message or translate("Products", "%1 is asked in a moment.")
    else:
        return wish.message
    words = words.replace("%1", supplier)
    if wish.state is MockupState.ASKED and wish.message and wish.due_at is not None:
        next_try = translate("Products", "%1 Next try at %2.").replace("%1", words)
        return next_try.replace("%2", formats.time(wish.due_at))
    return words
