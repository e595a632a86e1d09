"""The connection test: which shop, which rights, until when, and which shops Printify serves by itself."""

from __future__ import annotations

from datetime import timedelta

from podbridge_desktop.connectors.printify import access_token, wire
from podbridge_desktop.connectors.printify.access_token import TokenWords
from podbridge_desktop.connectors.printify.api import PrintifyApi
from podbridge_desktop.connectors.printify.refusals import TOKEN_PLACE
from podbridge_desktop.domain.ports import Ability, CheckReport, Clock, NativeLink
from podbridge_desktop.errors import BadInput, NotThere, PermissionMissing

# Channels that Printify serves by itself. A word that is not here counts as an API shop: no paper names theirs.
NATIVE = frozenset({
    "shopify", "etsy", "woocommerce", "ebay", "amazon", "squarespace", "wix", "prestashop", "bigcommerce", "tiktok",
    "tiktok_shop", "tiktokshop", "walmart", "popup", "pop_up", "shoplazza", "big_cartel", "magento",
})  # fmt: skip
DISCONNECTED = "disconnected"
USUAL_CURRENCY = "USD"
MANUAL = "manual"
_SOON = timedelta(days=30)
_RIGHTS = (
    # (name, scopes, what they are for, needed)
    ("Orders", ("orders.read", "orders.write"), "send, release and cancel orders", True),
    ("Products", ("products.read",), "read your products and their costs", True),
    ("Unlock products", ("products.write",), "unlock products that a publishing left locked", False),
    ("Catalog", ("catalog.read", "print_providers.read"), "see which variants are no longer made", False),
    ("Pictures", ("uploads.read", "uploads.write"), "add print files for personalised items", False),
)  # fmt: skip


def check(
    api: PrintifyApi, *, token: str, approval: str, currency: str, clock: Clock
) -> CheckReport:
    """What the key can do. Raises `BadInput` where the shop is not named or not there."""
    shops = _shops(api)
    shop = _chosen(shops, api.shop_id)
    words = access_token.read(token)
    here = api.for_shop(str(shop.id))
    abilities = _rights(here, words)
    currency = currency or _told_currency(here) or USUAL_CURRENCY
    links = tuple(
        NativeLink(platform=_channel(each), name=_title(each))
        for each in shops
        if is_native(each.sales_channel)
    )
    facts = {
        "shop_id": str(shop.id),
        "shop_title": _title(shop),
        "sales_channel": _channel(shop),
        "currency": currency,
    }
    if words.expires is not None:
        facts["token_expires"] = words.expires.isoformat()
    return CheckReport(
        account_id=str(shop.id),
        account_name=_title(shop),
        currency=currency,
        abilities=(
            *abilities,
            *_last_day(words, clock),
            _approval(approval),
            *_kind(shop),
        ),
        address_access="yes",
        native_links=links,
        links_visible=bool(shops) and not links,  # a link names the channel, never the store
        facts=facts,
    )


def is_native(channel: str | None) -> bool:
    """Whether Printify serves this sales channel by itself."""
    return (channel or "").strip().lower() in NATIVE


def _channel(shop: wire.Shop) -> str:
    return (shop.sales_channel or "").strip().lower()


def _title(shop: wire.Shop) -> str:
    return shop.title or f"Shop {shop.id}"


def _shops(api: PrintifyApi) -> list[wire.Shop]:
    """The account's shops; none where the key may not list them but the seller named hers."""
    try:
        return api.shops()
    except PermissionMissing:
        if api.shop_id:
            return []
        raise


def _chosen(shops: list[wire.Shop], shop_id: str) -> wire.Shop:
    if shop_id and not shops:
        return wire.Shop(id=int(shop_id))
    for shop in shops:
        if str(shop.id) == shop_id:
            return shop
    ours = [
        each
        for each in shops
        if not is_native(each.sales_channel) and _channel(each) != DISCONNECTED
    ]
    if not shop_id and len(ours) == 1:
        return ours[0]
    named = "; ".join(f"{each.id} ({_title(each)}, {_channel(each)})" for each in shops)
    if shop_id:
        raise BadInput(
            f"This token does not see a Printify shop with the number {shop_id}.",
            hint=f"Enter one of these as shop_id: {named}." if named else "",
        )
    if not ours:
        raise BadInput(
            "This Printify account has no API shop yet.",
            hint="Make one in Printify (My stores, Add a new store, API), then connect again.",
        )
    raise BadInput(
        "This Printify account has several shops that could be the one for PodBridge.",
        hint=f"Choose one and enter its number as shop_id: {named}.",
    )


def _told_currency(api: PrintifyApi) -> str:
    """Products, orders and quotes name no currency, the rates of a product's shipping do."""
    try:
        product = api.first_product()
        if product is None:
            return ""
        rates = api.rates(product.blueprint_id or 0, product.print_provider_id or 0)
    except (PermissionMissing, NotThere):
        return ""
    costs = (each.attributes.shipping_cost for each in rates if each.attributes)
    amounts = (cost.first_item for cost in costs if cost)
    return next((amount.currency for amount in amounts if amount and amount.currency), "")


def _rights(api: PrintifyApi, words: TokenWords) -> list[Ability]:
    lacking = _lacking(api) if words.scopes is None else None
    found = []
    for name, needed_scopes, purpose, needed in _RIGHTS:
        if words.scopes is not None:
            missing = [scope for scope in needed_scopes if scope not in words.scopes]
        else:
            missing = [scope for scope in needed_scopes if scope in (lacking or ())]
        found.append(_ability(name, missing, purpose, needed=needed))
    return found


def _lacking(api: PrintifyApi) -> set[str]:
    """For a token that does not tell its rights: what can be tried without changing anything."""
    lacking: set[str] = set()
    for attempt in (api.first_product, api.try_orders):
        try:
            attempt()
        except PermissionMissing as error:
            lacking.update(error.missing)
    return lacking


def _ability(name: str, missing: list[str], purpose: str, *, needed: bool) -> Ability:
    if not missing:
        return Ability(name, works=True, sentence=f"PodBridge can {purpose}.", needed=needed)
    rights = " and ".join(f"“{scope}”" for scope in missing)
    return Ability(
        name,
        works=False,
        sentence=f"The token lacks the permission {rights}: PodBridge cannot {purpose}. "
        f"Make a new token in {TOKEN_PLACE} with it.",
        needed=needed,
    )


def _last_day(words: TokenWords, clock: Clock) -> list[Ability]:
    """A Printify token lives a year."""
    if words.expires is None:
        return []
    left = words.expires - clock.now()
    day = f"{words.expires:%Y-%m-%d}"
    if left > _SOON:
        return [Ability("Token", works=True, sentence=f"Valid until {day}.", needed=False)]
    sentence = f"The token ends on {day}. Make a new one in {TOKEN_PLACE} and connect again before that day."
    return [Ability("Token", works=False, sentence=sentence, needed=False)]


def _approval(approval: str) -> Ability:
    name = "Order approval"
    if approval.strip().lower() == MANUAL:
        sentence = (
            "You said that order approval is Manual at Printify: only PodBridge releases orders."
        )
        return Ability(name, works=True, sentence=sentence, needed=False)
    return Ability(
        name,
        works=False,
        sentence="Printify may make and charge orders by itself, after 24 hours unless you change it: set order "
        "approval to Manual (the shop’s settings, Orders), then connect again with approval = manual. "
        "Until then nothing is sent there before you have approved it here.",
        needed=False,
    )


def _kind(shop: wire.Shop) -> list[Ability]:
    if not is_native(shop.sales_channel):
        return []
    return [
        Ability(
            "Own shop for PodBridge",
            works=False,
            sentence=f"This Printify shop belongs to a {_channel(shop)} store, whose orders Printify fulfils by itself. "
            "Better make a shop of the kind “API” for PodBridge.",
            needed=False,
        )
    ]
