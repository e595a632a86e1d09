"""What a listing asks its buyers: up to five questions, written and replaced as a whole."""

from __future__ import annotations

from .bodies import check, json_body
from .book import Book, Json
from .call import Call, Reply, Route, no_content
from .errors import Refusal, bad
from .listing_views import personalization_view
from .listings import find_listing, touch_listing
from .texts import cents

TYPES = ("text_input", "dropdown", "unlabeled_upload", "labeled_upload")
UPLOADS = ("unlabeled_upload", "labeled_upload")
MOST_QUESTIONS, MOST_TEXT, MOST_INSTRUCTIONS, MOST_CHARACTERS, MOST_FILES, MOST_OPTIONS = (
    5,
    45,
    120,
    1024,
    10,
    30,
)
_NOTHING = type(None)
OPTION = {"option_id": (int, _NOTHING), "label*": str}
QUESTION = {
    "question_id": (int, _NOTHING), "question_text*": str, "instructions": (str, _NOTHING), "question_type*": str,
    "required*": bool, "max_allowed_files": (int, _NOTHING), "max_allowed_characters": (int, _NOTHING),
    "options": (list, _NOTHING), "add_on_price": (float, int, _NOTHING),
}  # fmt: skip
BODY = {"personalization_questions*": [QUESTION]}


def read(call: Call) -> Reply:
    return Reply(personalization_view(call, find_listing(call)))


def replace(call: Call) -> Reply:
    listing = find_listing(call)
    asked = check(json_body(call, "personalization_questions"), BODY, "body")[
        "personalization_questions"
    ]
    if not call.flag("supports_multiple_personalization_questions"):
        _check_single(listing, asked)
    listing["questions"] = questions_of(call.book, asked)
    touch_listing(listing, call.at)
    return Reply(personalization_view(call, listing), 201)


def _check_single(listing: Json, asked: list[Json]) -> None:
    """Without the flag a client knows one text question only, and must not wipe what it cannot see."""
    if _is_multiple(listing["questions"]):
        raise Refusal(
            409,
            "This listing has personalization questions that need supports_multiple_personalization_questions=true",
        )
    if _is_multiple(asked):
        raise bad(
            "Only a single question of type text_input is supported without supports_multiple_personalization_questions=true"
        )


def _is_multiple(questions: list[Json]) -> bool:
    return len(questions) > 1 or any(each["question_type"] != "text_input" for each in questions)


def questions_of(book: Book, asked: list[Json]) -> list[Json]:
    """The questions as they are kept. Raises 400."""
    if not 1 <= len(asked) <= MOST_QUESTIONS:
        raise bad(f"A listing asks between 1 and {MOST_QUESTIONS} personalization questions.")
    if sum(each["question_type"] in UPLOADS for each in asked) > 1:
        raise bad("A listing can have at most one upload question.")
    for each in asked:
        _check_question(each)
    return [_kept(book, each) for each in asked]


def _check_question(each: Json) -> None:
    kind = each["question_type"]
    if kind not in TYPES:
        raise bad(f"question_type must be one of: {', '.join(TYPES)}.")
    if not 1 <= len(each["question_text"]) <= MOST_TEXT:
        raise bad(f"question_text must be between 1 and {MOST_TEXT} characters.")
    if each.get("instructions") and (
        kind == "dropdown" or len(each["instructions"]) > MOST_INSTRUCTIONS
    ):
        raise bad(
            f"instructions has at most {MOST_INSTRUCTIONS} characters and is not allowed for dropdown questions."
        )
    _check_number(each, "max_allowed_characters", MOST_CHARACTERS, allowed=kind == "text_input")
    _check_number(each, "max_allowed_files", MOST_FILES, allowed=kind in UPLOADS)
    if each.get("add_on_price") and (kind != "text_input" or each["required"]):
        raise bad("add_on_price is only supported for optional questions of type text_input.")
    _check_options(each, kind)


def _check_number(each: Json, name: str, most: int, *, allowed: bool) -> None:
    value = each.get(name)
    if value is None:
        return
    if not allowed:
        raise bad(f"{name} is not applicable to {each['question_type']} questions.")
    if not 1 <= value <= most:
        raise bad(f"{name} must be between 1 and {most}.")


def _check_options(each: Json, kind: str) -> None:
    options = each.get("options") or []
    if kind not in {"dropdown", "labeled_upload"}:
        if options:
            raise bad(f"options is not applicable to {kind} questions.")
        return
    for option in options:
        check(option, OPTION, "options")
    labels = [option["label"] for option in options]
    longest = 20 if kind == "dropdown" else MOST_TEXT
    if not 1 <= len(labels) <= MOST_OPTIONS or len(set(labels)) != len(labels):
        raise bad(f"options needs between 1 and {MOST_OPTIONS} different labels.")
    if any(not label or len(label) > longest for label in labels):
        raise bad(f"An option label has between 1 and {longest} characters.")
    if kind == "labeled_upload" and len(labels) != (each.get("max_allowed_files") or len(labels)):
        raise bad("options must match max_allowed_files.")


def _kept(book: Book, each: Json) -> Json:
    options = [
        {"option_id": book.next_id("option"), "label": option["label"]} for option in each.get("options") or ()
    ]  # fmt: skip
    names = (
        "question_text",
        "instructions",
        "question_type",
        "max_allowed_characters",
        "max_allowed_files",
    )
    return {
        **{name: each.get(name) for name in names},
        "question_id": each.get("question_id") or book.next_id("question"),
        "required": each["required"],
        "add_on": cents(each.get("add_on_price") or 0),
        "options": options or None,
    }


def delete(call: Call) -> Reply:
    listing = find_listing(call)
    listing["questions"] = []
    touch_listing(listing, call.at)
    return no_content(call)


_PATH = "/shops/{shop_id}/listings/{listing_id}/personalization"
_FLAG = ("supports_multiple_personalization_questions",)

ROUTES = (
    Route("GET", "/listings/{listing_id}/personalization", "getListingPersonalization", read),
    Route("POST", _PATH, "updateListingPersonalization", replace, ("listings_w",), _FLAG),
    Route("DELETE", _PATH, "deleteListingPersonalization", delete, ("listings_w",)),
)
