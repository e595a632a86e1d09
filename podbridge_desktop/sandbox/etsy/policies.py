"""Return policies: three answers, and how many days. No two of one shop say the same."""

from __future__ import annotations

from .bodies import Field, form
from .book import Book, Json
from .call import Call, Reply, Route, listed, no_content
from .errors import Refusal, bad, lost

DAYS = {7, 14, 21, 30, 45, 60, 90}
POLICY = {
    "accepts_returns": Field("bool", required=True),
    "accepts_exchanges": Field("bool", required=True),
    "return_deadline": Field("int", nullable=True),
}


def add_policy(book: Book, given: Json) -> Json:
    """A new policy; the same one twice is refused."""
    _check(book, given, None)
    ident = book.next_id("policy")
    book.policies[str(ident)] = {"return_policy_id": ident, **_words(given)}
    made: Json = book.policies[str(ident)]
    return made


def _words(given: Json) -> Json:
    return {name: given.get(name) for name in POLICY}


def _check(book: Book, given: Json, ident: int | None) -> None:
    days = given.get("return_deadline")
    if (given["accepts_returns"] or given["accepts_exchanges"]) and days not in DAYS:
        raise bad(f"return_deadline must be one of: {', '.join(map(str, sorted(DAYS)))}.")
    for each in book.policies.values():
        same = all(each[name] == given.get(name) for name in POLICY)
        if same and each["return_policy_id"] != ident:
            raise bad("A return policy with these values exists already.")


def find_policy(book: Book, ident: object) -> Json:
    found: Json | None = book.policies.get(str(ident))
    if found is None:
        raise lost("Return Policy", "return_policy_id", ident)
    return found


def _view(call: Call, policy: Json) -> Json:
    return {"shop_id": call.book.shop_id, **policy}


def policies(call: Call) -> Reply:
    return listed([_view(call, each) for each in call.book.policies.values()])


def policy(call: Call) -> Reply:
    return Reply(_view(call, find_policy(call.book, call.args["return_policy_id"])))


def create(call: Call) -> Reply:
    return Reply(_view(call, add_policy(call.book, form(call, POLICY))))


def update(call: Call) -> Reply:
    found = find_policy(call.book, call.args["return_policy_id"])
    given = form(call, POLICY)
    try:
        _check(call.book, given, found["return_policy_id"])
    except Refusal as refusal:
        if "exists already" in refusal.text:
            raise Refusal(409, refusal.text) from refusal
        raise
    found.update(_words(given))
    return Reply(_view(call, found))


def delete(call: Call) -> Reply:
    ident = find_policy(call.book, call.args["return_policy_id"])["return_policy_id"]
    if any(each["return_policy_id"] == ident for each in call.book.listings.values()):
        raise bad("The return policy is used by listings; move them to another policy first.")
    del call.book.policies[str(ident)]
    return no_content(call)


_PATH = "/shops/{shop_id}/policies/return"

ROUTES = (
    Route("GET", _PATH, "getShopReturnPolicies", policies),
    Route("POST", _PATH, "createShopReturnPolicy", create, ("shops_w",)),
    Route("GET", _PATH + "/{return_policy_id}", "getShopReturnPolicy", policy),
    Route("PUT", _PATH + "/{return_policy_id}", "updateShopReturnPolicy", update, ("shops_w",)),
    Route("DELETE", _PATH + "/{return_policy_id}", "deleteShopReturnPolicy", delete, ("shops_w",)),
)
