"""What one pass of the engine did, and what is open: for the status line and for scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from podbridge_desktop.storage import cases, connections, jobs, ledger, reconciling
from podbridge_desktop.storage.database import Tx


@dataclass(frozen=True, slots=True)
class PassReport:
    """What one pass did, and what is open now. `unusable` names connections that could not be used, and why.

    `waiting` counts supplier orders without their approval and steps that a vendor's wait or a quiet period keeps
    back; `waits` names the latter with their time. `restored` is not empty while nothing is sent after a restore: `asks`
    whether the old computer is off, or `compares` with the vendors; `adopted` counts what they had and we did not know.
    `held_back` says why nothing new is sent: a disk that is nearly full.
    """

    pulled: int
    sent: int
    confirmed: int
    tracked: int
    waiting: int
    exceptions: int
    unusable: dict[str, str]
    waits: tuple[dict[str, str], ...] = ()
    adopted: int = 0
    restored: str = ""
    held_back: str = ""

    def as_dict(self) -> dict[str, object]:
        return {
            "pulled": self.pulled,
            "sent": self.sent,
            "confirmed": self.confirmed,
            "tracked": self.tracked,
            "waiting": self.waiting,
            "exceptions": self.exceptions,
            "unusable": self.unusable,
            "waits": list(self.waits),
            "adopted": self.adopted,
            "restored": self.restored or None,
            "held_back": self.held_back or None,
        }


def report_of(
    tx: Tx, did: Counter[str], unusable: Mapping[str, str], held_back: str = ""
) -> PassReport:
    """The report of what was done since; `unusable` by connection id."""
    kept_back = jobs.waiting(tx)
    names = {stored.id: stored.name for stored in connections.every(tx)}
    asks = reconciling.asked_since(tx) is not None
    return PassReport(
        pulled=did["pulled"],
        sent=did["sent"],
        confirmed=did["confirmed"],
        tracked=did["tracked"],
        waiting=ledger.count_waiting(tx) + len(kept_back),
        exceptions=cases.count_open(tx),
        unusable={names[id_]: why for id_, why in unusable.items() if why and id_ in names},
        waits=tuple(
            {
                "connection": names.get(wait.connection_id, ""),
                "step": wait.kind,
                "until": f"{wait.until:%Y-%m-%dT%H:%M:%SZ}",  # as all times that scripts see
                "why": wait.why,
            }
            for wait in kept_back
        ),
        adopted=did["adopted"],
        held_back=held_back,
        restored="asks" if asks else "compares" if reconciling.pending(tx) else "",
    )
