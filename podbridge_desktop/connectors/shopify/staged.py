"""Pictures that lie on this computer only, brought to the place that Shopify names for them (staged uploads).

Shopify fetches a product's pictures from addresses; for a file without one it gives an address to bring it to and one
to name in `productSet` afterwards. What was brought and never named is dropped there by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from podbridge_desktop.connectors.endpoint import host_of, is_loopback
from podbridge_desktop.connectors.shopify import operations, replies
from podbridge_desktop.connectors.shopify import wire_catalog as wire
from podbridge_desktop.connectors.shopify.client import AdminApi
from podbridge_desktop.connectors.shopify.product_input import picture_name
from podbridge_desktop.connectors.shopify.wire import UserError
from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.domain.pictures import kept_name, kind_of
from podbridge_desktop.domain.ports import KeptPictures
from podbridge_desktop.errors import BadInput, Refused, UnknownOutcome, VendorFault

Upload = Callable[[str, dict[str, str], tuple[str, bytes, str]], None]


class PictureUploads:
    """`pictures` holds the files; without it a draft has none of them."""

    def __init__(
        self, api: AdminApi, pictures: KeptPictures | None, upload: Upload, *, here: bool
    ) -> None:
        """`here`: the shop runs on this computer (practice)."""
        self._api, self._pictures, self._upload, self._here = api, pictures, upload, here

    def without_lost(self, draft: ListingDraft) -> tuple[ListingDraft, tuple[str, ...]]:
        """The draft without pictures that are not on this computer any more, and a word on each of them."""
        every = [*draft.images, *(each.image_url for each in draft.variants)]
        lost = {url: words for url in dict.fromkeys(every) if (words := self._trouble(url))}
        if not lost:
            return draft, ()
        kept = tuple(
            replace(each, image_url="" if each.image_url in lost else each.image_url)
            for each in draft.variants
        )
        images = tuple(url for url in draft.images if url not in lost)
        return replace(draft, images=images, variants=kept), tuple(lost.values())

    def _trouble(self, url: str) -> str:
        if kept_name(url) is None:
            return ""
        try:
            self._content(url)
        except BadInput as error:
            return f"{error.message} {error.hint}".strip()
        return ""

    def _content(self, url: str) -> bytes:
        if self._pictures is None:
            raise BadInput("Pictures of this computer are not at hand.", details=url)
        return self._pictures.content(url)

    def bring(self, sources: Sequence[str]) -> dict[str, str]:
        """The address by which each of these is named at Shopify now. May be repeated: nothing of it is seen."""
        if not sources:
            return {}
        files = [_file(source, self._content(source)) for source in sources]
        targets = self._targets(files)
        for target, file in zip(targets, files, strict=True):
            self._assert_safe(target.url)
            fields = {each.name: each.value for each in target.parameters}
            self._upload(target.url, fields, file)
        return dict(zip(sources, (each.resource_url for each in targets), strict=True))

    def _targets(self, files: Sequence[tuple[str, bytes, str]]) -> Sequence[wire.StagedTarget]:
        wanted = [
            {
                "filename": name, "mimeType": kind, "resource": "IMAGE", "httpMethod": "POST",
                "fileSize": str(len(content)),
            }
            for name, content, kind in files
        ]  # fmt: skip
        try:
            return self._api.mutate(
                operations.STAGE_UPLOADS,
                {"input": wanted},
                wire.StageData,
                10,
                brings=lambda data: _targets_in(data, len(files)),
                refused=_refused,
            )
        except UnknownOutcome as error:  # a place that nobody uses is nobody's harm
            raise VendorFault(
                "Shopify gave no place for the pictures. PodBridge tries again by itself.",
                details=error.details,
            ) from error

    def _assert_safe(self, url: str) -> None:
        """Pictures go to secure addresses, or to this computer where the shop itself is here (practice)."""
        if not url.startswith("https://") and not (self._here and is_loopback(host_of(url))):
            raise VendorFault("Shopify named an address that is not secure.", details=host_of(url))


def _file(source: str, content: bytes) -> tuple[str, bytes, str]:
    kind = kind_of(content)
    return picture_name(source), content, kind[1] if kind else "application/octet-stream"


def _targets_in(data: wire.StageData, count: int) -> tuple[wire.StagedTarget, ...] | None:
    payload = data.staged_uploads_create
    targets = (payload.staged_targets if payload else None) or ()
    return targets if len(targets) == count else None


def _refused(errors: tuple[UserError, ...]) -> Refused:
    text = replies.sentence(errors)
    return Refused(f"Shopify did not take a picture: {text}", reason=text)
