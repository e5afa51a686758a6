"""Amendments; signing by text, party and person; obligations know the terms they rest on."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
PENDING = sa.text("next_at IS NOT NULL")


def put_signed_texts_in_place() -> None:
    """Give every round of signing so far its text."""
    op.execute(
        "INSERT INTO signings (agreement_id, round, matter, digest, way, put_at) "
        "SELECT agreement_id, round, 'agreement', min(digest), "
        "CASE WHEN max(CASE WHEN signed_on IS NULL THEN 0 ELSE 1 END) = 1 THEN 'noted' END, min(arose_at) "
        "FROM signatures GROUP BY agreement_id, round"
    )
    op.execute(
        "UPDATE signatures SET signing_id = (SELECT signings.id FROM signings "
        "WHERE signings.agreement_id = signatures.agreement_id AND signings.round = signatures.round)"
    )


def upgrade() -> None:
    op.create_table(
        "amendments",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("extends", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("came_of", sa.Text(), nullable=True),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        sa.Column("drafted_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("arose_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_amendments_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_amendments_agreement_id_number")),
    )
    op.create_index("ix_amendments_due", "amendments", ["next_at"], sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_table(
        "signings",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("way", sa.Text(), nullable=True),
        sa.Column("ordered", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_signings_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signings")),
        sa.UniqueConstraint("agreement_id", "round", name=op.f("uq_signings_agreement_id_round")),
    )
    with op.batch_alter_table("signatures") as table:
        table.add_column(sa.Column("signing_id", ID, nullable=True))
        table.add_column(sa.Column("needed", sa.Integer(), server_default=sa.text("1"), nullable=False))
        table.add_column(sa.Column("turn", sa.Boolean(), server_default=sa.true(), nullable=False))
    put_signed_texts_in_place()
    with op.batch_alter_table("signatures") as table:
        table.alter_column("signing_id", existing_type=ID, nullable=False)
        table.create_foreign_key("fk_signatures_signing_id", "signings", ["signing_id"], ["id"])
        table.create_index("ix_signatures_signing_id", ["signing_id"])
    op.create_table(
        "signers",
        sa.Column("id", ID, nullable=False),
        sa.Column("signature_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("checked", sa.Text(), nullable=True),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signers_person_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["signatures.id"], name=op.f("fk_signers_signature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signers")),
    )
    op.create_index("ix_signers_signature_id", "signers", ["signature_id"])
    op.create_index("ix_signers_person_id", "signers", ["person_id"])
    op.create_table(
        "originals",
        sa.Column("id", ID, nullable=False),
        sa.Column("signature_id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("handed_by", sa.Text(), nullable=False),
        sa.Column("handed_user", ID, nullable=True),
        sa.Column("handed_at", MOMENT, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["signature_id"], ["signatures.id"], name=op.f("fk_originals_signature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_originals")),
    )
    op.create_index("ix_originals_signature_id", "originals", ["signature_id"])
    with op.batch_alter_table("obligations") as table:
        table.add_column(sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("obligations") as table:
        table.drop_column("version")
    op.drop_table("originals")
    op.drop_table("signers")
    op.execute("DELETE FROM signatures WHERE signing_id IN (SELECT id FROM signings WHERE matter <> 'agreement')")
    with op.batch_alter_table("signatures") as table:
        table.drop_constraint("fk_signatures_signing_id", type_="foreignkey")
        table.drop_index("ix_signatures_signing_id")
        table.drop_column("turn")
        table.drop_column("needed")
        table.drop_column("signing_id")
    op.drop_table("signings")
    op.drop_table("amendments")
