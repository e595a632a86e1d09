"""Pictures of products on this disk: those that were fetched, as far as there is room, and those that are kept.

A fetched picture can be had again, so the oldest ones make room for new ones; a kept one (a mockup, whose address was
good for a day) is there for good. Both are named by their content: the same picture at two addresses is here once.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from podbridge_desktop.connectors.endpoint import host_of, is_loopback
from podbridge_desktop.domain.pictures import kept_address, kept_name
from podbridge_desktop.domain.ports import PictureFetcher
from podbridge_desktop.errors import BadInput, Retry
from podbridge_desktop.files import replace_whole

log = logging.getLogger(__name__)

ROOM = 256 * 1024 * 1024  # bytes of fetched pictures: some thousand mockups
_LEFT = 0.8  # of the room after making some
_SWEEP_EVERY = 64  # pictures fetched between two looks at the room


class KeptFiles:
    """Implements `domain.ports.KeptPictures`, given what fetches. Safe from any thread."""

    def __init__(self, folder: Path, fetch: Callable[[str], bytes]) -> None:
        self._folder, self._fetch = folder, fetch

    def keep(self, url: str) -> str:
        content = self._fetch(url)
        try:
            address = kept_address(content)
        except ValueError as error:
            raise BadInput("This is no picture that a store takes.", details=url) from error
        file = self._folder / (kept_name(address) or "")
        if not file.exists():
            self._folder.mkdir(exist_ok=True)
            replace_whole(file, content)
        return address

    def content(self, url: str) -> bytes:
        file = self.file(url)
        if file is None:
            raise BadInput(
                "A picture that was made for this product is not on this computer any more.",
                hint="Ask for the mockups again.",
                details=url,
            )
        return file.read_bytes()

    def file(self, url: str) -> Path | None:
        """The file of a kept picture; None where it is not here (or the address is no such one)."""
        name = kept_name(url)
        if name is None or Path(name).name != name:
            return None
        file = self._folder / name
        return file if file.exists() else None


class Pictures:
    """Safe from any thread; `get` may wait for the network, so never on the GUI thread."""

    def __init__(
        self,
        folder: Path,
        kept: Path,
        fetcher: PictureFetcher,
        doors: Callable[[], Sequence[str]],
        room: int = ROOM,
    ) -> None:
        """`doors` gives the addresses of vendors that run on this computer (practice mode), suppliers first."""
        self._folder = folder
        self._fetcher = fetcher
        self._doors = doors
        self._room = room
        self._fetched = 0
        self.kept = KeptFiles(kept, self._fetch)

    def get(self, url: str) -> Path | None:
        """The file of a picture, from the disk or else from its address; None where there is none."""
        if not url:
            return None
        if kept_name(url) is not None:
            return self.kept.file(url)
        found = self._here(url)
        if found is not None:
            return found
        try:
            return self._store(url, self._fetch(url))
        except (BadInput, Retry, OSError) as error:
            log.info("no picture: %s", getattr(error, "details", "") or error)
            return None

    def _here(self, url: str) -> Path | None:
        """The picture as it was fetched before. It is noted that it is still looked at: others go first."""
        note = self._folder / "addresses" / _name(url)
        try:
            file = self._folder / note.read_text(encoding="ascii")
            os.utime(file)
        except (OSError, ValueError):
            return None
        return file

    def _store(self, url: str, content: bytes) -> Path:
        digest = hashlib.sha256(content).hexdigest()
        file = self._folder / digest
        if not file.exists():
            _write(file, content)
        _write(self._folder / "addresses" / _name(url), digest.encode())
        self._fetched += 1
        if self._fetched % _SWEEP_EVERY == 1:
            self._make_room()
        return file

    def _make_room(self) -> None:
        """Pictures that nobody looked at for longest go, once there are too many; also what a stop left half written."""
        files = [(each.stat(), each) for each in self._folder.iterdir() if each.is_file()]
        held = sum(stat.st_size for stat, _ in files)
        if held <= self._room:
            return
        for stat, file in sorted(files, key=lambda pair: pair[0].st_mtime_ns):
            file.unlink(missing_ok=True)
            held -= stat.st_size
            if held <= self._room * _LEFT:
                break
        for note in (self._folder / "addresses").iterdir():
            if not (self._folder / note.read_text(encoding="ascii")).exists():
                note.unlink(missing_ok=True)

    def _fetch(self, url: str) -> bytes:
        """Raises `BadInput` or `Unreachable` of the last address that was tried."""
        *others, last = self._addresses(url)
        for address in others:
            try:
                return self._fetcher.fetch(address, this_computer=self._is_door(address))
            except (BadInput, Retry):
                continue
        return self._fetcher.fetch(last, this_computer=self._is_door(last))

    def _addresses(self, url: str) -> Sequence[str]:
        """Where to ask. A practice vendor that was started again has the picture behind another port."""
        parts = urlsplit(url)
        doors = self._doors()
        if not is_loopback(host_of(url)) or self._is_door(url) or not doors:
            return (url,)
        return [urlunsplit(parts._replace(netloc=urlsplit(door).netloc)) for door in doors]

    def _is_door(self, url: str) -> bool:
        return urlsplit(url).netloc in {urlsplit(door).netloc for door in self._doors()}


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, also when two threads fetch the same; it may be lost with the power: it is a cache."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.{os.getpid()}.{os.urandom(4).hex()}")
    new.write_bytes(content)
    new.replace(file)


def _name(url: str) -> str:
    """Practice vendors have another port at each start: for them the path is the picture's name."""
    parts = urlsplit(url)
    here = is_loopback(host_of(url))
    named = f"this computer{parts.path}?{parts.query}" if here else url
    return hashlib.sha256(named.encode()).hexdigest()
