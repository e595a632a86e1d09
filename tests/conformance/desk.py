"""What a connector tells of itself to join a suite: how to connect, and how to make things happen at its practice vendor.

A desk knows the vendor and nothing of the connector. Everything that it does is done at the vendor's side of the
counter; what the connector makes of it is the suite's affair.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from podbridge_desktop.domain.fulfilment import SupplierStatus
from podbridge_desktop.domain.orders import Payment
from podbridge_desktop.sandbox.faults import Fault
from podbridge_desktop.sandbox.http import Request

if TYPE_CHECKING:
    from tests.conformance.world import World


@dataclass(frozen=True, slots=True)
class Calls:
    """Some of the vendor's calls: a pattern of their path, their method, something in their body."""

    path: str = ""
    method: str = ""
    contains: str = ""

    def fault(self, vendor: str, kind: str, **how: Any) -> Fault:
        """An ordered trouble that strikes them."""
        return Fault(
            vendor, kind, method=self.method, path=self.path, contains=self.contains, **how
        )

    def has(self, request: Request) -> bool:
        return self.fault("", "drop").matches(request)


@dataclass(frozen=True, slots=True)
class Right:
    """A permission as the connection test speaks of it.

    `taken`: what must be taken away so that it is surely missing, where that is more than itself (a right to write
    may include the one to read). `needed` False: without it the connection still does its work.
    """

    name: str
    needed: bool = True
    taken: tuple[str, ...] = field(default=())

    @property
    def names(self) -> tuple[str, ...]:
        return self.taken or (self.name,)


class Desk(Protocol):
    """What every connector tells, whatever it connects."""

    platform: str
    vendor: Any  # the practice vendor, as it is when the seller has just set it up
    fields: Mapping[str, str]
    account_id: str
    currency: str
    rights: tuple[Right, ...]
    right_to_read: tuple[str, tuple[str, ...]]  # what reading an order lacks without `taken`
    right_to_write: tuple[str, tuple[str, ...]]
    reads: Calls  # the calls by which one order is read

    @abstractmethod
    def opened(self, world: World) -> None:
        """The vendor listens now, at `world.url`; what it answers may be said otherwise by `world.door.rewrite`."""

    @abstractmethod
    def secrets(self, now: datetime) -> dict[str, str]:
        """What the seller has copied from the vendor's pages, or got by signing in."""

    @abstractmethod
    def wrong_secrets(self) -> dict[str, str]:
        """The same with a slip: it opens nothing."""

    @abstractmethod
    def elsewhere(self) -> dict[str, str]:
        """Fields that name a shop or account which the key does not open."""

    @abstractmethod
    def end_key(self, now: datetime) -> None:
        """The seller or the vendor revokes all that was given out: only connecting again helps."""

    @abstractmethod
    def take_rights(self, names: Sequence[str], now: datetime) -> dict[str, str]:
        """From now on the key may do anything but this; what the seller has now, if she connects once more."""

    @abstractmethod
    def never_told(self) -> set[str]:
        """Every secret that the vendor knows by now: keys, tokens, codes."""


class SupplierDesk(Desk, Protocol):
    """What a supplier's connector tells besides."""

    statuses: Mapping[str, SupplierStatus]  # every word that the vendor's papers know
    order_page: int  # how many orders its longest list gives at once
    product_page: int
    create: Calls
    confirm: Calls
    cancel: Calls
    order_list: Calls
    product_list: Calls

    @abstractmethod
    def variants(self) -> list[str]:
        """Two variants, as the connector names them, that can be ordered together."""

    @abstractmethod
    def say(self, order: str, word: str) -> None:
        """The vendor calls the order so from now on."""

    @abstractmethod
    def ship(self, order: str) -> None:
        """Everything of a released order leaves."""

    @abstractmethod
    def keep_names_apart(self) -> None:
        """The vendor refuses a second order of a name, where it does not do so anyway."""

    @abstractmethod
    def fill(self, count: int) -> None:
        """At least so many products."""

    @abstractmethod
    def products(self) -> list[str]:
        """The vendor's numbers of its products that can be ordered, in the order of its list."""

    @abstractmethod
    def drop(self, product: str) -> None:
        """Somebody deletes a product."""


class StoreDesk(Desk, Protocol):
    """What a store's connector tells besides."""

    payments: Mapping[str, Payment]  # every word that the vendor's papers know
    order_page: int
    listing_page: int
    track: Calls
    make: Calls  # the first call that makes a listing
    writes: tuple[Calls, ...]  # every call that changes one
    restock: Calls  # the call that changes what can be bought of one
    order_list: Calls
    listing_list: Calls

    @abstractmethod
    def buy(self, now: datetime) -> str:
        """Somebody buys two different things and pays; the number of the order."""

    @abstractmethod
    def buy_many(self, count: int, now: datetime) -> None: ...

    @abstractmethod
    def orders(self) -> dict[str, datetime]:
        """Every order with its last change."""

    @abstractmethod
    def touch(self, order: str, now: datetime) -> None:
        """Something about the order changes."""

    @abstractmethod
    def order_called(self, word: str, now: datetime) -> str:
        """A new order that the vendor calls so."""

    @abstractmethod
    def hide_addresses(self) -> None:
        """The vendor no longer shows who bought, as it does on some plans and in some countries."""

    @abstractmethod
    def parcels(self, order: str) -> list[str]:
        """The tracking numbers that stand with an order."""

    @abstractmethod
    def mails(self) -> int:
        """How often a buyer was told of a parcel."""

    @abstractmethod
    def listings(self) -> list[Mapping[str, Any]]:
        """Every listing that stands there: `id`, `title`, `skus` in order, how many `pictures`, whether `live`."""

    @abstractmethod
    def buyable(self, listing: str) -> dict[str, bool]:
        """Which variants of a listing buyers can put into the cart, by SKU."""

    @abstractmethod
    def fees(self) -> int:
        """What listings have cost so far, in hundredths."""

    @abstractmethod
    def put_up(self, count: int, now: datetime) -> None:
        """So many listings, made by hand."""

    @abstractmethod
    def take_down(self, listing: str) -> None:
        """Somebody deletes a listing."""
