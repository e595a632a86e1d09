"""Every check of the house behind one door. A check that passes prints one line, one that fails all it said."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from devtools.environment import ROOT, Environment
from devtools.trouble import Trouble

ALL_ROOMS_COVERED = 85
FULLY_COVERED = "podbridge_desktop/domain/*,podbridge_desktop/sync/*,podbridge_desktop/connectors/*/translate.py"
WHOLE_SUITE = ["--numprocesses=2"]
PACKAGE = "podbridge_desktop"
LINES_TO_THINK_AT, MOST_LINES = 300, 500


def run_checks(environment: Environment, wanted: Sequence[str]) -> int:
    checks = commands(environment)
    if unknown := set(wanted) - set(checks):
        raise Trouble(
            f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(checks)}."
        )
    failed = [name for name in wanted or checks if not passes(name, checks[name])]
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def commands(environment: Environment) -> dict[str, list[str]]:
    python = [str(environment.python), "-m"]
    report = [*python, "coverage", "report", "--precision=1"]
    return {
        "style": [*python, "ruff", "check"],
        "format": [*python, "ruff", "format", "--check"],
        "types": [*python, "mypy", PACKAGE, "dev.py", "devtools"],
        "layers": [str(environment.scripts / "lint-imports")],
        "sizes": [*python, "devtools.checks"],
        "tests": [*python, "pytest", *WHOLE_SUITE, "--cov", "--cov-report="],
        "coverage": [*report, "--format=total", f"--fail-under={ALL_ROOMS_COVERED}"],
        "core-coverage": [
            *report,
            "--show-missing",
            f"--include={FULLY_COVERED}",
            "--fail-under=100",
        ],
    }


def passes(name: str, command: Sequence[str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = done.stdout.strip().splitlines() or [""]
    outcome = "FAILED" if done.returncode else "ok"
    print(
        f"{name:14} {outcome:7} {time.monotonic() - started:6.1f} s  {'' if done.returncode else said[-1]}",
        flush=True,
    )
    if done.returncode:
        print(done.stdout, flush=True)
    return not done.returncode


def weigh(package: Path) -> int:
    """Says which modules have grown past one idea; fails when one has grown past bearing."""
    sizes = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in package.rglob("*.py")
    }
    long = {path: lines for path, lines in sizes.items() if lines > LINES_TO_THINK_AT}
    names = [f"{path.relative_to(package.parent)} {lines}" for path, lines in sorted(long.items())]
    print(f"{len(sizes)} modules; over {LINES_TO_THINK_AT} lines: {', '.join(names) or 'none'}")
    return int(any(lines > MOST_LINES for lines in long.values()))


if __name__ == "__main__":
    sys.exit(weigh(ROOT / PACKAGE))
