"""Opening pages in the seller's browser: web addresses only, whatever a vendor's answer held."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

OpenUrl = Callable[[QUrl], object]


def open_page(address: str, opener: OpenUrl = QDesktopServices.openUrl) -> bool:
    """Open a page; False for what is no web address."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() not in {"https", "http"} or not url.host():
        return False
    opener(url)
    return True
