"""The tables of pictures that suppliers make when asked, and of what was read in their catalogs; see `tables`."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint, text

from podbridge_desktop.domain.mockups import MockupState
from podbridge_desktop.storage.tables import metadata
from podbridge_desktop.storage.types import Instant, Json, one_of

mockup_wish = Table(
    "mockup_wish",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("product_id", ForeignKey("product.id", ondelete="CASCADE"), nullable=False),
    Column("state", String, nullable=False),
    Column("styles", Json, nullable=False),  # [[the supplier's id, name], …]
    Column(
        "files", Json, nullable=False
    ),  # {place: address of the print file that the seller gave}
    Column("tasks", Json, nullable=False),  # the supplier's names of what it works on
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("message", Text, nullable=False, server_default=""),
    Column("due_at", Instant),
    Column("asked_at", Instant, nullable=False),
    Column("settled_at", Instant),
    UniqueConstraint("product_id"),
    one_of("state", MockupState),
)

mockup = Table(
    "mockup",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("product_id", ForeignKey("product.id", ondelete="CASCADE"), nullable=False),
    Column("blank_id", String, nullable=False),
    Column("style_id", String, nullable=False),
    Column("style", String, nullable=False),
    Column("placement", String, nullable=False),
    Column("picture", String, nullable=False),  # its address, see `domain.pictures`
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("product_id", "blank_id", "style_id", "placement"),
)

catalog_answer = Table(
    "catalog_answer",
    metadata,
    Column("supplier_id", ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True),
    Column("item", String, primary_key=True),  # empty: the list of all blanks
    Column("answer", Json, nullable=False),
    Column("read_at", Instant, nullable=False),
)
