"""Who may open which page: every room's table joined into one, asked before every request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import Flask, abort, current_app, g, make_response, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.accounts.users import OPERATOR
from service.agreements.store import NoSuchAgreement
from service.amendments.tables import AmendmentRow
from service.breaches.tables import BreachRow
from service.deviations.tables import DeviationRow
from service.disputes.tables import DisputeRow
from service.documents.tables import DocumentRow
from service.economy.invoices.tables import InvoiceRow
from service.economy.outcome.tables import ImportRow
from service.followup.reports.tables import ReportRow
from service.followup.shifts.tables import ShiftRow
from service.history.record import ReadOnly
from service.kernel.errors import Unknown
from service.lifecycle.ending.closing import KEPT_UP
from service.lifecycle.rights import RIGHTS, NotYours
from service.lifecycle.standing import Standing, seen_by, sees_many, standing
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.records.tables import DisclosureRow
from service.renegotiations.tables import RenegotiationRow
from service.renewal.tables import DecisionRow
from service.repayments.tables import RepaymentRow
from service.rescissions.tables import RescissionRow
from service.signatures.tables import SignatureRow, SigningRow
from service.terminations.tables import TerminationRow
from service.web.frame.desk import desk, now, today
from service.web.frame.errors import page, typed
from service.web.speech.language import called, speech

KEPT = "overens_who"
CROWD = "overens_crowd"
KNOWN_FOR = timedelta(minutes=10)
HOME = "agreements.show"
LOOPBACK = ("127.0.0.1", "::1")
READING = ("GET", "HEAD", "OPTIONS")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")


class Who(StrEnum):
    """Whom a page that belongs to no agreement is for."""

    ANYONE = "anyone"
    USER = "user"
    FRESH = "user who has just shown who they are"
    OPERATOR = "operator"
    OPERATOR_OR_HERE = "operator or here"


class NotFresh(Exception):
    """It is a while since the one who asks showed who they are."""


@dataclass(frozen=True, slots=True)
class Of:
    """A page about something of one agreement, for whoever has the right `right` there.

    `matter` names what the id in the address is of; the argument is called `<matter>_id`.
    """

    matter: str
    right: str


Rule = Who | Of
# How the agreement is found from the id in an address.
MATTERS: Mapping[str, Any] = {
    "agreement": None,
    "amendment": AmendmentRow.agreement_id,
    "breach": BreachRow.agreement_id,
    "decision": DecisionRow.agreement_id,
    "deviation": DeviationRow.agreement_id,
    "disclosure": DisclosureRow.agreement_id,
    "dispute": DisputeRow.agreement_id,
    "document": DocumentRow.agreement_id,
    "duty": ObligationRow.agreement_id,
    "invoice": InvoiceRow.agreement_id,
    "meeting": MeetingRow.agreement_id,
    "outcome_import": ImportRow.agreement_id,
    "post": OutboxRow.agreement_id,
    "renegotiation": RenegotiationRow.agreement_id,
    "repayment": RepaymentRow.agreement_id,
    "report": ReportRow.agreement_id,
    "shift": ShiftRow.agreement_id,
    "rescission": RescissionRow.agreement_id,
    "signature": SignatureRow.agreement_id,
    "signing": SigningRow.agreement_id,
    "termination": TerminationRow.agreement_id,
}


def _agreement_of(session: Session, matter: str, number: int) -> int | None:
    column = MATTERS[matter]
    if column is None:
        return number
    row = session.execute(select(column).where(column.class_.id == number)).one_or_none()
    if row is None:
        raise Unknown(what=matter, id=number)
    found: int | None = row[0]
    return found


def _from_here() -> bool:
    """Say whether the request comes from this machine itself, not through a proxy on it."""
    return request.remote_addr in LOOPBACK and not any(name in request.headers for name in FORWARDED)


def is_operator() -> bool:
    """Say whether the one who asks runs the installation."""
    return bool(current_user.is_authenticated and current_user.role == OPERATOR)


def ensure_fresh() -> None:
    """Ask for a fresh proof unless the one who asks gave one, or logged in, some minutes ago at most."""
    proved = current_user.proved_at
    if proved is None or not timedelta(0) <= now() - proved < timedelta(minutes=desk().settings.fresh_minutes):
        raise NotFresh


def _allowed(who: Who) -> bool:
    if who is Who.ANYONE or (who is Who.OPERATOR_OR_HERE and _from_here()):
        return True
    return bool(current_user.is_authenticated) and (who in (Who.USER, Who.FRESH) or is_operator())


def stand(session: Session, agreement_id: int) -> Standing:
    """Return how the one who asks stands to an agreement; raise NoSuchAgreement for what is none of theirs."""
    return standing(session, agreement_id, person_id=current_user.person_id, operator=is_operator(), on=today())


def seen(column: Any) -> ColumnElement[bool]:
    """Return the condition that the agreement whose id is in `column` may be known to the one who asks."""
    return seen_by(column, person_id=current_user.person_id, operator=is_operator(), on=today(),
                   many=sees_all_or_many())


def sees_all_or_many() -> bool:
    """Say whether the one who asks sees every agreement, or very many by functions of their own."""
    return is_operator() or many_of(current_user.person_id)


def many_of(person_id: int | None) -> bool:
    """Say whether someone sees very many agreements: how their pages are best asked for, which is found out now and then."""
    if person_id is None:
        return False
    known: dict[int, tuple[datetime, bool]] = current_app.extensions[CROWD]
    at, many = known.get(person_id, (None, False))
    if at is None or not timedelta(0) <= now() - at < KNOWN_FOR:
        with desk().database.read() as session:
            many = sees_many(session, person_id)
        known[person_id] = now(), many
    return many


def standing_here() -> Standing:
    """Return how the one who asks stands to the agreement that this page is about."""
    found: Standing = g.standing
    return found


def may(right: str) -> bool:
    """Say whether the one who asks has a right to the agreement that this page is about."""
    return "standing" in g and standing_here().may(right) and not shut_for(right)


def shut_for(right: str) -> bool:
    """Say whether this page is about a closed agreement, where a right to change anything comes to nothing."""
    return "standing" in g and standing_here().closed and right not in KEPT_UP and not right.endswith(".see")


def closed_here() -> bool:
    """Say whether this page is about a closed agreement."""
    return "standing" in g and standing_here().closed


def _within(session: Session, standing: Standing, rule: Of, number: int) -> bool:
    """Say whether a page is about what someone may know of who knows of some amendments alone, or of what was."""
    if standing.until is not None:
        return rule.right == "agreement.then"
    if not standing.only:
        return True
    about: dict[str, Any] = {
        "signing": select(SigningRow.matter).where(SigningRow.id == number),
        "signature": select(SigningRow.matter).join(SignatureRow, SignatureRow.signing_id == SigningRow.id).where(
            SignatureRow.id == number),
        "document": select(DocumentRow.matter).where(DocumentRow.id == number)}
    if rule.matter == "amendment":
        return number in standing.only
    return rule.matter in about and session.scalars(about[rule.matter]).one() in {f"amendment {one}" for one in standing.only}


def _check(rule: Of) -> None:
    number = (request.view_args or {})[f"{rule.matter}_id"]
    with desk().database.read(apart=True) as session:
        agreement_id = _agreement_of(session, rule.matter, number)
        if agreement_id is None:
            if not is_operator():
                raise Unknown(what=rule.matter, id=number)
            return
        try:
            g.standing = stand(session, agreement_id)
            if not _within(session, g.standing, rule, number):
                raise NoSuchAgreement(id=number)
        except NoSuchAgreement:
            if rule.matter == "agreement":
                raise
            raise Unknown(what=rule.matter, id=number) from None
    if not g.standing.may(rule.right):
        raise NotYours(whom=whom(rule.right))
    if g.standing.closed and request.method not in READING and rule.right not in KEPT_UP:
        raise ReadOnly


def whom(right: str) -> str:
    """Return who has a right, in words."""
    names = [called("function", one).lower() for one in RIGHTS[right].functions]
    return speech().either(names)


def _guard() -> Response | None:
    if request.endpoint is None:
        return None
    rule: Rule = current_app.extensions[KEPT][request.endpoint]
    if isinstance(rule, Who) and _allowed(rule):
        if rule is Who.FRESH:
            ensure_fresh()
        return None
    if not current_user.is_authenticated and rule is not Who.OPERATOR_OR_HERE:
        if request.method == "POST" and request.form and (kept := typed()):
            return make_response(page(401, kept=kept))
        target = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
        return redirect(url_for("login.show", next=target if target != "/" else None))
    if isinstance(rule, Who):
        abort(403)
    try:
        _check(rule)
    except NoSuchAgreement:
        # Old mails lead to the agreement: who acted for a party that has left gets to what was.
        if request.endpoint == HOME and "standing" in g and g.standing.until is not None:
            return redirect(url_for("former.show", **(request.view_args or {})))
        raise
    return None


def guard(app: Flask, rules: Mapping[str, Rule]) -> None:
    """Ask the table before every request; refuse to start with a page that is not in it."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    if endpoints != rules.keys():
        raise LookupError(f"pages and the table of who may open them differ: {endpoints ^ rules.keys()}")
    if unknown := {rule.right for rule in rules.values() if isinstance(rule, Of)} - RIGHTS.keys():
        raise LookupError(f"there are no rights {unknown}")
    app.extensions[KEPT], app.extensions[CROWD] = dict(rules), {}
    about = frozenset(name.split(".")[0] for name, rule in rules.items()
                      if isinstance(rule, Of) and rule.matter != "post")
    app.jinja_env.globals.update(may=may, closed_here=closed_here, is_operator=is_operator, whom=whom, matter_rooms=lambda: about)
    app.before_request(_guard)
