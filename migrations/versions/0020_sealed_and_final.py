"""Chains are sealed when their agreement is closed; a claimed rescission keeps who recorded it; final duties become reports."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
FINAL = "('final_report', 'final_account')"
# How an obligation that nobody can do anything about any more stands as a report.
STANDS = ("CASE o.state WHEN 'met' THEN 'accepted' WHEN 'met_late' THEN 'accepted' WHEN 'waived' THEN 'waived' "
          "WHEN 'cancelled' THEN 'cancelled' WHEN 'dropped' THEN 'dropped' ELSE 'due' END")


def upgrade() -> None:
    op.add_column("chains", sa.Column("sealed_at", MOMENT, nullable=True))
    op.execute("UPDATE chains SET sealed_at = (SELECT max(h.at) FROM history h WHERE h.chain = chains.chain AND h.event = 'close' "
               "AND h.subject = 'agreement ' || chains.chain) WHERE chain IN (SELECT id FROM agreements WHERE state = 'closed')")
    # Those could be closed with a dispute that was not about money left open: nobody is reminded of it any more.
    op.execute("UPDATE disputes SET next_at = NULL WHERE agreement_id IN (SELECT id FROM agreements WHERE state = 'closed')")
    op.add_column("rescissions", sa.Column("recorded_by", ID, nullable=True))
    op.execute("UPDATE rescissions SET recorded_by = party_id WHERE outside")
    op.execute(
        "INSERT INTO reports (agreement_id, obligation_id, kind, day, state, late, delivered_on, since, comment, earlier, arose_at, "
        f"next_at) SELECT o.agreement_id, o.id, o.kind, o.day, {STANDS}, o.state = 'met_late', o.met_on, o.met_on, o.note, "
        "o.earlier, a.ended_at, CASE WHEN o.state IN ('planned', 'open', 'missed') AND NOT o.earlier THEN a.ended_at END "
        f"FROM obligations o JOIN agreements a ON a.id = o.agreement_id WHERE o.kind IN {FINAL}")


def downgrade() -> None:
    op.execute(f"DELETE FROM report_deliveries WHERE report_id IN (SELECT id FROM reports WHERE kind IN {FINAL})")
    op.execute(f"DELETE FROM reports WHERE kind IN {FINAL}")
    op.drop_column("rescissions", "recorded_by")
    op.drop_column("chains", "sealed_at")
