"""The locks hold exact versions with checksums, agree with each other, and name no address."""

import re

import pytest

from devtools.environment import DEV_LOCK, ROOT, RUN_LOCK, SETUP_LOCK

REQUIREMENT = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^ ;]+)(?P<rest>(?:.*\\\n)+.*)", re.MULTILINE
)


def pins(lock):
    return {
        found["name"]: found["version"] for found in REQUIREMENT.finditer((ROOT / lock).read_text())
    }


@pytest.mark.parametrize("lock", [SETUP_LOCK, RUN_LOCK, DEV_LOCK])
def test_every_requirement_has_a_version_and_a_checksum(lock):
    text = (ROOT / lock).read_text()
    starts = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert len(pins(lock)) == len(starts) > 5
    assert all("--hash=sha256:" in found["rest"] for found in REQUIREMENT.finditer(text))


@pytest.mark.parametrize("lock", [SETUP_LOCK, RUN_LOCK, DEV_LOCK])
def test_no_lock_says_where_packages_come_from(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "index-url" not in text


def test_what_runs_is_what_was_tested():
    assert pins(RUN_LOCK).items() <= pins(DEV_LOCK).items()


def test_what_the_setup_brings_does_not_fight_the_rest():
    tested = pins(DEV_LOCK)
    assert all(version == tested.get(name, version) for name, version in pins(SETUP_LOCK).items())
