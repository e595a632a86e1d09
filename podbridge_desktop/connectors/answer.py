"""One HTTP answer, complete, and the few things every vendor says in the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

import msgspec

T = TypeVar("T")
LONGEST_WAIT = timedelta(days=1)  # a vendor's slip of the pen never stops a shop for longer


BROKEN_JSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Unreadable(ValueError):
    """A body that is not what was expected, whatever is wrong with it."""


def parsed(body: bytes | msgspec.Raw, kind: type[T], *, strict: bool = False) -> T:
    """JSON as `kind`. Raises `Unreadable`, and nothing else: also for broken letters and endless nesting."""
    try:
        return msgspec.json.decode(body, type=kind, strict=strict)
    except BROKEN_JSON as error:
        raise Unreadable(type(error).__name__) from error


@dataclass(frozen=True, slots=True)
class Answer:
    """What a vendor answered, complete. `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    route: str = ""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def request_id(self) -> str:
        """The vendor's own number of this request, for its support."""
        return self.headers.get("x-request-id", "")

    @property
    def vendor_time(self) -> datetime | None:
        """The vendor's clock when it answered."""
        return _http_date(self.headers.get("date", ""))

    @property
    def retry_after(self) -> timedelta | None:
        """How long the vendor asks us to wait, where it says so: at most a day."""
        text = self.headers.get("retry-after", "").strip()
        try:
            wait = timedelta(seconds=max(float(text), 0.0))
        except OverflowError:
            wait = LONGEST_WAIT
        except ValueError:
            until = _http_date(text)
            if until is None:
                return None
            wait = max(until - (self.vendor_time or datetime.now(UTC)), timedelta(0))
        return min(wait, LONGEST_WAIT)


Readable = Callable[[Answer], bool]


def looks_like_json(answer: Answer) -> bool:
    """A cheap look at both ends: catches HTML pages and bodies that were cut off."""
    body = answer.body.strip()
    return not body or (body[:1], body[-1:]) in {(b"{", b"}"), (b"[", b"]")}


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
