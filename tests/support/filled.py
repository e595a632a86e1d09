"""A real encrypted database file, filled through the storage functions the program itself uses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from podbridge_desktop.domain.fulfilment import Costs, Parcel, SupplierOrderReading, SupplierStatus
from podbridge_desktop.domain.lifecycle import ShipmentState, SupplierState
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.orders import Address, Payment, StoreLine, StoreOrder
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.domain.ports import CheckReport
from podbridge_desktop.storage import connections, ledger, orders, shipments, tables
from podbridge_desktop.storage import readings as bulk
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Database, Tx
from podbridge_desktop.storage.intake import Intake
from podbridge_desktop.storage.upgrade import upgrade

KEY = bytes(range(32))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
STORE, SUPPLIER = "store-1", "supplier-1"
READY = (SupplierState.SENDING, SupplierState.DRAFTED, SupplierState.CHECKED, SupplierState.WAITING)


@dataclass
class Moment:
    """A clock that stands until it is moved."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **length: float) -> None:
        self.at += timedelta(**length)


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def line(remote_id: str, variant: str | None = "var-1", **values: object) -> StoreLine:
    plain = StoreLine(
        remote_id, "Mountain T-shirt", 1, 1, usd("24.00"), variant, "SHIRT-M", "Black / M"
    )
    return replace(plain, **values)  # type: ignore[arg-type]


def address(name: str = "Ada Lovelace", **values: str) -> Address:
    plain = Address(
        name,
        "",
        "1 Byron St",
        "",
        "Denver",
        "Colorado",
        "CO",
        "80202",
        "US",
        "",
        "ada@post.example",
    )
    return replace(plain, **values)  # type: ignore[arg-type]


def store_order(number: int, **values: object) -> StoreOrder:
    """A paid order of one shirt, placed `number` minutes after a fixed morning."""
    at = NOON - timedelta(hours=20) + timedelta(minutes=number - 1000)
    plain = StoreOrder(
        remote_id=str(5_000_000 + number),
        number=f"#{number}",
        placed_at=at,
        updated_at=at,
        payment=Payment.PAID,
        lines=(line(f"{number}1"),),
        goods=usd("24.00"),
        shipping=usd("5.00"),
        tax=usd("2.00"),
        refunded=usd("0"),
        total=usd("31.00"),
        paid_at=at,
        ship_to=address(),
    )
    return replace(plain, **values)  # type: ignore[arg-type]


@dataclass
class Filled:
    """One database with connections and orders; everything goes the way the engine goes."""

    path: Path
    clock: Moment = field(default_factory=Moment)

    def __post_init__(self) -> None:
        self.database = Database(self.path, KEY, self.clock)
        upgrade(self.database, KEY)

    def connect(self, id_: str, name: str, *, platform: str = "shopify", **facts: str) -> None:
        kind = "store" if platform == "shopify" else "supplier"
        report = CheckReport(id_, f"{name} Ltd", "USD", (), "yes", facts=facts)
        with self.database.write() as tx:
            connections.add(
                tx, connections.NewConnection(id_, platform, kind, name, {}, None, report)
            )

    def usual(self) -> Filled:
        """One store, one supplier, a route between them, and a link for `var-1`."""
        self.connect(STORE, "Peak Prints", domain="peak.myshopify.com")
        self.connect(SUPPLIER, "Printful", platform="printful")
        self.route()
        self.link("var-1", "sup-1")
        return self

    def route(self, store: str = STORE, supplier: str = SUPPLIER, mode: Mode = Mode.ASSIST) -> None:
        setting = connections.RouteSetting(mode, NOON - timedelta(days=1))
        with self.database.write() as tx:
            connections.set_route(tx, store, supplier, setting)

    def link(
        self,
        variant: str,
        supplier_variant: str = "",
        store: str = STORE,
        supplier: str = SUPPLIER,
        kind: LinkKind = LinkKind.LINKED,
    ) -> None:
        made = VariantLink(store, variant, kind, supplier, supplier_variant)
        with self.database.write() as tx:
            tx.conn.execute(
                tables.variant_link.insert().values(
                    store_id=made.store_id,
                    listing_variant_id=made.listing_variant_id,
                    kind=made.kind,
                    supplier_id=made.supplier_id,
                    supplier_variant_id=made.supplier_variant_id,
                    created_at=tx.now,
                )
            )

    def take(self, *readings: StoreOrder, store: str = STORE) -> list[int]:
        """Take and plan orders as a pull does; gives our ids in the same order."""
        with self.database.write() as tx:
            orders_taken = bulk.take(tx, store, readings)
            intake = Intake(tx, store)
            intake.plan_new(orders_taken.new)
            for id_, _ in orders_taken.changed:
                intake.replan(id_)
            ids = [orders.find(tx, store, reading.remote_id) for reading in readings]
        return [id_ for id_ in ids if id_ is not None]

    def part(self, tx: Tx, order_id: int) -> ledger.LedgerRow:
        return ledger.of_order(tx, order_id)[-1]

    def walk(self, order_id: int, *states: SupplierState) -> None:
        """Move the order's supplier order along the protocol, one transaction per move."""
        for state in map(SupplierState, states):
            with self.database.write() as tx:
                row = self.part(tx, order_id)
                values = {"remote_id": f"sf-{row.id}"} if state is SupplierState.DRAFTED else {}
                ledger.move(tx, row, state, **values)

    def cost(self, order_id: int, total: str, currency: str = "USD") -> None:
        """The supplier says what its order costs, and where its page is."""
        zero, whole = Money.zero(currency), Money.of(total, currency)
        with self.database.write() as tx:
            row = self.part(tx, order_id)
            reading = SupplierOrderReading(
                row.remote_id or "",
                row.external_id,
                SupplierStatus.DRAFT,
                "draft",
                costs=Costs(whole, zero, zero, whole),
                url=f"https://supplier.example/orders/{row.id}",
            )
            ledger.note_reading(tx, row, reading)

    def waiting(self, order_id: int, total: str = "15.00") -> None:
        """Bring an order up to the point where it waits for approval."""
        self.walk(order_id, *READY)
        self.cost(order_id, total)

    def approve(self, order_id: int) -> None:
        with self.database.write() as tx:
            ledger.approve(tx, self.part(tx, order_id), "seller", Actor.SELLER)
        self.walk(order_id, SupplierState.CONFIRMING, SupplierState.IN_PRODUCTION)

    def ship(self, order_id: int, number: str = "TRACK1", *, pushed: bool = False) -> int:
        """A parcel leaves; with `pushed` the store has it too."""
        now = self.clock.now()
        url = f"https://carrier.example/{number}"
        parcel = Parcel(f"parcel-{number}", "UPS", number, url, (), now)
        self.walk(order_id, SupplierState.SHIPPED)
        with self.database.write() as tx:
            (shipment_id,) = shipments.take(tx, self.part(tx, order_id), (parcel,))
            if pushed:
                record = shipments.get(tx, shipment_id)
                shipments.move(tx, record, ShipmentState.PUSHING)
                shipments.move(
                    tx, shipments.get(tx, shipment_id), ShipmentState.PUSHED, parcel_id="f-1"
                )
        return shipment_id

    def hold(self, order_id: int, reason: str = "Wait for the customer") -> None:
        with self.database.write() as tx:
            ledger.set_held(tx, self.part(tx, order_id), reason)
