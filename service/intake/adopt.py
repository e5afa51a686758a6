"""From proposed terms to terms: open questions are answered by assumptions that are said aloud, or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from service.agreements.terms import Expiry, Terms
from service.intake.words.dates import MONTHS
from service.kernel.errors import Refusal

DUE = {
    "activity_plan": "--01-31",
    "yearly_summary": "--02-15",
    "yearly_followup": "--02-28",
    "activity_report": "--02-15",
    "accounts": "--04-30",
    "other": "--02-28",
}
REPORTS: Mapping[str, tuple[str, str]] = {
    "yearly_summary": ("Skriftlig sammanställning", "The written summary of the year"),
    "activity_plan": ("Verksamhetsplan", "The activity plan"), "yearly_followup": ("Årsuppföljning", "The yearly follow-up"),
    "accounts": ("Bokslut", "The set of accounts"), "activity_report": ("Verksamhetsrapport", "The activity report"),
}
ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
                  "December")
CIVIL, PUBLIC = "civil", "public"


class OpenQuestion(Refusal):
    """The agreement cannot be watched before this is settled: {question}"""

    sv = "Överenskommelsen kan inte bevakas förrän detta är avgjort: {question}"
    status = 422


class OpenQuestions(Refusal):
    """The text leaves {count} questions open; settle them, or accept the assumptions: {questions}"""

    sv = "Texten lämnar {count} frågor öppna; avgör dem, eller godta antagandena: {questions}"
    status = 422


class BadTerms(Refusal):
    """The terms do not fit together: {why}"""

    sv = "Villkoren går inte ihop: {why}"
    status = 422


@dataclass(frozen=True, slots=True)
class Assumption:
    """What was taken for granted about a path of the terms, in both languages."""

    about: str
    sv: str
    en: str

    def as_json(self) -> dict[str, str]:
        """Return the assumption as it is stored."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Adopted:
    """Terms, and what had to be assumed to have them whole."""

    terms: Terms
    assumed: tuple[Assumption, ...]


def adopt(form: Mapping[str, Any], *, accept: bool) -> Adopted:
    """Return the terms that the proposal `form` (the INTAKE form as a dict) comes to.

    Raises OpenQuestion for what nobody may guess (who, from when, until when), OpenQuestions when
    something would have to be assumed and `accept` is false, BadTerms when the values contradict.
    """
    _need(form)
    values, found = values_of(form)
    if found and not accept:
        asked = form["open_questions"] or [{"question": one.sv} for one in found]
        raise OpenQuestions(count=len(asked), questions=" ".join(f"({n}) {one['question']}" for n, one in enumerate(asked, 1)))
    try:
        return Adopted(Terms.model_validate(values), tuple(found))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadTerms(why=f"{where}: {first['msg'].removeprefix('Value error, ')}".strip(": ")) from None


def values_of(form: Mapping[str, Any]) -> tuple[dict[str, Any], list[Assumption]]:
    """Return the values of the terms that a proposal comes to, not yet checked, and what had to be assumed for them."""
    said = _Assumptions()
    values = {
        "title": form["title"] or "–",
        "parties": [{key: party[key] for key in ("name", "role", "org_number")} for party in form["parties"]],
        "start": form["period"]["start"],
        "end": form["period"]["end"],
        "ending": _ending(form, said),
        "decision": _decision(form, said),
        "notice": form["notice"],
        "meetings": _meetings(form, said),
        "economy": _economy(form, said),
        "reports": [_report(number, report, said) for number, report in enumerate(form["reports"])],
        **_changes(form, said),
        "approval_before_deviation": form["approval_before_deviation"],
        "rescission": form["rescission"],
        "disputes": form["disputes"],
        "secrecy": form["secrecy"],
        "goals": [goal["text"] for goal in form.get("goals", [])],
        "undertakings": [
            {"text": one["text"], "owes": one.get("owes")} for one in form.get("undertakings", [])],
        "clauses": {path: " ".join(found["text"].split()) for path, found in form["evidence"].items()},
    }
    said.rest(form["open_questions"])
    return values, said.found


class _Assumptions:
    def __init__(self) -> None:
        self.found: list[Assumption] = []

    def say(self, about: str, sv: str, en: str) -> None:
        self.found.append(Assumption(about, sv, en))

    def rest(self, questions: Sequence[Mapping[str, str]]) -> None:
        """Note what was asked and not answered by any assumption: it stays open."""
        for asked in questions:
            if not any(_same_matter(asked["about"], one.about) for one in self.found):
                self.say(asked["about"], f"Lämnas öppet: {asked['question']}", f"Left open: {asked['question']}")


def _same_matter(asked: str, assumed: str) -> bool:
    return asked == assumed or asked.startswith(assumed + ".") or assumed.startswith(asked + ".")


def _need(form: Mapping[str, Any]) -> None:
    period, mode = form["period"], form["expiry"]["mode"]
    if len(form["parties"]) < 2 or any(not party["role"] for party in form["parties"]):
        raise OpenQuestion(question=_asked(form, "parties", "Vilka är parterna, minst en offentlig och en idéburen?"))
    if period["start"] is None:
        raise OpenQuestion(question=_asked(form, "period.start", "Från och med vilken dag gäller överenskommelsen?"))
    if period["end"] is None and mode != Expiry.UNTIL_FURTHER_NOTICE:
        raise OpenQuestion(question=_asked(form, "period.end", "Till och med vilken dag gäller överenskommelsen?"))


def _asked(form: Mapping[str, Any], about: str, otherwise: str) -> str:
    found = (one["question"] for one in form["open_questions"] if _same_matter(one["about"], about))
    return next(iter(found), otherwise)


def _ending(form: Mapping[str, Any], said: _Assumptions) -> dict[str, Any]:
    mode, months = form["expiry"]["mode"], form["expiry"]["months"]
    if mode is None:
        mode = "ends"
        said.say("expiry.mode", "Överenskommelsen upphör efter sista dagen.", "The agreement ends after its last day.")
    if mode == "renews" and months is None:
        months = 12
        said.say("expiry.months", "Förlängning sker med 12 månader i taget.", "It renews by 12 months at a time.")
    return {"mode": mode, "months": months, "max_times": form["expiry"]["max_times"]}


def _decision(form: Mapping[str, Any], said: _Assumptions) -> dict[str, Any] | None:
    given = form["decision"]
    if given["months_before"] is None and given["on"] is None:
        return None
    silence = given["silence"]
    if silence is None:
        silence = "renews" if form["expiry"]["mode"] == "renews" else "ends"
        sv, en = ("förlängs den", "it renews") if silence == "renews" else ("upphör den", "it ends")
        said.say("decision.silence", f"Om ingen säger något {sv}.", f"If nobody says anything {en}.")
    months = given["months_before"]
    return {"months_before": months, "on": given["on"] if months is None else None, "silence": silence}


def _meetings(form: Mapping[str, Any], said: _Assumptions) -> dict[str, Any]:
    per_year, convenor = form["meetings"]["per_year"], form["meetings"]["convenor"]
    if per_year is not None and convenor is None:
        convenor = PUBLIC
        said.say("meetings.convenor", "Den offentliga parten kallar till mötena.",
                 "The public party calls the meetings.")
    if per_year is not None and per_year > 12:
        per_year = 12
        said.say("meetings.per_year", "Ett möte i månaden planeras; fler kallar parterna till själva.",
                 "One meeting a month is planned; the parties call further ones themselves.")
    return {"per_year": per_year, "convenor": convenor}


def _economy(form: Mapping[str, Any], said: _Assumptions) -> dict[str, Any]:
    given = form["economy"]
    payment = given["payment"]
    direction, every = payment["direction"], payment["every_months"]
    if every is not None and direction is None:
        direction = "invoice"
        said.say("economy.payment.direction", "Den idéburna parten fakturerar.", "The civil party invoices.")
    if every:
        word = ("Faktura", "an invoice") if direction == "invoice" else ("Utbetalning", "a payout")
        said.say(
            "economy.payment.every_months",
            f"{word[0]} väntas för varje kalenderperiod om {every} månader, kortare i början och slutet; "
            "förfaller 30 dagar efter periodens " + ("slut" if direction == "invoice" else "början") + _spread(given, payment)[0],
            f"For every calendar period of {every} months, shorter first and last, {word[1]} is expected, due 30 days "
            "after the period's " + ("end" if direction == "invoice" else "beginning") + _spread(given, payment)[1])
    return {
        "total": given["total_sek"], "yearly": given.get("yearly_sek"), "rate": _rate(given.get("rate")),
        "index": _index(given.get("index"), said),
        "posts": [{"name": post["name"], "amount": post["amount_sek"]} for post in given["posts"]],
        "payment": {"direction": direction or "invoice", "every_months": every,
                    **{key: payment[key] for key in ("split", "pay_days") if payment.get(key) is not None}},
    }


def _spread(given: Mapping[str, Any], payment: Mapping[str, Any]) -> tuple[str, str]:
    """Return how the sum is spread where the text does not say so, as the end of a sentence."""
    if payment.get("split") is not None or given["total_sek"] is None and given.get("yearly_sek") is None:
        return ".", "."
    return "; beloppet fördelas efter månader.", "; the sum is spread by months."


def _rate(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if given is None else {"amount": given["amount_sek"], "unit": given["unit"]}


def _index(given: Mapping[str, Any] | None, said: _Assumptions) -> dict[str, Any] | None:
    """Return an index of which enough is said to reckon by it."""
    if given is None or (given.get("base") or given.get("since")):
        return None if given is None else {key: value for key, value in given.items() if value is not None}
    name = given.get("name") or "index"
    said.say("economy.index", f"Beloppen räknas inte om efter {name} förrän bas och första dag är angivna.",
             f"Amounts are not adjusted by {name} until its base and the first day are given.")
    return None


def _report(number: int, report: Mapping[str, Any], said: _Assumptions) -> dict[str, Any]:
    due = report["due"]
    if due is None:
        due = DUE[report["kind"]]
        day = date.fromisoformat("2024" + due[1:])
        name, english = REPORTS.get(report["kind"], ("Rapport", "A report"))
        said.say(f"reports.{report['kind']}.due", f"{name} lämnas senast {day.day} {MONTHS[day.month - 1]} varje år.",
                 f"{english} is due by {day.day} {ENGLISH_MONTHS[day.month - 1]} each year.")
    return {"kind": report["kind"], "due": due}


def _changes(form: Mapping[str, Any], said: _Assumptions) -> dict[str, bool]:
    written, signed = form["amendments"]["written"], form["amendments"]["signed"]
    if written is None or signed is None:
        said.say("amendments", "Ändringar ska vara skriftliga och undertecknade av alla parter.",
                 "Amendments are to be written and signed by all parties.")
    return {"amendments_written": True if written is None else written,
            "amendments_signed": True if signed is None else signed}
