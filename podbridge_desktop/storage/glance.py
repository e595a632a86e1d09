"""One look into a database before the program is whole: the newest orders and how much waits. Writes nothing."""

from __future__ import annotations

from pathlib import Path

from podbridge_desktop.domain.glance import Glance
from podbridge_desktop.storage import order_rows, sqlite
from podbridge_desktop.storage.revision import HEAD


def glance(path: Path, key: bytes, most: int) -> Glance | None:
    """Up to `most` orders; None where the file is not there, not of this version, or does not open with the key.

    Whatever stands in the way is told by the program when it opens the file in earnest, a moment later.
    """
    if not path.exists():
        return None
    conn = None
    try:
        conn = sqlite.connect(path, key)
        cursor = conn.cursor()
        cursor.execute("BEGIN")
        if cursor.execute("SELECT version_num FROM alembic_version").fetchone() != (HEAD,):
            return None
        waiting = cursor.execute(
            "SELECT COUNT(*) FROM exception_case WHERE closed_at IS NULL"
        ).fetchone()[0]
        stores = cursor.execute("SELECT COUNT(*) FROM connection WHERE kind = 'store'").fetchone()[
            0
        ]
        return Glance(order_rows.newest(cursor, most), waiting, stores)
    except sqlite.Trouble:
        return None
    finally:
        if conn is not None:
            conn.close()
