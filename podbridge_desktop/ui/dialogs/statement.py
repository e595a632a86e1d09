"""Asks the seller for what no key can see, with the clicks that make it true."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from podbridge_desktop.domain.platforms import FieldForm
from podbridge_desktop.ui.dialogs.question import Choice, Question
from podbridge_desktop.ui.widgets.buttons import Kind


def statement_question(field: FieldForm, parent: QWidget | None) -> Question:
    """`chosen` carries `yes` or `no`."""
    translate = QCoreApplication.translate
    intro = translate("Statement", "PodBridge cannot see this. Please set it there, then say so:")
    steps = [f"{number}. {step}" for number, step in enumerate(field.steps, 1)]
    choices = [
        Choice("no", translate("Statement", "Not yet")),
        Choice("yes", translate("Statement", "Yes, I have done it"), Kind.PRIMARY),
    ]
    return Question(field.label, (intro, *steps), choices, icon="hand", parent=parent)
