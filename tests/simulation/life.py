"""What people and vendors do by themselves: buy, change their minds, hold, fail, ship in parts, ship again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from podbridge_desktop.sandbox.etsy import EtsyVendor
from podbridge_desktop.sandbox.printful import PrintfulVendor
from podbridge_desktop.sandbox.printify import SHOP_ID, PrintifyVendor
from podbridge_desktop.sandbox.shopping import on_sale
from podbridge_desktop.sandbox.world import World as People
from tests.simulation import books
from tests.simulation.swarm import Fault

if TYPE_CHECKING:
    from tests.simulation.world import World

F = Fault
COUNTRIES = ("US", "DE", "GB")
ORDERS = (3, 6)  # a seed's orders, from and to
FIRST_HOURS = 6  # everybody buys within
RUSH = 0.3  # how often somebody buys a minute after somebody else
HASTE = 0.7  # how often a clock that is set at all is set in the worst moment
CHANGES_BESIDE = 0.2  # how often a buyer changes something while the store's answer is on its way
CROWD = 12  # more than a page of the list
STORE_LIFE = (F.ADDRESS, F.EDIT, F.CANCEL, F.REFUND, F.STORE_HOLD, F.REPRICED)
SUPPLIER_LIFE = (F.SUPPLIER_HOLD, F.SUPPLIER_FAIL, F.SUPPLIER_CANCEL, F.PART_SHIPPED)


class Life:
    """The seed's script. Everything in it happens at its own moment of true time, also in the middle of a call."""

    def __init__(self, world: World) -> None:
        self._world, self._chance = world, world.stream("life")
        self._people = People(f"simulation-{world.seed}")
        self._seen: set[str] = set()
        self._worst, self._others = world.stream("worst"), 0
        self.streets: list[str] = []
        self._bought: dict[str, Any] = {}
        self._turn_knobs()

    def _turn_knobs(self) -> None:
        """The vendors' own manners, where they differ or are not known for certain."""
        chance, store, supplier = self._chance, *self._world.vendors.values()
        supplier.book.seed = str(self._world.seed)
        if isinstance(store, EtsyVendor):
            store.turn(
                refresh_grace=chance.choice((0.0, 120.0)), quiet_changes=chance.random() < 0.5
            )
        else:
            store.settings.index_lag_seconds = chance.choice((0.0, 10.0, 60.0))
        if isinstance(supplier, PrintifyVendor):
            supplier.turn(
                enforce_external_id=chance.random() < 0.5,
                keeps_sent_lines=chance.random() < 0.7,
                order_totals=chance.random() < 0.5,
                list_lag=chance.choice((0.0, 20.0, 60.0)),
                pending_seconds=chance.choice((0.0, 30.0)),
                image_seconds=chance.choice((0.0, 900.0)),
                retry_after=chance.random() < 0.5,
                split_rate=chance.choice((0.0, 0.4)),
            )
        else:
            supplier.turn(
                confirm_twice_is_fine=chance.random() < 0.5,
                costs_delay=chance.choice((0.0, 8.0)),
                split_rate=chance.choice((0.0, 0.6)),
            )

    def begin(self) -> None:
        """Put everybody's purchases and changes of mind into the time to come."""
        hours = 0.0
        for _ in range(self._chance.randint(*ORDERS)):
            if self._chance.random() < RUSH:
                hours += self._chance.uniform(0, 0.02)
            else:
                hours = self._chance.uniform(0, FIRST_HOURS)
            self._in(hours, self._buy)
        if self._world.swarm.happens(F.KEY_REVOKED, self._chance):
            self._in(self._chance.uniform(1, 20), self._revoke)
        if self._world.swarm.happens(F.CLOCK, self._chance):
            begin = self._chance.uniform(0, 16)
            self._in(begin, self._set_clock)
            self._in(begin + self._chance.uniform(0.2, 8), self._mend_clock)

    def _in(self, hours: float, work: Callable[[], object]) -> None:
        """Do it then, if it can still be done then."""

        def happens() -> None:
            with suppress(ValueError, KeyError, StopIteration):
                work()

        self._world.clock.at(self._world.clock.now() + timedelta(hours=hours), happens)

    # the store

    @property
    def _store(self) -> Any:
        return self._world.vendors["store"]

    @property
    def _supplier(self) -> Any:
        return self._world.vendors["supplier"]

    def _buy(self) -> None:
        world, chance = self._world, self._chance
        purchase = self._people.purchase(on_sale(self._store), chance.choice(COUNTRIES))
        customer = purchase.customer
        home = replace(customer.address, address1=self._street())
        customer = replace(customer, address=home)
        more: dict[str, Any] = {"keep_stock": True} if isinstance(self._store, EtsyVendor) else {}
        order = self._store.buy(purchase.lines, customer, now=world.clock.now(), **more)
        key = str(order["id"] if isinstance(order, dict) else order.legacy)
        self._bought[key] = order
        world.note(f"bought {key}: {sum(line[1] for line in purchase.lines)} pieces")
        world.sold_changed()
        for fault in STORE_LIFE:
            if world.swarm.happens(fault, chance):
                self._in(
                    chance.uniform(0, 10) ** 1.5 / 3, lambda f=fault: self._change(f, order, key)
                )  # type: ignore[misc]

    def second_thoughts(self, order: int) -> None:
        """The buyer changes something just before the seller says yes to what she saw."""
        world = self._world
        if not world.stormy:
            return
        for (key,) in world.query("SELECT remote_id FROM orders WHERE id = ?", order):
            self._change_something(key)

    def while_it_is_read(self) -> None:
        """A buyer changes something right after the store gave its answer, and before anybody has it."""
        if self._bought and self._worst.random() < CHANGES_BESIDE:
            self._change_something(self._worst.choice(list(self._bought)))

    def _change_something(self, key: str) -> None:
        for fault in STORE_LIFE:
            if self._world.swarm.happens(fault, self._worst):
                with suppress(ValueError, KeyError, StopIteration):
                    self._change(fault, self._bought[key], key)

    def _street(self) -> str:
        """An address that is nowhere else: where it turns up in a log, it was leaked."""
        street = f"{self._chance.randint(1, 99)} Canary{self._chance.randint(10**6, 10**7)} Lane"
        self.streets.append(street)
        return street

    def _change(self, fault: Fault, order: Any, key: str) -> None:
        world = self._world
        states = world.states_of(key) or ["planned"]
        act = {
            F.ADDRESS: self._move,
            F.EDIT: self._edit,
            F.CANCEL: lambda each: self._store.cancel_order(each, now=world.clock.now()),
            F.REFUND: self._refund,
            F.STORE_HOLD: self._hold,
            F.REPRICED: lambda _each: self._reprice(key),
        }[fault]
        act(order)
        world.meets(fault, states, key)
        world.sold_changed()

    def _move(self, order: Any) -> None:
        address = self._people.customer(self._chance.choice(COUNTRIES)).address
        moved = replace(address, address1=self._street())
        self._store.change_address(order, moved, now=self._world.clock.now())

    def _edit(self, order: Any) -> None:
        if isinstance(self._store, EtsyVendor):
            raise ValueError("receipts are not edited")  # noqa: TRY004 - it just cannot happen there
        line = self._chance.choice(order.lines)
        wanted = max(0, line.current_quantity + self._chance.choice((-1, 1)))
        self._store.edit_order(order, {line.id: wanted}, now=self._world.clock.now())

    def _refund(self, order: Any) -> None:
        now = self._world.clock.now()
        if isinstance(self._store, EtsyVendor):
            self._store.refund(order, self._chance.choice((None, 100)), now=now)
        else:
            line = self._chance.choice(order.lines)
            self._store.refund(order, {line.id: min(1, line.current_quantity)}, now=now)

    def _hold(self, order: Any) -> None:
        if isinstance(self._store, EtsyVendor):
            raise ValueError("receipts are not held")  # noqa: TRY004
        self._store.hold(order, now=self._world.clock.now())
        self._in(
            self._chance.uniform(0.1, 6),
            lambda: self._store.release_hold(order, now=self._world.clock.now()),
        )

    # the supplier

    def _reprice(self, key: str) -> None:
        """An order that is not paid yet costs a dollar more than it said."""
        found = next(
            each for each in books.made(self._supplier) if each.order == key and not each.counts
        )
        if isinstance(self._supplier, PrintfulVendor):
            costs = self._supplier.order(found.id)["costs"]
            costs["total"] = f"{float(costs['total']) + 1:.2f}"
        else:
            self._supplier.reprice(found.id, 100)

    def charged(self) -> None:
        """What becomes of the orders that were just paid."""
        chance, world = self._chance, self._world
        for each in books.made(self._supplier):
            if not each.counts or each.reprint or each.id in self._seen:
                continue
            self._seen.add(each.id)
            for fault in SUPPLIER_LIFE:
                if world.swarm.happens(fault, chance):
                    self._in(
                        chance.uniform(0, 6), lambda f=fault, i=each.id: self._at_supplier(f, i)
                    )  # type: ignore[misc]
            self._in(chance.uniform(1, 14), lambda i=each.id: self._ship(i))  # type: ignore[misc]

    def _at_supplier(self, fault: Fault, ident: str) -> None:
        supplier, world = self._supplier, self._world
        supplier.advance(world.clock.now())
        act = {
            F.SUPPLIER_HOLD: lambda: supplier.hold(ident),
            F.SUPPLIER_FAIL: lambda: supplier.fail(ident),
            F.SUPPLIER_CANCEL: lambda: supplier.cancel(ident),
            F.PART_SHIPPED: lambda: self._ship_part(ident),
            F.RENUMBERED: lambda: supplier.renumber(ident, f"{self._chance.randrange(10**11)}"),
            F.RESHIPPED: lambda: supplier.reship(ident),
        }[fault]
        states = self._states(ident)
        act()
        world.meets(fault, states, ident)
        if fault is F.SUPPLIER_HOLD:
            self._in(self._chance.uniform(0.2, 8), lambda: supplier.release(ident))
        if fault is F.SUPPLIER_FAIL:
            self._seen.discard(ident)  # mended and paid once more, it is made after all

    def _states(self, ident: str) -> list[str]:
        found = self._world.query("SELECT state FROM supplier_order WHERE remote_id = ?", ident)
        return [state for (state,) in found]

    def _ship_part(self, ident: str) -> None:
        order = self._supplier.order(ident)
        item = self._chance.choice(order["items"] if "items" in order else order["lines"])
        self._supplier.ship(ident, {str(item["id"]): 1})

    def _ship(self, ident: str) -> None:
        supplier, world, chance = self._supplier, self._world, self._chance
        supplier.advance(world.clock.now())
        supplier.ship(ident)
        world.note(f"shipped {ident}")
        if isinstance(supplier, PrintfulVendor) and world.swarm.happens(F.RENUMBERED, chance):
            self._in(chance.uniform(0, 5), lambda: self._at_supplier(F.RENUMBERED, ident))
        if world.swarm.happens(F.RESHIPPED, chance):
            self._in(chance.uniform(0.5, 6), lambda: self._at_supplier(F.RESHIPPED, ident))

    def settle(self) -> None:
        """The storm is over: what is held goes on, what is made leaves the house."""
        supplier, now = self._supplier, self._world.clock.now()
        supplier.advance(now)
        for each in books.made(supplier):
            for act in (supplier.release, supplier.ship):
                with suppress(ValueError, KeyError):
                    act(each.id)
        if not isinstance(self._store, EtsyVendor):
            for order in self._store.orders:
                self._store.release_hold(order, now=now)

    # the worst moments

    def after_a_lost_create(self) -> None:
        """Before it is looked up other orders come, or somebody sets the clock: what a look-up rests on."""
        world, chance = self._world, self._worst
        if isinstance(self._supplier, PrintifyVendor) and world.swarm.happens(F.CROWD, chance):
            self._in(chance.uniform(0, 0.1), self._crowd)
        self._let_the_list_lag()
        if F.CLOCK in world.swarm.rates and not world.wall.wrong_by and chance.random() < HASTE:
            begin = chance.uniform(0.003, 0.05)
            self._in(begin, self._set_clock_on)
            self._in(begin + chance.uniform(0.2, 8), self._mend_clock)

    def _crowd(self) -> None:
        """A dozen orders of another channel: ours stands on a later page of the list now."""
        supplier, world = self._supplier, self._world
        supplier.advance(world.clock.now())
        sku = next(iter(supplier.book.orders.values()))["lines"][0]["sku"]
        for _ in range(CROWD):
            self._others += 1
            supplier.import_order(SHOP_ID, 80_000 + self._others, {sku: 1})
        world.meets(F.CROWD, world.states_at_work(), "")

    def _let_the_list_lag(self) -> None:
        """Longer than anybody waits: then only the supplier itself keeps a name from being used twice."""
        supplier, world = self._supplier, self._world
        if (
            not isinstance(supplier, PrintifyVendor)
            or not supplier.book.knobs["enforce_external_id"]
        ):
            return
        if world.swarm.happens(F.LAG, self._worst):
            usual = supplier.book.knobs["list_lag"]
            hours = self._worst.choice((1, 4, 12))
            supplier.turn(list_lag=hours * 3600.0)
            self._in(hours, lambda: supplier.turn(list_lag=usual))
            world.meets(F.LAG, world.states_at_work(), "")

    def after_a_create(self) -> None:
        """Somebody at the supplier adds a piece, or it was taken down wrongly."""
        if not self._world.stormy or not self._world.swarm.happens(F.MISMADE, self._worst):
            return
        order = next(reversed(self._supplier.book.orders.values()))
        item = (order["items"] if "items" in order else order["lines"])[0]
        item["quantity"] += 1
        self._world.meets(F.MISMADE, self._world.states_at_work(), str(order["id"]))

    # keys and clocks

    def _revoke(self) -> None:
        """The store's or the supplier's keys stop working; a supplier's are given back an hour later."""
        world, now = self._world, self._world.clock.now()
        world.meets(F.KEY_REVOKED, [], "")
        if self._chance.random() < 0.5:
            self._supplier.revoke_key()
            self._in(1, lambda: self._supplier.revoke_key(back=True))
        elif isinstance(self._store, EtsyVendor):
            self._store.revoke_key(now=now)
        else:
            self._store.revoke_key()

    def _set_clock(self) -> None:
        """By a day, or by the hour of a summer time that was not meant."""
        self._set_clock_by(self._chance.choice((-24, -24, -1, 1, 24, 24)))

    def _set_clock_on(self) -> None:
        """What was to be waited for seems over."""
        self._set_clock_by(self._chance.choice((1, 24)))

    def _set_clock_by(self, most: int) -> None:
        hours = most * self._chance.uniform(0.5, 1)
        self._world.wall.wrong_by = timedelta(hours=hours)
        self._world.meets(F.CLOCK, self._world.states_at_work(), f"{hours:.1f} h")

    def _mend_clock(self) -> None:
        self._world.wall.wrong_by = timedelta(0)
        self._world.note("clock mended")
