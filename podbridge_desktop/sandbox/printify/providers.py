"""The print providers: where they are, what they print on, what they ask for it and for sending it. All are invented."""

from __future__ import annotations

from dataclasses import dataclass

from .blueprints import BLUEPRINTS, Blueprint, Variant

EUROPE = ("AT", "BE", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "LT", "LV", "NL", "PL", "SE")
REST = "REST_OF_THE_WORLD"
METHODS = {1: "standard", 2: "priority", 3: "express", 4: "economy"}


@dataclass(frozen=True, slots=True)
class Rate:
    """What sending to some countries costs in cents: the first piece, each further one."""

    countries: tuple[str, ...]
    first: int
    more: int


@dataclass(frozen=True, slots=True)
class Provider:
    """A print house. `posts` are its shares of a blank's postage, by where it goes."""

    id: int
    title: str
    country_code: str
    country: str
    city: str
    region: str
    zip: str
    street: str
    posts: tuple[tuple[tuple[str, ...], float], ...]


PROVIDERS: tuple[Provider, ...] = (
    Provider(1, "Paper Lantern Press", "US", "United States", "Millbrook", "OH", "43000", "4 Lantern Yard",
             ((("US",), 1.0), (("CA",), 1.7), (EUROPE, 2.1), (("GB",), 2.0), ((REST,), 2.6))),
    Provider(5, "Ridgeline Print House", "US", "United States", "Fort Meadow", "CO", "80000", "1200 Ridgeline Rd",
             ((("US",), 1.0), (("CA",), 1.9), (EUROPE, 2.2), (("GB",), 2.1), (("AU",), 2.6), ((REST,), 2.9))),
    Provider(9, "Baltic Ink", "LV", "Latvia", "Riga", "", "LV-1000", "Tintes iela 7",
             ((EUROPE, 1.0), (("GB",), 1.3), (("US",), 1.8), ((REST,), 2.4))),
    Provider(27, "Harbour & Thread", "GB", "United Kingdom", "Leeds", "", "LS1 1AA", "3 Bobbin Row",
             ((("GB",), 1.0), (EUROPE, 1.6), (("US", "CA"), 2.0))),
)  # fmt: skip
BY_ID: dict[int, Provider] = {provider.id: provider for provider in PROVIDERS}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a provider asks for a blank: a share of the blank's cost, postage, days in production, how it prints."""

    provider_id: int
    blueprint_id: int
    share: float
    first: int
    more: int
    days: int
    decoration: str
    express: bool = False
    economy: bool = False
    without: tuple[str, ...] = ()

    @property
    def provider(self) -> Provider:
        return BY_ID[self.provider_id]

    @property
    def rates(self) -> tuple[Rate, ...]:
        """Standard postage by country group."""
        return tuple(
            Rate(countries, round(self.first * factor), round(self.more * factor))
            for countries, factor in self.provider.posts
        )

    def variants(self, blueprint: Blueprint) -> tuple[Variant, ...]:
        return tuple(each for each in blueprint.variants if each.color not in self.without)

    def cost(self, variant: Variant) -> int:
        """What one piece costs the seller, in cents."""
        return round(variant.size.cost * self.share)

    def rate_to(self, country: str, method: int) -> Rate | None:
        """Postage to a country by a method of `METHODS`; None where the provider does not send it."""
        found = next((rate for rate in self.rates if country in rate.countries), None)
        found = found or next((rate for rate in self.rates if REST in rate.countries), None)
        if found is None or method == 1:
            return found
        if method == 2:
            return Rate((country,), found.first * 5, found.more * 2)
        allowed = self.express if method == 3 else self.economy
        if not allowed or country != "US":
            return None
        if method == 3:
            return Rate((country,), 799, 240)
        return Rate((country,), round(found.first * 0.84), round(found.more * 0.9))


OFFERS: tuple[Offer, ...] = (
    Offer(5, 6, 1.0, 475, 240, 5, "dtg", express=True, economy=True),
    Offer(9, 6, 1.08, 459, 145, 4, "dtg", without=("Sand",)),
    Offer(27, 6, 1.12, 419, 119, 3, "dtg", without=("Heather Navy", "Sand")),
    Offer(5, 77, 1.0, 849, 209, 5, "dtg", economy=True),
    Offer(9, 77, 1.05, 699, 249, 4, "dtg"),
    Offer(5, 33, 1.0, 429, 219, 6, "dtg"),
    Offer(9, 68, 1.0, 590, 290, 3, "sublimation"),
    Offer(5, 68, 1.06, 699, 349, 3, "sublimation", express=True),
    Offer(27, 553, 1.0, 399, 149, 4, "dtg"),
    Offer(5, 553, 0.97, 525, 225, 5, "dtg", economy=True),
    Offer(1, 282, 1.0, 999, 110, 2, "digital"),
    Offer(1, 384, 1.0, 429, 9, 3, "digital", express=True, economy=True),
    Offer(27, 1447, 1.0, 449, 159, 5, "embroidery"),
)
BY_PAIR: dict[tuple[int, int], Offer] = {
    (offer.blueprint_id, offer.provider_id): offer for offer in OFFERS
}


def offers_of(blueprint_id: int) -> list[Offer]:
    return [offer for offer in OFFERS if offer.blueprint_id == blueprint_id]


def blueprints_of(provider_id: int) -> list[Blueprint]:
    wanted = {offer.blueprint_id for offer in OFFERS if offer.provider_id == provider_id}
    return [blueprint for blueprint in BLUEPRINTS if blueprint.id in wanted]
