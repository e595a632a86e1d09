ALTER TABLE product_variant ADD COLUMN print_provider VARCHAR DEFAULT '' NOT NULL;
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
	CONSTRAINT ck_exception_case_kind_known CHECK (kind IN ('approval', 'loss', 'cost_unknown', 'cost_higher', 'payment', 'address', 'address_hidden', 'artwork', 'personalization', 'stock', 'link', 'variant_gone', 'supplier_hold', 'supplier_failed', 'supplier_cancelled', 'not_as_sent', 'native_link', 'foreign_fulfilment', 'changed_at_store', 'cancelled_at_store', 'held_at_store', 'late_orders', 'no_answer', 'refused', 'tracking_refused', 'tracking_missing', 'push_refused', 'images_refused', 'sign_in', 'permission', 'unknown_status', 'auto_approval', 'product_locked', 'bug')),
	CONSTRAINT fk_exception_case_order_id FOREIGN KEY(order_id) REFERENCES orders (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_supplier_order_id FOREIGN KEY(supplier_order_id) REFERENCES supplier_order (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_connection_id FOREIGN KEY(connection_id) REFERENCES connection (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id) ON DELETE CASCADE,
	CONSTRAINT fk_exception_case_listing_id FOREIGN KEY(listing_id) REFERENCES listing (id) ON DELETE CASCADE
);
INSERT INTO exception_case SELECT * FROM exception_case_before;
DROP TABLE exception_case_before;
CREATE INDEX ix_exception_case_order_id ON exception_case (order_id);
CREATE UNIQUE INDEX uq_exception_case_open ON exception_case (kind, subject) WHERE closed_at IS NULL;
