"""The words for how connections are: on cards and in the status line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.domain.key_end import PRESSING, SOON, days_left
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.pills import Pill

if TYPE_CHECKING:
    from datetime import datetime

    from podbridge_desktop.domain.views import ConnectionRow
    from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate
_WORST_FIRST = ("broken", "needs_you", "offline", "disconnected")
_SAID_APART = {"Token", "Order approval"}  # by the card itself, with the button that mends it


def health_pill(health: str) -> Pill:
    """Healthy, needs you, broken, offline or disconnected, with its sign."""
    pills = {
        "healthy": Pill(translate("Health", "Healthy"), Tone.SUCCESS, "check"),
        "needs_you": Pill(translate("Health", "Needs you"), Tone.INFO, "hand"),
        "broken": Pill(translate("Health", "Broken"), Tone.DANGER, "triangle-alert"),
        "offline": Pill(translate("Health", "Offline"), Tone.NEUTRAL, "wifi-off"),
        "disconnected": Pill(translate("Health", "Disconnected"), Tone.NEUTRAL, "unlink"),
    }
    return pills.get(health, Pill(health))


def shown_health(row: ConnectionRow, now: datetime) -> str:
    """A key that ends within days needs the seller, though everything still works."""
    end = row.key_ends
    if row.health == "healthy" and end is not None and days_left(end, now) <= PRESSING:
        return "needs_you"
    return row.health


def key_words(row: ConnectionRow, formats: Formats) -> str:
    """That the key ends soon or has ended; empty where there is time, or nobody knows."""
    end = row.key_ends
    if end is None or row.health == "disconnected":
        return ""
    left = days_left(end, formats.now())
    if left > SOON:
        return ""
    if left < 0:
        words = translate("Health", "The key ended on %1. Make a new one and connect again.")
    elif left == 0:
        words = translate(
            "Health", "The key ends within a day. Make a new one now and connect again."
        )
    elif left == 1:
        words = translate(
            "Health", "The key ends tomorrow. Make a new one and connect again before."
        )
    else:
        words = translate(
            "Health", "The key ends in %2 days, on %1. Make a new one and connect again before."
        )
    last = formats.date(end - timedelta(seconds=1))
    return words.replace("%1", last).replace("%2", formats.number(left))


def warnings_of(row: ConnectionRow) -> list[str]:
    """What the last test found that is no obstacle, but wants to be known."""
    if row.health == "disconnected":
        return []
    return [
        ability.sentence
        for ability in row.abilities
        if not (ability.works or ability.needed or ability.name in _SAID_APART) and ability.sentence
    ]


def status_of(connections: Sequence[ConnectionRow], formats: Formats) -> tuple[Tone, str]:
    """The worst that is, with the name of who has it; or that all is well."""
    if not connections:
        return Tone.NEUTRAL, translate("Health", "No connection yet")
    for health in _WORST_FIRST:
        for row in connections:
            if shown_health(row, formats.now()) == health:
                return health_pill(health).tone, _of_one(row, formats)
    if len(connections) == 1:
        return Tone.SUCCESS, translate("Health", "%1 is healthy").replace("%1", connections[0].name)
    count = str(len(connections))
    return Tone.SUCCESS, translate("Health", "All %1 connections are healthy").replace("%1", count)


def _of_one(row: ConnectionRow, formats: Formats) -> str:
    words = translate("Health", "%1: %2", "%1 a connection, %2 how it is")
    how = row.health_message or key_words(row, formats) or health_pill(row.health).text
    return words.replace("%1", row.name).replace("%2", how)
