"""How late the window's event loop is beside a big sync, and how fast that sync then is: `python -m benchmarks.lateness`.

The real window with the real engine on QThreads, the shop's answers replayed from another process. Each run is idle first: what is late
then is the machine's doing and is taken off.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import fill, measure, processes
from benchmarks.bench import STORE, Shop, furnish
from benchmarks.measure import Spread
from benchmarks.pull import record
from benchmarks.shop import StillClock
from podbridge_desktop.bootstrap.container import open_container
from podbridge_desktop.bootstrap.workspace import database_key, workspace_id
from podbridge_desktop.config import read_config
from podbridge_desktop.credentials.file_store import FileStore
from podbridge_desktop.storage.database import Database

MOST_LATE_SHARE = 0.01
MOST_LATE_MS = 100


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--idle-ms", type=int, default=8000)
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = probe(Path(folder), options.orders, options.runs, options.idle_ms)
    show(result)
    measure.keep(options.json, "lateness", result)
    return result


def probe(folder: Path, orders: int, count: int, idle_ms: int) -> dict[str, Any]:
    shop, recording, _ = record(folder, orders)
    workspace(folder / "empty", shop)
    runs: list[dict[str, Any]] = []
    with processes.server("benchmarks.replay", str(recording)) as replay:
        for number in range(count):
            shutil.rmtree(folder / "run", ignore_errors=True)
            where = fill.fresh(folder / "empty", folder / "run")
            asked = ["--orders", str(orders), "--idle-ms", str(idle_ms), "--url", replay["url"]]
            runs.append(
                processes.run("benchmarks.sync_window", [*where, *asked], **fill.offscreen())
            )
            measure.say(f"run {number + 1}: {runs[-1]}")
    return summary(orders, runs)


def workspace(folder: Path, shop: Shop) -> None:
    """A workspace with the shop connected, nothing pulled yet; its keys are in a file beside it."""
    folder.mkdir(parents=True)
    config = read_config(data_dir=folder / "data", key_file=folder / "keys.json")
    open_container(config).close()
    keys = FileStore(folder / "keys.json")
    name = workspace_id(config.workspace)
    key = database_key(config.workspace, name, keys)
    database = Database(config.workspace.database, key, StillClock())
    furnish(database, shop)
    database.close()
    keys.put(f"{name}.{STORE}", "access_token", shop.token)


def summary(orders: int, runs: list[dict[str, Any]]) -> dict[str, Any]:
    def spread(phase: str, field: str) -> Spread:
        return Spread.of(run[phase][field] for run in runs)

    more = Spread.of(run["sync"]["late_share"] - run["idle"]["late_share"] for run in runs)
    worst = spread("sync", "worst")
    return {
        "orders": orders,
        "runs": len(runs),
        "late_share": spread("sync", "late_share"),
        "idle_late_share": spread("idle", "late_share"),
        "more_late_than_idle": more,
        "p99_ms": spread("sync", "p99"),
        "idle_p99_ms": spread("idle", "p99"),
        "worst_ms": worst,
        "idle_worst_ms": spread("idle", "worst"),
        "orders_per_second": Spread.of(run["orders"] / run["seconds"] for run in runs),
        "kept": more.median < MOST_LATE_SHARE and worst.high <= MOST_LATE_MS,
    }


def show(result: dict[str, Any]) -> None:
    measure.table(
        [
            ("", "late ticks (> 16 ms), %", "p99 ms", "worst ms"),
            (
                "idle",
                _percent(result["idle_late_share"]),
                f"{result['idle_p99_ms']:.1f}",
                f"{result['idle_worst_ms']:.0f}",
            ),
            (
                "sync",
                _percent(result["late_share"]),
                f"{result['p99_ms']:.1f}",
                f"{result['worst_ms']:.0f}",
            ),
            ("more", _percent(result["more_late_than_idle"]), "", ""),
        ]
    )
    print(
        f"{result['orders']} orders, {result['runs']} runs; median (smallest–largest). "
        f"Goal: less than 1 % more late ticks than idle, none over {MOST_LATE_MS} ms.\n"
        f"The sync brings {result['orders_per_second']:.0f} orders/s under the window."
    )


def _percent(share: Spread) -> str:
    return f"{Spread(share.median * 100, share.low * 100, share.high * 100):.2f}"


if __name__ == "__main__":
    main()
