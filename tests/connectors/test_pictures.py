"""Pictures of products: which addresses are asked, and what is kept."""

import os

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
    shelf = Pictures(tmp_path / "seen", tmp_path / "kept", HttpPictures(pages), lambda: ())
    first = shelf.get("https://files.example.com/a.png")
    assert first is not None
    assert first.read_bytes() == b"picture"
    assert shelf.get("https://files.example.com/a.png") == first
    assert len(pages.asked) == 1


def test_a_picture_that_cannot_be_had_is_none(tmp_path):
    shelf = Pictures(tmp_path, tmp_path / "kept", HttpPictures(Broken()), lambda: ())
    assert shelf.get("https://files.example.com/a.png") is None
    assert shelf.get("http://files.example.com/a.png") is None
    assert shelf.get("") is None


def test_a_practice_vendor_that_moved_is_found_and_its_pictures_are_kept(tmp_path):
    pages = Pages()
    shelf = Pictures(
        tmp_path, tmp_path / "kept", HttpPictures(pages), lambda: ["http://127.0.0.1:2222/"]
    )
    first = shelf.get("http://127.0.0.1:1111/pictures/tee.png")
    assert str(pages.asked[0].url) == "http://127.0.0.1:2222/pictures/tee.png"
    assert shelf.get("http://127.0.0.1:3333/pictures/tee.png") == first


class Gallery(httpx.BaseTransport):
    """Another picture at each address, a thousand bytes each; all of one artist are the same one."""

    def __init__(self):
        self.asked = []

    def handle_request(self, request):
        self.asked.append(request.url.path)
        number = request.url.path.rpartition("/")[2] if "artist" not in request.url.path else "0"
        return httpx.Response(200, content=PNG + number.encode().ljust(1000 - len(PNG), b"."))


PNG = b"\x89PNG\r\n\x1a\n"


def gallery(tmp_path, room=10**9):
    pages = Gallery()
    shelf = Pictures(tmp_path / "seen", tmp_path / "kept", HttpPictures(pages), lambda: (), room)
    return pages, shelf


def held(tmp_path):
    return [each for each in (tmp_path / "seen").iterdir() if each.is_file()]


def test_the_same_picture_at_two_addresses_is_here_once(tmp_path):
    pages, shelf = gallery(tmp_path)
    one, two = (shelf.get(f"https://example.com/artist/{number}") for number in (1, 2))
    assert one == two
    assert len(held(tmp_path)) == 1
    assert shelf.get("https://example.com/artist/1") == one
    assert len(pages.asked) == 2


def test_pictures_that_nobody_looked_at_for_longest_make_room(tmp_path):
    pages, shelf = gallery(tmp_path, room=50_000)
    first = shelf.get("https://example.com/first")
    for number in range(64):
        shelf.get(f"https://example.com/{number}")
        os.utime(first, (2**31, 2**31))  # it is looked at all the time
    assert len(held(tmp_path)) <= 50
    assert first.exists()
    assert len(list((tmp_path / "seen" / "addresses").iterdir())) == len(held(tmp_path))
    pages.asked.clear()
    assert shelf.get("https://example.com/0")  # it is fetched again
    assert pages.asked == ["/0"]


def test_what_is_here_needs_no_network(tmp_path):
    _, shelf = gallery(tmp_path)
    file = shelf.get("https://example.com/1")
    offline = Pictures(tmp_path / "seen", tmp_path / "kept", HttpPictures(Broken()), lambda: ())
    assert offline.get("https://example.com/1") == file
    assert offline.get("https://example.com/2") is None


def test_a_kept_picture_is_there_for_good_and_known_by_its_content(tmp_path):
    _, shelf = gallery(tmp_path, room=1)
    address = shelf.kept.keep("https://example.com/7")
    assert shelf.kept.keep("https://example.com/7") == address
    for number in range(70):
        shelf.get(f"https://example.com/{number}")
    assert shelf.get(address).read_bytes() == shelf.kept.content(address)
    assert shelf.kept.content(address).startswith(PNG)


def test_a_kept_picture_that_is_not_here_is_said(tmp_path):
    _, shelf = gallery(tmp_path)
    for address in ("kept:0000.png", "kept:../../etc/passwd", "https://example.com/1"):
        assert shelf.kept.file(address) is None
        with pytest.raises(BadInput, match="not on this computer"):
            shelf.kept.content(address)
    assert shelf.get("kept:0000.png") is None


def test_what_is_no_picture_is_not_kept(tmp_path):
    shelf = Pictures(tmp_path, tmp_path / "kept", HttpPictures(Pages(b"<html>")), lambda: ())
    with pytest.raises(BadInput, match="no picture"):
        shelf.kept.keep("https://example.com/1")
