"""Fonts, icons, resources and the theme."""

import sys

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication

from podbridge_desktop.ui import assets
from podbridge_desktop.ui.fonts import FAMILY, TextStyle, control_height, row_height, styled
from podbridge_desktop.ui.icons import app_icon, icon, pixmap
from podbridge_desktop.ui.theme import Scheme
from podbridge_desktop.ui.tokens import DARK, LIGHT, tokens
from podbridge_desktop.ui.widgets.text import Text


def test_bundled_font_is_used_with_its_weights(theme):
    assert QApplication.font().family() == FAMILY
    strong = styled(QApplication.font(), TextStyle.STRONG)
    assert QFontInfo(strong).family() == FAMILY
    assert QFontInfo(strong).weight() == QFont.Weight.DemiBold


def test_tabular_figures_have_one_width(theme):
    metrics = QFontMetricsF(styled(QApplication.font(), TextStyle.BODY, tabular=True))
    assert metrics.horizontalAdvance("1111") == pytest.approx(
        metrics.horizontalAdvance("0000"), abs=0.1
    )


def test_sizes_follow_the_font(theme):
    large = QFont(QApplication.font())
    large.setPointSizeF(20)
    assert row_height(QApplication.font()) == 40
    assert row_height(large) > 40
    assert control_height(large) > control_height(QApplication.font())
    assert styled(large, TextStyle.FIGURE).pointSizeF() == 40


def test_fonts_in_pixels_are_scaled_too(theme):
    pixels = QFont(FAMILY)
    pixels.setPixelSize(10)
    assert styled(pixels, TextStyle.FIGURE).pixelSize() == 20


def test_text_follows_a_change_of_the_system_font(theme, qtbot, monkeypatch):
    label = Text("Orders", TextStyle.TITLE)
    qtbot.addWidget(label)
    label.show()
    larger = QFont(QApplication.font())
    larger.setPointSizeF(larger.pointSizeF() * 2)
    height = label.sizeHint().height()
    with monkeypatch.context() as patch:
        patch.setattr("podbridge_desktop.ui.theme.application_font", lambda: larger)
        theme.apply(Scheme.LIGHT)
        assert label.sizeHint().height() > height * 1.6
    theme.apply(Scheme.LIGHT)
    assert label.sizeHint().height() == height


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_icons_are_sharp_and_tinted(theme, ratio):
    drawn = pixmap("truck", "#ff0000", 16, ratio)
    assert drawn.width() == round(16 * ratio)
    assert drawn.devicePixelRatio() == ratio
    image = drawn.toImage()
    inked = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert any(c.alpha() > 200 and c.red() > 200 and c.green() < 40 for c in inked)
    assert pixmap("truck", "#ff0000", 16, ratio).cacheKey() == drawn.cacheKey()


def test_every_icon_can_be_drawn(theme):
    for path in assets.asset("icons").glob("*.svg"):
        assert not icon(path.stem, "#000000", disabled="#888888").isNull()
    assert not app_icon().isNull()
    assert max(size.width() for size in app_icon().availableSizes()) == 512


def test_forced_scheme_reaches_widgets(theme, qtbot):
    label = Text("Orders")
    qtbot.addWidget(label)
    label.show()
    with qtbot.waitSignal(theme.changed):
        theme.apply(Scheme.DARK)
    assert theme.is_dark
    assert tokens(label.palette()) is DARK
    assert label.palette().windowText().color() == QColor(DARK.text)
    theme.apply(Scheme.LIGHT)
    assert tokens(label.palette()) is LIGHT


def test_system_scheme_can_be_followed(theme):
    theme.apply(Scheme.SYSTEM)
    assert tokens(QApplication.palette()) is (DARK if theme.is_dark else LIGHT)


def test_resources_are_found_frozen_installed_and_in_a_checkout(tmp_path, monkeypatch):
    for folder in ("resources", "package/_resources"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "resources" / "one").write_text("")
    (tmp_path / "package" / "_resources" / "two").write_text("")
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path / "package")
    assert assets.asset("two").is_file()
    with pytest.raises(FileNotFoundError):
        assets.asset("one")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert assets.asset("one").is_file()
