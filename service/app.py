"""The web application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter

from service.db import Database
from service.settings import Settings
from service.web.accounts import address, first, fresh, links, login, profile, second
from service.web.accounts.providers import oidc, proof
from service.web.agreement import succession
from service.web.agreement import views as agreement
from service.web.amendments import form as amendment_form
from service.web.amendments import joiners, terms
from service.web.amendments import send as amendment_send
from service.web.amendments import views as amendments
from service.web.assets import asset, pack
from service.web.assurance import views as assurance
from service.web.breaches import rescissions
from service.web.breaches import views as breaches
from service.web.calendar import views as calendar
from service.web.closing import views as closing
from service.web.decisions import views as decisions
from service.web.deviations import views as deviations
from service.web.disputes import views as disputes
from service.web.documents import add as document_add
from service.web.documents import one as document
from service.web.documents import views as documents
from service.web.duties import views as duties
from service.web.economy import handing
from service.web.economy import one as invoices
from service.web.economy import views as economy
from service.web.followup import views as followup
from service.web.former import views as former
from service.web.frame import access, acting, errors, health, security
from service.web.frame.desk import NAME, Desk
from service.web.guide import views as guide
from service.web.habits import views as habits
from service.web.intake import contacts as intake_contacts
from service.web.intake import draft as intake_draft
from service.web.intake import review as intake_review
from service.web.intake import start as intake
from service.web.journal import views as journal
from service.web.ledger import views as ledger
from service.web.meetings import changes as meeting_changes
from service.web.meetings import extra as meeting_extra
from service.web.meetings import record as meeting_record
from service.web.meetings import views as meetings
from service.web.operator import audit, users
from service.web.operator import views as operator
from service.web.outcome import imports as outcome_import
from service.web.outcome import views as outcome
from service.web.people import views as people
from service.web.pictures import overview
from service.web.pictures import views as pictures
from service.web.portfolio import views as portfolio
from service.web.post import views as post
from service.web.records import archive, disclosure, sheets
from service.web.records import views as records
from service.web.reminders import views as reminders
from service.web.renegotiations import views as renegotiations
from service.web.repayments import views as repayments
from service.web.replies import views as replies
from service.web.reports import views as reports
from service.web.shifts import files as shift_files
from service.web.shifts import lists as shift_lists
from service.web.shifts import log as shift_log
from service.web.shifts import views as shifts
from service.web.signing import send as agreement_send
from service.web.signing import views as signing
from service.web.signing import ways
from service.web.speech import language, switch
from service.web.start import views as start
from service.web.summary import views as summary
from service.web.terminations import views as terminations

ROOMS: tuple[Any, ...] = (
    start, calendar, portfolio, agreement, people, journal, habits, reminders, signing, ways, amendments, amendment_form,
    amendment_send, terms, duties, documents, document_add, document, meetings, meeting_changes, meeting_extra,
    meeting_record, decisions,
    renegotiations, deviations, breaches, rescissions, repayments, disputes, terminations, closing,
    economy, invoices, handing, ledger, outcome, outcome_import,
    reports, summary, followup, pictures, overview, shifts, shift_log, shift_lists, shift_files,
    records, archive, disclosure, sheets,
    post, replies, login, links, profile, address, first, fresh, second, oidc, proof, operator, users, audit, guide,
    assurance, former, joiners, succession, switch, health, intake, intake_review, intake_contacts, intake_draft, agreement_send,
)
LARGEST_ID = 2**63 - 1


class IdConverter(IntegerConverter):
    """A row's id in an address: what no row can have is not found."""

    def __init__(self, map: object) -> None:  # noqa: A002
        super().__init__(map, max=LARGEST_ID)  # type: ignore[arg-type]


def create_app(settings: Settings, database: Database, *, clock: Callable[[], datetime] | None = None) -> Flask:
    """Return the application over an open database; `clock` tells the time, the database's own by default."""
    app = Flask("service.web", static_folder="static", template_folder="templates")
    app.extensions[NAME] = Desk(settings, database, clock or database.now)
    app.url_map.converters["id"] = IdConverter
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=asset, version=version("overens"))
    security.secure(app, settings)
    security.look_past_proxies(app, settings)
    for room in ROOMS:
        app.register_blueprint(room.pages)
    health.watch_over(app)
    login.welcome(app)
    language.speak(app)
    errors.explain(app)
    security.brake(app)
    acting.serve(app)
    fresh.guard_ways(app)
    guide.explain_words(app)
    first.lead_there(app)
    rules = {f"{room.pages.name}.{page}": rule for room in ROOMS for page, rule in room.WHO.items()}
    pack(app)
    access.guard(app, {"static": access.Who.ANYONE, **rules})
    return app
