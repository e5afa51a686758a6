"""Invoices in order of day over all agreements, proof of payments, what a payout is approved up to, when to remind of shifts."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
DUE = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_invoices_listed", "invoices", ["day", "id"])
    op.add_column("invoice_payments", sa.Column("document_id", ID, nullable=True))
    op.add_column("invoice_approvals", sa.Column("ore", sa.BigInteger(), nullable=True))
    # Shifts planned before now are reminded of once they have ended: the day's reconciliation finds them.
    for name in ("next_at", "told_at"):
        op.add_column("shifts", sa.Column(name, MOMENT, nullable=True))
    op.create_index("ix_shifts_due", "shifts", ["next_at"], sqlite_where=DUE, postgresql_where=DUE)


def downgrade() -> None:
    op.drop_index("ix_shifts_due", "shifts")
    with op.batch_alter_table("shifts") as table:
        for name in ("next_at", "told_at"):
            table.drop_column(name)
    with op.batch_alter_table("invoice_approvals") as table:
        table.drop_column("ore")
    with op.batch_alter_table("invoice_payments") as table:
        table.drop_column("document_id")
    op.drop_index("ix_invoices_listed", "invoices")
