"""The recovery key: what is written can be read back, retyped by hand, and a wrong letter is noticed."""

from datetime import date

import pytest

from podbridge_desktop.domain.recovery_key import RecoveryKey, read, written
from podbridge_desktop.errors import BadInput

MINE = RecoveryKey("0a1b2c3d4e5f", bytes(range(7, 39)))
TEXT = written(MINE, date(2026, 11, 29))


def letters():
    return next(line for line in TEXT.splitlines() if line.startswith("Key:")).removeprefix("Key: ")


def test_it_can_be_read_back():
    assert read(TEXT) == MINE
    assert "2026-11-29" in TEXT


def test_it_can_be_typed():
    spaced = letters().replace("-", " ").lower()
    assert read(f"  workspace:0A1B2C3D4E5F\n\nKEY :  {spaced} \n") == MINE
    assert read(TEXT.replace("\n", "\r\n")) == MINE


def test_every_wrong_letter_is_noticed():
    told = letters()
    for at, letter in enumerate(told):
        if letter == "-":
            continue
        other = "A" if letter != "A" else "B"
        with pytest.raises(BadInput, match="a letter of it is wrong"):
            read(TEXT.replace(told, told[:at] + other + told[at + 1 :]))


@pytest.mark.parametrize("length", [1, 7, 20, 55])
def test_a_part_of_it_is_noticed(length):
    with pytest.raises(BadInput, match="not complete"):
        read(TEXT.replace(letters(), letters().replace("-", "")[:length]))


def test_the_key_of_another_workspace_is_noticed():
    with pytest.raises(BadInput, match="a letter of it is wrong"):
        read(TEXT.replace(MINE.workspace, "0a1b2c3d4e50"))


@pytest.mark.parametrize(
    "text", ["", "Key: AAAA", "Workspace: 0a1b2c3d4e5f", "Workspace: me\nKey: AAAA"]
)
def test_another_file_is_no_key(text):
    with pytest.raises(BadInput, match="no recovery key"):
        read(text)


def test_it_is_not_shown_by_accident():
    assert "key" not in repr(MINE).replace("RecoveryKey", "")
