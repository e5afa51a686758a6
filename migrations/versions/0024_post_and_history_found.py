"""Indexes for the post of one kind, and for who did what in the whole installation."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INDEXES = (("ix_outbox_name", "outbox", ["name", "id"]), ("ix_history_actor", "history", ["actor", "id"]))


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
