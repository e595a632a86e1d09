"""The words for how a product stands in a store."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.domain.catalog import Options
from podbridge_desktop.domain.matching.proposals import Confidence
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


def pushing(done: int, whole: int, refused: int) -> str:
    """While it goes on."""
    words = translate("Listings", "Pushing: %1 of %2 done").replace("%1", str(done))
    words = words.replace("%2", str(whole))
    if not refused:
        return words
    return translate("Listings", "%1, %2 refused").replace("%1", words).replace("%2", str(refused))


def refused(done: int, count: int) -> str:
    """At the end, where a store did not take everything."""
    if count == 1:
        words = translate("Listings", "%1 in their stores. One was not taken:")
    else:
        words = translate("Listings", "%1 in their stores. %n were not taken:", "", count)
    return words.replace("%1", products(done))


def all_pushed(count: int) -> str:
    if count == 1:
        return translate("Listings", "The product is in its store.")
    return translate("Listings", "All %n products are in their stores.", "", count)


def variants(count: int) -> str:
    if count == 1:
        return translate("Listings", "1 variant")
    return translate("Listings", "%n variants", "", count)


def confidence_pill(confidence: Confidence) -> Pill:
    """How sure a proposed link is."""
    return {
        Confidence.CERTAIN: Pill(translate("Listings", "Certain"), Tone.SUCCESS, "check"),
        Confidence.LIKELY: Pill(translate("Listings", "Likely"), Tone.INFO, "link"),
        Confidence.UNSURE: Pill(
            translate("Listings", "Unsure"), Tone.NEUTRAL, "circle-question-mark"
        ),
    }[confidence]


def sureness(confidence: Confidence | None, number: str) -> str:
    """How many proposals are how sure; None is without one."""
    words = {
        Confidence.CERTAIN: translate("Listings", "%1 certain"),
        Confidence.LIKELY: translate("Listings", "%1 likely"),
        Confidence.UNSURE: translate("Listings", "%1 unsure"),
        None: translate("Listings", "%1 without an answer"),
    }
    return words[confidence].replace("%1", number)


def accept_button(count: int) -> str:
    """The button of the review of proposed links."""
    if count == 1:
        return translate("Listings", "Accept 1 link")
    return translate("Listings", "Accept %n links", "", count)


def linked(count: int) -> str:
    """What was accepted."""
    if count == 1:
        return translate("Listings", "One variant is linked. What waited for it goes on.")
    return translate("Listings", "%n variants are linked. What waited for them goes on.", "", count)


def packed_by_seller(count: int) -> str:
    if count == 1:
        return translate("Listings", "You pack this variant yourself.")
    return translate("Listings", "You pack these %n variants yourself.", "", count)


def copy_numbers(count: int) -> str:
    """The button of the list of tracking numbers that are entered by hand."""
    if count == 1:
        return translate("Listings", "Copy the tracking number")
    return translate("Listings", "Copy all %n tracking numbers", "", count)
