"""How Alembic reaches the database: the caller hands over an open connection."""

from alembic import context

import service.tables

connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=service.tables.metadata,
    compare_type=True,
    compare_server_default=False,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
)
context.run_migrations()
