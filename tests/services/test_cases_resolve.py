"""Working off cases: whatever a case offers is carried out here, or opened outside."""

from datetime import timedelta

import pytest

from podbridge_desktop.domain.cases import FORMS, Action, CaseKind
from podbridge_desktop.domain.catalog import (
    ListingDraft,
    ListingVariant,
    StoreListing,
    StoreVariant,
    SupplierProduct,
    SupplierVariant,
)
from podbridge_desktop.domain.jobs import JobState
from podbridge_desktop.domain.lifecycle import ShipmentState
from podbridge_desktop.domain.lifecycle import SupplierState as S
from podbridge_desktop.domain.money import Money
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services import approvals
from podbridge_desktop.services.cases import resolve
from podbridge_desktop.storage import (
    connections,
    jobs,
    ledger,
    listings,
    orders,
    products,
    readings,
    shipments,
    wishes,
)
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.connections import RouteSetting
from tests.support.filled import NOON, STORE, SUPPLIER, address, line, store_order

OUTSIDE = {Action.OPEN_AT_SUPPLIER, Action.OPEN_AT_STORE, Action.RECONNECT}
OFFERS = [(kind, action) for kind, form in FORMS.items() for action in form.actions]
CSV = "Name,Id,Shipping Name,Shipping Address1,Shipping City,Shipping Country\n#1001,5001001,Ada,Main St 1,Ulm,DE\n"
IN_PRODUCTION = {
    CaseKind.SUPPLIER_HOLD, CaseKind.CANCELLED_AT_STORE, CaseKind.UNKNOWN_STATUS, CaseKind.ARTWORK, CaseKind.STOCK,
    CaseKind.SUPPLIER_CANCELLED, CaseKind.TRACKING_REFUSED,
}  # fmt: skip
OF_THE_CONNECTION = {CaseKind.SIGN_IN, CaseKind.PERMISSION}
OF_THE_LISTING = {CaseKind.PUSH_REFUSED, CaseKind.IMAGES_REFUSED, CaseKind.COST_ROSE}


@pytest.fixture
def catalog_known(shop):
    variant = SupplierVariant("sup-5", "Tee", ())
    with shop.database.write() as tx:
        products.take_product(tx, SUPPLIER, SupplierProduct("77", "Tee", (variant,)))


def on_sale(database):
    """The product stands in the store by a push."""
    cost = Money(900, "USD")
    variant = SupplierVariant("sup-5", "Tee", (), cost=cost)
    sold = ListingVariant((("Title", "Default Title"),), Money(1800, "USD"), "TEE", "sup-5", cost)
    draft = ListingDraft("podbridge-printful-77", "Tee", "", (), (sold,))
    there = StoreVariant("var-5", "TEE", sold.options, sold.price)
    with database.write() as tx:
        product_id = products.take_product(tx, SUPPLIER, SupplierProduct("77", "Tee", (variant,)))
        listing_id, revision = listings.want_listing(tx, STORE, product_id, draft)
        listings.pushed(tx, listing_id, revision, StoreListing("900", "Tee", (there,)), draft)
    return listing_id


@pytest.fixture
def opened(shop, catalog_known):
    """A case of any kind, as it comes up in the world."""

    def open_one(kind):
        if kind is CaseKind.LINK:
            (order_id,) = shop.take(store_order(1001, lines=(line("1", "var-new"),)))
            subject, ids = (
                f"variant:{STORE}:var-new",
                {"order_id": order_id, "connection_id": STORE},
            )
            return shop.ask(kind, subject, facts={"variant": "var-new", "line": "1"}, **ids)
        if kind is CaseKind.VARIANT_GONE:
            (order_id,) = shop.take(store_order(1001, lines=(line("1", None),)))
            subject = f"order:{order_id}:line:1"
            return shop.ask(
                kind, subject, order_id=order_id, connection_id=STORE, facts={"line": "1"}
            )
        if kind is CaseKind.LATE_ORDERS:
            with shop.database.write() as tx:
                long_ago = NOON - timedelta(days=90)
                connections.set_route(tx, STORE, SUPPLIER, RouteSetting(Mode.ASSIST, long_ago))
                paid = NOON - timedelta(days=9)
            shop.take(store_order(1001, paid_at=paid), store_order(1002, paid_at=paid))
            return shop.ask(kind, f"store:{STORE}", connection_id=STORE)
        if kind in OF_THE_CONNECTION:
            return shop.ask(kind, f"connection:{SUPPLIER}", connection_id=SUPPLIER)
        if kind in OF_THE_LISTING:
            listing = {"listing_id": on_sale(shop.database)} if kind is CaseKind.COST_ROSE else {}
            return shop.ask(kind, "push:1", connection_id=STORE, **listing)
        hidden = (
            {"ship_to": None, "address_hidden": True} if kind is CaseKind.ADDRESS_HIDDEN else {}
        )
        (order_id,) = shop.take(store_order(1001, **hidden))
        shop.waiting(order_id)
        ids = {"order_id": order_id, "supplier_order_id": 1, "connection_id": SUPPLIER}
        if kind in IN_PRODUCTION:
            shop.approve(order_id)
        if kind is CaseKind.TRACKING_REFUSED:
            ids["shipment_id"] = shop.ship(order_id)
        return shop.ask(kind, f"{kind}:1", **ids)

    return open_one


@pytest.mark.parametrize(("kind", "action"), OFFERS, ids=lambda value: value.value)
def test_whatever_a_case_offers_does_something_or_is_done_outside(
    shop, db, opened, tmp_path, kind, action
):
    case_id = opened(kind)
    shop.no_jobs()
    (tmp_path / "orders.csv").write_text(CSV, encoding="utf-8")
    fields = {
        Action.FIX_ADDRESS: {
            "name": "Ada", "address1": "Main St 1", "city": "Boulder", "country_code": "US",
        },
        Action.CHOOSE_VARIANT: {"supplier": "Printful", "variant": "sup-5"},
        Action.IMPORT_ADDRESSES: {"file": str(tmp_path / "orders.csv")},
        Action.IGNORE: {"reason": "known"},
    }.get(action, {})  # fmt: skip
    if action in OUTSIDE:
        with pytest.raises(BadInput, match="outside of PodBridge"):
            resolve(db, case_id, action, fields)
        assert kind in shop.open_cases()
        return
    assert resolve(db, case_id, action, fields)
    assert shop.jobs() or kind not in shop.open_cases()


def test_what_a_case_does_not_offer_is_refused_with_what_it_does(shop, db, opened):
    with pytest.raises(BadInput, match="does not offer “send_all”") as told:
        resolve(db, opened(CaseKind.APPROVAL), Action.SEND_ALL, {})
    assert "approve, cancel" in told.value.hint


def test_a_case_that_does_not_exist_is_said_so(db):
    with pytest.raises(BadInput, match="no case 99"):
        resolve(db, 99, Action.RETRY, {})


def test_a_closed_case_needs_nothing_more(shop, db, opened):
    case_id = opened(CaseKind.APPROVAL)
    resolve(db, case_id, Action.APPROVE, {})
    assert not resolve(db, case_id, Action.APPROVE, {})


# --- retry -----------------------------------------------------------------------------------------------------------


def parked(shop, wish):
    shop.no_jobs()
    with shop.database.write() as tx:
        jobs.add(tx, wish)
        jobs.settle(tx, jobs.pick(tx, wish.connection_id, ()), JobState.PARKED)


def test_retry_wakes_the_job_that_waits_for_the_case(shop, db):
    (order_id,) = shop.take(store_order(1001))
    parked(shop, wishes.send(SUPPLIER, order_id, 1))
    case_id = shop.ask(CaseKind.REFUSED, "send:1", order_id=order_id, supplier_order_id=1)
    resolve(db, case_id, Action.RETRY, {})
    assert shop.jobs() == {"send:1"}
    assert shop.open_cases() == set()


def test_retry_tests_the_connection_as_well(shop, db):
    case_id = shop.ask(CaseKind.PERMISSION, f"connection:{SUPPLIER}", connection_id=SUPPLIER)
    resolve(db, case_id, Action.RETRY, {})
    assert shop.jobs() == {f"check_connection:{SUPPLIER}"}


def test_a_key_that_does_not_work_stays_asked_for_until_it_works(shop, db):
    case_id = shop.ask(CaseKind.SIGN_IN, f"connection:{SUPPLIER}", connection_id=SUPPLIER)
    resolve(db, case_id, Action.RETRY, {})
    assert shop.open_cases() == {CaseKind.SIGN_IN}


def test_retry_of_a_draft_without_a_yes_reads_and_prices_it_once_more(shop, db):
    """Closed without that, nothing would ever ask for the approval again."""
    (order_id,) = shop.take(store_order(1001))
    shop.waiting(order_id)
    shop.no_jobs()
    case_id = shop.ask(CaseKind.COST_UNKNOWN, "approve:1", order_id=order_id, supplier_order_id=1)
    resolve(db, case_id, Action.RETRY, {})
    assert shop.row(order_id).state is S.DRAFTED
    assert shop.jobs() == {"send:1"}


def test_retry_after_a_refused_payment_asks_for_the_yes_again(shop, db):
    """The refusal took the approval back; the confirm that is parked would find none and end."""
    (order_id,) = shop.take(store_order(1001))
    shop.waiting(order_id)
    parked(shop, wishes.confirm(shop.row(order_id)))
    case_id = shop.ask(CaseKind.PAYMENT, "confirm:1", order_id=order_id, supplier_order_id=1)
    resolve(db, case_id, Action.RETRY, {})
    assert shop.row(order_id).state is S.DRAFTED
    assert shop.jobs() == {"send:1"}


def test_retry_of_what_no_supplier_saw_yet_asks_its_price_once_more(shop, db):
    (order_id,) = shop.take(store_order(1001))
    shop.walk(order_id, S.WAITING)
    shop.no_jobs()
    case_id = shop.ask(CaseKind.COST_UNKNOWN, "approve:1", order_id=order_id, supplier_order_id=1)
    resolve(db, case_id, Action.RETRY, {})
    assert shop.row(order_id).state is S.PLANNED
    assert shop.jobs() == {"send:1"}


def test_retry_of_a_locked_product_unlocks_it(shop, db):
    shop.no_jobs()
    case_id = shop.ask(
        CaseKind.PRODUCT_LOCKED,
        "locked:supplier-1:0a1b",
        connection_id=SUPPLIER,
        facts={"product": "0a1b"},
    )
    resolve(db, case_id, Action.RETRY, {})
    assert f"unlock:{SUPPLIER}:0a1b" in shop.jobs()
    assert shop.open_cases() == set()


def test_retry_where_orders_were_released_by_themselves_lets_orders_go_on(shop, db):
    (order_id,) = shop.take(store_order(1001))
    case_id = shop.ask(
        CaseKind.AUTO_APPROVAL, f"connection:{SUPPLIER}", order_id=order_id, connection_id=SUPPLIER
    )
    resolve(db, case_id, Action.RETRY, {})
    assert shop.open_cases() == set()


def test_retry_of_a_failed_order_that_was_approved_confirms_it_again(shop, db):
    (order_id,) = shop.take(store_order(1001))
    shop.waiting(order_id)
    approvals.approve(db, order_id)
    shop.walk(order_id, S.FAILED)
    shop.no_jobs()
    case_id = shop.ask(CaseKind.SUPPLIER_FAILED, "hold:1", order_id=order_id, supplier_order_id=1)
    resolve(db, case_id, Action.RETRY, {})
    assert shop.jobs() == {"confirm:1"}
    assert shop.row(order_id).vendor_status == ""


def test_retry_of_a_failed_order_without_a_yes_asks_for_it(shop, db):
    (order_id,) = shop.take(store_order(1001))
    shop.waiting(order_id)
    shop.walk(order_id, S.FAILED)
    shop.no_jobs()
    case_id = shop.ask(CaseKind.SUPPLIER_FAILED, "hold:1", order_id=order_id, supplier_order_id=1)
    resolve(db, case_id, Action.RETRY, {})
    assert shop.open_cases() == {CaseKind.APPROVAL}
    approvals.approve(db, order_id)
    assert shop.jobs() == {"confirm:1"}


def test_retry_of_a_hold_at_the_supplier_makes_its_next_word_news(shop, db, opened):
    case_id = opened(CaseKind.SUPPLIER_HOLD)
    resolve(db, case_id, Action.RETRY, {})
    assert shop.row(1).vendor_status == ""


def test_retry_of_an_order_that_was_not_sent_yet_sends_it(shop, db):
    (order_id,) = shop.take(store_order(1001))
    shop.no_jobs()
    case_id = shop.ask(CaseKind.ADDRESS, "hold:1", order_id=order_id, supplier_order_id=1)
    resolve(db, case_id, Action.RETRY, {})
    assert shop.jobs() == {"send:1"}


def test_retry_of_an_order_reads_it_at_the_store_again(shop, db):
    (order_id,) = shop.take(store_order(1001))
    case_id = shop.ask(CaseKind.HELD_AT_STORE, f"order:{order_id}", order_id=order_id)
    shop.no_jobs()
    resolve(db, case_id, Action.RETRY, {})
    assert shop.jobs() == {f"recheck:{order_id}"}


def test_retry_of_pictures_pushes_the_listing_again(shop, db):
    with db.write() as tx:
        products.take_product(tx, SUPPLIER, SupplierProduct("77", "Tee", ()))
    with db.write() as tx:
        listing_id, _ = listings.want_listing(tx, STORE, 1, ListingDraft("r", "t", "", (), ()))
    case_id = shop.ask(
        CaseKind.IMAGES_REFUSED, f"images:{listing_id}", listing_id=listing_id, connection_id=STORE
    )
    resolve(db, case_id, Action.RETRY, {})
    assert f"push:{listing_id}" in shop.jobs()


# --- a change at the store -------------------------------------------------------------------------------------------


@pytest.fixture
def changed(shop):
    """A draft that waits with a yes; the store's address is another one now."""
    (order_id,) = shop.take(store_order(1001))
    shop.waiting(order_id)
    with shop.database.write() as tx:
        row = shop.part(tx, order_id)
        ledger.note(tx, row, recipient=address().fingerprint())
        ledger.approve(tx, row, "seller", Actor.SELLER)
        later = store_order(1001, ship_to=address(city="Aspen"), updated_at=NOON)
        readings.take(tx, STORE, [later])
    shop.no_jobs()
    ids = {"order_id": order_id, "supplier_order_id": 1, "connection_id": STORE}
    return order_id, shop.ask(CaseKind.CHANGED_AT_STORE, f"order:{order_id}", **ids)


def test_retry_cancels_the_draft_and_plans_what_the_store_wants_now(shop, db, changed):
    order_id, case_id = changed
    resolve(db, case_id, Action.RETRY, {})
    with db.read() as tx:
        assert jobs.live(tx, "cancel:1").payload["replan"] == 1
    assert shop.row(order_id).approved_by is None
    assert shop.row(order_id).state is S.WAITING


def test_ignore_accepts_the_new_address_and_the_yes_goes_on(shop, db, changed):
    order_id, case_id = changed
    resolve(db, case_id, Action.IGNORE, {"reason": "she knows"})
    assert shop.row(order_id).recipient == address(city="Aspen").fingerprint()
    assert shop.jobs() == {"confirm:1"}
    assert "she knows" in shop.trail("case_ignored")[0][1]


def test_ignoring_a_tracking_number_leaves_it_out_of_the_store(shop, db, opened):
    case_id = opened(CaseKind.TRACKING_REFUSED)
    resolve(db, case_id, Action.IGNORE, {})
    with db.read() as tx:
        assert shipments.get(tx, 1).state is ShipmentState.NOT_PUSHED


def test_ignoring_a_case_drops_the_job_that_waited_for_it(shop, db):
    parked(shop, wishes.push(STORE, 7))
    case_id = shop.ask(CaseKind.PUSH_REFUSED, "push:7", connection_id=STORE)
    resolve(db, case_id, Action.IGNORE, {})
    with db.read() as tx:
        assert jobs.live(tx, "push:7") is None


# --- variants, addresses, late ---------------------------------------------------------------------------------------


def test_choosing_a_variant_links_it_and_the_order_goes_on(shop, db, opened):
    resolve(
        db,
        opened(CaseKind.LINK),
        Action.CHOOSE_VARIANT,
        {"supplier": "printful", "variant": "sup-5"},
    )
    assert [x.supplier_variant_id for x in shop.row(1).lines] == ["sup-5"]
    assert shop.open_cases() == set()


def test_choosing_a_variant_for_a_deleted_one_is_for_this_line_only(shop, db, opened):
    fields = {"supplier": "Printful", "variant": "sup-5"}
    resolve(db, opened(CaseKind.VARIANT_GONE), Action.CHOOSE_VARIANT, fields)
    assert [x.supplier_variant_id for x in shop.row(1).lines] == ["sup-5"]
    assert shop.open_cases() == set()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Choose the supplier's variant"),
        ({"supplier": "Printful"}, "Choose the supplier's variant"),
        ({"supplier": "Nobody", "variant": "sup-5"}, "no supplier “Nobody”"),
        ({"supplier": "Peak Prints", "variant": "sup-5"}, "no supplier “Peak Prints”"),
        ({"supplier": "Printful", "variant": "sup-99"}, "no variant sup-99"),
    ],
)
def test_a_variant_that_cannot_be_chosen_is_said_so(shop, db, opened, fields, told):
    case_id = opened(CaseKind.LINK)
    with pytest.raises(BadInput, match=told):
        resolve(db, case_id, Action.CHOOSE_VARIANT, fields)
    assert CaseKind.LINK in shop.open_cases()


@pytest.mark.parametrize("kind", [CaseKind.LINK, CaseKind.VARIANT_GONE])
def test_packed_by_the_seller_is_never_asked_again(shop, db, opened, kind):
    resolve(db, opened(kind), Action.NOT_OURS, {})
    assert shop.rows(1) == ()
    assert shop.column(1, "standing") == "not_ours"
    assert shop.open_cases() == set()


def test_a_personal_order_that_she_packs_herself_is_cancelled_at_the_supplier(shop, db, opened):
    resolve(db, opened(CaseKind.PERSONALIZATION), Action.NOT_OURS, {})
    assert "cancel:1" in shop.jobs()


def test_send_all_picks_every_late_order(shop, db, opened):
    case_id = opened(CaseKind.LATE_ORDERS)
    resolve(db, case_id, Action.SEND_ALL, {})
    assert shop.jobs() >= {"pick:1", "pick:2"}
    assert shop.open_cases() == set()


def test_importing_addresses_needs_the_file(db, opened):
    with pytest.raises(BadInput, match="orders file"):
        resolve(db, opened(CaseKind.ADDRESS_HIDDEN), Action.IMPORT_ADDRESSES, {})


def test_a_part_of_an_address_is_enough_where_the_rest_is_known(shop, db, opened):
    resolve(db, opened(CaseKind.ADDRESS), Action.FIX_ADDRESS, {"zip": "80301"})
    with db.read() as tx:
        assert orders.load(tx, 1).recipient == address(zip="80301")
