"""Parcels: what is in them the account knows, though it never tells; numbers, carriers and delivery it does."""

from __future__ import annotations

from .book import Book, Json
from .providers import BY_ID

DAY = 86_400
CARRIERS = {
    "US": ("usps", "fedex", "ups"),
    "LV": ("dpd", "dhl", "omniva"),
    "GB": ("royal_mail", "evri", "dpd"),
}


def ship(book: Book, order: Json, number: int, at: int) -> None:
    """A parcel leaves the house; the lines that are whole now are fulfilled."""
    parcel = order["parcels"][number]
    if not parcel["lines"] or number not in _unsent(order):
        return
    chance = book.chance("parcel", order["id"], number)
    carrier = chance.choice(CARRIERS[BY_ID[parcel["provider"]].country_code])
    order["shipments"].append({
        "parcel": number, "carrier": carrier, "number": f"{chance.randrange(10**13, 10**14)}", "shipped_at": at,
        "delivered_at": None, "lines": [dict(part) for part in parcel["lines"]],
    })  # fmt: skip
    lines = {line["id"]: line for line in order["lines"]}
    for part in parcel["lines"]:
        line = lines[part["line"]]
        line["sent"] += part["quantity"]
        if line["sent"] >= line["quantity"]:
            line |= {"status": "fulfilled", "fulfilled_at": at}
    _restate(book, order, at)


def _restate(book: Book, order: Json, at: int) -> None:
    done = [line["status"] == "fulfilled" for line in order["lines"]]
    if all(done):
        order["fulfilled_at"] = at
    status = "fulfilled" if all(done) else "partially-fulfilled" if any(done) else "in-production"
    book.index.restate(order, status)


def deliver(_book: Book, order: Json, number: int, at: int) -> None:
    for shipment in order["shipments"]:
        if shipment["parcel"] == number:
            shipment["delivered_at"] = shipment["delivered_at"] or at


def ship_now(book: Book, order: Json, wanted: dict[str, int] | None, at: int) -> None:
    """Ship all that is left, or these pieces by line in a parcel of their own; the rest follows as planned."""
    numbers = _unsent(order) if wanted is None else [_cut_out(order, wanted)]
    for line in order["lines"]:
        if line["status"] == "sending-to-production":
            line["status"] = "in-production"
    for number in numbers:
        ship(book, order, number, at)
    order["steps"] = [
        [when, action, number]
        for when, action, number in order["steps"]
        if action == "deliver" or (action == "ship" and number not in numbers)
    ]
    if wanted is not None:
        order["steps"].append([at + 5 * DAY, "deliver", numbers[0]])


def _unsent(order: Json) -> list[int]:
    gone = {shipment["parcel"] for shipment in order["shipments"]}
    return [number for number in range(len(order["parcels"])) if number not in gone]


def _cut_out(order: Json, wanted: dict[str, int]) -> int:
    """Take pieces out of the parcels that have not left; gives the number of the parcel they are in now."""
    parts = [part for number in _unsent(order) for part in order["parcels"][number]["lines"]]
    for line, count in wanted.items():
        if not 1 <= count <= sum(part["quantity"] for part in parts if part["line"] == line):
            raise ValueError("more than is still unshipped")
    left = dict(wanted)
    for part in parts:
        taken = min(part["quantity"], left.get(part["line"], 0))
        part["quantity"] -= taken
        left[part["line"]] = left.get(part["line"], 0) - taken
    for parcel in order["parcels"]:
        parcel["lines"] = [part for part in parcel["lines"] if part["quantity"]]
    provider = next(line["provider"] for line in order["lines"] if line["id"] in wanted)
    lines = [{"line": line, "quantity": count} for line, count in wanted.items()]
    order["parcels"].append({"turn": 0, "provider": provider, "lines": lines})
    return len(order["parcels"]) - 1
