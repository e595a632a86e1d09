"""Bringing the schema up to date: a verified copy first, then one Alembic migration after the other.

Alembic is imported only when there is something to do: it costs 0.15 s that every start would pay.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from podbridge_desktop.errors import StoreTrouble
from podbridge_desktop.storage import backup, sqlite
from podbridge_desktop.storage.database import Database
from podbridge_desktop.storage.revision import HEAD

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database, key: bytes, copies: Path | None = None) -> Path | None:
    """Migrate to `HEAD`. Returns the backup that was made in the folder `copies` first, if anything was to be done.

    A file that a newer program wrote is left untouched and from now on only read.
    """
    current = _revision(database)
    if current == HEAD:
        return None
    if current is not None and current > HEAD:
        database.freeze(
            StoreTrouble(
                "This data was written by a newer PodBridge: it is only shown here, and nothing is sent.",
                hint="Install the newest PodBridge to work with it; nothing was changed.",
                code="newer_data",
            )
        )
        return None
    copy = None
    if current is not None and copies is not None:
        copies.mkdir(mode=0o700, exist_ok=True)
        copy = copies / f"before-schema-{HEAD}.backup"
        backup.make(database.path, copy, key, database.now())
    with database.engine.connect() as conn:
        _migrate(conn)
    return copy


def facts(database: Database) -> dict[str, str]:
    """The versions of SQLite, SQLCipher and the schema, and the file's size."""
    with database.read() as tx:
        sqlite_version = tx.conn.exec_driver_sql("SELECT sqlite_version()").scalar_one()
        cipher_version = tx.conn.exec_driver_sql("PRAGMA cipher_version").scalar_one()
    return {
        "sqlite": str(sqlite_version),
        "sqlcipher": str(cipher_version),
        "schema": _revision(database) or "",
        "megabytes": f"{database.path.stat().st_size / 1_000_000:.1f}",
    }


def _revision(database: Database) -> str | None:
    with database.read() as tx:
        if not sqlite.has_table(tx.conn, "alembic_version"):
            return None
        row = tx.conn.exec_driver_sql("SELECT version_num FROM alembic_version").first()
        return None if row is None else str(row[0])


def _migrate(conn: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see the module's docstring
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
