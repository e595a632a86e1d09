"""GraphQL documents, read and checked once: the production pull sends the same few texts thousands of times."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLIncludeDirective,
    GraphQLSkipDirective,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    get_directive_values,
    get_variable_values,
    parse,
    validate,
    visit,
)

from .call import Call, Resolver
from .cost import requested_cost
from .graph import schema
from .plan import Planner, Selection
from .shop import Protected

_REMEMBERED = 256
_UNKNOWN_FIELD = re.compile(r"Cannot query field '(\w+)' on type '(\w+)'")


class Invalid(Exception):
    """The document or its variables cannot be used; `errors` are what the answer shows."""

    def __init__(self, errors: list[dict[str, object]]) -> None:
        super().__init__(str(errors))
        self.errors = errors


class _Conditions(Visitor):
    """Collects the variables that @include and @skip look at."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_args: object) -> None:
        if node.name.value in {"include", "skip"}:
            values = (argument.value for argument in node.arguments or ())
            self.names.update(v.name.value for v in values if isinstance(v, VariableNode))


@dataclass(slots=True)
class Operation:
    """One operation of a checked document, with the plans and costs made for it so far."""

    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    condition_names: frozenset[str]
    plans: dict[tuple[object, ...], Selection] = field(default_factory=dict)
    costs: dict[tuple[object, ...], int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.node.name.value if self.node.name else "anonymous"

    @property
    def is_mutation(self) -> bool:
        return self.node.operation is OperationType.MUTATION

    def bind(self, call: Call, variables: Mapping[str, object]) -> None:
        """Coerce the variables into the call."""
        coerced = get_variable_values(
            schema(), self.node.variable_definitions or (), dict(variables)
        )
        if isinstance(coerced, list):
            raise Invalid(
                [
                    {"message": e.message, "extensions": {"code": "INVALID_VARIABLE"}}
                    for e in coerced
                ]
            )
        call.variables = coerced

    def plan(
        self, call: Call, resolvers: Mapping[str, Resolver], protected: Protected
    ) -> Selection:
        chosen = tuple(call.variables.coerced.get(name) for name in sorted(self.condition_names))
        key = (call.scopes, protected, chosen)
        known = self.plans.get(key)
        if known is None:
            included = _condition(call)
            planner = Planner(schema(), self.fragments, resolvers, call.scopes, protected, included)
            known = self.plans.setdefault(key, planner.root(self.node))
        return known

    def cost(self, selection: Selection, call: Call, *, plain_lists: bool) -> int:
        """The requested cost, remembered by what it depends on: numbers and lengths of lists."""
        shape = tuple(
            (name, value if isinstance(value, int) else len(value))
            for name, value in call.variables.coerced.items()
            if isinstance(value, int | list)
        )
        key = (id(selection), plain_lists, shape)
        if key not in self.costs:
            cost = requested_cost(
                selection, call, mutation=self.is_mutation, plain_lists=plain_lists
            )
            self.costs[key] = cost
        return self.costs[key]


class Library:
    """Documents by their text."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, dict[str, Operation]] = OrderedDict()

    def operation(self, text: str, name: str | None) -> Operation:
        """The operation that a request means. Raises `Invalid`."""
        operations = self._known.get(text)
        if operations is None:
            operations = _operations(_checked(text))
            self._known[text] = operations
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        if name is None and len(operations) == 1:
            return next(iter(operations.values()))
        if name is None or name not in operations:
            wanted = f'No operation named "{name}"' if name else "An operation name is required"
            raise Invalid([{"message": wanted}])
        return operations[name]


def _checked(text: str) -> DocumentNode:
    try:
        document = parse(text)
    except GraphQLError as error:
        raise Invalid([_shown(error, None)]) from None
    errors = validate(schema(), document)
    if errors:
        raise Invalid([_shown(error, document) for error in errors])
    return document


def _operations(document: DocumentNode) -> dict[str, Operation]:
    fragments = {
        part.name.value: part
        for part in document.definitions
        if isinstance(part, FragmentDefinitionNode)
    }
    conditions = _Conditions()
    visit(document, conditions)
    names = frozenset(conditions.names)
    operations = [
        Operation(part, fragments, names)
        for part in document.definitions
        if isinstance(part, OperationDefinitionNode)
    ]
    return {operation.name: operation for operation in operations}


def _shown(error: GraphQLError, document: DocumentNode | None) -> dict[str, object]:
    """An error of the document in Shopify's form; unknown fields are named with their type."""
    places = [{"line": at.line, "column": at.column} for at in error.locations or []]
    unknown = _UNKNOWN_FIELD.match(error.message)
    if unknown is None or document is None:
        return {"message": error.message, "locations": places}
    name, parent = unknown.groups()
    return {
        "message": f"Field '{name}' doesn't exist on type '{parent}'",
        "locations": places,
        "path": [parent, name],
        "extensions": {"code": "undefinedField", "typeName": parent, "fieldName": name},
    }


def _condition(call: Call) -> _Included:
    return _Included(call)


class _Included:
    """Tells whether @include and @skip leave a part in, with the variables of the call it was made for."""

    def __init__(self, call: Call) -> None:
        self._variables = call.variables

    def __call__(self, node: FieldNode | FragmentSpreadNode | InlineFragmentNode) -> bool:
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and (include is None or bool(include["if"]))
