"""The words for how a product stands in a store."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.domain.catalog import Options
from podbridge_desktop.domain.money import Money
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.pills import Pill
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate


def listing_pill(state: str) -> Pill:
    """Not pushed, pushing, live, draft, changed or broken, with its sign."""
    pills = {
        "not_pushed": Pill(translate("Listings", "Not pushed"), Tone.NEUTRAL, "minus"),
        "pushing": Pill(translate("Listings", "Pushing…"), Tone.PROGRESS, "loader"),
        "live": Pill(translate("Listings", "Live"), Tone.SUCCESS, "check"),
        "draft": Pill(translate("Listings", "Draft"), Tone.NEUTRAL, "eye"),
        "changed": Pill(translate("Listings", "Changed"), Tone.INFO, "refresh-cw"),
        "broken": Pill(translate("Listings", "Broken"), Tone.DANGER, "triangle-alert"),
    }
    return pills.get(state, Pill(state))


def cost_range(costs: Sequence[Money], formats: Formats) -> str:
    """The lowest and the highest cost, lowest first."""
    if not costs:
        return translate("Listings", "not known")
    low, high = (formats.money(cost.minor, cost.currency) for cost in (costs[0], costs[-1]))
    if low == high:
        return low
    return translate("Listings", "%1 – %2").replace("%1", low).replace("%2", high)


def options_text(options: Options) -> str:
    """The values alone: “Black / M”."""
    return " / ".join(value for _, value in options)


def products(count: int) -> str:
    if count == 1:
        return translate("Listings", "1 product")
    return translate("Listings", "%n products", "", count)


def push_button(count: int, store: str) -> str:
    """Says how much goes where."""
    if count == 1:
        words = translate("Listings", "Push 1 variant to %1")
    else:
        words = translate("Listings", "Push %n variants to %1", "", count)
    return words.replace("%1", store)


def goes_live(count: int, store: str) -> str:
    """The question before a store charges for what buyers may see."""
    if count == 1:
        words = translate("Listings", "Put one listing on sale in %1?")
    else:
        words = translate("Listings", "Put %n listings on sale in %1?", "", count)
    return words.replace("%1", store)


def pay_fees(count: int) -> str:
    if count == 1:
        return translate("Listings", "Put on sale and pay the fee")
    return translate("Listings", "Put on sale and pay %n fees", "", count)


def pushed(count: int, store: str) -> str:
    if count == 1:
        words = translate("Listings", "One product is on its way to %1.")
    else:
        words = translate("Listings", "%n products are on their way to %1.", "", count)
    return words.replace("%1", store)


def linked(count: int) -> str:
    """What the automatic linking found."""
    if count == 0:
        return translate("Listings", "Nothing is certain: no SKU is the same on both sides.")
    if count == 1:
        return translate("Listings", "One variant was linked.")
    return translate("Listings", "%n variants were linked.", "", count)


def copy_numbers(count: int) -> str:
    """The button of the list of tracking numbers that are entered by hand."""
    if count == 1:
        return translate("Listings", "Copy the tracking number")
    return translate("Listings", "Copy all %n tracking numbers", "", count)
