"""Other processes of a benchmark: servers that live as long as their parent wants, and single measured runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def server(module: str, *arguments: str) -> Iterator[dict[str, Any]]:
    """Run `python -m module`; gives the one line of JSON by which it says where it listens. Ended with its stdin."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{module} did not start")
        yield json.loads(line)
    finally:
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def announce(**where: object) -> None:
    """The server's side: say where it listens."""
    print(json.dumps(where), flush=True)


def until_stdin_closes() -> None:
    """The server's side: serve as long as the parent wants."""
    ended = threading.Event()

    def watch() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        ended.set()

    threading.Thread(target=watch, daemon=True).start()
    ended.wait()


def run(module: str, arguments: Sequence[str], **environment: str) -> dict[str, Any]:
    """Run `python -m module` to its end; gives the last line it printed, which is JSON."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer
