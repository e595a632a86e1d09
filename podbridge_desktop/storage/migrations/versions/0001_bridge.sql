CREATE TABLE audit (
	seq INTEGER NOT NULL,
	at BIGINT NOT NULL,
	actor VARCHAR NOT NULL,
	event VARCHAR NOT NULL,
	order_id INTEGER,
	connection_id VARCHAR,
	facts TEXT NOT NULL,
	hash VARCHAR NOT NULL,
	CONSTRAINT pk_audit PRIMARY KEY (seq)
);
CREATE INDEX ix_audit_order_id ON audit (order_id);
CREATE TABLE connection (
	id VARCHAR NOT NULL,
	platform VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	fields TEXT NOT NULL,
	facts TEXT NOT NULL,
	api_url VARCHAR,
	account_id VARCHAR NOT NULL,
	account_name VARCHAR NOT NULL,
	shop_code VARCHAR DEFAULT '' NOT NULL,
	currency VARCHAR NOT NULL,
	address_access VARCHAR DEFAULT 'unknown' NOT NULL,
	abilities TEXT NOT NULL,
	native_links TEXT NOT NULL,
	links_visible BOOLEAN DEFAULT 1 NOT NULL,
	health VARCHAR DEFAULT 'healthy' NOT NULL,
	health_message TEXT DEFAULT '' NOT NULL,
	last_ok_at BIGINT,
	created_at BIGINT NOT NULL,
	figures TEXT NOT NULL,
	CONSTRAINT pk_connection PRIMARY KEY (id),
	CONSTRAINT uq_connection_name UNIQUE (name)
);
CREATE TABLE engine_lease (
	id INTEGER NOT NULL,
	owner VARCHAR NOT NULL,
	pid INTEGER NOT NULL,
	fence INTEGER NOT NULL,
	beat_at BIGINT NOT NULL,
	CONSTRAINT pk_engine_lease PRIMARY KEY (id)
);
CREATE TABLE setting (
	"key" VARCHAR NOT NULL,
	value TEXT NOT NULL,
	CONSTRAINT pk_setting PRIMARY KEY ("key")
);
CREATE TABLE sync_wish (
	id INTEGER NOT NULL,
	asked_at BIGINT NOT NULL,
	only TEXT NOT NULL,
	done_at BIGINT,
	report TEXT,
	CONSTRAINT pk_sync_wish PRIMARY KEY (id)
);
CREATE TABLE cursor (
	connection_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	value BIGINT NOT NULL,
	CONSTRAINT pk_cursor PRIMARY KEY (connection_id, kind),
	CONSTRAINT fk_cursor_connection_id FOREIGN KEY(connection_id) REFERENCES connection (id) ON DELETE CASCADE
);
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
	lease_until BIGINT,
	fence INTEGER DEFAULT 0 NOT NULL,
	again BOOLEAN DEFAULT 0 NOT NULL,
	last_error TEXT DEFAULT '' NOT NULL,
	created_at BIGINT NOT NULL,
	settled_at BIGINT,
	CONSTRAINT pk_job PRIMARY KEY (id),
	CONSTRAINT ck_job_kind_known CHECK (kind IN ('check_connection', 'pull_orders', 'pull_products', 'pull_listings', 'push_listing', 'send_order', 'confirm_order', 'cancel_order', 'poll_supplier', 'push_tracking', 'recheck_order')),
	CONSTRAINT ck_job_state_known CHECK (state IN ('ready', 'running', 'done', 'parked', 'failed', 'cancelled')),
	CONSTRAINT fk_job_connection_id FOREIGN KEY(connection_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE INDEX ix_job_claim ON job (connection_id, priority, due_at, id) WHERE state = 'ready';
CREATE INDEX ix_job_running ON job (lane) WHERE state = 'running';
CREATE UNIQUE INDEX uq_job_live ON job (dedupe) WHERE state IN ('ready', 'running', 'parked');
CREATE TABLE orders (
	id INTEGER NOT NULL,
	store_id VARCHAR NOT NULL,
	remote_id VARCHAR NOT NULL,
	number VARCHAR NOT NULL,
	placed_at BIGINT NOT NULL,
	paid_at BIGINT,
	updated_at BIGINT NOT NULL,
	cancelled_at BIGINT,
	payment VARCHAR NOT NULL,
	is_test BOOLEAN NOT NULL,
	address_hidden BOOLEAN NOT NULL,
	currency VARCHAR NOT NULL,
	goods INTEGER NOT NULL,
	shipping INTEGER NOT NULL,
	tax INTEGER NOT NULL,
	refunded INTEGER NOT NULL,
	total INTEGER NOT NULL,
	note TEXT NOT NULL,
	reading VARCHAR NOT NULL,
	standing VARCHAR NOT NULL,
	picked BOOLEAN DEFAULT 0 NOT NULL,
	step VARCHAR NOT NULL,
	on_hold BOOLEAN DEFAULT 0 NOT NULL,
	hold_reason VARCHAR,
	plan_hold VARCHAR,
	held_by_seller TEXT,
	cost INTEGER,
	cost_currency VARCHAR,
	margin INTEGER,
	seen_at BIGINT NOT NULL,
	erased_at BIGINT,
	CONSTRAINT pk_orders PRIMARY KEY (id),
	CONSTRAINT uq_orders_store_id_remote_id UNIQUE (store_id, remote_id),
	CONSTRAINT ck_orders_payment_known CHECK (payment IN ('paid', 'partially_refunded', 'pending', 'authorized', 'partially_paid', 'refunded', 'voided', 'expired', 'unknown')),
	CONSTRAINT ck_orders_standing_known CHECK (standing IN ('ours', 'unpaid', 'before_podbridge', 'not_ours', 'late', 'no_route', 'cancelled', 'test')),
	CONSTRAINT ck_orders_step_known CHECK (step IN ('placed', 'approval', 'production', 'shipped', 'tracking_synced', 'cancelled')),
	CONSTRAINT fk_orders_store_id FOREIGN KEY(store_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE INDEX ix_orders_number ON orders (number);
CREATE INDEX ix_orders_on_hold_placed_at ON orders (on_hold, placed_at);
CREATE INDEX ix_orders_placed_at_id ON orders (placed_at, id);
CREATE INDEX ix_orders_standing_placed_at ON orders (standing, placed_at);
CREATE INDEX ix_orders_step_placed_at ON orders (step, placed_at);
CREATE INDEX ix_orders_store_id_placed_at ON orders (store_id, placed_at);
CREATE TABLE product (
	id INTEGER NOT NULL,
	supplier_id VARCHAR NOT NULL,
	remote_id VARCHAR NOT NULL,
	title TEXT NOT NULL,
	description TEXT NOT NULL,
	thumbnail_url TEXT NOT NULL,
	images TEXT NOT NULL,
	seen_at BIGINT NOT NULL,
	gone_at BIGINT,
	CONSTRAINT pk_product PRIMARY KEY (id),
	CONSTRAINT uq_product_supplier_id_remote_id UNIQUE (supplier_id, remote_id),
	CONSTRAINT fk_product_supplier_id FOREIGN KEY(supplier_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE TABLE route (
	store_id VARCHAR NOT NULL,
	supplier_id VARCHAR NOT NULL,
	mode VARCHAR NOT NULL,
	since BIGINT NOT NULL,
	min_margin_percent VARCHAR,
	max_cost_minor INTEGER,
	max_cost_currency VARCHAR,
	guard_answer TEXT DEFAULT '' NOT NULL,
	CONSTRAINT pk_route PRIMARY KEY (store_id, supplier_id),
	CONSTRAINT ck_route_mode_known CHECK (mode IN ('watch', 'assist', 'automatic')),
	CONSTRAINT fk_route_store_id FOREIGN KEY(store_id) REFERENCES connection (id) ON DELETE CASCADE,
	CONSTRAINT fk_route_supplier_id FOREIGN KEY(supplier_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE TABLE variant_link (
	store_id VARCHAR NOT NULL,
	listing_variant_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	supplier_id VARCHAR DEFAULT '' NOT NULL,
	supplier_variant_id VARCHAR DEFAULT '' NOT NULL,
	created_at BIGINT NOT NULL,
	CONSTRAINT pk_variant_link PRIMARY KEY (store_id, listing_variant_id),
	CONSTRAINT ck_variant_link_kind_known CHECK (kind IN ('linked', 'not_ours')),
	CONSTRAINT fk_variant_link_store_id FOREIGN KEY(store_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE TABLE listing (
	id INTEGER NOT NULL,
	store_id VARCHAR NOT NULL,
	product_id INTEGER,
	remote_id VARCHAR,
	reference VARCHAR,
	title TEXT NOT NULL,
	url TEXT DEFAULT '' NOT NULL,
	state VARCHAR NOT NULL,
	wanted TEXT,
	wanted_revision INTEGER DEFAULT 0 NOT NULL,
	known_revision INTEGER DEFAULT 0 NOT NULL,
	seen_at BIGINT NOT NULL,
	CONSTRAINT pk_listing PRIMARY KEY (id),
	CONSTRAINT uq_listing_store_id_remote_id UNIQUE (store_id, remote_id),
	CONSTRAINT uq_listing_store_id_reference UNIQUE (store_id, reference),
	CONSTRAINT fk_listing_store_id FOREIGN KEY(store_id) REFERENCES connection (id) ON DELETE CASCADE,
	CONSTRAINT fk_listing_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE SET NULL
);
CREATE INDEX ix_listing_product_id ON listing (product_id);
CREATE TABLE order_line (
	id INTEGER NOT NULL,
	order_id INTEGER NOT NULL,
	remote_id VARCHAR NOT NULL,
	position INTEGER NOT NULL,
	variant_id VARCHAR,
	sku VARCHAR NOT NULL,
	title TEXT NOT NULL,
	options TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	to_fulfil INTEGER NOT NULL,
	unit_price INTEGER NOT NULL,
	requires_shipping BOOLEAN NOT NULL,
	blocked VARCHAR,
	blocked_by TEXT NOT NULL,
	properties TEXT NOT NULL,
	link TEXT,
	CONSTRAINT pk_order_line PRIMARY KEY (id),
	CONSTRAINT uq_order_line_order_id_remote_id UNIQUE (order_id, remote_id),
	CONSTRAINT fk_order_line_order_id FOREIGN KEY(order_id) REFERENCES orders (id) ON DELETE CASCADE
);
CREATE INDEX ix_order_line_variant_id ON order_line (variant_id);
CREATE TABLE order_person (
	order_id INTEGER NOT NULL,
	name TEXT DEFAULT '' NOT NULL,
	ship_to TEXT,
	corrected TEXT,
	corrected_over VARCHAR,
	CONSTRAINT pk_order_person PRIMARY KEY (order_id),
	CONSTRAINT fk_order_person_order_id FOREIGN KEY(order_id) REFERENCES orders (id) ON DELETE CASCADE
);
CREATE TABLE product_variant (
	id INTEGER NOT NULL,
	product_id INTEGER NOT NULL,
	supplier_id VARCHAR NOT NULL,
	remote_id VARCHAR NOT NULL,
	position INTEGER NOT NULL,
	title TEXT NOT NULL,
	options TEXT NOT NULL,
	sku VARCHAR NOT NULL,
	cost INTEGER,
	currency VARCHAR,
	retail INTEGER,
	retail_currency VARCHAR,
	image_url TEXT NOT NULL,
	availability VARCHAR NOT NULL,
	store_reference VARCHAR DEFAULT '' NOT NULL,
	CONSTRAINT pk_product_variant PRIMARY KEY (id),
	CONSTRAINT uq_product_variant_supplier_id_remote_id UNIQUE (supplier_id, remote_id),
	CONSTRAINT ck_product_variant_availability_known CHECK (availability IN ('active', 'out_of_stock', 'discontinued', 'unknown')),
	CONSTRAINT fk_product_variant_product_id FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE,
	CONSTRAINT fk_product_variant_supplier_id FOREIGN KEY(supplier_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE INDEX ix_product_variant_product_id_position ON product_variant (product_id, position);
CREATE INDEX ix_product_variant_sku ON product_variant (sku);
CREATE TABLE supplier_order (
	id INTEGER NOT NULL,
	order_id INTEGER NOT NULL,
	supplier_id VARCHAR NOT NULL,
	part VARCHAR NOT NULL,
	revision VARCHAR NOT NULL,
	external_id VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	remote_id VARCHAR,
	url TEXT DEFAULT '' NOT NULL,
	intent VARCHAR,
	recipient VARCHAR,
	attempt INTEGER DEFAULT 0 NOT NULL,
	absent_at BIGINT,
	vendor_status VARCHAR DEFAULT '' NOT NULL,
	currency VARCHAR,
	cost_items INTEGER,
	cost_shipping INTEGER,
	cost_tax INTEGER,
	cost_total INTEGER,
	approved_cost INTEGER,
	approved_currency VARCHAR,
	approved_by VARCHAR,
	approved_at BIGINT,
	held_by_seller TEXT,
	freed BOOLEAN DEFAULT 0 NOT NULL,
	vendor_changed_at BIGINT,
	parcels_at BIGINT,
	created_at BIGINT NOT NULL,
	sent_at BIGINT,
	confirmed_at BIGINT,
	CONSTRAINT pk_supplier_order PRIMARY KEY (id),
	CONSTRAINT uq_supplier_order_supplier_id_external_id UNIQUE (supplier_id, external_id),
	CONSTRAINT uq_supplier_order_order_id_supplier_id_part_revision UNIQUE (order_id, supplier_id, part, revision),
	CONSTRAINT uq_supplier_order_supplier_id_remote_id UNIQUE (supplier_id, remote_id),
	CONSTRAINT ck_supplier_order_state_known CHECK (state IN ('planned', 'sending', 'drafted', 'checked', 'waiting', 'confirming', 'in_production', 'partly_shipped', 'shipped', 'delivered', 'cancelled', 'failed')),
	CONSTRAINT fk_supplier_order_order_id FOREIGN KEY(order_id) REFERENCES orders (id) ON DELETE CASCADE,
	CONSTRAINT fk_supplier_order_supplier_id FOREIGN KEY(supplier_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE INDEX ix_supplier_order_state ON supplier_order (state);
CREATE TABLE listing_variant (
	id INTEGER NOT NULL,
	listing_id INTEGER NOT NULL,
	store_id VARCHAR NOT NULL,
	remote_id VARCHAR NOT NULL,
	sku VARCHAR NOT NULL,
	options TEXT NOT NULL,
	price INTEGER,
	currency VARCHAR,
	CONSTRAINT pk_listing_variant PRIMARY KEY (id),
	CONSTRAINT uq_listing_variant_store_id_remote_id UNIQUE (store_id, remote_id),
	CONSTRAINT fk_listing_variant_listing_id FOREIGN KEY(listing_id) REFERENCES listing (id) ON DELETE CASCADE,
	CONSTRAINT fk_listing_variant_store_id FOREIGN KEY(store_id) REFERENCES connection (id) ON DELETE CASCADE
);
CREATE INDEX ix_listing_variant_listing_id ON listing_variant (listing_id);
CREATE TABLE shipment (
	id INTEGER NOT NULL,
	supplier_order_id INTEGER NOT NULL,
	remote_id VARCHAR NOT NULL,
	carrier VARCHAR NOT NULL,
	tracking_number VARCHAR NOT NULL,
	tracking_url TEXT NOT NULL,
	lines TEXT NOT NULL,
	shipped_at BIGINT,
	delivered_at BIGINT,
	reshipment BOOLEAN NOT NULL,
	state VARCHAR NOT NULL,
	store_parcel_id VARCHAR,
	synced_at BIGINT,
	absent_at BIGINT,
	CONSTRAINT pk_shipment PRIMARY KEY (id),
	CONSTRAINT uq_shipment_supplier_order_id_remote_id UNIQUE (supplier_order_id, remote_id),
	CONSTRAINT ck_shipment_state_known CHECK (state IN ('new', 'pushing', 'pushed', 'not_pushed')),
	CONSTRAINT fk_shipment_supplier_order_id FOREIGN KEY(supplier_order_id) REFERENCES supplier_order (id) ON DELETE CASCADE
);
CREATE INDEX ix_shipment_tracking_number ON shipment (tracking_number);
CREATE TABLE supplier_order_line (
	supplier_order_id INTEGER NOT NULL,
	order_line_id INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	supplier_variant_id VARCHAR NOT NULL,
	CONSTRAINT pk_supplier_order_line PRIMARY KEY (supplier_order_id, order_line_id),
	CONSTRAINT fk_supplier_order_line_supplier_order_id FOREIGN KEY(supplier_order_id) REFERENCES supplier_order (id) ON DELETE CASCADE,
	CONSTRAINT fk_supplier_order_line_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_line (id) ON DELETE CASCADE
);
CREATE INDEX ix_supplier_order_line_order_line_id ON supplier_order_line (order_line_id);
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
	CONSTRAINT ck_exception_case_kind_known CHECK (kind IN ('approval', 'loss', 'cost_unknown', 'cost_higher', 'payment', 'address', 'address_hidden', 'artwork', 'personalization', 'stock', 'link', 'variant_gone', 'supplier_hold', 'supplier_failed', 'supplier_cancelled', 'not_as_sent', 'native_link', 'foreign_fulfilment', 'changed_at_store', 'cancelled_at_store', 'held_at_store', 'late_orders', 'no_answer', 'refused', 'tracking_refused', 'push_refused', 'images_refused', 'sign_in', 'permission', 'unknown_status', 'bug')),
	CONSTRAINT fk_exception_case_order_id FOREIGN KEY(order_id) REFERENCES orders (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_supplier_order_id FOREIGN KEY(supplier_order_id) REFERENCES supplier_order (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_connection_id FOREIGN KEY(connection_id) REFERENCES connection (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_listing_id FOREIGN KEY(listing_id) REFERENCES listing (id) ON DELETE CASCADE
);
CREATE INDEX ix_exception_case_order_id ON exception_case (order_id);
CREATE UNIQUE INDEX uq_exception_case_open ON exception_case (kind, subject) WHERE closed_at IS NULL;
CREATE VIRTUAL TABLE order_search USING fts5(text, tokenize='trigram');
