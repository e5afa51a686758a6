"""Reports with a life of their own, the yearly summary, goals at meetings, what was noted when a task was done."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
PENDING = sa.text("next_at IS NOT NULL")
KINDS = "('yearly_summary', 'activity_plan', 'yearly_followup', 'accounts', 'activity_report', 'other_report')"
SQLITE_GUARD = """
CREATE TRIGGER reports_late_stays BEFORE UPDATE ON reports WHEN OLD.late AND NOT NEW.late
BEGIN SELECT RAISE(ABORT, 'late is for ever'); END
"""
POSTGRES_GUARD = """
CREATE TRIGGER reports_late_stays BEFORE UPDATE ON reports FOR EACH ROW
WHEN (OLD.late AND NOT NEW.late) EXECUTE FUNCTION late_stays()
"""


def reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("earlier", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("arose_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_reports_agreement_id")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligations.id"], name=op.f("fk_reports_obligation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("obligation_id", name=op.f("uq_reports_obligation_id")),
    )
    op.create_index("ix_reports_agreement_id", "reports", ["agreement_id"])
    op.create_index("ix_reports_due", "reports", ["next_at"], sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_table(
        "report_deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("document_version", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("verdict_by", ID, nullable=True),
        sa.Column("verdict_author", sa.Text(), nullable=True),
        sa.Column("verdict_at", MOMENT, nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_deliveries_report_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_report_deliveries_party_id")),
        sa.ForeignKeyConstraint(["verdict_by"], ["parties.id"], name=op.f("fk_report_deliveries_verdict_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_deliveries")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_deliveries_report_id_number")),
    )


def summaries() -> None:
    op.create_table(
        "summary_texts",
        sa.Column("id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_summary_texts_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_texts")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_summary_texts_report_id_number")),
    )
    op.create_table(
        "summary_frozen",
        sa.Column("id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("delivery", sa.Integer(), nullable=False),
        sa.Column("text_number", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_summary_frozen_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_frozen")),
        sa.UniqueConstraint("report_id", "delivery", name=op.f("uq_summary_frozen_report_id_delivery")),
    )


def goals() -> None:
    op.create_table(
        "goal_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_goal_notes_agreement_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_goal_notes_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_notes")),
        sa.UniqueConstraint("meeting_id", "digest", name=op.f("uq_goal_notes_meeting_id_digest")),
    )
    op.create_index("ix_goal_notes_agreement_id", "goal_notes", ["agreement_id"])
    op.add_column("outcomes", sa.Column("done_note", sa.Text(), nullable=True))
    op.add_column("outcomes", sa.Column("done_by", sa.Text(), nullable=True))


def give_what_is_owed_its_report() -> None:
    """Let every obligation of a report so far have its report, as it stands."""
    op.execute(
        "INSERT INTO reports (agreement_id, obligation_id, kind, day, state, late, delivered_on, since, earlier, arose_at, next_at) "
        "SELECT o.agreement_id, o.id, o.kind, o.day, "
        "CASE o.state WHEN 'met' THEN 'delivered' WHEN 'met_late' THEN 'delivered' WHEN 'waived' THEN 'waived' "
        "WHEN 'cancelled' THEN 'cancelled' WHEN 'dropped' THEN 'dropped' ELSE 'due' END, "
        "o.state = 'met_late', o.met_on, o.met_on, o.earlier, coalesce(a.known_at, a.registered_at), o.next_at "
        "FROM obligations o JOIN agreements a ON a.id = o.agreement_id "
        f"WHERE o.kind IN {KINDS}"
    )


def upgrade() -> None:
    reports()
    summaries()
    goals()
    give_what_is_owed_its_report()
    op.execute(SQLITE_GUARD if op.get_bind().dialect.name == "sqlite" else POSTGRES_GUARD)


def downgrade() -> None:
    op.execute("DROP TRIGGER reports_late_stays" + ("" if op.get_bind().dialect.name == "sqlite" else " ON reports"))
    with op.batch_alter_table("outcomes") as table:
        table.drop_column("done_by")
        table.drop_column("done_note")
    for name in ("goal_notes", "summary_frozen", "summary_texts", "report_deliveries", "reports"):
        op.drop_table(name)
