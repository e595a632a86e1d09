"""One breakage: what is changed where, and the harm that must show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mutant:
    """Replaces `before`, which stands exactly once in `file`, by `after`; `also` are such places of a second guard."""

    name: str
    file: str  # below podbridge_desktop
    before: str
    after: str
    harm: str
    also: tuple[tuple[str, str, str], ...] = ()

    @property
    def files(self) -> set[str]:
        return {file for file, _, _ in self._places}

    @property
    def _places(self) -> tuple[tuple[str, str, str], ...]:
        return ((self.file, self.before, self.after), *self.also)

    def apply(self, tree: Path) -> None:
        """Break the program in `tree`, which must be a copy. Raises ValueError where the text is another one by now."""
        for file, before, after in self._places:
            path = tree / "podbridge_desktop" / file
            text = path.read_text(encoding="utf-8")
            if text.count(before) != 1:
                raise ValueError(f"{self.name}: {text.count(before)} places in {file}, not one")
            path.write_text(text.replace(before, after), encoding="utf-8")
