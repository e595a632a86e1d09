"""The connection test: which store, which rights, and which other stores the account serves by itself."""

from __future__ import annotations

from podbridge_desktop.connectors.printful import wire
from podbridge_desktop.connectors.printful.api import PrintfulApi
from podbridge_desktop.connectors.printful.refusals import TOKEN_PAGE
from podbridge_desktop.connectors.printful.values import url
from podbridge_desktop.domain.ports import Ability, CheckReport, NativeLink
from podbridge_desktop.errors import BadInput, NeedsPerson, NotThere, PermissionMissing, Refused

NATIVE = "native"
_RIGHTS = (
    # (name, scopes of which one is enough, what it is for, needed)
    ("Orders", ("orders",), "send, release and cancel orders", True),
    (
        "Products",
        ("sync_products", "sync_products/read"),
        "read your products and their costs",
        True,
    ),
    ("Files", ("file_library",), "add print files for personalised items", False),
)


def check(api: PrintfulApi, store_id: str) -> CheckReport:
    """What the key can do. Raises `BadInput` where the store is not named or not there."""
    stores = api.stores()
    scopes = api.scopes()
    store = _chosen(stores, store_id)
    one_only = len(stores) == 1 and not _is_account_wide(api)
    details = _details(api, store)
    links = tuple(_link(api, each) for each in stores if (each.type or "") != NATIVE)
    return CheckReport(
        account_id=str(store.id),
        account_name=store.name or f"Store {store.id}",
        currency=details.currency or "",
        abilities=(
            *(
                _ability(scopes, name, enough, why, needed=must)
                for name, enough, why, must in _RIGHTS
            ),
            *(() if one_only else (_templates(api),)),
            _kind(store),
        ),
        address_access="yes",
        native_links=links,
        links_visible=not one_only,
        facts={
            "store_id": str(store.id),
            "store_type": store.type or "",
            "store_name": store.name or "",
            "currency": details.currency or "",
            "token_reach": "store" if one_only else "account",
        },
    )


def store_type(api: PrintfulApi, store_id: str) -> str:
    """`native`, or the platform that the store belongs to."""
    return _chosen(api.stores(), store_id).type or ""


def _chosen(stores: list[wire.Store], store_id: str) -> wire.Store:
    if not stores:
        raise BadInput(
            "This Printful account has no store yet.",
            hint="Make one in Printful (Stores, Manual order / API), then connect again.",
        )
    if not store_id and len(stores) == 1:
        return stores[0]
    for store in stores:
        if str(store.id) == store_id:
            return store
    named = "; ".join(f"{each.id} ({each.name}, {each.type})" for each in stores)
    if store_id:
        raise BadInput(
            f"This token does not see a Printful store with the number {store_id}.",
            hint=f"Enter one of these as store_id: {named}.",
        )
    raise BadInput(
        "This token is for the whole Printful account, which has several stores.",
        hint=f"Choose one and enter its number as store_id: {named}.",
    )


def _is_account_wide(api: PrintfulApi) -> bool:
    """A key for the account must name the store on every call, even where there is one only."""
    try:
        api.try_orders()
    except Refused as error:
        return error.reason == "store_id"
    except NeedsPerson:
        return False
    return False


def _details(api: PrintfulApi, store: wire.Store) -> wire.Store:
    """The store with currency and web address, where the key may read them."""
    try:
        return api.store(store.id)
    except (PermissionMissing, Refused, NotThere):
        return store


def _link(api: PrintfulApi, store: wire.Store) -> NativeLink:
    details = _details(api, store)
    return NativeLink(
        platform=store.type or "unknown",
        name=store.name or f"Store {store.id}",
        shop_reference=url(details.website),
    )


def _ability(
    scopes: frozenset[str], name: str, enough: tuple[str, ...], purpose: str, *, needed: bool
) -> Ability:
    if scopes.intersection(enough):
        return Ability(name, works=True, sentence=f"PodBridge can {purpose}.", needed=needed)
    return Ability(
        name,
        works=False,
        sentence=f"The token lacks the permission “{enough[0]}”: PodBridge cannot {purpose}. "
        f"Make a new token at {TOKEN_PAGE} with it.",
        needed=needed,
    )


def _templates(api: PrintfulApi) -> Ability:
    """Only a call tells: the list of rights does not name this one. Tokens of one store never have it."""
    right = "product_templates/read"
    try:
        next(api.templates(), None)
        scopes = frozenset({right})
    except (PermissionMissing, Refused):
        scopes = frozenset()
    purpose = "read the product templates of your account"
    return _ability(scopes, "Product templates", (right,), purpose, needed=False)


def _kind(store: wire.Store) -> Ability:
    name = "Own store for PodBridge"
    if (store.type or "") == NATIVE:
        return Ability(name, works=True, sentence="Products can be read and made.", needed=False)
    return Ability(
        name,
        works=False,
        sentence=f"This Printful store belongs to a {store.type} shop: its products can only be read, and Printful "
        "may fulfil that shop’s orders by itself. Better make a store of the kind “Manual order / API” for PodBridge.",
        needed=False,
    )
