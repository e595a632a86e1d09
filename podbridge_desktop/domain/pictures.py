"""Addresses of pictures. One that begins with `kept:` names a file on this computer by its content."""

from __future__ import annotations

import hashlib

_SCHEME = "kept:"
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"GIF8", "gif", "image/gif"),
)


def kind_of(content: bytes) -> tuple[str, str] | None:
    """(file ending, MIME type) of a picture by its first bytes; None where it is none that stores take."""
    return next(((end, mime) for start, end, mime in _KINDS if content.startswith(start)), None)


def kept_address(content: bytes) -> str:
    """The address of these bytes once they are kept. Raises `ValueError` for what is no picture."""
    kind = kind_of(content)
    if kind is None:
        raise ValueError("neither PNG, JPEG nor GIF")
    return f"{_SCHEME}{hashlib.sha256(content).hexdigest()}.{kind[0]}"


def kept_name(url: str) -> str | None:
    """The file's name where the address is one of ours, else None."""
    return url.removeprefix(_SCHEME) if url.startswith(_SCHEME) else None
