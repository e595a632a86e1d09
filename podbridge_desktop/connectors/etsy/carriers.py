"""How Etsy calls the carriers it knows. A name it does not know it takes, marks the order as sent, and drops the number;
so what is not surely one of these goes as `other`, with the carrier's name in the note to the buyer."""

from __future__ import annotations

OTHER = "other"

# From Etsy's table of carriers (Fulfillment Tutorial, 2026), as far as print-on-demand suppliers use them.
SLUGS = (
    "4px", "amazon-uk-api", "amazon", "an-post", "apc", "aramex", "asendia-uk", "asendia-usa", "australia-post",
    "austrian-post", "bpost", "bpost-international", "canada-post", "canpar", "ceska-posta", "china-ems",
    "china-post", "chitchats", "chronopost-france", "colissimo", "brazil-correios", "portugal-ctt",
    "spain-correos-es", "couriers-please", "deutsch-post", "dhl-benelux", "dhl", "dhl-germany", "dhl-global-mail",
    "dhl-nl", "dhlparcel-nl", "dhl-poland", "dhl-es", "dhl-global-mail-asia", "directlink", "dpd", "dpd-de",
    "dpd-poland", "dpd-uk", "fastway-au", "fastway-nz", "fedex", "fedex-uk", "globegistics", "gls", "hermes-de",
    "hermes-it", "hermes", "hong-kong-post", "i-parcel", "india-post", "interlink-express", "japan-post", "kpost",
    "la-poste-colissimo", "landmark-global", "lasership", "latvijas-pasts", "magyar-posta", "mondialrelay",
    "myhermes-uk", "new-zealand-post", "nova-poshta", "ontrac", "parcel-force", "poczta-polska", "postnl",
    "postnl-international", "postnl-3s", "danmark-post", "postnord", "poste-italiane", "sweden-posten",
    "posten-norge", "posti", "ptt-posta", "purolator", "royal-mail", "sf-express", "sendle", "singapore-post",
    "stallionexpress", "star-track", "swiss-post", "tnt", "uk-mail", "ukrposhta", "ups", "ups-freight", "usps",
    "whistl", "yanwen", "yodel",
)  # fmt: skip

# What suppliers write, where it is not Etsy's own name without its dashes.
_ALIASES = {
    "asendia": "asendia-usa",
    "austriapost": "austrian-post",
    "osterreichischepost": "austrian-post",
    "österreichischepost": "austrian-post",
    "bring": "posten-norge",
    "chronopost": "chronopost-france",
    "correios": "brazil-correios",
    "correos": "spain-correos-es",
    "correosspain": "spain-correos-es",
    "ctt": "portugal-ctt",
    "czechpost": "ceska-posta",
    "deutschepost": "deutsch-post",
    "dhlecommerce": "dhl-global-mail",
    "dhlecommercesolutions": "dhl-global-mail",
    "dhlecommerceasia": "dhl-global-mail-asia",
    "dhlexpress": "dhl",
    "dhlparcelnl": "dhlparcel-nl",
    "dpdgermany": "dpd-de",
    "dpdlocal": "interlink-express",
    "evri": "myhermes-uk",
    "hermesuk": "myhermes-uk",
    "fedexground": "fedex",
    "fedexsmartpost": "fedex",
    "globalmail": "dhl-global-mail",
    "hungarianpost": "magyar-posta",
    "koreapost": "kpost",
    "laposte": "la-poste-colissimo",
    "latviapost": "latvijas-pasts",
    "mondialrelayfrance": "mondialrelay",
    "polishpost": "poczta-polska",
    "postnorddenmark": "danmark-post",
    "postnorddk": "danmark-post",
    "postnordse": "sweden-posten",
    "postnordsweden": "sweden-posten",
    "parcelforceworldwide": "parcel-force",
    "stallion": "stallionexpress",
    "upsground": "ups",
    "uspsfirstclass": "usps",
    "uspsgroundadvantage": "usps",
    "uspspriority": "usps",
    "uspsprioritymail": "usps",
    "uspsfirstclassmail": "usps",
}


def folded(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


_BY_FOLDED = {**{folded(slug): slug for slug in SLUGS}, **_ALIASES}


def slug(carrier: str) -> str:
    """Etsy's name for a supplier's carrier, or `other`."""
    return _BY_FOLDED.get(folded(carrier), OTHER)
