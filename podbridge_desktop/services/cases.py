"""Working off a case: each action of its kind does here what its word says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from podbridge_desktop.domain.cases import Action, CaseKind, ExceptionCase, NewCase
from podbridge_desktop.domain.changes import Changed, Topic
from podbridge_desktop.domain.lifecycle import ShipmentState, SupplierState
from podbridge_desktop.domain.mapping import LinkKind, VariantLink
from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.planning import Standing
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services import addresses, approvals, drift, links
from podbridge_desktop.storage import (
    cases,
    connections,
    jobs,
    ledger,
    orders,
    shipments,
    wishes,
)
from podbridge_desktop.storage.audit import Actor
from podbridge_desktop.storage.database import Database, Tx
from podbridge_desktop.storage.intake import replan_variant
from podbridge_desktop.storage.ledger import LedgerRow

Fields = Mapping[str, str]
_WHAT_LEFT = (
    "A parcel of this order had left before it was cancelled, and the supplier does not say what is in it. Made again"
    " as a whole, a part of it would be made and paid twice."
)
_ASK_FIRST = (
    "Ask the supplier what has left. Order there what is missing, then close this with your reason."
)
_ON_THE_WAY = {
    SupplierState.PLANNED, SupplierState.SENDING, SupplierState.DRAFTED, SupplierState.CHECKED,
}  # fmt: skip


def resolve(database: Database, case_id: int, action: Action, fields: Fields) -> Changed:
    """Carry out one action of a case. Raises `BadInput` for an action the case does not offer."""
    with database.read() as tx:
        case = cases.get(tx, case_id)
    if case is None:
        raise BadInput(f"There is no case {case_id}.")
    if case.closed_at is not None:
        return Changed()
    if action not in case.form.actions:
        offered = ", ".join(case.form.actions)
        raise BadInput(f"This case does not offer “{action}”.", hint=f"It offers: {offered}.")
    work = _WORK.get(action)
    if work is None:
        raise BadInput(
            "This is done outside of PodBridge.", hint="Open the page, then try again here."
        )
    return work(database, case, fields)


def _approve(database: Database, case: ExceptionCase, _fields: Fields) -> Changed:
    return approvals.approve(database, case.order_id or 0, case.supplier_order_id)


def _cancel(database: Database, case: ExceptionCase, _fields: Fields) -> Changed:
    if case.subject == wishes.pick_key(
        case.order_id or 0
    ):  # nothing of it exists: the pick is taken back
        with database.write() as tx:
            jobs.drop(tx, case.subject)
            cases.close_cases(tx, by=Actor.SELLER, case_id=case.id)
            return tx.changes
    return approvals.cancel(database, case.order_id or 0, case.supplier_order_id)


def _fix_address(database: Database, case: ExceptionCase, fields: Fields) -> Changed:
    return addresses.fix(database, case.order_id or 0, _address(database, case, fields))


def _address(database: Database, case: ExceptionCase, fields: Fields) -> Address:
    """The address the order has, with the given parts replaced."""
    with database.read() as tx:
        known = orders.load(tx, case.order_id or 0).recipient or Address()
    return addresses.replaced(known, fields)


def _choose_variant(database: Database, case: ExceptionCase, fields: Fields) -> Changed:
    supplier, variant = fields.get("supplier", ""), fields.get("variant", "")
    if not supplier or not variant:
        raise BadInput(
            "Choose the supplier's variant.", hint="--field supplier=NAME --field variant=ID"
        )
    with database.read() as tx:
        supplier_id = _supplier_id(tx, supplier)
    if case.kind is CaseKind.VARIANT_GONE:
        made = VariantLink(case.connection_id or "", "", LinkKind.LINKED, supplier_id, variant)
        return links.link_one_line(database, case.order_id or 0, case.facts["line"], made)
    store_id, listing_variant = case.connection_id or "", case.facts.get("variant", "")
    return links.link(database, store_id, listing_variant, supplier_id, variant)


def _supplier_id(tx: Tx, name: str) -> str:
    found = connections.find(tx, name)
    if found is None or found.is_store:
        raise BadInput(f"There is no supplier “{name}”.")
    return found.id


def _not_ours(database: Database, case: ExceptionCase, _fields: Fields) -> Changed:
    if case.kind is CaseKind.LINK:
        return links.not_ours(database, case.connection_id or "", case.facts["variant"])
    if case.kind is CaseKind.VARIANT_GONE:
        mark = VariantLink(case.connection_id or "", "", LinkKind.NOT_OURS)
        return links.link_one_line(database, case.order_id or 0, case.facts["line"], mark)
    return approvals.cancel(database, case.order_id or 0, case.supplier_order_id)


def _send_all(database: Database, case: ExceptionCase, _fields: Fields) -> Changed:
    with database.read() as tx:
        named = [int(each) for each in case.facts.get("orders", "").split()]
        late = named or orders.standing_aside(tx, case.connection_id or "", Standing.LATE)
    changed = Changed()
    for order_id in late:
        with suppress(BadInput):  # cancelled, refunded or sent meanwhile: nothing to send of it
            changed |= approvals.pick(database, order_id)
    with database.write() as tx:
        cases.close_cases(tx, by=Actor.SELLER, case_id=case.id)
        return changed | tx.changes


def _update_listing(database: Database, case: ExceptionCase, _fields: Fields) -> Changed:
    changed, refused = drift.apply(database, [case.listing_id or 0])
    if refused:
        raise refused[0]
    with database.write() as tx:
        cases.close_cases(tx, by=Actor.SELLER, case_id=case.id)
        return changed | tx.changes


def _retry(database: Database, case: ExceptionCase, _fields: Fields) -> Changed:
    """Look first, then try: the job that waits for this case is due now, or the thing is read afresh."""
    with database.write() as tx:
        if case.kind is CaseKind.LINK:
            _look_for_links(tx, case)
            return tx.changes
        _ask_besides(tx, case)
        job = jobs.live(tx, case.subject)
        if (job is None and _begins_anew(tx, case)) or _asks_anew(tx, case):
            pass
        elif job is not None:
            jobs.wake(tx, [case.subject])
        elif case.supplier_order_id is not None:
            _retry_row(tx, case.supplier_order_id)
        elif case.order_id is not None:
            jobs.add(tx, wishes.recheck(orders.load(tx, case.order_id).store_id, case.order_id))
        elif case.listing_id is not None and case.connection_id is not None:
            jobs.add(tx, wishes.push(case.connection_id, case.listing_id))
        if case.connection_id is not None:
            jobs.add(tx, wishes.check(case.connection_id))
            jobs.wake(tx, [wishes.check(case.connection_id).dedupe])
        if case.kind is not CaseKind.SIGN_IN:
            cases.close_cases(tx, by=Actor.SELLER, case_id=case.id)
        return tx.changes


def _look_for_links(tx: Tx, case: ExceptionCase) -> None:
    """Every order that waits for this variant, not only the first."""
    replan_variant(tx, case.connection_id or "", case.facts.get("variant", ""))
    jobs.add(tx, wishes.recheck(case.connection_id or "", case.order_id or 0))


def _ask_besides(tx: Tx, case: ExceptionCase) -> None:
    """What such a case needs before it is tried again."""
    if case.kind is CaseKind.PRODUCT_LOCKED:
        jobs.add(tx, wishes.unlock(case.connection_id or "", case.facts.get("product", "")))
    if case.kind is CaseKind.TRACKING_REFUSED and case.shipment_id is not None:
        _tell_again(tx, case.shipment_id)


def _tell_again(tx: Tx, shipment_id: int) -> None:
    """A number that the store lost is written once more; the job looks there first."""
    record = shipments.get(tx, shipment_id)
    if record.state is ShipmentState.PUSHED:
        shipments.move(tx, record, ShipmentState.NEW)
    jobs.add(tx, wishes.track(ledger.get(tx, record.supplier_order_id), shipment_id))


def _begins_anew(tx: Tx, case: ExceptionCase) -> bool:
    """What changed at the store is planned anew; what the supplier ended is made once more, under its next name."""
    if case.kind is CaseKind.CHANGED_AT_STORE and case.order_id is not None:
        _plan_anew(tx, case.order_id)
        return True
    if case.kind is not CaseKind.SUPPLIER_CANCELLED or case.supplier_order_id is None:
        return False
    row = ledger.get(tx, case.supplier_order_id)
    if row.state is SupplierState.CANCELLED:
        if shipments.any_untold(tx, row.id):
            raise BadInput(_WHAT_LEFT, hint=_ASK_FIRST)
        ledger.note(tx, row, freed=True)
        jobs.add(tx, wishes.recheck(row.store_id, row.order_id))
    return True


def _plan_anew(tx: Tx, order_id: int) -> None:
    """Drafts that do not fit any more are cancelled, and what the store wants now is planned."""
    for row in ledger.of_order(tx, order_id):
        if row.state is not SupplierState.CANCELLED and not row.state.may_have_spent:
            ledger.withdraw_approval(tx, row)
            jobs.drop(tx, wishes.send_key(row.id), wishes.confirm_key(row.id))
            anew = wishes.cancel(row, replan=True)
            if (
                jobs.live(tx, anew.dedupe) is None
            ):  # the seller's own cancel would have been the later word
                jobs.add(tx, anew)


def _asks_anew(tx: Tx, case: ExceptionCase) -> bool:
    """A draft without a yes is read and priced once more, and its approval asked for by a case of its own."""
    if case.supplier_order_id is None or case.kind is CaseKind.CHANGED_AT_STORE:
        return False
    row = ledger.get(tx, case.supplier_order_id)
    if row.state is SupplierState.FAILED and row.approved_by is None:
        ledger.move(tx, row, SupplierState.WAITING, Actor.SELLER)
        cases.open_case(tx, _approval_again(row))
        return True
    if row.state is not SupplierState.WAITING or row.approved_by is not None:
        return False
    anew = SupplierState.PLANNED if row.is_only_meant else SupplierState.DRAFTED
    ledger.move(tx, row, anew, Actor.SELLER)
    jobs.drop(tx, wishes.confirm_key(row.id), wishes.send_key(row.id))
    jobs.add(tx, wishes.send(row.supplier_id, row.order_id, row.id))
    return True


def _approval_again(row: LedgerRow) -> NewCase:
    return NewCase(
        CaseKind.APPROVAL,
        f"approve:{row.id}",
        "The supplier could not go on with this order. Approve it, and it is released once more.",
        order_id=row.order_id,
        supplier_order_id=row.id,
        connection_id=row.supplier_id,
    )


def _retry_row(tx: Tx, supplier_order_id: int) -> None:
    row = ledger.get(tx, supplier_order_id)
    if (row.state is SupplierState.FAILED and row.approved_by is not None) or (
        row.state is SupplierState.WAITING and row.approved_by is not None
    ):
        jobs.add(tx, wishes.confirm(row))
    elif not row.state.may_have_spent:
        jobs.add(tx, wishes.send(row.supplier_id, row.order_id, row.id))
    ledger.note(tx, row, vendor_status="")  # the next poll takes its word as news


def _ignore(database: Database, case: ExceptionCase, fields: Fields) -> Changed:
    """Closed with the seller's reason; a change at the store is thereby accepted as it is."""
    with database.write() as tx:
        if case.kind is CaseKind.CHANGED_AT_STORE and case.order_id is not None:
            _accept_change(tx, case.order_id)
        if case.shipment_id is not None:  # without its push nobody would tell the store any more
            shipments.move(tx, shipments.get(tx, case.shipment_id), ShipmentState.NOT_PUSHED)
        jobs.drop(tx, case.subject)
        cases.note_reason(tx, case, fields.get("reason", ""))
        cases.close_cases(tx, by=Actor.SELLER, case_id=case.id)
        return tx.changes


def _accept_change(tx: Tx, order_id: int) -> None:
    """What was prepared is sent as it is: the guard takes the new address as agreed."""
    address = orders.load(tx, order_id).recipient
    for row in ledger.of_order(tx, order_id):
        if address is not None and row.recipient is not None:
            ledger.note(tx, row, recipient=address.fingerprint())
        if row.state is SupplierState.WAITING and row.approved_by is not None:
            jobs.add(tx, wishes.confirm(row))
        elif row.state in _ON_THE_WAY:
            jobs.add(tx, wishes.send(row.supplier_id, row.order_id, row.id))


def _import_addresses(database: Database, case: ExceptionCase, fields: Fields) -> Changed:
    if not fields.get("file"):
        raise BadInput("Choose the store's orders file.", hint="--field file=PATH")
    with database.read() as tx:
        store_id = orders.load(tx, case.order_id or 0).store_id
    addresses.import_file(database, store_id, Path(fields["file"]))
    return Changed(frozenset({Topic.ORDERS, Topic.CASES}))


_WORK: Mapping[Action, Callable[[Database, ExceptionCase, Fields], Changed]] = {
    Action.APPROVE: _approve,
    Action.CANCEL: _cancel,
    Action.FIX_ADDRESS: _fix_address,
    Action.IMPORT_ADDRESSES: _import_addresses,
    Action.CHOOSE_VARIANT: _choose_variant,
    Action.NOT_OURS: _not_ours,
    Action.SEND_ALL: _send_all,
    Action.UPDATE_LISTING: _update_listing,
    Action.RETRY: _retry,
    Action.IGNORE: _ignore,
}
