"""The leaky bucket of one app on one store: 2,000 points that come back at 100 a second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

CAPACITY = 2000.0
RESTORE_RATE = 100.0


@dataclass(slots=True)
class Bucket:
    """How many points are left, as of `seen`."""

    available: float = CAPACITY
    seen: datetime | None = None
    enabled: bool = True

    def take(self, wanted: int, now: datetime) -> bool:
        """Reserve points; False when there are too few, and then none are taken."""
        if self.seen is not None and now > self.seen:
            restored = (now - self.seen).total_seconds() * RESTORE_RATE
            self.available = min(CAPACITY, self.available + restored)
        self.seen = now if self.seen is None else max(now, self.seen)
        if not self.enabled:
            return True
        if wanted > self.available:
            return False
        self.available -= wanted
        return True

    def give_back(self, unused: int) -> None:
        """Points that were reserved and not needed."""
        if self.enabled:
            self.available = min(CAPACITY, self.available + unused)

    def status(self) -> dict[str, object]:
        """The `throttleStatus` of an answer."""
        return {
            "maximumAvailable": CAPACITY,
            "currentlyAvailable": int(self.available),
            "restoreRate": RESTORE_RATE,
        }
