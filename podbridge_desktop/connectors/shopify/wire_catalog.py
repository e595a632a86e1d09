"""Shapes of Shopify's answers about the store itself and its products."""

from __future__ import annotations

from podbridge_desktop.connectors.shopify.wire import MailingAddress, PageInfo, Ref, UserError, Wire


class Domain(Wire):
    host: str


class Plan(Wire):
    public_display_name: str = ""


class ResourceLimits(Wire):
    max_product_options: int = 3
    max_product_variants: int = 2048


class Shop(Wire):
    id: str
    name: str
    myshopify_domain: str
    currency_code: str
    iana_timezone: str = ""
    primary_domain: Domain | None = None
    plan: Plan | None = None
    resource_limits: ResourceLimits | None = None


class Scope(Wire):
    handle: str


class Installation(Wire):
    access_scopes: tuple[Scope, ...] = ()


class ApiVersion(Wire):
    handle: str
    supported: bool = True


class IdentityData(Wire):
    shop: Shop
    current_app_installation: Installation | None = None
    public_api_versions: tuple[ApiVersion, ...] = ()


class ProbedOrder(Wire):
    id: str
    requires_shipping: bool = True
    email: str | None = None
    shipping_address: MailingAddress | None = None


class ProbedOrders(Wire):
    nodes: tuple[ProbedOrder | None, ...] = ()


class ProbeData(Wire):
    orders: ProbedOrders | None = None


class Channel(Wire):
    handle: str | None = None
    name: str | None = None


class Channels(Wire):
    nodes: tuple[Channel, ...] = ()


class App(Wire):
    handle: str | None = None
    title: str | None = None


class Apps(Wire):
    nodes: tuple[App, ...] = ()


class Catalog(Wire):
    title: str = ""
    apps: Apps | None = None


class Publication(Wire):
    id: str
    channels: Channels | None = None
    catalog: Catalog | None = None


class Publications(Wire):
    nodes: tuple[Publication, ...] = ()


class PublicationsData(Wire):
    publications: Publications | None = None


class Count(Wire):
    count: int = 1


class ProductHead(Wire):
    id: str
    variants_count: Count | None = None


class ProductHeads(Wire):
    nodes: list[ProductHead]
    page_info: PageInfo


class ProductHeadsData(Wire):
    products: ProductHeads


class SelectedOption(Wire):
    name: str
    value: str


class Variant(Wire):
    id: str
    price: str
    selected_options: list[SelectedOption]
    sku: str | None = None
    available_for_sale: bool = True


class Variants(Wire):
    nodes: list[Variant]
    page_info: PageInfo


class Product(Wire):
    id: str
    title: str
    status: str
    variants: Variants
    description_html: str = ""
    online_store_url: str | None = None


class ProductsData(Wire):
    nodes: list[Product | None]


class VariantsOf(Wire):
    variants: Variants


class VariantsData(Wire):
    product: VariantsOf | None = None


class Metafield(Wire):
    value: str = ""


class OptionValue(Wire):
    id: str
    name: str


class Option(Wire):
    id: str
    name: str
    option_values: tuple[OptionValue, ...] = ()


class FoundProduct(Wire):
    id: str
    handle: str
    title: str
    status: str
    online_store_url: str | None = None
    tags: tuple[str, ...] = ()
    metafield: Metafield | None = None
    options: tuple[Option, ...] = ()


class FindProductData(Wire):
    product_by_identifier: FoundProduct | None = None


class MediaError(Wire):
    message: str = ""
    details: str | None = None


class Image(Wire):
    url: str = ""


class Preview(Wire):
    image: Image | None = None


class Medium(Wire):
    id: str
    status: str = ""
    media_errors: tuple[MediaError, ...] = ()
    preview: Preview | None = None


class Media(Wire):
    nodes: list[Medium]
    page_info: PageInfo


class MediaOf(Wire):
    media: Media


class MediaData(Wire):
    product: MediaOf | None = None


class Operation(Wire):
    id: str = ""
    status: str = ""
    product: Ref | None = None
    user_errors: tuple[UserError, ...] = ()


class SetProductPayload(Wire):
    product: Ref | None = None
    product_set_operation: Operation | None = None
    user_errors: tuple[UserError, ...] = ()


class SetProductData(Wire):
    product_set: SetProductPayload | None = None


class ProgressData(Wire):
    product_operation: Operation | None = None


class VariantStock(Wire):
    id: str
    available_for_sale: bool


class SetStockPayload(Wire):
    product_variants: tuple[VariantStock, ...] | None = None
    user_errors: tuple[UserError, ...] = ()


class SetStockData(Wire):
    product_variants_bulk_update: SetStockPayload | None = None


class StagedParameter(Wire):
    name: str
    value: str


class StagedTarget(Wire):
    """Where to bring a file, and how to name it afterwards."""

    url: str
    resource_url: str
    parameters: tuple[StagedParameter, ...] = ()


class StagePayload(Wire):
    staged_targets: tuple[StagedTarget, ...] | None = None
    user_errors: tuple[UserError, ...] = ()


class StageData(Wire):
    staged_uploads_create: StagePayload | None = None


class PublishPayload(Wire):
    user_errors: tuple[UserError, ...] = ()


class PublishData(Wire):
    publishable_publish: PublishPayload | None = None
