"""A shop in a real encrypted file, and what the services left in it."""

import pytest
from sqlalchemy import select

from podbridge_desktop.domain.cases import NewCase
from podbridge_desktop.storage import cases, ledger, tables
from tests.support.filled import Filled


class Shop(Filled):
    """With short ways to what a service changed."""

    def row(self, order_id):
        with self.database.read() as tx:
            return self.part(tx, order_id)

    def rows(self, order_id):
        with self.database.read() as tx:
            return ledger.of_order(tx, order_id)

    def jobs(self):
        """The keys of the jobs that are due now."""
        t = tables.job
        with self.database.read() as tx:
            due = select(t.c.dedupe).where(t.c.state == "ready", t.c.due_at <= tx.now)
            return set(tx.conn.execute(due).scalars())

    def no_jobs(self):
        """What was wished before does not matter."""
        with self.database.write() as tx:
            tx.conn.execute(tables.job.delete())

    def open_cases(self):
        t = tables.exception_case
        with self.database.read() as tx:
            return set(tx.conn.execute(select(t.c.kind).where(t.c.closed_at.is_(None))).scalars())

    def ask(self, kind, subject, **values):
        with self.database.write() as tx:
            cases.open_case(tx, NewCase(kind, subject, "What now?", **values))
            t = tables.exception_case
            return tx.conn.execute(select(t.c.id).where(t.c.kind == kind, t.c.subject == subject)).scalars().all()[-1]  # fmt: skip

    def column(self, order_id, name):
        o = tables.order
        with self.database.read() as tx:
            return tx.conn.execute(select(o.c[name]).where(o.c.id == order_id)).scalar_one()

    def trail(self, event):
        t = tables.audit
        with self.database.read() as tx:
            found = select(t.c.actor, t.c.facts).where(t.c.event == event).order_by(t.c.seq)
            return [tuple(row) for row in tx.conn.execute(found)]


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path / "podbridge.db").usual()
    yield made
    made.database.close()


@pytest.fixture
def db(shop):
    return shop.database
