"""Tracking: the links that Shopify makes by itself for carriers it knows by their exact name."""

from __future__ import annotations

from urllib.parse import quote

from .call import Args
from .fulfilment import Tracking

_LINKS = {
    "USPS": "https://tools.usps.com/go/TrackConfirmAction.action?tLabels={}",
    "UPS": "https://www.ups.com/WebTracking?loc=en_US&requester=ST&trackNums={}",
    "FedEx": "https://www.fedex.com/fedextrack/?trknbr={}",
    "DHL Express": "https://www.dhl.com/en/express/tracking.html?AWB={}",
    "DHL eCommerce": "https://webtrack.dhlecs.com/?trackingnumber={}",
    "DPD": "https://tracking.dpd.de/parcelstatus?query={}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{}",
    "Canada Post": "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}",
    "Asendia USA": "https://a1.asendiausa.com/tracking/?trackingnumber={}",
}


def mixes_forms(given: Args) -> bool:
    """Whether single and plural fields stand side by side, which the API does not take."""
    single = given.get("number") or given.get("url")
    plural = given.get("numbers") or given.get("urls")
    return bool(single and plural)


def tracking_from(given: Args | None) -> list[Tracking]:
    """The tracking lines of an input, links filled in where the carrier is known."""
    if not given:
        return []
    numbers = given.get("numbers") or ([given["number"]] if given.get("number") else [])
    urls = given.get("urls") or ([given["url"]] if given.get("url") else [])
    company = given.get("company")
    rows = max(len(numbers), len(urls), 1 if company else 0)
    return [
        _tracking(company, *(values[i] if i < len(values) else None for values in (numbers, urls)))
        for i in range(rows)
    ]


def _tracking(company: str | None, number: str | None, url: str | None) -> Tracking:
    if url is None and number and company in _LINKS:
        url = _LINKS[company].format(quote(number))
    return Tracking(company, number, url)
