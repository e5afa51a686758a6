"""Claims of repayment with their parts, payments and waivers; disputes with their notes and words."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    _repayments()
    _disputes()


def _repayments() -> None:
    op.create_table(
        "repayments",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("claimed_by", ID, nullable=False),
        sa.Column("against", ID, nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("ore", sa.BigInteger(), nullable=False),
        sa.Column("proposed_ore", sa.BigInteger(), nullable=False),
        sa.Column("reckoned", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claimed_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("arose_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_repayments_agreement_id")),
        sa.ForeignKeyConstraint(["claimed_by"], ["parties.id"], name=op.f("fk_repayments_claimed_by")),
        sa.ForeignKeyConstraint(["against"], ["parties.id"], name=op.f("fk_repayments_against")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayments")),
    )
    op.create_index("ix_repayments_agreement_id", "repayments", ["agreement_id"])
    op.create_index("ix_repayments_due", "repayments", ["next_at"], sqlite_where=sa.text("next_at IS NOT NULL"),
                    postgresql_where=sa.text("next_at IS NOT NULL"))
    op.create_table(
        "repayment_instalments",
        sa.Column("id", ID, nullable=False),
        sa.Column("repayment_id", ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ore", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["repayment_id"], ["repayments.id"], name=op.f("fk_repayment_instalments_repayment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment_instalments")),
        sa.UniqueConstraint("repayment_id", "due_on", name=op.f("uq_repayment_instalments_repayment_id_due_on")),
    )
    op.create_table(
        "repayment_payments",
        sa.Column("id", ID, nullable=False),
        sa.Column("repayment_id", ID, nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("ore", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["repayment_id"], ["repayments.id"], name=op.f("fk_repayment_payments_repayment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment_payments")),
    )
    op.create_index("ix_repayment_payments_repayment_id", "repayment_payments", ["repayment_id"])
    op.create_table(
        "repayment_waivers",
        sa.Column("id", ID, nullable=False),
        sa.Column("repayment_id", ID, nullable=False),
        sa.Column("ore", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["repayment_id"], ["repayments.id"], name=op.f("fk_repayment_waivers_repayment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment_waivers")),
    )
    op.create_index("ix_repayment_waivers_repayment_id", "repayment_waivers", ["repayment_id"])


def _disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("opened_by", ID, nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("forum", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("stated", sa.Text(), nullable=True),
        sa.Column("stated_by", ID, nullable=True),
        sa.Column("statement", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("arose_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_disputes_agreement_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["parties.id"], name=op.f("fk_disputes_opened_by")),
        sa.ForeignKeyConstraint(["stated_by"], ["parties.id"], name=op.f("fk_disputes_stated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    op.create_index("ix_disputes_agreement_id", "disputes", ["agreement_id"])
    op.create_index("ix_disputes_due", "disputes", ["next_at"], sqlite_where=sa.text("next_at IS NOT NULL"),
                    postgresql_where=sa.text("next_at IS NOT NULL"))
    op.create_table(
        "dispute_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("dispute_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_dispute_notes_dispute_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_dispute_notes_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_notes")),
    )
    op.create_index("ix_dispute_notes_dispute_id", "dispute_notes", ["dispute_id"])
    op.create_table(
        "dispute_words",
        sa.Column("id", ID, nullable=False),
        sa.Column("dispute_id", ID, nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_dispute_words_dispute_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_dispute_words_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_words")),
        sa.UniqueConstraint("dispute_id", "statement", "party_id", name=op.f("uq_dispute_words_dispute_id_statement_party_id")),
    )


def downgrade() -> None:
    for name in ("dispute_words", "dispute_notes", "disputes", "repayment_waivers",
                 "repayment_payments", "repayment_instalments", "repayments"):
        op.drop_table(name)
