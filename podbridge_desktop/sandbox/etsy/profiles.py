"""Shipping profiles: where a thing is sent from, where to, and for how much; with its destinations and upgrades."""

from __future__ import annotations

from .bodies import Field, form
from .book import Book, Json
from .call import Call, Reply, Route, listed, no_content, paged
from .carriers import CARRIERS
from .errors import bad, lost
from .texts import cents, money

REGIONS = ("eu", "non_eu", "none")
_COST = Field("float", low=0)
_ARRIVAL = {
    "shipping_carrier_id": Field("int", low=0), "mail_class": Field(), "min_delivery_days": Field("int", low=1, high=45),
    "max_delivery_days": Field("int", low=1, high=45),
}  # fmt: skip
_HEAD = {
    "title": Field(), "origin_country_iso": Field(), "origin_postal_code": Field(),
    "min_processing_time": Field("int", low=1, high=10), "max_processing_time": Field("int", low=1, high=10),
    "processing_time_unit": Field(choices=("business_days", "weeks")),
}  # fmt: skip
DESTINATION_CHANGE = {
    "primary_cost": _COST, "secondary_cost": _COST, "destination_country_iso": Field(),
    "destination_region": Field(choices=REGIONS), **_ARRIVAL,
}  # fmt: skip
_PRICED = {
    name: Field("float", required=True, low=0) for name in ("primary_cost", "secondary_cost")
}
DESTINATION = {**DESTINATION_CHANGE, **_PRICED}
PROFILE_CHANGE = _HEAD
PROFILE = {
    **_HEAD,
    **DESTINATION,
    "title": Field(required=True),
    "origin_country_iso": Field(required=True),
}
UPGRADE_CHANGE = {
    "type": Field("int", low=0, high=1), "upgrade_name": Field(), "price": _COST, "secondary_price": _COST, **_ARRIVAL,
}  # fmt: skip
UPGRADE = {
    name: Field(each.kind, True, low=each.low, high=each.high) if name not in _ARRIVAL else each
    for name, each in UPGRADE_CHANGE.items()
}


def add_profile(book: Book, given: Json) -> Json:
    """A new profile with its first destination."""
    ident = book.next_id("profile")
    profile: Json = {
        "shipping_profile_id": ident,
        "title": given["title"],
        "origin_country_iso": given["origin_country_iso"].upper(),
        "origin_postal_code": given.get("origin_postal_code") or None,
        "destinations": {},
        "upgrades": {},
    }
    add_destination(book, profile, given)
    book.profiles[str(ident)] = profile
    return profile


def add_destination(book: Book, profile: Json, given: Json) -> Json:
    """One more place the profile sends to: a country, a region, or everywhere."""
    if given.get("destination_country_iso") and given.get("destination_region", "none") != "none":
        raise bad(
            "You can't provide a destination country and a destination region at the same time."
        )
    ident = book.next_id("destination")
    made = {
        "shipping_profile_destination_id": ident,
        "destination_country_iso": (given.get("destination_country_iso") or "").upper(),
        "destination_region": given.get("destination_region") or "none",
        "primary_cost": cents(given["primary_cost"]),
        "secondary_cost": cents(given["secondary_cost"]),
        **_arrival(given),
    }
    profile["destinations"][str(ident)] = made
    return made


def _arrival(given: Json) -> Json:
    """How long a parcel takes: by a carrier's mail class, or by days."""
    carrier, mail_class = given.get("shipping_carrier_id") or None, given.get("mail_class") or None
    days = given.get("min_delivery_days"), given.get("max_delivery_days")
    if (carrier or mail_class) and any(days):
        raise bad(
            "You can't provide a carrier or mail class and min/max delivery days at the same time."
        )
    if not (carrier and mail_class) and None in days:
        raise bad("You must provide either a carrier and mail class or min/max delivery days.")
    if carrier and carrier not in {each.id for each in CARRIERS}:
        raise bad(f"Invalid shipping_carrier_id: {carrier}")
    return {
        "shipping_carrier_id": carrier,
        "mail_class": mail_class,
        "min_delivery_days": days[0],
        "max_delivery_days": days[1],
    }


def find_profile(book: Book, ident: object) -> Json:
    found: Json | None = book.profiles.get(str(ident))
    if found is None:
        raise lost("Shipping Profile", "shipping_profile_id", ident)
    return found


def cost(book: Book, ident: object, country: str, count: int) -> int:
    """What a buyer in `country` pays for sending `count` things."""
    profile = book.profiles.get(str(ident))
    places = list(profile["destinations"].values()) if profile else []
    exact = [each for each in places if each["destination_country_iso"] == country]
    chosen = (exact or places or [{"primary_cost": 0, "secondary_cost": 0}])[0]
    return int(chosen["primary_cost"] + chosen["secondary_cost"] * (count - 1))


def profile_view(book: Book, profile: Json) -> Json:
    return {
        "shipping_profile_id": profile["shipping_profile_id"],
        "title": profile["title"],
        "user_id": book.user_id,
        "origin_country_iso": profile["origin_country_iso"],
        "is_deleted": False,
        "shipping_profile_destinations": [
            _destination_view(book, profile, each) for each in profile["destinations"].values()
        ],
        "shipping_profile_upgrades": [
            _upgrade_view(book, profile, each) for each in profile["upgrades"].values()
        ],
        "origin_postal_code": profile["origin_postal_code"],
        "profile_type": "manual",
        "domestic_handling_fee": 0.0,
        "international_handling_fee": 0.0,
    }


def _destination_view(book: Book, profile: Json, place: Json) -> Json:
    shared = {name: profile[name] for name in ("shipping_profile_id", "origin_country_iso")}
    costs = {name: money(book, place[name]) for name in ("primary_cost", "secondary_cost")}
    return {**place, **shared, **costs}


def _upgrade_view(book: Book, profile: Json, upgrade: Json) -> Json:
    costs = {name: money(book, upgrade[name]) for name in ("price", "secondary_price")}
    shared = {"shipping_profile_id": profile["shipping_profile_id"], "rank": 1, "language": "en"}
    return {**upgrade, **shared, **costs}


def _asked(call: Call) -> Json:
    return find_profile(call.book, call.args["shipping_profile_id"])


def _part(call: Call, table: str, name: str) -> Json:
    found: Json | None = _asked(call)[table].get(call.args[name])
    if found is None:
        raise lost("Shipping Profile entry", name, call.args[name])
    return found


def profiles(call: Call) -> Reply:
    return listed([profile_view(call.book, each) for each in call.book.profiles.values()])


def profile(call: Call) -> Reply:
    return Reply(profile_view(call.book, _asked(call)))


def create(call: Call) -> Reply:
    return Reply(profile_view(call.book, add_profile(call.book, form(call, PROFILE))))


def update(call: Call) -> Reply:
    found, given = _asked(call), form(call, PROFILE_CHANGE)
    found.update({name: value for name, value in given.items() if name in found})
    return Reply(profile_view(call.book, found))


def delete(call: Call) -> Reply:
    ident = _asked(call)["shipping_profile_id"]
    if any(each["shipping_profile_id"] == ident for each in call.book.listings.values()):
        raise bad("The shipping profile is used by listings.")
    del call.book.profiles[str(ident)]
    return no_content(call)


def destinations(call: Call) -> Reply:
    found = _asked(call)
    rows, count = paged(call, list(found["destinations"].values()))
    return listed([_destination_view(call.book, found, each) for each in rows], count)


def create_destination(call: Call) -> Reply:
    found = _asked(call)
    made = add_destination(call.book, found, form(call, DESTINATION))
    return Reply(_destination_view(call.book, found, made), 201)


def update_destination(call: Call) -> Reply:
    place = _part(call, "destinations", "shipping_profile_destination_id")
    given = form(call, DESTINATION_CHANGE)
    for name in ("primary_cost", "secondary_cost"):
        if name in given:
            place[name] = cents(given.pop(name))
    if set(given) & set(_ARRIVAL):
        place.update(_arrival(given))
    place.update(
        {name: given[name] for name in DESTINATION_CHANGE if name in given and name not in _ARRIVAL}
    )
    return Reply(_destination_view(call.book, _asked(call), place))


def delete_destination(call: Call) -> Reply:
    place = _part(call, "destinations", "shipping_profile_destination_id")
    del _asked(call)["destinations"][str(place["shipping_profile_destination_id"])]
    return no_content(call)


def upgrades(call: Call) -> Reply:
    found = _asked(call)
    return listed([_upgrade_view(call.book, found, each) for each in found["upgrades"].values()])


def create_upgrade(call: Call) -> Reply:
    found, given = _asked(call), form(call, UPGRADE)
    ident = call.book.next_id("upgrade")
    made = {
        "upgrade_id": ident,
        "upgrade_name": given["upgrade_name"],
        "type": given["type"],
        **_arrival(given),
    }
    made |= {name: cents(given[name]) for name in ("price", "secondary_price")}
    found["upgrades"][str(ident)] = made
    return Reply(_upgrade_view(call.book, found, made))


def update_upgrade(call: Call) -> Reply:
    upgrade, given = _part(call, "upgrades", "upgrade_id"), form(call, UPGRADE_CHANGE)
    for name in ("price", "secondary_price"):
        if name in given:
            upgrade[name] = cents(given.pop(name))
    if set(given) & set(_ARRIVAL):
        upgrade.update(_arrival(given))
    upgrade.update({name: given[name] for name in ("type", "upgrade_name") if name in given})
    return Reply(_upgrade_view(call.book, _asked(call), upgrade))


def delete_upgrade(call: Call) -> Reply:
    del _asked(call)["upgrades"][str(_part(call, "upgrades", "upgrade_id")["upgrade_id"])]
    return no_content(call)


_PATH = "/shops/{shop_id}/shipping-profiles"
_ONE = _PATH + "/{shipping_profile_id}"
_PLACE = _ONE + "/destinations/{shipping_profile_destination_id}"
_UPGRADE = _ONE + "/upgrades/{upgrade_id}"
_READ, _WRITE = ("shops_r",), ("shops_w",)
_NAME = "ShopShippingProfile"

ROUTES = (
    Route("GET", _PATH, f"get{_NAME}s", profiles, _READ),
    Route("POST", _PATH, f"create{_NAME}", create, _WRITE),
    Route("GET", _ONE, f"get{_NAME}", profile, _READ),
    Route("PUT", _ONE, f"update{_NAME}", update, _WRITE),
    Route("DELETE", _ONE, f"delete{_NAME}", delete, _WRITE),
    Route("GET", _ONE + "/destinations", f"get{_NAME}DestinationsByShippingProfile", destinations, _READ, ("limit", "offset")),
    Route("POST", _ONE + "/destinations", f"create{_NAME}Destination", create_destination, _WRITE),
    Route("PUT", _PLACE, f"update{_NAME}Destination", update_destination, _WRITE),
    Route("DELETE", _PLACE, f"delete{_NAME}Destination", delete_destination, _WRITE),
    Route("GET", _ONE + "/upgrades", f"get{_NAME}Upgrades", upgrades, _READ),
    Route("POST", _ONE + "/upgrades", f"create{_NAME}Upgrade", create_upgrade, _WRITE),
    Route("PUT", _UPGRADE, f"update{_NAME}Upgrade", update_upgrade, _WRITE),
    Route("DELETE", _UPGRADE, f"delete{_NAME}Upgrade", delete_upgrade, _WRITE),
)  # fmt: skip
