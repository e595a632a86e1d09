"""The media library: pictures by address or as base64, read at once, told in facts. Their bytes are not kept."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from urllib.parse import urlsplit

from podbridge_desktop.sandbox import pictures

from . import fields
from .book import Book, Json, stamp
from .call import Call, Reply, Route, newest, page_of
from .errors import FIELDS, NOT_FETCHED, UPLOAD, Refusal, failed, invalid, not_found

MIMES = frozenset({"image/png", "image/jpeg", "image/jpg"})
GOOD_ENDINGS = ("png", "jpg", "jpeg")
MADE_UP = (4500, 5100)  # the size of a picture that nobody in this world can read


def upload_or_404(book: Book, ident: str) -> Json:
    found: Json | None = book.uploads.get(ident)
    if found is None:
        raise not_found()
    return found


def add_upload(book: Book, name: str, facts: Json, at: int, *, art: str = "") -> Json:
    """Put a picture into the library. `art` names the design that is drawn for it."""
    ident = book.new_id(at)
    made: Json = {
        "id": ident, "file_name": name, "at": at, "archived": False, "art": art or design_of(name, facts["sha256"]), **facts,
    }  # fmt: skip
    book.uploads[ident] = made
    book.index.add_upload(made)
    return made


def facts_of(content: bytes, name: str) -> Json:
    """Size and kind of a picture. Raises 8201 when it is none that Printify takes."""
    mime, width, height, _ = pictures.measure(content)
    if width is None or height is None or mime not in MIMES or not _ends_well(name):
        raise _refused("error.file.wrong.format")
    sha = hashlib.sha256(content).hexdigest()
    return {
        "mime_type": mime,
        "width": width,
        "height": height,
        "size": len(content),
        "sha256": sha,
    }


def _ends_well(name: str) -> bool:
    ending = name.rpartition(".")[2].lower() if "." in name else "png"
    return ending in GOOD_ENDINGS


def _refused(cause: str) -> Refusal:
    reason = f"Failed to upload image. Cause: {json.dumps({'code': cause}, separators=(',', ':'))}"
    return Refusal(400, "Validation failed.", code=UPLOAD, reason=reason)


def fetch(call: Call, url: str) -> Json:
    """The facts of the picture at an address: read where this world serves it, else made up from the address."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host:
        raise failed(NOT_FETCHED, "cURL error 3: URL using bad/illegal format or missing URL")
    if host.endswith(".invalid") or not call.book.knobs["urls_reachable"]:
        raise failed(NOT_FETCHED, f"cURL error 6: Could not resolve host: {host}")
    content = call.read_url(url)
    if content is None and url.startswith(call.base_url):
        raise failed(NOT_FETCHED, "The requested URL returned error: 404")
    if content is not None:
        return facts_of(content, parts.path)
    if not _ends_well(parts.path.rpartition("/")[2]):
        raise _refused("error.file.wrong.format")
    sha = hashlib.sha256(url.encode()).hexdigest()
    mime = "image/png" if parts.path.lower().endswith("png") else "image/jpeg"
    width, height = MADE_UP
    return {"mime_type": mime, "width": width, "height": height, "size": 1_138_575, "sha256": sha}


def design_of(name: str, sha256: str) -> str:
    """The design that pictures show for an upload: ours by its name, a stranger's by a mark of its content."""
    last = name.rpartition("/")[2].partition(".")[0].lower()
    mark = last.removeprefix("art-") if last.startswith("art-") else ""
    return mark if mark.isalnum() and mark.isascii() and len(mark) <= 24 else f"u{sha256[:8]}"


def preview_url(call: Call, upload: Json) -> str:
    return call.address(f"pictures/art-{upload['art']}.png")


def view(call: Call, upload: Json) -> Json:
    return {
        "id": upload["id"], "file_name": upload["file_name"], "height": upload["height"], "width": upload["width"],
        "size": upload["size"], "mime_type": upload["mime_type"], "preview_url": preview_url(call, upload),
        "upload_time": str(stamp(upload["at"])).removesuffix("+00:00"),
    }  # fmt: skip


def create(call: Call) -> Reply:
    body = fields.check(call.body(), fields.UPLOAD)
    if ("url" in body) == ("contents" in body):
        raise invalid(FIELDS, "url", "One of url and contents is required.")
    if "url" in body:
        facts = fetch(call, body["url"])
    else:
        facts = facts_of(_decoded(call, body["contents"]), body["file_name"])
    made = add_upload(call.book, body["file_name"], facts, call.at)
    call.book.note("upload", call.at, upload=made["id"], sha256=made["sha256"])
    return Reply(view(call, made))


def _decoded(call: Call, text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise _refused("error.file.wrong.format") from error
    if len(content) > int(call.book.knobs["upload_limit"]):
        raise _refused("error.file.size.limit.exceeded")
    return content


def listing(call: Call) -> Reply:
    limit = call.number("limit", 10, most=100)
    rows = call.book.index.uploads
    page, envelope = page_of(call, len(rows), limit)
    return Reply({**envelope, "data": [view(call, each) for each in newest(rows, page, limit)]})


def get(call: Call) -> Reply:
    return Reply(view(call, upload_or_404(call.book, call.args["image"])))


def archive(call: Call) -> Reply:
    """Hides the picture from the library; products that show it go on."""
    upload = upload_or_404(call.book, call.args["image"])
    call.book.index.drop_upload(upload)
    upload["archived"] = True
    return Reply({})


ROUTES = (
    Route("POST", "/v1/uploads/images.json", create, "uploads.write"),
    Route("GET", "/v1/uploads.json", listing, "uploads.read"),
    Route("GET", "/v1/uploads/{image}.json", get, "uploads.read"),
    Route("POST", "/v1/uploads/{image}/archive.json", archive, "uploads.write"),
)
