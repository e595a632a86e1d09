"""One GraphQL call while it runs: what resolvers may see, and how they refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from .store import Store

# Arguments come coerced from the schema: text, numbers, lists and mappings of them.
Args: TypeAlias = dict[str, Any]
# A resolver takes the record it reads from, its arguments and the call; records differ by type.
Resolver: TypeAlias = Callable[..., object]
Path: TypeAlias = tuple[Any, ...]


class Refusal(Exception):
    """A field that the store refuses to answer: it becomes null, and an error stands in `errors`."""

    def __init__(self, message: str, code: str, **more: object) -> None:
        super().__init__(message)
        self.message = message
        self.extensions: dict[str, object] = {"code": code, **more}


@dataclass(slots=True)
class Call:
    """The state of one execution. `path` values are linked pairs, unrolled only for an error."""

    store: Store
    now: str
    base: str
    scopes: frozenset[str]
    variables: Any = None
    idempotency_key: str | None = None
    errors: list[dict[str, object]] = field(default_factory=list)
    spent: int = 0
    args: dict[int, Args] = field(default_factory=dict)

    def report(self, refusal: Refusal, path: Path) -> None:
        """Write the refusal into the answer's errors."""
        self.errors.append(
            {
                "message": refusal.message,
                "path": _unroll(path),
                "extensions": refusal.extensions,
            }
        )


def _unroll(path: Path) -> list[object]:
    steps: list[object] = []
    while path:
        path, step = path
        steps.append(step)
    return steps[::-1]


def user_error(
    field_path: list[str] | None, message: str, code: str | None = None
) -> dict[str, object]:
    """One entry of a mutation's `userErrors`; types without `code` simply do not show it."""
    return {"field": field_path, "message": message, "code": code}


def payload(
    errors: list[dict[str, object]] | None = None, **results: object
) -> Mapping[str, object]:
    """What a mutation gives back, by GraphQL field name."""
    return {"userErrors": errors or [], **results}


def missing_id(name: str, identity: str) -> dict[str, object]:
    """The user error for an id that is not there."""
    return user_error([name], f"{identity} does not exist")
