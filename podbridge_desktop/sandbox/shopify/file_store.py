"""Files that the store takes in: where their bytes come from, and how they become ready or fail."""

from __future__ import annotations

import base64
import mimetypes
from datetime import timedelta
from urllib.parse import unquote, urlsplit

from .call import Args
from .ids import number_of
from .products import StoreFile, Upload
from .stamps import moment, stamp
from .store import Store

MAX_PIXELS = 20_000_000
_STAGED = "/staged/"
_IMAGE_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


def add_file(store: Store, given: Args, now: str) -> StoreFile:
    """Take in a file from an address; it is fetched and processed later (see `settle_files`)."""
    source = given["originalSource"]
    filename = given.get("filename") or unquote(urlsplit(source).path.rpartition("/")[2]) or "file"
    mime_type = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    content = given.get("contentType") or ("IMAGE" if mime_type.startswith("image/") else "FILE")
    kind = "MediaImage" if content == "IMAGE" else "GenericFile"
    if kind == "MediaImage" and not mime_type.startswith("image/"):
        mime_type = "image/png"
    identity = store.mint(kind)
    ready = stamp(moment(now) + timedelta(seconds=store.settings.media_seconds))
    entry = StoreFile(
        typename=kind,
        id=identity,
        source=source,
        filename=filename,
        mime_type=mime_type,
        created_at=now,
        updated_at=now,
        ready_at=ready,
        alt=given.get("alt"),
        url=f"/files/{number_of(identity)}/{filename}",
    )
    store.files[identity] = entry
    store.pending.append(identity)
    return entry


def staged_upload(store: Store, source: str) -> Upload | None:
    """The staged upload that an address means; None for an address elsewhere."""
    path = urlsplit(source).path
    if not path.startswith(_STAGED):
        return None
    token = path.removeprefix(_STAGED).partition("/")[0]
    return store.uploads.get(token)


def bytes_of(store: Store, entry: StoreFile) -> bytes | None:
    """The uploaded bytes; None when the file comes from an address elsewhere."""
    upload = staged_upload(store, entry.source)
    return base64.b64decode(upload.body) if upload and upload.body else None


def settle_file(store: Store, entry: StoreFile, now: str) -> bool:
    """Move a file on; True once it is READY or FAILED."""
    if now < entry.ready_at:
        entry.file_status = "PROCESSING"
        return False
    entry.problem = _problem(store, entry)
    entry.file_status = "FAILED" if entry.problem else "READY"
    entry.updated_at = now
    return True


def _problem(store: Store, entry: StoreFile) -> str:
    picture = entry.typename == "MediaImage"
    gone = "IMAGE_DOWNLOAD_FAILURE" if picture else "GENERIC_FILE_DOWNLOAD_FAILURE"
    if any(part in entry.source for part in store.settings.failing_sources):
        return gone
    if not urlsplit(entry.source).path.startswith(_STAGED):
        return ""
    body = bytes_of(store, entry)
    if body is None:
        return gone
    entry.byte_size = len(body)
    return _look_at(entry, body) if picture else ""


def _look_at(entry: StoreFile, body: bytes) -> str:
    if not body.startswith(_IMAGE_KINDS):
        return "IMAGE_PROCESSING_FAILURE"
    if body.startswith(_IMAGE_KINDS[0]) and len(body) > 24:
        entry.width = int.from_bytes(body[16:20])
        entry.height = int.from_bytes(body[20:24])
    return "INVALID_IMAGE_RESOLUTION" if entry.width * entry.height > MAX_PIXELS else ""
