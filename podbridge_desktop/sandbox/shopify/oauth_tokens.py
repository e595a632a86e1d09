"""Keys that the store has given out."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Token:
    """One key: an access token, a refresh token, or a one-time code from the consent page."""

    value: str
    kind: str  # "access", "refresh", "code"
    expires_at: str | None = None
    scopes: list[str] = field(default_factory=list)
    replaces: str = ""
    revoked: bool = False

    def is_good(self, now: str) -> bool:
        return not self.revoked and (self.expires_at is None or now < self.expires_at)
