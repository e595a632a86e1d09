"""The words for how connections are: on cards and in the status line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.pills import Pill

if TYPE_CHECKING:
    from podbridge_desktop.domain.views import ConnectionRow

translate = QCoreApplication.translate
_WORST_FIRST = ("broken", "needs_you", "offline", "disconnected")


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


def status_of(connections: Sequence[ConnectionRow]) -> tuple[Tone, str]:
    """The worst that is, with the name of who has it; or that all is well."""
    if not connections:
        return Tone.NEUTRAL, translate("Health", "No connection yet")
    for health in _WORST_FIRST:
        for row in connections:
            if row.health == health:
                return health_pill(health).tone, _of_one(row)
    if len(connections) == 1:
        return Tone.SUCCESS, translate("Health", "%1 is healthy").replace("%1", connections[0].name)
    count = str(len(connections))
    return Tone.SUCCESS, translate("Health", "All %1 connections are healthy").replace("%1", count)


def _of_one(row: ConnectionRow) -> str:
    words = translate("Health", "%1: %2", "%1 a connection, %2 how it is")
    how = row.health_message or health_pill(row.health).text
    return words.replace("%1", row.name).replace("%2", how)
