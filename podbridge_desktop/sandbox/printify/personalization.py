"""Printify's own personalization: the fields of a product, opaque values for an order line, previews by task."""

from __future__ import annotations

import uuid

from . import fields
from .book import Json
from .call import Call, Reply, Route
from .errors import FIELDS, Refusal, invalid, not_found
from .mockups import address
from .products import product_or_404, variant_of

STRATEGY = "pstudio_pre_order_headless"
STARTS, RENDERS = 3, 12  # seconds until a preview is being rendered, and until it is there


def options(call: Call) -> Reply:
    return Reply(product_or_404(call)["fields"])


def create(call: Call) -> Reply:
    product = product_or_404(call)
    body = fields.check(call.body(), fields.PERSONALIZATION)
    if variant_of(product, body["variant_id"]) is None:
        raise invalid(FIELDS, "variant_id", "The selected variant is invalid.")
    _check_inputs(product, body["items"])
    return Reply(
        {"personalisation_strategy": STRATEGY, "personalisation_instructions": _uuid(call)}
    )


def _check_inputs(product: Json, items: list[Json]) -> None:
    known = {each["field_id"]: each for each in product["fields"]}
    for item in items:
        field = known.get(item["field_id"])
        if field is None or field["type"] != item["type"]:
            raise invalid(FIELDS, "items", f"The field {item['field_id']} is not known.")
        most = field.get("text_options", {}).get("character_limit")
        if most and len(item["input"].get("text", "")) > most:
            raise invalid(FIELDS, "items", f"The text may have up to {most} characters.")


def _uuid(call: Call) -> str:
    return str(
        uuid.UUID(
            int=call.book.chance("uuid", call.book.new_id(call.at)).getrandbits(128), version=4
        )
    )


def preview(call: Call) -> Reply:
    product = product_or_404(call)
    if not call.book.knobs["previews"]:
        raise Refusal(403, "This shop does not have personalization previews.")
    body = fields.check(call.body(), fields.PREVIEW)
    _check_inputs(product, body["personalization"])
    task: Json = {
        "id": _uuid(call), "product": product["id"], "variants": body["variant_ids"], "at": call.at,
        "external_id": body.get("external_id"),
    }  # fmt: skip
    call.book.tasks[task["id"]] = task
    return Reply(_view(call, product, task))


def task(call: Call) -> Reply:
    product = product_or_404(call)
    found = call.book.tasks.get(call.args["task"])
    if found is None or found["product"] != product["id"]:
        raise not_found()
    return Reply(_view(call, product, found))


def _view(call: Call, product: Json, task: Json) -> Json:
    named = {"external_id": task["external_id"]} if task["external_id"] else {}
    view: Json = {"task_id": task["id"], "status": "pending", **named}
    wrong = next((each for each in task["variants"] if variant_of(product, each) is None), None)
    age = call.at - task["at"]
    if age < STARTS:
        return view
    if wrong is not None:
        error = {
            "message": f'Requested variant_id "{wrong}" does not exist on this product.',
            "code": 422,
        }
        return {**view, "status": "corrupt", "error": error}
    if age < RENDERS:
        return {**view, "status": "processing"}
    mockups = [
        {"variant_id": each, "mockup_id": f"{task['id']}-{each}", "src": address(call, product, each)}
        for each in task["variants"]
    ]  # fmt: skip
    return {**view, "status": "completed", "preview_count": len(mockups), "mockups": mockups}


BASE = "/v1/shops/{shop}/products/{product}"
ROUTES = (
    Route("GET", f"{BASE}/personalization_options.json", options, "products.read"),
    Route("POST", f"{BASE}/personalization.json", create, "products.write"),
    Route("POST", f"{BASE}/personalization_previews.json", preview, "products.write"),
    Route("GET", f"{BASE}/personalization_previews/tasks/{{task}}.json", task, "products.read"),
)
