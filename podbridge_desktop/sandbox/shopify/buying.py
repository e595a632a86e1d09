"""Placing an order: lines, address, money, and the fulfilment orders that follow from where things are stocked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from podbridge_desktop.sandbox.world import Address, Customer

from .orders import LineItem, MailingAddress, Order, Property, Transaction
from .products import Variant
from .store import Store
from .work import open_work, route_line

_COUNTRIES = {
    "US": "United States", "CA": "Canada", "GB": "United Kingdom", "DE": "Germany", "FR": "France",
    "AT": "Austria", "CH": "Switzerland", "NL": "Netherlands", "ES": "Spain", "IT": "Italy", "PL": "Poland",
    "SE": "Sweden", "GR": "Greece", "JP": "Japan", "KR": "South Korea", "CN": "China", "BR": "Brazil",
    "AU": "Australia", "IN": "India", "IL": "Israel", "IE": "Ireland", "MX": "Mexico", "VN": "Vietnam",
}  # fmt: skip
_STATES = {"CA": "California", "NY": "New York", "TX": "Texas", "OR": "Oregon", "WA": "Washington"}
_LOCALES = {"DE": "de", "AT": "de", "FR": "fr", "JP": "ja", "ES": "es", "BR": "pt-BR", "IT": "it"}
_NOBODY = Customer(
    "Robin", "Miller", "robin.miller@example.com", "+15035550123",
    Address("Robin", "Miller", "12 Elm Street", "Portland", "97201", "US", "OR", phone="+15035550123"),
)  # fmt: skip


@dataclass(slots=True)
class Basket:
    """Everything about a purchase. `financial` PAID, PENDING or AUTHORIZED; `method` SHIPPING, PICK_UP, LOCAL, NONE."""

    lines: Sequence[tuple[str, int, Mapping[str, str | None]]]
    customer: Customer | None = None
    financial: str = "PAID"
    note: str | None = None
    tags: Sequence[str] = ()
    attributes: Mapping[str, str | None] | None = None
    shipping_title: str = "Standard"
    shipping_price: int = 499
    tax_percent: float = 0.0
    discount: int = 0
    method: str = "SHIPPING"
    test: bool = False
    presentment: tuple[str, float] | None = None
    risk: str = "ACCEPT"
    address_problem: bool = False
    created_at: str | None = None


def place_order(store: Store, basket: Basket, now: str) -> Order:
    """Enter the order and what each location has to send."""
    when = basket.created_at or now
    order = _head(store, basket, when)
    for line in basket.lines:
        place_line(store, order, line)
    order.tax = round(order.subtotal * basket.tax_percent / 100)
    if order.requires_shipping and basket.method == "SHIPPING":
        order.shipping_address = _ship_to(store, basket)
    else:
        order.shipping_price = 0
    order.billing_address = postal_address(store, (basket.customer or _NOBODY).address)
    _pay(store, order, when)
    _route(store, order, basket.method, when)
    store.orders[order.id] = order
    store.next_order_number += 1
    store.touch(order, when)
    return order


def _head(store: Store, basket: Basket, now: str) -> Order:
    buyer = basket.customer or _NOBODY
    currency, rate = basket.presentment or (store.settings.currency, 1.0)
    return Order(
        id=store.mint("Order"),
        number=store.next_order_number,
        created_at=now,
        processed_at=now,
        updated_at=now,
        currency_code=store.settings.currency,
        presentment_currency_code=currency,
        presentment_rate=rate,
        lines=[],
        display_financial_status=basket.financial,
        email=buyer.email,
        phone=buyer.phone or None,
        customer_locale=_LOCALES.get(buyer.address.country_code, "en"),
        shipping_title=basket.shipping_title,
        shipping_price=basket.shipping_price,
        discount=basket.discount,
        tags=sorted(basket.tags, key=str.casefold),
        custom_attributes=[Property(k, v) for k, v in (basket.attributes or {}).items()],
        note=basket.note,
        test=basket.test,
        risk=basket.risk,
    )


def place_line(
    store: Store, order: Order, given: tuple[str, int, Mapping[str, str | None]]
) -> LineItem:
    """Add a line: title, price and SKU are copied from the variant as it is now."""
    variant_id, quantity, properties = given
    variant = store.variant(variant_id)
    if variant is None:
        raise KeyError(variant_id)
    product = store.products[variant.product_id]
    line = LineItem(
        id=store.mint("LineItem"),
        order_id=order.id,
        title=product.title,
        variant_title=None if variant.title == "Default Title" else variant.title,
        sku=variant.sku,
        vendor=product.vendor or None,
        product_id=product.id,
        variant_id=variant.id,
        quantity=quantity,
        unit_price=variant.price,
        custom_attributes=[Property(key, value) for key, value in properties.items()],
        requires_shipping=variant.stock.requires_shipping,
        is_gift_card=product.is_gift_card,
        taxable=variant.taxable,
        image_url=_image(store, variant, product.media_ids),
    )
    order.lines.append(line)
    return line


def _image(store: Store, variant: Variant, media_ids: list[str]) -> str | None:
    chosen = variant.media_id or next(iter(media_ids), "")
    entry = store.files.get(chosen)
    return entry.url if entry else None


def postal_address(store: Store, address: Address) -> MailingAddress:
    """A buyer's address as the store writes it."""
    state = address.state_code or None
    return MailingAddress(
        id=f"{store.mint('MailingAddress')}?model_name=Address",
        first_name=address.first_name or None,
        last_name=address.last_name or None,
        address1=address.address1 or None,
        address2=address.address2 or None,
        company=address.company or None,
        city=address.city or None,
        zip=address.zip or None,
        province=_STATES.get(address.state_code, state) if address.country_code == "US" else state,
        province_code=state,
        country=_COUNTRIES.get(address.country_code, address.country_code),
        country_code=address.country_code,
        phone=address.phone or None,
    )


def _ship_to(store: Store, basket: Basket) -> MailingAddress:
    made = postal_address(store, (basket.customer or _NOBODY).address)
    made.validation_result_summary = "WARNING" if basket.address_problem else "NO_ISSUES"
    return made


def _pay(store: Store, order: Order, now: str) -> None:
    kind = {"PAID": "SALE", "AUTHORIZED": "AUTHORIZATION"}.get(order.display_financial_status)
    if kind is None:
        return
    identity = store.mint("OrderTransaction")
    order.transactions.append(
        Transaction(identity, order.id, kind, "SUCCESS", order.total, now, now)
    )


def _route(store: Store, order: Order, method: str, now: str) -> None:
    """One fulfilment order per location and way of delivery."""
    groups: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for line in order.lines:
        if not line.is_gift_card:
            way = method if line.requires_shipping else "NONE"
            groups.setdefault((route_line(store, line), way), []).append((line.id, line.quantity))
        else:
            line.fulfilled = line.quantity
    for (place, way), parts in groups.items():
        open_work(store, order, place, parts, now, way)
