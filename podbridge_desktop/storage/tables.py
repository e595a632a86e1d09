"""The tables. Statuses carry a CHECK made from their enum; personal values stand apart in `order_person`."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from podbridge_desktop.domain.cases import CaseKind
from podbridge_desktop.domain.catalog import Availability
from podbridge_desktop.domain.jobs import JobKind, JobState
from podbridge_desktop.domain.lifecycle import ShipmentState, Step, SupplierState
from podbridge_desktop.domain.mapping import LinkKind
from podbridge_desktop.domain.orders import Payment
from podbridge_desktop.domain.planning import Mode, Standing
from podbridge_desktop.storage.types import Instant, Json, one_of

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

setting = Table(
    "setting",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

connection = Table(
    "connection",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False, unique=True),
    Column("fields", Json, nullable=False),
    Column("facts", Json, nullable=False),
    Column("api_url", String),
    Column("account_id", String, nullable=False),
    Column("account_name", String, nullable=False),
    Column("shop_code", String, nullable=False, server_default=""),
    Column("currency", String, nullable=False),
    Column("address_access", String, nullable=False, server_default="unknown"),
    Column("abilities", Json, nullable=False),
    Column("native_links", Json, nullable=False),
    Column("links_visible", Boolean, nullable=False, server_default=text("1")),
    Column("health", String, nullable=False, server_default="healthy"),
    Column("health_message", Text, nullable=False, server_default=""),
    Column("last_ok_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("figures", Json, nullable=False),
)

route = Table(
    "route",
    metadata,
    Column("store_id", ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True),
    Column("supplier_id", ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True),
    Column("mode", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("min_margin_percent", String),
    Column("max_cost_minor", Integer),
    Column("max_cost_currency", String),
    Column("guard_answer", Text, nullable=False, server_default=""),
    one_of("mode", Mode),
)

cursor = Table(
    "cursor",
    metadata,
    Column("connection_id", ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("value", Instant, nullable=False),
)

order = Table(
    "orders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("store_id", ForeignKey("connection.id", ondelete="CASCADE"), nullable=False),
    Column("remote_id", String, nullable=False),
    Column("number", String, nullable=False),
    Column("placed_at", Instant, nullable=False),
    Column("paid_at", Instant),
    Column("updated_at", Instant, nullable=False),
    Column("cancelled_at", Instant),
    Column("payment", String, nullable=False),
    Column("is_test", Boolean, nullable=False),
    Column("address_hidden", Boolean, nullable=False),
    Column("currency", String, nullable=False),
    Column("goods", Integer, nullable=False),
    Column("shipping", Integer, nullable=False),
    Column("tax", Integer, nullable=False),
    Column("refunded", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("reading", String, nullable=False),  # hash of the store's last word, to see a change
    Column("standing", String, nullable=False),
    Column("picked", Boolean, nullable=False, server_default=text("0")),
    Column("step", String, nullable=False),
    Column("on_hold", Boolean, nullable=False, server_default=text("0")),
    Column("hold_reason", String),
    Column("plan_hold", String),  # why no supplier order could be planned
    Column("held_by_seller", Text),
    Column("cost", Integer),
    Column("cost_currency", String),
    Column("margin", Integer),
    Column("seen_at", Instant, nullable=False),
    Column("erased_at", Instant),
    UniqueConstraint("store_id", "remote_id"),
    Index(None, "placed_at", "id"),
    Index(None, "store_id", "placed_at"),
    Index(None, "step", "placed_at"),
    Index(None, "on_hold", "placed_at"),
    Index(None, "number"),
    Index(None, "standing", "placed_at"),
    one_of("payment", Payment),
    one_of("standing", Standing),
    one_of("step", Step),
)

order_person = Table(
    "order_person",
    metadata,
    Column("order_id", ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("ship_to", Json),  # the store's last word
    Column("corrected", Json),  # the seller's correction …
    Column("corrected_over", String),  # … holds while the store's word has this fingerprint
)

order_line = Table(
    "order_line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
    Column("remote_id", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("variant_id", String),
    Column("sku", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("to_fulfil", Integer, nullable=False),
    Column("unit_price", Integer, nullable=False),
    Column("requires_shipping", Boolean, nullable=False),
    Column("blocked", String),
    Column("blocked_by", Text, nullable=False),
    Column("properties", Json, nullable=False),
    Column("link", Json),  # the seller's word for this one line, where its variant is gone
    UniqueConstraint("order_id", "remote_id"),
    Index(None, "variant_id"),
)

product = Table(
    "product",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("supplier_id", ForeignKey("connection.id", ondelete="CASCADE"), nullable=False),
    Column("remote_id", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("thumbnail_url", Text, nullable=False),
    Column("images", Json, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("gone_at", Instant),
    Column("mark", String, nullable=False, server_default=""),  # the supplier's sign of this state
    Column("print_areas", Json, nullable=False, server_default="[]"),
    Column("not_pushable", Text, nullable=False, server_default=""),  # why not, in words
    UniqueConstraint("supplier_id", "remote_id"),
)

product_variant = Table(
    "product_variant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("product_id", ForeignKey("product.id", ondelete="CASCADE"), nullable=False),
    Column("supplier_id", ForeignKey("connection.id", ondelete="CASCADE"), nullable=False),
    Column("remote_id", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("options", Json, nullable=False),
    Column("sku", String, nullable=False),
    Column("cost", Integer),
    Column("currency", String),
    Column("retail", Integer),
    Column("retail_currency", String),
    Column("image_url", Text, nullable=False),
    Column("availability", String, nullable=False),
    Column("store_reference", String, nullable=False, server_default=""),
    Column("print_provider", String, nullable=False, server_default=""),
    Column("blank_id", String, nullable=False, server_default=""),
    UniqueConstraint("supplier_id", "remote_id"),
    Index(None, "product_id", "position"),
    Index(None, "sku"),
    one_of("availability", Availability),
)

listing = Table(
    "listing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("store_id", ForeignKey("connection.id", ondelete="CASCADE"), nullable=False),
    Column("product_id", ForeignKey("product.id", ondelete="SET NULL")),
    Column("remote_id", String),
    Column("reference", String),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False, server_default=""),
    Column("state", String, nullable=False),  # pushing, live, draft, changed, broken
    Column("wanted", Json),  # the draft as the seller last wanted it
    Column("wanted_revision", Integer, nullable=False, server_default=text("0")),
    Column("known_revision", Integer, nullable=False, server_default=text("0")),
    Column("seen_at", Instant, nullable=False),
    Column("description", Text, nullable=False, server_default=""),  # HTML; kept of ours only
    UniqueConstraint("store_id", "remote_id"),
    UniqueConstraint("store_id", "reference"),
    Index(None, "product_id"),
)

listing_variant = Table(
    "listing_variant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("listing_id", ForeignKey("listing.id", ondelete="CASCADE"), nullable=False),
    Column("store_id", ForeignKey("connection.id", ondelete="CASCADE"), nullable=False),
    Column("remote_id", String, nullable=False),
    Column("sku", String, nullable=False),
    Column("options", Json, nullable=False),
    Column("price", Integer),
    Column("currency", String),
    Column("available", Boolean, nullable=False, server_default=text("1")),
    Column("quantity", Integer),
    UniqueConstraint("store_id", "remote_id"),
    Index(None, "listing_id"),
)

listing_push = Table(
    "listing_push",
    metadata,
    Column("listing_id", ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("draft", Json, nullable=False),  # what was agreed
    Column("before", Json),  # what the store showed until then; None: it had no such listing
    Column("after", Json, nullable=False),  # what it made of the draft
    Column("pushed_at", Instant, nullable=False),
)

listing_edit = Table(
    "listing_edit",
    metadata,
    Column("store_id", ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True),
    Column("product_id", ForeignKey("product.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "edits", Json, nullable=False
    ),  # what the seller wants otherwise than the product has it
    Column("changed_at", Instant, nullable=False),
)

price_preset = Table(
    "price_preset",
    metadata,
    Column("store_id", ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("rule", Json, nullable=False),
    Column("is_default", Boolean, nullable=False, server_default=text("0")),
)

selling_costs = Table(
    "selling_costs",
    metadata,
    Column("store_id", ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True),
    Column("percent", String, nullable=False),
    Column("fixed", String, nullable=False),
    Column("shipping", String, nullable=False),
)

exchange_rate = Table(
    "exchange_rate",
    metadata,
    Column("base", String, primary_key=True),
    Column("quote", String, primary_key=True),
    Column("rate", String, nullable=False),  # decimal text: a float would not be what she typed
    Column("set_at", Instant, nullable=False),
)

variant_link = Table(
    "variant_link",
    metadata,
    Column("store_id", ForeignKey("connection.id", ondelete="CASCADE"), primary_key=True),
    Column("listing_variant_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("supplier_id", String, nullable=False, server_default=""),
    Column("supplier_variant_id", String, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("withheld_at", Instant),  # off sale in the store, because the supplier cannot make it
    one_of("kind", LinkKind),
)

supplier_order = Table(
    "supplier_order",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
    Column("supplier_id", ForeignKey("connection.id", ondelete="CASCADE"), nullable=False),
    Column("part", String, nullable=False),
    Column("revision", String, nullable=False),
    Column("external_id", String, nullable=False),
    Column("state", String, nullable=False),
    Column("remote_id", String),
    Column("url", Text, nullable=False, server_default=""),
    Column("intent", String),  # hash of what was sent, frozen before the first call
    Column("recipient", String),  # fingerprint of the address that was sent
    Column("attempt", Integer, nullable=False, server_default=text("0")),
    Column("absent_at", Instant),  # vendor time of the first look-up that found nothing
    Column("vendor_status", String, nullable=False, server_default=""),
    Column("currency", String),
    Column("cost_items", Integer),
    Column("cost_shipping", Integer),
    Column("cost_tax", Integer),
    Column("cost_total", Integer),
    Column("approved_cost", Integer),
    Column("approved_currency", String),
    Column("approved_by", String),
    Column("approved_at", Instant),
    Column("held_by_seller", Text),
    Column(
        "freed", Boolean, nullable=False, server_default=text("0")
    ),  # cancelled, and its lines may be planned anew
    Column("vendor_changed_at", Instant),
    Column("parcels_at", Instant),  # when its parcels were last read
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("confirmed_at", Instant),
    Column("can_cancel", Boolean, nullable=False, server_default=text("0")),  # by its last word
    UniqueConstraint("supplier_id", "external_id"),
    UniqueConstraint("order_id", "supplier_id", "part", "revision"),
    UniqueConstraint("supplier_id", "remote_id"),
    Index(None, "state"),
    one_of("state", SupplierState),
)

supplier_order_line = Table(
    "supplier_order_line",
    metadata,
    Column(
        "supplier_order_id", ForeignKey("supplier_order.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("order_line_id", ForeignKey("order_line.id", ondelete="CASCADE"), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("supplier_variant_id", String, nullable=False),
    Index(None, "order_line_id"),
)

shipment = Table(
    "shipment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "supplier_order_id", ForeignKey("supplier_order.id", ondelete="CASCADE"), nullable=False
    ),
    Column("remote_id", String, nullable=False),
    Column("carrier", String, nullable=False),
    Column("tracking_number", String, nullable=False),
    Column("tracking_url", Text, nullable=False),
    Column("lines", Json, nullable=False),  # [[store line id, quantity], …]
    Column("shipped_at", Instant),
    Column("delivered_at", Instant),
    Column("reshipment", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("store_parcel_id", String),
    Column("synced_at", Instant),
    Column("absent_at", Instant),
    UniqueConstraint("supplier_order_id", "remote_id"),
    Index(None, "tracking_number"),
    one_of("state", ShipmentState),
)

exception_case = Table(
    "exception_case",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("details", Text, nullable=False, server_default=""),
    Column("facts", Json, nullable=False),
    Column("order_id", ForeignKey("orders.id", ondelete="CASCADE")),
    Column("supplier_order_id", ForeignKey("supplier_order.id", ondelete="CASCADE")),
    Column("connection_id", ForeignKey("connection.id", ondelete="CASCADE")),
    Column("shipment_id", ForeignKey("shipment.id", ondelete="CASCADE")),
    Column("listing_id", ForeignKey("listing.id", ondelete="CASCADE")),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", String),
    Index(
        "uq_exception_case_open",
        "subject",
        "kind",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
    ),
    Index(None, "order_id"),
    one_of("kind", CaseKind),
)

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("connection_id", ForeignKey("connection.id", ondelete="CASCADE"), nullable=False),
    Column("lane", String, nullable=False),
    Column("dedupe", String, nullable=False),
    Column("payload", Json, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("due_at", Instant, nullable=False),
    Column("not_before", Instant),  # the vendor's own wait: honoured even by *try now*
    Column("asked", Integer, nullable=False, server_default=text("0")),  # again, while it was alive
    Column("last_error", Text, nullable=False, server_default=""),
    Column("created_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Index(
        "uq_job_live",
        "dedupe",
        unique=True,
        sqlite_where=text("state IN ('ready', 'parked')"),
    ),
    Index(
        "ix_job_claim",
        "connection_id",
        "priority",
        "due_at",
        "id",
        sqlite_where=text("state = 'ready'"),
    ),
    one_of("kind", JobKind),
    one_of("state", JobState),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", String, nullable=False),
    Column("event", String, nullable=False),
    Column("order_id", Integer),
    Column("connection_id", String),
    Column("facts", Text, nullable=False),
    Column("hash", String, nullable=False),
    Index(None, "order_id"),
)

engine_lease = Table(
    "engine_lease",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", String, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("host", String, nullable=False),
    Column("boot", String, nullable=False),  # tells a process number of before a restart apart
    Column(
        "fence", Integer, nullable=False
    ),  # one more with each owner: the newest alone may write
    Column("beat_at", Instant, nullable=False),
)

sync_wish = Table(
    "sync_wish",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("asked_at", Instant, nullable=False),
    Column("only", Json, nullable=False),
    Column("done_at", Instant),
    Column("report", Json),
)
