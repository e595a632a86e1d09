"""A first pull of many orders, by the production query and with every production write, against the plain floor.

`python -m benchmarks.pull` – the simulated shop answers once, through the real connector; both contenders then get those
answers from a server that does nothing else, in turn, each run in a process and with a database of its own.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import measure, processes
from benchmarks.bench import DATABASE, KEY, Bench, Shop, ask_pull, copy, make
from benchmarks.measure import Spread
from benchmarks.replay import Recorder

GOAL = 2.5
_COMPARED = {  # what must be equal; left out is `reading`, a hash that each makes of its own shapes
    "orders": "id, remote_id, number, placed_at, paid_at, updated_at, payment, currency, goods, shipping, tax,"
    " refunded, total, note, standing, step, seen_at, on_hold, hold_reason",
    "order_line": "id, order_id, remote_id, position, variant_id, sku, title, options, quantity, to_fulfil,"
    " unit_price, requires_shipping, blocked, blocked_by, properties",
    "order_person": "*",
    "order_search": "rowid, text",
    "supplier_order": "*",
    "supplier_order_line": "*",
    "audit": "*",
    "cursor WHERE kind = 'orders'": "*",
}


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--json", type=Path, help="also write the result here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = compare(Path(folder), options.orders, options.pairs)
    show(result)
    measure.keep(options.json, "pull", result)
    return result


def compare(folder: Path, orders: int, pairs: int) -> dict[str, Any]:
    """Record, warm up once, then run in turn."""
    shop, recording, template = record(folder, orders)
    found: dict[str, list[dict[str, Any]]] = {"bridge": [], "floor": []}
    with processes.server("benchmarks.replay", str(recording)) as replay:

        def run(who: str) -> None:
            file = copy(template, folder / who)
            arguments = ["--database", str(file), "--url", replay["url"], "--token", shop.token]
            result = processes.run(
                "benchmarks.contender", [who, *arguments, "--recording", str(recording)]
            )
            measure.say(f"{who}: {result['wall']:.2f} s, CPU {result['cpu']:.2f} s")
            found[who].append(result)
            for stale in ("-wal", "-shm"):
                (folder / who / f"{DATABASE}{stale}").unlink(missing_ok=True)

        run("floor")
        run("bridge")
        assert_same(folder / "bridge" / DATABASE, folder / "floor" / DATABASE, orders)
        for runs in found.values():
            runs.clear()
        measure.in_turn(pairs, lambda: run("bridge"), lambda: run("floor"))
    return summary(orders, found["bridge"], found["floor"])


def record(folder: Path, orders: int) -> tuple[Shop, Path, Path]:
    """Take the shop's answers to a production pull. Gives the shop, the recording and an empty database."""
    measure.say(f"filling a simulated shop with {orders} orders …")
    with processes.server("benchmarks.shop", "--orders", str(orders)) as told:
        shop = Shop(**told)
        template = make(folder, shop)
        recorder = Recorder()
        file = copy(template, folder / "recorded")
        bench = Bench(file, shop.url, shop.token, transport=recorder)
        ask_pull(bench.database)
        bench.pull()
        if bench.ctx.tally["pulled"] != orders:
            raise RuntimeError(f"{bench.ctx.tally['pulled']} of {orders} orders were pulled")
        bench.close()
    recorder.save(folder / "recording")
    return shop, folder / "recording", template


def assert_same(one: Path, other: Path, orders: int) -> None:
    """Both contenders wrote the same rows: else the ratio would say nothing."""
    from podbridge_desktop.storage import sqlite  # noqa: PLC0415

    left, right = sqlite.connect(one, KEY), sqlite.connect(other, KEY)
    for table, columns in _COMPARED.items():
        rows = [
            db.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
            for db in (left, right)
        ]
        if rows[0] != rows[1]:
            pairs = zip(rows[0], rows[1], strict=False)
            odd = next(((a, b) for a, b in pairs if a != b), (len(rows[0]), len(rows[1])))
            raise AssertionError(f"{table} differs: {odd}")
    sends = "SELECT lane, dedupe, payload, priority, state, due_at FROM job WHERE kind = 'send_order' ORDER BY id"
    if left.execute(sends).fetchall() != right.execute(sends).fetchall():
        raise AssertionError("job differs")
    (planned,) = left.execute("SELECT count(*) FROM supplier_order").fetchone()
    if planned != orders:
        raise AssertionError(f"{planned} of {orders} orders were planned")
    left.close()
    right.close()


def summary(
    orders: int, bridge: list[dict[str, Any]], floor: list[dict[str, Any]]
) -> dict[str, Any]:
    def ratio(field: str) -> Spread:
        return Spread.of(a[field] / b[field] for a, b in zip(bridge, floor, strict=True))

    def spread(runs: list[dict[str, Any]], field: str) -> Spread:
        return Spread.of(run[field] for run in runs)

    last = bridge[-1]
    return {
        "orders": orders,
        "pairs": len(bridge),
        "wall_ratio": ratio("wall"),
        "cpu_ratio": ratio("cpu"),
        "bridge_wall": spread(bridge, "wall"),
        "floor_wall": spread(floor, "wall"),
        "bridge_cpu": spread(bridge, "cpu"),
        "floor_cpu": spread(floor, "cpu"),
        "cpu_ms_per_order": spread(bridge, "cpu").median / orders * 1000,
        "bridge_rss": last["rss"],
        "floor_rss": floor[-1]["rss"],
        "points_per_order": last["points"] / orders,
        "calls_per_order": last["calls"] / orders,
        "write_calls": last["write_calls"],
        "goal": GOAL,
        "kept": ratio("wall").median <= GOAL,
    }


def show(result: dict[str, Any]) -> None:
    measure.table(
        [
            ("", "wall s", "CPU s", "peak MB"),
            (
                "bridge",
                f"{result['bridge_wall']:.2f}",
                f"{result['bridge_cpu']:.2f}",
                f"{result['bridge_rss'] or 0:.0f}",
            ),
            (
                "floor",
                f"{result['floor_wall']:.2f}",
                f"{result['floor_cpu']:.2f}",
                f"{result['floor_rss'] or 0:.0f}",
            ),
            ("ratio", f"{result['wall_ratio']:.2f}", f"{result['cpu_ratio']:.2f}", ""),
        ]
    )
    print(
        f"{result['orders']} orders, {result['pairs']} pairs; median (smallest–largest). Goal: ratio at most {GOAL}.\n"
        f"{result['cpu_ms_per_order']:.3f} ms CPU, {result['points_per_order']:.1f} query points and "
        f"{result['calls_per_order']:.3f} HTTP calls per order; {result['write_calls']} write calls."
    )


if __name__ == "__main__":
    main()
