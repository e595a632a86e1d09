"""Addresses by the seller's hand: one by one, or out of the store's own file."""

import pytest

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.jobs import JobState
from podbridge_desktop.domain.lifecycle import SupplierState as S
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services import addresses
from podbridge_desktop.storage import jobs, orders
from tests.support.filled import STORE, SUPPLIER, address, store_order

NEW = address(city="Boulder")
HEADER = "Name,Id,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country\n"


@pytest.fixture
def order_id(shop):
    (id_,) = shop.take(store_order(1001))
    return id_


def recipient(shop, order_id):
    with shop.database.read() as tx:
        return orders.load(tx, order_id).recipient


def test_the_sellers_address_holds_and_its_cases_close(shop, db, order_id):
    for kind in (CaseKind.ADDRESS, CaseKind.ADDRESS_HIDDEN, CaseKind.STOCK):
        shop.ask(kind, f"{kind}:1", order_id=order_id, supplier_order_id=1)
    changed = addresses.fix(db, order_id, NEW)
    assert recipient(shop, order_id) == NEW
    assert shop.open_cases() == {CaseKind.STOCK}
    assert order_id in changed.order_ids


@pytest.mark.parametrize("part", ["name", "address1", "city", "country_code"])
def test_an_address_that_nobody_could_deliver_to_is_refused(shop, db, order_id, part):
    with pytest.raises(BadInput, match=part):
        addresses.fix(db, order_id, address(**{part: ""}))
    assert recipient(shop, order_id) == address()


@pytest.mark.parametrize("path", [(), (S.SENDING,)])
def test_what_was_not_made_yet_is_sent_with_it(shop, db, order_id, path):
    shop.walk(order_id, *path)
    shop.no_jobs()
    addresses.fix(db, order_id, NEW)
    assert shop.jobs() == {"send:1"}


def test_a_send_that_waited_for_the_address_is_due_now(shop, db, order_id):
    with db.write() as tx:
        jobs.settle(tx, jobs.pick(tx, SUPPLIER, ()), JobState.PARKED)
    addresses.fix(db, order_id, NEW)
    assert shop.jobs() == {"send:1"}


@pytest.mark.parametrize(
    "path",
    [
        (S.SENDING, S.DRAFTED),
        (S.SENDING, S.DRAFTED, S.CHECKED, S.WAITING),
        (S.SENDING, S.DRAFTED, S.FAILED),
    ],
)
def test_a_draft_with_the_old_address_is_cancelled_and_made_anew(shop, db, order_id, path):
    shop.walk(order_id, *path)
    shop.no_jobs()
    addresses.fix(db, order_id, NEW)
    assert shop.jobs() == {"cancel:1"}
    with db.read() as tx:
        assert jobs.live(tx, "cancel:1").payload["replan"] == 1


def test_what_is_being_made_is_not_cancelled_and_its_hold_is_told_again(shop, db, order_id):
    shop.waiting(order_id)
    shop.approve(order_id)
    shop.no_jobs()
    addresses.fix(db, order_id, NEW)
    assert shop.jobs() == set()
    assert shop.row(order_id).vendor_status == ""


def test_what_was_cancelled_stays_cancelled(shop, db, order_id):
    shop.walk(order_id, S.CANCELLED)
    shop.no_jobs()
    addresses.fix(db, order_id, NEW)
    assert shop.jobs() == set()


def test_given_parts_replace_the_known_ones_and_blanks_go():
    assert addresses.replaced(address(), {"city": " Boulder ", "zip": "80301"}) == address(city="Boulder", zip="80301")  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "told"), [({}, "Nothing of the address"), ({"town": "x"}, "no part “town”")]
)
def test_strange_or_missing_parts_are_refused(parts, told):
    with pytest.raises(BadInput, match=told) as refused:
        addresses.replaced(Address(), parts)
    assert refused.value.hint


# --- the store's own file --------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(shop):
    return shop.take(*(store_order(n, ship_to=None, address_hidden=True) for n in (1001, 1002)))


@pytest.fixture
def load(shop, db, tmp_path):
    def loaded(text, encoding="utf-8"):
        file = tmp_path / "orders.csv"
        file.write_bytes(text.encode(encoding))
        return addresses.import_file(db, STORE, file)

    return loaded


def test_a_file_gives_hidden_orders_their_address(shop, hidden, load):
    shop.no_jobs()
    rows = "#1001,5001001,Ada,Main St 1,Ulm,'01234,DE\n,,,,,,\n#9999,1,Eve,Elsewhere 9,Rome,1,IT\n"
    assert load(HEADER + rows) == (1, 1)
    assert recipient(shop, hidden[0]).zip == "01234"
    assert recipient(shop, hidden[1]) is None
    assert shop.jobs() == {"send:1"}


def test_an_old_file_without_ids_joins_by_the_number(shop, hidden, load):
    text = "\ufeffName,Shipping Name,Shipping Address1\n#1002,Grace,Main St 2\n"
    assert load(text) == (1, 0)
    assert recipient(shop, hidden[1]).name == "Grace"


def test_another_shops_file_with_the_same_numbers_gives_nobody_a_strangers_address(
    shop, hidden, load
):
    assert load(HEADER + "#1001,777777,Eve,Elsewhere 9,Rome,1,IT\n") == (0, 1)
    assert recipient(shop, hidden[0]) is None


def test_an_address_that_is_known_is_not_replaced_by_the_file(shop, load):
    (order_id,) = shop.take(store_order(1001))
    assert load(HEADER + "#1001,5001001,Eve,Elsewhere 9,Rome,1,IT\n") == (0, 0)
    assert recipient(shop, order_id) == address()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Order,Total\n1,2\n", "utf-8"), (HEADER + "#1,1,Jürgen,x,x,x,DE\n", "latin-1"), ("", "utf-8"), ('"' + "x" * 200_000, "utf-8")],
)  # fmt: skip
def test_a_file_that_is_no_export_is_refused_with_a_way_out(hidden, load, text, encoding):
    with pytest.raises(BadInput) as told:
        load(text, encoding)
    assert "CSV" in told.value.hint


def test_a_file_that_is_not_there_is_a_sentence(db, tmp_path):
    with pytest.raises(BadInput, match="There is no file"):
        addresses.import_file(db, STORE, tmp_path / "missing.csv")


def test_etsys_file_of_sold_orders_is_taken_with_the_country_by_its_name(shop, hidden, load):
    head = "Sale Date,Order ID,Full Name,Street 1,Street 2,Ship City,Ship State,Ship Zipcode,Ship Country\n"
    assert load(head + "11/20/26,5001001,Ada,1 Byron St,,Denver,CO,80202,United States\n") == (1, 0)
    found = recipient(shop, hidden[0])
    assert (found.country_code, found.province_code, found.zip) == ("US", "CO", "80202")
