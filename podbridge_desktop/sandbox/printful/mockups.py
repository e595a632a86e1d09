"""Mockups are made by tasks, a few a minute; the pictures' addresses live for a day."""

from __future__ import annotations

from podbridge_desktop.sandbox import pictures

from . import fields
from .blanks import BY_ID, VARIANTS, Blank, picture_of
from .book import Json
from .call import Call, Reply, Route, cut, ok1, ok2
from .catalog1 import blank_or_404
from .errors import Refusal, not_found
from .files import design_of
from .product_calls import find_template

DAY = 86400


def _keep(call: Call, blank: Blank, variants: list[int], prints: list[Json], *, width: int) -> Json:
    chosen = [
        number
        for number in variants
        if number in VARIANTS and VARIANTS[number].product_id == blank.id
    ]
    if not chosen or len(chosen) != len(variants):
        raise Refusal(
            400,
            "No variants to generate. Option filters may exclude all variants or variants are not available. "
            "Alternatively, make sure that variants belong to given product id.",
            reason="MG-3",
        )
    if not 50 <= width <= 2000:
        raise Refusal(400, "width must be between 50 and 2000", reason="MG-6")
    known = {area.placement for area in blank.areas}
    for part in prints:
        if not part["url"].startswith(("http://", "https://", "art-")):
            message = f"File URL is not valid: {part['url']}"
            raise Refusal(400, message, reason="FL-2", pointer="/placements")
        if part["placement"] not in known:
            raise Refusal(400, f"Unknown placement: {part['placement']}", pointer="/placements")
    ident = call.book.next_id("task")
    task: Json = {
        "id": ident, "key": f"{call.book.chance('task', ident).getrandbits(128):032x}", "at": call.at,
        "due": call.at + int(call.book.knobs["mockup_delay"]), "product": blank.id, "variants": chosen, "prints": prints,
    }  # fmt: skip
    call.book.tasks[str(ident)] = task
    return task


def is_done(call: Call, task: Json) -> bool:
    return call.at >= int(task["due"])


def _broken(task: Json) -> str:
    """Why a task fails; empty for one that does not. A test may write a reason into a task."""
    unread = any("broken" in part["url"] for part in task["prints"])
    return "Failed to download the print file" if unread else str(task.get("failure", ""))


def _address(call: Call, task: Json, variant: int, url: str, style: int = 1) -> str:
    picture = picture_of(BY_ID[task["product"]], VARIANTS[variant].color_code, design_of(url))
    return f"{call.base_url}/mockups/{task['id']}/{style}/{picture.rsplit('/', 1)[-1]}"


def create1(call: Call) -> Reply:
    body = fields.check(call.body(), fields.MOCKUPS1)
    blank = blank_or_404(call.args["id"])
    if not body.get("files") and not body.get("product_template_id"):
        raise Refusal(400, "Either files or product_template_id should be present", reason="MG-7")
    prints = [
        {"placement": each["placement"], "url": each["image_url"]}
        for each in body.get("files") or []
    ]
    if body.get("product_template_id"):
        prints = _template_prints(call, body["product_template_id"])
    wanted = body.get("variant_ids") or [variant.id for variant in blank.variants]
    return ok1(_view1(call, _keep(call, blank, wanted, prints, width=body.get("width", 1000))))


def _template_prints(call: Call, number: int) -> list[Json]:
    template = find_template(call, str(number))
    area = BY_ID[template["product_id"]].areas[0]
    return [{"placement": area.placement, "url": f"art-{template['design']}.png"}]


def get1(call: Call) -> Reply:
    for task in call.book.tasks.values():
        if task.get("key") == call.params.get("task_key"):
            return ok1(_view1(call, task))
    raise not_found()


def _view1(call: Call, task: Json) -> Json:
    view: Json = {"task_key": task["key"], "status": "pending"}
    if not is_done(call, task):
        return view
    if _broken(task):
        return {**view, "status": "failed", "error": _broken(task)}
    return {**view, "status": "completed", "mockups": _mockups1(call, task), "printfiles": [
        {"variant_ids": task["variants"], "placement": part["placement"], "url": part["url"]} for part in task["prints"]
    ]}  # fmt: skip


def _mockups1(call: Call, task: Json) -> list[Json]:
    """One picture for all sizes of a colour."""
    titles = {area.placement: area.title for area in BY_ID[task["product"]].areas}
    found = []
    for part in task["prints"]:
        colors: dict[str, list[int]] = {}
        for number in task["variants"]:
            colors.setdefault(VARIANTS[number].color_code, []).append(number)
        found += [
            {"placement": part["placement"], "display_name": titles[part["placement"]], "variant_ids": numbers,
             "mockup_url": _address(call, task, numbers[0], part["url"]), "extra": []}
            for numbers in colors.values()
        ]  # fmt: skip
    return found


def create2(call: Call) -> Reply:
    body = fields.check(call.body(), fields.MOCKUPS2)
    if body.get("format", "jpg") not in {"jpg", "png"}:
        raise Refusal(400, "format must be jpg or png", pointer="/format")
    tasks = [_new2(call, each, body.get("mockup_width_px", 1000)) for each in body["products"]]
    return ok2(call, [_view2(call, task) for task in tasks])


def _new2(call: Call, wanted: Json, width: int) -> Json:
    if wanted["source"] == "catalog":
        blank = BY_ID.get(wanted.get("catalog_product_id") or 0)
        if blank is None or not wanted.get("placements"):
            raise Refusal(400, "catalog_product_id and placements are needed", pointer="/products")
        prints = [
            {"placement": each["placement"], "url": each["layers"][0]["url"]}
            for each in wanted["placements"]
        ]
    elif wanted["source"] in {"product_template", "template"}:
        template = find_template(call, str(wanted.get("product_template_id")))
        blank = BY_ID[template["product_id"]]
        prints = _template_prints(call, template["id"])
    else:
        raise Refusal(400, f"Unknown source: {wanted['source']}", pointer="/products")
    styles = wanted.get("mockup_style_ids") or [blank.id * 10 + 1]
    if any(style not in {blank.id * 10 + 1, blank.id * 10 + 2} for style in styles):
        raise Refusal(400, "Unknown mockup style", pointer="/products")
    chosen = wanted.get("catalog_variant_ids") or [variant.id for variant in blank.variants]
    task = _keep(call, blank, chosen, prints, width=width)
    task["styles"] = styles
    return task


def get2(call: Call) -> Reply:
    wanted = [part for part in call.params.get("id", "").split(",") if part]
    if not wanted:
        raise Refusal(400, "id is required", pointer="id")
    tasks = [
        task
        for part in wanted
        if (task := call.book.tasks.get(part)) is not None and "prints" in task
    ]
    if not tasks:
        raise not_found()
    page, paging = cut(call, tasks)
    return ok2(call, [_view2(call, task) for task in page], paging=paging)


def _view2(call: Call, task: Json) -> Json:
    view: Json = {
        "id": task["id"], "status": "pending", "catalog_variant_mockups": [], "failure_reasons": [],
        "_links": {"self": call.link(f"/v2/mockup-tasks?id={task['id']}")},
    }  # fmt: skip
    if not is_done(call, task):
        return view
    if _broken(task):
        reason = {
            "type": "download",
            "detail": _broken(task),
            "source": {"pointer": "/products"},
        }
        return {**view, "status": "failed", "failure_reasons": [reason]}
    made = [
        {"catalog_variant_id": number, "mockups": _mockups2(call, task, number)}
        for number in task["variants"]
    ]
    return {**view, "status": "completed", "catalog_variant_mockups": made}


def _mockups2(call: Call, task: Json, variant: int) -> list[Json]:
    blank = BY_ID[task["product"]]
    titles = {area.placement: area.title for area in blank.areas}
    return [
        {
            "placement": part["placement"], "display_name": titles[part["placement"]], "technique": blank.technique,
            "style_id": style, "mockup_url": _address(call, task, variant, part["url"], style - blank.id * 10),
        }
        for part in task["prints"]
        for style in task.get("styles", [blank.id * 10 + 1])
    ]  # fmt: skip


def picture(call: Call) -> Reply:
    """A mockup's bytes, for a day."""
    task = call.book.tasks.get(call.args["task"])
    if task is None or not is_done(call, task) or call.at > task["due"] + DAY:
        raise not_found()
    return _drawn(call.args["name"], near=call.args["style"] != "1")


def own_picture(call: Call) -> Reply:
    """The vendor's own pictures: catalog, previews, print files."""
    return _drawn(call.args["name"])


def _drawn(name: str, *, near: bool = False) -> Reply:
    try:
        return Reply(raw=pictures.draw(name, near=near))
    except ValueError as error:
        raise not_found() from error


ROUTES = (
    Route("POST", "/mockup-generator/create-task/{id}", create1, "file_library", "mockups"),
    Route("GET", "/mockup-generator/task", get1, "file_library/read"),
    Route("POST", "/v2/mockup-tasks", create2, "file_library", "mockups"),
    Route("GET", "/v2/mockup-tasks", get2, "file_library/read"),
    Route("GET", "/pictures/{name}", own_picture, public=True, limit="pictures"),
    Route("GET", "/mockups/{task}/{style}/{name}", picture, public=True, limit="pictures"),
)
