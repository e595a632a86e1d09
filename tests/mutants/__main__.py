"""Break copies of the program and see whether the simulation notices: `python -m tests.mutants`. Ends with 1 where one survives."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants.catalog import ALL
from tests.mutants.judge import NoJudgement, Verdict, judge
from tests.mutants.mutant import Mutant


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of names; without one, every mutant")
    parser.add_argument("--seeds", type=int, default=2000, help="so many at most for each")
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="N", help="the first")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--json", type=Path, help="also write the result here")
    parser.add_argument("--list", action="store_true", help="name the mutants and end")
    options = parser.parse_args(arguments)
    chosen = [each for each in ALL if any(part in each.name for part in options.names or ("",))]
    if options.list:
        print("\n".join(f"{each.name}: {each.harm}" for each in chosen))
        return 0
    with ThreadPoolExecutor(options.workers) as pool:
        verdicts = list(
            pool.map(lambda each: _told(_judged(each, options.first, options.seeds)), chosen)
        )
    caught = [each for each in verdicts if each.caught]
    print(f"{len(caught)} of {len(verdicts)} mutants caught")
    if options.json:
        options.json.write_text(
            json.dumps([_row(each) for each in verdicts], indent=1), encoding="utf-8"
        )
    return 0 if len(caught) == len(verdicts) else 1


def _judged(mutant: Mutant, first: int, seeds: int) -> Verdict:
    try:
        return judge(mutant, seeds, first)
    except NoJudgement as error:
        return Verdict(mutant, (), 0, 0.0, str(error))


def _told(verdict: Verdict) -> Verdict:
    by = ", ".join(verdict.caught) or "SURVIVED"
    seeds = "1 seed " if verdict.seeds == 1 else f"{verdict.seeds} seeds"
    print(f"{by:10} {seeds:>10} {verdict.seconds:5.0f} s  {verdict.mutant.name}", flush=True)
    if verdict.said:
        print(f"{'':28} {verdict.said}", flush=True)
    return verdict


def _row(verdict: Verdict) -> dict[str, object]:
    return {
        "name": verdict.mutant.name,
        "harm": verdict.mutant.harm,
        "caught": verdict.caught,
        "seeds": verdict.seeds,
        "seconds": round(verdict.seconds, 1),
        "said": verdict.said,
    }


if __name__ == "__main__":
    sys.exit(main())
