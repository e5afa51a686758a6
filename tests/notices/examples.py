"""One full set of facts for every notice: the same partnership, the same people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from service.agreements.terms import NoticeRight
from service.notices.writing.compose import Letterhead, Mailing
from service.notices.writing.words import LANGUAGES
from service.terminations.rules import reckon
from service.terminations.words import explained

HEAD = Letterhead("Överens", "post@overens.example", "https://overens.example", "a secret for tests only")
CREATED = datetime(2025, 9, 19, 6, 0, tzinfo=UTC)
PARTIES = ["Socialförvaltningen Centrum", "Föreningen Linden"]
KARIN = {"name": "Karin Lind", "email": "karin.lind@stad.example"}
AMIRA = {"name": "Amira Öst", "email": "amira@linden.example"}

COMMON: Mapping[str, Any] = {
    "agreement": "Trygghetsbussen", "agreement_id": 1, "parties": PARTIES,
    "clause": "Parterna träffas kvartalsvis för avstämning. Socialförvaltningen ansvarar för att kalla.",
    "day": "2025-10-10", "late": False, "given_on": "2025-09-19", "link": "/agreements/1/meetings/7",
    "simulated": False, "reply_to": KARIN, "sender_name": "Karin Lind", "calendar": None,
}
MEETING: Mapping[str, Any] = {
    "meeting_id": 7, "starts": "2025-10-10T10:00:00+02:00", "ends": "2025-10-10T11:30:00+02:00",
    "place": "Stadshuset, rum 4", "video": None, "period": "2025-Q4", "convenor": "Karin Lind",
    "convenor_email": KARIN["email"], "convenor_party": PARTIES[0], "revision": 0,
    "agenda": [
        {"code": "minutes", "text": None}, {"code": "extension", "text": None}, {"code": "frame", "text": None},
        {"code": "undertaking", "text": "sju trygghetsvandrare på 35 %"}, {"code": "custom", "text": "Höstlovet"},
    ],
}
CALENDAR: Mapping[str, Any] = {
    "method": "REQUEST", "uid": "7f3a@overens.example", "sequence": 0, "stamp": "2025-09-19T06:00:00+00:00",
    "starts": MEETING["starts"], "ends": MEETING["ends"], "summary": None, "place": MEETING["place"], "video": None,
    "agenda": [], "organizer": KARIN,
    "attendees": [{**KARIN, "status": "accepted"}, {**AMIRA, "status": "needs-action"}],
}
RENEWAL: Mapping[str, Any] = {
    "day": "2025-10-31", "link": "/agreements/1/renewal", "end": "2025-12-31", "silence": "ends", "days_left": 30,
    "clause": "Ställningstagande till förlängning ska ske senast två månader innan överenskommelsen löper ut.",
    "answered": [{"party": PARTIES[0], "answer": "extend"}], "waiting_for": [PARTIES[1]],
}
DUTIES = [
    {"kind": "meeting", "day": "2025-10-10", "owes": PARTIES[0]},
    {"kind": "renewal_decision", "day": "2025-10-31", "owes": "both"},
    {"kind": "accounts", "day": None, "owes": PARTIES[1]},
]
AMENDMENT: Mapping[str, Any] = {"clause": "", "day": "2025-11-01", "link": "/amendments/3", "number": 2, "amendment": "Ett år till"}
TERM = "Överenskommelsen gäller från och med 2025-02-01 till och med 2025-12-31."
RENEGOTIATION: Mapping[str, Any] = {
    "clause": "Parterna träffas kvartalsvis för avstämning.", "day": "2025-09-01", "link": "/renegotiations/3", "renegotiation_id": 3,
    "provision": "meetings", "about": "Tätare avstämningar", "why": "Mycket har hänt under sommaren.", "asked_by": PARTIES[0],
    "asked_on": "2025-09-01", "waiting_for": [PARTIES[1]],
}
REPAYMENT: Mapping[str, Any] = {
    "clause": "Socialförvaltningen kan kräva tillbaka delar av eller hela summan.", "day": "2025-10-01", "link": "/repayments/2",
    "repayment_id": 2, "ground": "period", "amount": "230693.92", "left": "230693.92", "waived": None,
    "why": "Verksamheten upphörde i oktober.", "claimed_by": PARTIES[0], "owed_by": PARTIES[1], "claimed_on": "2025-11-03",
    "due_on": "2025-12-15", "due_amount": "115346.96", "parts": [
        {"due_on": "2025-12-15", "amount": "115346.96"}, {"due_on": "2026-01-15", "amount": "115346.96"}],
}
DISPUTE: Mapping[str, Any] = {
    "clause": "Tvister löses i första hand genom dialog mellan parterna.", "day": "2025-11-10", "link": "/disputes/5", "dispute_id": 5,
    "about": "Vad som är använt", "why": "Vi räknar hyran olika.", "opened_by": PARTIES[1], "opened_on": "2025-11-10", "forum": None,
    "stated": None, "waiting_for": [],
}
TERMINATION: Mapping[str, Any] = {
    "clause": "Överenskommelsen kan sägas upp med tre månaders varsel.", "day": "2025-09-01", "link": "/uppsagningar/3", "termination_id": 3,
    "by": PARTIES[0], "signer": "Anders Berg", "given_on_day": "2025-09-01", "received": None, "last": "2025-12-01", "waiting_for": [],
    "explained": {name: explained(reckon(date(2025, 9, 1), NoticeRight(months=3)), name) for name in LANGUAGES}, "reason": None,
}
RUNNING: Mapping[str, Any] = {**TERMINATION, "day": "2025-12-01", "received": "2025-09-01"}
INVOICE: Mapping[str, Any] = {
    "clause": "Föreningen fakturerar förvaltningen en gång i halvåret.", "day": "2025-10-30", "link": "/fakturor/4", "invoice_id": 4,
    "kind": "invoice", "first": "2025-02-01", "last": "2025-06-30", "number": None, "amount": None, "expected": "579886.36", "left": None,
    "approved": False, "handed_in": False, "due_on": None, "payer": PARTIES[0], "payee": PARTIES[1],
}
HANDED: Mapping[str, Any] = {**INVOICE, "number": "2025-17", "amount": "579886.36", "left": "579886.36", "handed_in": True,
                             "due_on": "2025-10-30"}
DEVIATION: Mapping[str, Any] = {
    "clause": "Betydande avvikelser från plan och budget godkänns av chef och styrelse i förväg.", "day": "2025-10-20",
    "link": "/deviations/5", "deviation_id": 5, "kind": "budget", "post": "Drift och underhåll", "what": "Nytt larm i bussen",
    "why": "Det gamla har slutat fungera.", "sek": "12500", "percent": "15.87", "changes_on": "2025-10-20",
    "reported_by": PARTIES[1], "reported_on": "2025-09-15", "passed": False, "waiting_for": PARTIES,
}

REPORT: Mapping[str, Any] = {
    "clause": "Parterna tar årligen del av verksamhetsplan, årsuppföljning och bokslut.", "day": "2026-02-15", "link": "/reports/4",
    "report_id": 4, "kind": "yearly_summary", "first": "2025-02-01", "last": "2025-12-31", "owed_by": PARTIES[1:],
    "delivered_on": None, "too_late": False, "noted": False, "days_left": 30, "comment": None, "again": False,
}

BREACH: Mapping[str, Any] = {
    "clause": "Part får häva om motparten allvarligt brister och inte rättar sig utan dröjsmål.", "day": "2025-09-29",
    "link": "/breaches/4", "breach_id": 4, "notified_by": PARTIES[0], "against": PARTIES[1], "notified_on": "2025-09-15",
    "undertaking": "Sju trygghetsvandrare på 35 %", "what": "Inga pass har gåtts sedan sommaren.", "since": "2025-08-11", "days": 14,
    "at_once": None, "rectify_by": "2025-09-29",
}
RESCISSION: Mapping[str, Any] = {
    "clause": "Part får häva om motparten allvarligt brister och inte rättar sig utan dröjsmål.", "day": "2025-10-06",
    "link": "/rescissions/2", "rescission_id": 2, "party": PARTIES[0], "declared_by": "Anders Berg", "declared_on": "2025-10-01",
    "effective_on": "2025-10-06", "reason": "Passen har inte börjat gås igen.", "outside": False, "in_effect": False,
}
ACCOUNT: dict[str, Any] = {"agreement": "Överens", "agreement_id": None, "parties": [], "clause": "", "day": "2025-10-01", "link": ""}
FACTS: Mapping[str, Mapping[str, Any]] = {
    "begun": {"clause": TERM, "day": "2025-02-01", "start": "2025-02-01", "end": "2025-12-31", "duties": DUTIES},
    "meeting_proposed": MEETING,
    "agenda_points": MEETING,
    "meeting_call": {**MEETING, "calendar": CALENDAR},
    "meeting_reminder": {**MEETING, "video": "https://video.example/linden"},
    "meeting_moved": {
        **MEETING, "old_starts": "2025-10-10T10:00:00+02:00", "starts": "2025-10-14T13:00:00+02:00",
        "ends": "2025-10-14T14:30:00+02:00", "day": "2025-10-14", "revision": 1,
        "calendar": {**CALENDAR, "sequence": 1, "starts": "2025-10-14T13:00:00+02:00",
                     "ends": "2025-10-14T14:30:00+02:00"},
    },
    "meeting_cancelled": {
        **MEETING, "reason": "Flera är sjuka.", "revision": 1,
        "calendar": {**CALENDAR, "method": "CANCEL", "sequence": 1},
    },
    "reply_received": {
        "who": "Amira Öst", "who_party": PARTIES[1], "answer": "suggested", "suggested_on": "2025-10-14",
        "comment": "Vi har styrelsemöte den dagen.",
    },
    "minutes_wanted": {"count": 1, "to_manager": False},
    "minutes_ready": {"minutes": "Vi gick igenom höstens pass.\nTvå vandrare till behövs i november."},
    "meeting_missed": {"period": "2025-Q3", "first": "2025-07-01", "last": "2025-09-30"},
    "renewal_ahead": RENEWAL,
    "renewal_overdue": {**RENEWAL, "days_left": -3},
    "end_ahead": {"clause": TERM, "day": "2025-12-31", "end": "2025-12-31", "duties": DUTIES[2:], "originals": 0},
    "ended": {"clause": TERM, "day": "2025-12-31", "end": "2025-12-31", "duties": DUTIES[2:], "missed": ["2025-Q3"]},
    "renewed": {"clause": TERM, "day": "2025-12-31", "was": "2024-12-31", "end": "2025-12-31", "decide_by": "2025-10-31"},
    "signature_wanted": {"clause": TERM, "day": "2025-02-01", "missing": PARTIES},
    "original_waits": {"clause": TERM, "day": "2025-02-01", "party": PARTIES[1], "by": f"Amira Öst for {PARTIES[1]}", "end": "2025-12-31",
                       "examined": False},
    "original_refused": {"clause": TERM, "day": "2025-02-01", "party": PARTIES[1], "by": "Karin Lind", "reason": "Sida två saknas.",
                         "examined": False},
    "signed_by_all": {
        "clause": TERM, "day": "2025-02-01", "start": "2025-02-01",
        "signed": [{"party": PARTIES[0], "on": "2025-01-20"}, {"party": PARTIES[1], "on": "2025-01-24"}],
    },
    "declined": {"clause": TERM, "day": "2025-01-24", "by": PARTIES[1], "reason": "Budgeten stämmer inte."},
    "start_unsigned": {"clause": TERM, "day": "2025-02-01", "start": "2025-02-01", "missing": PARTIES[1:]},
    "amendment_in_force": {**AMENDMENT, "from_on": "2025-11-01", "changes": [
        {"sv": {"name": "Sista dag", "before": ["31 december 2025"], "after": ["31 december 2026"]},
         "en": {"name": "Last day", "before": ["31 December 2025"], "after": ["31 December 2026"]}},
        {"sv": {"name": "Budgetposter", "before": ["Personal: 1 000 000 kr", "Lokal: 200 000 kr", "Summa: 1 200 000 kr"],
                "after": ["Personal: 1 000 000 kr", "Lokal: 200 000 kr", "Utbildning: 50 000 kr", "Summa: 1 250 000 kr"]},
         "en": {"name": "Posts", "before": ["Staff: SEK 1,000,000", "Total: SEK 1,000,000"],
                "after": ["Staff: SEK 1,000,000", "Training: SEK 50,000", "Total: SEK 1,050,000"]}}]},
    "amendment_withdrawn": {**AMENDMENT, "by": "clock", "reason": "Ramen var fel räknad."},
    "amendment_lapsed": {**AMENDMENT, "end": "2025-12-31"},
    "party_left": {**AMENDMENT, "party": PARTIES[1], "from_on": "2025-11-01", "last_on": "2025-10-31", "duties": DUTIES[2:]},
    "extension_unsigned": {**AMENDMENT, "clause": TERM, "day": "2025-12-31", "decided_on": "2025-10-14", "in_signature": False, "succeeding": False,
                           "end": "2025-12-31"},
    "successor_unsigned": {"clause": TERM, "day": "2025-12-31", "end": "2025-12-31", "successor": "Trygghetsbussen 2026"},
    "renegotiation_asked": RENEGOTIATION,
    "renegotiation_waits": RENEGOTIATION,
    "renegotiation_begun": {**RENEGOTIATION, "day": "2025-09-10", "waiting_for": [], "answers": [
        {"party": PARTIES[1], "on": "2025-09-22", "message": "Vi tar gärna med styrelsen."}]},
    "renegotiation_silent": {**RENEGOTIATION, "day": "2025-09-22", "waiting_for": []},
    "renegotiation_over": {**RENEGOTIATION, "waiting_for": [], "outcome": "agreed", "by": PARTIES[1],
                           "text": "Mötena hålls varannan månad från årsskiftet."},
    "termination_given": TERMINATION,
    "termination_unreceived": TERMINATION,
    "termination_running": {**RUNNING, "otherwise": "2025-12-31"},
    "termination_withdrawal_asked": {**RUNNING, "waiting_for": [PARTIES[1]], "reason": "Pengarna räcker ändå."},
    "termination_consent_waits": {**RUNNING, "waiting_for": [PARTIES[1]], "reason": "Pengarna räcker ändå."},
    "termination_over": {**RUNNING, "outcome": "withdrawn", "ends": None},
    "agreement_closed": {"clause": TERM, "day": "2026-03-02", "link": "/agreements/1/avslut", "end": "2025-12-31", "how": "expired",
                         "by": "Karin Lind"},
    "settings_changed": {
        "link": "/agreements/1", "by": f"Karin Lind for {PARTIES[0]}", "about": "habits", "reminders": [],
        "before": {"weekday": None, "starts": "10:00", "minutes": 90, "place": "Stadshuset, rum 4", "video": None, "lead_days": 21},
        "after": {"weekday": 3, "starts": "13:00", "minutes": 60, "place": "Stadshuset, rum 4", "video": None, "lead_days": 14},
        "moved": [{"was": "2025-10-10T10:00:00+02:00", "becomes": "2025-10-09T13:00:00+02:00"}]},
    "paused": {"link": "/agreements/1/avtalsbrott", "by": f"Karin Lind for {PARTIES[0]}", "resumed": False,
               "clause": "Part kan häva överenskommelsen om den andra parten brister på ett allvarligt sätt."},
    "deviation_reported": DEVIATION,
    "deviation_approval_wanted": DEVIATION,
    "deviation_over": {**DEVIATION, "waiting_for": [], "outcome": "rejected", "by": PARTIES[0], "too_late": False,
                       "text": "Medlen behövs till personalen."},
    "repayment_claimed": REPAYMENT, "repayment_waits": REPAYMENT,
    "repayment_answered": {**REPAYMENT, "outcome": "disputed", "text": "Hyran för hösten är redan betald."},
    "repayment_unsettled": REPAYMENT,
    "repayment_due": {**REPAYMENT, "day": "2025-12-15"}, "repayment_overdue": {**REPAYMENT, "day": "2025-12-15"},
    "repayment_changed": {**REPAYMENT, "what": "waived", "sum": "30693.92", "waived": "30693.92", "left": "200000", "over": False,
                          "text": "Nämnden 2025-11-20 § 8: Hyran var bunden.", "parts": [
                              {"due_on": "2025-12-15", "amount": "115346.96"}, {"due_on": "2026-01-15", "amount": "84653.04"}]},
    "dispute_opened": DISPUTE, "dispute_waits": DISPUTE,
    "dispute_silent": {**DISPUTE, "forum": "court"},
    "dispute_stated": {**DISPUTE, "stated": "Hyran räknas till och med november.", "by": PARTIES[1], "waiting_for": PARTIES[:1]},
    "dispute_unconfirmed": {**DISPUTE, "stated": "Hyran räknas till och med november.", "waiting_for": PARTIES[:1]},
    "dispute_escalated": {**DISPUTE, "forum": "mediation", "by": PARTIES[0], "reference": "Medlare utsedd av länsstyrelsen."},
    "dispute_over": {**DISPUTE, "outcome": "resolved", "by": PARTIES[0], "text": "Hyran räknas till och med november.",
                     "elsewhere": False},
    "invoice_ahead": INVOICE, "invoice_due": INVOICE, "invoice_overdue": INVOICE,
    "invoice_received": {**HANDED, "over": "4136", "reason": "Extra pass under höstlovet."},
    "invoice_disputed": {**HANDED, "reason": "Passen i april är med två gånger."},
    "payment_due": HANDED, "payment_overdue": {**HANDED, "approved": True},
    "paid": {**HANDED, "approved": True, "left": "79886.36", "paid": "500000", "paid_on": "2025-10-28"},
    "report_ahead": REPORT,
    "report_due": {**REPORT, "kind": "accounts", "days_left": 0, "noted": True},
    "shift_untold": {"clause": "", "day": "2026-03-06", "link": "/pass/7", "shift_id": 7, "hours": "20:00–02:00",
                     "places": ["Järntorget", "Majorna"]},
    "report_overdue": {**REPORT, "days_left": -6},
    "report_delivered": {**REPORT, "delivered_on": "2026-02-20", "too_late": True},
    "report_returned": {**REPORT, "delivered_on": "2026-02-20", "too_late": True, "comment": "Antalet pass i maj saknas."},
    "report_accepted": {**REPORT, "kind": "activity_plan", "noted": True, "delivered_on": "2026-02-10", "comment": "Tack."},
    "breach_notice": {**BREACH, "rectify_by": None, "why_days": "Passen kan gås igen inom två veckor.", "evidence": 2},
    "breach_answered": {**BREACH, "answer": "rectified", "received_on": "2025-09-15", "text": "Passen gås igen.",
                        "done_on": "2025-09-22"},
    "rectify_ahead": BREACH,
    "rectify_passed": BREACH,
    "breach_over": {**BREACH, "outcome": "rectified", "text": "Passen gås igen."},
    "rescission_claimed": {**RESCISSION, "outside": True, "outcome": "claimed", "text": None},
    "rescinded": RESCISSION,
    "fault_reported": {**ACCOUNT, "what": "Knappen går inte att nå med tangentbordet.", "page": "/kalender", "email": ""},
    "weekly": {**ACCOUNT, "link": "/", "unlisted": 2, "matters": [
        {"agreement": "Trygghetsbussen", "told": ["Dags att ta ställning till förlängning. Svara senast fredag 31 oktober 2025.",
                                                  "Mötesanteckningar klara. Nu finns anteckningarna."]},
        {"agreement": "Läxhjälpen", "told": ["Överenskommelsen upphör snart. Den gäller till och med 31 december 2025."]}]},
    "sign_in_link": {**ACCOUNT, "expires": "2025-10-01T09:30:00+02:00"},
    "password_link": {**ACCOUNT, "expires": "2025-10-01T11:00:00+02:00"},
    "address_link": {**ACCOUNT, "expires": "2025-10-01T11:00:00+02:00"},
    "ways_changed": {**ACCOUNT, "link": "/logga-in/lank", "what": "second_off", "at": "2025-10-01T09:12:00+02:00", "by": "Karin Lind",
                     "where": "Firefox, Windows, 203.0.113.9"},
    "invitation": {**ACCOUNT, "expires": "2025-10-15T09:00:00+02:00", "by": "Karin Lind"},
}


def payload(name: str, **changed: Any) -> str:
    """Return the payload of a notice, with facts changed."""
    return json.dumps({**COMMON, **FACTS[name], **changed}, ensure_ascii=False)


def mailing(name: str, language: str = "sv", *, facts: Mapping[str, Any] | None = None, **changed: Any) -> Mailing:
    """Return the mailing of a notice to Amira, with parts changed."""
    made = Mailing(
        id=1, key=f"1/{name}>amira", name=name, to_name=AMIRA["name"], to_email=AMIRA["email"], language=language,
        payload=payload(name, **(facts or {})), seat_id=12, nonce="q1w2e3r4t5y6u7i8", message_id="<abc@overens.notice>",
        created_at=CREATED,
    )
    return made._replace(**changed)
