"""Product pictures from vendors' addresses: https only, or this computer where the vendor itself is here (practice)."""

from __future__ import annotations

from urllib.parse import urlsplit

from podbridge_desktop.connectors.api_client import Transport, download
from podbridge_desktop.connectors.endpoint import is_loopback
from podbridge_desktop.errors import BadInput


class HttpPictures:
    """Implements `domain.ports.PictureFetcher`."""

    def __init__(self, transport: Transport | None = None) -> None:
        self._transport = transport

    def fetch(self, url: str, *, this_computer: bool) -> bytes:
        try:
            parts = urlsplit(url)
            host, _port = (parts.hostname or "").lower(), parts.port
        except ValueError as error:
            raise BadInput("This address cannot be read.") from error
        local = is_loopback(host)
        fits = parts.scheme in {"http", "https"} if local and this_computer else not local
        if not fits or not host or parts.username or (not local and parts.scheme != "https"):
            raise BadInput("Pictures are only taken from secure addresses.", details=host)
        return download(url, transport=self._transport)
