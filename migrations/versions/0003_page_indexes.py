"""What the pages look things up by among a hundred thousand agreements."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MISSED = sa.text("state = 'missed'")


def upgrade() -> None:
    op.create_index("ix_agreements_state_list", "agreements", ["state", "over", "sort_end", "id"])
    op.create_index("ix_agreements_state_sort_key", "agreements", ["state", "sort_key", "id"])
    op.create_index("ix_agreements_state_starts_on", "agreements", ["state", "starts_on", "id"])
    op.create_index(
        "ix_obligations_missed", "obligations", ["agreement_id"], sqlite_where=MISSED, postgresql_where=MISSED
    )


def downgrade() -> None:
    op.drop_index("ix_obligations_missed", table_name="obligations")
    op.drop_index("ix_agreements_state_starts_on", table_name="agreements")
    op.drop_index("ix_agreements_state_sort_key", table_name="agreements")
    op.drop_index("ix_agreements_state_list", table_name="agreements")
