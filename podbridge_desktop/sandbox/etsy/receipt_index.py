"""Finds receipts by id, creation and last change without looking at all of them. Kept beside the state, not in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Key: TypeAlias = tuple[int, int]
FLAGS = ("is_paid", "is_shipped", "is_canceled")
_REMEMBERED = 8
_FAR = 1 << 60


@dataclass(frozen=True, slots=True)
class Question:
    """What a list of receipts is asked for. Flags are in the order of `FLAGS`; None does not matter."""

    created: tuple[int, int] = (0, _FAR)
    updated: tuple[int, int] = (0, _FAR)
    flags: tuple[bool | None, ...] = (None, None, None)
    sort: str = "created"
    ascending: bool = False


@dataclass(slots=True)
class ReceiptIndex:
    """Sorted keys (time, id), and the flags by id."""

    created: list[Key] = field(default_factory=list)
    updated: list[Key] = field(default_factory=list)
    known: dict[int, tuple[int, int, tuple[bool, ...]]] = field(default_factory=dict)
    answers: OrderedDict[Question, list[int]] = field(default_factory=OrderedDict)

    def put(self, receipt: dict[str, Any]) -> None:
        """Enter a receipt, or what changed about it."""
        ident = int(receipt["id"])
        times = (int(receipt["created"]), int(receipt["updated"]))
        old = self.known.get(ident)
        if old is None or old[0] != times[0]:
            _move(self.created, ident, old and old[0], times[0])
        if old is None or old[1] != times[1]:
            _move(self.updated, ident, old and old[1], times[1])
        self.known[ident] = (*times, tuple(bool(receipt[name]) for name in FLAGS))
        self.answers.clear()

    def find(self, question: Question) -> list[int]:
        """The ids that answer, in the order asked for. The last few answers are remembered, for paging."""
        if question not in self.answers:
            self.answers[question] = self._find(question)
            if len(self.answers) > _REMEMBERED:
                self.answers.popitem(last=False)
        return self.answers[question]

    def _find(self, question: Question) -> list[int]:
        by_update = question.sort == "updated"
        keys = self.updated if by_update else self.created
        low, high = question.updated if by_update else question.created
        keys = keys[bisect_left(keys, (low, 0)) : bisect_right(keys, (high, _FAR))]
        if question.sort == "receipt_id":
            keys = sorted(keys, key=lambda key: key[1])
        found = [ident for _, ident in keys if self._fits(ident, question)]
        return found if question.ascending else found[::-1]

    def _fits(self, ident: int, question: Question) -> bool:
        created, updated, flags = self.known[ident]
        return (
            question.created[0] <= created <= question.created[1]
            and question.updated[0] <= updated <= question.updated[1]
            and all(want in {None, have} for want, have in zip(question.flags, flags, strict=True))
        )


def _move(keys: list[Key], ident: int, old: int | None, new: int) -> None:
    if old is not None:
        del keys[bisect_left(keys, (old, ident))]
    if keys and keys[-1] > (new, ident):
        insort(keys, (new, ident))
    else:
        keys.append((new, ident))
