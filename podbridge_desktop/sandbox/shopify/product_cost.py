"""What the lists inside a mutation's input add to its cost."""

from __future__ import annotations

from math import ceil

from .call import Args, Call
from .plan import Selection

_VARIANT, _FILE, _METAFIELD, _VARIANT_FILE = 0.2, 1.9, 0.4, 0.6


def input_cost(selection: Selection, call: Call) -> int:
    """Extra points of the `productSet` calls in a mutation."""
    steps = selection.steps(selection.static_type)
    return sum(
        _product_set(step.args(call)["input"]) for step in steps if step.name == "productSet"
    )


def _product_set(given: Args) -> int:
    variants = given.get("variants") or []
    points = (
        _VARIANT * len(variants)
        + _FILE * len(given.get("files") or [])
        + _METAFIELD * len(given.get("metafields") or [])
        + sum(_VARIANT_FILE for row in variants if row.get("file"))
    )
    return ceil(points)
