"""`python -m podbridge_desktop.sandbox`: runs a practice world until it is told to stop, then saves it."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from .practice import PracticeWorld


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT, or until stdin closes when a parent process asked for that."""
    parser = argparse.ArgumentParser(prog="podbridge_desktop.sandbox", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the world is kept (without: in memory)")
    parser.add_argument("--shops", type=int, default=1, help="how many shops (default 1)")
    parser.add_argument("--seed", default="1", help="the same seed plays the same world")
    parser.add_argument(
        "--lively", action="store_true", help="the supplier holds and fails some orders by chance"
    )
    parser.add_argument(
        "--json", action="store_true", help="print where the vendors are as one line of JSON"
    )
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="stop when the parent process goes away"
    )
    options = parser.parse_args(arguments)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with PracticeWorld(options.folder, options.shops, options.seed, lively=options.lively) as world:
        description = world.description()
        print(json.dumps(description) if options.json else _in_words(description), flush=True)  # noqa: T201 (its purpose)
        if options.until_stdin_closes:
            threading.Thread(target=_watch_stdin, args=(stop,), daemon=True).start()
        while not stop.wait(1.0):  # a bare wait would not let signals through on every system
            pass
    return 0


def _watch_stdin(stop: threading.Event) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    stop.set()


def _in_words(description: dict[str, object]) -> str:
    return json.dumps(description, indent=2)


if __name__ == "__main__":
    sys.exit(main())
