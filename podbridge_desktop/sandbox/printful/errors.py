"""How the account says no: one error type, rendered in the shape that the version and the call use."""

from __future__ import annotations

from podbridge_desktop.sandbox.http import Response, answer_json

from .book import Json

TITLES = {
    400: ("BadRequest", "Bad Request"),
    401: ("Unauthorized", "Unauthorized"),
    403: ("Forbidden", "Forbidden"),
    404: ("NotFound", "Not Found"),
    409: ("Conflict", "Conflict"),
    410: ("Gone", "Gone"),
    429: ("TooManyRequests", "Too Many Requests"),
    501: ("NotImplemented", "Not Implemented"),
}


class Refusal(Exception):
    """A request that the account refuses. `pointer` names the field, as version 2 tells it."""

    def __init__(self, status: int, message: str, *, pointer: str = "", reason: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.pointer = pointer
        self.reason = reason or TITLES.get(status, ("Error", ""))[0]
        self.headers: dict[str, str] = {}


def not_found(message: str = "Not Found") -> Refusal:
    return Refusal(404, message)


def render(refusal: Refusal, path: str) -> Response:
    """The error body of the API version that `path` belongs to."""
    body = _problem(refusal) if path.startswith("/v2/") else _envelope(refusal)
    return answer_json(body, refusal.status, refusal.headers)


def _envelope(refusal: Refusal) -> Json:
    error = {"reason": refusal.reason, "message": refusal.message}
    return {"code": refusal.status, "result": refusal.message, "error": error}


def _problem(refusal: Refusal) -> Json:
    """Version 2: a problem document for 401, 403, 404, 409 and 429, else the older `data` and `error` pair."""
    error = {"reason": refusal.reason, "message": refusal.message}
    if refusal.status == 400:
        told: Json = {"data": refusal.message, "error": error}
        if refusal.pointer:
            told["error"] = {**error, "source": {"pointer": refusal.pointer}}
        return told
    if refusal.status == 401:
        return {"code": 401, "result": refusal.message, "error": error}
    name, title = TITLES.get(refusal.status, ("error", "Error"))
    return {
        "type": f"https://developers.printful.com/docs/v2-beta/#errors/{name.lower()}",
        "status": refusal.status,
        "title": title,
        "detail": refusal.message,
    }
