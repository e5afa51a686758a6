"""Units and index figures that the plan of payments is reckoned with."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "economy_figures",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hundredths", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_economy_figures_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_economy_figures")),
        sa.UniqueConstraint("agreement_id", "kind", "name", name=op.f("uq_economy_figures_agreement_id_kind_name")),
    )


def downgrade() -> None:
    op.drop_table("economy_figures")
