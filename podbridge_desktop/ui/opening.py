"""Opening a workspace behind the window, and what the tabs need of it. Imported off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from podbridge_desktop.bootstrap.container import Container, open_container
from podbridge_desktop.bootstrap.practice import PracticeVendors, World, make_ready, running_world
from podbridge_desktop.config import Config
from podbridge_desktop.errors import PodBridgeError
from podbridge_desktop.ui import rooms
from podbridge_desktop.ui.desk import Desk
from podbridge_desktop.ui.engine_thread import EngineThread
from podbridge_desktop.ui.pictures import PictureShelf
from podbridge_desktop.ui.widgets.thumbnails import Thumbnails

__all__ = [
    "Desk",
    "EngineThread",
    "Opened",
    "PictureShelf",
    "Thumbnails",
    "open_workspace",
    "practice_doors",
    "rooms",
]


@dataclass(slots=True)
class Opened:
    """A workspace that is open. `vendors` is the process of the practice vendors, where this run started it."""

    container: Container
    owns: bool
    world: World | None = None
    vendors: PracticeVendors | None = None


def open_workspace(config: Config) -> Opened:
    """Off the GUI thread. In practice mode the one that syncs also runs the vendors, in a process of their own."""
    container, opened = open_container(config), None
    try:
        owns = container.only_shown is None and container.take_engine("window")
        opened = Opened(container, owns)
        if config.practice:
            opened.world = running_world(config.workspace.world)
        if config.practice and opened.owns and not (opened.world and _answers(container)):
            opened.vendors = PracticeVendors(config.workspace.world)
            opened.world = opened.vendors.world
            make_ready(container, opened.world)
    except Exception:
        if opened is not None and opened.vendors is not None:
            opened.vendors.stop()
        container.close()
        raise
    return opened


def _answers(container: Container) -> bool:
    """Whether the world that another process runs is the one that our connections know."""
    try:
        rows = [row for row in container.reads.connections() if row.health != "disconnected"]
        return bool(rows) and all(container.check(row.id) for row in rows)
    except PodBridgeError:
        return False


def practice_doors(opened: Opened) -> dict[str, str]:
    """Where the practice vendors are; in practice mode nothing else can be connected."""
    if opened.world is None:
        return {}
    known = {
        name.partition("-")[0]: str(door["api_url"])
        for name, door in reversed(list(opened.world.vendors.items()))
    }
    for row in opened.container.reads.connections():
        if row.api_url:
            known.setdefault(row.platform, row.api_url)
    return known
