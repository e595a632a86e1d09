"""The connection test: who the shop is, what the key may do, and whether the shop shows addresses."""

from __future__ import annotations

from podbridge_desktop.connectors.shopify import operations, scopes
from podbridge_desktop.connectors.shopify.address import API_VERSION
from podbridge_desktop.connectors.shopify.client import AdminApi
from podbridge_desktop.connectors.shopify.translate import plain_id
from podbridge_desktop.connectors.shopify.wire_catalog import (
    IdentityData,
    ProbeData,
    ProbedOrder,
    Publication,
    PublicationsData,
)
from podbridge_desktop.domain.ports import Ability, CheckReport
from podbridge_desktop.errors import SignInFailed

PROBED = 5
_ONLINE_STORE = frozenset({"online_store", "online store"})
NO_ADDRESS = (
    "Shopify does not show this app your customers' names and addresses. On the Basic plan that is "
    "usual: upgrade to Grow, or import the orders CSV from your Shopify admin, or type addresses by hand."
)


class StoreChecker:
    """Asks a shop about itself. `domain` is the shop that is meant."""

    def __init__(self, api: AdminApi, domain: str) -> None:
        self._api, self._domain = api, domain

    def check(self) -> CheckReport:
        """Raises `SignInFailed` when the key opens another shop than the one that is meant."""
        data = self._api.query(operations.STORE_IDENTITY, {}, IdentityData, 20)
        self._refuse_other_shop(data)
        installed = data.current_app_installation
        handles = tuple(scope.handle for scope in installed.access_scopes) if installed else ()
        access = self._address_access()
        publication = self.online_store() if "write_publications" in handles else ""
        return CheckReport(
            account_id=plain_id(data.shop.id),
            account_name=data.shop.name,
            currency=data.shop.currency_code,
            abilities=(
                *scopes.abilities(handles),
                Ability("See addresses", access != "no", NO_ADDRESS if access == "no" else ""),
                self._version(data),
            ),
            address_access=access,
            facts=_facts(data, publication),
        )

    def currency(self) -> str:
        return self._api.query(operations.STORE_IDENTITY, {}, IdentityData, 20).shop.currency_code

    def online_store(self) -> str:
        """The id of the Online Store's publication; empty where none can be told."""
        data = self._api.query(operations.PUBLICATIONS, {"first": 10}, PublicationsData, 160)
        found = data.publications.nodes if data.publications else []
        return next((each.id for each in found if _is_online_store(each)), "")

    def _refuse_other_shop(self, data: IdentityData) -> None:
        answered = data.shop.myshopify_domain
        if answered.casefold() != self._domain:
            raise SignInFailed(
                f"You named the shop {self._domain}, but {data.shop.name} ({answered}) answered.",
                hint=f"Type {answered} if that is your shop; otherwise check its name and key.",
            )

    def _address_access(self) -> str:
        """Look at the newest orders: what the plan's name says is not reliable."""
        cost = 2 + 2 * PROBED
        reply = self._api.ask(operations.PROBE_CUSTOMER_DATA, {"first": PROBED}, ProbeData, cost)
        if any(error.is_personal for error in reply.problems):
            return "no"
        orders = reply.data.orders if reply.data else None
        seen = [each for each in (orders.nodes if orders else ()) if each and each.shipping_address]
        if not seen:
            return "unknown"
        return "yes" if any(_has_person(each) for each in seen) else "no"

    def _version(self, data: IdentityData) -> Ability:
        served = self._api.served_version
        living = {each.handle for each in data.public_api_versions if each.supported}
        works = served == API_VERSION and (not living or API_VERSION in living)
        sentence = f"Shopify has retired the interface {API_VERSION}; please update PodBridge soon."
        return Ability("Interface version", works, "" if works else sentence, needed=False)


def _has_person(order: ProbedOrder) -> bool:
    place = order.shipping_address
    return bool(order.email or (place and (place.name or place.address1)))


def _is_online_store(publication: Publication) -> bool:
    """By the channel's or the app's handle; by a title only where there is no handle."""
    channels = publication.channels.nodes if publication.channels else ()
    catalog = publication.catalog
    apps = catalog.apps.nodes if catalog and catalog.apps else ()
    handles = {each.handle for each in channels} | {each.handle for each in apps}
    titles = {each.name for each in channels} | {each.title for each in apps}
    names = handles - {None} or {*titles, catalog.title if catalog else ""}
    return any((name or "").lower() in _ONLINE_STORE for name in names)


def _facts(data: IdentityData, publication: str) -> dict[str, str]:
    shop, limits = data.shop, data.shop.resource_limits
    facts = {
        "domain": shop.myshopify_domain,
        "shop_name": shop.name,
        "site": shop.primary_domain.host if shop.primary_domain else "",
        "currency": shop.currency_code,
        "timezone": shop.iana_timezone,
        "plan": shop.plan.public_display_name if shop.plan else "",
        "publication_id": publication,
        "max_variants": str(limits.max_product_variants) if limits else "",
        "max_options": str(limits.max_product_options) if limits else "",
    }
    return {name: value for name, value in facts.items() if value}
