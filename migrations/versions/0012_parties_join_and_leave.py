"""Parties that join and leave by amendment; an agreement that takes over from another; a signed file to look at."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("parties", sa.Column("standing", sa.Text(), nullable=False, server_default="party"))
    op.add_column("parties", sa.Column("joins_by", ID, nullable=True))
    op.add_column("parties", sa.Column("from_on", sa.Date(), nullable=True))
    op.add_column("parties", sa.Column("to_on", sa.Date(), nullable=True))
    op.add_column("functions", sa.Column("waiting", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("originals", sa.Column("examined", sa.Text(), nullable=True))
    op.add_column("agreements", sa.Column("follows_id", ID, nullable=True))
    op.create_index("ix_agreements_follows_id", "agreements", ["follows_id"])


def downgrade() -> None:
    op.drop_index("ix_agreements_follows_id", "agreements")
    op.drop_column("agreements", "follows_id")
    op.drop_column("originals", "examined")
    op.drop_column("functions", "waiting")
    for name in ("to_on", "from_on", "joins_by", "standing"):
        op.drop_column("parties", name)
