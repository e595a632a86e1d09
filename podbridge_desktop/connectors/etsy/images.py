"""Puts the pictures of a product into its listing, each once, and looks whether Etsy has worked on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from podbridge_desktop.connectors.etsy import wire
from podbridge_desktop.connectors.etsy import wire_listing as raw
from podbridge_desktop.connectors.etsy.api import EtsyApi
from podbridge_desktop.connectors.etsy.listing_text import alt_text, picture_mark
from podbridge_desktop.connectors.rate_limit import Pause
from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.domain.pictures import kind_of
from podbridge_desktop.errors import BadInput, Refused, Unreachable

MOST = 20
POLLS = 15
POLL = 2.0
Fetch = Callable[[str], bytes]


@dataclass(slots=True)
class Pictures:
    """What stands in the listing: Etsy's id by source address, and what could not be brought there."""

    ids: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class ImageWriter:
    """Pictures of one shop's listings."""

    def __init__(self, api: EtsyApi, fetch: Fetch, pause: Pause) -> None:
        self._api, self._fetch, self._pause = api, fetch, pause

    def bring(self, listing_id: int, draft: ListingDraft, *, is_new: bool) -> Pictures:
        """Those that are missing. What the seller put there herself stays where it is."""
        there = [] if is_new else self.there(listing_id)
        made = Pictures()
        room = MOST - len(there)
        for source in sources(draft):
            mark = picture_mark(source)
            known = next((each for each in there if (each.alt_text or "").endswith(mark)), None)
            if known:
                made.ids[source] = known.listing_image_id
            elif source in draft.brought:
                continue  # taken away in the shop since
            elif room <= 0:
                made.problems.append(f"Etsy takes {MOST} pictures; one more was left out.")
            elif picture := self._upload(listing_id, draft, source, MOST - room + 1, made):
                made.ids[source] = picture.listing_image_id
                room -= 1
        return made

    def there(self, listing_id: int) -> list[raw.Image]:
        path = f"/listings/{listing_id}/images"
        return self._api.read(path, wire.Page[raw.Image], scope="listings_r").results

    def _upload(
        self, listing_id: int, draft: ListingDraft, source: str, rank: int, made: Pictures
    ) -> raw.Image | None:
        mark = picture_mark(source)
        try:
            content = self._fetch(source)
        except (BadInput, Unreachable) as error:
            made.problems.append(f"A picture could not be fetched: {error.message}")
            return None
        kind = kind_of(content)
        if kind is None:
            made.problems.append("A picture is neither PNG, JPEG nor GIF; Etsy takes no other.")
            return None
        try:
            return self._api.write(
                "POST",
                f"{self._api.shop}/listings/{listing_id}/images",
                raw.Image,
                scope="listings_w",
                form={"rank": str(rank), "alt_text": alt_text(draft.title, mark)},
                files={"image": (f"{mark}.{kind[0]}", content, kind[1])},
                is_it=lambda made: made.listing_image_id > 0,
            )
        except Refused as error:
            made.problems.append(f"Etsy did not take a picture: {error.reason}")
            return None

    def are_ready(self, listing_id: int, made: Pictures) -> bool:
        """Whether Etsy has worked on all of them. Sizes are null until then; only then one is surely a picture."""
        return not self._waiting(listing_id, made)

    def await_all(self, listing_id: int, made: Pictures) -> None:
        """Wait for the rest of them, but not for ever."""
        for _ in range(POLLS):
            if not (waiting := self._waiting(listing_id, made)):
                return
            self._pause(POLL)
        made.problems.append(f"Etsy is still working on {waiting} of the pictures.")

    def _waiting(self, listing_id: int, made: Pictures) -> int:
        ours = set(made.ids.values())
        there = {each.listing_image_id: each for each in self.there(listing_id)} if ours else {}
        lost = ours - there.keys()
        if lost:
            made.problems.append(f"Etsy dropped {len(lost)} of the pictures.")
            made.ids = {source: each for source, each in made.ids.items() if each not in lost}
        return sum(not there[each].full_width for each in ours & there.keys())


def sources(draft: ListingDraft) -> list[str]:
    """Every picture once: the product's, then the variants'."""
    every = [*draft.images, *(variant.image_url for variant in draft.variants)]
    return [each for each in dict.fromkeys(every) if each]
