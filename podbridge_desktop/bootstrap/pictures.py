"""Pictures of products, fetched once and kept in the workspace under a name made of their address."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from podbridge_desktop.connectors.endpoint import host_of, is_loopback
from podbridge_desktop.domain.ports import PictureFetcher
from podbridge_desktop.errors import BadInput, Retry

log = logging.getLogger(__name__)


class Pictures:
    """Safe from any thread; `get` may wait for the network, so never on the GUI thread."""

    def __init__(
        self, folder: Path, fetcher: PictureFetcher, this_computer: Callable[[], bool]
    ) -> None:
        self._folder = folder
        self._fetcher = fetcher
        self._this_computer = this_computer

    def get(self, url: str) -> Path | None:
        """The file of a picture, from the disk or else from its address; None where there is none."""
        if not url:
            return None
        file = self._folder / _name(url)
        if file.exists():
            return file
        try:
            content = self._fetcher.fetch(url, this_computer=self._this_computer())
            self._keep(file, content)
        except (BadInput, Retry, OSError) as error:
            log.info("no picture: %s", getattr(error, "details", "") or error)
            return None
        return file

    def _keep(self, file: Path, content: bytes) -> None:
        """Whole or not at all, also when two threads fetch the same."""
        self._folder.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}.{os.urandom(4).hex()}")
        new.write_bytes(content)
        new.replace(file)


def _name(url: str) -> str:
    """Practice vendors have another port at each start: for them the path is the picture's name."""
    parts = urlsplit(url)
    here = is_loopback(host_of(url))
    named = f"this computer{parts.path}?{parts.query}" if here else url
    return hashlib.sha256(named.encode()).hexdigest()
