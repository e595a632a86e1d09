"""Shapes of Shopify's answers about orders and parcels. Unknown fields are ignored, unknown words are kept."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Wire(Struct, rename="camel", gc=False):
    """Base: GraphQL's spelling outside, ours inside."""


class PageInfo(Wire):
    has_next_page: bool = False
    end_cursor: str | None = None


class Ref(Wire):
    id: str


class Amount(Wire):
    amount: str


class MoneyBag(Wire):
    shop_money: Amount


class OrderHead(Wire):
    id: str
    updated_at: datetime
    subtotal_line_items_quantity: int = 1


class OrderHeads(Wire):
    nodes: list[OrderHead]
    page_info: PageInfo


class OrderHeadsData(Wire):
    orders: OrderHeads


class Attribute(Wire):
    key: str
    value: str | None = None


class Line(Wire):
    id: str
    title: str
    quantity: int
    current_quantity: int
    requires_shipping: bool
    discounted_unit_price_after_all_discounts_set: MoneyBag
    sku: str | None = None
    variant_title: str | None = None
    variant: Ref | None = None
    custom_attributes: tuple[Attribute, ...] = ()


class Lines(Wire):
    nodes: list[Line]
    page_info: PageInfo


class Payment(Wire):
    kind: str
    status: str
    processed_at: datetime | None = None


class Order(Wire):
    id: str
    name: str
    created_at: datetime
    updated_at: datetime
    processed_at: datetime
    test: bool
    currency_code: str
    current_subtotal_price_set: MoneyBag
    current_shipping_price_set: MoneyBag
    current_total_tax_set: MoneyBag
    net_payment_set: MoneyBag
    total_refunded_set: MoneyBag
    transactions: list[Payment]
    line_items: Lines
    taxes_included: bool = False
    requires_shipping: bool = True
    display_financial_status: str | None = None
    display_fulfillment_status: str = ""
    cancelled_at: datetime | None = None
    note: str | None = None


class OrdersData(Wire):
    nodes: list[Order | None]


class OrderLinesOf(Wire):
    line_items: Lines


class OrderLinesData(Wire):
    order: OrderLinesOf | None = None


class PaymentsOf(Wire):
    transactions: list[Payment]


class PaymentsData(Wire):
    order: PaymentsOf | None = None


class MailingAddress(Wire):
    name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    province: str | None = None
    province_code: str | None = None
    zip: str | None = None
    country_code_v2: str | None = None
    phone: str | None = None


class ShipTo(Wire):
    id: str
    email: str | None = None
    phone: str | None = None
    shipping_address: MailingAddress | None = None


class ShipToData(Wire):
    nodes: list[ShipTo | None]


class WorkLine(Wire):
    id: str
    remaining_quantity: int
    line_item: Ref


class WorkLines(Wire):
    nodes: list[WorkLine]
    page_info: PageInfo


class Action(Wire):
    action: str


class Hold(Wire):
    display_reason: str = ""


class Location(Wire):
    id: str
    is_fulfillment_service: bool = False


class AssignedLocation(Wire):
    name: str
    location: Location | None = None


class DeliveryMethod(Wire):
    method_type: str


class Work(Wire):
    """A fulfilment order: what one location is to send."""

    id: str
    status: str
    assigned_location: AssignedLocation
    line_items: WorkLines
    supported_actions: tuple[Action, ...] = ()
    fulfillment_holds: tuple[Hold, ...] = ()
    delivery_method: DeliveryMethod | None = None


class Works(Wire):
    nodes: list[Work]
    page_info: PageInfo


class OrderWork(Wire):
    id: str
    fulfillment_orders: Works


class OrderWorkData(Wire):
    nodes: list[OrderWork | None]


class WholeOrdersData(Wire):
    """All of some orders in one answer, each part in the order that was asked for."""

    details: list[Order | None]
    work: list[OrderWork | None]
    goes_to: list[ShipTo | None]


class MoreWorkData(Wire):
    order: OrderWork | None = None


class WorkLinesOf(Wire):
    line_items: WorkLines


class WorkLinesData(Wire):
    fulfillment_order: WorkLinesOf | None = None


class Tracking(Wire):
    company: str | None = None
    number: str | None = None
    url: str | None = None


class ParcelLine(Wire):
    line_item: Ref
    quantity: int | None = None


class ParcelLines(Wire):
    nodes: list[ParcelLine]
    page_info: PageInfo


class Parcel(Wire):
    """A fulfilment: what was sent."""

    id: str
    status: str
    fulfillment_line_items: ParcelLines
    tracking_info: tuple[Tracking, ...] = ()
    location: Location | None = None


class OrderShipping(OrderWork):
    fulfillments: list[Ref]


class BookParcel(Wire):
    status: str
    tracking_info: tuple[Tracking, ...] = ()


class BookOrder(Wire):
    """What the list of orders tells for the comparison of the books."""

    id: str
    name: str
    updated_at: datetime
    cancelled_at: datetime | None = None
    display_financial_status: str | None = None
    fulfillments: tuple[BookParcel, ...] = ()


class BookOrders(Wire):
    nodes: list[BookOrder]
    page_info: PageInfo


class BookData(Wire):
    orders: BookOrders


class ShippingData(Wire):
    order: OrderShipping | None = None


class ParcelsData(Wire):
    nodes: list[Parcel | None]


class ParcelLinesOf(Wire):
    fulfillment_line_items: ParcelLines


class ParcelLinesData(Wire):
    fulfillment: ParcelLinesOf | None = None


class UserError(Wire):
    message: str
    field: list[str] | None = None
    code: str | None = None


class ParcelPayload(Wire):
    fulfillment: Parcel | None = None
    user_errors: tuple[UserError, ...] = ()


class CreateFulfillmentData(Wire):
    fulfillment_create: ParcelPayload | None = None


class UpdateTrackingData(Wire):
    fulfillment_tracking_info_update: ParcelPayload | None = None
