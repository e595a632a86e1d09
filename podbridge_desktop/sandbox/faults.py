"""Troubles that tests and practice mode order for a vendor, and that strike its next matching requests.

A kind says what happens and, where it matters, whether the work was done first:

    before the work: rate_limited, unauthorized, server_error, maintenance, drop
    after the work:  server_error_after, truncated, drop_after, slow
    without waiting: late (the connection is closed at once, the work is done `seconds` later)
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import cast

from .http import Dropped, Request, Response, answer_json

BEFORE = ("rate_limited", "unauthorized", "server_error", "maintenance", "drop", "late")
AFTER = ("server_error_after", "truncated", "drop_after", "slow")
KINDS = BEFORE + AFTER

MAINTENANCE = b"""<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head>
<body><h1>We'll be right back</h1><p>Our service is being maintained. Please try again later.</p></body></html>"""


@dataclass(slots=True)
class Fault:
    """One ordered trouble. It strikes `times` matching requests, after letting `skip` of them pass."""

    vendor: str
    kind: str
    times: int = 1
    skip: int = 0
    method: str = ""
    path: str = ""
    contains: str = ""
    status: int = 500
    retry_after: float | None = None
    seconds: float = 0.0
    struck: int = field(default=0)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(KINDS)}")
        if self.times < 1 or self.skip < 0:
            raise ValueError(
                "a fault strikes at least once, and skips no negative number of requests"
            )
        re.compile(self.path)

    def matches(self, request: Request) -> bool:
        """Whether this fault means `request`. `path` is searched as a regular expression, `contains` in the body."""
        return (
            self.method.upper() in {"", request.method.upper()}
            and re.search(self.path, request.path) is not None
            and (not self.contains or self.contains.encode() in request.body)
        )


class Faults:
    """The ordered faults of all vendors. Thread-safe; `wait` is how a slow answer passes its time."""

    def __init__(self, wait: Callable[[float], object] | None = None) -> None:
        self._lock = threading.Lock()
        self._pending: list[Fault] = []
        self._struck: list[Fault] = []
        self._late: list[tuple[datetime, str, Request]] = []
        self._wait = wait or threading.Event().wait

    def order(self, fault: Fault) -> None:
        """Let `fault` strike from now on. Several for one vendor strike in the order given."""
        with self._lock:
            self._pending.append(fault)

    def clear(self, vendor: str | None = None) -> int:
        """Forget what was ordered (for one vendor, or for all); gives how many were still waiting."""
        with self._lock:
            kept = [fault for fault in self._pending if vendor and fault.vendor != vendor]
            gone = len(self._pending) - len(kept)
            self._pending = kept
        return gone

    def before(self, vendor: str, request: Request, now: datetime) -> Response | None:
        """The answer in place of the work, or None. Raises `Dropped`."""
        fault = self._strike(vendor, request, BEFORE)
        if fault is not None and fault.kind == "late":
            with self._lock:
                self._late.append((now + timedelta(seconds=fault.seconds), vendor, request))
        return None if fault is None else _spoil(fault)

    def overdue(self, vendor: str, now: datetime) -> list[tuple[datetime, Request]]:
        """Requests whose work a `late` fault put off until now or before, each with its time; told once."""
        with self._lock:
            due = [each for each in self._late if each[1] == vendor and each[0] <= now]
            self._late = [each for each in self._late if each not in due]
        return [(at, request) for at, _, request in sorted(due, key=lambda each: each[0])]

    def after(self, vendor: str, request: Request, response: Response, now: datetime) -> Response:  # noqa: ARG002
        """The answer that goes out after the work was done. Raises `Dropped`: work done, answer lost."""
        fault = self._strike(vendor, request, AFTER)
        if fault is None:
            return response
        if fault.kind == "drop_after":
            raise Dropped
        if fault.kind == "truncated":
            return Response(
                response.status, response.body[: len(response.body) // 2], response.headers
            )
        if fault.kind == "slow":
            self._wait(fault.seconds)
            return response
        return _failure(fault)

    def listing(self) -> dict[str, list[dict[str, object]]]:
        """What waits and what has struck, for the control port."""
        with self._lock:
            return {
                "waiting": [asdict(fault) for fault in self._pending],
                "struck": [asdict(fault) for fault in self._struck[-200:]],
            }

    def _strike(self, vendor: str, request: Request, kinds: tuple[str, ...]) -> Fault | None:
        with self._lock:
            for fault in self._pending:
                if fault.vendor != vendor or fault.kind not in kinds or not fault.matches(request):
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.struck += 1
                if fault.struck == 1:
                    self._struck.append(fault)
                if fault.struck >= fault.times:
                    self._pending.remove(fault)
                return fault
        return None


def _spoil(fault: Fault) -> Response:
    if fault.kind in {"drop", "late"}:
        raise Dropped
    if fault.kind == "maintenance":
        return Response(503, MAINTENANCE, {"content-type": "text/html; charset=utf-8"})
    if fault.kind == "unauthorized":
        return _told(fault, 401, "The access token provided is invalid.")
    if fault.kind == "rate_limited":
        headers = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
        return _told(fault, 429, "Too many requests.", headers)
    return _failure(fault)


def _failure(fault: Fault) -> Response:
    headers = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
    return _told(fault, fault.status, "Internal error.", headers)


def _told(
    fault: Fault, status: int, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A body in the vendor's own shape: Etsy's error is a text and nothing else, Printify has one shape for keys and
    one for the rest; all others find their message in the last."""
    kind = fault.vendor.partition("-")[0]
    if kind == "etsy":
        token = {"error": "invalid_token", "error_description": "access token is expired"}
        return answer_json(token if status == 401 else {"error": message}, status, headers)
    if kind == "printify":
        lost = {"error": message, "request_id": "practice"}
        broken = {
            "status": "error",
            "code": status,
            "message": message,
            "errors": {"reason": message, "code": status},
        }
        return answer_json(lost if status in {401, 404} else broken, status, headers)
    reason = {"reason": str(status), "message": message}
    told = {"code": status, "result": message, "message": message, "error": reason}
    return answer_json(told, status, headers)


def fault_from(order: Mapping[str, object]) -> Fault:
    """A fault from the control port's JSON. Raises `ValueError` naming what is wrong."""
    known = {name for name in Fault.__slots__ if name != "struck"}
    unknown = set(order) - known
    if unknown or not {"vendor", "kind"} <= set(order):
        wrong = ", ".join(sorted(unknown)) or "vendor and kind are needed"
        raise ValueError(f"not a fault: {wrong}; fields are {', '.join(sorted(known))}")
    return Fault(**cast("dict[str, str]", dict(order)))  # type: ignore[arg-type]  # checked by name above
