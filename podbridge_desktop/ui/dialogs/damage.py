"""The data cannot be read: what that means, calmly, and the way back. Nothing is overwritten unless she says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from podbridge_desktop.ui.dialogs.question import Choice, Question
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.buttons import Kind

if TYPE_CHECKING:
    from podbridge_desktop.domain.care import KeptBackup
    from podbridge_desktop.errors import StoreDamaged
    from podbridge_desktop.ui.words.formats import Formats


def damage_question(
    error: StoreDamaged, newest: KeptBackup | None, formats: Formats, parent: QWidget | None
) -> Question:
    """`chosen` carries `close`, `other` (a backup that she chooses) or `newest`."""
    translate = QCoreApplication.translate
    calm = translate(
        "Damage",
        "PodBridge has stopped, so nothing wrong is sent. Your stores and suppliers still have every order. The damaged file is"
        " kept.",
    )
    choices = [
        Choice("close", translate("Damage", "Close PodBridge")),
        Choice("other", translate("Damage", "Choose a backup…")),
    ]
    if newest is None:
        way = translate(
            "Damage",
            "There is no backup in the data folder. If you saved one elsewhere, choose it.",
        )
    else:
        when = formats.date_time(newest.made_at)
        way = translate(
            "Damage",
            "The newest backup is of %1. What happened since then PodBridge takes over from your suppliers and stores.",
            "%1 a date and time",
        ).replace("%1", when)
        restore = translate("Damage", "Restore that backup")
        choices.append(Choice("newest", restore, Kind.PRIMARY))
    return Question(
        error.title,
        (error.message, calm, way),
        choices,
        tone=Tone.DANGER,
        icon="triangle-alert",
        parent=parent,
    )
