"""The terms in words: what each clause comes to, and the sentences it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.agreements.terms import Expiry, Terms
from service.documents.wording.money import frame_of, posts_of, reckoned_how, way_of_paying
from service.documents.wording.words import Wording
from service.notices.writing.words import first_upper


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One matter of the terms: what it is, what applies, further lines, the sentences it rests on."""

    name: str
    value: str
    lines: tuple[str, ...] = ()
    sums: tuple[tuple[str, str], ...] = ()
    quotes: tuple[str, ...] = ()


def clauses(terms: Terms, words: Wording) -> list[Clause]:
    """Return the terms as a list for people."""
    made = [_period(terms, words), _decision(terms, words), *_notice(terms, words), _meetings(terms, words),
            _economy(terms, words), _reports(terms, words), _changes(terms, words), _deviation(terms, words),
            _rescission(terms, words), _disputes(terms, words), _secrecy(terms, words), _goals(terms, words),
            _undertakings(terms, words), _appendices(terms, words)]
    return [one for one in made if one is not None]


def _quotes(terms: Terms, *prefixes: str) -> tuple[str, ...]:
    found = (text for path, text in terms.clauses.items() if path.startswith(prefixes))
    return tuple(dict.fromkeys(found))


def _joined(parts: Iterable[str]) -> str:
    return first_upper(", ".join(part for part in parts if part))


def _period(terms: Terms, words: Wording) -> Clause:
    ending = terms.ending
    how = {
        Expiry.ENDS: words.say("upphör av sig själv", "ends by itself"),
        Expiry.UNTIL_FURTHER_NOTICE: "",
        Expiry.RENEWS: words.say("förlängs med {n} månader i taget", "renews by {n} months at a time", n=ending.months or 0),
    }.get(ending.mode, words.say("kan förlängas", "may be extended"))
    most = words.say("högst {n} gånger", "at most {n} times", n=ending.max_times) if ending.max_times else ""
    return Clause(name=words.say("Tid", "Period"), value=_joined([words.period(terms.start, terms.end), how, most]),
                  quotes=_quotes(terms, "period.", "expiry."))


def _decision(terms: Terms, words: Wording) -> Clause | None:
    day = terms.decision_day()
    if terms.decision is None:
        return None
    means = {"ends": words.say("tystnad betyder att den upphör", "silence means that it ends"),
             "renews": words.say("tystnad betyder att den förlängs", "silence means that it renews")}
    silence = means.get(terms.decision.silence or "", "")
    when = words.say("senast {day}", "by {day}", day=words.speech.day(day)) if day else ""
    return Clause(name=words.say("Ställningstagande till förlängning", "Decision on renewal"), value=_joined([when, silence]),
                  quotes=_quotes(terms, "decision."))


def _notice(terms: Terms, words: Wording) -> list[Clause | None]:
    return [
        Clause(name=words.say("Uppsägning", "Notice of termination"),
               value=words.say("{who}: {n} månader", "{who}: {n} months", who=words.role(one.party), n=one.months),
               quotes=_quotes(terms, "notice"))
        for one in terms.notice
    ]


def _meetings(terms: Terms, words: Wording) -> Clause:
    rule = terms.meetings
    if rule.per_year is None:
        often = words.say("vid behov", "when needed")
    elif rule.per_year == 4 and rule.rhythm == "calendar":
        often = words.say("en gång i kvartalet", "once a quarter")
    else:
        often = words.say("{n} gånger om året", "{n} times a year", n=rule.per_year)
    calls = words.say("{who} kallar", "convened by the {who}", who=words.role(rule.convenor or "public").lower())
    lead = words.say("kallelsen går ut {n} dagar före", "the call goes out {n} days ahead", n=rule.habits.lead_days)
    return Clause(name=words.say("Avstämningar", "Meetings"), value=_joined([often, calls, lead, rule.habits.place or ""]),
                  quotes=_quotes(terms, "meetings"))


def _economy(terms: Terms, words: Wording) -> Clause:
    frame, sums = frame_of(terms, words), posts_of(terms, words)
    return Clause(name=words.say("Ekonomi", "Economy"), value=_joined([*frame, way_of_paying(terms, words)]), sums=sums,
                  lines=reckoned_how(terms, words),
                  quotes=_quotes(terms, "economy.total", "economy.yearly", "economy.rate", "economy.index", "economy.payment"))


def _reports(terms: Terms, words: Wording) -> Clause | None:
    if not terms.reports:
        return None
    lines = []
    for report in terms.reports:
        name = report.name or first_upper(words.speech.duties.get(report.kind, words.speech.duties["other_report"]))
        lines.append(f"{name}: {_due(report.due, words)}")
    return Clause(name=words.say("Rapporter", "Reports"), value="", lines=tuple(lines), quotes=_quotes(terms, "reports"))


def _due(due: str | None, words: Wording) -> str:
    if due is None:
        return words.speech.unset
    if due.startswith("--"):
        months, day = words.speech.months, int(due[5:])
        name = months[int(due[2:4]) - 1]
        return words.say("senast {day} {month} varje år", "by {day} {month} each year", day=day, month=name)
    return words.say("senast {day}", "by {day}", day=words.speech.day(due))


def _changes(terms: Terms, words: Wording) -> Clause:
    value = words.say("skriftliga och undertecknade av berörda parter", "in writing and signed by the parties concerned") if (
        terms.amendments_signed) else words.say("skriftliga", "in writing")
    return Clause(name=words.say("Ändringar och tillägg", "Amendments"), value=first_upper(value),
                  quotes=_quotes(terms, "amendments"))


def _deviation(terms: Terms, words: Wording) -> Clause | None:
    if not terms.approval_before_deviation:
        return None
    value = words.say("Godkänns av chef och styrelse innan de görs", "Approved by manager and board before they are made")
    return Clause(name=words.say("Betydande avvikelser", "Significant deviations"), value=value,
                  quotes=_quotes(terms, "approval_before"))


def _rescission(terms: Terms, words: Wording) -> Clause | None:
    rule = terms.rescission
    if rule.serious_breach is None and rule.remedy is None and rule.repayment is None and not rule.at_once:
        return None
    remedy = {"without_delay": words.say("rättelse utan dröjsmål", "to be rectified without delay"),
              "days": words.say("rättelse inom {n} dagar", "to be rectified within {n} days", n=rule.remedy_days or 0)}
    back = {"part_or_all": words.say("delar av eller hela summan betalas tillbaka", "part or all of the sum is repaid"),
            "unused": words.say("det som inte använts betalas tillbaka", "what is not used is repaid")}
    return Clause(
        name=words.say("Hävning och återbetalning", "Rescission and repayment"), quotes=_quotes(terms, "rescission"),
        value=_joined([words.say("vid allvarlig brist", "on a serious breach") if rule.serious_breach else "",
                       remedy.get(rule.remedy or "", ""), back.get(rule.repayment or "", "")]),
        lines=tuple(words.say("Får hävas genast: {fault}", "May be rescinded at once: {fault}", fault=one) for one in rule.at_once))


def _disputes(terms: Terms, words: Wording) -> Clause | None:
    ways = {"dialogue": words.say("Dialog i första hand", "Dialogue first"), "negotiation": words.say("Förhandling", "Negotiation"),
            "mediation": words.say("Medling", "Mediation"), "arbitration": words.say("Skiljeförfarande", "Arbitration"),
            "court": words.say("Domstol", "Court")}
    if terms.disputes is None:
        return None
    return Clause(name=words.say("Tvister", "Disputes"), value=ways[terms.disputes], quotes=_quotes(terms, "disputes"))


def _secrecy(terms: Terms, words: Wording) -> Clause | None:
    if not terms.secrecy:
        return None
    return Clause(name=words.say("Offentlighet och sekretess", "Public access and secrecy"), quotes=_quotes(terms, "secrecy"),
                  value=words.say("Tryckfrihetsförordningen och offentlighets- och sekretesslagen gäller",
                            "The Freedom of the Press Act and the Public Access and Secrecy Act apply"))


def _goals(terms: Terms, words: Wording) -> Clause | None:
    return Clause(name=words.say("Mål", "Goals"), value="", lines=terms.goals) if terms.goals else None


def _undertakings(terms: Terms, words: Wording) -> Clause | None:
    if not terms.undertakings:
        return None
    lines = tuple(
        f"{one.text} ({words.role(one.owes).lower()})" if one.owes else one.text for one in terms.undertakings)
    return Clause(name=words.say("Löpande åtaganden", "Standing undertakings"), value="", lines=lines)


def _appendices(terms: Terms, words: Wording) -> Clause | None:
    if not terms.appendices:
        return None
    return Clause(name=words.say("Bilagor", "Appendices"), value="", lines=terms.appendices, quotes=_quotes(terms, "appendices"))
