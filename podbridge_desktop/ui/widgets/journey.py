"""The order's journey as the screen needs it: always five steps, each with a state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, QLocale

from podbridge_desktop.ui.tokens import Tone


class StepState(Enum):
    """How far one step is."""

    DONE = "done"
    CURRENT = "current"
    ON_HOLD = "on_hold"
    TODO = "todo"
    FAILED = "failed"
    CANCELLED = "cancelled"


translate = QCoreApplication.translate
TONES = {
    StepState.DONE: Tone.INFO,
    StepState.CURRENT: Tone.INFO,
    StepState.ON_HOLD: Tone.HOLD,
    StepState.TODO: Tone.NEUTRAL,
    StepState.FAILED: Tone.DANGER,
    StepState.CANCELLED: Tone.NEUTRAL,
}
MARKS = {
    StepState.DONE: "check",
    StepState.ON_HOLD: "hold",
    StepState.FAILED: "x",
    StepState.CANCELLED: "minus",
}
ICONS = ("shopping-cart", "credit-card", "printer", "truck", "link")


@dataclass(frozen=True, slots=True)
class Journey:
    """The states of the five steps, in order, and a short note per step for the large strip."""

    states: tuple[StepState, StepState, StepState, StepState, StepState]
    notes: tuple[str, str, str, str, str] = ("", "", "", "", "")

    @property
    def is_complete(self) -> bool:
        return all(state is StepState.DONE for state in self.states)

    def tone(self, step: int) -> Tone:
        return Tone.SUCCESS if self.is_complete else TONES[self.states[step]]

    def spoken(self) -> str:
        """The whole journey in one line, for screen readers and tool tips."""
        one = translate("Journey", "%1: %2", "step: state")
        parts = [
            one.replace("%1", name).replace("%2", state_name(state))
            for name, state in zip(step_names(), self.states, strict=True)
        ]
        return QLocale().createSeparatedList(parts)


def step_names() -> tuple[str, str, str, str, str]:
    return (
        translate("Journey", "Placed"),
        translate("Journey", "Payment & approval"),
        translate("Journey", "In production"),
        translate("Journey", "Shipped"),
        translate("Journey", "Tracking synced"),
    )


def state_name(state: StepState) -> str:
    return {
        StepState.DONE: translate("Journey", "done"),
        StepState.CURRENT: translate("Journey", "under way"),
        StepState.ON_HOLD: translate("Journey", "on hold"),
        StepState.TODO: translate("Journey", "to come"),
        StepState.FAILED: translate("Journey", "failed"),
        StepState.CANCELLED: translate("Journey", "cancelled"),
    }[state]
