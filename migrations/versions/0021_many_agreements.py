"""Indexes for those who hold functions in very many agreements, for words in names, the post of a party, and the days of all."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OWED = "kind NOT IN ('meeting', 'renewal_decision')"
INDEXES: tuple[tuple[str, str, list[str], tuple[str, str] | None], ...] = (
    ("ix_functions_held", "functions", ["person_id", "agreement_id", "waiting", "from_on", "to_on"], None),
    ("ix_functions_person_id", "functions", ["person_id", "id"], None),
    ("ix_functions_person_function", "functions", ["person_id", "function", "id"], None),
    ("ix_functions_waiting", "functions", ["person_id", "party_id"], ("waiting IS 1", "waiting IS true")),
    ("ix_functions_ended", "functions", ["person_id", "party_id", "to_on"], ("to_on IS NOT NULL", "to_on IS NOT NULL")),
    ("ix_parties_of_organisation", "parties", ["organisation_id", "standing", "agreement_id"], None),
    ("ix_agreements_search", "agreements", ["search", "id"], ("length(search) <= 600", "length(search) <= 600")),
    ("ix_agreements_search_long", "agreements", ["id"], ("length(search) > 600", "length(search) > 600")),
    ("ix_meetings_listed", "meetings", ["day", "id"], None),
    ("ix_obligations_listed", "obligations", ["day", "id"], (OWED, OWED)),
    ("ix_outbox_party_id", "outbox", ["party_id", "id"], None),
)
REPLACED = (("ix_functions_person_agreement", "functions", ["person_id", "agreement_id"]),
            ("ix_parties_organisation_id", "parties", ["organisation_id"]),
            ("ix_meetings_day", "meetings", ["day"]))


def upgrade() -> None:
    for name, table, _ in REPLACED:
        op.drop_index(name, table)
    for name, table, columns, where in INDEXES:
        sqlite, postgresql = (sa.text(one) for one in where) if where else (None, None)
        op.create_index(name, table, columns, sqlite_where=sqlite, postgresql_where=postgresql)


def downgrade() -> None:
    for name, table, _, _ in INDEXES:
        op.drop_index(name, table)
    for name, table, columns in REPLACED:
        op.create_index(name, table, columns)
