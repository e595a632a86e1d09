"""Reads products with their variants and pictures, to the last one."""

from __future__ import annotations

from collections.abc import Iterator

from podbridge_desktop.connectors.shopify import operations
from podbridge_desktop.connectors.shopify import wire_catalog as wire
from podbridge_desktop.connectors.shopify.client import AdminApi, in_halves
from podbridge_desktop.connectors.shopify.packing import Pack, pack
from podbridge_desktop.connectors.shopify.translate import money, plain_id
from podbridge_desktop.domain.catalog import StoreListing, StoreVariant

HEADS = 250
FIRST_VARIANTS = 100
MORE = 100
MEDIA = 100


def product_cost(variants: int) -> int:
    """One product with `variants` of its variants, two points each."""
    return 1 + 2 + 2 * variants


class CatalogReader:
    """The products of one shop. `currency` is the shop's, which prices do not name."""

    def __init__(self, api: AdminApi) -> None:
        self._api = api

    def all(self, currency: str) -> Iterator[tuple[StoreListing, ...]]:
        """A batch per head page."""
        after: str | None = None
        while True:
            data = self._api.query(
                operations.PRODUCT_HEADS,
                {"first": HEADS, "after": after},
                wire.ProductHeadsData,
                2 + 2 * HEADS,
            )
            heads = data.products.nodes
            sized = [
                (each.id, each.variants_count.count if each.variants_count else 10)
                for each in heads
            ]
            found = {product.id: product for product in self._products(sized)}
            if found:
                yield tuple(listing(found[head.id], currency) for head in heads if head.id in found)
            if not data.products.page_info.has_next_page:
                return
            after = data.products.page_info.end_cursor

    def one(self, product_id: str) -> wire.Product | None:
        """One product with all its variants; None when it is gone."""
        return next(iter(self._products([(product_id, FIRST_VARIANTS)])), None)

    def find(
        self, identifier: dict[str, str], namespace: str, key: str
    ) -> wire.FoundProduct | None:
        """By id or handle, straight from the shop and not from its search index."""
        variables = {"identifier": identifier, "namespace": namespace, "key": key}
        data = self._api.query(operations.FIND_PRODUCT, variables, wire.FindProductData, 4)
        return data.product_by_identifier

    def media(self, product_id: str) -> list[wire.Medium]:
        """The pictures of a product, with how far the store is with each."""
        found: list[wire.Medium] = []
        after: str | None = None
        while True:
            data = self._api.query(
                operations.PRODUCT_MEDIA,
                {"id": product_id, "first": MEDIA, "after": after},
                wire.MediaData,
                3 + 4 * MEDIA,
            )
            if data.product is None:
                return found
            found += data.product.media.nodes
            page = data.product.media.page_info
            if not page.has_next_page:
                return found
            after = page.end_cursor

    def _products(self, sized: list[tuple[str, int]]) -> Iterator[wire.Product]:
        capped = [(each, min(max(size, 1), FIRST_VARIANTS)) for each, size in sized]
        for batch in pack(capped, product_cost):
            for product in in_halves(batch, self._batch):
                self._complete(product)
                yield product

    def _batch(self, batch: Pack) -> list[wire.Product]:
        variables = {"ids": batch.ids, "variants": batch.size}
        cost = len(batch.ids) * product_cost(batch.size)
        data = self._api.query(operations.PRODUCTS, variables, wire.ProductsData, cost)
        return [product for product in data.nodes if product is not None]

    def _complete(self, product: wire.Product) -> None:
        page = product.variants.page_info
        while page.has_next_page:
            data = self._api.query(
                operations.PRODUCT_VARIANTS,
                {"id": product.id, "first": MORE, "after": page.end_cursor},
                wire.VariantsData,
                3 + 2 * MORE,
            )
            if data.product is None:
                return
            product.variants.nodes.extend(data.product.variants.nodes)
            page = data.product.variants.page_info


def listing(raw: wire.Product, currency: str, problems: tuple[str, ...] = ()) -> StoreListing:
    """A product as the bridge knows it. Buyers see it when it is active and on the online store."""
    return StoreListing(
        remote_id=plain_id(raw.id),
        title=raw.title,
        variants=tuple(
            StoreVariant(
                plain_id(each.id),
                each.sku or "",
                tuple((option.name, option.value) for option in each.selected_options),
                money(each.price, currency),
                available=each.available_for_sale,
            )
            for each in raw.variants.nodes
        ),
        url=raw.online_store_url or "",
        live=raw.status == "ACTIVE" and raw.online_store_url is not None,
        description=raw.description_html,
        image_problems=problems,
    )
