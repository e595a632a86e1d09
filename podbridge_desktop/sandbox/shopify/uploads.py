"""The staged upload targets and the public addresses of finished files, on the vendor's own host."""

from __future__ import annotations

import base64
import re
from urllib.parse import urlsplit

from podbridge_desktop.sandbox.http import Request, Response

from .file_store import bytes_of
from .ids import number_of
from .store import Store

_STAGED = re.compile(r"^/staged/([0-9a-f]{32})/")
_FILE = re.compile(r"^/files/(\d+)/")
_DENIED = b"<?xml version='1.0' encoding='UTF-8'?><Error><Code>AccessDenied</Code></Error>"


def is_file_path(path: str) -> bool:
    return bool(_STAGED.match(path) or _FILE.match(path))


def handle(store: Store, request: Request) -> Response:
    """PUT or POST to a staged target, GET of a finished file."""
    staged = _STAGED.match(request.path)
    if staged:
        return _receive(store, staged.group(1), request)
    found = _FILE.match(request.path)
    return _give(store, int(found.group(1)) if found else 0, request)


def _receive(store: Store, token: str, request: Request) -> Response:
    upload = store.uploads.get(token)
    xml = {"content-type": "application/xml"}
    if upload is None or request.method not in {"PUT", "POST"}:
        return Response(403, _DENIED, xml)
    body = request.body if request.method == "PUT" else _file_part(request)
    if not body:
        return Response(400, b"<Error><Code>EntityTooSmall</Code></Error>", xml)
    upload.body = base64.b64encode(body).decode()
    return Response(200 if request.method == "PUT" else 201, b"", xml)


def _file_part(request: Request) -> bytes:
    """The last part of a multipart form, which is where the file has to stand."""
    marker = re.search(r'boundary="?([^";]+)', request.headers.get("content-type", ""))
    if marker is None:
        return b""
    parts = request.body.split(b"--" + marker.group(1).encode())
    if len(parts) < 3:
        return b""
    head, _blank, content = parts[-2].partition(b"\r\n\r\n")
    return content.removesuffix(b"\r\n") if b'name="file"' in head else b""


def _give(store: Store, number: int, request: Request) -> Response:
    entry = next((f for f in store.files.values() if number_of(f.id) == number), None)
    if entry is None or entry.file_status != "READY" or request.method not in {"GET", "HEAD"}:
        return Response(404, b"Not Found", {"content-type": "text/plain"})
    body = bytes_of(store, entry)
    if body is not None:
        return Response(200, body, {"content-type": entry.mime_type})
    # Shopify keeps a copy of its own; the practice shop sends the reader to the original.
    target = entry.source if urlsplit(entry.source).scheme in {"http", "https"} else ""
    return Response(302, b"", {"location": target}) if target else Response(404, b"")
