"""Invoices in order of day over all agreements, the document that proves a payment, and up to what a payout is approved."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index("ix_invoices_listed", "invoices", ["day", "id"])
    op.add_column("invoice_payments", sa.Column("document_id", ID, nullable=True))
    op.add_column("invoice_approvals", sa.Column("ore", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("invoice_approvals") as table:
        table.drop_column("ore")
    with op.batch_alter_table("invoice_payments") as table:
        table.drop_column("document_id")
    op.drop_index("ix_invoices_listed", "invoices")
