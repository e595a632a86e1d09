"""Runs a plan over the store's records: partial data, nulls that climb to the next nullable field, errors beside."""

from __future__ import annotations

from collections.abc import Mapping

from graphql import get_directive_values

from .call import Call, Path, Refusal
from .plan import Selection, Step

MUTATION_COST = 10


class _Climb(Exception):
    """A required value is missing: the value around it becomes null instead."""


def run(selection: Selection, call: Call, *, mutation: bool) -> dict[str, object] | None:
    """The answer's `data`. Errors are left in the call."""
    out: dict[str, object] = {}
    for step in selection.steps(selection.static_type):
        if mutation:
            call.spent += MUTATION_COST
            call.idempotency_key = _idempotency_key(selection, step, call)
        try:
            out[step.key] = _field(step, None, (), call)
        except _Climb:
            return None
    return out


def _idempotency_key(selection: Selection, step: Step, call: Call) -> str | None:
    directive = selection.planner.schema.get_directive("idempotent")
    if directive is None or not step.node.directives:
        return None
    values = get_directive_values(directive, step.node, call.variables)
    return str(values["key"]) if values else None


def _object(selection: Selection, source: object, path: Path, call: Call) -> dict[str, object]:
    call.spent += 1
    typename = source.typename if selection.abstract else selection.static_type  # type: ignore[attr-defined]  # records
    out: dict[str, object] = {}
    plain = source if type(source) is dict else None
    for step in selection.steps(typename):
        if step.child is None and step.resolve is None and step.refusal is None and plain is None:
            value = getattr(source, step.attribute)
            if value is None and step.required:
                value = _field(step, source, path, call)
            out[step.key] = value
        else:
            out[step.key] = _field(step, source, path, call)
    return out


def _field(step: Step, source: object, path: Path, call: Call) -> object:
    here = (path, step.key)
    try:
        if step.refusal is not None:
            raise step.refusal
        value = _read(step, source, call)
        if value is not None and step.child is not None:
            value = (
                _list(step, value, here, call) if step.listed else _below(step, value, here, call)
            )
    except Refusal as refusal:
        call.report(refusal, here)
        value = None
    except _Climb:
        value = None
    if value is None and step.required:
        if not call.errors:
            missing = f"Cannot return null for non-nullable field {step.parent}.{step.name}."
            call.report(Refusal(missing, "INTERNAL_SERVER_ERROR"), here)
        raise _Climb
    return value


def _read(step: Step, source: object, call: Call) -> object:
    if step.resolve is not None:
        return step.resolve(source, step.args(call), call)
    if isinstance(source, Mapping):
        return source.get(step.name)
    return getattr(source, step.attribute)


def _below(step: Step, value: object, path: Path, call: Call) -> dict[str, object]:
    assert step.child is not None  # noqa: S101  # composite values always have a selection
    return _object(step.child, value, path, call)


def _list(step: Step, values: object, path: Path, call: Call) -> list[object]:
    out: list[object] = []
    for position, value in enumerate(values):  # type: ignore[arg-type, var-annotated]  # lists by the schema
        if isinstance(value, Refusal):
            call.report(value, (path, position))
            out.append(_missing(step))
        elif value is None:
            out.append(_missing(step))
        else:
            try:
                out.append(_below(step, value, (path, position), call))
            except _Climb:
                out.append(_missing(step))
    return out


def _missing(step: Step) -> object:
    if step.items_required:
        raise _Climb
    return None
