ALTER TABLE job RENAME TO job_before;
CREATE TABLE job (
	id INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	connection_id VARCHAR NOT NULL,
	lane VARCHAR NOT NULL,
	dedupe VARCHAR NOT NULL,
	payload TEXT NOT NULL,
	priority INTEGER NOT NULL,
	state VARCHAR NOT NULL,
	attempts INTEGER DEFAULT 0 NOT NULL,
	due_at BIGINT NOT NULL,
	not_before BIGINT,
	asked INTEGER DEFAULT 0 NOT NULL,
	last_error TEXT DEFAULT '' NOT NULL,
	created_at BIGINT NOT NULL,
	settled_at BIGINT,
	CONSTRAINT pk_job PRIMARY KEY (id),
	CONSTRAINT ck_job_kind_known CHECK (kind IN ('check_connection', 'pull_orders', 'pull_products', 'pull_listings', 'push_listing', 'send_order', 'confirm_order', 'cancel_order', 'poll_supplier', 'push_tracking', 'recheck_order', 'make_mockups', 'follow_stock', 'compare_books')),
	CONSTRAINT ck_job_state_known CHECK (state IN ('ready', 'done', 'parked', 'failed', 'cancelled')),
	CONSTRAINT fk_job_connection_id FOREIGN KEY(connection_id) REFERENCES connection (id) ON DELETE CASCADE
);
INSERT INTO job SELECT id, kind, connection_id, lane, dedupe, payload, priority, replace(state, 'running', 'ready'), attempts,
	due_at, not_before, 0, last_error, created_at, settled_at FROM job_before;
DROP TABLE job_before;
CREATE INDEX ix_job_claim ON job (connection_id, priority, due_at, id) WHERE state = 'ready';
CREATE UNIQUE INDEX uq_job_live ON job (dedupe) WHERE state IN ('ready', 'parked');
ALTER TABLE exception_case RENAME TO exception_case_before;
CREATE TABLE exception_case (
	id INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	subject VARCHAR NOT NULL,
	message TEXT NOT NULL,
	details TEXT DEFAULT '' NOT NULL,
	facts TEXT NOT NULL,
	order_id INTEGER,
	supplier_order_id INTEGER,
	connection_id VARCHAR,
	shipment_id INTEGER,
	listing_id INTEGER,
	opened_at BIGINT NOT NULL,
	closed_at BIGINT,
	closed_by VARCHAR,
	CONSTRAINT pk_exception_case PRIMARY KEY (id),
	CONSTRAINT ck_exception_case_kind_known CHECK (kind IN ('approval', 'loss', 'cost_unknown', 'cost_higher', 'payment', 'address', 'address_hidden', 'artwork', 'personalization', 'stock', 'link', 'variant_gone', 'supplier_hold', 'supplier_failed', 'supplier_cancelled', 'not_as_sent', 'native_link', 'foreign_fulfilment', 'changed_at_store', 'cancelled_at_store', 'held_at_store', 'late_orders', 'no_answer', 'refused', 'tracking_refused', 'tracking_missing', 'push_refused', 'images_refused', 'sign_in', 'permission', 'unknown_status', 'auto_approval', 'product_locked', 'cost_rose', 'still_sold', 'twice_at_supplier', 'found_late', 'bug')),
	CONSTRAINT fk_exception_case_order_id FOREIGN KEY(order_id) REFERENCES orders (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_supplier_order_id FOREIGN KEY(supplier_order_id) REFERENCES supplier_order (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_connection_id FOREIGN KEY(connection_id) REFERENCES connection (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_listing_id FOREIGN KEY(listing_id) REFERENCES listing (id) ON DELETE CASCADE
);
INSERT INTO exception_case SELECT * FROM exception_case_before;
DROP TABLE exception_case_before;
CREATE INDEX ix_exception_case_order_id ON exception_case (order_id);
CREATE UNIQUE INDEX uq_exception_case_open ON exception_case (subject, kind) WHERE closed_at IS NULL;
CREATE TABLE listing_edit (
	store_id VARCHAR NOT NULL,
	product_id INTEGER NOT NULL,
	edits TEXT NOT NULL,
	changed_at BIGINT NOT NULL,
	CONSTRAINT pk_listing_edit PRIMARY KEY (store_id, product_id),
	CONSTRAINT fk_listing_edit_store_id FOREIGN KEY(store_id) REFERENCES connection (id) ON DELETE CASCADE,
	CONSTRAINT fk_listing_edit_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE
);
CREATE TABLE price_preset (
	store_id VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	rule TEXT NOT NULL,
	is_default BOOLEAN DEFAULT 0 NOT NULL,
	CONSTRAINT pk_price_preset PRIMARY KEY (store_id, name),
	CONSTRAINT fk_price_preset_store_id FOREIGN KEY(store_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE TABLE selling_costs (
	store_id VARCHAR NOT NULL,
	percent VARCHAR NOT NULL,
	fixed VARCHAR NOT NULL,
	shipping VARCHAR NOT NULL,
	CONSTRAINT pk_selling_costs PRIMARY KEY (store_id),
	CONSTRAINT fk_selling_costs_store_id FOREIGN KEY(store_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE TABLE exchange_rate (
	base VARCHAR NOT NULL,
	quote VARCHAR NOT NULL,
	rate VARCHAR NOT NULL,
	set_at BIGINT NOT NULL,
	CONSTRAINT pk_exchange_rate PRIMARY KEY (base, quote)
);
ALTER TABLE product ADD COLUMN mark VARCHAR DEFAULT '' NOT NULL;
ALTER TABLE product ADD COLUMN print_areas TEXT DEFAULT '[]' NOT NULL;
ALTER TABLE product ADD COLUMN not_pushable TEXT DEFAULT '' NOT NULL;
ALTER TABLE product_variant ADD COLUMN blank_id VARCHAR DEFAULT '' NOT NULL;
CREATE TABLE mockup_wish (
	id INTEGER NOT NULL,
	product_id INTEGER NOT NULL,
	state VARCHAR NOT NULL,
	styles TEXT NOT NULL,
	files TEXT NOT NULL,
	tasks TEXT NOT NULL,
	attempts INTEGER DEFAULT 0 NOT NULL,
	message TEXT DEFAULT '' NOT NULL,
	due_at BIGINT,
	asked_at BIGINT NOT NULL,
	settled_at BIGINT,
	CONSTRAINT pk_mockup_wish PRIMARY KEY (id),
	CONSTRAINT uq_mockup_wish_product_id UNIQUE (product_id),
	CONSTRAINT ck_mockup_wish_state_known CHECK (state IN ('asked', 'waiting', 'done', 'failed', 'file_needed')),
	CONSTRAINT fk_mockup_wish_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE
);
CREATE TABLE mockup (
	id INTEGER NOT NULL,
	product_id INTEGER NOT NULL,
	blank_id VARCHAR NOT NULL,
	style_id VARCHAR NOT NULL,
	style VARCHAR NOT NULL,
	placement VARCHAR NOT NULL,
	picture VARCHAR NOT NULL,
	made_at BIGINT NOT NULL,
	CONSTRAINT pk_mockup PRIMARY KEY (id),
	CONSTRAINT uq_mockup_product_id_blank_id_style_id_placement UNIQUE (product_id, blank_id, style_id, placement),
	CONSTRAINT fk_mockup_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE
);
CREATE TABLE catalog_answer (
	supplier_id VARCHAR NOT NULL,
	item VARCHAR NOT NULL,
	answer TEXT NOT NULL,
	read_at BIGINT NOT NULL,
	CONSTRAINT pk_catalog_answer PRIMARY KEY (supplier_id, item),
	CONSTRAINT fk_catalog_answer_supplier_id FOREIGN KEY(supplier_id) REFERENCES connection (id) ON DELETE CASCADE
);
DROP TABLE engine_lease;
CREATE TABLE engine_lease (
	id INTEGER NOT NULL,
	owner VARCHAR NOT NULL,
	pid INTEGER NOT NULL,
	host VARCHAR NOT NULL,
	boot VARCHAR NOT NULL,
	fence INTEGER NOT NULL,
	beat_at BIGINT NOT NULL,
	CONSTRAINT pk_engine_lease PRIMARY KEY (id)
);
ALTER TABLE listing_variant ADD COLUMN available BOOLEAN DEFAULT 1 NOT NULL;
ALTER TABLE listing_variant ADD COLUMN quantity INTEGER;
ALTER TABLE variant_link ADD COLUMN withheld_at BIGINT;
CREATE TABLE listing_push (
	listing_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	draft TEXT NOT NULL,
	before TEXT,
	"after" TEXT NOT NULL,
	pushed_at BIGINT NOT NULL,
	CONSTRAINT pk_listing_push PRIMARY KEY (listing_id, revision),
	CONSTRAINT fk_listing_push_listing_id FOREIGN KEY(listing_id) REFERENCES listing (id) ON DELETE CASCADE
);
CREATE TABLE listing_pick (
	store_id VARCHAR NOT NULL,
	supplier VARCHAR NOT NULL,
	field VARCHAR NOT NULL,
	value VARCHAR NOT NULL,
	CONSTRAINT pk_listing_pick PRIMARY KEY (store_id, supplier, field),
	CONSTRAINT fk_listing_pick_store_id FOREIGN KEY(store_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE TABLE late_finding (
	id INTEGER NOT NULL,
	gap VARCHAR NOT NULL,
	what VARCHAR NOT NULL,
	found_at BIGINT NOT NULL,
	CONSTRAINT pk_late_finding PRIMARY KEY (id),
	CONSTRAINT ck_late_finding_gap_known CHECK (gap IN ('not_pulled', 'not_planned', 'not_cancelled', 'not_told', 'gone_there', 'unknown_there', 'twice_there', 'behind'))
);
CREATE INDEX ix_late_finding_what ON late_finding (what);
ALTER TABLE supplier_order ADD COLUMN can_cancel BOOLEAN DEFAULT 0 NOT NULL;
ALTER TABLE listing ADD COLUMN description TEXT DEFAULT '' NOT NULL;
