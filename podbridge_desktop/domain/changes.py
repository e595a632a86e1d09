"""What a transaction changed: kinds and ids, never data. Screens decide from it whether to read again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """A kind of thing that screens show."""

    CONNECTIONS = "connections"
    ROUTES = "routes"
    PRODUCTS = "products"
    LISTINGS = "listings"
    ORDERS = "orders"
    CASES = "cases"
    JOBS = "jobs"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Changed:
    """`topics` that changed; `order_ids` where only certain orders did (empty: any)."""

    topics: frozenset[Topic] = frozenset()
    order_ids: frozenset[int] = frozenset()

    def __or__(self, other: Changed) -> Changed:
        return Changed(self.topics | other.topics, self.order_ids | other.order_ids)

    def __bool__(self) -> bool:
        return bool(self.topics)
