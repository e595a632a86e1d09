"""What a listing needs from the shop, as lists to pick from: the only one there is suggests itself. Pure.

More than one and no pick is a plain refusal that names them all and the field to choose with; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from podbridge_desktop.connectors.etsy import categories
from podbridge_desktop.connectors.etsy import wire_listing as wire
from podbridge_desktop.connectors.etsy.categories import Leaf
from podbridge_desktop.connectors.etsy.identity import plain
from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.domain.listing_choices import ListingChoice, Offer
from podbridge_desktop.domain.platforms import FieldForm
from podbridge_desktop.errors import Refused

CASE = "push_refused"
SHIPPING, PROCESSING, RETURNS = "shipping_profile", "processing_profile", "return_policy"
PARTNER, CATEGORY, SECTION = "production_partner", "category", "section"
WHO, WHEN, RENEW = "who_made", "when_made", "auto_renew"

FIELDS = (
    FieldForm(
        SHIPPING,
        "Shipping profile",
        "What buyers pay for postage, and from where it is sent.",
        also=("shipping_profile_id",),
    ),
    FieldForm(
        PROCESSING,
        "Processing profile",
        "How long it takes until it is sent.",
        also=("processing_profile_id", "readiness_state", "readiness_state_id"),
    ),
    FieldForm(
        RETURNS, "Return policy", "Outside the EU Etsy wants one.", also=("return_policy_id",)
    ),
    FieldForm(
        PARTNER,
        "Production partner",
        "Who prints it. Etsy wants to be told.",
        also=("production_partner_id", "production_partner_ids"),
    ),
    FieldForm(
        CATEGORY,
        "Category",
        "Where buyers find it: type a part of its name.",
        also=("taxonomy", "taxonomy_id"),
    ),
    FieldForm(
        SECTION,
        "Section of the shop",
        "Where it stands on the page of your shop.",
        also=("shop_section", "shop_section_id"),
    ),
    FieldForm(WHO, "Who made it", "Whose design it is; who prints it is the production partner."),
    FieldForm(WHEN, "When it is made", "What is printed after the sale is made to order."),
    FieldForm(
        RENEW,
        "Renew by itself",
        "Yes: Etsy renews the listing every four months, for its fee each time.",
        also=("should_auto_renew", "renew"),
    ),
)
_WHO_MADE = (
    Offer("i_did", "I did"),
    Offer("collective", "A member of my shop"),
    Offer("someone_else", "Another company or person"),
)
_WHEN_MADE = (Offer("made_to_order", "Made to order"),)
_NAMED = 12  # more candidates are no help in a sentence
_RENEWS = (Offer("false", "No"), Offer("true", "Yes"))
_MANAGER = "Shop Manager, Settings, "


def shipping(profiles: Iterable[wire.ShippingProfile]) -> ListingChoice:
    return _only(
        SHIPPING,
        [
            Offer(str(each.shipping_profile_id), plain(each.title))
            for each in profiles
            if not each.is_deleted
        ],
        lacking="Shipping settings, Create a profile",
    )


def processing(profiles: Iterable[wire.ProcessingProfile]) -> ListingChoice:
    """Printed to order: where one profile alone says so it suggests itself, the others are for other goods."""
    known = list(profiles)
    to_order = [each for each in known if each.readiness_state == "made_to_order"]
    lacking = "Shipping settings, Processing profiles: made to order"
    found = _only(PROCESSING, [_processing(each) for each in known], lacking=lacking)
    if len(to_order) != 1:
        return found
    only = str(to_order[0].readiness_state_id)
    return ListingChoice(PROCESSING, found.offers, suggested=only, needed=True)


def returns(policies: Iterable[wire.ReturnPolicy]) -> ListingChoice:
    """A shop without one needs none in the EU; elsewhere Etsy says so when the listing goes live."""
    found = _only(RETURNS, [_policy(each) for each in policies])
    return found if found.offers else ListingChoice(RETURNS)


def everybody(partners: Iterable[wire.Partner]) -> ListingChoice:
    """All production partners, for no product in particular."""
    offers = (Offer(str(each.production_partner_id), plain(each.partner_name)) for each in partners)
    return ListingChoice(PARTNER, tuple(offers))


def partner(partners: Iterable[wire.Partner], supplier: str) -> ListingChoice:
    """The partner named like the supplier suggests itself. Without one a listing may go live, and the seller is warned."""
    there = everybody(partners).offers
    wanted = _folded(supplier)
    alike = [each for each in there if wanted in _folded(each.name)]
    exact = [each for each in alike if _folded(each.name) == wanted]
    for found in (exact, alike):
        if len(found) == 1:
            return ListingChoice(PARTNER, there, suggested=found[0].value)
    if alike:
        words = (
            f"The shop has more than one production partner called {supplier or 'so'}: pick one."
        )
        return ListingChoice(PARTNER, there, needed=True, trouble=words)
    called = f" called {supplier}" if supplier else ""
    return ListingChoice(
        PARTNER,
        there,
        trouble=f"Etsy wants to know who prints, and the shop has no production partner{called}."
        f" {_way(f'{_MANAGER}Production partners')} Without one Etsy may take the listing down.",
    )


def everywhere(tree: Sequence[Leaf]) -> ListingChoice:
    """All categories, for no product in particular."""
    return ListingChoice(CATEGORY, categories.offers(tuple(tree)))


def category(tree: Sequence[Leaf], title: str, description: str) -> ListingChoice:
    """By what the thing is called; where that does not tell, the seller picks."""
    guess = categories.guessed(title, description, tree)
    return ListingChoice(
        CATEGORY,
        categories.offers(tuple(tree)),
        suggested=str(guess.id) if guess else "",
        needed=True,
        trouble="" if guess else f"PodBridge cannot tell which Etsy category “{title}” belongs to: pick one.",
    )  # fmt: skip


def section(sections: Iterable[wire.Section]) -> ListingChoice:
    """Only where the seller names one."""
    offers = tuple(Offer(str(each.shop_section_id), plain(each.title)) for each in sections)
    return ListingChoice(SECTION, offers)


def fixed() -> tuple[ListingChoice, ...]:
    """What every shop may be told alike."""
    return (
        ListingChoice(WHO, _WHO_MADE, suggested="i_did"),
        ListingChoice(WHEN, _WHEN_MADE, suggested="made_to_order"),
        ListingChoice(RENEW, _RENEWS, suggested="false"),
    )


class Picks:
    """The seller's words for one listing."""

    def __init__(self, draft: ListingDraft) -> None:
        self._given = {name: value.strip() for name, value in draft.choices if value.strip()}

    def given(self, field: str) -> str:
        return self._given.get(field, "")

    def of(self, choice: ListingChoice) -> str:
        """The value of what was picked, else of what is suggested; empty for nothing of it. Raises `Refused`."""
        word = self.given(choice.field)
        what = choice.field.replace("_", " ")
        if word:
            found = choice.named(word)
            if len(found) == 1:
                return found[0].value
            why = (
                f"There is no {what} “{word}”."
                if not found
                else f"There is more than one {what} “{word}”."
            )
            raise _unclear(choice, found or choice.offers, why)
        if choice.stops(""):
            raise _unclear(choice, choice.offers, choice.trouble)
        return choice.suggested


def _only(field: str, there: list[Offer], lacking: str = "") -> ListingChoice:
    what = field.replace("_", " ")
    trouble = ""
    if not there:
        trouble = f"The Etsy shop lacks a {what}. {_way(_MANAGER + lacking)}"
    elif len(there) > 1:
        trouble = f"The shop has more than one {what}: pick one."
    suggested = there[0].value if len(there) == 1 else ""
    return ListingChoice(field, tuple(there), suggested, needed=True, trouble=trouble)


def _way(where: str) -> str:
    return f"Make it on Etsy ({where}), then read the lists again."


def _processing(raw: wire.ProcessingProfile) -> Offer:
    days = raw.processing_days_display_label or (
        f"{raw.min_processing_days}-{raw.max_processing_days} days"
        if raw.max_processing_days
        else ""
    )
    state = (raw.readiness_state or "").replace("_", " ")
    name = ", ".join(filter(None, [state, plain(days)]))
    return Offer(str(raw.readiness_state_id), name)


def _policy(raw: wire.ReturnPolicy) -> Offer:
    takes = [
        name
        for name, yes in (("returns", raw.accepts_returns), ("exchanges", raw.accepts_exchanges))
        if yes
    ]
    name = " and ".join(takes) or "no returns"
    days = f", {raw.return_deadline} days" if takes and raw.return_deadline else ""
    return Offer(str(raw.return_policy_id), name + days)


def _unclear(choice: ListingChoice, there: Sequence[Offer], why: str) -> Refused:
    named = "; ".join(f"{each.value} ({each.name})" for each in there[:_NAMED])
    candidates = f" There are: {named}." if 0 < len(there) <= _NAMED else ""
    hint = f"Pick it when you push, or by command: --field {choice.field}=NAME (podbridge choices lists them)."
    return Refused(
        f"{why} Nothing was made.{candidates}",
        case=CASE,
        reason=f"{choice.field} is not clear",
        hint=hint if there else "",
    )


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
