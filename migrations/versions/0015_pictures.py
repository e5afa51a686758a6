"""What shifts come to month by month; whether outcome is above its frame; indexes for the pictures."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SUMS = "count(*), sum(s.staff), sum(s.minutes), sum(s.staff * s.minutes)"
LATE = sa.text("state = 'missed'")
INDEXES = (
    ("ix_decisions_state_day", "decisions", ["state", "day", "agreement_id"], None),
    ("ix_invoices_day", "invoices", ["day", "expected_ore", "agreement_id", "state", "sequence"],
     sa.text("state NOT IN ('dropped', 'cancelled') AND sequence = 1")),
    ("ix_invoices_unpaid", "invoices", ["state", "due_on", "agreement_id"], None),
    ("ix_invoice_payments_paid_on", "invoice_payments", ["paid_on", "denied", "ore"], None),
)
FILLED = (
    "INSERT INTO shift_months (agreement_id, month, state, shifts, staff, minutes, staff_minutes)"
    f" SELECT s.agreement_id, s.month, s.state, {SUMS} FROM shifts AS s GROUP BY s.agreement_id, s.month, s.state",
    "INSERT INTO shift_month_words (agreement_id, month, word_id, shifts, staff, minutes, staff_minutes, count)"
    f" SELECT s.agreement_id, s.month, p.word_id, {SUMS}, 0 FROM shifts AS s JOIN shift_places AS p ON p.shift_id = s.id"
    " WHERE s.state = 'done' GROUP BY s.agreement_id, s.month, p.word_id",
    "INSERT INTO shift_month_words (agreement_id, month, word_id, shifts, staff, minutes, staff_minutes, count)"
    " SELECT s.agreement_id, s.month, c.word_id, count(*), 0, 0, 0, sum(c.count) FROM shifts AS s"
    " JOIN shift_counts AS c ON c.shift_id = s.id WHERE s.state = 'done' GROUP BY s.agreement_id, s.month, c.word_id",
)


def sums() -> list[sa.Column[int]]:
    """Return the columns of a sum."""
    return [sa.Column("shifts", sa.Integer(), nullable=False),
            *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("staff", "minutes", "staff_minutes"))]


def upgrade() -> None:
    op.create_table(
        "shift_months",
        sa.Column("agreement_id", ID, nullable=False, autoincrement=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *sums(),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_shift_months_agreement_id")),
        sa.PrimaryKeyConstraint("agreement_id", "month", "state", name=op.f("pk_shift_months")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shift_month_words",
        sa.Column("agreement_id", ID, nullable=False, autoincrement=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("word_id", ID, nullable=False, autoincrement=False),
        *sums(),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_shift_month_words_agreement_id")),
        sa.ForeignKeyConstraint(["word_id"], ["shift_words.id"], name=op.f("fk_shift_month_words_word_id")),
        sa.PrimaryKeyConstraint("agreement_id", "month", "word_id", name=op.f("pk_shift_month_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shift_month_words_word_id", "shift_month_words", ["word_id"])
    for statement in FILLED:
        op.execute(statement)
    frames()
    vacancies()
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_obligations_missed", "obligations")
    op.create_index("ix_obligations_missed", "obligations", ["agreement_id", "state", "kind", "day"], sqlite_where=LATE,
                    postgresql_where=LATE)


def vacancies() -> None:
    """Keep when a party has nobody who coordinates: the days before, between and after those of its coordinators."""
    made = op.create_table(
        "vacancies",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_vacancies_agreement_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_vacancies_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancies")),
    )
    op.create_index("ix_vacancies_agreement_id", "vacancies", ["agreement_id"])
    days = sa.table("functions", sa.column("party_id"), sa.column("function"), sa.column("waiting", sa.Boolean()),
                    sa.column("from_on", sa.Date()), sa.column("to_on", sa.Date()))
    parties = sa.table("parties", sa.column("id"), sa.column("agreement_id"))
    held: dict[int, list[tuple[date, date]]] = {}
    for party, first, last in op.get_bind().execute(sa.select(days.c.party_id, days.c.from_on, days.c.to_on).where(
            days.c.function == "coordinator", days.c.waiting.is_(sa.false()))):
        held.setdefault(party, []).append((first or date.min, last or date.max))
    rows = []
    for party, agreement in op.get_bind().execute(sa.select(parties.c.id, parties.c.agreement_id)):
        after = date.min
        for first, last in [*sorted(held.get(party, [])), (date.max, date.max)]:
            if first > after or (first == date.max and after < date.max):
                rows.append({"agreement_id": agreement, "party_id": party, "from_on": None if after == date.min else after,
                             "to_on": None if first == date.max else first - timedelta(days=1)})
            after = max(after, last if last == date.max else last + timedelta(days=1))
    if rows:
        op.bulk_insert(made, rows)


def frames() -> None:
    """Say of what is entered whether it is above its frame."""
    op.add_column("outcome_figures", sa.Column("over_frame", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_outcome_figures_over", "outcome_figures", ["agreement_id"], sqlite_where=sa.text("over_frame IS 1"),
                    postgresql_where=sa.text("over_frame IS true"))
    op.execute(
        "UPDATE outcome_figures SET over_frame = true WHERE id IN (SELECT figure_id FROM outcome_posts GROUP BY figure_id HAVING sum("
        "CASE WHEN forecast_ore > used_ore THEN forecast_ore ELSE used_ore END) > sum(budget_ore))")


def downgrade() -> None:
    op.drop_index("ix_obligations_missed", "obligations")
    op.create_index("ix_obligations_missed", "obligations", ["agreement_id"], sqlite_where=LATE, postgresql_where=LATE)
    for name, table, _, _ in INDEXES:
        op.drop_index(name, table)
    op.drop_table("vacancies")
    op.drop_index("ix_outcome_figures_over", "outcome_figures")
    op.drop_column("outcome_figures", "over_frame")
    op.drop_table("shift_month_words")
    op.drop_table("shift_months")
