"""Proposed terms as a person reads them: what, the sentence it rests on, and last what is left open."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from babel.dates import format_date

from service.cli.reading.intake_words import Words, words

_WIDTH = 96
_LABEL = 24
_QUOTE = 240

Terms = Mapping[str, Any]
Line = tuple[str, str, str]  # label, what the text says, the path whose sentence it rests on


def summary(terms: Terms, language: str) -> str:
    """Return the terms as calm lines of text in `language`, without a trailing newline."""
    say = words(language)
    shown: list[str] = [*_wrapped(terms.get("title") or say["untitled"], ""), ""]
    for group in (_parties, _period, _together, _economy, _reports, _rules):
        said = ""
        for sentence, lines in groupby(group(terms, say), key=lambda line: _sentence(terms, line[2])):
            for label, value, _ in lines:
                shown.extend(_entry("" if label == said else label, value))
                said = label
            shown.extend(_wrapped(f"”{sentence}”", " " * _LABEL) if sentence else ())
        shown += [""] if said else []
    shown.extend(_questions(terms, say))
    return "\n".join(line.rstrip() for line in shown)


def _parties(terms: Terms, say: Words) -> Iterator[Line]:
    for at, party in enumerate(terms.get("parties") or ()):
        number = party.get("org_number")
        wrong = f" ({say['bad_number']})" if number and party.get("org_number_valid") is False else ""
        value = " · ".join(filter(None, [party.get("name"), f"{number}{wrong}" if number else ""]))
        yield say.get(party.get("role") or "", say["party"]), value, f"parties.{at}.name"


def _period(terms: Terms, say: Words) -> Iterator[Line]:
    period = terms.get("period") or {}
    if period.get("start"):
        yield say["start"], _day(period["start"], say), "period.start"
    if period.get("end"):
        yield say["end"], _day(period["end"], say), "period.end"
    expiry = terms.get("expiry") or {}
    if mode := expiry.get("mode"):
        value = say[f"expiry_{mode}"]
        if expiry.get("months"):
            value += say["months_a_time"].format(months=_months(expiry["months"], say))
        if expiry.get("max_times"):
            often = "at_most_once" if expiry["max_times"] == 1 else "at_most_times"
            value += say[often].format(times=expiry["max_times"])
        yield say["expiry"], value, "expiry.mode"
    decision = terms.get("decision") or {}
    if decision.get("on") or decision.get("months_before"):
        before = ""
        if decision.get("months_before"):
            before = say["months_before"].format(months=_months(decision["months_before"], say))
        value = ", ".join(filter(None, [_day(decision["on"], say) if decision.get("on") else "", before]))
        path = "decision.months_before" if before else "decision.on"
        yield say["decision"], value, path
    if decision.get("silence"):
        yield say["silence"], say[f"silence_{decision['silence']}"], "decision.silence"
    for at, notice in enumerate(terms.get("notice") or ()):
        value = say["notice_of"].format(
            party=say[f"by_{notice.get('party') or 'both'}"], months=_months(notice.get("months"), say)
        )
        yield say["notice"], value, f"notice.{at}.months"


def _together(terms: Terms, say: Words) -> Iterator[Line]:
    meetings = terms.get("meetings") or {}
    if meetings.get("per_year"):
        yield say["meetings"], say["a_year"].format(times=meetings["per_year"]), "meetings.per_year"
    if meetings.get("convenor"):
        yield say["convenor"], say[f"by_{meetings['convenor']}"], "meetings.convenor"


def _economy(terms: Terms, say: Words) -> Iterator[Line]:
    economy = terms.get("economy") or {}
    for key in ("total_sek", "yearly_sek"):
        if economy.get(key) is not None:
            yield say[key], _money(economy[key], say), f"economy.{key}"
    rate, index = economy.get("rate"), economy.get("index")
    if rate:
        yield say["rate"], f"{_money(rate['amount_sek'], say)} / {rate['unit']}", "economy.rate.amount_sek"
    if index:
        yield say["index"], ", ".join(str(part) for part in (index["name"], index.get("base"), index.get("since")) if part), \
            "economy.index.name"
    for at, post in enumerate(economy.get("posts") or ()):
        value = f"{_money(post.get('amount_sek'), say)} – {post.get('name')}"
        yield say["posts"], value, f"economy.posts.{at}.amount_sek"
    payment = economy.get("payment") or {}
    if payment.get("direction") or payment.get("every_months") is not None:
        often = payment.get("every_months")
        pieces = [say[f"payment_{payment['direction']}"] if payment.get("direction") else "", _often(often, say)]
        path = "economy.payment.direction" if payment.get("direction") else "economy.payment.every_months"
        yield say["payment"], ", ".join(filter(None, pieces)), path


def _reports(terms: Terms, say: Words) -> Iterator[Line]:
    for at, report in enumerate(terms.get("reports") or ()):
        kind = say[f"report_{report.get('kind') or 'other'}"]
        due = report.get("due")
        value = f"{kind}, {say['by']} {_yearly(due, say)}" if due else kind
        yield say["reports"], value, f"reports.{at}.kind"


def _rules(terms: Terms, say: Words) -> Iterator[Line]:
    amendments = terms.get("amendments") or {}
    forms = [say[form] for form in ("written", "signed_form") if amendments.get(form.removesuffix("_form"))]
    if forms:
        path = "amendments.written" if amendments.get("written") else "amendments.signed"
        yield say["amendments"], f" {say['and']} ".join(forms), path
    if (approval := terms.get("approval_before_deviation")) is not None:
        yield say["deviation"], say["approval_needed" if approval else "no"], "approval_before_deviation"
    rescission = terms.get("rescission") or {}
    if rescission.get("serious_breach") is not None:
        value = say["serious_breach" if rescission["serious_breach"] else "no"]
        yield say["rescission"], value, "rescission.serious_breach"
    if remedy := rescission.get("remedy"):
        yield say["remedy"], say[f"remedy_{remedy}"].format(days=rescission.get("remedy_days")), "rescission.remedy"
    if rescission.get("repayment"):
        yield say["repayment"], say[f"repayment_{rescission['repayment']}"], "rescission.repayment"
    if terms.get("disputes"):
        yield say["disputes"], say[f"disputes_{terms['disputes']}"], "disputes"
    if (secrecy := terms.get("secrecy")) is not None:
        yield say["secrecy"], say["secrecy_holds" if secrecy else "no"], "secrecy"
    signed = terms.get("signed") or {}
    if signed.get("place") or signed.get("on"):
        pieces = [signed.get("place"), _day(signed["on"], say) if signed.get("on") else ""]
        yield say["signed"], ", ".join(filter(None, pieces)), "signed.on" if signed.get("on") else "signed.place"


def _questions(terms: Terms, say: Words) -> Iterator[str]:
    questions = terms.get("open_questions") or ()
    if not questions:
        yield say["no_questions"]
        return
    yield say["questions"]
    for at, question in enumerate(questions, 1):
        yield from _wrapped(question["question"], f"{at:>3}. ")


def _entry(label: str, value: str) -> Iterable[str]:
    return _wrapped(value, f"{label:<{_LABEL}}" if len(label) < _LABEL else f"{label}  ")


def _sentence(terms: Terms, path: str) -> str:
    """Return the sentence that the value at `path` rests on, shortened, or nothing where there is none."""
    evidence = terms.get("evidence") or {}
    found = evidence.get(path) or evidence.get(path.rpartition(".")[0])
    return textwrap.shorten(" ".join(found["text"].split()), _QUOTE, placeholder=" …") if found else ""


def _wrapped(text: str, first: str) -> list[str]:
    indent = " " * (_LABEL if len(first) > 5 else len(first))
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False) or [
        first
    ]


def _months(count: int | None, say: Words) -> str:
    return "–" if count is None else f"{count} {say['month' if count == 1 else 'months']}"


def _day(iso: str, say: Words) -> str:
    return str(format_date(date.fromisoformat(iso), "d MMMM y", locale=say["locale"]))


def _yearly(due: str, say: Words) -> str:
    if not due.startswith("--"):
        return _day(due, say)
    return f"{_day(f'2000-{due[2:]}', say).removesuffix(' 2000')} {say['each_year']}"


def _often(months: int | None, say: Words) -> str:
    if months is None:
        return ""
    return say.get(f"every_{months}", say["every_months"].format(months=months))


def _money(amount: float | str | None, say: Words) -> str:
    if amount is None:
        return "–"
    whole, _, rest = f"{Decimal(str(amount)):,.2f}".partition(".")
    decimals = "" if rest == "00" else say["decimal_mark"] + rest
    return say["money"].format(amount=whole.replace(",", say["thousands"]) + decimals)
