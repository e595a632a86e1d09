"""What the program notes about this data for itself: beside the seller's settings, never shown among them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from podbridge_desktop.domain.changes import Topic
from podbridge_desktop.storage.database import Tx
from podbridge_desktop.storage.instants import from_micros, to_micros
from podbridge_desktop.storage.tables import setting as t


class Note(StrEnum):
    """One key of the setting table each."""

    WORKSPACE = "workspace"  # whose data it is: the name that its keys are kept under
    BACKED_UP_AT = "backed_up_at"  # stands in a backup only: when it was made
    BACKUP_TROUBLE = "backup_trouble"  # why the last daily backup failed
    KEY_SAVED_AT = "recovery_key_saved_at"
    KEY_REMINDED = "recovery_key_reminded"
    CHECKED_AT = "checked_at"  # when every page of the file was last found whole
    RESTORED_AT = (
        "restored_at"  # the moment of the backup that was restored; nobody said yet how to go on
    )


def get(tx: Tx, note: Note) -> str:
    """The note, empty where there is none."""
    found = tx.conn.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (note,)).scalar()
    return "" if found is None else str(found)


def get_moment(tx: Tx, note: Note) -> datetime | None:
    """A note that is a moment."""
    found = get(tx, note)
    return from_micros(int(found)) if found else None


def put(tx: Tx, note: Note, value: str) -> None:
    """Write a note; an empty one is taken away."""
    if value == get(tx, note):
        return
    tx.conn.execute(t.delete().where(t.c.key == note))
    if value:
        tx.conn.execute(t.insert().values(key=note, value=value))
    tx.changed(Topic.SETTINGS)


def put_moment(tx: Tx, note: Note, at: datetime) -> None:
    """Write a moment."""
    put(tx, note, str(to_micros(at)))
