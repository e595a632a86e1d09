"""No platform is connected that has not joined a suite."""

from pathlib import Path

from podbridge_desktop.connectors.registry import PLATFORMS
from podbridge_desktop.domain.platforms import PlatformKind
from tests.conformance.sales_channel import SalesChannelSuite
from tests.conformance.supplier import SupplierSuite

SUITES = {PlatformKind.STORE: SalesChannelSuite, PlatformKind.SUPPLIER: SupplierSuite}


def test_every_platform_has_joined_the_suite_of_its_kind():
    here = Path(__file__).parent
    joined = {path.stem.removeprefix("test_"): path.read_text("utf-8") for path in here.glob("test_*.py")}  # fmt: skip
    for key, platform in PLATFORMS.items():
        assert f"({SUITES[platform.kind].__name__}):" in joined[key]
        assert f'platform = "{key}"' in joined[key]
