"""A process that has imported all and forks a child for each run: 1 sync each, ended where it is told to.

Reads one JSON order a line on stdin, answers one JSON line each on stdout. A forked child starts in milliseconds.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.config import read_config
from podbridge_desktop.connectors import registry
from podbridge_desktop.errors import PodBridgeError
from tests.kills.failpoints import COMMIT, Failpoints, Wire, refuse_writes

__all__ = ["registry"]  # imported before the fork, so that no child pays for it


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            _child(order, writer)
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as told:
            answer = json.loads(told.read() or "{}")
        _, status = os.waitpid(pid, 0)
        answer["killed"] = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        answer["code"] = os.waitstatus_to_exitcode(status)
        print(json.dumps(answer), flush=True)  # noqa: T201 - the answer


def _child(order: dict[str, Any], writer: int) -> None:
    code = 1
    try:
        code = _sync(order, writer)
    finally:
        sys.stderr.flush()
        os._exit(code)


def _sync(order: dict[str, Any], writer: int) -> int:
    """One pass, as `podbridge sync` does it, on this one thread: every run passes the same points in the same order."""
    points: Failpoints

    def tell(**more: object) -> None:
        answer = {"points": points.seen, "unmeant": wire.unmeant, **more}
        os.write(writer, json.dumps(answer).encode())

    def kill(name: str) -> None:
        tell(at=name)
        os.kill(os.getpid(), signal.SIGKILL)

    if order.get("fail"):
        points = Failpoints(refuse_writes, at=order["fail"], times=order["times"], only=COMMIT)
    else:
        points = Failpoints(kill, at=order.get("kill", 0))
    wire = Wire(points)
    config = read_config(data_dir=Path(order["folder"]), practice=True)
    container = open_container(config, transport=wire)
    wire.container = container
    points.watch_commits(container._database.engine)
    error = ""
    try:
        if not container.take_engine("sync"):
            error = "busy"
        else:
            container.engine(spawn=None).run_pass(threading.Event())
    except PodBridgeError as trouble:
        error = trouble.code
    container.close()
    tell(error=error)
    return 0


if __name__ == "__main__":
    main()
