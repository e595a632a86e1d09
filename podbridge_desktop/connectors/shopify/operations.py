"""Every GraphQL document that is sent to a store. Checked against Shopify's own schema by tests/contract."""

from __future__ import annotations

PING = "query Ping { shop { id name myshopifyDomain } }"

STORE_IDENTITY = """
query StoreIdentity {
  shop {
    id name myshopifyDomain currencyCode ianaTimezone
    primaryDomain { host }
    plan { publicDisplayName }
    resourceLimits { maxProductOptions maxProductVariants }
  }
  currentAppInstallation { accessScopes { handle } }
  publicApiVersions { handle supported }
}
"""

PROBE_CUSTOMER_DATA = """
query ProbeCustomerData($first: Int!) {
  orders(first: $first, sortKey: CREATED_AT, reverse: true) {
    nodes { id requiresShipping email shippingAddress { name address1 zip city countryCodeV2 } }
  }
}
"""

PUBLICATIONS = """
query Publications($first: Int!) {
  publications(first: $first, catalogType: APP) {
    nodes {
      id
      channels(first: 5) { nodes { handle name } }
      catalog { id title ... on AppCatalog { apps(first: 5) { nodes { handle title } } } }
    }
  }
}
"""

ORDER_HEADS = """
query OrderHeads($filter: String, $first: Int!, $after: String) {
  orders(first: $first, after: $after, query: $filter, sortKey: UPDATED_AT) {
    nodes { id updatedAt subtotalLineItemsQuantity }
    pageInfo { hasNextPage endCursor }
  }
}
"""

ORDER_BOOK = """
query OrderBook($filter: String, $first: Int!, $after: String, $parcels: Int!, $numbers: Int!) {
  orders(first: $first, after: $after, query: $filter, sortKey: UPDATED_AT) {
    nodes {
      id name updatedAt cancelledAt displayFinancialStatus
      fulfillments(first: $parcels) { status trackingInfo(first: $numbers) { number } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""

_LINE = """
fragment Line on LineItem {
  id title variantTitle sku quantity currentQuantity requiresShipping
  customAttributes { key value }
  variant { id }
  discountedUnitPriceAfterAllDiscountsSet { shopMoney { amount } }
}
"""

_DETAILS = (
    """
fragment Details on Order {
  id name createdAt updatedAt processedAt cancelledAt test note requiresShipping
  displayFinancialStatus displayFulfillmentStatus currencyCode taxesIncluded
  currentSubtotalPriceSet { shopMoney { amount } }
  currentShippingPriceSet { shopMoney { amount } }
  currentTotalTaxSet { shopMoney { amount } }
  netPaymentSet { shopMoney { amount } }
  totalRefundedSet { shopMoney { amount } }
  transactions(first: $payments) { kind status processedAt }
  lineItems(first: $lines) { nodes { ...Line } pageInfo { hasNextPage endCursor } }
}
"""
    + _LINE
)

ORDER_DETAILS = (
    """
query OrderDetails($ids: [ID!]!, $lines: Int!, $payments: Int!) {
  nodes(ids: $ids) { ...Details }
}
"""
    + _DETAILS
)

ORDER_LINES = (
    """
query OrderLines($id: ID!, $first: Int!, $after: String) {
  order(id: $id) {
    lineItems(first: $first, after: $after) { nodes { ...Line } pageInfo { hasNextPage endCursor } }
  }
}
"""
    + _LINE
)

ORDER_PAYMENTS = """
query OrderPayments($id: ID!, $first: Int!) {
  order(id: $id) { transactions(first: $first) { kind status processedAt } }
}
"""

_GOES_TO = """
fragment GoesTo on Order {
  id email phone
  shippingAddress {
    name company address1 address2 city province provinceCode zip countryCodeV2 phone
  }
}
"""

ORDER_SHIP_TO = (
    """
query OrderShipTo($ids: [ID!]!) {
  nodes(ids: $ids) { ...GoesTo }
}
"""
    + _GOES_TO
)

_WORK = """
fragment Work on FulfillmentOrder {
  id status
  supportedActions { action }
  fulfillmentHolds { displayReason }
  assignedLocation { name location { id isFulfillmentService } }
  deliveryMethod { methodType }
  lineItems(first: $lines) {
    nodes { id remainingQuantity lineItem { id } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

_WORKS = (
    """
fragment Works on Order {
  id
  fulfillmentOrders(first: $parts) { nodes { ...Work } pageInfo { hasNextPage endCursor } }
}
"""
    + _WORK
)

ORDER_WORK = (
    """
query OrderWork($ids: [ID!]!, $parts: Int!, $lines: Int!) {
  nodes(ids: $ids) { ...Works }
}
"""
    + _WORKS
)

ORDER_DETAILS_AND_ALL = (
    """
query OrderDetailsAndAll($ids: [ID!]!, $lines: Int!, $payments: Int!, $parts: Int!) {
  details: nodes(ids: $ids) { ...Details }
  work: nodes(ids: $ids) { ...Works }
  goesTo: nodes(ids: $ids) { ...GoesTo }
}
"""
    + _DETAILS
    + _WORKS
    + _GOES_TO
)

MORE_WORK = (
    """
query MoreWork($id: ID!, $parts: Int!, $lines: Int!, $after: String) {
  order(id: $id) {
    id
    fulfillmentOrders(first: $parts, after: $after) {
      nodes { ...Work }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
    + _WORK
)

WORK_LINES = """
query WorkLines($id: ID!, $first: Int!, $after: String) {
  fulfillmentOrder(id: $id) {
    lineItems(first: $first, after: $after) {
      nodes { id remainingQuantity lineItem { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""

_PARCEL = """
fragment ParcelState on Fulfillment {
  id status
  location { id isFulfillmentService }
  trackingInfo(first: 10) { company number url }
  fulfillmentLineItems(first: 20) {
    nodes { quantity lineItem { id } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

SHIPPING = (
    """
query Shipping($id: ID!, $first: Int!, $parts: Int!, $lines: Int!) {
  order(id: $id) { fulfillments(first: $first) { id } ...Works }
}
"""
    + _WORKS
)

PARCELS = (
    """
query Parcels($ids: [ID!]!) {
  nodes(ids: $ids) { ...ParcelState }
}
"""
    + _PARCEL
)

PARCEL_LINES = """
query ParcelLines($id: ID!, $first: Int!, $after: String) {
  fulfillment(id: $id) {
    fulfillmentLineItems(first: $first, after: $after) {
      nodes { quantity lineItem { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""

CREATE_FULFILLMENT = (
    """
mutation CreateFulfillment($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { ...ParcelState }
    userErrors { field message }
  }
}
"""
    + _PARCEL
)

UPDATE_TRACKING = (
    """
mutation UpdateTracking($id: ID!, $tracking: FulfillmentTrackingInput!, $notify: Boolean) {
  fulfillmentTrackingInfoUpdate(
    fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notify
  ) {
    fulfillment { ...ParcelState }
    userErrors { field message }
  }
}
"""
    + _PARCEL
)

PRODUCT_HEADS = """
query ProductHeads($first: Int!, $after: String) {
  products(first: $first, after: $after, sortKey: ID) {
    nodes { id variantsCount { count } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

_VARIANT = """
fragment Variant on ProductVariant { id sku price availableForSale selectedOptions { name value } }
"""

SET_STOCK = """
mutation SetStock($product: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $product, variants: $variants) {
    productVariants { id availableForSale }
    userErrors { field message code }
  }
}
"""

PRODUCTS = (
    """
query Products($ids: [ID!]!, $variants: Int!) {
  nodes(ids: $ids) {
    ... on Product {
      id title descriptionHtml status onlineStoreUrl
      variants(first: $variants) { nodes { ...Variant } pageInfo { hasNextPage endCursor } }
    }
  }
}
"""
    + _VARIANT
)

PRODUCT_VARIANTS = (
    """
query ProductVariants($id: ID!, $first: Int!, $after: String) {
  product(id: $id) {
    variants(first: $first, after: $after) {
      nodes { ...Variant }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
    + _VARIANT
)

FIND_PRODUCT = """
query FindProduct($identifier: ProductIdentifierInput!, $namespace: String!, $key: String!) {
  productByIdentifier(identifier: $identifier) {
    id handle title status onlineStoreUrl tags
    metafield(namespace: $namespace, key: $key) { value }
    options { id name optionValues { id name } }
  }
}
"""

PRODUCT_MEDIA = """
query ProductMedia($id: ID!, $first: Int!, $after: String) {
  product(id: $id) {
    media(first: $first, after: $after) {
      nodes { id status mediaErrors { message details } preview { image { url } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""

SET_PRODUCT = """
mutation SetProduct($identifier: ProductSetIdentifiers, $input: ProductSetInput!, $now: Boolean!) {
  productSet(identifier: $identifier, input: $input, synchronous: $now) {
    product { id }
    productSetOperation { id status }
    userErrors { field message code }
  }
}
"""

SET_PRODUCT_PROGRESS = """
query SetProductProgress($id: ID!) {
  productOperation(id: $id) {
    status
    product { id }
    ... on ProductSetOperation { userErrors { field message code } }
  }
}
"""

STAGE_UPLOADS = """
mutation StageUploads($input: [StagedUploadInput!]!) {
  stagedUploadsCreate(input: $input) {
    stagedTargets { url resourceUrl parameters { name value } }
    userErrors { field message }
  }
}
"""

PUBLISH = """
mutation Publish($id: ID!, $input: [PublicationInput!]!) {
  publishablePublish(id: $id, input: $input) { userErrors { field message } }
}
"""

ALL = {name: text for name, text in globals().items() if name.isupper() and name[0] != "_"}
