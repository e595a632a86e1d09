"""A GraphQL document turned into steps once, so that answering it for many records is cheap.

A plan is made per document, per set of granted scopes and per outcome of its @include and @skip conditions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_argument_values,
    get_named_type,
)

from .access import is_blanked, refusal_for
from .call import Args, Call, Refusal, Resolver
from .shop import Protected

Condition = Callable[[FieldNode | FragmentSpreadNode | InlineFragmentNode], bool]
_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(slots=True)
class Step:
    """One field of one concrete type: how to read it, and what to do with the value."""

    key: str
    name: str
    parent: str
    node: FieldNode
    definition: GraphQLField
    attribute: str
    resolve: Resolver | None
    required: bool
    listed: bool
    items_required: bool
    child: Selection | None
    refusal: Refusal | None
    connection: bool
    constant_args: Args | None

    def args(self, call: Call) -> Args:
        """The coerced arguments, worked out once per call."""
        if self.constant_args is not None:
            return self.constant_args
        known = call.args.get(id(self))
        if known is None:
            known = get_argument_values(self.definition, self.node, call.variables)
            call.args[id(self)] = known
        return known


@dataclass(slots=True)
class Selection:
    """What is asked of a value: steps for each concrete type, made when the type first turns up."""

    planner: Planner
    static_type: str
    nodes: list[SelectionSetNode]
    by_type: dict[str, list[Step]] = field(default_factory=dict)
    abstract: bool = False

    def steps(self, typename: str) -> list[Step]:
        known = self.by_type.get(typename)
        if known is None:
            known = self.planner.steps(typename, self.nodes)
            self.by_type[typename] = known
        return known

    def candidates(self) -> list[str]:
        """The concrete types this selection can meet, as far as the document tells them apart."""
        if not self.abstract:
            return [self.static_type]
        return self.planner.named_types(self.static_type, self.nodes)


@dataclass(slots=True)
class Planner:
    """Makes the steps of one document."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    resolvers: Mapping[str, Resolver]
    scopes: frozenset[str]
    protected: Protected
    included: Condition

    def root(self, operation: OperationDefinitionNode) -> Selection:
        root_type = self.schema.get_root_type(operation.operation)
        name = root_type.name if root_type else "QueryRoot"
        return Selection(self, name, [operation.selection_set])

    def steps(self, typename: str, nodes: list[SelectionSetNode]) -> list[Step]:
        grouped: dict[str, list[FieldNode]] = {}
        for node in nodes:
            self._collect(typename, node, grouped)
        return [self._step(typename, key, found) for key, found in grouped.items()]

    def named_types(self, static_type: str, nodes: list[SelectionSetNode]) -> list[str]:
        """Concrete types named in type conditions below an abstract selection, or one that stands for the rest."""
        named: set[str] = set()
        for node in nodes:
            self._conditions(node, named)
        possible = [t.name for t in self._possible(static_type)]
        return [name for name in possible if name in named] or possible[:1]

    def _possible(self, static_type: str) -> list[GraphQLObjectType]:
        abstract = self.schema.type_map[static_type]
        if isinstance(abstract, GraphQLInterfaceType):
            return list(self.schema.get_possible_types(abstract))
        return []

    def _conditions(self, node: SelectionSetNode, named: set[str]) -> None:
        for part in node.selections:
            if isinstance(part, InlineFragmentNode):
                if part.type_condition:
                    named.add(part.type_condition.name.value)
                self._conditions(part.selection_set, named)
            elif isinstance(part, FragmentSpreadNode):
                fragment = self.fragments[part.name.value]
                named.add(fragment.type_condition.name.value)
                self._conditions(fragment.selection_set, named)

    def _collect(
        self, typename: str, node: SelectionSetNode, grouped: dict[str, list[FieldNode]]
    ) -> None:
        for part in node.selections:
            if not isinstance(part, FieldNode | FragmentSpreadNode | InlineFragmentNode):
                continue
            if not self.included(part):
                continue
            if isinstance(part, FieldNode):
                key = part.alias.value if part.alias else part.name.value
                grouped.setdefault(key, []).append(part)
                continue
            fragment = (
                self.fragments[part.name.value] if isinstance(part, FragmentSpreadNode) else part
            )
            wanted = fragment.type_condition.name.value if fragment.type_condition else typename
            if self._is_a(typename, wanted):
                self._collect(typename, fragment.selection_set, grouped)

    def _is_a(self, typename: str, wanted: str) -> bool:
        if typename == wanted:
            return True
        concrete = self.schema.type_map[typename]
        return isinstance(concrete, GraphQLObjectType) and any(
            interface.name == wanted for interface in concrete.interfaces
        )

    def _step(self, typename: str, key: str, found: list[FieldNode]) -> Step:
        node = found[0]
        name = node.name.value
        concrete = self.schema.type_map[typename]
        if name == "__typename" or not isinstance(concrete, GraphQLObjectType):
            return self._typename_step(typename, key, node)
        definition = concrete.fields[name]
        result = get_named_type(definition.type)
        blank = is_blanked(typename, name, self.protected)
        resolve = _nothing if blank else self.resolvers.get(f"{typename}.{name}")
        return Step(
            key=key,
            name=name,
            parent=typename,
            node=node,
            definition=definition,
            attribute=_HUMP.sub("_", name).lower(),
            resolve=resolve,
            **_shape(definition.type),
            child=self._child(result.name, found),
            refusal=refusal_for(typename, name, result.name, self.scopes, self.protected),
            connection=result.name.endswith("Connection"),
            constant_args=None if node.arguments else get_argument_values(definition, node),
        )

    def _child(self, result: str, found: list[FieldNode]) -> Selection | None:
        sets = [node.selection_set for node in found if node.selection_set]
        if not sets:
            return None
        abstract = isinstance(self.schema.type_map[result], GraphQLInterfaceType)
        return Selection(self, result, sets, abstract=abstract)

    def _typename_step(self, typename: str, key: str, node: FieldNode) -> Step:
        return Step(
            key=key,
            name="__typename",
            parent=typename,
            node=node,
            definition=self.schema.query_type.fields["shop"],  # type: ignore[union-attr]  # any
            attribute="",
            resolve=lambda _source, _args, _call: typename,
            required=True,
            listed=False,
            items_required=False,
            child=None,
            refusal=None,
            connection=False,
            constant_args={},
        )


def _nothing(_source: object, _args: Args, _call: Call) -> None:
    return None


def _shape(result: GraphQLOutputType) -> dict[str, bool]:
    required = isinstance(result, GraphQLNonNull)
    inner = result.of_type if isinstance(result, GraphQLNonNull) else result
    listed = isinstance(inner, GraphQLList)
    items_required = isinstance(inner, GraphQLList) and isinstance(inner.of_type, GraphQLNonNull)
    return {"required": required, "listed": listed, "items_required": items_required}
