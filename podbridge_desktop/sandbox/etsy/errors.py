"""How the shop says no: `{"error": text}` everywhere, and a description beside it where a token is the trouble."""

from __future__ import annotations

from podbridge_desktop.sandbox.http import Response, answer_json


class Refusal(Exception):
    """A request that is refused. `body` stands in for the usual shape in the few places that have their own."""

    def __init__(
        self, status: int, text: str, description: str = "", body: object | None = None
    ) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.description = description
        self.body = body
        self.headers: dict[str, str] = {}


def bad(text: str) -> Refusal:
    """The request's data is wrong."""
    return Refusal(400, text)


def lost(what: str, name: str, ident: object) -> Refusal:
    """There is no such thing; worded as the real service words it for receipts."""
    return Refusal(404, f"Could not find a {what} with {name} = {ident}")


def render(refusal: Refusal) -> Response:
    body: object = {"error": refusal.text}
    if refusal.description:
        body = {"error": refusal.text, "error_description": refusal.description}
    if refusal.body is not None:
        body = refusal.body
    return answer_json(body, refusal.status, refusal.headers)
