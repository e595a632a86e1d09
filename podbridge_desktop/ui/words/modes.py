"""The words for the three ways to run a route."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.domain.planning import Mode

translate = QCoreApplication.translate


def mode_name(mode: Mode) -> str:
    return {
        Mode.WATCH: translate("Modes", "Watch"),
        Mode.ASSIST: translate("Modes", "Assist"),
        Mode.AUTOMATIC: translate("Modes", "Automatic"),
    }[mode]


def mode_meaning(mode: Mode) -> str:
    """Who sends the orders, and who says yes to the cost."""
    return {
        Mode.WATCH: translate(
            "Modes",
            "The supplier's own app sends the orders. PodBridge only looks and tells you what is stuck.",
        ),
        Mode.ASSIST: translate(
            "Modes",
            "PodBridge prepares every paid order as a draft. You approve it with cost and margin in view.",
        ),
        Mode.AUTOMATIC: translate(
            "Modes",
            "PodBridge prepares and approves by itself. Whatever would lose money or is unclear waits for you.",
        ),
    }[mode]


def second_bridge(supplier: str, store: str, listed: str) -> str:
    """Why the route can only watch."""
    words = translate(
        "Modes",
        "%1's own app already makes the orders of %2. Two bridges would make every order twice, so PodBridge only"
        " watches. To change that, disconnect the store at %1, then test %1 again.",
    )
    if listed and listed.casefold() != store.casefold():
        words = translate(
            "Modes",
            "%1's own app already makes the orders of %2, which it lists as “%3”. Two bridges would make every order"
            " twice, so PodBridge only watches. To change that, disconnect the store at %1, then test %1 again.",
        )
    return _named(words, supplier, store).replace("%3", listed)


def native_link_question(supplier: str, store: str, others: tuple[str, ...]) -> str:
    """Asked where no key shows it (rulings 8)."""
    if others:
        words = translate(
            "Modes",
            "%1 makes the orders of these stores by its own app: %3. It does not say whose they are. Two bridges would"
            " make every order twice. Is %2 one of them?",
        )
        return _named(words, supplier, store).replace("%3", ", ".join(others))
    words = translate(
        "Modes",
        "PodBridge cannot see which stores %1 already serves by its own app. Two bridges would make"
        " every order twice. Look at %1 under Stores: is %2 connected there?",
    )
    return _named(words, supplier, store)


def account_wide(supplier: str) -> str:
    """What spares the question."""
    words = translate(
        "Modes",
        "Or connect %1 again with a token for your whole account: then PodBridge sees it by itself.",
    )
    return words.replace("%1", supplier)


def serves(supplier: str) -> str:
    words = translate("Modes", "Yes, %1 makes its orders")
    return words.replace("%1", supplier)


def serves_not() -> str:
    return translate("Modes", "No, it is not")


def answered_serves(supplier: str, store: str) -> str:
    words = translate(
        "Modes", "You said that %1's own app makes the orders of %2, so PodBridge only watches."
    )
    return _named(words, supplier, store)


def stocked_elsewhere(places: tuple[str, ...]) -> str:
    """Lines that another app fulfils by itself."""
    words = translate(
        "Modes",
        "Some of these variants are stocked at another app's own location: %1. It fulfils them by itself, so PodBridge"
        " leaves those lines to it.",
    )
    return words.replace("%1", ", ".join(places))


def _named(words: str, supplier: str, store: str) -> str:
    return words.replace("%1", supplier).replace("%2", store)
