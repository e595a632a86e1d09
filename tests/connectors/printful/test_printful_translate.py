"""Printful's words and shapes in ours, odd ones included."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from podbridge_desktop.connectors.printful import catalog, refusals, translate, values, wire
from podbridge_desktop.domain.fulfilment import SupplierStatus
from podbridge_desktop.domain.money import Money

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def order(**fields: object) -> wire.Order:
    return msgspec.json.decode(
        json.dumps({"id": 7, "status": "draft", **fields}), type=wire.Order, strict=False
    )


def shipment(**fields: object) -> wire.Shipment:
    return msgspec.json.decode(json.dumps({"id": 9, **fields}), type=wire.Shipment, strict=False)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("draft", SupplierStatus.DRAFT),
        ("inreview", SupplierStatus.ACCEPTED),
        ("pending", SupplierStatus.ACCEPTED),
        ("inprocess", SupplierStatus.IN_PRODUCTION),
        ("onhold", SupplierStatus.ON_HOLD),
        ("failed", SupplierStatus.FAILED),
        ("partial", SupplierStatus.PARTLY_SHIPPED),
        ("fulfilled", SupplierStatus.SHIPPED),
        ("canceled", SupplierStatus.CANCELLED),
        ("archived", SupplierStatus.CANCELLED),
        ("teleported", SupplierStatus.UNKNOWN),
    ],
)
def test_every_status_has_its_meaning_and_keeps_its_word(word, status):
    reading = translate.reading(order(status=word))
    assert (reading.status, reading.raw_status) == (status, word)


@pytest.mark.parametrize(
    ("fields", "reason", "kind"),
    [
        ({"status": "failed", "error": "Payment failed: update your billing method."}, "Payment failed: update your billing method.", "payment"),
        ({"status": "failed", "error": {"message": "Address not found"}}, "Address not found", "address"),
        ({"status": "failed", "error": {"reason": "BadFile"}}, "BadFile", ""),
        ({"status": "onhold", "error": "Print file quality is too low"}, "Print file quality is too low", "artwork"),
        ({"status": "onhold", "error": "Item is out of stock"}, "Item is out of stock", "stock"),
        ({"status": "onhold", "error": None, "needs_approval": True}, "", "approval"),
        ({"status": "onhold", "error": 12}, "", ""),
        ({"status": "onhold"}, "", ""),
        ({"status": "pending", "error": "An old payment error"}, "An old payment error", ""),
    ],
)  # fmt: skip
def test_the_reason_and_its_kind(fields, reason, kind):
    reading = translate.reading(order(**fields))
    assert (reading.reason, reading.reason_kind) == (reason, kind)


def test_costs_add_up_whatever_the_fees():
    costs = {"currency": "USD", "subtotal": "20.00", "discount": "2.00", "shipping": 4.5, "additional_fee": "1.00",
             "tax": "1.10", "vat": None, "total": "24.60"}  # fmt: skip
    told = translate.reading(order(costs=costs)).costs
    assert told is not None
    assert (told.items, told.shipping, told.tax) == (
        Money(1900, "USD"),
        Money(450, "USD"),
        Money(110, "USD"),
    )


@pytest.mark.parametrize(
    "costs",
    [
        None,
        {},
        {"currency": "USD", "total": None},
        {"currency": "USD", "total": ""},
        {"total": "4"},
    ],
)
def test_costs_that_are_not_known_yet_are_none(costs):
    assert translate.reading(order(costs=costs)).costs is None


def test_costs_without_a_currency_are_the_stores():
    told = translate.reading(order(costs={"total": "4.00", "shipping": "1"}), currency="EUR").costs
    assert told is not None
    assert told.total == Money(400, "EUR")


def test_a_shipment_is_not_shipped_before_it_left():
    for status in ("pending", "onhold", "canceled", "packaged", "outstock", None):
        told = shipment(
            shipment_status=status,
            tracking_number="123",
            tracking_url="https://myorders.co/tracking/9",
        )
        assert translate.parcel(told, {}, NOW).shipped_at is None


def test_shipped_without_a_time_counts_from_when_it_was_seen():
    assert translate.parcel(shipment(shipment_status="shipped"), {}, NOW).shipped_at == NOW


def test_a_returned_parcel_was_shipped():
    told = shipment(shipment_status="returned", shipped_at="2026-11-15T16:35:35Z")
    assert translate.parcel(told, {}, NOW).shipped_at == datetime(
        2026, 11, 15, 16, 35, 35, tzinfo=UTC
    )


def test_delivered_without_a_time_counts_from_when_it_was_seen():
    told = shipment(shipment_status="shipped", shipped_at=1763742935, delivery_status="delivered")
    assert translate.parcel(told, {}, NOW).delivered_at == NOW


def test_lines_come_by_our_name_or_by_the_item_of_the_order():
    items = [
        {"order_item_id": 1, "order_item_external_id": "a", "quantity": 1},
        {"order_item_id": 2, "quantity": 2},
        {"order_item_id": 1, "order_item_external_id": "a", "quantity": 3},
    ]
    told = shipment(shipment_items=items)
    assert translate.lines_missing([told])
    names = translate.references(
        order(items=[{"id": 1, "external_id": "a"}, {"id": 2, "external_id": "b"}])
    )
    assert translate.parcel(told, names).lines == (("a", 4), ("b", 2))


def test_a_shipment_with_a_stranger_among_its_items_does_not_say_its_lines(caplog):
    told = shipment(
        shipment_items=[{"order_item_id": 1, "order_item_external_id": "a"}, {"order_item_id": 5}]
    )
    caplog.set_level("INFO")
    assert translate.parcel(told, {}).lines == ()
    assert "does not have" in caplog.text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (1619829616, datetime(2021, 5, 1, 0, 40, 16, tzinfo=UTC)),
        ("1619829616", datetime(2021, 5, 1, 0, 40, 16, tzinfo=UTC)),
        ("2023-06-15T16:35:35Z", datetime(2023, 6, 15, 16, 35, 35, tzinfo=UTC)),
        ("2023-06-15T18:35:35+02:00", datetime(2023, 6, 15, 16, 35, 35, tzinfo=UTC)),
        ("2023-06-15 16:35:35", datetime(2023, 6, 15, 16, 35, 35, tzinfo=UTC)),
        (0, None),
        ("", None),
        (None, None),
        ("soon", None),
        (10**30, None),
    ],
)
def test_times_in_every_shape(given, expected):
    assert values.moment(given) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('"12.50"', "12.50"),
        ("12.5", "12.5"),
        ("12", "12"),
        ("null", None),
        ('""', None),
        ('"free"', None),
        ('"NaN"', None),
    ],
)
def test_amounts_in_every_shape(raw, expected):
    told = values.amount(msgspec.Raw(raw.encode()))
    assert (None if told is None else str(told)) == expected


def test_invisible_blanks_before_addresses_go():
    assert values.url("\u200bhttps://example.com/a.png") == "https://example.com/a.png"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Your card was declined", "payment"),
        ("Design needs approval", "approval"),
        ("The delivery address could not be verified.", "address"),
        ("The design may infringe on intellectual property.", "artwork"),
        ("Something else", ""),
    ],
)
def test_kinds_are_told_from_the_words(text, kind):
    assert refusals.kind_of(text) == kind


# products


def detail(*variants: dict[str, object]) -> wire.SyncDetail:
    body = {
        "sync_product": {"id": 1, "name": "Tee", "thumbnail_url": "https://example.com/t.png"},
        "sync_variants": list(variants),
    }
    return msgspec.json.decode(json.dumps(body), type=wire.SyncDetail, strict=False)


def blank(**fields: object) -> dict[int, wire.CatalogDetail]:
    body = {
        "product": {
            "id": 71, "currency": "USD", "description": " Soft. ",
            "files": [
                {"id": "default", "type": "front", "additional_price": None},
                {"id": "back", "type": "back", "additional_price": "5.95"},
                {"id": "preview", "type": "mockup", "additional_price": None},
            ],
            "options": [
                {"id": "thread", "additional_price": "1.00", "additional_price_breakdown": {"flat": "0.00", "3d": "1.50"}},
                {"id": "bag", "additional_price": "0.75", "additional_price_breakdown": []},
            ],
        },
        "variants": [{"id": 4011, "price": "10.00", "color": "White", "size": "S", "in_stock": True, **fields}],
    }  # fmt: skip
    return {71: msgspec.json.decode(json.dumps(body), type=wire.CatalogDetail, strict=False)}


def variant(ident: int = 5, **fields: object) -> dict[str, object]:
    part = {
        "variant_id": 4011,
        "product_id": 71,
        "image": "https://example.com/blank.png",
        "name": "Blank",
    }
    return {
        "id": ident,
        "name": "Tee - S",
        "synced": True,
        "variant_id": 4011,
        "product": part,
        **fields,
    }


@pytest.mark.parametrize(
    ("files", "options", "cents"),
    [
        ([{"type": "default"}], [], 1000),
        ([{"type": "front"}, {"type": "preview"}], [], 1000),
        ([{"type": "default"}, {"type": "back"}], [], 1595),
        ([{"type": "elsewhere"}], [], 1000),
        ([], [{"id": "thread", "value": "flat"}], 1000),
        ([], [{"id": "thread", "value": "3d"}], 1150),
        ([], [{"id": "thread", "value": "chain"}], 1100),
        (
            [],
            [
                {"id": "bag", "value": True},
                {"id": "thread", "value": []},
                {"id": "unknown", "value": 1},
            ],
            1075,
        ),
        ([], [{"id": "bag", "value": False}], 1000),
    ],
)
def test_the_cost_is_the_blank_with_its_prints_and_options(files, options, cents):
    made = catalog.product(detail(variant(files=files, options=options)), blank(), linked=False)
    assert made is not None
    assert made.variants[0].cost == Money(cents, "USD")


def test_without_a_price_the_cost_is_unknown():
    made = catalog.product(detail(variant()), blank(price=None), linked=False)
    assert made is not None
    assert made.variants[0].cost is None
    assert catalog.product(detail(variant()), {}, linked=False).variants[0].cost is None  # type: ignore[union-attr]


def test_older_answers_take_color_size_and_stock_from_the_catalog():
    made = catalog.product(detail(variant()), blank(in_stock=False), linked=False)
    assert made is not None
    assert made.variants[0].options == (("Color", "White"), ("Size", "S"))
    assert made.variants[0].availability.value == "out_of_stock"
    assert made.description == "Soft."


def test_nothing_said_about_stock_is_unknown():
    for catalogs in ({}, blank(in_stock=None)):
        made = catalog.product(detail(variant()), catalogs, linked=False)
        assert made is not None
        assert made.variants[0].availability.value == "unknown"


def test_variants_that_look_alike_are_told_apart_by_name():
    made = catalog.product(
        detail(variant(5, name="Moon"), variant(6, name="Sun")), blank(), linked=False
    )
    assert made is not None
    assert [dict(each.options)["Style"] for each in made.variants] == ["Moon", "Sun"]


def test_a_missing_option_value_is_a_dash():
    made = catalog.product(
        detail(variant(5, color="Red", size="S"), variant(6, color="", size="M")), {}, linked=False
    )
    assert made is not None
    assert made.variants[1].options == (("Color", "–"), ("Size", "M"))


def test_what_is_not_set_up_for_printing_cannot_be_ordered():
    assert catalog.product(detail(variant(synced=False)), blank(), linked=False) is None
    assert catalog.product(detail(), blank(), linked=False) is None


def test_without_a_preview_the_thumbnail_and_the_blank_stand_in():
    made = catalog.product(
        detail(variant(files=[{"type": "preview", "preview_url": None}])), blank(), linked=False
    )
    assert made is not None
    assert made.images == ("https://example.com/t.png",)
    assert made.variants[0].image_url == "https://example.com/blank.png"
