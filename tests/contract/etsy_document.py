"""Etsy's OpenAPI file as of October 2026, and what an answer has against it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30Validator, oas30_format_checker

from podbridge_desktop.sandbox.http import Response

SPECS = os.environ.get("PODBRIDGE_SPECS", "")
METHODS = ("get", "post", "put", "patch", "delete")
# Declared for hardly any call, and seen on all of them: no key, half a key, a token of too little, too many calls.
ANYWHERE = {"401", "403", "429"}


def load(name: str) -> Any:
    return json.loads((Path(SPECS) / name).read_text("utf-8"))


class Document:
    """The OpenAPI file as of October 2026: the copy of August with its known changes, and its known defects mended."""

    def __init__(self) -> None:
        self.whole = load("etsy-openapi-v3.json")
        self.operations = {
            entry["operationId"]: (method, path, entry)
            for path, entries in self.whole["paths"].items()
            for method, entry in entries.items()
            if method in METHODS
        }
        for change in load("etsy-openapi-v3.delta-2026-10.json")["changes"]:
            self._apply(change)
        self._mend()

    def _apply(self, change: dict[str, Any]) -> None:
        for name in change.get("op", ()):
            operation = self.operations[name][2]
            fields = body_of(operation).get("properties", {})
            for gone in change.get("removed_body_fields", ()):
                fields.pop(gone)
            for added in change.get("added_body_fields", ()):
                fields[added] = {"type": "string", "nullable": True}
            for added in change.get("added_query", ()):
                operation["parameters"].append({"name": added, "in": "query", "schema": {}})
            query = [each for each in operation["parameters"] if each["name"] not in change.get("removed_query", ())]  # fmt: skip
            operation["parameters"] = query
        if "added_value" in change:
            for node in _nodes(self.whole):
                if {"draft", "sold_out"} <= set(node.get("enum", ())):
                    node["enum"].append(change["added_value"])

    def _mend(self) -> None:
        """The defects that the Etsy paper lists: each line names the one it mends."""
        schemas = self.whole["components"]["schemas"]
        for node in _nodes(self.whole):
            if "default" in node and node["default"] is None:
                del node["default"]  # a default of null on what may not be null (44 places)
            if node.get("nullable") and "enum" in node:
                node["enum"].append(None)  # what may be null, but not by its list of words
            if node.get("nullable") and "oneOf" in node:
                node["oneOf"].append(
                    {"nullable": True, "enum": [None]}
                )  # the same for other schemas
        # a recorded inventory has null for the listing that was not asked for
        schemas["ListingInventoryWithAssociations"]["properties"]["listing"]["oneOf"].append(
            {"nullable": True, "enum": [None]}
        )
        # refused tokens are told with a description beside the error
        schemas["ErrorSchema"]["properties"]["error_description"] = {"type": "string"}
        # recorded states have capitals, the document lists small letters
        words = schemas["ShopReceipt"]["properties"]["status"]
        words["enum"] = [" ".join(map(str.capitalize, word.split())) for word in words["enum"]]

    def errors(self, operation: str, response: Response) -> list[str]:
        """What an answer has against its document."""
        answers = self.operations[operation][2]["responses"]
        answer = answers.get(str(response.status))
        if answer is None and str(response.status) in ANYWHERE:
            answer = answers["500"]
        if answer is None:
            return [f"status {response.status} is not documented: {response.body[:200]!r}"]
        if "content" not in answer:
            return ["a body that is not documented"] if response.body else []
        schema = {**answer["content"]["application/json"]["schema"]}
        wrapped = {"allOf": [schema], "components": self.whole["components"]}
        validator = OAS30Validator(wrapped, format_checker=oas30_format_checker)
        body = json.loads(response.body)
        found = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[-160:]}" for e in validator.iter_errors(body)]  # fmt: skip
        return found + self._strangers(schema, body)

    def _strangers(self, schema: Any, body: Any, where: str = "") -> list[str]:
        """Fields that the document does not have, and fields of it that are missing: it demands none itself."""
        while "$ref" in schema or "oneOf" in schema:
            schema = self._resolved(schema["$ref"]) if "$ref" in schema else schema["oneOf"][0]
        if isinstance(body, list):
            return [w for each in body for w in self._strangers(schema.get("items", {}), each, f"{where}[]")]  # fmt: skip
        known = schema.get("properties")
        if not isinstance(body, dict) or not known:
            return []
        wrong = [f"{where}/{name} is not in the document" for name in set(body) - set(known)]
        wrong += [f"{where}/{name} is missing" for name in set(known) - set(body) - MAY_LACK]
        for name in set(known) & set(body):
            wrong += self._strangers(known[name], body[name], f"{where}/{name}")
        return wrong

    def _resolved(self, ref: str) -> Any:
        return self.whole["components"]["schemas"][ref.rpartition("/")[2]]


# Only there when asked for (a currency), only on answers to a question, only beside a refused token.
MAY_LACK = {"converted_price", "question_id", "error_description"}


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _nodes(part)


def body_of(operation: Any) -> Any:
    content = operation.get("requestBody", {}).get("content", {"": {"schema": {}}})
    return next(iter(content.values()))["schema"]
