"""Pictures of products, fetched once and kept in the workspace under a name made of their address."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from podbridge_desktop.connectors.endpoint import host_of, is_loopback
from podbridge_desktop.domain.ports import PictureFetcher
from podbridge_desktop.errors import BadInput, Retry

log = logging.getLogger(__name__)


class Pictures:
    """Safe from any thread; `get` may wait for the network, so never on the GUI thread."""

    def __init__(
        self, folder: Path, fetcher: PictureFetcher, doors: Callable[[], Sequence[str]]
    ) -> None:
        """`doors` gives the addresses of vendors that run on this computer (practice mode), suppliers first."""
        self._folder = folder
        self._fetcher = fetcher
        self._doors = doors

    def get(self, url: str) -> Path | None:
        """The file of a picture, from the disk or else from its address; None where there is none."""
        if not url:
            return None
        file = self._folder / _name(url)
        if file.exists():
            return file
        for address in self._addresses(url):
            try:
                content = self._fetcher.fetch(address, this_computer=self._is_door(address))
                self._keep(file, content)
            except (BadInput, Retry, OSError) as error:
                log.info("no picture: %s", getattr(error, "details", "") or error)
            else:
                return file
        return None

    def _addresses(self, url: str) -> Sequence[str]:
        """Where to ask. A practice vendor that was started again has the picture behind another port."""
        parts = urlsplit(url)
        if not is_loopback(host_of(url)) or self._is_door(url):
            return (url,)
        return [urlunsplit(parts._replace(netloc=urlsplit(door).netloc)) for door in self._doors()]

    def _is_door(self, url: str) -> bool:
        return urlsplit(url).netloc in {urlsplit(door).netloc for door in self._doors()}

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
