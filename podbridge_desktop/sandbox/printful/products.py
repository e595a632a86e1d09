"""A store's products: what is kept, found, changed and told. The calls themselves stand in `product_calls`."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from .blanks import BY_ID, VARIANTS, picture_of
from .book import Book, Json
from .call import Call
from .catalog1 import stock_of
from .errors import Refusal, not_found
from .files import add_file, add_picture, design_of, file1_view, file_of, status_of

MAX_VARIANTS = 100
NAME_RULE = re.compile(r"[A-Za-z0-9_-]{1,32}")
STOCK = {
    "discontinued": "discontinued",
    "out_of_stock": "out_of_stock",
    "temporary_out_of_stock": "temporary_out_of_stock",
}


def product_or_404(call: Call, ident: str) -> Json:
    """The product of an id or an `@external_id`, in the call's store."""
    number = (
        call.book.names.get(f"p:{call.store_id}:{ident[1:]}") if ident.startswith("@") else ident
    )
    found: Json | None = call.book.products.get(str(number))
    if found is None or found["store"] != call.store_id:
        raise not_found()
    return found


def variant_or_404(call: Call, ident: str) -> tuple[Json, Json]:
    """Product and variant of a sync variant id or `@external_id`, in the call's store."""
    number = (
        call.book.names.get(f"v:{call.store_id}:{ident[1:]}") if ident.startswith("@") else ident
    )
    found = find_variant(call.book, number)
    if found is None or found[0]["store"] != call.store_id:
        raise not_found()
    return found


def find_variant(book: Book, number: object) -> tuple[Json, Json] | None:
    """Product and variant of a sync variant's number, wherever it is."""
    product = book.products.get(str(book.variants.get(str(number))))
    if product is None:
        return None
    return next(
        ((product, each) for each in product["variants"] if str(each["id"]) == str(number)), None
    )


def new_name(call: Call, kind: str, given: str | None) -> str:
    """An external id that is free in this store; one is made up when none is given."""
    if given is None:
        return f"{call.book.chance(kind, call.book.last_id).getrandbits(52):013x}"
    if not NAME_RULE.fullmatch(given):
        raise Refusal(
            400, "External ID may have up to 32 characters: Latin letters, digits, - and _"
        )
    if f"{kind}:{call.store_id}:{given}" in call.book.names:
        raise Refusal(400, f"External ID is already in use: {given}")
    return given


def money(value: object, where: str = "retail_price") -> str | None:
    """A price as text with two places; None where none was given."""
    if value is None or value == "":
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise Refusal(400, f"{where} is not a valid amount", pointer=f"/{where}") from error
    if not amount.is_finite() or amount < 0:
        raise Refusal(400, f"{where} is not a valid amount", pointer=f"/{where}")
    return f"{amount:.2f}"


def used_files(call: Call, files: list[Json], product_id: int, where: str) -> list[Json]:
    """The files of a variant or item as references, each placement used once and known for the product."""
    known = {area.placement for area in BY_ID[product_id].areas} | {
        "default",
        "preview",
        "label_inside",
        "label_outside",
    }
    kinds = [part.get("type") or "default" for part in files]
    for kind in kinds:
        if kind not in known:
            raise Refusal(400, f"{where}: file type {kind} is not available for this product")
        if kinds.count(kind) > 1:
            raise Refusal(400, f"{where}: multiple files for placement {kind}", reason="OR-12")
    return [_used(call, part) for part in files]


def _used(call: Call, part: Json) -> Json:
    if part.get("id") and not part.get("url"):
        file = file_of(call.book, part["id"])
    else:
        file = add_file(call, part, role=part.get("type") or "default", visible=False)
    used = {
        "id": file["id"],
        "type": part.get("type") or "default",
        "options": part.get("options") or [],
    }
    if part.get("position"):
        used["position"] = part["position"]
    return used


def add_variant(call: Call, product: Json, wanted: Json) -> Json:
    """Append a variant to a product."""
    where = f"Variant {len(product['variants'])}"
    if wanted.get("variant_id") not in VARIANTS:
        raise Refusal(400, f"{where}: invalid or missing variant_id", reason="PR-1")
    if not [part for part in wanted.get("files") or [] if part.get("type") != "preview"]:
        raise Refusal(400, f"{where}: at least one print file is needed")
    if len(product["variants"]) >= MAX_VARIANTS:
        raise Refusal(400, f"A product can have up to {MAX_VARIANTS} variants")
    ident = call.book.next_id("variant")
    name = new_name(call, "v", wanted.get("external_id"))
    made: Json = {
        "id": ident,
        "external_id": name,
        "is_ignored": False,
        "sku": None,
        "options": [],
        "retail_price": None,
    }
    product["variants"].append(made)
    call.book.names[f"v:{product['store']}:{name}"] = ident
    call.book.variants[str(ident)] = product["id"]
    return change_variant(call, product, made, wanted)


def change_variant(call: Call, product: Json, variant: Json, wanted: Json) -> Json:
    """Write the given fields into a variant; its preview is drawn again when the print files changed."""
    if "variant_id" in wanted:
        if wanted["variant_id"] not in VARIANTS:
            raise Refusal(400, "Invalid variant_id", reason="PR-1")
        variant["variant_id"] = wanted["variant_id"]
    blank = BY_ID[VARIANTS[variant["variant_id"]].product_id]
    if wanted.get("files"):
        prints = [part for part in wanted["files"] if part.get("type") != "preview"]
        variant["files"] = used_files(call, prints, blank.id, f"Variant {variant['id']}")
        variant["preview"] = _preview(call, product, variant)
    if "retail_price" in wanted:
        variant["retail_price"] = money(wanted["retail_price"])
    for name in ("sku", "is_ignored", "options"):
        if name in wanted:
            variant[name] = wanted[name]
    if wanted.get("external_id", variant["external_id"]) != variant["external_id"]:
        name = new_name(call, "v", wanted["external_id"])
        call.book.names.pop(f"v:{product['store']}:{variant['external_id']}", None)
        call.book.names[f"v:{product['store']}:{name}"] = variant["id"]
        variant["external_id"] = name
    product["updated"] = call.at
    return variant


def _preview(call: Call, product: Json, variant: Json) -> int:
    kind = VARIANTS[variant["variant_id"]]
    first = file_of(call.book, variant["files"][0]["id"])
    picture = picture_of(BY_ID[kind.product_id], kind.color_code, design_of(first["url"]))
    ready = call.at + int(call.book.knobs["file_delay"])
    return int(
        add_picture(call.book, product["store"], picture, call.at, ready, role="preview")["id"]
    )


def drop_variant(book: Book, product: Json, variant: Json) -> None:
    """Forget a variant and free its name."""
    product["variants"].remove(variant)
    book.names.pop(f"v:{product['store']}:{variant['external_id']}", None)
    book.variants.pop(str(variant["id"]), None)


def drop_product(book: Book, product: Json) -> None:
    """Forget a product with all its variants."""
    for variant in list(product["variants"]):
        drop_variant(book, product, variant)
    book.names.pop(f"p:{product['store']}:{product['external_id']}", None)
    book.products.pop(str(product["id"]), None)


def is_synced(variant: Json) -> bool:
    return bool(variant.get("variant_id") and variant.get("files"))


def product_view(call: Call, product: Json) -> Json:
    thumbnail = product["thumbnail"]
    if thumbnail is None and product["variants"]:
        preview = product["variants"][0].get("preview")
        file = call.book.files.get(str(preview))
        if file is not None and status_of(file, call.at) == "ok":
            thumbnail = file["picture"]
    if thumbnail and not thumbnail.startswith("http"):
        thumbnail = call.address(thumbnail)
    return {
        "id": product["id"], "external_id": product["external_id"], "name": product["name"],
        "variants": len(product["variants"]), "synced": sum(map(is_synced, product["variants"])),
        "thumbnail_url": thumbnail, "is_ignored": product["is_ignored"],
    }  # fmt: skip


def variant_view(call: Call, product: Json, variant: Json) -> Json:
    kind = VARIANTS.get(variant.get("variant_id") or 0)
    blank = BY_ID[kind.product_id] if kind else None
    label = " / ".join(part for part in (kind.color, kind.size) if part) if kind else ""
    return {
        "id": variant["id"], "external_id": variant["external_id"], "sync_product_id": product["id"],
        "name": f"{product['name']} - {label}" if label else product["name"], "synced": is_synced(variant),
        "variant_id": variant.get("variant_id"), "main_category_id": blank.category if blank else None,
        "warehouse_product_id": None, "warehouse_product_variant_id": None, "retail_price": variant["retail_price"],
        "sku": variant["sku"], "currency": call.book.stores[str(product["store"])]["currency"],
        "product": catalog_part(call, variant.get("variant_id")), "files": _files_view(call, variant),
        "options": variant["options"], "is_ignored": variant["is_ignored"], "size": kind.size if kind else None,
        "color": (kind.color or None) if kind else None,
        "availability_status": STOCK.get(stock_of(call, kind), "active") if kind else "active",
    }  # fmt: skip


def catalog_part(call: Call, variant_id: int | None) -> Json:
    """The `product` part of variants and items: which catalog variant it is."""
    kind = VARIANTS.get(variant_id or 0)
    if kind is None:
        return {"variant_id": 0, "product_id": 0, "image": "", "name": ""}
    blank = BY_ID[kind.product_id]
    image = call.address(picture_of(blank, kind.color_code))
    return {
        "variant_id": kind.id,
        "product_id": blank.id,
        "image": image,
        "name": blank.name_of(kind),
    }


def _files_view(call: Call, variant: Json) -> list[Json]:
    shown = [
        file1_view(call, file_of(call.book, used["id"]), used)
        for used in variant.get("files") or []
    ]
    preview = call.book.files.get(str(variant.get("preview")))
    if preview is not None and status_of(preview, call.at) == "ok":
        shown.append(file1_view(call, preview, {"type": "preview"}))
    return [{**view, "stitch_count_tier": None} for view in shown]
