"""What a seller types as her shop's address, and where its pages and its API are."""

from __future__ import annotations

import re

from podbridge_desktop.connectors.endpoint import replaced
from podbridge_desktop.errors import BadInput

API_VERSION = "2026-10"
GRAPHQL_PATH = f"/admin/api/{API_VERSION}/graphql.json"
TOKEN_PATH = "/admin/oauth/access_token"  # noqa: S105  # a path, not a token
CONSENT_PATH = "/admin/oauth/authorize"

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_ADMIN_PAGE = re.compile(r"admin\.shopify\.com/store/([^/]+)")
_SUFFIX = ".myshopify.com"


def shop_domain(typed: str) -> str:
    """`name.myshopify.com` from whatever was pasted: the name, the shop's address, an admin page."""
    text = re.sub(r"\s", "", typed).lower()
    text = text.partition("://")[2] or text
    text = text.partition("?")[0].partition("#")[0].removeprefix("www.")
    if page := _ADMIN_PAGE.match(text):
        name = page.group(1)
    else:
        host = text.partition("/")[0].partition(":")[0]
        name = host.removesuffix(_SUFFIX)
    if not _NAME.fullmatch(name):
        raise BadInput(
            "This is not the address of a Shopify shop.",
            hint="Type the name that ends in .myshopify.com. You find it in your Shopify admin under "
            "Settings, Domains; or paste the address of your admin page.",
        )
    return name + _SUFFIX


def base_url(shop: str, api_url: str | None) -> str:
    """Where the shop answers: its own host, or what `--api-url` puts in its place."""
    return replaced(f"https://{shop}", api_url)
