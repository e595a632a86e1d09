"""The fields that a request body may have. Anything else is refused, so that a wrong client shows at once.

A table maps a name to a type, to another table, or to a list with one of them for its elements. A name that ends
in `*` is required. `None` is accepted where the real account accepts it: for text that may be empty.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from .book import Json
from .errors import Refusal

Table: TypeAlias = dict[str, Any]

MONEY = (str, int, float)
TEXT = (str, type(None))
ANY = object
OPTIONS: list[Table] = [{"id*": str, "value*": ANY}]

POSITION: Table = {
    "area_width": int, "area_height": int, "width": MONEY, "height": MONEY, "top": MONEY, "left": MONEY,
    "limit_to_print_area": bool,
}  # fmt: skip
FILE: Table = {
    "type": str, "id": int, "url": TEXT, "options": OPTIONS, "filename": TEXT, "visible": bool, "position": POSITION,
}  # fmt: skip
RECIPIENT: Table = {
    "name": TEXT, "company": TEXT, "address1": TEXT, "address2": TEXT, "city": TEXT, "state_code": TEXT,
    "state_name": TEXT, "country_code": TEXT, "country_name": TEXT, "zip": TEXT, "phone": TEXT, "email": TEXT,
    "tax_number": TEXT,
}  # fmt: skip
ITEM: Table = {
    "id": int, "external_id": TEXT, "variant_id": int, "sync_variant_id": int, "external_variant_id": str,
    "warehouse_product_variant_id": int, "product_template_id": int, "external_product_id": str, "quantity": int,
    "price": MONEY, "retail_price": (str, int, float, type(None)), "name": TEXT, "product": dict, "files": [FILE],
    "options": OPTIONS, "sku": TEXT,
}  # fmt: skip
GIFT: Table = {"subject": TEXT, "message": TEXT}
SLIP: Table = {
    "email": TEXT, "phone": TEXT, "message": TEXT, "logo_url": TEXT, "store_name": TEXT, "custom_order_id": TEXT,
}  # fmt: skip
RETAIL: Table = {
    "currency": str,
    "subtotal": MONEY,
    "discount": MONEY,
    "shipping": MONEY,
    "tax": MONEY,
}
ORDER: Table = {
    "external_id": TEXT, "shipping": str, "recipient*": RECIPIENT, "items*": [ITEM], "retail_costs": RETAIL,
    "gift": GIFT, "packing_slip": SLIP,
}  # fmt: skip
ORDER_CHANGE: Table = {name.rstrip("*"): shape for name, shape in ORDER.items()}

SYNC_VARIANT: Table = {
    "id": int, "external_id": str, "variant_id": int, "retail_price": MONEY, "is_ignored": bool, "sku": TEXT,
    "files": [FILE], "options": OPTIONS,
}  # fmt: skip
SYNC_PRODUCT: Table = {"external_id": str, "name": str, "thumbnail": TEXT, "is_ignored": bool}
NEW_PRODUCT: Table = {
    "sync_product*": {**SYNC_PRODUCT, "name*": str},
    "sync_variants*": [SYNC_VARIANT],
}
PRODUCT_CHANGE: Table = {"sync_product": SYNC_PRODUCT, "sync_variants": [SYNC_VARIANT]}
LINKED_CHANGE: Table = {
    "name": str,  # taken by the real account, without effect
    "variant_id": int, "retail_price": MONEY, "sku": TEXT, "is_ignored": bool, "files": [FILE], "options": OPTIONS,
}  # fmt: skip

RATES_TO: Table = {
    "address1": TEXT, "address2": TEXT, "city": TEXT, "state_code": TEXT, "country_code*": str, "zip": TEXT, "phone": TEXT,
}  # fmt: skip
RATES: Table = {
    "recipient*": RATES_TO,
    "items*": [
        {
            "variant_id": (str, int), "external_variant_id": (str, int), "warehouse_product_variant_id": (str, int),
            "quantity*": int, "value": MONEY,
        }
    ],
    "currency": str,
    "locale": str,
}  # fmt: skip

LAYER: Table = {"type*": str, "url*": str, "layer_options": [{"name*": str, "value*": ANY}], "position": {
    "width*": MONEY, "height*": MONEY, "top*": MONEY, "left*": MONEY}}  # fmt: skip
PLACEMENT: Table = {
    "placement*": str, "technique*": str, "print_area_type": str, "layers*": [LAYER],
    "placement_options": [{"name*": str, "value*": ANY}],
}  # fmt: skip
ITEM2: Table = {
    "id": int, "source*": str, "catalog_variant_id*": int, "product_template_id": (int, str), "external_id": TEXT,
    "quantity": int, "retail_price": MONEY, "name": TEXT, "placements": [PLACEMENT], "orientation": TEXT,
    "product_options": [{"name*": str, "value*": ANY}],
}  # fmt: skip
ORDER2: Table = {
    "external_id": TEXT, "shipping": str, "recipient*": RECIPIENT, "order_items*": [ITEM2],
    "customization": {"gift": GIFT, "packing_slip": SLIP},
    "retail_costs": {"currency": str, "discount": MONEY, "shipping": MONEY, "tax": MONEY},
}  # fmt: skip
ORDER2_CHANGE: Table = {name.rstrip("*"): shape for name, shape in ORDER2.items()}
ESTIMATE2: Table = {
    "recipient*": RECIPIENT,
    "order_items*": [ITEM2],
    "retail_costs": ORDER2["retail_costs"],
}
RATES2: Table = {
    "recipient*": {name: shape for name, shape in RATES_TO.items() if name != "phone"},
    "order_items*": [
        {
            "source*": str, "quantity*": int, "catalog_variant_id*": int, "placements": [PLACEMENT],
            "product_options": [{"name*": str, "value*": ANY}],
        }
    ],
    "currency": str,
}  # fmt: skip
MOCKUPS2: Table = {
    "format": str, "mockup_width_px": int,
    "products*": [
        {
            "source*": str, "mockup_style_ids": [int], "catalog_product_id": int, "catalog_variant_ids": [int],
            "orientation": TEXT, "placements": [PLACEMENT], "product_options": [{"name*": str, "value*": ANY}],
            "product_template_id": int,
        }
    ],
}  # fmt: skip
MOCKUPS1: Table = {
    "variant_ids": [int], "format": str, "width": int, "product_options": dict, "option_groups": [str],
    "options": [str], "product_template_id": int,
    "files": [{"placement*": str, "image_url*": str, "position": POSITION, "options": OPTIONS}],
}  # fmt: skip
FILE1: Table = {"url*": str, "type": str, "options": OPTIONS, "filename": TEXT, "visible": bool}
FILE2: Table = {"url*": str, "role": str, "filename": TEXT, "visible": bool}


def check(value: object, table: Table, where: str = "") -> Json:
    """`value` as a body of the shape in `table`. Raises a 400 that names the first wrong field."""
    if not isinstance(value, dict):
        raise Refusal(400, f"{where or 'Request body'} must be an object", pointer=where or "/")
    shapes = {name.rstrip("*"): shape for name, shape in table.items()}
    for name, part in value.items():
        if name not in shapes:
            raise Refusal(400, f"Unknown field: {_path(where, name)}", pointer=_path(where, name))
        _check_part(part, shapes[name], _path(where, name))
    for name in table:
        if name.endswith("*") and value.get(name[:-1]) is None:
            path = _path(where, name[:-1])
            raise Refusal(400, f"Missing required parameters: {path}", pointer=path)
    return value


def _path(where: str, name: str | int) -> str:
    return f"{where}/{name}"


def _check_part(part: object, shape: object, where: str) -> None:
    if isinstance(shape, dict):
        if part is not None:
            check(part, shape, where)
    elif isinstance(shape, list):
        if not isinstance(part, list):
            raise Refusal(400, f"{where} must be an array", pointer=where)
        for number, element in enumerate(part):
            _check_part(element, shape[0], _path(where, number))
    elif shape is not ANY and not _fits(part, shape):
        raise Refusal(400, f"{where} has a value of the wrong type", pointer=where)


def _fits(part: object, shape: object) -> bool:
    kinds = shape if isinstance(shape, tuple) else (shape,)
    if isinstance(part, bool):
        return bool in kinds
    return isinstance(part, kinds)
