"""What a seller is asked to connect a Shopify store, and what she clicks on Shopify's pages."""

from __future__ import annotations

from podbridge_desktop.connectors.shopify.scopes import WANTED
from podbridge_desktop.domain.platforms import FieldForm, Platform, PlatformKind

FORM = Platform(
    key="shopify",
    title="Shopify",
    kind=PlatformKind.STORE,
    fields=(
        FieldForm(
            "shop",
            "Shop address",
            "The name that ends in .myshopify.com, or the address of your Shopify admin page.",
        ),
        FieldForm(
            "client_id", "Client ID", "From the Dev Dashboard: your app, Settings.", required=False
        ),
        FieldForm(
            "client_secret",
            "Client secret",
            "Stands below the Client ID and begins with shpss_. Not the App automation token.",
            required=False,
            secret=True,
        ),
        FieldForm(
            "access_token",
            "Access token",
            "Only if you have an older app: the token that begins with shpat_. Then leave the two fields above empty.",
            required=False,
            secret=True,
        ),
    ),
    steps=(
        (
            "In your Shopify admin open Settings, Apps, Develop apps, and choose Build apps in Dev Dashboard. "
            "If you are asked for an organization, take the one that owns your shop."
        ),
        "Choose Apps, Create app, Start from Dev Dashboard. Give it a name such as My PodBridge, and create it.",
        (
            "Open Versions. App URL: https://shopify.dev/apps/default-app-home. Switch Embedded off. "
            "Redirect URL (for browser sign-in only): http://localhost:3004/oauth/callback. "
            f"Permissions: {', '.join(WANTED)}. Then choose Release."
        ),
        "Open Home of the app, choose Install app, pick your shop, and install it. You may close the page that opens.",
        "Open Settings of the app and copy Client ID and Client secret into the fields here.",
    ),
    signs_in_by_browser=True,
)
