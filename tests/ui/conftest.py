"""Qt draws without a screen; set before any Qt import."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc

import pytest

from podbridge_desktop.ui.theme import Scheme, Theme


@pytest.fixture(scope="session")
def session_theme(qapp):
    return Theme(qapp)


@pytest.fixture(autouse=True)
def collected_here():
    """Widgets are freed in this thread only, as `ui.garbage` sees to it in the program."""
    gc.disable()
    yield
    gc.collect()


@pytest.fixture
def theme(session_theme):
    """The real look, light unless the test says otherwise."""
    session_theme.apply(Scheme.LIGHT)
    return session_theme
