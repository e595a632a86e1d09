"""The remote world as the engine knows it. Connectors implement these; `bootstrap` plugs them in.

Every method may raise `Unreachable`, `Busy`, `SignInFailed` and `PermissionMissing`. A method that reads may raise
`VendorFault`; a method that *writes* raises `UnknownOutcome` whenever the write may have happened (any 5xx,
time-out after sending, unreadable answer) and any other (`errors.SURELY_NOT`) only when it surely has not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from podbridge_desktop.domain.books import BookPage, StoreEntry
from podbridge_desktop.domain.catalog import (
    CatalogHead,
    CatalogItem,
    ListingDraft,
    StoreListing,
    SupplierProduct,
    Unchanged,
)
from podbridge_desktop.domain.fulfilment import (
    Costs,
    Parcel,
    StoreParcel,
    StoreShipping,
    SupplierOrderReading,
    SupplierOrderRequest,
    TrackingPush,
    Watched,
)
from podbridge_desktop.domain.listing_choices import ListingChoice
from podbridge_desktop.domain.mockups import Begun, MockupAnswer, MockupStyle, MockupWish
from podbridge_desktop.domain.orders import StoreOrder

NO_MARKS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ability:
    """One line of a connection test: what works, or what is missing and how to mend it."""

    name: str
    works: bool
    sentence: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class NativeLink:
    """A store that the supplier's account serves by itself: a second bridge."""

    platform: str
    name: str
    shop_reference: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a connection test found. `account_id` is the vendor's own numeric id of the store or account."""

    account_id: str
    account_name: str
    currency: str
    abilities: tuple[Ability, ...]
    address_access: str = "unknown"  # 'yes', 'no', 'unknown' (no order yet); suppliers: 'yes'
    native_links: tuple[NativeLink, ...] = ()
    links_visible: bool = True  # False: this key cannot see which stores the account serves
    facts: Mapping[str, str] | None = (
        None  # kept with the connection: domain, publication id, time zone …
    )

    @property
    def missing(self) -> tuple[Ability, ...]:
        return tuple(a for a in self.abilities if a.needed and not a.works)


@dataclass(frozen=True, slots=True)
class CallFigures:
    """What a connector knows of its own traffic: for the connection card."""

    calls: int = 0
    failures: int = 0
    left: int | None = None
    limit: int | None = None
    write_calls: int = 0
    query_points: int = 0


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some changed orders. Every change up to `through` (vendor time) stands in this page or an earlier one."""

    orders: tuple[StoreOrder, ...]
    through: datetime


class Clock(Protocol):
    """Time, so that practice mode and tests can move it."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment, for limits and short memories: nobody sets it back."""
        ...


class Remote(Protocol):
    """What every connection can do."""

    def check(self) -> CheckReport: ...
    def figures(self) -> CallFigures: ...
    def abort(self) -> None:
        """Cut off a call that waits for its answer (from another thread)."""
        ...

    def close(self) -> None: ...
    def vendor_now(self) -> datetime | None:
        """The vendor's own clock at its latest answer; None where it has not told yet."""
        ...


class SalesChannel(Remote, Protocol):
    """A store."""

    quiet_period: timedelta  # how long an unknown tracking push waits before it may be repeated

    def changed_orders(
        self, since: datetime | None, *, repeat: bool = True, thorough: bool = False
    ) -> Iterator[OrderPage]:
        """Pages of orders changed at or after `since` (vendor time), oldest change first, any status.

        Without `repeat`, what an earlier pull gave and somebody took may be left out until it changes again. A page
        is taken when the next one is asked for. `thorough` also gives what the store's changes have been seen to leave
        out; without it that comes now and then.
        """
        ...

    def book(self, since: datetime, after: str = "") -> BookPage[StoreEntry]:
        """A page of all orders changed at or after `since` (vendor time), oldest change first; one call."""
        ...

    def read_orders(self, remote_ids: tuple[str, ...]) -> tuple[StoreOrder, ...]:
        """Fresh readings (never from a search index); orders that are gone are left out."""
        ...

    def listings(self) -> Iterator[tuple[StoreListing, ...]]:
        """All listings of the store, in batches."""
        ...

    def find_listing(self, reference: str) -> StoreListing | None:
        """The listing that `push_listing` made under `reference`, if there is one."""
        ...

    def listing_choices(self, drafts: Sequence[ListingDraft]) -> tuple[ListingChoice, ...]:
        """What the store wants to be told of these listings beside the product, as lists read now; empty: nothing."""
        ...

    def push_listing(self, draft: ListingDraft, remote_id: str | None) -> StoreListing:
        """Make (`remote_id` None) or update a listing. What the seller added at the store stays.

        Raises `Unfinished` while the store works on it, so that others can be pushed meanwhile.
        """
        ...

    def set_availability(
        self, listing_remote_id: str, wanted: Mapping[str, bool], *, revive: bool = False
    ) -> Mapping[str, bool]:
        """Make variants of a listing buyable, with as many pieces as the store takes, or not; the others stay as they
        are. Gives which of them buyers can buy now; one that is gone is left out. Doing it twice changes nothing.

        Where a listing cannot stand without anything to buy it is taken off sale; `revive` puts it back. Costs no fee.
        """
        ...

    def shipping_of(self, order_remote_id: str) -> StoreShipping:
        """Parcels and remaining quantities of one order, fresh."""
        ...

    def push_tracking(self, push: TrackingPush) -> StoreParcel:
        """Write one parcel; with `notify_customer` the store mails the buyer."""
        ...


class Supplier(Remote, Protocol):
    """A supplier."""

    drafts_are_free: bool  # True: an order exists as a free draft before approval
    quiet_period: timedelta  # how long an unknown create waits after a negative look-up

    def products(
        self, marks: Mapping[str, str] = NO_MARKS
    ) -> Iterator[SupplierProduct | Unchanged]:
        """All products with variants, costs and print areas.

        `marks` are those that products were last read with, by id: one that has its mark still may be given as
        `Unchanged`, which is to spare calls. Without marks everything is read.
        """
        ...

    def catalog(self) -> tuple[CatalogHead, ...]:
        """All blanks that can be printed on, in the supplier's order."""
        ...

    def catalog_item(self, remote_id: str) -> CatalogItem:
        """One blank with variants and print areas. Raises `NotThere`."""
        ...

    def mockup_styles(self, remote_id: str) -> tuple[MockupStyle, ...]:
        """In which ways pictures of a product can be asked for; empty where the supplier makes all by itself."""
        ...

    def begin_mockups(self, wishes: Sequence[MockupWish]) -> tuple[Begun, ...]:
        """Ask for pictures of some products at once; costs no money, so it may be repeated.

        Raises `Retry` with the wait while the quota is used up (never waits itself), `Refused` for all of it, and
        `Skip` where there is nothing to ask for.
        """
        ...

    def made_mockups(self, tasks: Sequence[str]) -> Mapping[str, MockupAnswer]:
        """What became of each task that `begin_mockups` named."""
        ...

    def unlock_product(self, remote_id: str) -> None:
        """End the publishing that keeps a product locked. Raises `Skip` where nothing is ever locked."""
        ...

    def quote(self, request: SupplierOrderRequest) -> Costs:
        """What an order would cost, before it is made. Asked only where drafts are not free; changes nothing."""
        ...

    def find_order(
        self, external_id: str, since: datetime | None = None
    ) -> SupplierOrderReading | None:
        """Look up by our own name, among the orders made at or after `since` (vendor time); None means surely absent
        at this moment."""
        ...

    def find_orders(
        self, prefix: str, since: datetime | None = None
    ) -> tuple[SupplierOrderReading, ...]:
        """All orders whose `external_id` begins with `prefix`, made at or after `since` (vendor time)."""
        ...

    def create_order(self, request: SupplierOrderRequest) -> SupplierOrderReading:
        """Make the order (a draft). 'Exists already' is answered by adopting what is there."""
        ...

    def read_order(self, remote_id: str) -> SupplierOrderReading: ...

    def confirm_order(self, remote_id: str) -> SupplierOrderReading:
        """Release it to production. This spends the seller's money."""
        ...

    def cancel_order(self, remote_id: str) -> SupplierOrderReading: ...

    def news(
        self, watched: Sequence[Watched], since: datetime
    ) -> Iterator[tuple[SupplierOrderReading, ...]]:
        """Those of our orders (all made at or after `since`, vendor time) that may have news, in batches; for polling.
        How few calls that takes is the supplier's own affair."""
        ...

    def book(self, since: datetime, after: str = "") -> BookPage[SupplierOrderReading]:
        """A page of all orders made at or after `since` (vendor time), newest first; one call. What the supplier made
        anew by itself is left out."""
        ...

    def parcels(self, remote_id: str) -> tuple[Parcel, ...]: ...


@dataclass(frozen=True, slots=True)
class ConnectionSpec:
    """All a connector is built from. `secrets` reads one secret by field name, when it is needed."""

    id: str
    platform: str
    name: str
    fields: Mapping[str, str]
    api_url: str | None
    facts: Mapping[str, str]
    secret: Callable[[str], str | None]
    save_secret: Callable[[str, str], None]
    pictures: KeptPictures | None = None  # where a store's pictures may lie that have no address
    # Asked right before each change is sent; raises where this program may change nothing any more.
    may_write: Callable[[], None] = lambda: None


class KeptPictures(Protocol):
    """Pictures that are kept on this computer under an address made of their content (`domain.pictures`)."""

    def keep(self, url: str) -> str:
        """Fetch a picture and keep it; returns the address it is known by from then on.

        Raises `BadInput` for what is gone or no picture, `Unreachable` without an answer.
        """
        ...

    def content(self, url: str) -> bytes:
        """The bytes of a kept picture. Raises `BadInput` where it is not here."""
        ...


class PictureFetcher(Protocol):
    """Gets product pictures. Raises `BadInput` for an address that is refused, `Unreachable` without an answer."""

    def fetch(self, url: str, *, this_computer: bool) -> bytes:
        """The file's bytes. `this_computer` lets plain http to loopback through (practice mode)."""
        ...


class CredentialStore(Protocol):
    """Where keys are kept: the OS keyring, a key file, or memory (tests that are not about keys)."""

    def get(self, owner: str, field: str) -> str | None: ...
    def put(self, owner: str, field: str, value: str) -> None: ...
    def forget(self, owner: str) -> None:
        """Remove every secret of `owner`."""
        ...
