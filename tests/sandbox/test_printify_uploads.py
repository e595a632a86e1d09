from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest

from podbridge_desktop.sandbox import pictures
from tests.sandbox.printify_client import Client

URL = "https://files.example.com/print/1001-front.png"


def upload(printify: Client, content: bytes, name: str = "front.png") -> Any:
    contents = base64.b64encode(content).decode()
    return printify("POST", "/v1/uploads/images.json", {"file_name": name, "contents": contents})


def by_url(printify: Client, url: str = URL, name: str = "front.png") -> Any:
    return printify("POST", "/v1/uploads/images.json", {"file_name": name, "url": url})


def test_a_file_is_read_and_told_in_facts(printify: Client) -> None:
    content = pictures.draw("art-moon.png")
    found = upload(printify, content, "art-moon.png")
    assert (found["width"], found["height"]) == (1800, 2400)
    assert (found["size"], found["mime_type"]) == (len(content), "image/png")
    assert found["upload_time"] == "2026-11-21 12:00:00"
    assert found["preview_url"].endswith("/pictures/art-moon.png")


def test_the_books_know_which_bytes_came(printify: Client) -> None:
    content = pictures.draw("art-moon.png")
    found = upload(printify, content)
    rows = {row["id"]: row["sha256"] for row in printify.vendor.ledger()["uploads"]}
    assert rows[found["id"]] == hashlib.sha256(content).hexdigest()


def test_a_picture_at_an_address_of_this_world_is_fetched(printify: Client) -> None:
    printify.vendor.read_url = lambda url: pictures.draw("art-wave.png") if url == URL else None
    assert by_url(printify)["size"] == len(pictures.draw("art-wave.png"))


def test_a_picture_elsewhere_has_made_up_but_steady_facts(printify: Client) -> None:
    first, second = by_url(printify), by_url(printify)
    assert first["id"] != second["id"]
    assert (first["width"], first["mime_type"]) == (second["width"], "image/png")


@pytest.mark.parametrize(
    "url",
    ["https://files.invalid/a.png", "file:///a.png", "https://api.printify.com/pictures/no.png"],
)
def test_an_address_that_cannot_be_fetched_is_refused(printify: Client, url: str) -> None:
    body = {"file_name": "a.png", "url": url}
    assert printify.code("POST", "/v1/uploads/images.json", body) == 10300


def test_no_address_can_be_fetched_on_a_bad_day(printify: Client) -> None:
    printify.vendor.turn(urls_reachable=False)
    body = {"file_name": "a.png", "url": URL}
    _, reason = printify.refused("POST", "/v1/uploads/images.json", body)
    assert reason == "cURL error 6: Could not resolve host: files.example.com"


@pytest.mark.parametrize(
    "body",
    [
        {"file_name": "a.svg", "url": "https://files.example.com/a.svg"},
        {"file_name": "a.png", "contents": base64.b64encode(b"not a picture").decode()},
        {"file_name": "a.png", "contents": "%%%"},
        {"file_name": "a.gif", "contents": base64.b64encode(pictures.draw("art-sun.png")).decode()},
    ],
)
def test_a_wrong_format_is_refused(printify: Client, body: dict[str, str]) -> None:
    answer = json.loads(printify.send("POST", "/v1/uploads/images.json", body).body)
    assert answer["code"] == 8201
    assert answer["errors"]["reason"].endswith('{"code":"error.file.wrong.format"}')


def test_a_file_that_is_too_large_is_refused_with_the_same_number(printify: Client) -> None:
    printify.vendor.turn(upload_limit=1000)
    contents = base64.b64encode(pictures.draw("art-sun.png")).decode()
    body = {"file_name": "a.png", "contents": contents}
    answer = json.loads(printify.send("POST", "/v1/uploads/images.json", body).body)
    assert answer["code"] == 8201
    assert "error.file.size.limit.exceeded" in answer["errors"]["reason"]


@pytest.mark.parametrize(
    "more", [{}, {"url": URL, "contents": "AA=="}, {"url": URL, "folder": "x"}]
)
def test_an_upload_has_one_source_and_nothing_unknown(
    printify: Client, more: dict[str, str]
) -> None:
    body = {"file_name": "a.png", **more}
    assert printify.refused("POST", "/v1/uploads/images.json", body)[0] == 400


def test_the_library_is_paged_newest_first(printify: Client) -> None:
    made = [by_url(printify, name=f"{number}.png")["id"] for number in range(3)]
    page = printify("GET", "/v1/uploads.json?limit=2")
    assert [each["id"] for each in page["data"]] == [made[2], made[1]]
    assert (page["total"], page["last_page"], page["next_page_url"]) == (13, 7, "/?page=2")
    assert printify.refused("GET", "/v1/uploads.json?limit=101")[0] == 400


def test_an_archived_picture_is_gone_from_the_library_but_not_from_products(
    printify: Client,
) -> None:
    product = printify.product()
    image = product["print_areas"][0]["placeholders"][0]["images"][0]
    printify("POST", f"/v1/uploads/{image['id']}/archive.json")
    listed = [each["id"] for each in printify("GET", "/v1/uploads.json?limit=100")["data"]]
    assert image["id"] not in listed
    assert printify.product() == product


def test_an_unknown_picture_is_not_found(printify: Client) -> None:
    assert printify.refused("GET", "/v1/uploads/5d15ca551163cde90d7b2203.json")[0] == 404
