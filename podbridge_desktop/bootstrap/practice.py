"""Practice mode: the simulated vendors in a process of their own, and their connections made ready."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from podbridge_desktop.bootstrap.connecting import ConnectForm
from podbridge_desktop.bootstrap.container import Container
from podbridge_desktop.domain.planning import Mode
from podbridge_desktop.errors import BadInput, Unreachable
from podbridge_desktop.services.routes import RouteWish

STORE, SUPPLIER = "Practice shop", "Practice Printful"
NAMES = {
    "shopify": STORE,
    "etsy": "Practice Etsy shop",
    "printful": SUPPLIER,
    "printify": "Practice Printify",
}
_PATIENCE = 30


@dataclass(frozen=True, slots=True)
class World:
    """Where the running practice world is: its control port, and its vendors' doors."""

    control: str
    vendors: Mapping[str, Mapping[str, Any]]

    def post(self, path: str, order: Mapping[str, object]) -> dict[str, Any]:
        """Order something of the world. Raises `BadInput` with the world's own sentence."""
        body = json.dumps(order).encode()
        request = Request(  # noqa: S310 - always http on this computer
            f"{self.control.rstrip('/')}/{path}",
            data=body,
            headers={"content-type": "application/json"},
            method="POST",
        )
        return _answer(request)

    def buy(self, count: int = 1) -> dict[str, Any]:
        """A customer buys something."""
        return self.post("buy", {"n": count})

    def next_day(self, days: int = 1) -> dict[str, Any]:
        """Let time pass."""
        return self.post("next-day", {"n": days})


def _answer(request: Request) -> dict[str, Any]:
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            found: dict[str, Any] = json.loads(answer.read())
            return found
    except OSError as error:
        body = error.read().decode(errors="replace") if hasattr(error, "read") else ""
        if body:
            raise BadInput(_told(body)) from error
        raise Unreachable("The practice world does not answer.", details=str(error)) from error


def _told(body: str) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return "The practice world refused that."
    return str(told.get("error", told)) if isinstance(told, dict) else str(told)


class PracticeVendors:
    """The vendors' process; it ends by itself when this one does, however that happens."""

    def __init__(self, folder: Path, *, shops: int = 1, lively: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        arguments = [
            "--folder",
            str(folder),
            "--shops",
            str(shops),
            "--json",
            "--until-stdin-closes",
        ]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [*_command(), *arguments, *(["--lively"] if lively else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.world = self._await_world()

    def _await_world(self) -> World:
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            raise Unreachable("The practice world could not be started.")
        described = json.loads(line)
        return World(described["control"], described["vendors"])

    def stop(self) -> None:
        """Ask it to save and end; wait until it has."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "practice-vendors"]
    return [sys.executable, "-m", "podbridge_desktop.sandbox"]


def running_world(folder: Path) -> World | None:
    """The practice world that another process of this computer runs in `folder`, if one does."""
    try:
        notice = json.loads((folder / "practice.json").read_text(encoding="utf-8"))
        world = World(notice["control"], {})
        _answer(Request(f"{world.control.rstrip('/')}/state"))  # noqa: S310
    except (OSError, ValueError, KeyError, BadInput, Unreachable):
        return None
    return world


def make_ready(container: Container, world: World) -> None:
    """Connect the practice vendors (or give them their new addresses); every new one is routed to all on the other side."""
    fresh = {
        name for key, door in world.vendors.items() if (name := _connect(container, key, door))
    }
    rows = container.reads.connections()
    stores = [row.name for row in rows if row.kind == "store"]
    suppliers = [row.name for row in rows if row.kind == "supplier"]
    for store in stores:
        for supplier in suppliers:
            if {store, supplier} & fresh:
                container.actions.set_route(RouteWish(store, supplier, Mode.ASSIST))


def _connect(container: Container, key: str, door: Mapping[str, Any]) -> str:
    """Connect one vendor; returns its name if it is a new one."""
    platform, _, number = key.partition("-")
    if platform not in NAMES:
        return ""
    name = f"{NAMES[platform]} {number}".rstrip()
    known = container.reads.connection(name)
    if known is not None:
        container.readdress(known.id, door["api_url"])
        return ""
    form = ConnectForm(platform, name, door["fields"], door["secrets"], door["api_url"])
    container.connecting.keep(container.connecting.test(form))
    return name
