"""Mutations about files: staged targets, new files, deleted files."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import quote

from .call import Args, Call, Resolver, payload, user_error
from .file_store import add_file
from .products import Upload

_MAX_FILES = 250
_MAX_ALT = 512
_MAX_IMAGE_BYTES = 20 * 1024 * 1024
_PLAYED = {"IMAGE", "FILE", "PRODUCT_IMAGE"}


def _stage(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    wrong = [e for place, row in enumerate(args["input"]) for e in _objections(place, row)]
    if wrong:
        return payload(wrong, stagedTargets=None)
    return payload(stagedTargets=[_target(row, call) for row in args["input"]])


def _objections(place: int, row: Args) -> list[dict[str, object]]:
    where = ["input", str(place)]
    if row["resource"] not in _PLAYED:
        refused = f"The practice shop takes no uploads for {row['resource']}"
        return [user_error([*where, "resource"], refused)]
    if row["resource"] != "FILE" and not row["mimeType"].startswith("image/"):
        return [user_error([*where, "mimeType"], "Mime type is not an image")]
    if row["resource"] != "FILE" and int(row.get("fileSize") or 0) > _MAX_IMAGE_BYTES:
        return [user_error([*where, "fileSize"], "File size is too large")]
    return []


def _target(row: Args, call: Call) -> dict[str, object]:
    store = call.store
    count = store.counters.get("Upload", 0) + 1
    store.counters["Upload"] = count
    token = sha256(f"upload-{store.settings.number}-{count}".encode()).hexdigest()[:32]
    store.uploads[token] = Upload(
        token, row["filename"], row["mimeType"], row["resource"], call.now
    )
    url = f"{call.base}/staged/{token}/{quote(row['filename'])}"
    if row["httpMethod"] == "PUT":
        parameters = {"content_type": row["mimeType"], "acl": "private"}
        address = f"{url}?signature={token[:16]}"
    else:
        parameters = {
            "Content-Type": row["mimeType"],
            "success_action_status": "201",
            "acl": "private",
            "key": f"tmp/{token}/{row['filename']}",
        }
        address = url
    return {
        "url": address,
        "resourceUrl": url,
        "parameters": [{"name": name, "value": value} for name, value in parameters.items()],
    }


def _create(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    rows = args["files"]
    if len(rows) > _MAX_FILES:
        many = f"Exceeded the maximum of {_MAX_FILES} files"
        return payload([user_error(["files"], many, "TOO_MANY_ARGUMENTS")], files=None)
    wrong = [
        user_error(
            ["files", str(place), "alt"],
            "The alt value exceeds the maximum limit of 512 characters.",
            "ALT_VALUE_LIMIT_EXCEEDED",
        )
        for place, row in enumerate(rows)
        if len(row.get("alt") or "") > _MAX_ALT
    ]
    if wrong:
        return payload(wrong, files=None)
    return payload(files=[add_file(call.store, row, call.now) for row in rows])


def _delete(_root: object, args: Args, call: Call) -> Mapping[str, object]:
    unknown = [identity for identity in args["fileIds"] if identity not in call.store.files]
    if unknown:
        gone = f"File id {', '.join(unknown)} does not exist."
        return payload([user_error(["fileIds"], gone, "FILE_DOES_NOT_EXIST")], deletedFileIds=None)
    for identity in args["fileIds"]:
        del call.store.files[identity]
        for product in call.store.products.values():
            product.media_ids = [other for other in product.media_ids if other != identity]
    return payload(deletedFileIds=args["fileIds"])


RESOLVERS: dict[str, Resolver] = {
    "Mutation.stagedUploadsCreate": _stage,
    "Mutation.fileCreate": _create,
    "Mutation.fileDelete": _delete,
}
