"""The merchant's own hands and the tester's knobs: what happens to a store without the API and without a buyer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from .call import Call
from .fulfilment import Fulfillment, FulfillmentOrder, Hold, Mail
from .money import cents
from .orders import Order
from .product_set import set_product
from .products import Product, StoreFile
from .shop import Installation, Location, Protected, Service, Settings
from .stamps import stamp
from .store import Ledger, Store
from .write_work import request_fulfillment


class MerchantSide:
    """Reads the store's own books and changes it as its owner would. Every change moves `updatedAt`, as in life."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def settings(self) -> Settings:
        return self.store.settings

    @property
    def ledger(self) -> Ledger:
        return self.store.ledger

    @property
    def mails(self) -> list[Mail]:
        return self.store.ledger.mails

    @property
    def orders(self) -> list[Order]:
        return list(self.store.orders.values())

    @property
    def fulfillments(self) -> list[Fulfillment]:
        return list(self.store.fulfillments.values())

    @property
    def products(self) -> list[Product]:
        return list(self.store.products.values())

    @property
    def files(self) -> list[StoreFile]:
        return list(self.store.files.values())

    def order(self, ref: str) -> Order:
        """By id, number or name."""
        for order in self.store.orders.values():
            if ref in {order.id, order.name, str(order.number), str(order.legacy)}:
                return order
        raise KeyError(ref)

    def fulfillment_orders(self, order: Order) -> list[FulfillmentOrder]:
        return self.store.fulfillment_orders_of(order)

    def add_product(self, given: Mapping[str, object], *, now: datetime) -> Product:
        """A product made in the admin, in the form of a `ProductSetInput`."""
        product, errors = set_product(self.store, None, dict(given), stamp(now))
        if product is None:
            raise ValueError(errors)
        return product

    def add_simple_product(
        self, title: str, skus: Sequence[str] = ("",), *, now: datetime, price: str = "20.00"
    ) -> Product:
        """A product with one option and a variant per SKU."""
        names = [sku or f"Type {place}" for place, sku in enumerate(skus, 1)]
        variants = [
            {
                "optionValues": [{"optionName": "Type", "name": name}],
                "sku": sku or None,
                "price": price,
            }
            for name, sku in zip(names, skus, strict=True)
        ]
        options = [{"name": "Type", "position": 1, "values": [{"name": name} for name in names]}]
        given = {"title": title, "productOptions": options, "variants": variants}
        return self.add_product(given, now=now)

    def edit_variant(
        self, variant_id: str, *, now: datetime, price: str | None = None, sku: str | None = None
    ) -> None:
        """Price (in the shop's currency) or SKU changed by hand."""
        product = self.store.products[self.store.variant_owner[variant_id]]
        variant = next(each for each in product.variants if each.id == variant_id)
        if price is not None:
            variant.price = cents(price)
        if sku is not None:
            variant.sku = sku
        self.store.touch_product(product, stamp(now))

    def delete_variant(self, variant_id: str, *, now: datetime) -> None:
        """The variant is gone; order lines that had it lose their link."""
        product = self.store.products[self.store.variant_owner.pop(variant_id)]
        product.variants = [variant for variant in product.variants if variant.id != variant_id]
        self.store.touch_product(product, stamp(now))

    def delete_product(self, product_id: str) -> None:
        product = self.store.products.pop(product_id)
        for variant in product.variants:
            self.store.variant_owner.pop(variant.id, None)

    def hold(
        self, order: Order, *, now: datetime, reason: str = "ONLINE_STORE_POST_PURCHASE_CROSS_SELL"
    ) -> Hold:
        """Another app, or the merchant, holds everything that is still to be sent."""
        made = Hold(self.store.mint("FulfillmentHold"), reason, None, None, ours=False)
        for work in self.fulfillment_orders(order):
            if work.status in {"OPEN", "SCHEDULED", "ON_HOLD"}:
                work.holds.append(made)
                work.status = "ON_HOLD"
                work.updated_at = stamp(now)
        self.store.touch(order, stamp(now))
        return made

    def release_hold(self, order: Order, *, now: datetime) -> None:
        """Holds of others go; ours stay."""
        for work in self.fulfillment_orders(order):
            work.holds = [hold for hold in work.holds if hold.ours]
            if work.status == "ON_HOLD" and not work.holds:
                work.status = "OPEN"
                work.updated_at = stamp(now)
        self.store.touch(order, stamp(now))

    def schedule(self, order: Order, *, now: datetime, days: int = 7) -> None:
        """A pre-order: nothing is to be sent before a day."""
        for work in self.fulfillment_orders(order):
            work.status, work.fulfill_at = "SCHEDULED", stamp(now + timedelta(days=days))
        self.store.touch(order, stamp(now))

    def request_fulfillment(self, work: FulfillmentOrder, *, now: datetime) -> bool:
        """The merchant presses "Request fulfillment"."""
        call = Call(self.store, stamp(now), "", frozenset())
        done = request_fulfillment(work, None, call)
        self.store.touch(self.store.orders[work.order_id], stamp(now))
        return done

    def add_service(self, name: str = "Printful") -> Location:
        """Another app with a location of its own."""
        service = Service(
            self.store.mint("FulfillmentService"), name.lower(), name, self.store.mint("Location")
        )
        place = Location(service.location_id, name, "US", service_id=service.id)
        self.store.services[service.id] = service
        self.store.locations[place.id] = place
        return place

    def add_location(self, name: str, country_code: str = "US") -> Location:
        """One more place of the merchant."""
        place = Location(self.store.mint("Location"), name, country_code)
        self.store.locations[place.id] = place
        return place

    def stock_only_at(self, variant_id: str, place: Location, *, now: datetime) -> None:
        """The variant is sent from there and nowhere else."""
        variant = self.store.variant(variant_id)
        if variant is None:
            raise KeyError(variant_id)
        variant.stock.levels = {place.id: stamp(now)}

    def set_plan(self, plan: str, protected: Protected | str | None = None) -> None:
        """The store's plan; on Starter and Basic personal data is refused unless said otherwise."""
        self.settings.plan = plan
        default = Protected.DENIED if plan in {"Starter", "Basic"} else Protected.OPEN
        self.settings.protected = Protected(protected) if protected is not None else default

    def set_protected(self, mode: Protected | str) -> None:
        self.settings.protected = Protected(mode)

    def set_scopes(self, scopes: Iterable[str]) -> None:
        self.settings.scopes = list(scopes)

    def set_installation(self, state: Installation | str) -> None:
        self.settings.installation = Installation(state)

    def revoke_key(self) -> None:
        """Every key given out so far stops working; the client id and secret still do."""
        for token in self.store.tokens.values():
            token.revoked = True
