"""What a failure means, over real sockets: one test per row of the table in `api_client`."""

import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest

from podbridge_desktop.connectors.api_client import ApiClient
from podbridge_desktop.connectors.rate_limit import Limiter, Rate
from podbridge_desktop.errors import (
    BadInput,
    Busy,
    SignInFailed,
    Stopped,
    Superseded,
    UnknownOutcome,
    Unreachable,
    VendorFault,
)
from podbridge_desktop.sandbox.http import Dropped, Response, answer_json
from tests.support.vendor_server import MovingClock, serving

SECRET = "sk-very-secret-1"
HOSTS = frozenset({"127.0.0.1"})


@pytest.fixture
def clock():
    return MovingClock()


@pytest.fixture
def vendor():
    with serving(lambda _request: answer_json({"ok": True})) as server:
        yield server


@pytest.fixture
def client(vendor, clock):
    made = connect(vendor.url, clock)
    yield made
    made.close()


def connect(url, clock, key=SECRET, hosts=HOSTS):
    return ApiClient(
        base_url=url,
        allowed_hosts=hosts,
        headers=lambda: {"authorization": f"Bearer {key}"},
        limiter=Limiter(Rate(1000, 1000), pause=clock.pause, monotonic=clock.monotonic),
        pause=clock.pause,
        vendor="Acme",
    )


def first_fails(server, trouble):
    """`trouble` strikes once, then all is well."""

    def handle(_request):
        if len(server.seen) == 1:
            return trouble()
        return answer_json({"ok": True})

    server.handle = handle


def dropped():
    raise Dropped


TROUBLES = {
    "reset": dropped,
    "500": lambda: Response(500, b"{}"),
    "502 page": lambda: Response(502, b"<html>Bad gateway</html>"),
    "408": lambda: Response(408, b"{}"),
    "page instead of data": lambda: Response(200, b"<html>Maintenance</html>"),
    "cut off": lambda: Response(200, b'{"ok": tr'),
}


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_a_read_that_broke_is_repeated_once(client, vendor, trouble):
    first_fails(vendor, trouble)
    assert client.read("GET", "/things").body == b'{"ok":true}'
    assert len(vendor.seen) == 2


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_a_read_that_stays_broken_is_the_vendors_fault(client, vendor, trouble):
    vendor.handle = lambda _request: trouble()
    with pytest.raises(VendorFault):
        client.read("GET", "/things")
    assert len(vendor.seen) == 2


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_a_write_that_broke_is_unknown_and_never_repeated(client, vendor, trouble):
    vendor.handle = lambda _request: trouble()
    with pytest.raises(UnknownOutcome):
        client.write("POST", "/things", json={"a": 1})
    assert len(vendor.seen) == 1


def test_a_write_whose_connection_is_refused_was_surely_not_sent(clock):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = connect(f"http://127.0.0.1:{port}", clock)
    with pytest.raises(Unreachable):
        client.write("POST", "/things", json={"a": 1})
    client.close()


def test_a_write_over_a_broken_tls_handshake_was_surely_not_sent(vendor, clock):
    client = connect(vendor.url.replace("http:", "https:"), clock)
    with pytest.raises(Unreachable):
        client.write("POST", "/things", json={"a": 1})
    client.close()
    assert vendor.seen == []


def test_a_write_over_a_kept_connection_that_died_is_unknown(client, vendor):
    client.write("POST", "/things", json={})
    vendor.handle = lambda _request: dropped()
    with pytest.raises(UnknownOutcome):
        client.write("POST", "/things", json={})


@pytest.mark.parametrize("call", ["read", "write"])
@pytest.mark.parametrize(
    ("told", "wait"),
    [
        ({"retry-after": "7"}, 7),
        (
            {
                "retry-after": "Fri, 20 Nov 2026 12:00:09 GMT",
                "date": "Fri, 20 Nov 2026 12:00:00 GMT",
            },
            9,
        ),
    ],
)
def test_too_many_calls_is_busy_with_the_vendors_own_wait(client, vendor, call, told, wait):
    vendor.handle = lambda _request: Response(429, b"{}", told)
    with pytest.raises(Busy) as caught:
        getattr(client, call)("POST", "/things")
    assert caught.value.wait == timedelta(seconds=wait)
    assert len(vendor.seen) == 1


def test_after_a_told_wait_the_next_call_waits(client, vendor, clock):
    first_fails(vendor, lambda: Response(429, b"{}", {"retry-after": "7"}))
    with pytest.raises(Busy):
        client.read("GET", "/things")
    client.read("GET", "/things")
    assert sum(clock.paused) == pytest.approx(7)


def test_a_redirect_is_not_followed_and_leaves_a_write_open(client, vendor):
    vendor.handle = lambda _request: Response(301, b"", {"location": "/elsewhere"})
    assert client.read("GET", "/things").status == 301
    with pytest.raises(UnknownOutcome):
        client.write("POST", "/things")
    assert len(vendor.seen) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_refusals_go_to_the_connector(client, vendor, status):
    vendor.handle = lambda _request: Response(status, b"<html>no</html>")
    assert client.read("GET", "/things").status == status
    assert client.write("POST", "/things").status == status
    assert len(vendor.seen) == 2


def test_the_callers_own_check_decides_what_is_readable(client):
    with pytest.raises(UnknownOutcome):
        client.write("POST", "/things", readable=lambda answer: b"id" in answer.body)


def test_an_answer_tells_the_vendors_time_and_number(client, vendor):
    marks = {"date": "Fri, 20 Nov 2026 12:00:00 GMT", "x-request-id": "abc"}
    vendor.handle = lambda _request: Response(200, b"{}", marks)
    answer = client.read("GET", "/things")
    assert answer.vendor_time == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert answer.request_id == "abc"


def test_nothing_secret_stands_in_what_is_raised_or_logged(client, vendor, caplog):
    caplog.set_level("DEBUG")
    vendor.handle = lambda _request: Response(500, b"{}")
    with pytest.raises(VendorFault) as caught:
        client.read("GET", "/things", params={"key": SECRET})
    told = [caught.value.message, caught.value.details, str(caught.value.__cause__), caplog.text]
    assert not any(SECRET in text for text in told)


def test_a_key_with_a_line_break_is_refused_in_words(vendor, clock):
    client = connect(vendor.url, clock, key=f"{SECRET}\nx")
    with pytest.raises(SignInFailed) as caught:
        client.read("GET", "/things")
    assert SECRET not in f"{caught.value} {caught.value.hint}"
    client.close()


@pytest.mark.parametrize(
    "url", ["http://example.com", "ftp://127.0.0.1", "nonsense", "https://u:p@example.com"]
)
def test_addresses_without_tls_or_with_a_login_are_refused(clock, url):
    with pytest.raises(BadInput):
        connect(url, clock, hosts=frozenset({"example.com", "127.0.0.1"}))


def test_a_host_that_is_not_the_vendors_is_refused(clock):
    with pytest.raises(BadInput):
        connect("https://evil.example", clock, hosts=frozenset({"api.example.com"}))


def test_a_full_address_is_no_path(client):
    with pytest.raises(ValueError, match="path"):
        client.read("GET", "//evil.example/things")


def hold_answer(server):
    """The vendor reads the request and then says nothing, until released."""
    asked, release = threading.Event(), threading.Event()

    def handle(_request):
        asked.set()
        release.wait(20)
        return answer_json({})

    server.handle = handle
    return asked, release


@pytest.mark.parametrize(
    ("call", "error"), [("read", Stopped), ("write", UnknownOutcome)], ids=["read", "write"]
)
def test_a_stop_ends_a_call_that_waits_for_its_answer(client, vendor, call, error):
    asked, release = hold_answer(vendor)
    caught = []

    def work():
        try:
            getattr(client, call)("POST", "/things")
        except error as ended:
            caught.append(ended)

    thread = threading.Thread(target=work)
    thread.start()
    assert asked.wait(10)
    client.abort()
    thread.join(10)
    release.set()
    assert len(caught) == 1
    with pytest.raises(Stopped):
        client.read("GET", "/things")


@pytest.mark.parametrize("call", ["read", "write"])
def test_a_call_under_way_has_its_answer_though_its_client_is_replaced(client, vendor, call):
    asked, release = hold_answer(vendor)
    answers = []
    thread = threading.Thread(
        target=lambda: answers.append(getattr(client, call)("POST", "/things"))
    )
    thread.start()
    assert asked.wait(10)
    client.close()
    with pytest.raises(Stopped):
        client.read("GET", "/things")
    release.set()
    thread.join(10)
    assert [answer.status for answer in answers] == [200]
    assert client._http.is_closed


def test_a_stop_also_ends_the_call_of_a_client_that_was_replaced(client, vendor):
    asked, release = hold_answer(vendor)
    caught = []

    def work():
        try:
            client.read("GET", "/things")
        except Stopped as ended:
            caught.append(ended)

    thread = threading.Thread(target=work)
    thread.start()
    assert asked.wait(10)
    client.close()
    client.abort()
    thread.join(10)
    release.set()
    assert len(caught) == 1


def test_figures_count_calls_writes_and_failures(client, vendor):
    client.read("GET", "/things")
    client.write("POST", "/things")
    vendor.handle = lambda _request: Response(500, b"{}")
    with pytest.raises(UnknownOutcome):
        client.write("POST", "/things")
    figures = client.figures()
    assert (figures.calls, figures.write_calls, figures.failures) == (3, 2, 1)
    assert figures.limit == 1000


def test_a_form_is_read_with_and_sent_the_same_way_again(client, vendor):
    first_fails(vendor, dropped)
    client.read("POST", "/token", data={"grant_type": "refresh", "token": "a b&c"})
    assert [request.body for request in vendor.seen] == [b"grant_type=refresh&token=a+b%26c"] * 2
    assert vendor.seen[0].headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_file_goes_up_with_its_fields(client, vendor):
    client.write(
        "POST", "/images", data={"rank": "2"}, files={"image": ("a.png", b"PNG", "image/png")}
    )
    (request,) = vendor.seen
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="rank"\r\n\r\n2\r\n' in request.body
    assert b'name="image"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nPNG' in request.body


def test_a_write_waits_as_long_as_it_is_told_and_is_unknown_then(client, vendor):
    asked, release = hold_answer(vendor)
    with pytest.raises(UnknownOutcome, match="did not say"):
        client.write("POST", "/things", patience=0.2)
    release.set()
    assert asked.is_set()


def test_who_was_replaced_during_a_wait_reads_on_and_changes_nothing(vendor, clock):
    """The fence is looked at after the waits for the vendor's limit, not before them."""
    end = clock.now() + timedelta(seconds=30)

    def fence():
        if clock.now() >= end:
            raise Superseded("Another program syncs this data now.")

    limiter = Limiter(Rate(1, 1 / 60), pause=clock.pause, monotonic=clock.monotonic)
    client = ApiClient(
        base_url=vendor.url,
        allowed_hosts=HOSTS,
        headers=dict,
        limiter=limiter,
        pause=clock.pause,
        vendor="Acme",
        may_write=fence,
    )
    client.write("POST", "/orders")
    with pytest.raises(Superseded):
        client.write("POST", "/orders")  # a minute later
    client.read("GET", "/orders")
    assert [each.method for each in vendor.seen] == ["POST", "GET"]
    client.close()
