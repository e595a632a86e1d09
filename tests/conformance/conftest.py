"""One world for all tests of a class, as new for each; what a connector documents becomes parameters."""

from __future__ import annotations

import pytest

from tests.conformance.world import opened

pytest.register_assert_rewrite(
    *(
        f"tests.conformance.{name}"
        for name in ("changes", "listings", "remote", "sales_channel", "supplier", "words")
    )
)


@pytest.fixture(scope="class")
def vendor_open(request):
    with opened(request.cls.desk()) as world:
        yield world


@pytest.fixture
def world(vendor_open):
    vendor_open.renew()
    yield vendor_open
    vendor_open.end()
    vendor_open.door.check()


def pytest_generate_tests(metafunc):
    suite = metafunc.cls
    if suite is None:
        return
    if "act" in metafunc.fixturenames:
        metafunc.parametrize("act", suite.acts, ids=[act.name for act in suite.acts])
    if "right" in metafunc.fixturenames:
        rights = suite.desk.rights
        metafunc.parametrize("right", rights, ids=[right.name for right in rights])
    if "word" in metafunc.fixturenames:
        metafunc.parametrize(("word", "meaning"), sorted(suite.words().items()))
