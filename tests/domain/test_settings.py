"""Settings: what may be typed, and the sentence for what may not."""

import pytest

from podbridge_desktop.domain.settings import SETTINGS, checked
from podbridge_desktop.errors import BadInput

BOUNDED = [(s.key, s.low, s.high) for s in SETTINGS.values()]


@pytest.mark.parametrize(("key", "low", "high"), BOUNDED)
def test_both_bounds_are_inside(key, low, high):
    assert checked(key, str(low)) == str(low)
    assert checked(key, f"  {high} ") == str(high)


@pytest.mark.parametrize(("key", "low", "high"), BOUNDED)
def test_beyond_the_bounds_is_refused_with_the_bounds(key, low, high):
    for value in (low - 1, high + 1):
        with pytest.raises(BadInput, match=f"a whole number from {low} to {high}"):
            checked(key, str(value))


@pytest.mark.parametrize(
    "value", ["ten", "1.5", "-5", "+5", "1e3", "٣٠", "1_000", "9" * 5000, "0x20"]
)
def test_only_whole_plain_numbers_fit(value):
    with pytest.raises(BadInput, match="does not fit"):
        checked("sync_interval", value)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda s: s.key)
def test_a_default_fits_its_own_bounds(setting):
    assert checked(setting.key, setting.default) == setting.default
    assert setting.meaning.endswith(".")


@pytest.mark.parametrize("key", SETTINGS)
@pytest.mark.parametrize("value", ["", "  ", "unset", " Unset "])
def test_unset_and_nothing_mean_the_default(key, value):
    assert checked(key, value) == ""


def test_an_unknown_setting_names_the_known_ones():
    with pytest.raises(BadInput, match="no setting") as told:
        checked("colour", "1")
    assert "sync_interval" in told.value.hint
