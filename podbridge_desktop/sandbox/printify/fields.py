"""The fields that a request body may have. Anything else is refused, so that a wrong client shows at once.

A table maps a name to a type, to another table, or to a list with one of them for its elements. A name that ends in
`*` is required. `*` alone stands for any name.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from .book import Json
from .errors import FIELDS, invalid, missing

Table: TypeAlias = dict[str, Any]

NUMBER = (int, float)
TEXT = (str, type(None))

PLACED: Table = {
    "id*": str, "x*": NUMBER, "y*": NUMBER, "scale*": NUMBER, "angle*": int,
    "pattern": {"spacing_x*": NUMBER, "spacing_y*": NUMBER, "angle*": NUMBER, "offset*": NUMBER},
    "src": str, "name": str, "type": str, "height": NUMBER, "width": NUMBER,  # what a GET told may be sent back
    "input_text": str, "font_family": str, "font_size": NUMBER, "font_weight": (int, str), "font_color": str,
    "font_style": str, "text_align": str,
}  # fmt: skip
DETAILS: Table = {"print_on_side": str, "separator_type": str, "separator_color": str}
PRODUCT_CHANGE: Table = {
    "title": str, "description": str, "safety_information": str, "tags": [str],
    "variants": [{"id*": int, "price*": int, "is_enabled": bool, "is_default": bool, "sku": str}],
    "print_areas": [{
        "variant_ids*": [int], "background": str,
        "placeholders*": [{"position*": str, "images*": [PLACED], "decoration_method": str}],
    }],
    "print_details": DETAILS, "is_printify_express_enabled": bool, "external": {"shipping_template_id": str},
}  # fmt: skip
PRODUCT: Table = {
    **PRODUCT_CHANGE, "blueprint_id*": int, "print_provider_id*": int,
    **{f"{name}*": PRODUCT_CHANGE[name] for name in ("title", "description", "variants", "print_areas")},
}  # fmt: skip
PUBLISH: Table = {
    "title*": bool, "description*": bool, "images*": bool, "variants*": bool, "tags*": bool, "keyFeatures": bool,
    "shipping_template": bool,
}  # fmt: skip
SUCCEEDED: Table = {"external*": {"id*": str, "handle": str, "shipping_template_id": str}}
FAILED: Table = {"reason*": str}

ADDRESS: Table = {
    "first_name": TEXT, "last_name": TEXT, "email": TEXT, "phone": TEXT, "country": TEXT, "region": TEXT, "address1": TEXT,
    "address2": TEXT, "city": TEXT, "zip": TEXT, "company": TEXT,
}  # fmt: skip
PERSONAL: Table = {
    "personalisation_strategy": str, "personalisation_instructions": str, "buyer_request": str,
    "layers": [{"personalisation_id": str, "name*": str, "layer_type*": str, "text_input": str, "image_id": str}],
    "personalisation_buyer_confirmation": {"approved": bool, "source": str, "date": str},
}  # fmt: skip
LINE: Table = {
    "product_id": str, "variant_id": int, "sku": str, "blueprint_id": int, "print_provider_id": int, "quantity*": int,
    "external_id": str, "personalisation": PERSONAL, "print_areas": {"*": (str, list)}, "print_details": DETAILS,
}  # fmt: skip
ORDER: Table = {
    "external_id*": str, "label": TEXT, "line_items*": [LINE], "shipping_method*": int, "is_printify_express": bool,
    "is_economy_shipping": bool, "send_shipping_notification": bool, "address_to*": ADDRESS,
}  # fmt: skip
QUOTE: Table = {"line_items*": [LINE], "address_to*": ADDRESS}
SUPPORT: Table = {
    "reason*": str, "description": str, "image_urls": [str], "line_items*": [{"line_item_id*": str, "quantity*": int}],
}  # fmt: skip
UPLOAD: Table = {"file_name*": str, "url": str, "contents": str}
INPUT: Table = {"field_id*": str, "type*": str, "input*": {"text": str, "image_id": str}}
PERSONALIZATION: Table = {"variant_id*": int, "items*": [INPUT]}
PREVIEW: Table = {"external_id": str, "variant_ids*": [int], "personalization*": [INPUT]}
WEBHOOK: Table = {"topic*": str, "url*": str, "secret": str}
WEBHOOK_CHANGE: Table = {"url*": str}


def check(value: object, table: Table, code: int = FIELDS, where: str = "") -> Json:
    """`value` as a body of the shape in `table`. Raises a 400 that names the first wrong field."""
    if not isinstance(value, dict):
        raise invalid(code, where or "body", f"The {where or 'body'} must be an object.")
    shapes = {name.rstrip("*") or "*": shape for name, shape in table.items()}
    for name, part in value.items():
        shape = shapes.get(name, shapes.get("*"))
        if shape is None:
            raise invalid(code, _path(where, name), f"The field {_path(where, name)} is not known.")
        _check_part(part, shape, code, _path(where, name))
    for name in table:
        if name.endswith("*") and name != "*" and value.get(name[:-1]) is None:
            raise missing(code, _path(where, name[:-1]))
    return value


def _path(where: str, name: str | int) -> str:
    return f"{where}.{name}" if where else str(name)


def _check_part(part: object, shape: object, code: int, where: str) -> None:
    if isinstance(shape, dict):
        check(part, shape, code, where)
    elif isinstance(shape, list):
        if not isinstance(part, list):
            raise invalid(code, where, f"The {where} must be an array.")
        for number, element in enumerate(part):
            _check_part(element, shape[0], code, _path(where, number))
    elif not _fits(part, shape):
        raise invalid(code, where, f"The {where} has a value of the wrong type.")


def _fits(part: object, shape: object) -> bool:
    kinds = shape if isinstance(shape, tuple) else (shape,)
    if isinstance(part, bool):
        return bool in kinds
    return isinstance(part, kinds)
