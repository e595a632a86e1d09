"""The real command against a practice world: in this process for speed, in one of its own where that is the point."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from podbridge_desktop.cli.app import main
from podbridge_desktop.sandbox.practice import PracticeWorld
from podbridge_desktop.storage import sqlite

STORE, SUPPLIER = "Shop", "Maker"
PROGRAM = [sys.executable, "-c", "import sys; from podbridge_desktop.cli.app import main; sys.exit(main())"]  # fmt: skip


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, str]:
        assert set(self.document["error"]) == {"code", "title", "message", "hint"}
        return self.document["error"]  # type: ignore[no-any-return]


class Command:
    """`podbridge` with a data folder and a key file of its own."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
    ) -> None:
        self.data = folder / "data"
        self.options = ["--data-dir", str(self.data), "--key-file", str(folder / "keys")]
        self._capsys = capsys
        self._patch = patch

    def __call__(self, *words: str, stdin: str = "") -> Said:
        self._capsys.readouterr()
        with self._patch.context() as patched:
            patched.setattr(sys, "stdin", io.StringIO(stdin))
            code = main([*words, *self.options])
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(code, said.out, said.err)

    def json(self, *words: str, stdin: str = "", code: int = 0) -> Any:
        """Run it with `--json`; it must end with `code`."""
        said = self(*words, "--json", stdin=stdin)
        assert said.code == code, (said.out, said.err)
        return said.document

    def stamp(self, revision: str) -> None:
        """Let the file say that it is of another schema."""
        with closing(self._connect()) as conn, conn:
            conn.execute("UPDATE alembic_version SET version_num = ?", (revision,))

    def is_being_written(self) -> bool:
        """Whether some process is in the midst of a transaction that writes."""
        with closing(self._connect()) as conn:
            conn.execute("PRAGMA busy_timeout = 0")
            try:
                conn.execute("BEGIN IMMEDIATE")
            except sqlcipher.OperationalError:
                return True
            conn.execute("ROLLBACK")
            return False

    def _connect(self) -> Any:
        keys = json.loads(Path(self.options[3]).read_text(encoding="utf-8"))
        name = json.loads((self.data / "workspace.json").read_text(encoding="utf-8"))["id"]
        key = bytes.fromhex(keys[name]["database_key"])
        return sqlite.connect(self.data / "podbridge.db", key)

    def process(self, *words: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """The same in a process of its own."""
        return subprocess.Popen(
            [*PROGRAM, *words, *self.options],
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


class Shop:
    """A seller who works by the command alone, in a world without limits of calls."""

    def __init__(self, run: Command, world: PracticeWorld) -> None:
        self.run = run
        self.world = world
        self.doors = world.description()["vendors"]
        world.printful.limiter(on=False)
        for one in world.shops.values():
            one.settings.limiter = False

    def connect(self, platform: str, name: str, **instead: str) -> Said:
        door = self.doors[platform]
        fields = [f"--field={key}={value}" for key, value in door["fields"].items()]
        secrets = "\n".join(
            f"{key}={value}" for key, value in {**door["secrets"], **instead}.items()
        )
        return self.run(
            "connect", platform.partition("-")[0], "--name", name, *fields, "--secrets-stdin",
            "--api-url", door["api_url"], stdin=secrets,
        )  # fmt: skip

    def open(self, mode: str = "assist", products: int = 3) -> None:
        """Connected, routed, synced, products pushed: ready for customers."""
        assert self.connect("shopify", STORE).code == 0
        assert self.connect("printful", SUPPLIER).code == 0
        self.run.json("route", STORE, SUPPLIER, "--mode", mode)
        self.run.json("sync")
        if products:
            ids = [str(row["id"]) for row in self.run.json("products")[:products]]
            self.run.json("push", *ids, "--to", STORE)

    def post(self, path: str, **order: object) -> Any:
        """Order something of the world by its control port."""
        request = Request(
            f"{self.world.description()['control']}/{path}",
            data=json.dumps(order).encode(),
            headers={"content-type": "application/json"},
        )
        with urlopen(request) as answer:
            return json.loads(answer.read())

    def buy(self, count: int = 1, **order: object) -> list[str]:
        """Customers buy; the numbers of their orders."""
        return [str(one["name"]) for one in self.post("buy", n=count, **order)["orders"]]

    def days(self, count: int) -> None:
        for _ in range(count):
            self.post("next-day")
            self.run.json("sync")

    def order(self, number: str) -> Any:
        return next(row for row in self.run.json("orders") if row["number"] == number)

    @property
    def confirmed(self) -> int:
        """How often the supplier was told to spend money."""
        return int(self.world.printful.ledger()["confirms"])  # type: ignore[call-overload]
