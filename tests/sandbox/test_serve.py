"""The HTTP shell: ports, locks, dropped connections and a quick end, over real sockets."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import httpx
import pytest

from podbridge_desktop.sandbox.http import Dropped, Request, Response, answer_json
from podbridge_desktop.sandbox.serve import RunningServer, serve
from tests.support.shop_client import GRAPHQL, document, shop

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Standing:
    def now(self) -> datetime:
        return NOW


class Echo:
    """Answers with what it was asked, and notices when two requests are inside at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.handled = 0
        self.inside = 0
        self.crowded = False
        self.entered = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def handle(self, request: Request, now: datetime) -> Response:
        self.inside += 1
        self.crowded |= self.inside > 1
        self.entered.set()
        assert self.go_on.wait(10)
        self.handled += 1
        self.inside -= 1
        if request.path == "/drop":
            raise Dropped
        told = {
            "name": self.name,
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "body": request.body.decode(),
            "mark": request.headers.get("x-mark"),
            "now": now.isoformat(),
        }
        return answer_json(told, 201, {"X-Told": "yes"})

    def advance(self, now: datetime) -> None: ...

    def dump(self) -> dict[str, object]:
        return {}

    def load(self, state: Mapping[str, object]) -> None: ...


class Lost:
    """The answer of the first request is lost after the work; requests to /spoiled never reach the vendor."""

    def __init__(self) -> None:
        self.lost = 0

    def before(self, vendor: str, request: Request, now: datetime) -> Response | None:  # noqa: ARG002 (the port)
        return Response(503, b"down") if request.path == "/spoiled" else None

    def overdue(self, vendor: str, now: datetime) -> list[tuple[datetime, Request]]:  # noqa: ARG002 (the port)
        return []

    def after(self, vendor: str, request: Request, response: Response, now: datetime) -> Response:  # noqa: ARG002 (the port)
        if not self.lost:
            self.lost += 1
            raise Dropped
        return response


@pytest.fixture
def echoes() -> dict[str, Echo]:
    return {name: Echo(name) for name in ("one", "two")}


@pytest.fixture
def server(echoes: dict[str, Echo]) -> Iterator[RunningServer]:
    with serve(echoes, clock=Standing(), control=Echo("control").handle) as running:
        yield running


def test_every_vendor_and_the_control_desk_has_a_port_of_its_own(server: RunningServer) -> None:
    urls = {**server.urls, "control": server.control_url}
    assert len(set(urls.values())) == 3
    for name, url in urls.items():
        assert httpx.get(url).json()["name"] == name


def test_a_request_arrives_whole_and_the_answer_leaves_whole(server: RunningServer) -> None:
    answer = httpx.request(
        "PUT",
        server.urls["one"] + "/a/b?x=1&y=%C3%A4",
        content="ü" * 70_000,
        headers={"X-Mark": "m"},
    )
    told = answer.json()
    assert (answer.status_code, answer.headers["x-told"]) == (201, "yes")
    assert (told["method"], told["path"], told["query"], told["mark"]) == (
        "PUT",
        "/a/b",
        "x=1&y=%C3%A4",
        "m",
    )
    assert told["body"] == "ü" * 70_000
    assert datetime.fromisoformat(told["now"]) == NOW
    assert "server" not in answer.headers


def test_a_dropped_request_closes_the_connection_without_an_answer(
    server: RunningServer, echoes: dict[str, Echo]
) -> None:
    with httpx.Client(base_url=server.urls["one"]) as client:
        for _ in range(3):
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                client.get("/drop")
        assert client.get("/after").status_code == 201
    assert echoes["one"].handled == 4


def test_one_vendor_answers_one_request_at_a_time_and_others_meanwhile(
    server: RunningServer, echoes: dict[str, Echo]
) -> None:
    slow = echoes["one"]
    slow.go_on.clear()
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(httpx.get(server.urls["one"]).status_code))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    assert slow.entered.wait(10)
    assert httpx.get(server.urls["two"]).status_code == 201
    slow.go_on.set()
    for thread in threads:
        thread.join()
    assert (answers, slow.crowded) == ([201] * 3, False)


def test_the_control_desk_works_while_the_vendors_stand_still(
    server: RunningServer, echoes: dict[str, Echo]
) -> None:
    slow = echoes["two"]
    slow.go_on.clear()
    waiting = threading.Thread(target=lambda: httpx.get(server.urls["two"]))
    waiting.start()
    assert slow.entered.wait(10)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(server.control_url, timeout=0.2)
    slow.go_on.set()
    waiting.join()
    assert httpx.get(server.control_url).status_code == 201


def test_faults_strike_before_the_work_or_after_it(echoes: dict[str, Echo]) -> None:
    with serve(echoes, clock=Standing(), faults=Lost()) as running:
        url = running.urls["one"]
        assert httpx.get(url + "/spoiled").status_code == 503
        assert echoes["one"].handled == 0
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            httpx.post(url + "/do")
        assert echoes["one"].handled == 1, "the work was done, only the answer is lost"
        assert httpx.post(url + "/do").status_code == 201


def test_it_ends_quickly_with_idle_connections_open(echoes: dict[str, Echo]) -> None:
    running = serve(echoes, clock=Standing())
    with httpx.Client(base_url=running.urls["one"]) as client:
        assert client.get("/").status_code == 201
        began = time.perf_counter()
        running.stop()
        took = time.perf_counter() - began
        assert took < 1.0
        with pytest.raises(httpx.TransportError):
            client.get("/")
    running.stop()


def test_a_store_is_served_with_its_own_time_and_addresses() -> None:
    store = shop()
    with serve({"shopify": store.vendor}, clock=Standing()) as running:
        key = {"x-shopify-access-token": store.vendor.settings.access_token}
        with httpx.Client(base_url=running.urls["shopify"], headers=key) as client:
            answer = client.post(GRAPHQL, json={"query": document("Who")})
            assert answer.json()["data"]["shop"]["name"] == "Practice Shop 1"
            assert answer.headers.get_list("date") == ["Sat, 21 Nov 2026 12:00:00 GMT"]
            row = {"filename": "a.png", "mimeType": "image/png", "resource": "IMAGE"}
            staged = client.post(
                GRAPHQL, json={"query": document("Stage"), "variables": {"input": [row]}}
            ).json()
            (target,) = staged["data"]["stagedUploadsCreate"]["stagedTargets"]
            assert target["url"].startswith(running.urls["shopify"])
            assert client.put(target["url"], content=b"\x89PNG\r\n\x1a\n").status_code == 200
