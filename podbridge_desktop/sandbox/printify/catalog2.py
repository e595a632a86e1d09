"""Postage as version 2 tells it: the methods of a provider, and their rates by variant and country."""

from __future__ import annotations

import hashlib

from .book import Json
from .call import Call, Reply, Route
from .catalog import offer_or_404
from .errors import not_found
from .providers import METHODS, REST, Offer, Rate

NUMBERS = {name: number for number, name in METHODS.items()}
# Handling and way together, in days, added to the provider's own.
DAYS = {1: (2, 5), 2: (1, 2), 3: (1, 2), 4: (4, 8)}


def _offered(offer: Offer) -> list[int]:
    return [
        number
        for number in METHODS
        if number < 3 or (number == 3 and offer.express) or (number == 4 and offer.economy)
    ]


def methods(call: Call) -> Reply:
    blueprint, offer = offer_or_404(call)
    base = f"{call.base_url}/v2/catalog/blueprints/{blueprint.id}/print_providers/{offer.provider_id}/shipping"
    data = [
        {"type": "shipping_method", "id": str(number), "attributes": {"name": METHODS[number]}}
        for number in _offered(offer)
    ]
    links = {METHODS[number]: f"{base}/{METHODS[number]}.json" for number in _offered(offer)}
    return Reply({"data": data, "links": links})


def rates(call: Call) -> Reply:
    """One entry per variant and country. The answer calls itself a stream of bytes, as the real one does."""
    blueprint, offer = offer_or_404(call)
    method = NUMBERS.get(call.args["method"])
    if method is None or method not in _offered(offer):
        raise not_found()
    countries = [country for rate in offer.rates for country in rate.countries]
    data = [
        _rate_view(offer, variant.id, country, method, rate)
        for variant in offer.variants(blueprint)
        for country in countries
        if (rate := offer.rate_to(country, method)) is not None
    ]
    return Reply({"data": data}, media="application/octet-stream")


def _rate_view(offer: Offer, variant: int, country: str, method: int, rate: Rate) -> Json:
    name = METHODS[method]
    early, late = DAYS[method]
    plan = hashlib.md5(f"{offer.provider_id}-{offer.blueprint_id}".encode(), usedforsecurity=False)
    where = "rest_of_the_world" if country == REST else country.lower()
    return {
        "type": f"variant_shipping_{name}_{where}", "id": str(variant),
        "attributes": {
            "shippingType": name, "country": {"code": country}, "variantId": variant, "shippingPlanId": plan.hexdigest()[:24],
            "handlingTime": {"from": offer.days - 1 + early - 1, "to": offer.days + late},
            "shippingCost": {
                "firstItem": {"amount": rate.first, "currency": "USD"},
                "additionalItems": {"amount": rate.more, "currency": "USD"},
            },
        },
    }  # fmt: skip


PAIR = "/v2/catalog/blueprints/{blueprint}/print_providers/{provider}"
ROUTES = (
    Route("GET", f"{PAIR}/shipping.json", methods, "catalog.read", "catalog"),
    Route("GET", f"{PAIR}/shipping/{{method}}.json", rates, "catalog.read", "catalog"),
)
