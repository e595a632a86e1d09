"""The simulated store speaks as the published Admin schema says: no field, type or scope of our own making.

The schema is not part of the program: `PODBRIDGE_SPECS` names the folder that has it; without it these tests say so
and are skipped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    is_specified_scalar_type,
    parse,
    validate,
)

from podbridge_desktop.sandbox.shopify.access import FIELD_SCOPES, PROTECTED_FIELDS, TYPE_SCOPES
from podbridge_desktop.sandbox.shopify.carriers import _LINKS
from podbridge_desktop.sandbox.shopify.graph import schema
from tests.support.shop_client import DOCUMENTS, Shop, document, shop

SPECS = os.environ.get("PODBRIDGE_SPECS", "")
pytestmark = pytest.mark.skipif(
    not SPECS, reason="NOT RUN: PODBRIDGE_SPECS names no folder with the vendors' documents"
)


@pytest.fixture(scope="session")
def full() -> GraphQLSchema:
    text = (Path(SPECS) / "shopify-admin-2026-10.graphql").read_text("utf-8")
    return build_schema(text, assume_valid=True, no_location=True)


@pytest.fixture(scope="session")
def access() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        (Path(SPECS) / "shopify-admin-2026-10.access.json").read_text("utf-8")
    )
    return loaded


def sample(name: str) -> Any:
    return json.loads((Path(SPECS) / "samples" / "shopify" / name).read_text("utf-8"))


# The schema


def own_types() -> Iterator[Any]:
    for name, own in schema().type_map.items():
        if not name.startswith("__") and not is_specified_scalar_type(own):
            yield own


def test_every_type_field_argument_and_value_is_published(full: GraphQLSchema) -> None:
    wrong: list[str] = []
    for own in own_types():
        published = full.type_map.get(own.name)
        if type(published) is not type(own):
            wrong.append(f"{own.name} is not published as a {type(own).__name__}")
        else:
            wrong += _differences(own, published)
    assert wrong == []


def _differences(own: Any, published: Any) -> Iterator[str]:
    if isinstance(own, GraphQLEnumType):
        if set(own.values) != set(published.values):
            yield f"{own.name} has other values"
        return
    if not isinstance(own, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        return
    if isinstance(own, GraphQLObjectType | GraphQLInterfaceType):
        extra = {i.name for i in own.interfaces} - {i.name for i in published.interfaces}
        yield from (f"{own.name} does not implement {name}" for name in extra)
    elif own.is_one_of != published.is_one_of:
        yield f"{own.name} differs in @oneOf"
    for name, field in own.fields.items():
        other = published.fields.get(name)
        if other is None or str(other.type) != str(field.type):
            yield f"{own.name}.{name}: {field.type} is {other and other.type}"
        elif isinstance(own, GraphQLInputObjectType):
            yield from _default_differs(f"{own.name}.{name}", field, other)
        else:
            yield from _argument_differences(f"{own.name}.{name}", field.args, other.args)


def _argument_differences(where: str, own: Any, published: Any) -> Iterator[str]:
    for name, argument in own.items():
        other = published.get(name)
        if other is None or str(other.type) != str(argument.type):
            yield f"{where}({name}): {argument.type} is {other and other.type}"
        else:
            yield from _default_differs(f"{where}({name})", argument, other)
    for name, argument in published.items():
        required = isinstance(argument.type, GraphQLNonNull) and _default(argument) is None
        if required and name not in own:
            yield f"{where} lacks the required argument {name}"


def _default(given: Any) -> str | None:
    node = given.ast_node.default_value if given.ast_node else None
    return None if node is None else json.dumps(node.to_dict(locations=False), sort_keys=True)


def _default_differs(where: str, own: Any, published: Any) -> Iterator[str]:
    if _default(own) != _default(published):
        yield f"{where} has another default"


def test_inputs_that_are_required_are_all_there(full: GraphQLSchema) -> None:
    for own in own_types():
        if isinstance(own, GraphQLInputObjectType):
            published = full.type_map[own.name]
            assert isinstance(published, GraphQLInputObjectType)
            required = {
                name
                for name, field in published.fields.items()
                if isinstance(field.type, GraphQLNonNull) and _default(field) is None
            }
            assert required <= set(own.fields), own.name


def test_the_schema_carries_no_text_of_the_vendor() -> None:
    assert all(own.description is None for own in own_types())


def test_every_document_of_the_tests_is_valid_there_and_here(full: GraphQLSchema) -> None:
    parsed = parse(DOCUMENTS.read_text("utf-8"))
    assert [error.message for error in validate(schema(), parsed)] == []
    assert [error.message for error in validate(full, parsed)] == []


# Scopes and personal data


def test_scopes_are_among_those_the_schema_names(access: dict[str, Any]) -> None:
    for name, scopes in {**TYPE_SCOPES, **FIELD_SCOPES}.items():
        named = access["offline_scopes"].get(name) or access["offline_scopes"].get(
            name.partition(".")[0]
        )
        if named is not None:
            assert set(scopes) & set(named), name
    unnamed = {
        name
        for name in {**TYPE_SCOPES, **FIELD_SCOPES}
        if name not in access["offline_scopes"] and name not in access["required_access"]
    }
    # These are ruled by what they give back, or the schema states none (shopify.md 2.4).
    assert unnamed <= {
        "File",
        "Publication",
        "Mutation.fulfillmentCancel",
        "QueryRoot.fulfillmentOrder",
        "QueryRoot.productOperation",
    }


def test_every_protected_field_that_is_played_is_protected(access: dict[str, Any]) -> None:
    played = {
        f"{own.name}.{name}"
        for own in own_types()
        if isinstance(own, GraphQLObjectType)
        for name in own.fields
    }
    assert {name for name in access["protected_customer_data"] if name in played} == set(
        PROTECTED_FIELDS
    )


# Answers


class Checker:
    """Walks a document beside its answer, and says where the answer is not what the full schema promises."""

    def __init__(self, full: GraphQLSchema, text: str) -> None:
        parsed = parse(text)
        self._schema = full
        self._fragments = {
            d.name.value: d for d in parsed.definitions if isinstance(d, FragmentDefinitionNode)
        }
        (self._operation,) = (
            d for d in parsed.definitions if isinstance(d, OperationDefinitionNode)
        )
        self.wrong: list[str] = []
        self.leaves = 0

    def check(self, data: Any) -> list[str]:
        root = self._schema.get_root_type(self._operation.operation)
        assert root is not None
        self._object(root, [self._operation.selection_set], data, root.name)
        return self.wrong

    def _object(self, kind: Any, sets: list[SelectionSetNode], value: Any, where: str) -> None:
        asked: dict[str, list[FieldNode]] = {}
        for selection in sets:
            self._collect(kind, selection, value, asked)
        if set(value) != set(asked):
            self.wrong.append(f"{where}: {sorted(value)} for {sorted(asked)}")
            return
        for key, nodes in asked.items():
            name = nodes[0].name.value
            if name == "__typename":
                continue
            inner = [node.selection_set for node in nodes if node.selection_set]
            concrete = self._holder(kind, name, value)
            self._value(concrete.fields[name].type, inner, value[key], f"{where}.{key}")

    def _holder(self, kind: Any, name: str, value: Any) -> Any:
        """The type that has the field: the interface itself, or the concrete type the value tells of."""
        if name in kind.fields:
            return kind
        return self._schema.type_map[_told_type(value)]

    def _collect(
        self, kind: Any, selection: SelectionSetNode, value: Any, asked: dict[str, list[FieldNode]]
    ) -> None:
        for part in selection.selections:
            if isinstance(part, FieldNode):
                key = part.alias.value if part.alias else part.name.value
                asked.setdefault(key, []).append(part)
                continue
            fragment = (
                self._fragments[part.name.value] if isinstance(part, FragmentSpreadNode) else part
            )
            assert isinstance(fragment, FragmentDefinitionNode | InlineFragmentNode)
            if self._applies(kind, fragment, value):
                self._collect(kind, fragment.selection_set, value, asked)

    def _applies(self, kind: Any, fragment: Any, value: Any) -> bool:
        if fragment.type_condition is None or isinstance(kind, GraphQLObjectType):
            return True
        return bool(fragment.type_condition.name.value == _told_type(value))

    def _value(self, kind: Any, sets: list[SelectionSetNode], value: Any, where: str) -> None:
        if isinstance(kind, GraphQLNonNull):
            if value is None:
                self.wrong.append(f"{where} is null")
            else:
                self._value(kind.of_type, sets, value, where)
        elif value is None:
            return
        elif isinstance(kind, GraphQLList):
            for place, item in enumerate(value):
                self._value(kind.of_type, sets, item, f"{where}[{place}]")
        elif sets:
            self._object(kind, sets, value, where)
        else:
            self._leaf(kind, value, where)

    def _leaf(self, kind: GraphQLLeafType, value: Any, where: str) -> None:
        self.leaves += 1
        if isinstance(kind, GraphQLEnumType):
            good = value in kind.values
        else:
            assert isinstance(kind, GraphQLScalarType)
            good = _is(kind.name, value)
        if not good:
            self.wrong.append(f"{where}: {value!r} is no {kind.name}")


def _told_type(value: Any) -> str:
    """The concrete type of an answer: by __typename, else by its id (gid://shopify/MediaImage/1)."""
    if "__typename" in value:
        return str(value["__typename"])
    return str(value["id"]).split("/")[3]


def _is_amount(value: Any) -> bool:
    whole, _, rest = str(value).partition(".")
    return isinstance(value, str) and whole.lstrip("-").isdigit() and rest.isdigit()


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and value.endswith("Z") and bool(datetime.fromisoformat(value))


_SCALARS: dict[str, Callable[[Any], bool]] = {
    "Int": lambda value: type(value) is int,
    "Float": lambda value: type(value) in {int, float},
    "Boolean": lambda value: type(value) is bool,
    "JSON": lambda _value: True,
    "DateTime": _is_moment,
    "Money": _is_amount,
    "Decimal": _is_amount,
    "URL": lambda value: isinstance(value, str) and value.startswith(("http://", "https://")),
    "UnsignedInt64": lambda value: isinstance(value, str) and value.isdigit(),
}


def _is(scalar: str, value: Any) -> bool:
    check = _SCALARS.get(scalar)
    return check(value) if check else isinstance(value, str)


def played() -> Iterator[tuple[str, Any]]:
    """Every document of the tests, asked once in a store where much has happened, with its answer."""
    store = shop()
    recorder = Recorder(store)
    _catalog(recorder)
    _orders(recorder)
    yield from recorder.answers


class Recorder:
    def __init__(self, store: Shop) -> None:
        self.store = store
        self.answers: list[tuple[str, Any]] = []

    def __call__(self, name: str, /, **variables: Any) -> Any:
        data = self.store.data(name, **variables)
        self.answers.append((name, data))
        return data


def _catalog(ask: Recorder) -> None:
    given = sample("variables_examples.json")["UpsertProduct"]
    made = ask("SetProduct", identifier=given["identifier"], input=given["input"])["productSet"]
    assert made["userErrors"] == []
    product = made["product"]
    forms = product["variants"]["nodes"]
    ask("Who")
    ask("Product", id=product["id"])
    ask("FindProduct", identifier=given["identifier"])
    ask("Products")
    ask("Variants")
    later = ask("SetProduct", input={"title": ""}, synchronous=False)["productSet"][
        "productSetOperation"
    ]
    ask("Operation", id=later["id"])
    (first, *_) = ask("Channels")["publications"]["nodes"]
    ask("Publish", id=product["id"], input=[{"publicationId": first["id"]}], check=first["id"])
    ask("Unpublish", id=product["id"], input=[{"publicationId": first["id"]}])
    ask("ChangeProduct", product={"id": product["id"], "status": "ACTIVE"})
    ask("Prices", id=product["id"], variants=[{"id": forms[0]["id"], "price": "9.5"}])
    ask("Stage", **sample("variables_examples.json")["StageUploads"])
    ask("Stage", input=[{"filename": "x", "mimeType": "video/mp4", "resource": "VIDEO"}])
    files = sample("variables_examples.json")["CreateFiles"]["files"]
    plain = {"originalSource": "https://example.com/a.pdf", "contentType": "FILE"}
    ids = [row["id"] for row in ask("NewFiles", files=[*files, plain])["fileCreate"]["files"]]
    ask("Files", ids=ids)
    ask("DropFiles", ids=ids)
    item = forms[0]["inventoryItem"]["id"]
    ask("StockItem", id=item, input={"tracked": False, "cost": "1"})
    place = ask("NewService", name="POD Bridge")["fulfillmentServiceCreate"]["fulfillmentService"]
    ask("StockAt", item=item, place=place["location"]["id"], key="k")
    ask("Places", legacy=True)


def _orders(ask: Recorder) -> None:
    vendor, now = ask.store.vendor, ask.store.now
    first = vendor.bulk_orders(8, now=now)[0]
    forms = vendor.products[0].variants
    order = vendor.buy([(forms[0].id, 3, {"Text": None}), (forms[1].id, 1, {})], now=now)
    vendor.refund(order, {order.lines[0].id: 1}, now=now)
    vendor.cancel_order(first, now=now)
    ask("Orders", first=20)
    ask("OrderCount")
    for each in vendor.orders:
        ask("Order", id=each.id)
        ask("Buyer", id=each.id)
    ask("Batch", ids=[order.id, forms[0].id, "gid://shopify/Order/1"])
    work = ask("Work", id=order.id)["order"]["fulfillmentOrders"]["nodes"][0]
    _work(ask, work)
    _parcel(ask, work)
    ask("Work", id=order.id)
    ask("Work", id=first.id)
    ask("AllWork", closed=True)
    ask("AddTags", id=order.id, tags=["a"])
    ask("RemoveTags", id=order.id, tags=["a"])
    ask("Note", input={"id": order.id, "note": "x"})
    row = {"ownerId": order.id, "namespace": "pod", "key": "supplier", "value": "1"}
    ask("Metafields", rows=[{**row, "type": "single_line_text_field"}])
    ask("Marks", id=order.id)


def _work(ask: Recorder, work: dict[str, Any]) -> None:
    hold = sample("variables_examples.json")["HoldFulfillmentOrder"]["hold"]
    held = ask("Hold", id=work["id"], hold=hold)["fulfillmentOrderHold"]["fulfillmentHold"]
    ask("OneWork", id=work["id"])
    ask("Hold", id=work["id"], hold=hold)
    ask("Release", id=work["id"], holdIds=[held["id"]])
    ask("Progress", id=work["id"])
    ask("Progress", id=work["id"])
    ask("Open", id=work["id"])
    garage = ask.store.vendor.add_location("Garage")
    ask("Move", id=work["id"], to=garage.id)
    ask("OurWork", status="FULFILLMENT_REQUESTED")
    ask("Accept", id=work["id"])


def _parcel(ask: Recorder, work: dict[str, Any]) -> None:
    line = {"id": work["lineItems"]["nodes"][0]["id"], "quantity": 1}
    rows = [{"fulfillmentOrderId": work["id"], "fulfillmentOrderLineItems": [line]}]
    tracking = sample("variables_examples.json")["CreateFulfillment"]["fulfillment"]["trackingInfo"]
    given = {"lineItemsByFulfillmentOrder": rows, "trackingInfo": tracking}
    made = ask("Fulfil", fulfillment=given)["fulfillmentCreate"]["fulfillment"]
    more = sample("variables_examples.json")["UpdateTracking"]["tracking"]
    ask("Track", id=made["id"], tracking=more, notify=True)
    ask("Event", event={"fulfillmentId": made["id"], "status": "IN_TRANSIT"})
    ask("CancelParcel", id=made["id"])


def test_every_answer_is_what_the_schema_promises(full: GraphQLSchema) -> None:
    wrong: list[str] = []
    asked: set[str] = set()
    leaves = 0
    for name, data in played():
        checker = Checker(full, document(name))
        wrong += [f"{name}: {text}" for text in checker.check(data)]
        leaves += checker.leaves
        asked.add(name)
    every = {
        d.name.value
        for d in parse(DOCUMENTS.read_text("utf-8")).definitions
        if isinstance(d, OperationDefinitionNode) and d.name
    }
    assert wrong == []
    assert every - asked == {"StockAtBare"}
    assert leaves > 1000


def test_the_checker_notices_a_wrong_answer(full: GraphQLSchema) -> None:
    text = "{ shop { id plan { shopifyPlus } weightUnit } }"
    good: dict[str, Any] = {
        "shop": {"id": "1", "plan": {"shopifyPlus": True}, "weightUnit": "KILOGRAMS"}
    }
    assert Checker(full, text).check(good) == []
    for name, value in (
        ("id", None),
        ("plan", {"shopifyPlus": "yes"}),
        ("weightUnit", "STONES"),
        ("plan", {}),
    ):
        assert Checker(full, text).check({"shop": {**good["shop"], name: value}})


def test_links_are_made_only_for_carriers_shopify_knows() -> None:
    known = json.dumps(sample("tracking_companies.json"), ensure_ascii=False)
    assert [name for name in _LINKS if f'"{name}"' not in known] == []
