"""Play seeds: `python -m tests.simulation --seeds 2000`. Ends with 1 where an invariant is violated."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.simulation.report import Report
from tests.simulation.run import Outcome, run


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many")
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="N", help="the first")
    parser.add_argument("--seed", type=int, help="play this one only, and tell every event")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--json", type=Path, help="also write the result here")
    parser.add_argument("--stop-at-first", action="store_true", help="end at the first violation")
    options = parser.parse_args(arguments)
    report, began = Report(), time.monotonic()
    for outcome in _outcomes(options):
        report.add(outcome)
        report.seconds = time.monotonic() - began
        if outcome.violations:
            sys.stdout.write(f"seed {outcome.seed} ({outcome.pair}): {outcome.violations}\n")
            sys.stdout.flush()
        if options.json and report.seeds % 100 == 0:
            _keep(options.json, report)
        if outcome.violations and options.stop_at_first:
            break
    sys.stdout.write("\n".join(report.lines()) + "\n")
    if options.json:
        _keep(options.json, report)
    return 1 if report.failed else 0


def _keep(file: Path, report: Report) -> None:
    file.write_text(json.dumps(report.as_dict(), indent=1), encoding="utf-8")


def _outcomes(options: argparse.Namespace) -> Iterator[Outcome]:
    if options.seed is not None:
        outcome = run(options.seed, lambda line: sys.stdout.write(f"{line}\n"))
        sys.stdout.write(f"fingerprint {outcome.fingerprint}\n")
        yield outcome
        return
    seeds = range(options.first, options.first + options.seeds)
    if options.workers == 1:
        yield from map(run, seeds)
        return
    with multiprocessing.get_context("spawn").Pool(options.workers) as pool:
        yield from pool.imap_unordered(run, seeds)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # a seed plays the same in every process
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]])
    sys.exit(main())
