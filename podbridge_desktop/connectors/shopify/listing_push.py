"""Puts a listing into the shop: look, merge, write once, publish, and say which pictures failed.

A product is found again by its *handle*, which is the reference itself, and owned by a metafield that repeats it.
`customId` would be the schema's own way, but it needs a metafield definition with unique values in the shop first:
one more write, one more right, and a definition the seller can delete. A handle is unique by nature, is read without
the search index's delay, and `productSet` takes it as an identifier, so a repeated create cannot make a second product.
The handle only has to hold until the answer has come: from then on the product's id is known.
"""

from __future__ import annotations

import re
from dataclasses import replace

from podbridge_desktop.connectors.rate_limit import Pause
from podbridge_desktop.connectors.shopify import operations, product_input, replies, wire
from podbridge_desktop.connectors.shopify import wire_catalog as catalog
from podbridge_desktop.connectors.shopify.catalog_read import CatalogReader, listing
from podbridge_desktop.connectors.shopify.client import AdminApi
from podbridge_desktop.connectors.shopify.product_input import KEY, NAMESPACE, Existing
from podbridge_desktop.connectors.shopify.staged import PictureUploads
from podbridge_desktop.connectors.shopify.translate import gid
from podbridge_desktop.domain.catalog import ListingDraft, StoreListing
from podbridge_desktop.errors import NotThere, Refused, UnknownOutcome

AT_ONCE = 100  # more variants than this are written in the background at the store
POLL = 2.0
POLLS = 150
PICTURE_POLLS = 5
_UNREADY = frozenset({"UPLOADED", "PROCESSING"})


def handle_of(reference: str) -> str:
    """The reference as Shopify allows it in an address."""
    return re.sub(r"[^a-z0-9]+", "-", reference.lower()).strip("-")


class ListingWriter:
    """Listings of one shop."""

    def __init__(
        self, api: AdminApi, reader: CatalogReader, pause: Pause, uploads: PictureUploads
    ) -> None:
        self._api, self._reader, self._pause, self._uploads = api, reader, pause, uploads

    def find(self, reference: str) -> catalog.FoundProduct | None:
        """Our product of that reference; somebody else's under the same handle is not it."""
        found = self._reader.find({"handle": handle_of(reference)}, NAMESPACE, KEY)
        ours = found is not None and found.metafield and found.metafield.value == reference
        return found if ours else None

    def push(self, draft: ListingDraft, remote_id: str | None, publication: str) -> StoreListing:
        """Make or update. `publication` is where buyers shall see it; empty where that is not known."""
        existing = self._existing(draft, remote_id)
        draft, lost = self._uploads.without_lost(draft)
        written = self._write(draft, existing)
        problems = lost + self._picture_problems(written)
        if draft.publish:
            problems += self._publish(written, publication)
        raw = self._reader.one(written)
        if raw is None:
            raise NotThere("The product is gone from the Shopify store.")
        currency = draft.variants[0].price.currency
        before = listing(existing.whole, currency) if existing else None
        return replace(
            listing(raw, currency, problems),
            before=before,
            left=product_input.left(draft, existing),
        )

    def _existing(self, draft: ListingDraft, remote_id: str | None) -> Existing | None:
        if not draft.variants:
            raise Refused("A product needs at least one variant.", reason="no variants")
        handle = handle_of(draft.reference)
        by = {"id": gid("Product", remote_id)} if remote_id else {"handle": handle}
        found = self._reader.find(by, NAMESPACE, KEY)
        if found is None:
            if remote_id:
                raise NotThere("The product is gone from the Shopify store.")
            return None
        if not remote_id and not (found.metafield and found.metafield.value == draft.reference):
            raise Refused(
                f"Another product of the shop has the address “{handle}” already. Nothing was changed.",
                reason="HANDLE_NOT_UNIQUE",
                hint="Change the address of that product in Shopify, then try again.",
            )
        whole = self._reader.one(found.id)
        if whole is None:
            raise NotThere("The product is gone from the Shopify store.")
        return Existing(found, whole, self._reader.media(found.id))

    def _write(self, draft: ListingDraft, existing: Existing | None) -> str:
        handle = handle_of(draft.reference)
        staged = self._uploads.bring(product_input.to_bring(draft, existing))
        body = product_input.product(draft, handle, existing, staged)
        variants: list[object] = body["variants"]  # type: ignore[assignment]  # a list by construction
        files: list[object] = body["files"]  # type: ignore[assignment]  # likewise
        product_id, operation_id = self._api.mutate(
            operations.SET_PRODUCT,
            {
                "identifier": {"id": existing.found.id} if existing else {"handle": handle},
                "input": body,
                "now": len(variants) <= AT_ONCE,
            },
            catalog.SetProductData,
            20 + 0.8 * len(variants) + 1.9 * len(files),
            brings=_made,
            refused=_refused,
        )
        return product_id or self._await(operation_id)

    def _await(self, operation_id: str) -> str:
        """A big product is written by the store in the background."""
        for _ in range(POLLS):
            self._pause(POLL)
            data = self._api.query(
                operations.SET_PRODUCT_PROGRESS, {"id": operation_id}, catalog.ProgressData, 4
            )
            state = data.product_operation
            if state and state.status == "COMPLETE":
                if state.user_errors:
                    raise _refused(state.user_errors)
                if state.product:
                    return state.product.id
        raise _unclear()

    def _picture_problems(self, product_id: str) -> tuple[str, ...]:
        """Pictures are fetched by the store after its answer: wait briefly, then say which ones failed."""
        media = self._reader.media(product_id)
        for _ in range(PICTURE_POLLS):
            if not any(each.status in _UNREADY for each in media):
                break
            self._pause(POLL)
            media = self._reader.media(product_id)
        failed = [each for each in media if each.status == "FAILED"]
        return tuple(dict.fromkeys(_picture_words(each) for each in failed))

    def _publish(self, product_id: str, publication: str) -> tuple[str, ...]:
        if not publication:
            return (
                "The product is ready, but the online store was not found to publish it there.",
            )
        self._api.mutate(
            operations.PUBLISH,
            {"id": product_id, "input": [{"publicationId": publication}]},
            catalog.PublishData,
            10,
            brings=lambda data: data.publishable_publish,
            refused=_refused,
        )
        return ()


def _made(data: catalog.SetProductData) -> tuple[str, str] | None:
    """The product's id, or that of the operation by which the store writes it in the background."""
    payload = data.product_set
    product = payload.product.id if payload and payload.product else ""
    operation = payload.product_set_operation if payload else None
    made = (product, operation.id if operation else "")
    return made if any(made) else None


def _picture_words(medium: catalog.Medium) -> str:
    words = " ".join(error.details or error.message for error in medium.media_errors)
    return words or "Shopify could not take a picture."


def _refused(errors: tuple[wire.UserError, ...]) -> Refused:
    text = replies.sentence(errors)
    codes = ", ".join(error.code for error in errors if error.code)
    return Refused(f"Shopify did not take the product: {text}", reason=codes or text)


def _unclear() -> UnknownOutcome:
    return UnknownOutcome(
        "Shopify did not say clearly whether it took the product. "
        "PodBridge looks before it does anything again."
    )
