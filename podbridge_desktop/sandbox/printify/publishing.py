"""Publishing: on an API shop it locks a product until the program tells how it went, and does nothing else."""

from __future__ import annotations

from . import fields
from .call import Call, Reply, Route
from .products import product_or_404, refuse_locked
from .shops import is_native


def publish(call: Call) -> Reply:
    """On an API shop this only locks; a channel that Printify serves gets its listing, and the lock goes by itself."""
    product = product_or_404(call)
    refuse_locked(product)
    fields.check(call.body(), fields.PUBLISH)
    product["locked"] = True
    if is_native(call.book.shops[str(call.shop)]):
        product["unlock_at"] = call.at + int(call.book.knobs["publish_seconds"])
    call.book.note("publish", call.at, product=product["id"])
    return Reply({})


def succeeded(call: Call) -> Reply:
    """Unlocks; taken without a publish before it, too (no paper says otherwise)."""
    product = product_or_404(call)
    external = fields.check(call.body(), fields.SUCCEEDED)["external"]
    product |= {"locked": False, "unlock_at": None, "external": [external], "updated": call.at}
    call.book.note("published", call.at, product=product["id"], external=external["id"])
    return Reply({})


def failed_publishing(call: Call) -> Reply:
    product = product_or_404(call)
    body = fields.check(call.body(), fields.FAILED)
    product |= {"locked": False, "unlock_at": None}
    call.book.note("publish-failed", call.at, product=product["id"], reason=body["reason"])
    return Reply({})


def unpublish(call: Call) -> Reply:
    """Tells that the listing is gone; removes nothing from any store."""
    product = product_or_404(call)
    product["external"] = []
    call.book.note("unpublish", call.at, product=product["id"])
    return Reply({})


PRODUCT, WRITE = "/v1/shops/{shop}/products/{product}", "products.write"
ROUTES = (
    Route("POST", f"{PRODUCT}/publish.json", publish, WRITE, "publish"),
    Route("POST", f"{PRODUCT}/publishing_succeeded.json", succeeded, WRITE),
    Route("POST", f"{PRODUCT}/publishing_failed.json", failed_publishing, WRITE),
    Route("POST", f"{PRODUCT}/unpublish.json", unpublish, WRITE),
)
