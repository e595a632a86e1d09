"""dev.py started as a person starts it."""

import subprocess
import sys

import pytest

from devtools.checks import commands, passes, run_checks
from devtools.environment import ROOT, Environment
from devtools.trouble import Trouble


@pytest.mark.parametrize("arguments", [[], ["dance"]])
def test_without_a_known_verb_it_says_what_there_is(arguments):
    done = subprocess.run(
        [sys.executable, ROOT / "dev.py", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "python3 dev.py run" in done.stderr
    assert "python3 dev.py test" in done.stderr


def test_it_starts_from_any_folder(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "dev.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2


def test_it_needs_nothing_but_the_standard_library(tmp_path):
    """-S leaves out every installed package."""
    done = subprocess.run(
        [sys.executable, "-S", ROOT / "dev.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_an_unknown_check_is_refused_by_name():
    with pytest.raises(Trouble, match="No such check: taste"):
        run_checks(Environment(), ["taste"])


def test_a_check_that_passes_takes_one_line(capfd):
    assert passes("taste", [sys.executable, "-c", "print('tried'); print('fine')"])
    told = capfd.readouterr().out.splitlines()
    assert len(told) == 1
    assert told[0].endswith("fine")


def test_a_check_that_fails_shows_all_it_said(capfd):
    assert not passes("taste", [sys.executable, "-c", "print('bitter'); raise SystemExit(1)"])
    told = capfd.readouterr().out
    assert "FAILED" in told
    assert "bitter" in told


def test_every_check_is_behind_the_one_door():
    assert {"style", "format", "types", "layers", "sizes", "tests", "coverage"} <= set(
        commands(Environment())
    )
