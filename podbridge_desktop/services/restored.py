"""After a restore: what the seller has to say, and what is waited for."""

from __future__ import annotations

from podbridge_desktop.domain.care import Behind
from podbridge_desktop.domain.changes import Changed
from podbridge_desktop.storage import reconciling
from podbridge_desktop.storage.database import Database


def behind(database: Database) -> Behind | None:
    """How far the data was caught up with the vendors; None in normal times."""
    with database.read() as tx:
        return reconciling.behind(tx)


def old_computer_is_off(database: Database) -> Changed:
    """The seller says that nothing else works on the data that was restored here."""
    with database.write() as tx:
        if reconciling.asked_since(tx) is not None:
            reconciling.answer(tx)
        return tx.changes
