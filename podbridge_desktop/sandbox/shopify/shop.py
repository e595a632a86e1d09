"""The store itself: who it is, who may call it, and the knobs that tests and practice mode turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

ALL_SCOPES = (
    "read_orders", "write_orders", "read_products", "write_products", "read_inventory", "write_inventory",
    "read_locations", "read_publications", "write_publications", "read_files", "write_files",
    "read_fulfillments", "write_fulfillments",
    "read_merchant_managed_fulfillment_orders", "write_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders", "write_third_party_fulfillment_orders",
    "read_assigned_fulfillment_orders", "write_assigned_fulfillment_orders",
)  # fmt: skip


class Protected(StrEnum):
    """What the store does with buyers' names, addresses, e-mails and phones."""

    OPEN = "open"
    DENIED = "denied"  # nulls plus ACCESS_DENIED errors
    SILENT = "silent"  # nulls without a word


class Installation(StrEnum):
    """How the app stands in the store, which decides what the token endpoint says."""

    INSTALLED = "installed"
    MISSING = "app_not_installed"
    FOREIGN = "shop_not_permitted"
    NO_SHOP = "store_unavailable"


@dataclass(slots=True)
class Settings:
    """The store's identity and behaviour. Two stores with different numbers share no id."""

    number: int = 1
    name: str = "Practice Shop"
    domain: str = "practice-shop-1.myshopify.com"
    currency: str = "USD"
    presentment_currencies: list[str] = field(default_factory=lambda: ["USD", "EUR", "GBP"])
    timezone: str = "America/New_York"
    plan: str = "Grow"
    first_order_number: int = 1001
    client_id: str = "practice-client-id-1"
    client_secret: str = "shpss_practice_secret_1"  # noqa: S105 (opens nothing but the practice shop)
    access_token: str = "shpat_practice_token_1"  # noqa: S105
    redirect_uris: list[str] = field(
        default_factory=lambda: ["http://localhost:3004/", "http://127.0.0.1:3004/"]
    )
    scopes: list[str] = field(default_factory=lambda: list(ALL_SCOPES))
    installation: Installation = Installation.INSTALLED
    protected: Protected = Protected.OPEN
    limiter: bool = True
    charge_plain_lists: bool = False
    index_lag_seconds: float = 0.0
    media_seconds: float = 0.0
    operation_seconds: float = 0.0
    max_variants: int = 2048
    failing_sources: list[str] = field(default_factory=list)
    api_version: str = ""
    auto_archive: bool = True


@dataclass(slots=True)
class Service:
    """A fulfilment service: an app that has a location of its own. `ours` tells whether the calling app made it."""

    typename: ClassVar[str] = "FulfillmentService"
    id: str
    handle: str
    service_name: str
    location_id: str
    ours: bool = False
    callback_url: str | None = None
    type: str = "THIRD_PARTY"


@dataclass(slots=True)
class Location:
    """A place where stock lies; `service_id` is empty for the merchant's own shelves."""

    typename: ClassVar[str] = "Location"
    id: str
    name: str
    country_code: str
    city: str = ""
    service_id: str = ""
    is_active: bool = True
    is_primary: bool = False


@dataclass(slots=True)
class Channel:
    """A sales channel together with its publication and the app behind it."""

    typename: ClassVar[str] = "Channel"
    id: str
    publication_id: str
    catalog_id: str
    app_id: str
    handle: str
    name: str


@dataclass(slots=True)
class Metafield:
    """A value that an app keeps on an order, product or variant."""

    typename: ClassVar[str] = "Metafield"
    id: str
    owner_id: str
    namespace: str
    key: str
    type: str
    value: str
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class AppCatalog:
    """The catalog that a channel's publication belongs to."""

    typename: ClassVar[str] = "AppCatalog"
    id: str
    channel: Channel
    status: str = "ACTIVE"

    @property
    def title(self) -> str:
        return self.channel.name
