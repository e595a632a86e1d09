"""A browser for sign-ins by a store's page: follows it in a thread of its own, or shows where it would have ended."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, build_opener, urlopen

try:
    import fcntl
except ImportError:  # another system: its tests run one after the other
    fcntl = None  # type: ignore[assignment]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_how: Any) -> None:
        return None


def landed_at(page: str) -> str:
    """Where the store's page sends a browser that cannot come back."""
    try:
        with build_opener(_Stay).open(page, timeout=10):
            pass
    except HTTPError as answer:
        with answer:
            return str(answer.headers["location"])
    raise AssertionError("no redirect")


class Browser:
    """`pages` are those it was asked to open. It goes nowhere while `walks` is False."""

    def __init__(self, pages: list[Any]) -> None:
        self.pages = pages
        self.walks = True
        self._threads: list[threading.Thread] = []

    def __call__(self, page: Any) -> None:
        self.pages.append(page)
        address = page if isinstance(page, str) else page.toString()
        if self.walks:
            self._threads.append(threading.Thread(target=self._walk, args=(address,)))
            self._threads[-1].start()

    def _walk(self, address: str) -> None:
        with suppress(URLError, ConnectionError), urlopen(address, timeout=20) as answer:
            answer.read()

    def close(self) -> None:
        for thread in self._threads:
            thread.join()


@contextmanager
def sign_in_port() -> Iterator[None]:
    """The fixed port of sign-ins is there once on a computer: whoever tests with it waits for its turn."""
    turn = Path(tempfile.gettempdir()) / "podbridge-sign-in-port.lock"
    with turn.open("a") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
