"""A whole practice world: simulated vendors with their customers, a clock and a folder that keeps it all."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from .clock import WorldClock
from .control import Control
from .etsy import EtsyVendor
from .faults import Faults
from .http import Request, Response, Vendor
from .printful import STORE_TOKEN, PrintfulVendor
from .printify import SHOP_ID, PrintifyVendor
from .serve import RunningServer, serve
from .shopify import ShopifyVendor
from .shopping import HAND_PACKED
from .world import World

Json: TypeAlias = dict[str, Any]
STATE, NOTICE, CLOCK = "world.json", "practice.json", "clock.json"
LIVELY = {"hold_rate": 0.04, "fail_rate": 0.02}


class Guarded:
    """A vendor behind the world's lock; what changes it is noted, so that the folder follows."""

    def __init__(self, vendor: Vendor, lock: threading.RLock, changed: threading.Event) -> None:
        self._vendor = vendor
        self._lock = lock
        self._changed = changed

    def handle(self, request: Request, now: datetime) -> Response:
        with self._lock:
            response = self._vendor.handle(request, now)
        if request.method != "GET":
            self._changed.set()
        return response

    def advance(self, now: datetime) -> None:
        with self._lock:
            self._vendor.advance(now)

    def dump(self) -> dict[str, object]:
        with self._lock:
            return self._vendor.dump()

    def load(self, state: Mapping[str, object]) -> None:
        with self._lock:
            self._vendor.load(state)


class PracticeWorld:
    """Shops and a supplier that run until `stop`. Use as a context manager, or call `start` and `stop`.

    With a folder the state is there again at the next start; the addresses are new each time. `lively` lets some
    supplier orders be held or fail by chance; without it only what the control port orders goes wrong.
    """

    def __init__(
        self,
        folder: Path | None = None,
        shops: int = 1,
        seed: int | str = 1,
        *,
        lively: bool = False,
    ) -> None:
        if shops < 1:
            raise ValueError("a practice world has at least one shop")
        self._folder = folder
        self._lock = threading.RLock()
        self._dirty = threading.Event()
        self._stopped = threading.Event()
        self._saver: threading.Thread | None = None
        self._server: RunningServer | None = None
        self.clock = WorldClock(file=folder / CLOCK if folder else None)
        self.world = World(seed)
        self.faults = Faults()
        self.printful = PrintfulVendor(seed)
        self.printful.turn(**(LIVELY if lively else {}))
        self.printify = PrintifyVendor(seed)
        self.printify.set_approval("manual")  # as the seller who connects it says
        self.printify.turn(**(LIVELY if lively else {}))
        self.shops = {_shop_name(number): ShopifyVendor(number) for number in range(1, shops + 1)}
        self.etsy = {_shop_name(n, "etsy"): EtsyVendor(n, seed) for n in range(1, shops + 1)}
        self.vendors: dict[str, Vendor] = {
            **self.shops,
            **self.etsy,
            "printful": self.printful,
            "printify": self.printify,
        }
        self._load()
        self.control = Control(
            self.vendors,
            world=self.world,
            clock=self.clock,
            faults=self.faults,
            lock=self._lock,
            changed=self._dirty.set,
        )

    def __enter__(self) -> PracticeWorld:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Open the doors: from here on the vendors answer."""
        guarded: dict[str, Vendor] = {
            name: Guarded(vendor, self._lock, self._dirty) for name, vendor in self.vendors.items()
        }
        self._server = serve(
            guarded, control=self.control, clock=self.clock, faults=self.faults, lock=self._lock
        )
        self.printful.base_url = self._server.urls["printful"].rstrip("/")
        self.printful.read_url = self._read
        self.printify.base_url = self._server.urls["printify"].rstrip("/")
        self.printify.read_url = self._read
        self._write_notice()
        self._saver = threading.Thread(target=self._keep, name="practice-saver", daemon=True)
        self._saver.start()
        self._dirty.set()

    def stop(self) -> None:
        """Close the doors and write everything down. Safe to call twice."""
        if self._server is None:
            return
        self._server.stop()
        self._server = None
        self._stopped.set()
        self._dirty.set()
        if self._saver is not None:
            self._saver.join()
        self.save()
        if self._folder is not None:
            (self._folder / NOTICE).unlink(missing_ok=True)

    def description(self) -> Json:
        """Where the vendors are and what opens them, as `practice --serve --json` prints it."""
        if self._server is None:
            raise RuntimeError("the practice world is not running")
        urls = self._server.urls
        doors: Json = {}
        for name, shop in self.shops.items():
            settings = shop.settings
            doors[name] = {
                "api_url": urls[name],
                "fields": {"shop": settings.domain, "client_id": settings.client_id},
                "secrets": {"client_secret": settings.client_secret},
            }
        doors |= {name: self._etsy_door(name, urls[name]) for name in self.etsy}
        doors["printful"] = {
            "api_url": urls["printful"],
            "fields": {},
            "secrets": {"token": STORE_TOKEN},
        }
        doors["printify"] = {
            "api_url": urls["printify"],
            "fields": {"shop_id": str(SHOP_ID), "approval": "manual"},
            "secrets": {"token": self.printify.token_at(self.clock.now())},
        }
        return {"control": self._server.control_url, "vendors": doors}

    def _etsy_door(self, name: str, url: str) -> Json:
        """Refresh tokens work once, so everybody who asks gets one of his own."""
        shop = self.etsy[name]
        with self._lock:
            token = shop.grant(self.clock.now())
        self._dirty.set()
        return {
            "api_url": url,
            "fields": {"keystring": shop.keystring, "shop_id": str(shop.book.shop_id)},
            "secrets": {"shared_secret": shop.shared_secret, "refresh_token": token},
        }

    def save(self) -> None:
        """Write the state, whole or not at all."""
        if self._folder is None:
            return
        with self._lock:
            state = {
                "version": 1,
                "clock": self.clock.dump(),
                "world": self.world.dump(),
                "vendors": {name: vendor.dump() for name, vendor in self.vendors.items()},
            }
            text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        _replace(self._folder / STATE, text)

    def _load(self) -> None:
        if self._folder is None:
            self._stock()
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        known: Json = {}
        if (self._folder / STATE).exists():
            state = json.loads((self._folder / STATE).read_text("utf-8"))
            self.clock.load(state["clock"])
            self.world.load(state["world"])
            known = state["vendors"]
        for name, vendor in self.vendors.items():
            if name in known:
                vendor.load(known[name])
        self._stock(skip=frozenset(known))

    def _stock(self, skip: frozenset[str] = frozenset()) -> None:
        """What a shop has before PodBridge comes: things that no supplier prints."""
        now = self.clock.now()
        for name, shop in self.shops.items():
            if name not in skip:
                shop.add_product(_candle(), now=now)
                shop.add_product(_gift_card(), now=now).is_gift_card = True
        for name, etsy in self.etsy.items():
            if name not in skip:
                etsy.stock(now)

    def _keep(self) -> None:
        """Save soon after a change, at most once a second."""
        while not self._stopped.is_set():
            self._dirty.wait()
            self._dirty.clear()
            if self._stopped.is_set():
                return
            self.save()
            self._stopped.wait(1.0)

    def _read(self, url: str) -> bytes | None:
        """The bytes of a file that one of this world's own vendors serves; nobody else is asked."""
        for name, base in self._server.urls.items() if self._server else ():
            if url.startswith(f"{base}/"):
                path, _, query = url.removeprefix(base).partition("?")
                request = Request("GET", path, query, {"host": urlsplit(base).netloc})
                response = self.vendors[name].handle(request, self.clock.now())
                return response.body if response.status == 200 else None
        return None

    def _write_notice(self) -> None:
        """Tell other processes of this computer where the control port is."""
        if self._folder is not None:
            _replace(
                self._folder / NOTICE,
                json.dumps({"control": self.description()["control"], "pid": os.getpid()}),
            )


def _shop_name(number: int, platform: str = "shopify") -> str:
    return platform if number == 1 else f"{platform}-{number}"


def _replace(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one. What other accounts need not read, they cannot."""
    partial = path.with_suffix(".partial")
    partial.touch(mode=0o600)
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _candle() -> Json:
    return {
        "title": "Beeswax Candle", "vendor": "Handmade", "productType": "Candle", "tags": [HAND_PACKED],
        "productOptions": [{"name": "Scent", "position": 1, "values": [{"name": "Honey"}, {"name": "Lavender"}]}],
        "variants": [
            {"optionValues": [{"optionName": "Scent", "name": scent}], "sku": f"CANDLE-{scent.upper()}", "price": "18.00"}
            for scent in ("Honey", "Lavender")
        ],
    }  # fmt: skip


def _gift_card() -> Json:
    return {
        "title": "Gift Card", "productType": "Gift card",
        "productOptions": [{"name": "Denominations", "position": 1, "values": [{"name": "$25"}, {"name": "$50"}]}],
        "variants": [
            {"optionValues": [{"optionName": "Denominations", "name": f"${value}"}], "price": f"{value}.00",
             "inventoryItem": {"requiresShipping": False, "tracked": False}}
            for value in (25, 50)
        ],
    }  # fmt: skip
