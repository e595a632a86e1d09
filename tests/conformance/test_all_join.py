"""No platform is connected that has not joined a suite, and whatever tells of every connector tells of it."""

import tomllib
from pathlib import Path

import pytest

from podbridge_desktop.connectors.outcomes import ROWS, Outcome
from podbridge_desktop.connectors.registry import PLATFORMS
from podbridge_desktop.domain.platforms import PlatformKind
from tests.conformance.sales_channel import SalesChannelSuite
from tests.conformance.supplier import SupplierSuite

SUITES = {PlatformKind.STORE: SalesChannelSuite, PlatformKind.SUPPLIER: SupplierSuite}
ROOT = Path(__file__).parents[2]


def test_every_platform_has_joined_the_suite_of_its_kind():
    here = Path(__file__).parent
    joined = {path.stem.removeprefix("test_"): path.read_text("utf-8") for path in here.glob("test_*.py")}  # fmt: skip
    for key, platform in PLATFORMS.items():
        assert f"({SUITES[platform.kind].__name__}):" in joined[key]
        assert f'platform = "{key}"' in joined[key]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_its_writes_end_with_stands_in_the_table(platform):
    mine = [row for row in ROWS if row.vendor == platform and row.outcome is Outcome.EXECUTED]
    assert {row.call for row in mine} - {""}, f"no success of {platform} is ever believed"


def test_every_connector_is_a_stranger_to_the_others():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    walls = settings["tool"]["importlinter"]["contracts"]
    (wall,) = [each for each in walls if each["name"] == "Connectors are strangers"]
    strangers = {module.rpartition(".")[2] for module in wall["modules"]}
    assert strangers == set(PLATFORMS)


def test_the_command_names_every_platform():
    told = (ROOT / "podbridge_desktop/cli/connections.py").read_text("utf-8")
    for platform in PLATFORMS:
        assert platform in told
