"""What happens to an order as time passes: it settles, is approved, made and shipped.

    pending ─> cost-calculation ─> on-hold ──approval──> sending-to-production ─> in-production ─> partially-fulfilled
                                     │  └─unpaid─> payment-not-received      has-issues <──┘  └──> fulfilled
                                     └──cancel──> canceled

An order gets its steps at once, each with its time, so that the same seed always plays the same play. A hold stops
the steps; a release moves them by the time lost. A `block` keeps an order that is not yet paid on hold.
"""

from __future__ import annotations

import random

from . import shipments
from .book import Book, Json
from .endings import charge, fail

MINUTE, HOUR, DAY = 60, 3600, 86_400
# Hours from the start of production until the first and the second parcel of a provider leave.
SPANS = ((40, 66), (68, 84))
ORDER = ("calculate", "settle", "approve", "slip", "produce", "fail", "hold", "ship", "deliver")


def begin(book: Book, order: Json, at: int, approval: int | None) -> None:
    """Give a new order the steps until its approval. `approval` is after how long the shop gives it by itself."""
    waiting = int(book.knobs["pending_seconds"])
    order["images_until"] = at + int(book.knobs["image_seconds"])
    steps: list[list[object]] = []
    if waiting:
        steps += [[at + waiting // 2, "calculate", 0], [at + waiting, "settle", 0]]
    else:
        do_step(book, order, "settle", 0, at)
    if approval is not None:
        steps.append([at + approval, "approve", 0])
    if book.knobs["slips_after"]:
        steps.append([at + int(book.knobs["slips_after"]), "slip", 0])
    set_steps(book, order, steps)


def set_steps(book: Book, order: Json, steps: list[list[object]]) -> None:
    order["steps"] = sorted(steps, key=_when)
    note_due(book, order)


def _when(step: list[object]) -> tuple[int, int]:
    return int(str(step[0])), ORDER.index(str(step[1]))


def note_due(book: Book, order: Json) -> None:
    """Write down when the order wants attention next; one that is held or has no steps wants none."""
    order["due"] = order["steps"][0][0] if order["steps"] and not order["hold"] else None
    book.index.note_due(order)


def advance(book: Book, at: int) -> None:
    """Do everything that is due."""
    for order in book.index.overdue(at):
        while order["steps"] and order["steps"][0][0] <= at and not order["hold"]:
            when, action, number = order["steps"].pop(0)
            do_step(book, order, action, number, when)
        note_due(book, order)


def do_step(book: Book, order: Json, action: str, number: int, at: int) -> None:
    """One step of the play at its time."""
    if action in {"ship", "deliver"}:
        {"ship": shipments.ship, "deliver": shipments.deliver}[action](book, order, number, at)
    elif action in {"approve", "slip"}:
        _approve_itself(book, order, action, at)
    elif action == "fail":
        fail(book, order, "unfulfillable", "The provider cannot make this order.", at)
    elif action == "hold":
        hold(book, order, "The provider has a question.", at)
    else:
        _restate(book, order, action, at)


def _restate(book: Book, order: Json, action: str, at: int) -> None:
    order_status, line_status = {
        "calculate": ("cost-calculation", "pending"),
        "settle": ("on-hold", "on-hold"),
        "produce": ("in-production", "in-production"),
    }[action]
    for line in order["lines"]:
        line["status"] = line_status
    book.index.restate(order, order_status)
    if action == "settle":
        book.note("on-hold", at, order=order["id"], block=order["block"])


def _approve_itself(book: Book, order: Json, action: str, at: int) -> None:
    """The shop's own approval, or an order that leaves on-hold by itself."""
    if order["status"] != "on-hold":
        return
    if order["block"]:
        order["late"] = True
    elif at < order["images_until"]:
        set_steps(book, order, [*order["steps"], [order["images_until"], action, 0]])
    else:
        send(book, order, at, by="itself" if action == "slip" else "the shop's setting")


def send(book: Book, order: Json, at: int, *, by: str) -> None:
    """Approve: the seller is charged now. Where that fails the order waits for the payment."""
    named = {"order": order["id"], "external_id": order["external_id"]}
    if not book.knobs["payment_works"]:
        book.index.restate(order, "payment-not-received")
        book.note("unpaid", at, **named, by=by)
        return
    charge(book, order, at)
    book.note("confirm", at, **named, by=by)
    order["sent_at"] = at
    for line in order["lines"]:
        line |= {"status": "sending-to-production", "sent_at": at}
    book.index.restate(order, "sending-to-production")
    plan(book, order, at)


def plan(book: Book, order: Json, at: int) -> None:
    """Give an order on its way to production its parcels and steps."""
    chance = book.chance("order", order["id"])
    first = at + int(book.knobs["sending_seconds"])
    order["parcels"] = _parcels(order, chance, float(book.knobs["split_rate"]))
    steps: list[list[object]] = [[first, "produce", 0]]
    if chance.random() < float(book.knobs["fail_rate"]):
        steps.append([first + 2 * HOUR, "fail", 0])
    elif chance.random() < float(book.knobs["hold_rate"]):
        steps.append([first + chance.randint(1, 4) * HOUR, "hold", 0])
    for number, parcel in enumerate(order["parcels"]):
        early, late = SPANS[min(parcel["turn"], 1)]
        shipped = first + chance.randint(early, late) * HOUR
        steps += [
            [shipped, "ship", number],
            [shipped + chance.randint(3, 8) * DAY, "deliver", number],
        ]
    set_steps(book, order, steps)


def _parcels(order: Json, chance: random.Random, rate: float) -> list[Json]:
    """One parcel for each provider's part; some parts go in two."""
    made = []
    for provider in dict.fromkeys(line["provider"] for line in order["lines"]):
        part = [
            {"line": line["id"], "quantity": line["quantity"]}
            for line in order["lines"]
            if line["provider"] == provider
        ]
        halves = split(part, chance) if chance.random() < rate else [part]
        made += [
            {"turn": turn, "provider": provider, "lines": half} for turn, half in enumerate(halves)
        ]
    return made


def split(part: list[Json], chance: random.Random) -> list[list[Json]]:
    """Two parcels out of one, where there are two pieces."""
    if len(part) > 1:
        cut = chance.randint(1, len(part) - 1)
        return [part[:cut], part[cut:]]
    if part[0]["quantity"] < 2:
        return [part]
    first = chance.randint(1, part[0]["quantity"] - 1)
    rest = part[0]["quantity"] - first
    return [[{**part[0], "quantity": first}], [{**part[0], "quantity": rest}]]


def hold(book: Book, order: Json, reason: str, at: int) -> None:
    """Trouble in production: the order has issues until somebody settles them."""
    order["hold"] = {"since": at, "reason": reason, "was": order["status"]}
    for line in order["lines"]:
        if line["status"] != "fulfilled":
            line["status"] = "has-issues"
    book.index.restate(order, "has-issues")
    note_due(book, order)
    book.note("hold", at, order=order["id"], external_id=order["external_id"], reason=reason)


def release(book: Book, order: Json, at: int) -> None:
    """Go on where the hold stopped."""
    lost = at - order["hold"]["since"]
    was = order["hold"]["was"]
    order["steps"] = [[when + lost, action, number] for when, action, number in order["steps"]]
    order["hold"] = None
    for line in order["lines"]:
        if line["status"] == "has-issues":
            line["status"] = (
                "sending-to-production" if was == "sending-to-production" else "in-production"
            )
    book.index.restate(order, was)
    note_due(book, order)
    book.note("release", at, order=order["id"], external_id=order["external_id"])


def block(book: Book, order: Json, reason: str, at: int) -> None:
    """Keep an order that is not paid yet on hold, whoever approves it."""
    order["block"] = reason
    if order["status"] != "on-hold":
        _restate(book, order, "settle", at)
    book.note("hold", at, order=order["id"], external_id=order["external_id"], reason=reason)


def unblock(book: Book, order: Json, at: int) -> None:
    """What held the order is gone; an approval that came meanwhile is made up for."""
    order["block"] = ""
    if order.pop("late", False):
        set_steps(book, order, [*order["steps"], [at, "approve", 0]])
    book.note("release", at, order=order["id"], external_id=order["external_id"])
