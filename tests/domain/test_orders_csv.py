"""The store's own orders file, in every vintage of its columns."""

import json
import os
from pathlib import Path

import pytest

from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.orders_csv import read_orders_file
from podbridge_desktop.errors import BadInput

HEADER = [
    "Name", "Email", "Lineitem name", "Shipping Name", "Shipping Company", "Shipping Address1", "Shipping Address2",
    "Shipping City", "Shipping Zip", "Shipping Province", "Shipping Country", "Shipping Phone", "Id",
    "Shipping Province Name",
]  # fmt: skip
ROW = {
    "Name": "#1001", "Email": "ada@post.example", "Lineitem name": "Tee - M", "Shipping Name": "Ada Lovelace",
    "Shipping Company": "Engines", "Shipping Address1": "1 Byron St", "Shipping Address2": "Flat 2",
    "Shipping City": "Denver", "Shipping Zip": "'02134", "Shipping Province": "CO", "Shipping Country": "US",
    "Shipping Phone": "'+1 303 555 0100", "Id": "5606589595670", "Shipping Province Name": "Colorado",
}  # fmt: skip
ADDRESS = Address(
    "Ada Lovelace", "Engines", "1 Byron St", "Flat 2", "Denver", "Colorado", "CO", "02134", "US",
    "+1 303 555 0100", "ada@post.example",
)  # fmt: skip


def row(header=HEADER, **values):
    return [(ROW | values).get(name, "") for name in header]


def test_an_order_is_read_whole_and_without_the_spreadsheets_apostrophes():
    (entry,) = read_orders_file([HEADER, row()])
    assert (entry.order_id, entry.number, entry.address) == ("5606589595670", "#1001", ADDRESS)


def test_further_lines_of_an_order_bring_no_second_address():
    more = ["#1001", "ada@post.example", "Cup"] + [""] * (len(HEADER) - 3)
    assert len(read_orders_file([HEADER, row(), more])) == 1


def test_a_town_that_begins_with_an_apostrophe_keeps_it():
    (entry,) = read_orders_file([HEADER, row(**{"Shipping City": "'s-Hertogenbosch"})])
    assert entry.address.city == "'s-Hertogenbosch"


def test_column_order_case_and_blanks_do_not_matter():
    mixed = [name.upper() + " " for name in reversed(HEADER)]
    (entry,) = read_orders_file([mixed, list(reversed(row()))])
    assert entry.address == ADDRESS


def test_missing_columns_and_short_rows_leave_parts_empty():
    (entry,) = read_orders_file([["Name", "Shipping Address1", "Id"], ["#1", "Main St 1"]])
    assert entry.address == Address(address1="Main St 1")
    assert entry.order_id == ""


@pytest.mark.parametrize(
    "rows", [[], [[]], [["Name", "Total"]], [["Shipping Address1"]], [["#1001", "x"]]]
)
def test_a_file_that_is_no_orders_export_says_how_to_get_one(rows):
    with pytest.raises(BadInput) as told:
        read_orders_file(rows)
    assert "Export" in told.value.hint


def test_a_file_without_orders_brings_nothing():
    assert read_orders_file([HEADER]) == ()


@pytest.mark.parametrize("vintage", ["documented_list", "observed_recent", "observed_old"])
def test_the_recorded_vintages_are_understood(vintage):
    specs = os.environ.get("PODBRIDGE_SPECS")
    if not specs:
        pytest.skip("not run: PODBRIDGE_SPECS names no folder with the recorded column names")
    text = (Path(specs) / "samples/shopify/orders_export_headers.json").read_text(encoding="utf-8")
    header = json.loads(text)[vintage]
    (entry,) = read_orders_file([header, row(header)])
    assert entry.number == "#1001"
    assert entry.order_id == (ROW["Id"] if "Id" in header else "")
    kept = entry.address
    assert (kept.name, kept.address1, kept.city, kept.zip, kept.country_code, kept.province_code) == (
        "Ada Lovelace", "1 Byron St", "Denver", "02134", "US", "CO")  # fmt: skip


# Etsy's two files: sold orders, and sold items

SOLD = {
    "Sale Date": "11/20/26", "Order ID": "3900000101", "Full Name": "Ada Lovelace", "Street 1": "1 Byron St",
    "Street 2": "Flat 2", "Ship City": "Denver", "Ship State": "CO", "Ship Zipcode": "02134",
    "Ship Country": "United States", "Order Total": "24.90",
}  # fmt: skip
ITEM = {
    "Item Name": "Tee", "Order ID": "3900000101", "Ship Name": "Ada Lovelace", "Ship Address1": "1 Byron St",
    "Ship Address2": "Flat 2", "Ship City": "Denver", "Ship State": "CO", "Ship Zipcode": "02134",
    "Ship Country": "United States", "Variations": "Color:Black",
}  # fmt: skip


@pytest.mark.parametrize("line", [SOLD, ITEM], ids=["orders", "items"])
def test_etsys_files_are_read(line):
    (entry,) = read_orders_file([list(line), list(line.values())])
    assert (entry.order_id, entry.number) == ("3900000101", "3900000101")
    assert entry.address == Address(
        name="Ada Lovelace", address1="1 Byron St", address2="Flat 2", city="Denver", province="CO",
        province_code="CO", zip="02134", country_code="United States",
    )  # fmt: skip


def test_several_items_of_an_etsy_order_are_one_entry():
    assert len(read_orders_file([list(ITEM), list(ITEM.values()), list(ITEM.values())])) == 1


def test_a_state_that_is_written_out_is_no_code():
    line = SOLD | {"Ship State": "Colorado"}
    (entry,) = read_orders_file([list(line), list(line.values())])
    assert (entry.address.province, entry.address.province_code) == ("Colorado", "")


def test_an_order_of_files_alone_brings_no_address():
    line = SOLD | {"Street 1": ""}
    assert read_orders_file([list(line), list(line.values())]) == ()
