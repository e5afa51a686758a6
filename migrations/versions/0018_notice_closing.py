"""Notice of termination: who gave it, when it was received, the last day that follows; and consents to withdrawing it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
PENDING = sa.text("next_at IS NOT NULL")
STANDING = sa.text("state IN ('given', 'running')")


def upgrade() -> None:
    op.add_column("agreements", sa.Column("terminates_on", sa.Date(), nullable=True))
    op.create_table(
        "terminations",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("to_month_end", sa.Boolean(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_how", sa.Text(), nullable=True),
        sa.Column("received_note", sa.Text(), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("otherwise_on", sa.Date(), nullable=True),
        sa.Column("withdraw_asked_on", sa.Date(), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("arose_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminations")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_terminations_agreement_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_terminations_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_terminations_person_id")),
    )
    op.create_index("ix_terminations_agreement_id", "terminations", ["agreement_id"])
    op.create_index("ix_terminations_one_open", "terminations", ["agreement_id", "party_id"], unique=True,
                    sqlite_where=STANDING, postgresql_where=STANDING)
    op.create_index("ix_terminations_due", "terminations", ["next_at"], sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_table(
        "termination_consents",
        sa.Column("id", ID, nullable=False),
        sa.Column("termination_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_termination_consents")),
        sa.ForeignKeyConstraint(["termination_id"], ["terminations.id"], name=op.f("fk_termination_consents_termination_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_termination_consents_party_id")),
        sa.UniqueConstraint("termination_id", "party_id", name=op.f("uq_termination_consents_termination_id_party_id")),
    )


def downgrade() -> None:
    op.drop_table("termination_consents")
    op.drop_table("terminations")
    op.drop_column("agreements", "terminates_on")
