"""The factory: what happens to a confirmed order as time passes.

A confirmed order gets its steps at once, each with its time, so that the same seed always plays the same play:
`produce`, then for each parcel `label`, `pack`, `ship`, `deliver`; some orders also get a `hold` or a `fail`.
A hold stops the steps; a release moves them by the time lost.
"""

from __future__ import annotations

import random

from .book import Book, Json
from .endings import cancel, fail
from .files import file_of, status_of

MINUTE, HOUR, DAY = 60, 3600, 86400
HOLD_DAYS = 30
# Hours from the start of production until the first and the second parcel are packed.
SPANS = ((38, 60), (66, 80))
HOLD_REASONS = (
    "Print file quality is too low for this product.",
    "The delivery address could not be verified.",
    "The design may infringe on intellectual property.",
)
PAYMENT = "Payment failed: please update your billing method."
CARRIERS = {
    "US": (("USPS", "USPS Ground Advantage"), ("FEDEX", "FedEx SmartPost"), ("UPS", "UPS Ground")),
    "DE": (("DHL", "DHL Paket"), ("DPD", "DPD Classic"), ("SPRING", "Spring Tracked")),
    "GB": (("ROYAL_MAIL", "Royal Mail Tracked 48"), ("DPD", "DPD UK")),
    "": (
        ("DHLGLOBALMAIL", "DHL Global Mail"),
        ("ASENDIA", "Asendia Fully Tracked"),
        ("SPRING", "Spring Tracked"),
    ),
}


def plan(book: Book, order: Json, at: int) -> None:
    """Give a just confirmed order its parcels and steps."""
    chance = book.chance("order", order["id"], order["confirmed"])
    order["parcels"] = split(order["items"], chance, float(book.knobs["split_rate"]))
    begin = at + chance.randint(10, 50) * MINUTE
    steps: list[list[object]] = [[begin, "produce", 0]]
    if chance.random() < float(book.knobs["fail_rate"]):
        steps = [[at + 3 * MINUTE, "fail", 0]]
    elif chance.random() < float(book.knobs["hold_rate"]):
        steps.append(
            [begin + chance.randint(1, 4) * HOUR, "hold", chance.randrange(len(HOLD_REASONS))]
        )
    if steps[0][1] == "produce":
        for number in range(len(order["parcels"])):
            steps += _parcel_steps(number, begin, chance)
    order["steps"] = sorted(steps, key=_when)
    note_due(book, order)


def split(items: list[Json], chance: random.Random, rate: float) -> list[list[Json]]:
    """The parcels of an order: usually one, sometimes two."""
    whole = [{"item": item["id"], "quantity": item["quantity"]} for item in items]
    if sum(part["quantity"] for part in whole) < 2 or chance.random() >= rate:
        return [whole]
    if len(whole) > 1:
        at = chance.randint(1, len(whole) - 1)
        return [whole[:at], whole[at:]]
    first = chance.randint(1, whole[0]["quantity"] - 1)
    rest = whole[0]["quantity"] - first
    return [[{**whole[0], "quantity": first}], [{**whole[0], "quantity": rest}]]


def _parcel_steps(number: int, begin: int, chance: random.Random) -> list[list[object]]:
    """Two to four days in all; a second parcel is packed after the first one has left."""
    early, late = SPANS[min(number, 1)]
    packed = begin + chance.randint(early, late) * HOUR
    shipped = packed + chance.randint(2, 10) * HOUR
    label = begin + chance.randint(4, 20) * HOUR
    delivered = shipped + chance.randint(3, 8) * DAY
    return [
        [label, "label", number],
        [packed, "pack", number],
        [shipped, "ship", number],
        [delivered, "deliver", number],
    ]


def _when(step: list[object]) -> tuple[int, int]:
    order = ("fail", "produce", "hold", "label", "pack", "ship", "deliver")
    return int(str(step[0])), order.index(str(step[1]))


def note_due(book: Book, order: Json) -> None:
    """Write down when the order wants attention next; an order without steps is done."""
    key = str(order["id"])
    if order["hold"]:
        book.working[key] = order["hold"]["since"] + HOLD_DAYS * DAY
    elif order["steps"]:
        book.working[key] = order["steps"][0][0]
    else:
        book.working.pop(key, None)


def advance(book: Book, at: int) -> None:
    """Do everything that is due."""
    for key in [key for key, due in book.working.items() if due <= at]:
        order = book.orders[key]
        while str(order["id"]) in book.working and book.working[key] <= at:
            _next(book, order)


def _next(book: Book, order: Json) -> None:
    if order["hold"]:
        cancel(book, order, order["hold"]["since"] + HOLD_DAYS * DAY, "on hold for 30 days")
        return
    when, action, number = order["steps"].pop(0)
    do_step(book, order, action, number, when)
    note_due(book, order)


def do_step(book: Book, order: Json, action: str, number: int, at: int) -> None:
    """One step of the play at its time."""
    if action == "fail":
        fail(book, order, PAYMENT, at)
    elif action == "hold":
        hold(book, order, HOLD_REASONS[number], at)
    elif action == "produce":
        _produce(book, order, at)
    elif action == "label":
        label(book, order, number, at)
    else:
        shipment = label(book, order, number, at)
        {"pack": _pack, "ship": _ship, "deliver": _deliver}[action](order, shipment, at)
    order["updated"] = at


def _produce(book: Book, order: Json, at: int) -> None:
    for item in order["items"]:
        for used in item["files"]:
            if status_of(file_of(book, used["id"]), at + DAY) == "failed":
                fail(book, order, "One of the print files could not be processed.", at)
                return
    _restate(order)  # a part of it may have left already


def label(book: Book, order: Json, number: int, at: int) -> Json:
    """The shipment of a parcel; it has its tracking page long before anything ships."""
    for shipment in order["shipments"]:
        if shipment["parcel"] == number:
            known: Json = shipment
            return known
    return _new_shipment(book, order, order["parcels"][number], number, at)


def _new_shipment(book: Book, order: Json, parcel: list[Json], number: int, at: int) -> Json:
    chance = book.chance("parcel", order["id"], len(order["shipments"]))
    country = order["recipient"]["country_code"]
    carrier, service = chance.choice(CARRIERS.get(country, CARRIERS[""]))
    shipment: Json = {
        "id": book.next_id("shipment"), "parcel": number, "status": "pending", "delivery": "unknown", "carrier": carrier,
        "service": service, "number": f"{chance.randrange(10**11, 10**12)}", "number_shown": False, "created": at,
        "shipped_at": None, "delivered_at": None, "reshipment": False, "events": [],
        "from": "LV" if country in {"DE", "GB", "FR", "ES", "IT"} else "US",
        "items": [{"id": book.next_id("shipment_item"), **part} for part in parcel],
    }  # fmt: skip
    order["shipments"].append(shipment)
    return shipment


def _pack(order: Json, shipment: Json, at: int) -> None:
    if shipment["status"] == "pending":
        shipment.update(status="packaged", number_shown=True, delivery="pre_transit")
        _event(shipment, at, "Label created")
    _restate(order)


def _ship(order: Json, shipment: Json, at: int) -> None:
    if shipment["shipped_at"] is None:
        shipment.update(status="shipped", number_shown=True, delivery="in_transit", shipped_at=at)
        _event(shipment, at, "Accepted by the carrier")
    _restate(order)


def _deliver(_order: Json, shipment: Json, at: int) -> None:
    shipment.update(delivery="delivered", delivered_at=at)
    _event(shipment, at, "Delivered")


def _event(shipment: Json, at: int, text: str) -> None:
    shipment["events"].append({"at": at, "text": text})


def _restate(order: Json) -> None:
    """Fulfilled means that all is packed, which may be hours before it leaves the house."""
    packed: dict[int, int] = {}
    for shipment in order["shipments"]:
        if shipment["status"] in {"packaged", "shipped"} and not shipment["reshipment"]:
            for part in shipment["items"]:
                packed[part["item"]] = packed.get(part["item"], 0) + part["quantity"]
    whole = all(packed.get(item["id"], 0) >= item["quantity"] for item in order["items"])
    order["status"] = "fulfilled" if whole else "partial" if packed else "inprocess"


def hold(book: Book, order: Json, reason: str, at: int) -> None:
    """Stop the factory for this order until it is released; after 30 days it is cancelled."""
    order["hold"] = {"since": at, "reason": reason, "was": order["status"]}
    order |= {"status": "onhold", "updated": at}
    for shipment in order["shipments"]:
        if shipment["status"] == "pending":
            shipment["status"] = "onhold"
    note_due(book, order)
    book.note("hold", at, order=order["id"], external_id=order["external_id"], reason=reason)


def release(book: Book, order: Json, at: int) -> None:
    """Go on where the hold stopped."""
    lost = at - order["hold"]["since"]
    order["steps"] = [[when + lost, action, number] for when, action, number in order["steps"]]
    order |= {"status": order["hold"]["was"], "hold": None, "updated": at}
    for shipment in order["shipments"]:
        if shipment["status"] == "onhold":
            shipment["status"] = "pending"
    note_due(book, order)
    book.note("release", at, order=order["id"], external_id=order["external_id"])


def ship_now(book: Book, order: Json, at: int) -> None:
    """Pack and ship everything that has not left yet; delivery goes its way."""
    for step in [step for step in order["steps"] if step[1] != "deliver"]:
        order["steps"].remove(step)
        if step[1] not in {"hold", "fail"}:
            do_step(book, order, step[1], step[2], at)
    note_due(book, order)


def ship_part(book: Book, order: Json, wanted: dict[int, int], at: int) -> Json:
    """Ship these quantities (by item id) now in a parcel of their own; the rest follows as planned."""
    if order["status"] == "pending":
        _produce(book, order, at)
    left = {int(key): quantity for key, quantity in wanted.items()}
    for number, parcel in enumerate(order["parcels"]):
        if any(
            shipment["parcel"] == number and shipment["shipped_at"]
            for shipment in order["shipments"]
        ):
            continue
        for part in parcel:
            taken = min(part["quantity"], left.get(part["item"], 0))
            part["quantity"] -= taken
            left[part["item"]] = left.get(part["item"], 0) - taken
    if any(left.values()):
        raise ValueError("more than is still unshipped")
    _forget_empty(order)
    order["parcels"].append(
        [{"item": item, "quantity": quantity} for item, quantity in wanted.items()]
    )
    shipment = label(book, order, len(order["parcels"]) - 1, at)
    _ship(order, shipment, at)
    order["updated"] = at
    note_due(book, order)
    return shipment


def _forget_empty(order: Json) -> None:
    for number, parcel in enumerate(order["parcels"]):
        parcel[:] = [part for part in parcel if part["quantity"]]
        for shipment in order["shipments"]:
            if shipment["parcel"] == number and not shipment["shipped_at"]:
                shipment["items"] = [
                    {"id": shipment["id"] + place, **part} for place, part in enumerate(parcel)
                ]
        if not parcel:
            order["steps"] = [
                step
                for step in order["steps"]
                if step[2] != number or step[1] in {"produce", "hold"}
            ]
            order["shipments"] = [each for each in order["shipments"] if each["parcel"] != number]


def reship(book: Book, order: Json, at: int) -> Json:
    """Send everything once more at Printful's cost, in a new parcel."""
    parcel = [{"item": item["id"], "quantity": item["quantity"]} for item in order["items"]]
    shipment = _new_shipment(book, order, parcel, -1 - len(order["shipments"]), at)
    shipment["reshipment"] = True
    shipment.update(status="shipped", number_shown=True, delivery="in_transit", shipped_at=at)
    _event(shipment, at, "Accepted by the carrier")
    order["updated"] = at
    return shipment
