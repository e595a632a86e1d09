"""Which scopes a field needs, and which fields hold buyers' personal data. From the schema's access notes."""

from __future__ import annotations

from collections.abc import Iterable

from .call import Refusal
from .shop import Protected

_FULFILMENT_READS = (
    "read_assigned_fulfillment_orders",
    "read_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders",
)
_MANAGED = (
    "write_merchant_managed_fulfillment_orders",
    "write_third_party_fulfillment_orders",
)
_ANY_FULFILMENT_WRITE = ("write_assigned_fulfillment_orders", *_MANAGED)
_ASSIGNED = ("write_assigned_fulfillment_orders",)
_FILES = ("read_files", "read_products", "read_orders")

TYPE_SCOPES: dict[str, tuple[str, ...]] = {
    "Order": ("read_orders",),
    "LineItem": ("read_orders",),
    "OrderTransaction": ("read_orders",),
    "Refund": ("read_orders",),
    "Fulfillment": ("read_orders", *_FULFILMENT_READS),
    "Product": ("read_products",),
    "ProductVariant": ("read_products",),
    "InventoryItem": ("read_inventory", "read_products"),
    "InventoryLevel": ("read_inventory",),
    "Location": ("read_locations", "read_inventory"),
    "FulfillmentService": ("read_fulfillments", "read_products"),
    "Publication": ("read_publications",),
    "AppCatalog": ("read_products",),
    "MediaImage": _FILES,
    "GenericFile": _FILES,
    "File": _FILES,
}

FIELD_SCOPES: dict[str, tuple[str, ...]] = {
    **{
        f"Location.{name}": ("read_locations",)
        for name in (
            "name", "address", "fulfillmentService", "fulfillsOnlineOrders", "isActive",
            "isFulfillmentService", "isPrimary", "shipsInventory",
        )
    },
    "InventoryItem.duplicateSkuCount": ("read_inventory",),
    "QueryRoot.ordersCount": ("read_orders",),
    "QueryRoot.productsCount": ("read_products",),
    "QueryRoot.productOperation": ("read_products",),
    "QueryRoot.fulfillmentOrders": _FULFILMENT_READS,
    "QueryRoot.fulfillmentOrder": _FULFILMENT_READS,
    "QueryRoot.assignedFulfillmentOrders": ("read_assigned_fulfillment_orders",),
    "Mutation.orderUpdate": ("write_orders",),
    "Mutation.fulfillmentCreate": _ANY_FULFILMENT_WRITE,
    "Mutation.fulfillmentTrackingInfoUpdate": _ANY_FULFILMENT_WRITE,
    "Mutation.fulfillmentCancel": _ANY_FULFILMENT_WRITE,
    "Mutation.fulfillmentEventCreate": ("write_fulfillments",),
    "Mutation.fulfillmentServiceCreate": ("write_fulfillments",),
    "Mutation.fulfillmentOrderHold": _MANAGED,
    "Mutation.fulfillmentOrderReleaseHold": _MANAGED,
    "Mutation.fulfillmentOrderOpen": _MANAGED,
    "Mutation.fulfillmentOrderMove": _MANAGED,
    "Mutation.fulfillmentOrderReportProgress": (
        "write_merchant_managed_fulfillment_orders",
        "write_assigned_fulfillment_orders",
    ),
    "Mutation.fulfillmentOrderSubmitFulfillmentRequest": ("write_third_party_fulfillment_orders",),
    "Mutation.fulfillmentOrderSubmitCancellationRequest": ("write_third_party_fulfillment_orders",),
    "Mutation.fulfillmentOrderAcceptFulfillmentRequest": _ASSIGNED,
    "Mutation.fulfillmentOrderRejectFulfillmentRequest": _ASSIGNED,
    "Mutation.fulfillmentOrderAcceptCancellationRequest": _ASSIGNED,
    "Mutation.fulfillmentOrderRejectCancellationRequest": _ASSIGNED,
    "Mutation.productSet": ("write_products",),
    "Mutation.productUpdate": ("write_products",),
    "Mutation.productVariantsBulkUpdate": ("write_products",),
    "Mutation.publishablePublish": ("write_publications",),
    "Mutation.publishableUnpublish": ("write_publications",),
    "Mutation.fileCreate": ("write_files",),
    "Mutation.fileDelete": ("write_files",),
    "Mutation.inventoryActivate": ("write_inventory",),
    "Mutation.inventoryItemUpdate": ("write_inventory",),
}  # fmt: skip

PROTECTED_FIELDS = frozenset(
    [
        *(
            f"MailingAddress.{name}"
            for name in (
                "address1", "address2", "zip", "firstName", "lastName", "name", "phone", "latitude", "longitude",
            )
        ),
        *(
            f"FulfillmentOrderDestination.{name}"
            for name in ("address1", "address2", "city", "email", "firstName", "lastName", "phone", "zip")
        ),
        "FulfillmentEvent.city",
        "Order.email",
        "Order.phone",
        "ShippingLine.phone",
    ]
)  # fmt: skip


def granted(scopes: Iterable[str]) -> frozenset[str]:
    """The scopes that count: writing something includes reading it."""
    given = set(scopes)
    return frozenset(given | {f"read_{s[6:]}" for s in given if s.startswith("write_")})


def missing_scope(label: str, wanted: tuple[str, ...]) -> Refusal:
    """What Shopify says when none of the wanted scopes was granted."""
    names = [f"`{scope}` access scope" for scope in wanted]
    required = ", ".join(names[:-1]) + (" or " if len(names) > 1 else "") + names[-1] + "."
    return Refusal(
        f"Access denied for {label} field. Required access: {required}",
        "ACCESS_DENIED",
        documentation="https://shopify.dev/api/usage/access-scopes",
        requiredAccess=required,
    )


def refusal_for(
    parent: str, name: str, result: str, scopes: frozenset[str], protected: Protected
) -> Refusal | None:
    """Why `parent.name`, which gives a `result`, must not be read; None when it may."""
    for wanted in (FIELD_SCOPES.get(f"{parent}.{name}"), TYPE_SCOPES.get(_node_type(result))):
        if wanted and not scopes.intersection(wanted):
            return missing_scope(name, wanted)
    if protected is Protected.DENIED and f"{parent}.{name}" in PROTECTED_FIELDS:
        return Refusal(
            f"This app is not approved to access the {parent} object. Access to personally identifiable information "
            "(PII) like customer names, addresses, emails, phone numbers is only available on Shopify, Advanced, "
            "and Plus plans.",
            "ACCESS_DENIED",
            documentation="https://shopify.dev/docs/apps/launch/protected-customer-data",
        )
    return None


def is_blanked(parent: str, name: str, protected: Protected) -> bool:
    return protected is Protected.SILENT and f"{parent}.{name}" in PROTECTED_FIELDS


def _node_type(result: str) -> str:
    for ending in ("Connection", "Edge"):
        if result.endswith(ending):
            return result.removesuffix(ending)
    return result
