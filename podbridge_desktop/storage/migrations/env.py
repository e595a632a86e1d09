"""Alembic's entry: the open connection is handed in by `storage.upgrade`; one transaction per migration."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    render_as_batch=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
