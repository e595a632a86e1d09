"""The file library: takes addresses only, reads them a while later, then calls them `ok` or `failed`."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from podbridge_desktop.sandbox import pictures

from . import fields
from .book import Book, Json
from .call import Call, Reply, Route, iso, ok1, ok2
from .errors import Refusal, not_found

GOOD_ENDINGS = (".png", ".jpg", ".jpeg", "")
ROLES = {"printfile": "default", "label": "label_inside", "preview": "preview"}


def add_file(call: Call, wanted: Json, *, role: str = "default", visible: bool = True) -> Json:
    """The file of an address: the one that is there already (its content is not read again), or a new one."""
    url = str(wanted.get("url") or "")
    name = f"f:{call.store_id}:{url}"
    known = call.book.names.get(name)
    if known is not None:
        return file_of(call.book, known)
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
        raise Refusal(400, f"File URL is not valid: {url}", reason="FL-2", pointer="/url")
    ident = call.book.next_id("file")
    made: Json = {
        "id": ident, "store": call.store_id, "url": url, "role": role, "picture": None, "created": call.at,
        "filename": wanted.get("filename") or None, "visible": wanted.get("visible", visible),
        "ready_at": call.at + int(call.book.knobs["file_delay"]), "facts": None,
    }  # fmt: skip
    call.book.files[str(ident)] = made
    call.book.names[name] = ident
    return made


def add_picture(
    book: Book,
    store: int,
    picture: str,
    at: int,
    ready_at: int,
    *,
    role: str,
    url: str | None = None,
) -> Json:
    """A file that the vendor drew itself: a preview, or a seeded print file. One per picture."""
    name = f"f:{store}:{role}:{picture}"
    if name in book.names:
        return file_of(book, book.names[name])
    ident = book.next_id("file")
    made: Json = {
        "id": ident, "store": store, "url": url, "role": role, "picture": picture, "created": at, "visible": role != "preview",
        "filename": picture.rsplit("/", 1)[-1], "ready_at": ready_at, "facts": None,
    }  # fmt: skip
    book.files[str(ident)] = made
    book.names[name] = ident
    return made


def file_of(book: Book, ident: object) -> Json:
    found: Json | None = book.files.get(str(ident))
    if found is None:
        raise not_found()
    return found


def status_of(file: Json, at: int) -> str:
    """`waiting`, then `ok` or `failed`."""
    if at < file["ready_at"]:
        return "waiting"
    if file.get("broken"):
        return "failed"
    path = urlsplit(file["url"] or "").path.lower()
    ending = path[path.rfind(".") :] if "." in path.rsplit("/", 1)[-1] else ""
    return "ok" if file["picture"] or ending in GOOD_ENDINGS else "failed"


def _facts(call: Call, file: Json) -> Json:
    """What reading the file tells, remembered: the content is never read again. Previews are not drawn for it."""
    if file["facts"] is None:
        content = (
            str(file["picture"]).encode() if file["role"] == "preview" else _content(call, file)
        )
        mime, width, height, dpi = (
            ("image/png", 800, 800, 72) if file["role"] == "preview" else pictures.measure(content)
        )
        file["facts"] = {
            "hash": hashlib.md5(content, usedforsecurity=False).hexdigest(), "mime_type": mime,
            "size": 130_062 if file["role"] == "preview" else len(content), "width": width, "height": height, "dpi": dpi,
        }  # fmt: skip
    facts: Json = file["facts"]
    return facts


def _content(call: Call, file: Json) -> bytes:
    if file["picture"]:
        return pictures.draw(file["picture"].rsplit("/", 1)[-1])
    content = call.read_url(file["url"])
    return content if content is not None else str(file["url"]).encode()


def common_view(call: Call, file: Json) -> Json:
    """What both versions tell about a file."""
    status = status_of(file, call.at)
    facts = _facts(call, file) if status == "ok" else {}
    shown = None
    if status == "ok":
        shown = call.address(file["picture"] or f"pictures/{design_picture(file['url'])}")
    filename = file["filename"] or (str(file["url"]).rsplit("/", 1)[-1] if status == "ok" else None)
    return {
        "id": file["id"], "hash": facts.get("hash"), "url": file_url(call, file), "filename": filename,
        "mime_type": facts.get("mime_type"), "size": facts.get("size", 0), "width": facts.get("width"),
        "height": facts.get("height"), "dpi": facts.get("dpi"), "status": status, "thumbnail_url": shown,
        "preview_url": shown, "visible": file["visible"], "is_temporary": False,
    }  # fmt: skip


def file_url(call: Call, file: Json) -> str | None:
    """The address that was given; a path of the vendor's own is made complete."""
    url = file["url"]
    return call.address(url) if url and not url.startswith("http") else url


def design_picture(url: str | None) -> str:
    """The name of the picture that shows the design at `url`."""
    return f"art-{design_of(url)}.png"


def design_of(url: str | None) -> str:
    """The design at an address: ours by name, a stranger's by a mark that depends on the address."""
    last = str(url or "").rsplit("/", 1)[-1]
    if last.startswith("art-"):
        return last.removeprefix("art-").removesuffix(".png")
    return "u" + hashlib.md5(str(url).encode(), usedforsecurity=False).hexdigest()[:8]


def file1_view(call: Call, file: Json, used: Json | None = None) -> Json:
    """A file as version 1 tells it; `used` says as what an item uses it."""
    used = used or {}
    view = {
        **common_view(call, file),
        "type": used.get("type", file["role"]),
        "created": file["created"],
    }
    view["options"] = used.get("options", [])
    if used.get("position"):
        view["position"] = used["position"]
    return view


def file2_view(call: Call, file: Json) -> Json:
    link = {"self": call.link(f"/v2/files/{file['id']}")}
    return {**common_view(call, file), "created": iso(file["created"]), "_links": link}


def post1(call: Call) -> Reply:
    body = fields.check(call.body(), fields.FILE1)
    return ok1(file1_view(call, add_file(call, body, role=body.get("type") or "default")))


def post2(call: Call) -> Reply:
    body = fields.check(call.body(), fields.FILE2)
    if body.get("role", "printfile") not in ROLES:
        raise Refusal(400, f"Unknown role: {body['role']}", pointer="/role")
    return ok2(
        call, file2_view(call, add_file(call, body, role=ROLES[body.get("role", "printfile")]))
    )


def get1(call: Call) -> Reply:
    return ok1(file1_view(call, _own(call)))


def get2(call: Call) -> Reply:
    return ok2(call, file2_view(call, _own(call)))


def _own(call: Call) -> Json:
    file = file_of(call.book, call.args["id"])
    if file["store"] != call.store_id:
        raise Refusal(400, "File does not belong to this store", reason="FL-4")
    return file


def listing_removed(_call: Call) -> Reply:
    raise Refusal(410, "Listing files is no longer available.")


ROUTES = (
    Route("POST", "/files", post1, "file_library"),
    Route("GET", "/files", listing_removed, "file_library/read"),
    Route("GET", "/files/{id}", get1, "file_library/read"),
    Route("POST", "/v2/files", post2, "file_library"),
    Route("GET", "/v2/files/{id}", get2, "file_library/read"),
)
