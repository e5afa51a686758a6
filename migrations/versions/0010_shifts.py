"""Shifts, their counts and places, each agreement's lists."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def words() -> None:
    """Make the lists and how they are used."""
    op.create_table(
        "shift_words",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_shift_words_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_words")),
        sa.UniqueConstraint("agreement_id", "kind", "search", name=op.f("uq_shift_words_agreement_id_kind_search")),
    )
    op.create_table(
        "shift_habits",
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("edit_days", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_shift_habits_agreement_id")),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_shift_habits")),
    )


def of_a_shift(table: str, *more: sa.Column[int]) -> None:
    """Make a table of what belongs to a shift and a word of the lists."""
    op.create_table(
        table,
        sa.Column("shift_id", ID, nullable=False),
        sa.Column("word_id", ID, nullable=False),
        *more,
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f(f"fk_{table}_shift_id")),
        sa.ForeignKeyConstraint(["word_id"], ["shift_words.id"], name=op.f(f"fk_{table}_word_id")),
        sa.PrimaryKeyConstraint("shift_id", "word_id", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{table}_word_id", table, ["word_id"])


def upgrade() -> None:
    words()
    op.create_table(
        "shifts",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=True),
        sa.Column("entry", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("end", sa.Time(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("logged_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_shifts_agreement_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_shifts_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("entry", name=op.f("uq_shifts_entry")),
    )
    op.create_index("ix_shifts_figures", "shifts", ["agreement_id", "day", "state", "month", "staff", "minutes"])
    op.create_index("ix_shifts_time", "shifts", ["agreement_id", "starts_at", "ends_at"])
    of_a_shift("shift_places")
    of_a_shift("shift_counts", sa.Column("count", sa.Integer(), nullable=False))


def downgrade() -> None:
    for table in ("shift_counts", "shift_places", "shifts", "shift_habits", "shift_words"):
        op.drop_table(table)
