"""The item roles models serve beside Qt's own; delegates read nothing else."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

_FIRST = int(Qt.ItemDataRole.UserRole)


class Role(IntEnum):
    """PILL: `Pill`. JOURNEY: `Journey`. ON_HOLD, MUTED, STRONG: bool. THUMBNAIL_URL: str. ID, SORT: any."""

    PILL = _FIRST + 1
    ON_HOLD = _FIRST + 2
    MUTED = _FIRST + 3
    STRONG = _FIRST + 4
    JOURNEY = _FIRST + 5
    THUMBNAIL_URL = _FIRST + 6
    ID = _FIRST + 7
    SORT = _FIRST + 8
    SECONDARY = _FIRST + 9  # str: a muted second part behind the text of the cell
    LOSS = _FIRST + 10  # bool: this amount is lost
    LINE = _FIRST + 11  # str: a second, muted line under the text of the cell
    HEAD = _FIRST + 12  # bool: this row is the heading of those under it
