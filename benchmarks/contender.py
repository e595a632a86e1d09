"""One measured pull in a process of its own: `python -m benchmarks.contender bridge|floor …` prints one line of JSON."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.measure import memory, timed
from benchmarks.replay import asks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("who", choices=["bridge", "floor"])
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--recording", type=Path, required=True)
    options = parser.parse_args()
    contend = _floor if options.who == "floor" else _bridge
    print(json.dumps(contend(options)))


def _floor(options: argparse.Namespace) -> dict[str, object]:
    from benchmarks.floor import Floor  # noqa: PLC0415 - each process loads its own contender only

    floor = Floor(options.database, options.url, options.token, asks(options.recording))
    return {**asdict(timed(floor.run)), "rss": memory()}


def _bridge(options: argparse.Namespace) -> dict[str, object]:
    from benchmarks.bench import STORE, Bench, ask_pull  # noqa: PLC0415

    bench = Bench(options.database, options.url, options.token)
    ask_pull(bench.database)
    took = timed(bench.pull)
    figures = bench.remotes.figures(STORE)
    pulled = bench.ctx.tally["pulled"]
    bench.close()
    return {
        **asdict(took),
        "rss": memory(),
        "pulled": pulled,
        "calls": figures.calls,
        "write_calls": figures.write_calls,
        "points": figures.query_points,
    }


if __name__ == "__main__":
    main()
