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


def native_link_question(supplier: str, store: str) -> str:
    words = translate(
        "Modes",
        "PodBridge cannot see which stores %1 already serves by its own app. Two bridges would make"
        " every order twice. Look at %1 under Stores: is %2 connected there?",
    )
    return words.replace("%1", supplier).replace("%2", store)


def native_link_answer(supplier: str, store: str) -> str:
    words = translate("Modes", "No, %1's own app does not make the orders of %2")
    return words.replace("%1", supplier).replace("%2", store)
