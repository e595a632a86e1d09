"""How the account says no: two shapes of errors, one of the operations and one of the gateway before them."""

from __future__ import annotations

import json

from podbridge_desktop.sandbox.http import Response, answer_json

from .book import Json

# Printify's own numbers; those marked * are believed, no paper tells them.
ADDRESS, UPLOAD, QUALITY, DUPLICATE, NOT_FETCHED = 8103, 8201, 8203, 8503, 10300
FIELDS = 8150  # *
LOCKED = 8252  # *
NOT_NOW = 8502
WRONG_STATE = 8501  # *


class Refusal(Exception):
    """A request that the account refuses. With a `code` in the operations' shape, else in the gateway's."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: int = 0,
        reason: str = "",
        extra: Json | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.reason = reason or message
        self.extra = extra or {}
        self.headers: dict[str, str] = {}


def invalid(code: int, field: str, sentence: str) -> Refusal:
    """A field that is wrong: the reason is JSON text, as Printify writes it."""
    return all_invalid(code, {field: [sentence]})


def all_invalid(code: int, fields: dict[str, list[str]]) -> Refusal:
    """Several fields that are wrong."""
    reason = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return Refusal(400, "Validation failed.", code=code, reason=reason)


def missing(code: int, field: str) -> Refusal:
    return invalid(code, field, f"The {field.replace('_', ' ')} field is required.")


def failed(code: int, reason: str, status: int = 400) -> Refusal:
    """An operation that cannot be done."""
    return Refusal(status, "Operation failed.", code=code, reason=reason)


def not_found() -> Refusal:
    return Refusal(404, "Not found")


def render(refusal: Refusal, correlation_id: str, at: int) -> Response:
    """The error's body."""
    if refusal.code:
        errors = {"reason": refusal.reason, "code": refusal.code}
        told = {
            "status": "error",
            "code": refusal.code,
            "message": refusal.message,
            "errors": errors,
        }
        return answer_json({**told, **refusal.extra}, refusal.status, refusal.headers)
    body = {"error": refusal.message, "request_id": f"{at}@{correlation_id}"}
    return answer_json(body, refusal.status, refusal.headers)
