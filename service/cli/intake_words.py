"""The words of `overens intake`, in Swedish and English."""

from __future__ import annotations


class Words(dict[str, str]):
    """The words of one language by key; a key without a word stands for itself."""

    def __missing__(self, key: str) -> str:
        return key


_BOTH: dict[str, tuple[str, str]] = {
    "locale": ("sv", "en_GB"),
    "decimal_mark": (",", "."),
    "thousands": ("\u00a0", ","),
    "money": ("{amount} kr", "SEK {amount}"),
    "untitled": ("Överenskommelse utan rubrik", "Agreement without a title"),
    "party": ("Part", "Party"),
    "public": ("Offentlig part", "Public party"),
    "civil": ("Idéburen part", "Civil party"),
    "bad_number": ("numret stämmer inte", "the number does not add up"),
    "start": ("Börjar", "Begins"),
    "end": ("Slutar", "Ends"),
    "expiry": ("Vid periodens slut", "At the end"),
    "expiry_ends": ("upphör av sig själv", "ends by itself"),
    "expiry_renews": ("förlängs av sig själv", "renews by itself"),
    "expiry_option": ("kan förlängas av en part", "may be extended by a party"),
    "expiry_until_further_notice": ("gäller tills vidare", "holds until further notice"),
    "months_a_time": (", {months} i taget", ", {months} at a time"),
    "at_most_times": (", högst {times} gånger", ", at most {times} times"),
    "decision": ("Ställningstagande", "Decision due"),
    "months_before": ("{months} före slutet", "{months} before the end"),
    "silence": ("Om ingen säger något", "If nobody speaks"),
    "silence_ends": ("upphör överenskommelsen", "the agreement ends"),
    "silence_renews": ("förlängs överenskommelsen", "the agreement renews"),
    "notice": ("Uppsägning", "Notice"),
    "notice_of": ("{party}, {months}", "{party}, {months}"),
    "by_both": ("båda parter", "both parties"),
    "by_public": ("den offentliga parten", "the public party"),
    "by_civil": ("den idéburna parten", "the civil party"),
    "month": ("månad", "month"),
    "months": ("månader", "months"),
    "meetings": ("Möten", "Meetings"),
    "a_year": ("{times} om året", "{times} a year"),
    "convenor": ("Kallar till möten", "Calls the meetings"),
    "total_sek": ("Ekonomi, totalt", "Money, in all"),
    "yearly_sek": ("Ekonomi, per år", "Money, a year"),
    "posts": ("Poster", "Items"),
    "payment": ("Betalning", "Payment"),
    "payment_invoice": ("mot faktura eller rekvisition", "against an invoice"),
    "payment_payout": ("betalas ut", "paid out"),
    "every_0": ("en enda gång", "once"),
    "every_1": ("varje månad", "every month"),
    "every_3": ("varje kvartal", "every quarter"),
    "every_6": ("varje halvår", "every half-year"),
    "every_12": ("en gång om året", "once a year"),
    "every_months": ("var {months}:e månad", "every {months} months"),
    "reports": ("Rapporter", "Reports"),
    "report_yearly_summary": ("årlig sammanställning", "yearly summary"),
    "report_activity_plan": ("verksamhetsplan", "activity plan"),
    "report_yearly_followup": ("årlig uppföljning", "yearly follow-up"),
    "report_accounts": ("ekonomisk redovisning", "accounts"),
    "report_activity_report": ("verksamhetsberättelse", "activity report"),
    "report_other": ("annan rapport", "other report"),
    "by": ("senast", "by"),
    "each_year": ("varje år", "each year"),
    "amendments": ("Ändringar", "Amendments"),
    "written": ("skriftliga", "in writing"),
    "signed_form": ("undertecknade", "signed"),
    "and": ("och", "and"),
    "deviation": ("Avvikelser", "Deviations"),
    "approval_needed": ("ska godkännas i förväg", "need approval beforehand"),
    "no": ("nej", "no"),
    "rescission": ("Hävning", "Rescission"),
    "serious_breach": ("vid väsentligt avtalsbrott", "on serious breach"),
    "remedy": ("Rättelse", "Remedy"),
    "remedy_without_delay": ("utan dröjsmål", "without delay"),
    "remedy_days": ("inom {days} dagar", "within {days} days"),
    "repayment": ("Återbetalning", "Repayment"),
    "repayment_part_or_all": ("hela eller delar av medlen", "all or part of the funds"),
    "repayment_unused": ("medel som inte har använts", "funds that were not used"),
    "disputes": ("Tvister", "Disputes"),
    "disputes_dialogue": ("dialog först", "dialogue first"),
    "disputes_negotiation": ("förhandling först", "negotiation first"),
    "disputes_mediation": ("medling först", "mediation first"),
    "disputes_arbitration": ("skiljeförfarande", "arbitration"),
    "disputes_court": ("domstol", "court"),
    "secrecy": ("Sekretess", "Secrecy"),
    "secrecy_holds": ("tystnadsplikt gäller", "holds"),
    "signed": ("Undertecknad", "Signed"),
    "questions": ("Att svara på innan överenskommelsen kan bevakas:", "To settle before it can be watched:"),
    "no_questions": ("Inget är oklart; överenskommelsen kan bevakas.", "Nothing is left open; it can be watched."),
}


def words(language: str) -> Words:
    """Return every word by its key, in `language` ("sv" or "en")."""
    return Words({key: both[language == "en"] for key, both in _BOTH.items()})
