"""Mockups at Printful: which styles there are, what a task asks for, and what it answered.

Version 2: one request for many products, one task each, pictures whose addresses live for a day. One variant stands
for all sizes of its colour. The print files must be readable by address; where Printful tells none (a file that was
uploaded on its own pages), the seller is asked for it. A template needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from podbridge_desktop.connectors.printful import templates, wire
from podbridge_desktop.connectors.printful import wire_mockups as shapes
from podbridge_desktop.connectors.printful.api import PrintfulApi
from podbridge_desktop.connectors.printful.values import url, word
from podbridge_desktop.domain.mockups import (
    Begun,
    MadePicture,
    MockupAnswer,
    MockupStyle,
    MockupWish,
)
from podbridge_desktop.domain.ports import Clock
from podbridge_desktop.errors import NotThere

_STYLES_FRESH = timedelta(days=1)
_PREVIEWS = frozenset({"preview", "mockup"})
_UNREADABLE = re.compile(r"(?i)print ?file|download|image url|file url|read the file")


@dataclass(frozen=True, slots=True)
class Part:
    """Variants of one blank with the same print files: what one task makes pictures of."""

    blank: int
    variants: tuple[int, ...]
    files: Mapping[
        str, str
    ]  # by the file's own name of its place; empty where the address is not told
    template: int | None = None


class MockupMaker:
    """Asks and reads; remembers styles for a day. Two threads at once may read the same, no more."""

    def __init__(self, api: PrintfulApi, clock: Clock) -> None:
        self._api, self._clock = api, clock
        self._styles: dict[int, tuple[datetime, list[shapes.PlaceStyles]]] = {}

    def styles(self, remote_id: str, *, native: bool) -> tuple[MockupStyle, ...]:
        """Those of the places that are printed."""
        found: dict[str, MockupStyle] = {}
        for part in self._parts(remote_id, native=native):
            for place in _printed(self._of(part.blank), part):
                for style in place.mockup_styles or ():
                    found.setdefault(str(style.id), _style(style, place))
        return tuple(found.values())

    def begin(self, wishes: Sequence[MockupWish], *, native: bool) -> tuple[Begun, ...]:
        """One request for all of them. Raises `Retry` while the quota is used up, `Refused` for the whole of it."""
        plans = [self._plan(wish, native=native) for wish in wishes]
        bodies = [body for plan in plans if isinstance(plan, list) for body in plan]
        tasks = iter(self._api.create_mockups(bodies) if bodies else ())
        return tuple(
            plan if isinstance(plan, Begun) else Begun(tuple(str(next(tasks).id) for _ in plan))
            for plan in plans
        )

    def made(self, tasks: Sequence[str]) -> dict[str, MockupAnswer]:
        """What is told of each task; one that Printful knows nothing of any more is lost."""
        try:
            told = {str(each.id): _answer(each) for each in self._api.mockups(tasks)}
        except NotThere:
            told = {}
        return {task: told.get(task, MockupAnswer(lost=True)) for task in tasks}

    def _plan(self, wish: MockupWish, *, native: bool) -> list[dict[str, object]] | Begun:
        """The products of the request, or what is missing for them."""
        parts = list(self._parts(wish.product_id, native=native))
        missing = {
            place.placement or ""
            for part in parts
            for place, address in self._files(part, wish.files)
            if not address
        }
        if missing:
            return Begun((), tuple(sorted(missing)))
        bodies = [body for part in parts if (body := self._body(part, wish)) is not None]
        if not bodies:
            return Begun(
                (), (), "Printful has none of the chosen styles for this product any more."
            )
        return bodies

    def _body(self, part: Part, wish: MockupWish) -> dict[str, object] | None:
        known = {
            str(style.id): style
            for place in _printed(self._of(part.blank), part)
            for style in place.mockup_styles or ()
        }
        styles = [known[each] for each in wish.styles if each in known]
        variants = [
            each
            for each in part.variants
            if any(
                not style.restricted_to_variants or each in style.restricted_to_variants
                for style in styles
            )
        ]
        if not variants:
            return None
        common = {"catalog_variant_ids": variants, "mockup_style_ids": [each.id for each in styles]}
        if part.template is not None:
            return {"source": "product_template", "product_template_id": part.template, **common}
        placements = [
            {
                "placement": place.placement, "technique": place.technique,
                "layers": [{"type": "file", "url": address}],
            }
            for place, address in self._files(part, wish.files)
        ]  # fmt: skip
        return {
            "source": "catalog", "catalog_product_id": part.blank, "placements": placements, **common
        }  # fmt: skip

    def _files(
        self, part: Part, given: Mapping[str, str]
    ) -> Iterator[tuple[shapes.PlaceStyles, str]]:
        """Each printed place with the address of its file: the seller's word goes first."""
        if part.template is not None:
            return
        for name, address in part.files.items():
            place = _place(self._of(part.blank), name)
            if place is not None:
                yield place, given.get(place.placement or "") or given.get(name) or address

    def _parts(self, remote_id: str, *, native: bool) -> Iterator[Part]:
        template = templates.number_of(remote_id)
        if template is not None:
            told = self._api.template(template)
            yield _template_part(told, self._api.catalog_product(told.product_id))
            return
        groups: dict[tuple[int, tuple[tuple[str, str], ...]], dict[str, int]] = {}
        for variant in self._api.product(int(remote_id), native=native).sync_variants or ():
            blank = variant.product.product_id if variant.product else None
            if variant.synced is False or not variant.variant_id or not blank:
                continue
            files = tuple(
                (file.type or "default", url(file.url))
                for file in variant.files or ()
                if file.type not in _PREVIEWS
            )
            colors = groups.setdefault((blank, files), {})
            colors.setdefault(variant.color or "", variant.variant_id)
        for (blank, files), colors in groups.items():
            yield Part(blank, tuple(colors.values()), dict(files))

    def _of(self, blank: int) -> list[shapes.PlaceStyles]:
        now = self._clock.now()
        seen = self._styles.get(blank)
        if seen is None or now - seen[0] > _STYLES_FRESH:
            seen = self._styles[blank] = now, list(self._api.mockup_styles(blank))
        return seen[1]


def _template_part(told: wire.Template, blank: wire.CatalogDetail) -> Part:
    wanted = set(told.available_variant_ids or ())
    colors: dict[str, int] = {}
    for each in blank.variants or ():
        if each.id in wanted:
            colors.setdefault(each.color or "", each.id)
    places = {each.placement or "": "" for each in told.placements or ()}
    return Part(told.product_id, tuple(colors.values()), places, told.id)


def _printed(styles: Sequence[shapes.PlaceStyles], part: Part) -> list[shapes.PlaceStyles]:
    found = (_place(styles, name) for name in part.files)
    return [each for each in found if each is not None]


def _place(styles: Sequence[shapes.PlaceStyles], name: str) -> shapes.PlaceStyles | None:
    """The place of a print file. What files call *default* is *front* where there is one (printful.md 3.3)."""
    named = {each.placement: each for each in reversed(styles)}
    if name == "default":
        return named.get("default") or named.get("front") or next(iter(styles), None)
    return named.get(name)


def _style(style: shapes.Style, place: shapes.PlaceStyles) -> MockupStyle:
    words = [style.category_name, style.view_name, place.display_name]
    return MockupStyle(
        id=str(style.id),
        name=" · ".join(dict.fromkeys(filter(None, words))),
        placement=place.placement or "",
        variants=tuple(str(each) for each in style.restricted_to_variants or ()),
    )


def _answer(told: shapes.Task) -> MockupAnswer:
    if told.status == "pending":
        return MockupAnswer(pending=True)
    failures = tuple(filter(None, (each.words for each in told.failure_reasons or ())))
    if told.status != "completed" and not failures:
        failures = ("Printful could not make the pictures and did not say why.",)
    return MockupAnswer(
        pictures=tuple(
            MadePicture(word(variant.catalog_variant_id), word(made.style_id), made.placement or "", url(made.mockup_url))
            for variant in told.catalog_variant_mockups or ()
            for made in variant.mockups or ()
            if url(made.mockup_url)
        ),
        failures=failures,
        file_unreadable=any(_UNREADABLE.search(each) for each in failures),
    )  # fmt: skip
