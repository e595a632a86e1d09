"""Small promises of the domain's values."""

from dataclasses import replace

import pytest

from podbridge_desktop.domain.cases import FORMS, Action, CaseKind, ExceptionCase
from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.jobs import PRIORITY, Job, JobKind, JobState, Priority
from podbridge_desktop.domain.platforms import FieldForm, Platform, PlatformKind
from podbridge_desktop.domain.ports import Ability, CheckReport
from podbridge_desktop.domain.views import ConnectionRow, ProductRow, ProductVariantRow
from podbridge_desktop.errors import KeyringMissing, NeedsPerson, PermissionMissing, PodBridgeError
from tests.support.filled import NOON, address, store_order, usd


def test_income_is_the_total_without_tax_and_refunds_are_out_of_the_total_already():
    assert store_order(1001, total=usd("31.00"), tax=usd("2.00")).income == usd("29.00")


def test_two_readings_of_one_address_have_one_fingerprint():
    assert address().fingerprint() == address().fingerprint()
    assert address().fingerprint() != address(address2="Flat 2").fingerprint()


def test_a_fingerprint_tells_parts_apart_and_keeps_no_value():
    assert address(city="AB", zip="C").fingerprint() != address(city="A", zip="BC").fingerprint()
    assert "Ada" not in address().fingerprint()


@pytest.mark.parametrize("kind", CaseKind)
def test_every_kind_of_case_has_a_form_with_a_remedy_and_something_to_do(kind):
    form = FORMS[kind]
    assert form.title
    assert form.remedy.endswith(".")
    assert form.actions
    assert len(set(form.actions)) == len(form.actions)


def test_every_action_is_offered_by_some_case_or_promised_by_the_command():
    offered = {action for form in FORMS.values() for action in form.actions}
    assert set(Action) - offered == {Action.ADD_ARTWORK}


def test_a_case_finds_its_form():
    case = ExceptionCase(
        1, CaseKind.LOSS, "s", "m", NOON, None, None, None, None, None, None, {}, ""
    )
    assert case.form is FORMS[CaseKind.LOSS]


def test_every_error_that_needs_a_person_names_a_kind_of_case_that_exists():
    for error in (NeedsPerson("x", case="stock"), PermissionMissing("x", missing=("read_orders",))):
        assert CaseKind(error.case)


def test_an_error_may_bring_a_code_of_its_own():
    assert PodBridgeError("x", code="special").code == "special"
    assert KeyringMissing("x").code == "keyring_missing"


def test_every_job_has_a_priority_and_money_goes_before_news():
    assert set(PRIORITY) == set(JobKind)
    assert Priority.CONFIRM < Priority.CANCEL < Priority.SEND < Priority.TRACKING < Priority.PULL


def test_a_job_reads_row_ids_from_its_payload():
    job = Job(
        1, JobKind.SEND_ORDER, "c", "l", "d", {"supplier_order": "7"}, JobState.READY, 0, NOON, 0
    )
    assert job.number("supplier_order") == 7


def test_changes_add_up_and_nothing_is_false():
    one = Changed(frozenset({Topic.ORDERS}), frozenset({1}))
    both = one | Changed(frozenset({Topic.CASES}), frozenset({2}))
    assert both == Changed(frozenset({Topic.ORDERS, Topic.CASES}), frozenset({1, 2}))
    assert not Changed()
    assert both


def test_a_platform_knows_its_secret_fields():
    secret = FieldForm("token", "Token", secret=True)
    platform = Platform("x", "X", PlatformKind.STORE, (FieldForm("shop", "Shop"), secret))
    assert platform.secrets == (secret,)


def test_a_report_names_what_is_needed_and_missing():
    missing = Ability("orders", works=False, sentence="Give it.")
    fine, spare = Ability("products", works=True), Ability("extra", works=False, needed=False)
    assert CheckReport("1", "Shop", "USD", (fine, missing, spare)).missing == (missing,)


def test_a_card_has_a_rate_only_after_the_first_call():
    card = ConnectionRow(
        "c", "shopify", "store", "Shop", "", None, {}, {}, "USD", "healthy", "", "yes", (), (), True, NOON, 0, 0,
        None, None,
    )  # fmt: skip
    assert card.success_rate is None
    assert replace(card, calls=4, failures=1).success_rate == pytest.approx(0.75)


def test_a_product_shows_its_known_costs_lowest_first():
    def variant(cost):
        return ProductVariantRow("v", "", (), "", cost, None, "", "active")

    variants = (variant(usd("9")), variant(None), variant(usd("7")))
    row = ProductRow(1, "77", "Tee", "s", "S", "", (), variants, (), gone=False)
    assert row.costs == (usd("7"), usd("9"))
