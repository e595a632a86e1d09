"""Pictures of products: which addresses are asked, and what is kept."""

import httpx
import pytest

from podbridge_desktop.bootstrap.pictures import Pictures
from podbridge_desktop.connectors.api_client import download
from podbridge_desktop.connectors.pictures import HttpPictures
from podbridge_desktop.errors import BadInput, Unreachable


class Pages(httpx.BaseTransport):
    def __init__(self, body=b"picture", status=200):
        self.asked = []
        self._body, self._status = body, status

    def handle_request(self, request):
        self.asked.append(request)
        return httpx.Response(self._status, content=self._body)


@pytest.mark.parametrize(
    "url",
    [
        "http://files.example.com/a.png",
        "https://127.0.0.1/a.png",
        "http://127.0.0.1:8000/a.png",
        "https://user:key@files.example.com/a.png",
        "file:///etc/hostname",
        "https://",
        "https://[broken",
        "no address",
    ],
)
def test_what_is_no_secure_public_address_is_not_asked(url):
    pages = Pages()
    with pytest.raises(BadInput):
        HttpPictures(pages).fetch(url, this_computer=False)
    assert pages.asked == []


def test_a_picture_is_asked_for_without_cookies_or_keys():
    pages = Pages()
    found = HttpPictures(pages).fetch("https://files.example.com/a.png?x=1", this_computer=False)
    assert found == b"picture"
    assert not {"cookie", "authorization"} & set(pages.asked[0].headers)


def test_a_practice_vendor_is_asked_on_this_computer():
    pages = Pages()
    assert HttpPictures(pages).fetch("http://127.0.0.1:8000/a.png", this_computer=True)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(BadInput):
        download("https://files.example.com/a", most=3, transport=Pages(b"four"))


@pytest.mark.parametrize("status", [301, 404, 500])
def test_anything_but_a_file_is_refused(status):
    with pytest.raises(BadInput):
        download("https://files.example.com/a", transport=Pages(status=status))


class Broken(httpx.BaseTransport):
    def handle_request(self, request):
        raise httpx.ConnectError("no route", request=request)


def test_an_address_that_does_not_answer_is_unreachable():
    with pytest.raises(Unreachable):
        download("https://files.example.com/a", transport=Broken())


def test_a_picture_is_fetched_once(tmp_path):
    pages = Pages()
    shelf = Pictures(tmp_path / "kept", HttpPictures(pages), lambda: ())
    first = shelf.get("https://files.example.com/a.png")
    assert first is not None
    assert first.read_bytes() == b"picture"
    assert shelf.get("https://files.example.com/a.png") == first
    assert len(pages.asked) == 1


def test_a_picture_that_cannot_be_had_is_none(tmp_path):
    shelf = Pictures(tmp_path, HttpPictures(Broken()), lambda: ())
    assert shelf.get("https://files.example.com/a.png") is None
    assert shelf.get("http://files.example.com/a.png") is None
    assert shelf.get("") is None


def test_a_practice_vendor_that_moved_is_found_and_its_pictures_are_kept(tmp_path):
    pages = Pages()
    shelf = Pictures(tmp_path, HttpPictures(pages), lambda: ["http://127.0.0.1:2222/"])
    first = shelf.get("http://127.0.0.1:1111/pictures/tee.png")
    assert str(pages.asked[0].url) == "http://127.0.0.1:2222/pictures/tee.png"
    assert shelf.get("http://127.0.0.1:3333/pictures/tee.png") == first
