"""The benchmarks still run. What they measure is judged by people, never here."""

from __future__ import annotations

from benchmarks import backlog, commit, matching, pull, push, restart, writes


def test_a_small_pull_is_measured_against_the_floor() -> None:
    result = pull.main(["--orders", "200", "--pairs", "1"])
    assert result["write_calls"] == 0
    assert result["points_per_order"] > 0


def test_five_orders_cost_three_writes_each() -> None:
    result = writes.main(["--orders", "5"])
    assert result["writes_per_order"] == 3.0


def test_a_small_catalog_is_matched_without_a_mistake() -> None:
    result = matching.main(["--variants", "500", "--pairs", "1"])
    assert result["wrong"] == 0
    assert result["certain"] == result["joined"] == 200


def test_a_few_moves_are_committed_beside_the_floor() -> None:
    result = commit.main(["--moves", "4", "--pairs", "1"])
    assert 0 < result["ratio"].median < 1000


def test_a_killed_sync_starts_again() -> None:
    result = restart.main(["--orders", "4", "--pairs", "1"])
    assert 0 < result["killed"].median < 600


def test_a_small_rush_is_worked_off_within_the_limits() -> None:
    result = backlog.main(["--orders", "5", "--pair", "etsy-printify"])
    (pair,) = result["pairs"].values()
    assert (pair["paid"], pair["writes"], pair["refused"]) == (5, 2.0, 0)


def test_a_few_products_are_pushed_within_the_limits() -> None:
    result = push.main(["--store", "shopify", "--products", "2"])
    (store,) = result["stores"].values()
    assert (store["states"], store["refused"]) == ({"live": 2}, 0)
