"""What a seller is asked to connect Printful, and what she clicks on Printful's pages."""

from __future__ import annotations

from podbridge_desktop.domain.platforms import FieldForm, FieldKind, Platform, PlatformKind

FORM = Platform(
    key="printful",
    title="Printful",
    kind=PlatformKind.SUPPLIER,
    fields=(
        FieldForm(
            "token",
            "Private token",
            "Printful shows it once, when it is made.",
            secret=True,
        ),
        FieldForm(
            "store_id",
            "Store number",
            "Only for a token of the whole account: which store. Leave it empty to see the list.",
            required=False,
        ),
        FieldForm(
            "token_expires",
            "Last day of the token",
            "The end date you gave it; PodBridge warns you before.",
            required=False,
            kind=FieldKind.DAY,
        ),
    ),
    steps=(
        "In Printful open Stores. If you have no store of the kind “Manual order / API”, add one: it is the one for PodBridge.",
        "Open developers.printful.com, sign in, choose Your tokens, then Create a token.",
        "Access level: a single store, and choose the store; or your account, then PodBridge can also see other linked shops.",
        "Permissions: View and manage orders; View and manage store products; View and manage store files. Give it a name and an end date far away.",
        "Create the token, copy it, and paste it into the field here.",
    ),
)
