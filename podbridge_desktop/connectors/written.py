"""Turns the end of a write into its result or one of our errors, by the table in `outcomes` and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from podbridge_desktop.connectors.answer import Answer, Unreadable, parsed
from podbridge_desktop.connectors.outcomes import Body, Ending, Outcome, outcome
from podbridge_desktop.errors import (
    NeedsPerson,
    PodBridgeError,
    Refused,
    Retry,
    UnknownOutcome,
)

T = TypeVar("T")


class AlreadyMade(UnknownOutcome):
    """Proven executed, but not shown: an order of our name is there. `refusal` is the vendor's word on it."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.message, details=refusal.details)
        self.refusal = refusal


def written(
    vendor: str,
    answer: Answer,
    result: T | None,
    refusal: PodBridgeError | None = None,
    code: str = "",
) -> T:
    """What a write brought: `result` is what stands in the answer, `refusal` what the vendor's words mean.

    Raises `refusal` where it was surely not executed, `AlreadyMade` where it was before, else `UnknownOutcome`.
    """
    if refusal is not None:
        raise failed(vendor, answer, refusal, code)
    body = Body.FOREIGN if result is None else Body.RESULT
    if result is not None and _class(vendor, answer, body, code) is Outcome.EXECUTED:
        return result
    raise unclear(vendor, answer)


def result_in(answer: Answer, kind: type[T], is_it: Callable[[T], bool]) -> T | None:
    """What a write brought, if it can be read and `is_it` takes it for what was written. An empty body is `{}`."""
    try:
        result = parsed(answer.body or b"{}", kind) if answer.ok else None
    except Unreadable:
        return None
    return result if result is not None and is_it(result) else None


def failed(
    vendor: str, answer: Answer, refusal: PodBridgeError, code: str = "", *, own: bool = True
) -> PodBridgeError:
    """The error to raise for a write that brought `refusal`. `own`: it is the vendor's own word."""
    found = _class(vendor, answer, Body.WORDS if own else Body.FOREIGN, code)
    if found is Outcome.NOT_EXECUTED:
        return refusal
    if found is Outcome.EXECUTED and isinstance(refusal, Refused):
        return AlreadyMade(refusal)
    return unclear(vendor, answer)


def _class(vendor: str, answer: Answer, body: Body, code: str) -> Outcome:
    return outcome(vendor.casefold(), answer.route, Ending(str(answer.status), body, code))


def unclear(vendor: str, answer: Answer) -> UnknownOutcome:
    details = filter(None, [f"HTTP {answer.status}", answer.route, answer.request_id])
    return UnknownOutcome(
        f"{vendor} did not say clearly whether it took the last change. "
        "PodBridge looks before it does anything again.",
        details=" ".join(details),
    )


@contextmanager
def after_the_write() -> Iterator[None]:
    """What fails in here was asked after the change was made: it says nothing against the change."""
    try:
        yield
    except (Retry, NeedsPerson) as error:
        raise UnknownOutcome(error.message, hint=error.hint, details=error.details) from error
