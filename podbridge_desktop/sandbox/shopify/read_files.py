"""Answers about pictures and other files."""

from __future__ import annotations

from .call import Args, Call, Resolver
from .ids import number_of
from .paging import Key, Page, page
from .products import StoreFile


def image(entry: StoreFile, call: Call) -> dict[str, object] | None:
    """The `Image` of a picture, once it is ready."""
    if entry.file_status != "READY":
        return None
    return {
        "id": entry.id.replace("/MediaImage/", "/ImageSource/"),
        "url": call.base + entry.url,
        "altText": entry.alt,
        "width": entry.width,
        "height": entry.height,
    }


def _problems(entry: StoreFile, _args: Args, _call: Call) -> list[dict[str, object]]:
    if not entry.problem:
        return []
    return [{"code": entry.problem, "details": None, "message": _SENTENCES[entry.problem]}]


_SENTENCES = {
    "IMAGE_DOWNLOAD_FAILURE": "Image download failed",
    "GENERIC_FILE_DOWNLOAD_FAILURE": "File download failed",
    "IMAGE_PROCESSING_FAILURE": "Image processing failed",
    "INVALID_IMAGE_RESOLUTION": "Image exceeds the maximum of 20 megapixels",
}


def _files(_root: object, args: Args, call: Call) -> Page[StoreFile]:
    rows = {number_of(entry.id): entry for entry in call.store.files.values()}
    keys: list[Key] = sorted(("", identity) for identity in rows)
    return page(keys, args, lambda key: rows[key[1]])


_SHARED: dict[str, Resolver] = {
    "fileErrors": _problems,
    "preview": lambda entry, _args, call: {"image": image(entry, call)},
    "mimeType": lambda entry, _args, _call: entry.mime_type,
}

RESOLVERS: dict[str, Resolver] = {
    "QueryRoot.files": _files,
    **{f"MediaImage.{name}": resolve for name, resolve in _SHARED.items()},
    **{f"GenericFile.{name}": resolve for name, resolve in _SHARED.items()},
    "MediaImage.image": lambda entry, _args, call: image(entry, call),
    "MediaImage.mediaContentType": lambda _entry, _args, _call: "IMAGE",
    "MediaImage.mediaErrors": _problems,
    "MediaImage.mediaWarnings": lambda _entry, _args, _call: [],
    "MediaImage.status": lambda entry, _args, _call: entry.file_status,
    "GenericFile.originalFileSize": lambda entry, _args, _call: entry.byte_size,
    "GenericFile.url": lambda entry, _args, call: (
        call.base + entry.url if entry.file_status == "READY" else None
    ),
}
