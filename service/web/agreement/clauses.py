"""The terms in words: what each clause comes to, and the sentences it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from service.agreements.terms import Expiry, Terms
from service.notices.writing.words import first_upper
from service.obligations.days.report_days import KINDS
from service.obligations.model import Kind
from service.web.speech.language import called, long_day, money, period, say, speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One matter of the terms: what it is, what applies, further lines, the sentences it rests on."""

    name: str
    value: str
    lines: tuple[str, ...] = ()
    sums: tuple[tuple[str, str], ...] = ()
    quotes: tuple[str, ...] = ()


def clauses(terms: Terms) -> list[Clause]:
    """Return the terms as a list for people."""
    made = [_period(terms), _decision(terms), *_notice(terms), _meetings(terms), _economy(terms), _reports(terms),
            _changes(terms), _deviation(terms), _rescission(terms), _disputes(terms), _secrecy(terms), _goals(terms),
            _undertakings(terms), _appendices(terms)]
    return [one for one in made if one is not None]


def _quotes(terms: Terms, *prefixes: str) -> tuple[str, ...]:
    found = (text for path, text in terms.clauses.items() if path.startswith(prefixes))
    return tuple(dict.fromkeys(found))


def _joined(parts: Iterable[str]) -> str:
    return first_upper(", ".join(part for part in parts if part))


def _period(terms: Terms) -> Clause:
    ending = terms.ending
    how = {
        Expiry.ENDS: say("upphör av sig själv", "ends by itself"),
        Expiry.UNTIL_FURTHER_NOTICE: "",
        Expiry.RENEWS: say("förlängs med {n} månader i taget", "renews by {n} months at a time", n=ending.months or 0),
    }.get(ending.mode, say("kan förlängas", "may be extended"))
    most = say("högst {n} gånger", "at most {n} times", n=ending.max_times) if ending.max_times else ""
    return Clause(name=say("Tid", "Period"), value=_joined([period(terms.start, terms.end), how, most]),
                  quotes=_quotes(terms, "period.", "expiry."))


def _decision(terms: Terms) -> Clause | None:
    day = terms.decision_day()
    if terms.decision is None:
        return None
    means = {"ends": say("tystnad betyder att den upphör", "silence means that it ends"),
             "renews": say("tystnad betyder att den förlängs", "silence means that it renews")}
    silence = means.get(terms.decision.silence or "", "")
    when = say("senast {day}", "by {day}", day=long_day(day)) if day else ""
    return Clause(name=say("Ställningstagande till förlängning", "Decision on renewal"), value=_joined([when, silence]),
                  quotes=_quotes(terms, "decision."))


def _notice(terms: Terms) -> list[Clause | None]:
    return [
        Clause(name=say("Uppsägning", "Notice of termination"),
               value=say("{who}: {n} månader", "{who}: {n} months", who=called("role", one.party), n=one.months),
               quotes=_quotes(terms, "notice"))
        for one in terms.notice
    ]


def _meetings(terms: Terms) -> Clause:
    rule = terms.meetings
    if rule.per_year is None:
        often = say("vid behov", "when needed")
    elif rule.per_year == 4 and rule.rhythm == "calendar":
        often = say("en gång i kvartalet", "once a quarter")
    else:
        often = say("{n} gånger om året", "{n} times a year", n=rule.per_year)
    calls = say("{who} kallar", "convened by the {who}", who=called("role", rule.convenor or "public").lower())
    lead = say("kallelsen går ut {n} dagar före", "the call goes out {n} days ahead", n=rule.habits.lead_days)
    return Clause(name=say("Avstämningar", "Meetings"), value=_joined([often, calls, lead, rule.habits.place or ""]),
                  quotes=_quotes(terms, "meetings"))


def _economy(terms: Terms) -> Clause:
    economy, payment = terms.economy, terms.economy.payment
    frame = []
    if economy.total is not None:
        frame.append(say("ram {sum}", "frame {sum}", sum=money(economy.total)))
    if economy.yearly is not None:
        frame.append(say("{sum} om året", "{sum} a year", sum=money(economy.yearly)))
    rhythm = {None: "", 0: say("en gång", "once"), 3: say("varje kvartal", "every quarter"),
              6: say("varje halvår", "every half-year"), 12: say("en gång om året", "once a year")}
    often = rhythm.get(payment.every_months) if payment.every_months in rhythm else say(
        "var {n}:e månad", "every {n} months", n=payment.every_months or 0)
    way = say("faktura från föreningen", "invoiced by the association") if payment.direction == "invoice" else say(
        "utbetalning till föreningen", "paid out to the association")
    sums = [(post.name, money(post.amount)) for post in economy.posts]
    if sums:
        total = sum((post.amount for post in economy.posts), Decimal(0))
        sums.append((say("Summa", "Total"), money(total)))
    return Clause(name=say("Ekonomi", "Economy"), value=_joined([*frame, f"{way} {often}".strip()]), sums=tuple(sums),
                  quotes=_quotes(terms, "economy.total", "economy.yearly", "economy.payment"))


def _reports(terms: Terms) -> Clause | None:
    if not terms.reports:
        return None
    lines = []
    for report in terms.reports:
        name = report.name or first_upper(speech().duties.get(KINDS.get(report.kind, Kind.OTHER_REPORT), report.kind))
        lines.append(f"{name}: {_due(report.due)}")
    return Clause(name=say("Rapporter", "Reports"), value="", lines=tuple(lines), quotes=_quotes(terms, "reports"))


def _due(due: str | None) -> str:
    if due is None:
        return speech().unset
    if due.startswith("--"):
        months, day = speech().months, int(due[5:])
        name = months[int(due[2:4]) - 1]
        return say("senast {day} {month} varje år", "by {day} {month} each year", day=day, month=name)
    return say("senast {day}", "by {day}", day=speech().day(due))


def _changes(terms: Terms) -> Clause:
    value = say("skriftliga och undertecknade av berörda parter", "in writing and signed by the parties concerned") if (
        terms.amendments_signed) else say("skriftliga", "in writing")
    return Clause(name=say("Ändringar och tillägg", "Amendments"), value=first_upper(value),
                  quotes=_quotes(terms, "amendments"))


def _deviation(terms: Terms) -> Clause | None:
    if not terms.approval_before_deviation:
        return None
    value = say("Godkänns av chef och styrelse innan de görs", "Approved by manager and board before they are made")
    return Clause(name=say("Betydande avvikelser", "Significant deviations"), value=value,
                  quotes=_quotes(terms, "approval_before"))


def _rescission(terms: Terms) -> Clause | None:
    rule = terms.rescission
    if rule.serious_breach is None and rule.remedy is None and rule.repayment is None:
        return None
    remedy = {"without_delay": say("rättelse utan dröjsmål", "to be rectified without delay"),
              "days": say("rättelse inom {n} dagar", "to be rectified within {n} days", n=rule.remedy_days or 0)}
    back = {"part_or_all": say("delar av eller hela summan betalas tillbaka", "part or all of the sum is repaid"),
            "unused": say("det som inte använts betalas tillbaka", "what is not used is repaid")}
    return Clause(
        name=say("Hävning och återbetalning", "Rescission and repayment"), quotes=_quotes(terms, "rescission"),
        value=_joined([say("vid allvarlig brist", "on a serious breach") if rule.serious_breach else "",
                       remedy.get(rule.remedy or "", ""), back.get(rule.repayment or "", "")]))


def _disputes(terms: Terms) -> Clause | None:
    ways = {"dialogue": say("Dialog i första hand", "Dialogue first"), "negotiation": say("Förhandling", "Negotiation"),
            "mediation": say("Medling", "Mediation"), "arbitration": say("Skiljeförfarande", "Arbitration"),
            "court": say("Domstol", "Court")}
    if terms.disputes is None:
        return None
    return Clause(name=say("Tvister", "Disputes"), value=ways[terms.disputes], quotes=_quotes(terms, "disputes"))


def _secrecy(terms: Terms) -> Clause | None:
    if not terms.secrecy:
        return None
    return Clause(name=say("Offentlighet och sekretess", "Public access and secrecy"), quotes=_quotes(terms, "secrecy"),
                  value=say("Tryckfrihetsförordningen och offentlighets- och sekretesslagen gäller",
                            "The Freedom of the Press Act and the Public Access and Secrecy Act apply"))


def _goals(terms: Terms) -> Clause | None:
    return Clause(name=say("Mål", "Goals"), value="", lines=terms.goals) if terms.goals else None


def _undertakings(terms: Terms) -> Clause | None:
    if not terms.undertakings:
        return None
    lines = tuple(
        f"{one.text} ({called('role', one.owes).lower()})" if one.owes else one.text for one in terms.undertakings)
    return Clause(name=say("Löpande åtaganden", "Standing undertakings"), value="", lines=lines)


def _appendices(terms: Terms) -> Clause | None:
    if not terms.appendices:
        return None
    return Clause(name=say("Bilagor", "Appendices"), value="", lines=terms.appendices, quotes=_quotes(terms, "appendices"))
