"""The connection test: whose shop it is, what the sign-in may do, and whether Etsy shows addresses to this app."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Raw

from podbridge_desktop.connectors.answer import Unreadable, parsed
from podbridge_desktop.connectors.etsy import scopes, translate, wire
from podbridge_desktop.connectors.etsy.address import order_page
from podbridge_desktop.connectors.etsy.api import EtsyApi
from podbridge_desktop.connectors.etsy.identity import plain
from podbridge_desktop.connectors.etsy.order_pull import OrderReader
from podbridge_desktop.domain.ports import Ability, CheckReport
from podbridge_desktop.errors import BadInput, PermissionMissing

PROBED = 10
UNUSED = timedelta(
    days=90
)  # so long a sign-in lives without a call; each hour of use begins them anew
NO_ADDRESS = (
    "Etsy does not show this app your customers' addresses: it does so in some countries (the United States, Canada,"
    " France, Germany, Türkiye), for newer apps. Import the orders CSV from the Shop Manager (Settings, Options,"
    " Download Data), or paste addresses from the order pages."
)
NO_TRACKING = "Etsy does not let this app write tracking numbers for your shop. Copy them from the order's case to the order page."
LISTING_FEE = "Etsy charges its listing fee (usually 0.20 USD) when a listing goes live. As a draft it costs nothing."
VACATION = "The shop is on vacation: buyers cannot order now."


class ShopChecker:
    """Asks a shop about itself. `gated` tells what the last tracking number met."""

    def __init__(
        self,
        api: EtsyApi,
        orders: OrderReader,
        shop_id: str,
        *,
        now: Callable[[], datetime],
        gated: Callable[[], bool | None],
    ) -> None:
        self._api, self._orders, self._shop_id = api, orders, shop_id
        self._now, self._gated = now, gated

    def check(self) -> CheckReport:
        granted = granted_scopes(self._api.scopes())
        shop = self._shop(granted)
        access = self._address_access(granted)
        return CheckReport(
            account_id=str(shop.shop_id),
            account_name=plain(shop.shop_name) or f"Shop {shop.shop_id}",
            currency=shop.currency_code or "",
            abilities=(
                *scopes.abilities(granted),
                Ability(
                    "See addresses",
                    access != "no",
                    NO_ADDRESS if access == "no" else "",
                    needed=False,
                ),
                *self._warnings(shop),
            ),
            address_access=access,
            links_visible=False,  # Etsy tells of no variant that another app fulfils it (rulings 8)
            facts={**_facts(shop), "token_expires": (self._now() + UNUSED).isoformat()},
        )

    def _shop(self, granted: frozenset[str]) -> wire.Shop:
        """The shop of the sign-in. Another number than the seller gave is a slip that would mix two shops."""
        if "shops_r" in granted:
            own = self._api.me().shop_id
            if own and self._shop_id and str(own) != self._shop_id:
                raise BadInput(
                    f"This sign-in belongs to the shop {own}, not to {self._shop_id}.",
                    hint="Leave the shop number empty, or sign in with the other shop's account.",
                )
        elif not self._shop_id:
            raise PermissionMissing(
                "The sign-in lacks the permission shops_r, so PodBridge cannot tell which shop it is.",
                missing=("shops_r",),
                hint="Connect again, and allow everything on Etsy's page.",
            )
        return self._api.read(self._api.shop, wire.Shop)

    def _address_access(self, granted: frozenset[str]) -> str:
        """Look at the newest paid orders: nothing else tells."""
        if "transactions_r" not in granted:
            return "unknown"
        found = [
            each
            for each in self._orders.newest(PROBED)
            if any(not line.is_digital for line in each.transactions or ())
        ]
        if not found:
            return "unknown"
        return "no" if all(translate.hides_address(each) for each in found) else "yes"

    def _warnings(self, shop: wire.Shop) -> tuple[Ability, ...]:
        told = []
        if self._gated():
            told.append(
                Ability("Tracking at Etsy", works=False, sentence=NO_TRACKING, needed=False)
            )
        if shop.is_vacation:
            told.append(Ability("Open for orders", works=False, sentence=VACATION, needed=False))
        return tuple(told)


def granted_scopes(raw: Raw) -> frozenset[str]:
    """Etsy's schema names no shape: a list, a list under some name, or names that are true."""
    try:
        told = parsed(raw, object)
    except Unreadable:
        return frozenset()
    return frozenset(_words(told))


def _words(told: object) -> set[str]:
    if isinstance(told, str):
        return set(told.replace(",", " ").split())
    if isinstance(told, list):
        return {word for each in told for word in _words(each)}
    if isinstance(told, dict):
        true = {str(name) for name, value in told.items() if value is True}
        return true | {word for value in told.values() for word in _words(value)}
    return set()


def _facts(shop: wire.Shop) -> dict[str, str]:
    facts = {
        "shop_id": str(shop.shop_id),
        "shop_name": plain(shop.shop_name),
        "site": shop.url or "",
        "order_page": order_page(""),
        "listing_fee": LISTING_FEE,
        "currency": shop.currency_code or "",
        "country": shop.shop_location_country_iso or "",
    }
    return {name: value for name, value in facts.items() if value}
