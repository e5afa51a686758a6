"""When a session last proved who holds it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.add_column("sessions", sa.Column("proved_at", MOMENT, nullable=True))
    op.execute("UPDATE sessions SET proved_at = created_at")


def downgrade() -> None:
    op.drop_column("sessions", "proved_at")
