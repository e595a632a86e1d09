"""The seller's settings: their names, defaults and meaning in one table."""

from __future__ import annotations

from dataclasses import dataclass

from podbridge_desktop.errors import BadInput

UNSET = "unset"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `default` is text, as it is stored; empty means unset. `low` and `high` bound whole numbers."""

    key: str
    default: str
    meaning: str
    low: int = 0
    high: int = 2_000_000_000


SETTINGS = {
    setting.key: setting
    for setting in (
        Setting(
            "sync_interval", "120", "Seconds between two looks at each store's orders.", 30, 86_400
        ),
        Setting(
            "supplier_interval",
            "600",
            "Seconds between two looks at the suppliers' orders.",
            60,
            86_400,
        ),
        Setting(
            "catalog_interval",
            "21600",
            "Seconds between two pulls of products and listings.",
            600,
            604_800,
        ),
        Setting(
            "quiet_period",
            "",
            "Seconds before a send whose outcome is unknown may be repeated, in place of every such waiting time;"
            " unset: each vendor's own.",
            0,
            86_400,
        ),
        Setting(
            "retention_days",
            "60",
            "Days after delivery until a customer's data is erased. Noted for a later version: this one erases nothing by"
            " itself.",
            1,
            3_650,
        ),
        Setting(
            "markup_percent",
            "100",
            "Markup on cost for a pushed product without a price.",
            0,
            100_000,
        ),
    )
}


def checked(key: str, value: str) -> str:
    """The value as it is stored; empty means back to the default, which the seller may also write as `unset`.

    Raises `BadInput` for an unknown key or a value that does not fit.
    """
    setting = SETTINGS.get(key)
    if setting is None:
        known = ", ".join(sorted(SETTINGS))
        raise BadInput(f"There is no setting “{key}”.", hint=f"Known settings: {known}.")
    text = value.strip()
    if text.casefold() in {"", UNSET}:
        return ""
    whole = text.isascii() and text.isdigit() and len(text) <= len(str(setting.high))
    if not whole or not setting.low <= int(text) <= setting.high:
        raise BadInput(
            f"“{value}” does not fit {key}: a whole number from {setting.low} to {setting.high}, "
            f"or {UNSET} for the default."
        )
    return text
