"""What a seller is asked to connect Printify, and what she clicks on Printify's pages."""

from __future__ import annotations

from podbridge_desktop.domain.platforms import FieldForm, FieldKind, Platform, PlatformKind

FORM = Platform(
    key="printify",
    title="Printify",
    kind=PlatformKind.SUPPLIER,
    fields=(
        FieldForm(
            "token",
            "Access token",
            "Printify shows it once, when it is made. It is valid for a year.",
            secret=True,
        ),
        FieldForm(
            "approval",
            "Order approval at Printify is set to Manual",
            "Without this, nothing is sent to Printify before you have approved it here.",
            required=False,
            kind=FieldKind.STATEMENT,
            states="manual",
            steps=(
                "In Printify open the shop’s settings (the gear beside its name), then Order settings.",
                "Under Order approval choose Manual, and save.",
            ),
        ),
        FieldForm(
            "shop_id",
            "Shop number",
            "Only where the account has several API shops: which one. Leave it empty to see the list.",
            required=False,
        ),
        FieldForm(
            "currency",
            "Currency that Printify bills you in",
            "Three letters. Left empty, it is the one in which Printify tells its shipping rates.",
            required=False,
        ),
    ),
    steps=(
        "In Printify open My stores, choose Add a new store, then API, and Connect. This shop is the one for PodBridge.",
        "Open that shop’s settings (the gear beside its name), choose Order settings, and set Order approval to Manual.",
        "Do not leave that out: otherwise Printify makes and charges every order by itself after 24 hours.",
        "Open your account menu, My profile, then Connections. Under Personal access tokens choose Generate.",
        "Give the token a name, choose Custom scopes, and tick all but the two for webhooks.",
        "Generate the token, copy it, and paste it into the field here.",
    ),
)
