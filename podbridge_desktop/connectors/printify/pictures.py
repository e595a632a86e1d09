"""The account's library of pictures: what was put there once is not sent again."""

from __future__ import annotations

import hashlib
import threading
from base64 import b64encode

from podbridge_desktop.connectors.printify.api import PrintifyApi
from podbridge_desktop.connectors.printify.wire_products import UploadBody
from podbridge_desktop.errors import Refused

LARGEST = 25 * 1024 * 1024


class Pictures:
    """Knows what went up by its content. Safe for several threads."""

    def __init__(self, api: PrintifyApi) -> None:
        self._api = api
        self._lock = threading.Lock()
        self._known: dict[str, str] = {}

    def upload(self, name: str, content: bytes) -> str:
        """Printify's id of the picture. Raises `Refused` for one that is too large."""
        if len(content) > LARGEST:
            raise Refused(
                f"“{name}” is too large for Printify: {len(content) // 2**20} MB, and 25 are the most.",
                case="artwork",
                hint="Save the picture smaller, then try again.",
            )
        mark = hashlib.sha256(content).hexdigest()
        with self._lock:
            known = self._known.get(mark)
        if known is None:
            body = UploadBody(file_name=name, contents=b64encode(content).decode())
            known = self._api.upload(body).id
            with self._lock:
                self._known[mark] = known
        return known

    def archive(self, ident: str) -> None:
        """Hide it from the library; products that show it go on."""
        self._api.archive_upload(ident)
        with self._lock:
            self._known = {mark: each for mark, each in self._known.items() if each != ident}
