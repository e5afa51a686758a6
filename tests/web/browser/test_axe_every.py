"""Every page there is before axe, each as whoever it is for: a page that is not looked at fails a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from service.accounts.tables import TicketRow, UserRow
from service.accounts.ways_in.tickets import Kind, issue
from service.app import create_app
from service.db import Database
from service.followup.reports.tables import ReportRow
from service.journal.actions import Kind as Contacted
from service.journal.actions import note_contact
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow
from service.notices.writing.links import ticket_token
from service.obligations.tables import ObligationRow
from service.parties.tables import FunctionRow
from tests.web.browser import (
    test_amendments,
    test_axe,
    test_documents,
    test_endings,
    test_intake,
    test_journey_breach,
    test_journey_first_run,
    test_outcome,
    test_records,
    test_shifts,
    test_talks,
    test_ways,
    test_ways_in,
)
from tests.web.browser.conftest import Site
from tests.web.browser.steps import TOWN, town
from tests.web.browser.test_axe import WAYS
from tests.web.browser.walks import findings, meeting_in, overflow, reply_to
from tests.web.world import BY, NOW, PASSWORD, SECRET, draft, email_of, settings, terms

NOBODY, OPERATOR, KARIN = "nobody", "operator", "karin"
HERE = "/agreements/{agreement}"
# By endpoint: who looks, and at which of its states. Karin coordinates and leads, at the party that convenes.
PAGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "start.index": (KARIN, ("/",)),
    "portfolio.index": (KARIN, ("/agreements", "/agreements?q=zzz")),
    "agreements.show": (KARIN, (HERE, "/agreements/{draft}")),
    "people.index": (KARIN, (f"{HERE}/personer",)),
    "people.giving": (KARIN, (f"{HERE}/personer/ny",)),
    "people.correcting": (KARIN, (f"{HERE}/personer/{{person}}/ratta",)),
    "people.replacing": (KARIN, (f"{HERE}/personer/{{person}}/ersatt",)),
    "people.ending": (KARIN, (f"{HERE}/personer/funktioner/{{function}}/avsluta",)),
    "journal.index": (KARIN, (f"{HERE}/kontakter", "/agreements/{draft}/kontakter")),
    "journal.correcting": (KARIN, (f"{HERE}/kontakter/{{contact}}/ratta",)),
    "journal.notes_of_ours": (KARIN, (f"{HERE}/anteckningar",)),
    "terminations.index": (KARIN, (f"{HERE}/uppsagning",)),
    "closing.show": (KARIN, (f"{HERE}/avslut",)),
    "habits.show": (KARIN, (f"{HERE}/installningar",)),
    "reminders.show": (KARIN, (f"{HERE}/paminnelser",)),
    "signing.show": (KARIN, (f"{HERE}/underskrifter", "/agreements/{draft}/underskrifter")),
    "agreement_send.show": (KARIN, ("/agreements/{draft}/skicka",)),
    "documents.index": (KARIN, (f"{HERE}/dokument",)),
    "intake_draft.show": (KARIN, ("/agreements/{draft}/utkast",)),
    "document_add.adding": (KARIN, (f"{HERE}/dokument/nytt",)),
    "amendments.index": (KARIN, (f"{HERE}/tillagg",)),
    "succession.new": (KARIN, (f"{HERE}/ny-som-tar-vid",)),
    "amendment_form.new": (KARIN, (f"{HERE}/tillagg/nytt",)),
    "terms.show": (KARIN, (f"{HERE}/villkor", f"{HERE}/villkor?dag=2026-10-01&mot=2026-12-01")),
    "renegotiations.index": (KARIN, (f"{HERE}/omforhandlingar",)),
    "renegotiations.asking": (KARIN, (f"{HERE}/omforhandlingar/ny",)),
    "deviations.index": (KARIN, (f"{HERE}/avvikelser",)),
    "deviations.reporting": (KARIN, (f"{HERE}/avvikelser/ny",)),
    "disputes.index": (KARIN, (f"{HERE}/tvister",)),
    "disputes.opening": (KARIN, (f"{HERE}/tvister/ny",)),
    "economy.index": (KARIN, (f"{HERE}/ekonomi",)),
    "economy.settings": (KARIN, (f"{HERE}/ekonomi/installningar",)),
    "invoices.show": (KARIN, ("/fakturor/1",)),
    "handing.asking": (KARIN, ("/fakturor/1/lamna-in",)),
    "outcome.index": (KARIN, (f"{HERE}/utfall", "/agreements/{draft}/utfall")),
    "shifts.index": (KARIN, (f"{HERE}/pass", f"{HERE}/pass?m=2026-01")),
    "shift_lists.show": (KARIN, (f"{HERE}/pass/listor",)),
    "reports.index": (KARIN, (f"{HERE}/rapporter",)),
    "reports.show": (KARIN, ("/reports/{report}",)),
    "summary.show": (KARIN, ("/reports/{report}/sammanstallning",)),
    "summary.preview": (KARIN, ("/reports/{report}/sammanstallning/forhandsvisning",)),
    "assurance.show": (KARIN, (f"{HERE}/granskning", "/agreements/{draft}/granskning")),
    "pictures.index": (KARIN, (f"{HERE}/bilder", "/agreements/{draft}/bilder")),
    "ledger.index": (KARIN, ("/fakturor", "/fakturor?lage=open&fran=2026-01-01", "/fakturor?q=zzz")),
    "overview.index": (KARIN, ("/agreements/bilder", "/agreements/bilder?part=999")),
    "followup.index": (KARIN, (f"{HERE}/uppfoljning",)),
    "followup.goals": (KARIN, ("/meetings/{minuted}/mal",)),
    "breaches.index": (KARIN, (f"{HERE}/avtalsbrott",)),
    "breaches.notifying": (KARIN, (f"{HERE}/avtalsbrott/nytt",)),
    "rescissions.claiming": (KARIN, (f"{HERE}/havning/ny",)),
    "intake.choose": (KARIN, ("/agreements/ny",)),
    "duties.show": (KARIN, ("/duties/{duty}",)),
    "decisions.show": (KARIN, ("/decisions/1",)),
    "meetings.show": (KARIN, ("/meetings/{meeting}", "/meetings/{minuted}", "/meetings/{planned}")),
    "meeting_extra.new": (KARIN, (f"{HERE}/moten/nytt",)),
    "meeting_changes.moving": (KARIN, ("/meetings/{meeting}/flytta",)),
    "meeting_changes.cancelling": (KARIN, ("/meetings/{meeting}/stall-in",)),
    "meeting_changes.called": (KARIN, ("/meetings/{meeting}/kallade", "/meetings/{planned}/kallade")),
    "meeting_record.holding": (KARIN, ("/meetings/{meeting}/hallet",)),
    "meeting_record.writing": (KARIN, ("/meetings/{minuted}/anteckningar",)),
    "post.index": (KARIN, ("/post", "/post?lage=undeliverable")),
    "post.show": (KARIN, ("/post/{post}",)),
    "post.coming": (KARIN, ("/post/kommer",)),
    "calendar.index": (KARIN, ("/kalender", "/kalender?m=2026-12", "/kalender?m=2019-01")),
    "profile.show": (KARIN, ("/jag",)),
    "profile.choosing": (KARIN, ("/jag/losenord",)),
    "address.show": (KARIN, ("/jag/adress",)),
    "fresh.ask": (KARIN, ("/jag/bevisa?next=/jag/losenord",)),
    "oidc.ways": (KARIN, ("/jag/inloggning",)),
    "second.show": (KARIN, ("/jag/tvasteg",)),
    "operator.index": (OPERATOR, ("/drift",)),
    "operator.about": (OPERATOR, ("/drift/om",)),
    "users.index": (OPERATOR, ("/drift/anvandare",)),
    "audit.index": (OPERATOR, ("/drift/historik",)),
    "first.organisation": (OPERATOR, ("/kom-igang/organisation",)),
    "login.show": (NOBODY, ("/logga-in",)),
    "links.ask": (NOBODY, ("/logga-in/lank",)),
    "links.show": (NOBODY, ("{ticket}", "/lank/x")),
    "replies.show": (NOBODY, ("{reply}", "{reply}?svar=annan", "/svar/x")),
    "guide.help": (NOBODY, ("/hjalp",)),
    "guide.glossary": (NOBODY, ("/ordlista",)),
    "guide.accessibility": (NOBODY, ("/tillganglighet",)),
    "guide.privacy": (NOBODY, ("/integritet",)),
}
# Looked at where one gets to them step by step.
ELSEWHERE: Mapping[str, Callable[..., None]] = {
    "intake_review.show": test_intake.test_every_page_and_state_is_sound,
    "intake_review.preview": test_intake.test_every_page_and_state_is_sound,
    "intake_contacts.show": test_intake.test_every_page_and_state_is_sound,
    "second.ask": test_ways_in.test_a_second_step,
    "first.show": test_journey_first_run.test_from_nothing_to_an_agreement,
    "post.html": test_axe.test_a_mail_by_itself,
    "amendments.show": test_amendments.test_page,
    "former.show": test_amendments.test_what_was_until_a_party_left,
    "amendment_form.edit": test_amendments.test_page,
    "amendment_send.show": test_amendments.test_page,
    "document.show": test_documents.test_page,
    "document.registering": test_documents.test_page,
    "document.culling": test_documents.test_page,
    "records.index": test_records.test_page,
    "records.reads": test_records.test_page,
    "records.culling": test_records.test_page,
    "archive.show": test_records.test_page,
    "disclosure.index": test_records.test_page,
    "disclosure.choosing": test_records.test_page,
    "disclosure.show": test_records.test_page,
    "disclosure.refusing": test_records.test_page,
    "sheets.show": test_records.test_page,
    "sheets.sheet": test_records.test_page,
    "renegotiations.show": test_talks.test_a_renegotiation_from_asking_to_agreeing,
    "terminations.asking": test_endings.test_notice_is_given_received_and_withdrawn,
    "terminations.show": test_endings.test_notice_is_given_received_and_withdrawn,
    "deviations.show": test_talks.test_a_deviation_from_report_to_approval,
    "disputes.show": test_journey_breach.test_from_breach_to_repayment_by_both_sides,
    "repayments.index": test_journey_breach.test_from_breach_to_repayment_by_both_sides,
    "repayments.claiming": test_journey_breach.test_from_breach_to_repayment_by_both_sides,
    "repayments.show": test_journey_breach.test_from_breach_to_repayment_by_both_sides,
    "outcome.entering": test_outcome.test_outcome_by_hand_and_out_of_books,
    "outcome_import.choose": test_outcome.test_outcome_by_hand_and_out_of_books,
    "outcome_import.show": test_outcome.test_outcome_by_hand_and_out_of_books,
    "shift_log.show": test_shifts.test_every_page,
    "shift_log.shell": test_shifts.test_without_network_each_shift_is_logged_once,
    "shifts.show": test_shifts.test_every_page,
    "shifts.planning": test_shifts.test_every_page,
    "shifts.editing": test_shifts.test_every_page,
    "shifts.reporting": test_shifts.test_every_page,
    "shift_files.show": test_shifts.test_every_page,
    "breaches.show": test_journey_breach.test_from_breach_to_repayment_by_both_sides,
    "rescissions.show": test_journey_breach.test_from_breach_to_repayment_by_both_sides,
    "ways.show": test_ways.test_state,
    "ways.original": test_ways.test_state,
}
NO_PAGES = {"static", "documents.text", "documents.terms", "portfolio.csv", "portfolio.xlsx", "ledger.csv", "profile.export", "calendar.ics",
            "health.healthz", "health.metrics", "oidc.start", "oidc.back", "proof.start", "document.file", "documents.paper",
            "documents.minutes", "ways.file", "ways.amendment", "former.file", "summary.paper", "summary.sheet", "summary.table",
            "amendment_send.text",
            "shift_log.ticket", "shift_log.worker", "shift_files.template", "shift_files.export",
            "assurance.printed", "assurance.table", "records.listed", "sheets.picture"}
# Forms sent as they stand, empty or wrong: who sends what where, from which page.
REFUSED: tuple[tuple[str, str, str, int], ...] = (
    (KARIN, f"{HERE}/personer/ny", f"{HERE}/personer/ny", 422),
    (KARIN, f"{HERE}/personer/{{person}}/ratta", f"{HERE}/personer/{{person}}/ratta", 422),
    (KARIN, f"{HERE}/personer/{{person}}/ersatt", f"{HERE}/personer/{{person}}/ersatt", 422),
    (KARIN, f"{HERE}/personer/funktioner/{{function}}/avsluta", f"{HERE}/personer/funktioner/{{function}}/avsluta", 422),
    (KARIN, f"{HERE}/kontakter", f"{HERE}/kontakter", 422),
    (KARIN, f"{HERE}/anteckningar", f"{HERE}/anteckningar", 422),
    (KARIN, f"{HERE}/installningar", f"{HERE}/installningar", 422),
    (KARIN, "/meetings/{meeting}", "/meetings/{meeting}/punkter", 422),
    (KARIN, "/meetings/{meeting}/flytta", "/meetings/{meeting}/flytta", 422),
    (KARIN, "/meetings/{meeting}/stall-in", "/meetings/{meeting}/stall-in", 422),
    (KARIN, "/meetings/{meeting}/kallade", "/meetings/{meeting}/kallade/svar", 422),
    (KARIN, "/meetings/{meeting}/hallet", "/meetings/{meeting}/hallet", 422),
    (KARIN, "/decisions/1", "/decisions/1/svar", 422),
    (KARIN, "/fakturor/1/lamna-in", "/fakturor/1/lamna-in", 422),
    (KARIN, "/agreements", "/agreements/vyer", 422),
    (KARIN, "/jag", "/jag", 422),
    (KARIN, "/jag/losenord", "/jag/losenord", 422),
    (KARIN, "/jag/bevisa", "/jag/bevisa", 422),
    (KARIN, "/jag/adress", "/jag/adress", 422),
    (KARIN, "/jag/tvasteg", "/jag/tvasteg", 422),
    (KARIN, f"{HERE}/underskrifter", f"{HERE}/avsluta", 409),
    (OPERATOR, "/drift/anvandare", "/drift/anvandare", 422),
    (OPERATOR, "/kom-igang/organisation", "/kom-igang/organisation", 422),
    (NOBODY, "/logga-in", "/logga-in", 422),
    (NOBODY, "/logga-in/lank", "/logga-in/lank", 422),
    (NOBODY, "/tillganglighet", "/tillganglighet", 422),
    (NOBODY, "{reply}", "{reply}", 422),
)
SEND = """([path, text]) => {
    const token = document.querySelector('[name=csrf_token]').value;
    const form = Object.assign(document.createElement('form'), {method: 'post', action: path});
    for (const [name, value] of Object.entries({csrf_token: token, filler: text})) {
        form.append(Object.assign(document.createElement('textarea'), {name, value}));
    }
    document.body.append(form);
    form.submit();
}"""


def test_every_page_is_looked_at() -> None:
    app = create_app(settings(), Database("sqlite://"))
    given = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert given == PAGES.keys() | ELSEWHERE.keys() | NO_PAGES
    assert len(given) == len(PAGES) + len(ELSEWHERE) + len(NO_PAGES)


def places(site: Site) -> dict[str, object]:
    """Make and find what the addresses name."""
    made = draft(site.database, terms("Ett utkast"), contacts=TOWN)
    with site.database.write() as session:
        contact = note_contact(session, 1, day=NOW.date(), kind=Contacted.CALL, who="Karin, Maria", body="Vi ringdes.", author="Karin Lind",
                               party_id=None, now=NOW, by=BY)
        user = session.scalars(select(UserRow).where(UserRow.email == email_of("reader"))).one()
        ticket = session.get_one(TicketRow, issue(session, user, Kind.PASSWORD, now=NOW, by=BY))
        path = ticket_token(SECRET, ticket.id, ticket.nonce)
    with site.database.read() as session:
        function = session.scalars(select(FunctionRow).where(FunctionRow.agreement_id == 1).order_by(FunctionRow.id.desc())).first()
        assert function is not None
        duty = session.scalars(select(ObligationRow.id).where(
            ObligationRow.kind == "invoice", ObligationRow.agreement_id == 1).order_by(ObligationRow.id)).first()
        report = session.scalars(select(ReportRow.id).where(
            ReportRow.kind == "yearly_summary", ReportRow.agreement_id == 1).order_by(ReportRow.id)).first()
        post = session.scalars(select(OutboxRow.id).where(OutboxRow.to_email == email_of(KARIN)).order_by(OutboxRow.id)).first()
        planned = session.scalars(select(MeetingRow.id).where(MeetingRow.state == "planned").order_by(MeetingRow.id)).first()
    meeting = meeting_in(site, "called")
    return {"agreement": 1, "draft": made, "contact": contact, "function": function.id, "person": function.person_id, "duty": duty,
            "report": report, "post": post, "meeting": meeting, "minuted": meeting_in(site, "minuted"), "planned": planned,
            "reply": reply_to(site, meeting), "ticket": f"/lank/{path}"}


def opened(browser: Browser, site: Site, who: str, way: str) -> Page:
    width, scheme, language = WAYS[way]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{site.url}/logga-in")
    if language == "en":
        page.click("button[lang=en]")
    if who != NOBODY:
        page.fill("#email", email_of(who))
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_url(f"{site.url}/")
    return page


def sent(page: Page, path: str, text: str = "") -> int:
    """Send a form with its proof and nothing else; return what the server says."""
    with page.expect_navigation() as gone:
        page.evaluate(SEND, [path, text])
    return gone.value.status if gone.value else 0


def ailing(page: Page, name: str) -> list[str]:
    wide = overflow(page)
    return [f"{name}: {one}" for one in findings(page)] + ([f"{name}: {wide} too wide"] if wide else [])


def answered(page: Page, site: Site, wanted: dict[str, int]) -> list[str]:
    """Look at pages that answer with a status, by address."""
    found = []
    for path, status in wanted.items():
        told = page.goto(site.url + path)
        assert told is not None and told.status == status, path
        found += ailing(page, f"{status} {path}")
    return found


@pytest.mark.every_twin
@pytest.mark.parametrize("way", WAYS)
def test_every_page_every_refusal_and_every_error(browser: Browser, tmp_path: Path, way: str) -> None:
    with town(tmp_path) as site:
        named = places(site)
        pages = {who: opened(browser, site, who, way) for who in (NOBODY, OPERATOR, KARIN)}
        said: list[str] = []
        for page in pages.values():
            page.on("console", lambda message: said.append(message.text) if "Failed to load" not in message.text else None)
        wrong = []
        for who, paths in PAGES.values():
            for path in paths:
                told = pages[who].goto(site.url + path.format_map(named))
                assert told is not None and told.status in (200, 404, 410), path
                assert (told.status == 200) == (not path.endswith("/x")), path
                wrong += ailing(pages[who], path)
        for who, here, path, status in REFUSED:
            pages[who].goto(site.url + here.format_map(named))
            assert sent(pages[who], path.format_map(named)) == status, path
            wrong += ailing(pages[who], f"refused {path}")
        stranger = opened(browser, site, "stranger", way)
        wrong += answered(stranger, site, {"/": 200, "/agreements": 200, "/post": 200, "/post/kommer": 200, "/kalender": 200})
        wrong += answered(pages[KARIN], site, {"/drift": 403, "/agreements/999": 404, "/nope": 404, "/agreements?efter=x": 400})
        pages[KARIN].goto(f"{site.url}/jag")
        assert sent(pages[KARIN], "/jag", "x" * 70_000) == 413
        wrong += ailing(pages[KARIN], "413")
        status = 0
        for _ in range(25):
            pages[NOBODY].goto(f"{site.url}/logga-in")
            if (status := sent(pages[NOBODY], "/logga-in")) == 429:
                break
        assert status == 429
        wrong += ailing(pages[NOBODY], "429")
        with site.database.change_schema() as connection:
            connection.exec_driver_sql("DROP TABLE sessions")
        wrong += answered(pages[KARIN], site, {"/": 500})
        for page in (*pages.values(), stranger):
            page.context.close()
        assert wrong == []
        assert said == []
