"""Processing profiles, which the API calls readiness state definitions: how long the seller takes to make a thing."""

from __future__ import annotations

from .bodies import Field, form
from .book import Book, Json
from .call import PREFIX, Call, Reply, Route, listed, no_content, paged
from .errors import Refusal, bad, lost

STATES, UNITS = ("ready_to_ship", "made_to_order"), ("days", "weeks")
WORKDAYS = 5
NEW = {
    "readiness_state": Field(required=True, choices=STATES),
    "min_processing_time": Field("int", required=True, low=1, high=10),
    "max_processing_time": Field("int", required=True, low=1, high=10),
    "processing_time_unit": Field(choices=UNITS),
}
CHANGE = {
    name: Field(each.kind, choices=each.choices, low=each.low, high=each.high)
    for name, each in NEW.items()
}


def add_definition(book: Book, given: Json) -> Json:
    """A new definition. An identical one is a conflict that says where the old one is."""
    ident = book.next_id("readiness")
    wanted = _wanted(given)
    _refuse_twin(book, wanted)
    book.readiness[str(ident)] = {"readiness_state_id": ident, **wanted}
    made: Json = book.readiness[str(ident)]
    return made


def _wanted(given: Json) -> Json:
    shortest, longest = given["min_processing_time"], given["max_processing_time"]
    if shortest > longest:
        raise bad("min_processing_time must not be greater than max_processing_time.")
    unit = given.get("processing_time_unit") or "days"
    return {
        "readiness_state": given["readiness_state"],
        "min_processing_time": shortest,
        "max_processing_time": longest,
        "processing_time_unit": unit,
    }


def _refuse_twin(book: Book, wanted: Json, own: int | None = None) -> None:
    for each in book.readiness.values():
        ident = each["readiness_state_id"]
        if ident != own and all(each[name] == value for name, value in wanted.items()):
            refusal = Refusal(409, "A readiness state definition with these values exists already.")
            place = f"{PREFIX}/shops/{book.shop_id}/readiness-state-definitions/{ident}"
            refusal.headers["content-location"] = place
            raise refusal


def find_definition(book: Book, ident: object) -> Json:
    found: Json | None = book.readiness.get(str(ident))
    if found is None:
        raise lost("Readiness State Definition", "readiness_state_definition_id", ident)
    return found


def days_of(definition: Json) -> tuple[int, int]:
    """Shortest and longest time in working days."""
    factor = WORKDAYS if definition["processing_time_unit"] == "weeks" else 1
    return definition["min_processing_time"] * factor, definition["max_processing_time"] * factor


def _view(book: Book, definition: Json) -> Json:
    shortest, longest = days_of(definition)
    unit = definition["processing_time_unit"]
    label = f"{definition['min_processing_time']} - {definition['max_processing_time']} {unit}"
    return {
        "shop_id": book.shop_id,
        "readiness_state_id": definition["readiness_state_id"],
        "readiness_state": definition["readiness_state"],
        "min_processing_days": shortest,
        "max_processing_days": longest,
        "processing_days_display_label": label,
    }


def _asked(call: Call) -> Json:
    return find_definition(call.book, call.args["readiness_state_definition_id"])


def definitions(call: Call) -> Reply:
    rows, count = paged(call, list(call.book.readiness.values()))
    return listed([_view(call.book, each) for each in rows], count)


def definition(call: Call) -> Reply:
    return Reply(_view(call.book, _asked(call)))


def create(call: Call) -> Reply:
    return Reply(_view(call.book, add_definition(call.book, form(call, NEW))), 201)


def update(call: Call) -> Reply:
    found = _asked(call)
    wanted = _wanted({**found, **form(call, CHANGE)})
    _refuse_twin(call.book, wanted, found["readiness_state_id"])
    found.update(wanted)
    return Reply(_view(call.book, found))


def delete(call: Call) -> Reply:
    ident = _asked(call)["readiness_state_id"]
    for listing in call.book.listings.values():
        if any(each["readiness_state_id"] == ident for each in listing["products"]):
            raise bad("The readiness state definition is used by listings.")
    del call.book.readiness[str(ident)]
    return no_content(call)


_PATH = "/shops/{shop_id}/readiness-state-definitions"
_ONE = _PATH + "/{readiness_state_definition_id}"

ROUTES = (
    Route("GET", _PATH, "getShopReadinessStateDefinitions", definitions, ("shops_r",), ("limit", "offset")),
    Route("POST", _PATH, "createShopReadinessStateDefinition", create, ("shops_w",)),
    Route("GET", _ONE, "getShopReadinessStateDefinition", definition, ("shops_r",)),
    Route("PUT", _ONE, "updateShopReadinessStateDefinition", update, ("shops_w",)),
    Route("DELETE", _ONE, "deleteShopReadinessStateDefinition", delete, ("shops_w",)),
)  # fmt: skip
