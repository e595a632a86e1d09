"""What Printful sends of mockup styles and tasks, version 2; see `wire`."""

from __future__ import annotations

import msgspec

from podbridge_desktop.connectors.printful.wire import Word


class Style(msgspec.Struct):
    id: int
    category_name: str | None = None
    view_name: str | None = None
    restricted_to_variants: list[int] | None = None


class PlaceStyles(msgspec.Struct):
    """The styles of one place of a blank, printed by one technique."""

    placement: str | None = None
    display_name: str | None = None
    technique: str | None = None
    mockup_styles: list[Style] | None = None


class Made(msgspec.Struct):
    placement: str | None = None
    style_id: Word = None
    mockup_url: str | None = None


class VariantMockups(msgspec.Struct):
    catalog_variant_id: Word = None
    mockups: list[Made] | None = None


class Failure(msgspec.Struct):
    """The document's problem shape: `detail` in its prose, `details` in its schema."""

    detail: str | None = None
    details: str | None = None
    title: str | None = None

    @property
    def words(self) -> str:
        return (self.detail or self.details or self.title or "").strip()


class Task(msgspec.Struct):
    id: int
    status: str = "pending"
    catalog_variant_mockups: list[VariantMockups] | None = None
    failure_reasons: list[Failure] | None = None
