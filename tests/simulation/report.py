"""What a run of many seeds comes to: printed for people, and as JSON."""

from __future__ import annotations

import resource
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.matrix import Matrix
from tests.simulation.run import Outcome


@dataclass(slots=True)
class Report:
    """Adds up outcomes."""

    seeds: int = 0
    seconds: float = 0.0
    orders: int = 0
    calls: int = 0
    lives: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    matrix: Matrix = field(default_factory=Matrix)
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.seeds += 1
        self.orders += outcome.orders
        self.calls += outcome.calls
        self.lives += outcome.lives
        self.struck.update(outcome.struck)
        self.pairs[outcome.pair] += 1
        self.matrix.add(outcome.matrix)
        if outcome.violations:
            self.failed.append(outcome)

    @property
    def shortest(self) -> Outcome | None:
        """The failing seed with the fewest calls: the one to look into first."""
        return min(self.failed, key=lambda each: each.calls, default=None)

    def as_dict(self) -> dict[str, Any]:
        return {
            "seeds": self.seeds,
            "seconds": round(self.seconds, 1),
            "orders": self.orders,
            "calls": self.calls,
            "lives": self.lives,
            "pairs": dict(self.pairs),
            "faults": dict(self.struck.most_common()),
            "violations": {str(each.seed): [list(one) for one in each.violations] for each in self.failed},
            "shortest_failing_seed": self.shortest.seed if self.shortest else None,
            "coverage": round(self.matrix.coverage, 4),
            "cells_missed": self.matrix.missed(),
            "matrix": self.matrix.rows(),
        }  # fmt: skip

    def lines(self) -> list[str]:
        """For people."""
        each = self.seconds / max(1, self.seeds)
        troubles = f"{sum(self.struck.values())} troubles of {len(self.struck)} kinds"
        played = f"{self.orders} orders, {self.calls} calls, {self.lives} lives of the program, {troubles}"
        told = [
            f"{self.seeds} seeds in {self.seconds:.0f} s ({each:.2f} s a seed): {played}",
            ", ".join(f"{kind} {count}" for kind, count in self.struck.most_common()),
            f"{memory() / 1e6:.0f} MB of memory at the most in this process",
            f"matrix of states and troubles: {self.matrix.coverage:.1%} of the cells were hit ten times or more",
        ]
        told += [
            f"seed {outcome.seed} ({outcome.pair}): {number}: {text}"
            for outcome in self.failed
            for number, text in outcome.violations
        ]
        if self.shortest:
            told.append(
                f"{len(self.failed)} seeds failed; the shortest: --seed {self.shortest.seed}"
            )
        else:
            told.append("no violation")
        return told


def memory() -> int:
    """Bytes that this process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
