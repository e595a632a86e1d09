"""What a seller is asked to connect an Etsy shop, and what she clicks on Etsy's pages."""

from __future__ import annotations

from podbridge_desktop.connectors.etsy.choices import FIELDS
from podbridge_desktop.domain.platforms import FieldForm, Platform, PlatformKind

TRADEMARK = (
    "The term 'Etsy' is a trademark of Etsy, Inc. This application uses the Etsy API but is not endorsed or certified"
    " by Etsy, Inc."
)
CALLBACK = "http://localhost:3003/oauth/redirect"

FORM = Platform(
    key="etsy",
    title="Etsy",
    kind=PlatformKind.STORE,
    fields=(
        FieldForm("keystring", "Keystring", "Stands beside the name of your app on Etsy's page."),
        FieldForm(
            "shared_secret",
            "Shared secret",
            "Stands below the keystring; the eye shows it.",
            secret=True,
        ),
        FieldForm(
            "shop_id",
            "Shop number",
            "Found by itself when you sign in. Leave it empty.",
            required=False,
        ),
        FieldForm(
            "refresh_token",
            "Refresh token",
            "Only if you have one already; else leave it empty and sign in by browser.",
            required=False,
            secret=True,
        ),
    ),
    steps=(
        (
            "If your shop has an Etsy app of its own already, keep it and go on with step 4: an older key often sees"
            " more, and Etsy gives each account one app only."
        ),
        (
            "Sign in to Etsy with your shop's account and open etsy.com/developers/register-seller-app. Type a name"
            " such as My order bridge (the word Etsy is not allowed in it) and, as purpose: my own shop's orders and"
            " tracking numbers. Accept the terms and create the app. Leave Developer Mode switched off."
        ),
        "Wait some minutes until Etsy has approved the app; until then its keys do not work.",
        (
            "Open etsy.com/developers/your-apps. In the row of your app choose the three dots, Edit callback URLs,"
            f" paste {CALLBACK} exactly like this, and save."
        ),
        "Copy Keystring and Shared secret from the same row into the fields here.",
        "Choose Sign in by browser here, and Grant access on the page that opens.",
    ),
    signs_in_by_browser=True,
    sign_in_brings="refresh_token",
    listing_choices=FIELDS,
    notice=TRADEMARK,
)
