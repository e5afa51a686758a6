"""Outcome of the budget: as entered, files read in, how books are placed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "outcome_figures",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_outcome_figures_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_figures")),
    )
    op.create_index("ix_outcome_figures_latest", "outcome_figures", ["agreement_id", "as_of", "id"])
    op.create_table(
        "outcome_posts",
        sa.Column("id", ID, nullable=False),
        sa.Column("figure_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("budget_ore", sa.BigInteger(), nullable=False),
        sa.Column("used_ore", sa.BigInteger(), nullable=False),
        sa.Column("forecast_ore", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["figure_id"], ["outcome_figures.id"], name=op.f("fk_outcome_posts_figure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_posts")),
        sa.UniqueConstraint("figure_id", "position", name=op.f("uq_outcome_posts_figure_id_position")),
    )
    op.create_table(
        "outcome_placings",
        sa.Column("agreement_id", ID, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_outcome_placings_agreement_id")),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_outcome_placings")),
    )
    op.create_table(
        "outcome_imports",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("read_by", sa.Text(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("figure_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_outcome_imports_agreement_id")),
        sa.ForeignKeyConstraint(["figure_id"], ["outcome_figures.id"], name=op.f("fk_outcome_imports_figure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_imports")),
    )
    op.create_index("ix_outcome_imports_agreement_id", "outcome_imports", ["agreement_id"])


def downgrade() -> None:
    op.drop_table("outcome_imports")
    op.drop_table("outcome_placings")
    op.drop_table("outcome_posts")
    op.drop_table("outcome_figures")
