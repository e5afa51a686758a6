"""Terms and what changes in them, in words: for the text that is signed, for mail and for pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from service.amendments.changes import Change
from service.kernel.money import kronor
from service.notices.writing.languages import SPEECH
from service.notices.writing.words import Language, first_upper

Pair = tuple[str, str]

NAMES: Mapping[str, Pair] = {
    "title": ("Rubrik", "Title"),
    "parties": ("Parter", "Parties"),
    "start": ("Första dag", "First day"),
    "end": ("Sista dag", "Last day"),
    "ending.mode": ("Vad som händer när tiden är ute", "What happens when the time is up"),
    "ending.party": ("Vem som får förlänga", "Whose the option to extend is"),
    "ending.months": ("Förlängs med", "Renews by"),
    "ending.max_times": ("Högst antal förlängningar", "At most so many renewals"),
    "decision": ("Ställningstagande till förlängning", "Decision on renewal"),
    "notice": ("Uppsägning", "Notice of termination"),
    "meetings.per_year": ("Avstämningar om året", "Meetings a year"),
    "meetings.convenor": ("Kallar till avstämning", "Convenes the meetings"),
    "meetings.rhythm": ("Hur avstämningarna räknas", "How meetings are counted"),
    "meetings.month": ("Månad för avstämning", "Month of the meeting"),
    "meetings.july": ("Avstämning i juli", "Meetings in July"),
    "meetings.habits.weekday": ("Veckodag för avstämning", "Weekday of meetings"),
    "meetings.habits.starts": ("Klockslag för avstämning", "Hour of meetings"),
    "meetings.habits.minutes": ("Avstämningens längd", "Length of meetings"),
    "meetings.habits.place": ("Plats för avstämning", "Place of meetings"),
    "meetings.habits.video": ("Videolänk för avstämning", "Video link of meetings"),
    "meetings.habits.lead_days": ("Kallelse", "Call"),
    "economy.total": ("Total ekonomisk ram", "Total financial frame"),
    "economy.yearly": ("Årligt belopp", "Yearly sum"),
    "economy.year": ("Årsbeloppet gäller", "The yearly sum is for"),
    "economy.cut": ("Ett år som bara ingår till en del", "A year that is only partly within"),
    "economy.posts": ("Budgetposter", "Budget posts"),
    "economy.rate": ("Pris per enhet", "Rate per unit"),
    "economy.index": ("Omräkning efter index", "Adjustment by index"),
    "economy.vat": ("Moms", "VAT"),
    "economy.payment.direction": ("Sätt att betala", "Way of paying"),
    "economy.payment.every_months": ("Hur ofta det betalas", "How often it is paid"),
    "economy.payment.due_days": ("Betalningstid", "Time to pay"),
    "economy.payment.pay_days": ("Betalas efter mottagen faktura", "Paid after receipt of the invoice"),
    "economy.payment.split": ("Fördelas på perioderna", "Spread over the periods"),
    "economy.payment.written": ("Belopp per period", "Amounts by period"),
    "reports": ("Rapporter", "Reports"),
    "amendments_written": ("Ändringar ska vara skriftliga", "Amendments in writing"),
    "amendments_signed": ("Ändringar ska vara undertecknade", "Amendments signed"),
    "approval_before_deviation": ("Betydande avvikelser godkänns i förväg", "Significant deviations approved beforehand"),
    "rescission.serious_breach": ("Hävning vid allvarlig brist", "Rescission on a serious breach"),
    "rescission.remedy": ("Rättelse", "Rectification"),
    "rescission.remedy_days": ("Dagar till rättelse", "Days to rectify"),
    "rescission.repayment": ("Återbetalning vid hävning", "Repayment on rescission"),
    "rescission.at_once": ("Brister som får häva genast", "Faults that end it at once"),
    "disputes": ("Tvister", "Disputes"),
    "secrecy": ("Offentlighet och sekretess", "Public access and secrecy"),
    "goals": ("Mål", "Goals"),
    "undertakings": ("Löpande åtaganden", "Standing undertakings"),
    "appendices": ("Bilagor", "Appendices"),
}
CODES: Mapping[str, Pair] = {
    "ends": ("upphör av sig själv", "ends by itself"),
    "renews": ("förlängs av sig själv", "renews by itself"),
    "option": ("kan förlängas", "may be extended"),
    "until_further_notice": ("gäller tills vidare", "runs until further notice"),
    "public": ("den offentliga parten", "the public party"),
    "civil": ("den idéburna parten", "the civil party"),
    "both": ("båda parter", "both parties"),
    "calendar": ("efter kalendern", "by the calendar"),
    "from_start": ("från första dagen", "from the first day"),
    "invoice": ("faktura från föreningen", "invoiced by the association"),
    "payout": ("utbetalning till föreningen", "paid out to the association"),
    "without_delay": ("utan dröjsmål", "without delay"),
    "days": ("inom ett antal dagar", "within a number of days"),
    "part_or_all": ("delar av eller hela summan", "part or all of the sum"),
    "unused": ("det som inte använts", "what is not used"),
    "dialogue": ("löses i första hand genom dialog", "settled by dialogue first"),
    "negotiation": ("förhandling", "negotiation"),
    "mediation": ("medling", "mediation"),
    "arbitration": ("skiljeförfarande", "arbitration"),
    "court": ("domstol", "court"),
    "part": ("får sin del av årsbeloppet", "gets its part of the yearly sum"),
    "whole": ("får hela årsbeloppet", "gets the whole yearly sum"),
}
NOTHING: Pair = ("–", "–")
YES: Pair = ("ja", "yes")
NO: Pair = ("nej", "no")


@dataclass(frozen=True, slots=True)
class Said:
    """A change in words: what of, and the lines of it before and after."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def said(change: Change, language: Language) -> Said:
    """Return a change in words."""
    return Said(_pick(NAMES[change.path], language), in_words(change.path, change.before, language),
                in_words(change.path, change.after, language))


def names(paths: Sequence[str], language: Language = "sv") -> str:
    """Return what terms are called, joined."""
    return SPEECH[language].names([_pick(NAMES[path], language).lower() for path in paths if path in NAMES])


def in_words(path: str, value: Any, language: Language) -> tuple[str, ...]:
    """Return a term's value as lines of words; one that is not set is a dash."""
    if value is None or value == [] or value == "":
        return (_pick(NOTHING, language),)
    told = SAYERS.get(path)
    if told is not None:
        return told(value, language)
    if isinstance(value, bool):
        return (_pick(YES if value else NO, language),)
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return (_pick(CODES[value], language) if isinstance(value, str) and value in CODES else str(value),)


def money(amount: str | Decimal, language: Language) -> str:
    """Return an amount in kronor with groups of three."""
    return kronor(Decimal(amount), language)


def _pick(pair: Pair, language: Language) -> str:
    return pair[0 if language == "sv" else 1]


def _day(value: Any, language: Language) -> tuple[str, ...]:
    on = SPEECH[language].day(value)
    return (on.split(" ", 1)[1],)


def _count(sv: str, en: str) -> Callable[[Any, Language], tuple[str, ...]]:
    return lambda value, language: (_pick((sv, en), language).format(n=value),)


def _parties(value: Any, language: Language) -> tuple[str, ...]:
    number = ("org.nr", "reg. no.")
    return tuple(f"{one['name']}, {_pick(number, language)} {one['org_number']}" if one["org_number"] else one["name"]
                 for one in value)


def _decision(value: Any, language: Language) -> tuple[str, ...]:
    by = (_pick(("{n} månader före sista dagen", "{n} months before the last day"), language).format(n=value["months_before"])
          if value["months_before"] is not None
          else _pick(("senast {day}", "by {day}"), language).format(day=_day(value["on"], language)[0]))
    silence = {"ends": ("tystnad betyder att överenskommelsen upphör", "silence means that the agreement ends"),
               "renews": ("tystnad betyder att den förlängs", "silence means that it renews")}.get(value["silence"])
    return (first_upper(by), *((first_upper(_pick(silence, language)),) if silence else ()))


def _notice(value: Any, language: Language) -> tuple[str, ...]:
    form = ("{who}: {n} månader", "{who}: {n} months")
    return tuple(first_upper(_pick(form, language).format(who=_pick(CODES[one["party"]], language), n=one["months"]))
                 for one in value)


def _posts(value: Any, language: Language) -> tuple[str, ...]:
    total = sum((Decimal(one["amount"]) for one in value), Decimal(0))
    return (*(f"{one['name']}: {money(one['amount'], language)}" for one in value),
            f"{_pick(('Summa', 'Total'), language)}: {money(total, language)}")


def _reports(value: Any, language: Language) -> tuple[str, ...]:
    speech = SPEECH[language]
    made = []
    for one in value:
        name = one["name"] or first_upper(speech.duties.get(one["kind"], speech.duties["other_report"]))
        made.append(f"{name}: {_due(one['due'], language)}")
    return tuple(made)


def _due(due: str | None, language: Language) -> str:
    speech = SPEECH[language]
    if due is None:
        return speech.unset
    if due.startswith("--"):
        yearly = ("senast {day} {month} varje år", "by {day} {month} each year")
        return _pick(yearly, language).format(day=int(due[5:]), month=speech.months[int(due[2:4]) - 1])
    return _pick(("senast {day}", "by {day}"), language).format(day=_day(due, language)[0])


def _undertakings(value: Any, language: Language) -> tuple[str, ...]:
    return tuple(f"{one['text']} ({_pick(CODES[one['owes']], language)})" if one["owes"] else one["text"] for one in value)


def _every(value: Any, language: Language) -> tuple[str, ...]:
    rhythm = {0: ("en gång", "once"), 1: ("varje månad", "every month"), 3: ("varje kvartal", "every quarter"),
              6: ("varje halvår", "every half-year"), 12: ("en gång om året", "once a year")}
    return (_pick(rhythm.get(value, (f"var {value}:e månad", f"every {value} months")), language),)


SPLITS: Mapping[str, Pair] = {
    "months": ("efter antal månader", "by months"), "days": ("efter antal dagar", "by days"),
    "equal": ("i lika delar", "in equal parts"), "written": ("med utskrivna belopp", "by amounts written out"),
}


def _split(value: Any, language: Language) -> tuple[str, ...]:
    return (_pick(SPLITS[value], language),)


def _year(value: Any, language: Language) -> tuple[str, ...]:
    return (_pick(("kalenderår", "calendar years") if value == "calendar" else ("år från första dagen", "years from the first day"),
                  language),)


def _written(value: Any, language: Language) -> tuple[str, ...]:
    return tuple(f"{_day(one['first'], language)[0]}: {money(one['amount'], language)}" for one in value)


def _rate(value: Any, language: Language) -> tuple[str, ...]:
    agreed = _pick(("avtalat antal per period: {n}", "number agreed per period: {n}"), language)
    said = _pick(("{sum} per {unit}", "{sum} per {unit}"), language).format(sum=money(value["amount"], language), unit=value["unit"])
    return (said, *((agreed.format(n=_plain(value["per_period"], language)),) if value["per_period"] is not None else ()))


def _index(value: Any, language: Language) -> tuple[str, ...]:
    form = ("{share} % av beloppet efter {name}, bas {base}, från och med {day}",
            "{share}% of the amount by {name}, base {base}, from {day}")
    return (_pick(form, language).format(share=_plain(value["share"], language), name=value["name"], base=value["base"],
                                         day=_day(value["since"], language)[0]),)


def _vat(value: Any, language: Language) -> tuple[str, ...]:
    form = ("{rate} %, ingår i beloppen", "{rate}%, within the amounts") if value["included"] else (
        "{rate} %, läggs till beloppen", "{rate}%, added to the amounts")
    return (_pick(form, language).format(rate=_plain(value["rate"], language)),)


def _plain(number: str, language: Language) -> str:
    text = f"{Decimal(number):f}"
    tidy = text.rstrip("0").rstrip(".") if "." in text else text
    return tidy.replace(".", ",") if language == "sv" else tidy


def _weekday(value: Any, language: Language) -> tuple[str, ...]:
    return (SPEECH[language].weekdays[value],)


def _month(value: Any, language: Language) -> tuple[str, ...]:
    return (SPEECH[language].months[value - 1],)


def _hour(value: Any, language: Language) -> tuple[str, ...]:
    return (value[:5].replace(":", SPEECH[language].dot),)


def _sum(value: Any, language: Language) -> tuple[str, ...]:
    return (money(value, language),)


SAYERS: Mapping[str, Callable[[Any, Language], tuple[str, ...]]] = {
    "start": _day, "end": _day, "parties": _parties, "decision": _decision, "notice": _notice,
    "ending.months": _count("{n} månader i taget", "{n} months at a time"),
    "ending.max_times": _count("{n} gånger", "{n} times"),
    "meetings.month": _month, "meetings.habits.weekday": _weekday, "meetings.habits.starts": _hour,
    "meetings.habits.minutes": _count("{n} minuter", "{n} minutes"),
    "meetings.habits.lead_days": _count("{n} dagar före", "{n} days ahead"),
    "economy.total": _sum, "economy.yearly": _sum, "economy.posts": _posts, "economy.payment.every_months": _every,
    "economy.payment.due_days": _count("{n} dagar", "{n} days"), "economy.payment.pay_days": _count("{n} dagar", "{n} days"),
    "economy.year": _year, "economy.payment.split": _split, "economy.payment.written": _written, "economy.rate": _rate,
    "economy.index": _index,
    "economy.vat": _vat, "reports": _reports, "undertakings": _undertakings,
}
