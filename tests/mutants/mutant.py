"""One breakage: what is changed where, and the harm that must show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mutant:
    """Replaces `before`, which stands exactly once in `file`, by `after`."""

    name: str
    file: str  # below podbridge_desktop
    before: str
    after: str
    harm: str

    def apply(self, tree: Path) -> None:
        """Break the program in `tree`, which must be a copy. Raises ValueError where the text is another one by now."""
        path = tree / "podbridge_desktop" / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.before) != 1:
            raise ValueError(
                f"{self.name}: {text.count(self.before)} places in {self.file}, not one"
            )
        path.write_text(text.replace(self.before, self.after), encoding="utf-8")
