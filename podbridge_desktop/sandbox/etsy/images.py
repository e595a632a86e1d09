"""Pictures and films of a listing: uploaded as files, ordered by rank, read again at their own addresses."""

from __future__ import annotations

import re

from podbridge_desktop.sandbox import pictures
from podbridge_desktop.sandbox.http import Request, Response

from .bodies import Field, Upload, checked, parts
from .book import Book, Json
from .call import Call, Reply, Route, listed, no_content
from .errors import Refusal, bad, lost
from .image_views import bytes_of, image_view, keep, video_view
from .listing_fields import MOST_IMAGES
from .listings import find_listing, touch_listing

ALT_LENGTH, VIDEOS_A_DAY = 500, 10
MEDIA = {"image/jpeg", "image/png", "image/gif"}
IMAGE = {
    "image": Field(), "listing_image_id": Field("int", low=1), "rank": Field("int", low=0), "overwrite": Field("bool"),
    "is_watermarked": Field("bool"), "alt_text": Field(),
}  # fmt: skip
VIDEO = {"video": Field(), "video_id": Field("int", low=1), "name": Field()}
_PICTURE = re.compile(r"^/il/(\d+)/")
_BUYERS = re.compile(r"^/buyer-uploads/[\w-]+/(art-[a-z0-9]{1,24}\.png)$")


def upload(call: Call) -> Reply:
    """A new picture, or an old one by its id; at its rank, pushing the others back or in place of one."""
    listing = find_listing(call)
    found = parts(call)
    file = found.pop("image", None)
    given = checked({name: value for name, value in found.items() if isinstance(value, str)}, IMAGE)
    if len(given.get("alt_text") or "") > ALT_LENGTH:
        raise bad(f"alt_text has at most {ALT_LENGTH} characters.")
    if isinstance(file, Upload):
        ident = add_image(
            call.book, file.content, given.get("alt_text") or "", call.now.timestamp()
        )
    else:
        ident = _known(call.book, given.get("listing_image_id"))
    place_image(listing, ident, given.get("rank", 1), overwrite=bool(given.get("overwrite")))
    touch_listing(listing, call.at)
    return Reply(image_view(call, listing, ident), 201)


def add_image(book: Book, content: bytes, alt: str, at: float) -> int:
    """Take in a picture's bytes."""
    media, width, height, _ = pictures.measure(content)
    if width is None or media not in MEDIA:
        raise bad("The image could not be read: it must be a JPG, PNG or GIF.")
    ident = book.next_id("image")
    book.images[str(ident)] = {
        "file": keep(book, content), "media": media, "alt": alt, "created": int(at),
        "ready": at + book.knobs["image_delay"], "width": width, "height": height,
    }  # fmt: skip
    return ident


def _known(book: Book, ident: int | None) -> int:
    if ident is None:
        raise bad("Missing Input Parameter: [image]")
    if str(ident) not in book.images:
        raise lost("Listing Image", "listing_image_id", ident)
    return ident


def place_image(listing: Json, ident: int, rank: int, *, overwrite: bool) -> None:
    shown: list[int] = listing["images"]
    if ident in shown:
        shown.remove(ident)
    place = max(rank, 1) - 1
    if overwrite and place < len(shown):
        shown[place] = ident
        return
    if len(shown) >= MOST_IMAGES:
        raise bad(f"A listing has at most {MOST_IMAGES} images.")
    shown.insert(place, ident)


def images(call: Call) -> Reply:
    listing = find_listing(call)
    return listed([image_view(call, listing, each) for each in listing["images"]])


def image(call: Call) -> Reply:
    listing = find_listing(call)
    return Reply(image_view(call, listing, _of_listing(call, listing)))


def _of_listing(call: Call, listing: Json) -> int:
    ident = int(call.args["listing_image_id"])
    if ident not in listing["images"]:
        raise lost("Listing Image", "listing_image_id", ident)
    return ident


def delete(call: Call) -> Reply:
    """Take a picture off; its file stays and can be put back by its id. An active listing keeps one."""
    listing = find_listing(call)
    ident = _of_listing(call, listing)
    if listing["state"] == "active" and len(listing["images"]) == 1:
        raise bad("An active listing must have at least one image.")
    listing["images"].remove(ident)
    listing["variation_images"] = [
        each for each in listing["variation_images"] if each["image_id"] != ident
    ]
    touch_listing(listing, call.at)
    return no_content(call)


def videos(call: Call) -> Reply:
    return listed([video_view(call, each) for each in find_listing(call)["videos"]])


def upload_video(call: Call) -> Reply:
    """A film; ten uploads a day and listing."""
    listing = find_listing(call)
    found = parts(call)
    file = found.pop("video", None)
    given = checked({name: value for name, value in found.items() if isinstance(value, str)}, VIDEO)
    if not isinstance(file, Upload) and "video_id" not in given:
        raise bad("Missing Input Parameter: [video]")
    if isinstance(file, Upload) and not given.get("name"):
        raise bad("Missing Input Parameter: [name]")
    recent = [at for at in listing["video_uploads"] if at > call.at - 86_400]
    if len(recent) >= VIDEOS_A_DAY:
        raise Refusal(429, f"A listing takes at most {VIDEOS_A_DAY} video uploads a day")
    listing["video_uploads"] = [*recent, call.at]
    ident = given.get("video_id") or call.book.next_id("video")
    listing["videos"] = [ident]
    touch_listing(listing, call.at)
    return Reply(video_view(call, ident), 201)


def serve(book: Book, request: Request) -> Response | None:
    """The bytes of a listing's picture, or of a file that a buyer has uploaded; None for any other address."""
    if request.method not in {"GET", "HEAD"}:
        return None
    found = _PICTURE.match(request.path)
    if found and found.group(1) in book.images:
        kept = book.images[found.group(1)]
        return Response(200, bytes_of(book, kept), {"content-type": kept["media"]})
    buyers = _BUYERS.match(request.path)
    if buyers:
        return Response(200, pictures.draw(buyers.group(1)), {"content-type": "image/png"})
    return None


_SHOP = "/shops/{shop_id}/listings/{listing_id}"
_WRITE = ("listings_w",)

ROUTES = (
    Route("POST", _SHOP + "/images", "uploadListingImage", upload, _WRITE),
    Route("DELETE", _SHOP + "/images/{listing_image_id}", "deleteListingImage", delete, _WRITE),
    Route("GET", "/listings/{listing_id}/images", "getListingImages", images),
    Route("GET", "/listings/{listing_id}/images/{listing_image_id}", "getListingImage", image),
    Route("GET", "/listings/{listing_id}/videos", "getListingVideos", videos),
    Route("POST", _SHOP + "/videos", "uploadListingVideo", upload_video, _WRITE),
)
