"""The address that a link is to confirm."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("email", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("tickets", "email")
