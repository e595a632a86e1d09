"""The words for what changed since a listing was pushed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from podbridge_desktop.domain.differences import Field
from podbridge_desktop.domain.drift import Change, ChangeKind
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.pills import Pill
from podbridge_desktop.ui.words.formats import Formats

translate = QCoreApplication.translate


def pill(kind: ChangeKind) -> Pill:
    """What happened, and by the sign where: at the supplier or in the store."""
    words = {
        ChangeKind.COST: translate("Drift", "Cost"),
        ChangeKind.GONE_AT_SUPPLIER: translate("Drift", "Not made any more"),
        ChangeKind.NEW_AT_SUPPLIER: translate("Drift", "New variant"),
        ChangeKind.OUT_OF_STOCK: translate("Drift", "Out of stock"),
        ChangeKind.MOCKUPS: translate("Drift", "Pictures"),
        ChangeKind.PRICE: translate("Drift", "Price in the store"),
        ChangeKind.SKU: translate("Drift", "SKU in the store"),
        ChangeKind.GONE_AT_STORE: translate("Drift", "Deleted in the store"),
        ChangeKind.NEW_AT_STORE: translate("Drift", "Added in the store"),
        ChangeKind.TITLE: translate("Drift", "Title in the store"),
    }
    bad = {ChangeKind.GONE_AT_SUPPLIER, ChangeKind.OUT_OF_STOCK}
    tone = Tone.DANGER if kind in bad else Tone.NEUTRAL if kind.at_store else Tone.INFO
    return Pill(words[kind], tone, "shopping-bag" if kind.at_store else "refresh-cw")


def values(change: Change, formats: Formats) -> str:
    """“12.95 USD → 19.75 USD”, or the one that there is."""
    was, now = formats.sentence(change.agreed), formats.sentence(change.now)
    return f"{was} → {now}" if was and now else now or was


def effect(change: Change, formats: Formats) -> str:
    """What is left of a sale, before and now; empty where it is not known or not touched."""
    if change.before is None or change.after is None:
        return ""
    was, now = change.before.left, change.after.left
    return f"{formats.money(was.minor, was.currency)} → {formats.money(now.minor, now.currency)}"


def review_button(count: int) -> str:
    if count == 1:
        return translate("Drift", "1 changed…")
    return translate("Drift", "%n changed…", "", count)


def apply_button(count: int) -> str:
    if count == 1:
        return translate("Drift", "Update 1 listing")
    return translate("Drift", "Update %n listings", "", count)


def applied(count: int) -> str:
    if count == 1:
        return translate("Drift", "One listing is on its way to its store.")
    return translate("Drift", "%n listings are on their way to their stores.", "", count)


def kept(count: int) -> str:
    if count == 1:
        return translate("Drift", "One listing stays as it is.")
    return translate("Drift", "%n listings stay as they are.", "", count)


def push_changes(count: int) -> str:
    """The button after which a store changes what buyers see."""
    if not count:
        return translate("Drift", "Push without changing these")
    if count == 1:
        return translate("Drift", "Push with 1 change")
    return translate("Drift", "Push with %n changes", "", count)


def changes(count: int) -> str:
    if count == 1:
        return translate("Drift", "1 change")
    return translate("Drift", "%n changes", "", count)


def field(changed: Field) -> str:
    """What of a listing differs; empty for a variant, which has its own name."""
    words = {
        Field.TITLE: translate("Drift", "Title"),
        Field.DESCRIPTION: translate("Drift", "Description"),
        Field.TAGS: translate("Drift", "Tags"),
        Field.PICTURES: translate("Drift", "Pictures"),
    }
    return words.get(changed, "")


def price() -> str:
    return translate("Drift", "Price")


def by_hand() -> str:
    return translate("Drift", "changed by hand in the store")


def more_pictures(count: int) -> str:
    if count == 1:
        return translate("Drift", "1 new picture beside them")
    return translate("Drift", "%n new pictures beside them", "", count)


def more_tags(tags: str) -> str:
    return translate("Drift", "%1 beside them", "new tags").replace("%1", tags)
