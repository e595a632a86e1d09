"""One `podbridge sync` over a wire that ends the process: at its first call, or by `kill -9` at a later one.

At the first call it says how many seconds the way there took (`--began`: when its parent started it) and ends at once.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
import time
from pathlib import Path

import httpx

from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.cli.engine_pass import one_pass
from podbridge_desktop.config import read_config


class _Wire(httpx.BaseTransport):
    """The real transport, until its `last` call that makes an order: sent, its answer never read."""

    def __init__(self, began: float, last: int) -> None:
        self._began, self._left = began, last
        self._inner = httpx.HTTPTransport()
        self._counting = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._left == 0:
            with self._counting:  # of several runners one tells
                print(json.dumps({"seconds": time.time() - self._began}), flush=True)
                os._exit(0)
        response = self._inner.handle_request(request)
        response.read()
        if request.method == "POST" and request.url.path.endswith("/orders"):
            with self._counting:
                self._left -= 1
                if self._left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        return response

    def close(self) -> None:
        self._inner.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--began", type=float, default=0.0)
    parser.add_argument("--kill", type=int, default=0, help="at which order that is made")
    options = parser.parse_args()
    config = read_config(data_dir=options.folder, practice=True)
    container = open_container(config, transport=_Wire(options.began, options.kill))
    one_pass(container)


if __name__ == "__main__":
    main()
