"""What a query costs before it runs: objects 1, mutations 10, a connection its page size times one node."""

from __future__ import annotations

from .call import Args, Call
from .plan import Selection, Step

CEILING = 1000
_ROOT_MUTATION = 10


def requested_cost(selection: Selection, call: Call, *, mutation: bool, plain_lists: bool) -> int:
    """The requested cost. `plain_lists` also multiplies lists that take `first` but are no connection."""
    total = 0
    for step in selection.steps(selection.static_type):
        inner = _step_cost(step, call, plain_lists)
        total += _ROOT_MUTATION + max(0, inner - 1) if mutation else inner
    return total


def _selection_cost(selection: Selection, call: Call, plain_lists: bool) -> int:
    return max(
        sum(_step_cost(step, call, plain_lists) for step in selection.steps(typename))
        for typename in selection.candidates()
    )


def _step_cost(step: Step, call: Call, plain_lists: bool) -> int:
    if step.child is None:
        return 0
    if step.connection:
        return 1 + _connection_cost(step.child, step.args(call), call, plain_lists)
    inner = 1 + _selection_cost(step.child, call, plain_lists)
    if not step.listed:
        return inner
    args = step.args(call)
    if step.name == "nodes" and "ids" in args:
        return inner * len(args["ids"])
    if plain_lists and isinstance(args.get("first"), int):
        return inner * int(args["first"])
    return inner


def _connection_cost(selection: Selection, args: Args, call: Call, plain_lists: bool) -> int:
    size = args.get("first") or args.get("last") or 0
    total = 0
    for step in selection.steps(selection.static_type):
        if step.child is None:
            continue
        if step.name == "nodes":
            total += size * (1 + _selection_cost(step.child, call, plain_lists))
        elif step.name == "edges":
            total += size * _selection_cost(step.child, call, plain_lists)
        else:
            total += _step_cost(step, call, plain_lists)
    return total
