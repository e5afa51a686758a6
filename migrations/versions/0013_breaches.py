"""Breaches, rescissions, and pausing while one is disputed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
PENDING = sa.text("next_at IS NOT NULL")
STANDS = sa.text("state IN ('declared', 'in_effect')")


def clocked(table: str) -> None:
    op.create_index(f"ix_{table}_agreement_id", table, ["agreement_id"])
    op.create_index(f"ix_{table}_due", table, ["next_at"], sqlite_where=PENDING, postgresql_where=PENDING)


def breaches() -> None:
    op.create_table(
        "breaches",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("notified_by", ID, nullable=False),
        sa.Column("against", ID, nullable=False),
        sa.Column("obligation_id", ID, nullable=True),
        sa.Column("undertaking", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("why_days", sa.Text(), nullable=False),
        sa.Column("at_once", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("letter_id", ID, nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_how", sa.Text(), nullable=True),
        sa.Column("received_note", sa.Text(), nullable=True),
        sa.Column("rectify_by", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("arose_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_breaches_agreement_id")),
        sa.ForeignKeyConstraint(["notified_by"], ["parties.id"], name=op.f("fk_breaches_notified_by")),
        sa.ForeignKeyConstraint(["against"], ["parties.id"], name=op.f("fk_breaches_against")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligations.id"], name=op.f("fk_breaches_obligation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
    )
    clocked("breaches")
    op.create_table(
        "breach_replies",
        sa.Column("id", ID, nullable=False),
        sa.Column("breach_id", ID, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["breach_id"], ["breaches.id"], name=op.f("fk_breach_replies_breach_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_replies")),
    )
    op.create_index("ix_breach_replies_breach_id", "breach_replies", ["breach_id"])


def rescissions() -> None:
    op.create_table(
        "rescissions",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("breach_id", ID, nullable=True),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outside", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("declared_by", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_rescissions_agreement_id")),
        sa.ForeignKeyConstraint(["breach_id"], ["breaches.id"], name=op.f("fk_rescissions_breach_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_rescissions_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescissions")),
    )
    clocked("rescissions")
    op.create_index("ix_rescissions_standing", "rescissions", ["agreement_id"], unique=True, sqlite_where=STANDS,
                    postgresql_where=STANDS)


def upgrade() -> None:
    breaches()
    rescissions()
    op.add_column("agreements", sa.Column("paused_at", MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("agreements", "paused_at")
    op.drop_table("rescissions")
    op.drop_table("breach_replies")
    op.drop_table("breaches")
