"""The catalog as version 1 tells it: blanks, providers, variants, standard postage."""

from __future__ import annotations

from .blueprints import BLUEPRINTS, BY_ID, Blueprint, Variant, picture_of, place_sizes
from .book import Book, Json
from .call import Call, Reply, Route
from .errors import FIELDS, invalid, not_found
from .providers import BY_ID as PROVIDERS_BY_ID
from .providers import BY_PAIR, PROVIDERS, Offer, Provider, blueprints_of, offers_of

STOCKS = ("in_stock", "out_of_stock", "discontinued")


def stock_of(book: Book, provider_id: int, variant_id: int) -> str:
    """`in_stock`, `out_of_stock` or `discontinued`, at one provider."""
    return str(book.stock.get(f"{provider_id}:{variant_id}", "in_stock"))


def blueprint_or_404(call: Call) -> Blueprint:
    found = BY_ID.get(_int(call.args["blueprint"]))
    if found is None:
        raise not_found()
    return found


def offer_or_404(call: Call) -> tuple[Blueprint, Offer]:
    blueprint = blueprint_or_404(call)
    offer = BY_PAIR.get((blueprint.id, _int(call.args["provider"])))
    if offer is None:
        raise not_found()
    return blueprint, offer


def _int(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _brief(call: Call, blueprint: Blueprint) -> Json:
    images = [
        call.address(f"pictures/{picture_of(blueprint, code)}") for _, code in blueprint.colors[:3]
    ]
    return {
        "id": blueprint.id, "title": blueprint.title, "brand": blueprint.brand, "model": blueprint.model, "images": images,
        "description": f"<p>{blueprint.title} by {blueprint.brand}, printed on demand.</p>",
    }  # fmt: skip


def blueprints(call: Call) -> Reply:
    return Reply([_brief(call, blueprint) for blueprint in BLUEPRINTS])


def blueprint(call: Call) -> Reply:
    found = blueprint_or_404(call)
    features = [
        {
            "name": "Printed on demand",
            "description": "Nothing is made before it is sold",
            "image": None,
        }
    ]
    more = {"tags": list(found.tags), "features": features, "care_instructions": [found.care]}
    return Reply({**_brief(call, found), **more})


def size_guide(call: Call) -> Reply:
    """Measurements; only clothes have them."""
    found = blueprint_or_404(call)
    if found.kind not in {"tee", "hoodie", "bodysuit"}:
        return Reply({"sizes": [], "types": []})
    width = {"tee": 18.0, "hoodie": 20.0, "bodysuit": 8.0}[found.kind]
    ranges = [
        {"from": f"{width + 2 * number:.2f}", "to": None} for number, _ in enumerate(found.sizes)
    ]
    types = [{"name": "Width", "units": "imperial", "ranges": ranges}]
    return Reply({"sizes": [size.name for size in found.sizes], "types": types})


def _provider_brief(provider: Provider) -> Json:
    return {"id": provider.id, "title": provider.title}


def _provider_view(provider: Provider) -> Json:
    location = {
        "address1": provider.street, "address2": None, "city": provider.city, "country": provider.country_code,
        "region": provider.region or None, "zip": provider.zip,
    }  # fmt: skip
    return {**_provider_brief(provider), "location": location}


def blueprint_providers(call: Call) -> Reply:
    found = blueprint_or_404(call)
    return Reply([
        {**_provider_brief(offer.provider), "decoration_methods": [offer.decoration]} for offer in offers_of(found.id)
    ])  # fmt: skip


def providers(_call: Call) -> Reply:
    return Reply([_provider_view(provider) for provider in PROVIDERS])


def provider(call: Call) -> Reply:
    found = PROVIDERS_BY_ID.get(_int(call.args["provider"]))
    if found is None:
        raise not_found()
    made = [_brief(call, each) for each in blueprints_of(found.id)]
    return Reply({**_provider_view(found), "blueprints": made})


def variants(call: Call) -> Reply:
    """Without `show-out-of-stock=1` what is out of stock is missing in silence; what is discontinued always is."""
    found, offer = offer_or_404(call)
    shown = call.request.params.get("show-out-of-stock", "0")
    if shown not in {"0", "1"}:
        raise invalid(FIELDS, "show-out-of-stock", "The show-out-of-stock must be 0 or 1.")
    wanted = {"in_stock", "out_of_stock"} if shown == "1" else {"in_stock"}
    told = [
        _variant_view(found, offer, variant)
        for variant in offer.variants(found)
        if stock_of(call.book, offer.provider_id, variant.id) in wanted
    ]
    return Reply({**_provider_brief(offer.provider), "variants": told})


def _variant_view(blueprint: Blueprint, offer: Offer, variant: Variant) -> Json:
    placeholders = [
        {"position": position, "decoration_method": offer.decoration, "height": height, "width": width}
        for position, width, height in place_sizes(blueprint, variant)
    ]  # fmt: skip
    options = {
        blueprint.color_option[1]: variant.color,
        blueprint.size_option[1]: variant.size.name,
    }
    return {
        "id": variant.id, "title": variant.title, "options": options, "placeholders": placeholders,
        "decoration_methods": [offer.decoration],
    }  # fmt: skip


def shipping(call: Call) -> Reply:
    """Flat standard postage by country group, in cents."""
    found, offer = offer_or_404(call)
    numbers = [variant.id for variant in offer.variants(found)]
    profiles = [
        {"variant_ids": numbers, "first_item": {"cost": rate.first, "currency": "USD"},
         "additional_items": {"cost": rate.more, "currency": "USD"}, "countries": list(rate.countries)}
        for rate in offer.rates
    ]  # fmt: skip
    return Reply({"handling_time": {"value": offer.days, "unit": "day"}, "profiles": profiles})


PAIR = "/v1/catalog/blueprints/{blueprint}/print_providers/{provider}"
SCOPE, PROVIDERS_SCOPE, LIMIT = "catalog.read", "print_providers.read", "catalog"
ROUTES = (
    Route("GET", "/v1/catalog/blueprints.json", blueprints, SCOPE, LIMIT),
    Route("GET", "/v1/catalog/blueprints/{blueprint}.json", blueprint, SCOPE, LIMIT),
    Route("GET", "/v1/catalog/blueprints/{blueprint}/size_guide.json", size_guide, SCOPE, LIMIT),
    Route("GET", "/v1/catalog/blueprints/{blueprint}/print_providers.json", blueprint_providers, PROVIDERS_SCOPE, LIMIT),
    Route("GET", f"{PAIR}/variants.json", variants, SCOPE, LIMIT),
    Route("GET", f"{PAIR}/shipping.json", shipping, SCOPE, LIMIT),
    Route("GET", "/v1/catalog/print_providers.json", providers, PROVIDERS_SCOPE, LIMIT),
    Route("GET", "/v1/catalog/print_providers/{provider}.json", provider, PROVIDERS_SCOPE, LIMIT),
)  # fmt: skip
