"""The door of this checkout: makes the environment in .venv, then starts PodBridge or passes its tests.

    python3 dev.py run             the program in practice mode: in a window, or in the terminal without a display
    python3 dev.py test [ARGS]     the tests; what follows goes to pytest (nothing: the whole suite, two at a time)
    python3 dev.py check [NAME]    every check there is, or the named ones
    python3 dev.py lock            renews the locks after a change of the dependencies in pyproject.toml

Needs Python 3.11 and its standard library, nothing else. What a Debian or Ubuntu lacks is named, and installed by
itself only when started as root. On Windows: py dev.py run.
"""

from __future__ import annotations  # an older Python shall get far enough to be told

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from devtools.checks import WHOLE_SUITE, run_checks
from devtools.environment import DEV_LOCK, ROOT, RUN_LOCK, WINDOWS, Environment, renew_locks
from devtools.system import ensure_system
from devtools.trouble import Trouble

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def run(environment: Environment, args: Sequence[str]) -> int:
    window = has_display(sys.platform, os.environ)
    ensure_system(window=window, tests=False)
    environment.ensure(RUN_LOCK)
    if window:
        return become([environment.python, "-m", "podbridge_desktop", "--practice", *args], {})
    print("There is no display here, so the practice journey plays in the terminal.", flush=True)
    return become([environment.scripts / "podbridge", "practice", *args], OFFSCREEN)


def test(environment: Environment, args: Sequence[str]) -> int:
    prepare_for_tests(environment)
    return become([environment.python, "-m", "pytest", *(args or WHOLE_SUITE)], OFFSCREEN)


def check(environment: Environment, args: Sequence[str]) -> int:
    prepare_for_tests(environment)
    os.environ.update(OFFSCREEN)
    return run_checks(environment, args)


def lock(environment: Environment, args: Sequence[str]) -> int:
    if args:
        raise Trouble("The lock verb takes nothing more.")
    prepare_for_tests(environment)
    renew_locks(environment)
    return 0


VERBS = {"run": run, "test": test, "check": check, "lock": lock}


def prepare_for_tests(environment: Environment) -> None:
    ensure_system(window=False, tests=True)
    environment.ensure(DEV_LOCK)


def has_display(platform: str, variables: Mapping[str, str]) -> bool:
    return not platform.startswith("linux") or any(
        variables.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def become(command: Sequence[object], variables: Mapping[str, str]) -> int:
    """Hands the process over, so that signals reach the program itself; Windows has no way to do that, so it waits."""
    words = [str(word) for word in command]
    os.chdir(ROOT)
    os.environ.update(variables)
    if not WINDOWS:
        os.execv(words[0], words)
    with subprocess.Popen(words) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:  # the child has heard it too and ends in its own time
                continue


def main(arguments: Sequence[str]) -> int:
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        print(
            f"PodBridge needs Python 3.11 to 3.14; this is {sys.version.split()[0]}.",
            file=sys.stderr,
        )
        return 2
    if not arguments or arguments[0] not in VERBS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return VERBS[arguments[0]](Environment(), arguments[1:])
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
