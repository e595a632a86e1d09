"""What each fault script leaves of a call, and what a connector may say of it. Every script of the sandbox is here.

before the work    it was not done, and the connector cannot know: a write is `UnknownOutcome`, a read is repeated
after the work     it was done, and the connector cannot know: the same
told apart         429 and 401 are proven not executed; a slow answer is waited for, until the program stops
"""

from __future__ import annotations

from podbridge_desktop.sandbox.faults import KINDS

BEFORE = ("server_error", "maintenance", "drop", "late")
AFTER = ("server_error_after", "truncated", "drop_after")
TOLD_APART = ("rate_limited", "unauthorized", "slow")
BROKEN = BEFORE + AFTER
LATER = 60.0  # seconds: when a `late` one is done
FOR_GOOD = 1000  # times


def how(kind: str) -> dict[str, float]:
    """What a script needs besides its name."""
    return {"seconds": LATER} if kind == "late" else {}


def all_scripts() -> set[str]:
    return set(KINDS)
