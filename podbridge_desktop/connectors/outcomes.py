"""What the end of a changing call proves. One table; every connector takes the class of its writes from it.

    not executed   it surely did not happen: it may be sent again under the same name
    executed       it surely happened: what the answer shows is adopted, looked up where it does not show it
    unknown        it may have happened: only a look-up leads on, nothing is sent again before

The first row that fits counts; what no row names is unknown. A call without a row for its success is never believed.
A program that dies in the midst of a call leaves the last row to the next start: the ledger says SENDING, CONFIRMING
or PUSHING then, which is *unknown*.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    NOT_EXECUTED = "not executed"
    EXECUTED = "executed"
    UNKNOWN = "unknown"


class Body(StrEnum):
    """What stands in an answer."""

    UNREAD = "nobody read it yet"
    FOREIGN = (
        "not the vendor's own"  # a page, nothing, cut off, of another shape, about another thing
    )
    WORDS = "the vendor's own refusal"
    RESULT = "what the call is to bring"


UNSENT = "unsent"  # name, connect, proxy or TLS failed, or nothing of the request was written
LOST = "lost"  # time-out, reset, a kept connection that was dead: the request was or may have been written

NAME_TAKEN = "name taken"
NOT_RUN = "not run"
USER_ERRORS = "userErrors"
BESIDE = "beside a result"  # errors, and yet something was done


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended: an HTTP status as text, `UNSENT` or `LOST`; what its body is; the vendor's own code."""

    how: str
    body: Body = Body.UNREAD
    code: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`""` fits everything; `4xx` fits every status of that hundred."""

    vendor: str
    call: str
    how: str
    body: Body | None
    code: str
    outcome: Outcome
    source: str

    def fits(self, vendor: str, call: str, ending: Ending) -> bool:
        return (
            self.vendor in {"", vendor}
            and self.call in {"", call}
            and self.how in {ending.how, f"{ending.how[:1]}xx"}
            and self.body in {None, ending.body}
            and self.code in {"", ending.code}
        )


NOT, DONE, OPEN = Outcome.NOT_EXECUTED, Outcome.EXECUTED, Outcome.UNKNOWN
FOREIGN, WORDS, RESULT = Body.FOREIGN, Body.WORDS, Body.RESULT

ROWS: tuple[Row, ...] = tuple(Row(*each) for each in (
    # vendor     call                              how     body     code                 outcome  source
    # whatever the body says
    ("",         "",                               UNSENT, None,    "",                  NOT,     "RFC 9110, 9.2.2: no request, no effect"),
    ("",         "",                               LOST,   None,    "",                  OPEN,    "RFC 9110, 9.2.2: the answer is lost, not the request"),
    ("",         "",                               "429",  None,    "",                  NOT,     "RFC 6585, 4; all four vendors: turned away before it is read"),
    ("",         "",                               "408",  None,    "",                  OPEN,    "RFC 9110, 15.5.9: said of requests that arrived in part or whole"),
    ("",         "",                               "5xx",  None,    "",                  OPEN,    "RFC 9110, 15.6: may come after the work was done"),
    ("",         "",                               "1xx",  None,    "",                  OPEN,    "RFC 9110, 15.2: no final answer"),
    ("",         "",                               "3xx",  None,    "",                  OPEN,    "RFC 9110, 15.4.4: 303 says that it was done; a key never follows"),
    ("shopify",  "",                               "430",  None,    "",                  NOT,     "shopify.dev, status codes: security rejection before the shop"),
    # the vendor's own refusals
    ("printful", "POST /orders",                   "4xx",  WORDS,   NAME_TAKEN,          DONE,    "Printful: external_id is unique (OR-13)"),
    ("printify", "POST /orders",                   "4xx",  WORDS,   NAME_TAKEN,          DONE,    "Printify: 409, code 8503, with the order that has the name"),
    ("",         "",                               "4xx",  WORDS,   "",                  NOT,     "all four vendors: validation, key and rights come before the work"),
    ("",         "",                               "4xx",  FOREIGN, "",                  OPEN,    "not the vendor speaks: a firewall may spoil the answer of what was done"),
    # GraphQL refuses inside a 200
    ("shopify",  "",                               "2xx",  WORDS,   "THROTTLED",         NOT,     "shopify.dev, rate limits: not run"),
    ("shopify",  "",                               "2xx",  WORDS,   "MAX_COST_EXCEEDED", NOT,     "shopify.dev, rate limits: not run"),
    ("shopify",  "",                               "2xx",  WORDS,   "ACCESS_DENIED",     NOT,     "shopify.dev, access scopes: refused at the mutation itself"),
    ("shopify",  "",                               "2xx",  WORDS,   NOT_RUN,             NOT,     "GraphQL, 7.1.2: an error of the request has no path and no data"),
    ("shopify",  "",                               "2xx",  WORDS,   USER_ERRORS,         NOT,     "shopify.dev, mutations: the input was refused"),
    ("shopify",  "",                               "2xx",  WORDS,   BESIDE,              OPEN,    "GraphQL, 7.1.2: an error of a field leaves the rest done"),
    # what must stand in a success
    ("",         "",                               "2xx",  FOREIGN, "",                  OPEN,    "no id, no proof"),
    ("printful", "POST /orders",                   "2xx",  RESULT,  "",                  DONE,    "Printful: Order, with its id and our name"),
    ("printful", "POST /orders/{id}/confirm",      "2xx",  RESULT,  "",                  DONE,    "Printful: Order, with the id that was asked for"),
    ("printful", "DELETE /orders/{id}",            "2xx",  RESULT,  "",                  DONE,    "Printful: Order, with the id that was asked for"),
    ("printful", "POST /v2/mockup-tasks",          "2xx",  RESULT,  "",                  DONE,    "Printful: a task for each product, with its id"),
    ("printify", "POST /orders",                   "2xx",  RESULT,  "",                  DONE,    "Printify: the id of the new order"),
    ("printify", "POST /orders/send_to_production", "2xx", RESULT,  "",                  DONE,    "Printify: the id that was asked for"),
    ("printify", "POST /orders/cancel",            "2xx",  RESULT,  "",                  DONE,    "Printify: Order, with the id that was asked for"),
    ("printify", "POST /uploads",                  "2xx",  RESULT,  "",                  DONE,    "Printify: the id of the picture"),
    ("printify", "POST /uploads/archive",          "2xx",  RESULT,  "",                  DONE,    "Printify: answers {}"),
    ("printify", "POST /products/publishing_failed", "2xx", RESULT, "",                  DONE,    "Printify: answers {}"),
    ("shopify",  "fulfillmentCreate",              "2xx",  RESULT,  "",                  DONE,    "FulfillmentCreatePayload.fulfillment"),
    ("shopify",  "fulfillmentTrackingInfoUpdate",  "2xx",  RESULT,  "",                  DONE,    "FulfillmentTrackingInfoUpdatePayload.fulfillment"),
    ("shopify",  "productSet",                     "2xx",  RESULT,  "",                  DONE,    "ProductSetPayload.product, or the operation that makes it"),
    ("shopify",  "stagedUploadsCreate",            "2xx",  RESULT,  "",                  DONE,    "StagedUploadsCreatePayload.stagedTargets, one for each file"),
    ("shopify",  "publishablePublish",             "2xx",  RESULT,  "",                  DONE,    "PublishablePublishPayload without userErrors"),
    ("shopify",  "productVariantsBulkUpdate",      "2xx",  RESULT,  "",                  DONE,    "ProductVariantsBulkUpdatePayload.productVariants"),
    ("etsy",     "POST /shops/{id}/receipts/{id}/tracking", "2xx", RESULT, "",           DONE,    "ShopReceipt of that number"),
    ("etsy",     "POST /shops/{id}/listings",      "2xx",  RESULT,  "",                  DONE,    "ShopListing, with its id"),
    ("etsy",     "PATCH /shops/{id}/listings/{id}", "2xx", RESULT,  "",                  DONE,    "ShopListing of that number"),
    ("etsy",     "POST /shops/{id}/listings/{id}/images", "2xx", RESULT, "",             DONE,    "ListingImage, with its id"),
    ("etsy",     "PUT /listings/{id}/inventory",   "2xx",  RESULT,  "",                  DONE,    "ListingInventory, with its products"),
    ("etsy",     "POST /shops/{id}/listings/{id}/variation-images", "2xx", RESULT, "",   DONE,    "ListingVariationImages, with its results"),
))  # fmt: skip


def outcome(vendor: str, call: str, ending: Ending) -> Outcome:
    """`vendor` in lower case; `call` as the connector names it to its client."""
    found = row_of(vendor, call, ending)
    return found.outcome if found else Outcome.UNKNOWN


def row_of(vendor: str, call: str, ending: Ending) -> Row | None:
    return next((row for row in ROWS if row.fits(vendor, call, ending)), None)


def at_sight(vendor: str, call: str, ending: Ending) -> Outcome | None:
    """The class where it is plain before the vendor's own reader looks into the body; None where it is not."""
    found = row_of(vendor, call, ending)
    return found.outcome if found else None
