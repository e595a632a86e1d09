"""Carriers: the slugs that tracking is posted with, the names that it is read back with, and the mail classes."""

from __future__ import annotations

from dataclasses import dataclass

from .call import Call, Reply, Route, listed
from .errors import bad

# Slugs as in the fulfilment tutorial. Only some names are known from recorded answers; the others are spelled out.
NAMES = {
    "4px": "4PX", "amazon-uk-api": "Amazon Shipping", "amazon": "Amazon", "an-post": "An Post",
    "apc": "APC Postal Logistics", "aramex": "Aramex", "asendia-uk": "Asendia UK", "asendia-usa": "Asendia USA",
    "australia-post": "Australia Post", "austrian-post": "Austrian Post", "bpost": "bpost",
    "bpost-international": "bpost international", "canada-post": "Canada Post", "canpar": "Canpar",
    "ceska-posta": "Česká pošta", "china-ems": "China EMS", "china-post": "China Post",
    "chitchats": "Chit Chats", "chronopost-france": "Chronopost France", "colissimo": "Colissimo",
    "brazil-correios": "Correios", "portugal-ctt": "CTT", "spain-correos-es": "Correos",
    "couriers-please": "Couriers Please", "deutsch-post": "Deutsche Post", "dhl-benelux": "DHL Benelux",
    "dhl": "DHL", "dhl-germany": "DHL Germany", "dhl-global-mail": "DHL Global Mail",
    "dhl-nl": "DHL Netherlands", "dhlparcel-nl": "DHL Parcel NL", "dhl-poland": "DHL Poland",
    "dhl-es": "DHL Spain", "dhl-global-mail-asia": "DHL Global Mail Asia", "directlink": "Direct Link",
    "dpd": "DPD", "dpd-de": "DPD Germany", "dpd-poland": "DPD Poland", "dpd-uk": "DPD UK",
    "fastway-au": "Fastway Australia", "fastway-nz": "Fastway New Zealand", "fedex": "FedEx",
    "fedex-uk": "FedEx UK", "globegistics": "Globegistics", "gls": "GLS", "hermes-de": "Hermes Germany",
    "hermes-it": "Hermes Italy", "hermes": "Hermes", "hong-kong-post": "Hongkong Post", "i-parcel": "i-parcel",
    "india-post": "India Post", "interlink-express": "Interlink Express", "japan-post": "Japan Post",
    "kpost": "Korea Post", "la-poste-colissimo": "Colissimo", "landmark-global": "Landmark Global",
    "lasership": "LaserShip", "latvijas-pasts": "Latvijas Pasts", "magyar-posta": "Magyar Posta",
    "mondialrelay": "Mondial Relay", "myhermes-uk": "myHermes", "new-zealand-post": "New Zealand Post",
    "nova-poshta": "Nova Poshta", "ontrac": "OnTrac", "parcel-force": "Parcelforce",
    "poczta-polska": "Poczta Polska", "postnl": "PostNL", "postnl-international": "PostNL International",
    "postnl-3s": "PostNL 3S", "danmark-post": "PostNord Danmark", "postnord": "PostNord",
    "poste-italiane": "Poste Italiane", "sweden-posten": "PostNord Sverige", "posten-norge": "Posten Norge",
    "posti": "Posti", "ptt-posta": "PTT Posta", "purolator": "Purolator", "royal-mail": "Royal Mail",
    "sf-express": "SF Express", "sendle": "Sendle", "singapore-post": "Singapore Post",
    "stallionexpress": "Stallion Express", "star-track": "StarTrack", "swiss-post": "Swiss Post", "tnt": "TNT",
    "uk-mail": "UK Mail", "ukrposhta": "Ukrposhta", "ups": "UPS", "ups-freight": "UPS Freight", "usps": "USPS",
    "whistl": "Whistl", "yanwen": "Yanwen", "yodel": "Yodel",
}  # fmt: skip
OTHER = "other"
# Etsy learns nothing of a parcel's way from these.
SILENT = frozenset({"royal-mail", "latvijas-pasts", OTHER})


def name_of(slug: str) -> str | None:
    """The carrier's name; None for a carrier that the service does not know."""
    return "Other" if slug == OTHER else NAMES.get(slug)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier that shipping profiles can name, with its mail classes: (key, name)."""

    id: int
    name: str
    countries: tuple[str, ...]
    domestic: tuple[tuple[str, str], ...]
    abroad: tuple[tuple[str, str], ...]


CARRIERS = (
    Carrier(1, "USPS", ("US",), (("usps_ground_advantage", "Ground Advantage"), ("usps_priority", "Priority Mail")),
            (("usps_first_class_intl", "First-Class Package International"),)),
    Carrier(2, "FedEx", ("US", "CA"), (("fedex_ground", "Ground"),), (("fedex_intl_economy", "International Economy"),)),
    Carrier(3, "UPS", ("US", "CA"), (("ups_ground", "Ground"),), (("ups_worldwide", "Worldwide Expedited"),)),
    Carrier(4, "DHL", ("DE", "AT"), (("dhl_paket", "Paket"),), (("dhl_paket_intl", "Paket International"),)),
    Carrier(5, "Royal Mail", ("GB",), (("rm_2nd", "2nd Class"),), (("rm_intl", "International Standard"),)),
    Carrier(6, "Canada Post", ("CA",), (("cp_regular", "Regular Parcel"),), (("cp_small_packet", "Small Packet"),)),
    Carrier(7, "La Poste", ("FR",), (("colissimo", "Colissimo"),), (("colissimo_intl", "Colissimo International"),)),
)  # fmt: skip


def _classes(rows: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"mail_class_key": key, "name": name} for key, name in rows]


def shipping_carriers(call: Call) -> Reply:
    """What can be chosen for things that are sent from a country."""
    country = call.params.get("origin_country_iso", "").upper()
    if len(country) != 2 or not country.isalpha():
        raise bad("origin_country_iso must be an ISO 3166-1 alpha-2 code.")
    return listed([
        {"shipping_carrier_id": each.id, "name": each.name, "domestic_classes": _classes(each.domestic),
         "international_classes": _classes(each.abroad)}
        for each in CARRIERS if country in each.countries
    ])  # fmt: skip


ROUTES = (
    Route("GET", "/shipping-carriers", "getShippingCarriers", shipping_carriers, query=("origin_country_iso",)),
)  # fmt: skip
