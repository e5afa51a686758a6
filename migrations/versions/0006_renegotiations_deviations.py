"""Renegotiations and deviations, what of them stands on agendas, and the limit of overspending."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
PENDING = sa.text("next_at IS NOT NULL")
LASTING = ("deviations", "deviation_verdicts")
SQLITE_GUARD = """
CREATE TRIGGER {table}_late_stays BEFORE UPDATE ON {table} WHEN OLD.late AND NOT NEW.late
BEGIN SELECT RAISE(ABORT, 'late is for ever'); END
"""
POSTGRES_REFUSE = """
CREATE FUNCTION late_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'late is for ever'; END $$
"""
POSTGRES_GUARD = """
CREATE TRIGGER {table}_late_stays BEFORE UPDATE ON {table} FOR EACH ROW
WHEN (OLD.late AND NOT NEW.late) EXECUTE FUNCTION late_stays()
"""


def clocked(table: str) -> None:
    op.create_index(f"ix_{table}_agreement_id", table, ["agreement_id"])
    op.create_index(f"ix_{table}_due", table, ["next_at"], sqlite_where=PENDING, postgresql_where=PENDING)


def notes(table: str, matter: str) -> None:
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column(f"{matter}_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint([f"{matter}_id"], [f"{matter}s.id"], name=op.f(f"fk_{table}_{matter}_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f(f"fk_{table}_party_id")),
    )
    op.create_index(f"ix_{table}_{matter}_id", table, [f"{matter}_id"])


def renegotiations() -> None:
    op.create_table(
        "renegotiations",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("asked_by", ID, nullable=True),
        sa.Column("decision_id", ID, nullable=True),
        sa.Column("amendment_id", ID, nullable=True),
        sa.Column("provision", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("arose_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renegotiations")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_renegotiations_agreement_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["parties.id"], name=op.f("fk_renegotiations_asked_by")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_renegotiations_decision_id")),
    )
    clocked("renegotiations")
    op.create_table(
        "renegotiation_answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("renegotiation_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("when_on", sa.Date(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renegotiation_answers")),
        sa.ForeignKeyConstraint(
            ["renegotiation_id"], ["renegotiations.id"], name=op.f("fk_renegotiation_answers_renegotiation_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_renegotiation_answers_party_id")),
        sa.UniqueConstraint(
            "renegotiation_id", "party_id", name=op.f("uq_renegotiation_answers_renegotiation_id_party_id")
        ),
    )
    notes("renegotiation_notes", "renegotiation")


def deviations() -> None:
    op.create_table(
        "deviations",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("reported_by", ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ore", sa.BigInteger(), nullable=True),
        sa.Column("hundredths", sa.BigInteger(), nullable=True),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("changes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("arose_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviations")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_deviations_agreement_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["parties.id"], name=op.f("fk_deviations_reported_by")),
    )
    clocked("deviations")
    op.create_table(
        "deviation_verdicts",
        sa.Column("id", ID, nullable=False),
        sa.Column("deviation_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation_verdicts")),
        sa.ForeignKeyConstraint(["deviation_id"], ["deviations.id"], name=op.f("fk_deviation_verdicts_deviation_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_deviation_verdicts_party_id")),
        sa.UniqueConstraint("deviation_id", "party_id", name=op.f("uq_deviation_verdicts_deviation_id_party_id")),
    )
    notes("deviation_notes", "deviation")


def upgrade() -> None:
    renegotiations()
    deviations()
    op.add_column("agenda_points", sa.Column("code", sa.Text(), server_default=sa.text("'custom'"), nullable=False))
    op.add_column("agenda_points", sa.Column("subject", sa.Text(), nullable=True))
    op.create_index("ix_agenda_points_subject", "agenda_points", ["subject"])
    op.add_column("agreements", sa.Column("deviation_limit", sa.Text(), nullable=True))
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(POSTGRES_REFUSE)
    for table in LASTING:
        op.execute((POSTGRES_GUARD if postgres else SQLITE_GUARD).format(table=table))


def downgrade() -> None:
    op.drop_column("agreements", "deviation_limit")
    op.drop_index("ix_agenda_points_subject", "agenda_points")
    op.drop_column("agenda_points", "subject")
    op.drop_column("agenda_points", "code")
    # Their triggers go with the tables.
    for table in ("deviation_notes", "deviation_verdicts", "deviations"):
        op.drop_table(table)
    for table in ("renegotiation_notes", "renegotiation_answers", "renegotiations"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION late_stays()")
