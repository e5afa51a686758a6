"""A new agreement that takes over, from the decision's page to both agreements' pages."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.lifecycle.acts.renewal import decide
from service.lifecycle.amending import amend
from service.parties.store import cast
from service.renewal.states import Answer
from service.renewal.tables import DecisionRow
from tests.builders import BY
from tests.web.world import NOW, log_in, signed


def test_from_the_decision_to_both_agreements(client: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    with database.write() as session:
        for party in cast(session, agreement).parties:
            decide(session, agreement, party, Answer.EXTEND, now=NOW, by=BY)
        decision = session.scalars(select(DecisionRow.id)).one()
        amendment = session.scalars(select(AmendmentRow.id)).one()
    log_in(client, "karin")
    offered, begin = "Skriv en ny överenskommelse som tar vid", f"/agreements/{agreement}/ny-som-tar-vid"
    page = client.get(f"/decisions/{decision}").text
    assert (offered in page, "ta då tillbaka tillägget först" in page.lower()) == (False, True)
    refused = client.post(begin, data={"budget": "blank"})
    assert (refused.status_code, "Tillägg 1 ska redan förlänga" in refused.text) == (409, True)
    with database.write() as session:
        amend.withdraw(session, amendment, now=NOW, by=BY)
    assert offered in client.get(f"/decisions/{decision}").text
    assert client.post(begin, data={}).status_code == 422
    made = client.post(begin, data={"budget": "copied"}).headers["Location"]
    with database.read() as session:
        new = session.scalars(select(AgreementRow.id).where(AgreementRow.follows_id == agreement)).one()
    assert made == f"/agreements/{new}"
    after, before = client.get(f"/agreements/{agreement}").text, client.get(made).text
    assert (f'href="/agreements/{new}"' in after, 'href="#successor"' in after, "Följs av" in after) == (True, True, True)
    assert (f'href="/agreements/{agreement}"' in before, "Tar vid efter" in before) == (True, True)
    assert "En ny överenskommelse tar vid" in client.get(f"/decisions/{decision}").text
