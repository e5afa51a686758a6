"""An agreement's reminders: chosen in a form, seen in their effect, then saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from service.agreements.tables import AgreementRow
from service.lifecycle.settings.ground import ChangedMeanwhile, ensure_open
from service.lifecycle.settings.ladders import change_ladders, choices_of, usual
from service.obligations.reminders.choices import ADJUSTABLE, Choice, read
from service.parties.model import Function
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done, party_for
from service.web.frame.desk import desk, now
from service.web.frame.forms import Asked, Form, read_form
from service.web.plan.coming import Next, notices
from service.web.plan.read import load
from service.web.reminders.forms import Chosen, filled, stored
from service.web.speech.language import called, say

pages = Blueprint("reminders", __name__)
WHO = {
    "show": Of("agreement", "agreement.settings"),
    "change": Of("agreement", "agreement.settings"),
}
Answer = str | Response | tuple[str, int]
OFFERED = (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.OPERATIONS, Function.ECONOMIST, Function.REGISTRAR)

WHEN = {
    "meeting_proposed": ("Dagar före mötet", "Days before the meeting"),
    "agenda_points": ("Dagar före mötet", "Days before the meeting"),
    "meeting_reminder": ("Dagar före mötet", "Days before the meeting"),
    "minutes_wanted": ("Dagar mellan påminnelserna, från fem arbetsdagar efter mötet",
                       "Days between reminders, from five working days after the meeting"),
    "renewal_ahead": ("Dagar före den dag då ställningen ska vara tagen", "Days before the day by which to decide"),
    "renewal_overdue": ("Dagar mellan påminnelserna, från dagen efter", "Days between reminders, from the day after"),
    "end_ahead": ("Dagar före sista dagen", "Days before the last day"),
    "signature_wanted": ("Dagar mellan påminnelserna", "Days between reminders"),
    "original_waits": ("Dagar mellan påminnelserna, från den tredje dagen", "Days between reminders, from the third day"),
    "renegotiation_waits": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "renegotiation_silent": ("Dagar mellan påminnelserna, från trettio dagar utan anteckning",
                             "Days between reminders, from thirty days without a note"),
    "deviation_reported": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "deviation_approval_wanted": ("Dagar mellan påminnelserna, sedan det påmints efter en vecka och tre dagar före förändringen",
                                  "Days between reminders, after those a week after and three days before the change"),
    "invoice_ahead": ("Dagar före den dag då fakturan ska vara framme", "Days before the invoice is to arrive"),
    "invoice_overdue": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "payment_due": ("Dagar före den dag då det ska vara betalt", "Days before the payment is due"),
    "payment_overdue": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "repayment_waits": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "repayment_unsettled": ("Dagar mellan påminnelserna, från trettio dagar efter att kravet bestreds",
                            "Days between reminders, from thirty days after the claim was disputed"),
    "repayment_due": ("Dagar före den dag då det ska vara betalt", "Days before the payment is due"),
    "repayment_overdue": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "dispute_waits": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "dispute_silent": ("Dagar mellan påminnelserna, från trettio dagar utan anteckning",
                       "Days between reminders, from thirty days without a note"),
    "dispute_unconfirmed": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "termination_unreceived": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "termination_consent_waits": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "report_ahead": ("Dagar före rapportens dag", "Days before the report is due"),
    "report_overdue": ("Dagar mellan påminnelserna, från dagen efter", "Days between reminders, from the day after"),
    "report_delivered": ("Dagar mellan påminnelserna, från två veckor efter att den lämnats",
                         "Days between reminders, from two weeks after delivery"),
    "report_returned": ("Dagar mellan påminnelserna, från en vecka efter", "Days between reminders, from a week after"),
    "shift_untold": ("Dagar mellan påminnelserna, från dagen efter", "Days between reminders, from the day after"),
    "rectify_ahead": ("Dagar före sista dagen för rättelse", "Days before the last day to rectify"),
}

# What a notice is about, by the first word of its name.
ABOUT = {
    **dict.fromkeys(("meeting", "agenda", "minutes"), ("Möten", "Meetings")),
    **dict.fromkeys(("renewal", "end"), ("Förlängning och slut", "Renewal and end")),
    **dict.fromkeys(("signature", "original"), ("Underskrifter", "Signatures")),
    **dict.fromkeys(("renegotiation", "deviation"), ("Omförhandling och avvikelser", "Renegotiation and deviations")),
    **dict.fromkeys(("invoice", "payment"), ("Fakturor och betalningar", "Invoices and payments")),
    **dict.fromkeys(("report", "shift"), ("Rapporter och pass", "Reports and shifts")),
    **dict.fromkeys(("rectify", "repayment"), ("Rättelse och återbetalning", "Rectification and repayment")),
    "dispute": ("Tvister", "Disputes"), "termination": ("Uppsägning", "Notice of termination"),
}


def _about(name: str) -> tuple[str, str]:
    return ABOUT[name.partition("_")[0]]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a choice does to the mail to come: added, fallen away, how many stay, and (notice, days) repeated otherwise."""

    added: Sequence[Next]
    dropped: Sequence[Next]
    same: int
    again: Sequence[tuple[str, int]]


def foresee(agreement_id: int, ladders: str) -> Effect:
    """Return the difference that other ladders make to an agreement's mail to come."""
    with desk().database.read() as session:
        found = load(session, agreement_id)
    before, after = notices(found, now()), notices(found, now(), ladders=ladders)

    def known(mails: Sequence[Next]) -> set[tuple[str, str, str]]:
        return {(str(one.at), one.title, one.who) for one in mails}

    def without(mails: Sequence[Next], others: set[tuple[str, str, str]]) -> list[Next]:
        left = [one for one in mails if (str(one.at), one.title, one.who) not in others]
        return sorted(left, key=lambda one: (one.day, one.title))

    added = without(after, known(before))
    again = [(name, every) for name in ADJUSTABLE if (every := _every(ladders, name)) and every != _every(found.row.ladders, name)]
    return Effect(added=added, dropped=without(before, known(after)), same=len(after) - len(added), again=again)


def _every(ladders: str, name: str) -> int | None:
    return read(ladders).get(name, Choice()).every or usual(name).every


def _page(agreement_id: int, form: Form[Asked] | None = None, effect: Effect | None = None, sure: str = "") -> str:
    with desk().database.read() as session:
        row = session.get_one(AgreementRow, agreement_id)
        ensure_open(row)
        chosen = choices_of(row)
    if form is not None and form.status == ChangedMeanwhile.status:
        form.typed["revision"] = str(row.revision)
    as_usual = request.method == "GET" and "usual" in request.args
    form = form or filled({} if as_usual else chosen, row.revision)
    return render_template(
        "reminders/show.html", row=row, form=form, chosen=chosen, effect=effect, sure=sure, usual=as_usual and bool(chosen),
        kinds=ADJUSTABLE, groups=[(say(*about), list(names)) for about, names in groupby(ADJUSTABLE, _about)],
        when={name: say(*words) for name, words in WHEN.items()},
        functions=[(one.value, called("function", one)) for one in OFFERED], now_holds=filled(chosen, row.revision))


@pages.get("/agreements/<id:agreement_id>/paminnelser")
def show(agreement_id: int) -> str:
    """Show which reminders go out when."""
    return _page(agreement_id)


@pages.post("/agreements/<id:agreement_id>/paminnelser")
def change(agreement_id: int) -> Answer:
    """Show what a choice of reminders leads to; hold to it once that has been seen."""
    form = read_form(Chosen)
    wanted = stored(form) if form.ok else ""
    if not form.ok:
        return _page(agreement_id, form), form.status
    if form.given.model_dump()["sure"] == wanted:
        with acting(form, goes_to=url_for("reminders.show", agreement_id=agreement_id)) as act:
            change_ladders(act.session, agreement_id, read(wanted), revision=form.given.model_dump()["revision"], now=now(),
                           party_id=party_for("agreement.settings"), by=actor_for(act.session, agreement_id, "agreement.settings"))
        if form.ok:
            return done(act.goes_to, "Påminnelserna är ändrade.", "The reminders are changed.")
    return _page(agreement_id, form, foresee(agreement_id, wanted), wanted), form.status
