"""`python -m tests.kills`: every failpoint of a day's sync, at both suppliers; about half an hour.

A sync is killed at its n-th point, n = 1, 2, 3 … until one runs through, the one after it at any point, and then all
must be made once. In the same way the n-th commit (and two, and all from there on) fails as on a broken disk.
`--step 10` takes every tenth point.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.kills.trial import Trial, every_failure, every_kill, trial

PLANS: dict[str, Callable[..., int]] = {
    "kill -9": every_kill,
    "one commit fails": every_failure,
    "two commits fail": partial(every_failure, times=2),
    "every commit from there on fails": partial(every_failure, times=1_000_000),
}


def main() -> None:
    """Run what is asked for; a violation ends with its assertion."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--supplier", choices=("printful", "printify"), action="append")
    asked.add_argument("--plan", choices=tuple(PLANS), action="append")
    asked.add_argument("--step", type=int, default=1, help="every which point")
    asked.add_argument("--seed", type=int, default=1, help="of the second kills")
    chosen = asked.parse_args()
    for supplier in chosen.supplier or ("printful", "printify"):
        for name in chosen.plan or PLANS:
            extra = {"seed": chosen.seed} if name == "kill -9" else {}
            _run(supplier, name, partial(PLANS[name], step=chosen.step, **extra))


def _run(supplier: str, name: str, plan: Callable[[Trial], int]) -> None:
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, trial(Path(folder), supplier) as found:
        points = plan(found)
        orders = len(found.bridge.orders())
    killed = sum(found.ends.values()) - found.ends[""]
    print(  # noqa: T201 - the command's answer
        f"{supplier}, {name}: up to point {points}, {found.runs} runs, {killed} killed at"
        f" {len(found.ends) - 1} kinds of points, {orders} orders, 0 twice, 0 lost,"
        f" {time.monotonic() - began:.0f} s",
        flush=True,
    )


if __name__ == "__main__":
    main()
