"""When a passphrase is good enough to stand between a stolen disk and the keys of a shop."""

from __future__ import annotations

from podbridge_desktop.errors import BadInput

SHORTEST = 12
LONGEST = 1_024
_FEWEST_LETTERS = 5  # different ones


def assert_good(passphrase: str) -> None:
    """Raises `BadInput` with what is missing."""
    if len(passphrase.strip()) < SHORTEST:
        raise BadInput(
            f"That is too short: a passphrase has at least {SHORTEST} characters.",
            hint="Four or five words that do not belong together are easy to remember.",
            code="passphrase_too_weak",
        )
    if len(set(passphrase.casefold())) < _FEWEST_LETTERS:
        raise BadInput(
            "That repeats the same few characters and is soon guessed.",
            hint="Four or five words that do not belong together are easy to remember.",
            code="passphrase_too_weak",
        )
    if len(passphrase) > LONGEST:
        raise BadInput(f"That is too long: a passphrase has at most {LONGEST:,} characters.")
