"""What a listing needs from the shop: the only one there is, else what the seller chose by name or number. Pure.

More than one and no choice is a plain refusal that names them all and the field to choose with; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from podbridge_desktop.connectors.etsy import categories
from podbridge_desktop.connectors.etsy import wire_listing as wire
from podbridge_desktop.connectors.etsy.categories import Leaf
from podbridge_desktop.connectors.etsy.identity import plain
from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.domain.platforms import FieldForm
from podbridge_desktop.errors import Refused

CASE = "push_refused"
SHIPPING, PROCESSING, RETURNS = "shipping_profile", "processing_profile", "return_policy"
PARTNER, CATEGORY, SECTION, RENEW = "production_partner", "category", "section", "auto_renew"

FIELDS = (
    FieldForm(SHIPPING, "Shipping profile", "Its name or number.", also=("shipping_profile_id",)),
    FieldForm(
        PROCESSING,
        "Processing profile",
        "Its number.",
        also=("processing_profile_id", "readiness_state", "readiness_state_id"),
    ),
    FieldForm(RETURNS, "Return policy", "Its number.", also=("return_policy_id",)),
    FieldForm(
        PARTNER,
        "Production partner",
        "Its name or number.",
        also=("production_partner_id", "production_partner_ids"),
    ),
    FieldForm(
        CATEGORY,
        "Category",
        "Its name, the whole way to it (A > B > C), or its number.",
        also=("taxonomy", "taxonomy_id"),
    ),
    FieldForm(
        SECTION,
        "Section of the shop",
        "Its name or number.",
        also=("shop_section", "shop_section_id"),
    ),
    FieldForm(
        RENEW,
        "Renew by itself",
        "yes: Etsy renews the listing every four months, for its fee each time.",
        also=("should_auto_renew",),
    ),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing of the shop that may be chosen."""

    id: int
    name: str

    def __str__(self) -> str:
        return f"{self.id} ({self.name})" if self.name else str(self.id)


class Choices:
    """The seller's choices for one listing."""

    def __init__(self, draft: ListingDraft) -> None:
        self._draft = draft
        self._given = {name: value.strip() for name, value in draft.choices if value.strip()}

    def given(self, field: str) -> str:
        return self._given.get(field, "")

    def shipping(self, profiles: Iterable[wire.ShippingProfile]) -> int:
        there = [
            Candidate(each.shipping_profile_id, plain(each.title))
            for each in profiles
            if not each.is_deleted
        ]
        found = self._one(SHIPPING, "shipping profile", there)
        if found is None:
            raise _missing(
                "a shipping profile", "Shop Manager, Settings, Shipping settings, Create a profile"
            )
        return found

    def processing(self, profiles: Iterable[wire.ProcessingProfile]) -> int:
        """Printed to order: where one profile alone says so, the others are for other goods."""
        known = list(profiles)
        to_order = [each for each in known if each.readiness_state == "made_to_order"]
        usable = to_order if len(to_order) == 1 and not self.given(PROCESSING) else known
        found = self._one(PROCESSING, "processing profile", [_processing(each) for each in usable])
        if found is None:
            raise _missing(
                "a processing profile",
                "Shop Manager, Settings, Shipping settings, Processing profiles: made to order",
            )
        return found

    def returns(self, policies: Iterable[wire.ReturnPolicy]) -> int | None:
        """None where the shop has none: in the EU none is needed, elsewhere Etsy says so when it goes live."""
        return self._one(RETURNS, "return policy", [_policy(each) for each in policies])

    def partner(self, partners: Iterable[wire.Partner]) -> int | None:
        """The partner named like the supplier. Going live needs one: Etsy wants to be told who prints."""
        there = [
            Candidate(each.production_partner_id, plain(each.partner_name)) for each in partners
        ]
        supplier = _folded(self._draft.vendor)
        if self.given(PARTNER) or not supplier:
            return self._one(PARTNER, "production partner", there)
        alike = [each for each in there if supplier in _folded(each.name)]
        exact = [each for each in alike if _folded(each.name) == supplier]
        for found in (exact, alike):
            if len(found) == 1:
                return found[0].id
        if alike:
            raise _several(PARTNER, f"partner called {self._draft.vendor}", alike)
        if not self._draft.publish:
            return None
        if there:
            why = f"No production partner is called {self._draft.vendor}."
            raise _several(PARTNER, "production partner", there, why)
        raise _missing(
            f"a production partner called {self._draft.vendor}",
            "Shop Manager, Settings, Production partners, Add a new production partner",
        )

    def category(self, tree: Sequence[Leaf]) -> int:
        wanted = self.given(CATEGORY)
        if not wanted:
            guess = categories.guessed(self._draft.title, self._draft.description_html, tree)
            if guess is None:
                raise Refused(
                    f"PodBridge cannot tell which Etsy category “{self._draft.title}” belongs to. Nothing was made.",
                    case=CASE,
                    reason="category unknown",
                    hint=f"Choose one: --field {CATEGORY}=NAME, for example --field {CATEGORY}=Mugs",
                )
            return guess.id
        found = categories.named(wanted, tree)
        if len(found) == 1:
            return found[0].id
        if not found:
            raise Refused(
                f"Etsy has no category “{wanted}” that products can stand in. Nothing was made.",
                case=CASE,
                reason="category unknown",
                hint="Give the name of the last part of the way, as Etsy spells it, or its number.",
            )
        raise _several(CATEGORY, "category of this name", found[:8])

    def section(self, sections: Iterable[wire.Section]) -> int | None:
        """Only where the seller names one."""
        if not self.given(SECTION):
            return None
        there = [Candidate(each.shop_section_id, plain(each.title)) for each in sections]
        return self._one(SECTION, "section", there)

    @property
    def renews(self) -> bool:
        return self.given(RENEW).casefold() in {"yes", "true", "1", "on"}

    def _one(self, field: str, what: str, there: Sequence[Candidate]) -> int | None:
        wanted = self.given(field)
        if not wanted:
            if len(there) > 1:
                raise _several(field, what, there)
            return there[0].id if there else None
        found = [each for each in there if wanted == str(each.id)] or [
            each for each in there if _folded(wanted) == _folded(each.name)
        ]
        if len(found) == 1:
            return found[0].id
        raise _several(field, what, found or there, f"None is “{wanted}”." if not found else "")


def _processing(raw: wire.ProcessingProfile) -> Candidate:
    days = raw.processing_days_display_label or (
        f"{raw.min_processing_days}-{raw.max_processing_days} days"
        if raw.max_processing_days
        else ""
    )
    state = (raw.readiness_state or "").replace("_", " ")
    return Candidate(raw.readiness_state_id, ", ".join(filter(None, [state, plain(days)])))


def _policy(raw: wire.ReturnPolicy) -> Candidate:
    takes = [
        name
        for name, yes in (("returns", raw.accepts_returns), ("exchanges", raw.accepts_exchanges))
        if yes
    ]
    name = " and ".join(takes) or "no returns"
    days = f", {raw.return_deadline} days" if takes and raw.return_deadline else ""
    return Candidate(raw.return_policy_id, name + days)


def _several(field: str, what: str, there: Sequence[Candidate | Leaf], why: str = "") -> Refused:
    named = "; ".join(str(each) for each in there)
    message = why or f"The shop has more than one {what}."
    return Refused(
        f"{message} Nothing was made. There are: {named or 'none'}.",
        case=CASE,
        reason=f"{field} is not clear",
        hint=f"Choose one: --field {field}=NUMBER",
    )


def _missing(what: str, where: str) -> Refused:
    return Refused(
        f"The Etsy shop lacks {what}. Nothing was made.",
        case=CASE,
        reason=f"no {what}",
        hint=f"Make it on Etsy ({where}), then push again.",
    )


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
