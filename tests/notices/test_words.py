"""What people read: every notice in both languages, word for word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from lxml import html as lxml_html

from service.accounts.notices import What
from service.notices.tables import OutboxRow
from service.notices.writing import words
from service.notices.writing.compose import Mailing, compose, preview
from service.notices.writing.facts import NOTICES
from service.notices.writing.languages import EN, SV
from tests.notices.examples import FACTS, HEAD, mailing

TEXTS = Path(__file__).parent / "texts"
BOTH = pytest.mark.parametrize("language", ["sv", "en"])
EVERY = pytest.mark.parametrize("name", sorted(NOTICES))


def shown(one: Mailing, *, masked: bool = True) -> str:
    seen = preview(OutboxRow(**one._asdict()), HEAD, masked=masked)
    return f"{seen.subject}\n\n{seen.text}"


def test_the_examples_cover_every_notice() -> None:
    assert FACTS.keys() == NOTICES.keys()


@EVERY
@BOTH
def test_the_whole_text(name: str, language: str) -> None:
    assert shown(mailing(name, language)) == (TEXTS / f"{name}.{language}.txt").read_text("utf-8")


@EVERY
@BOTH
def test_lines_of_text_are_short_but_for_addresses(name: str, language: str) -> None:
    text = preview(OutboxRow(**mailing(name, language)._asdict()), HEAD).text
    assert [line for line in text.splitlines() if len(line) > 72 and not line.startswith("https://")] == []


@EVERY
@BOTH
def test_html_is_one_document_with_language_heading_and_links(name: str, language: str) -> None:
    seen = preview(OutboxRow(**mailing(name, language)._asdict()), HEAD)
    document = lxml_html.document_fromstring(seen.html)
    assert document.get("lang") == language
    assert len(document.xpath("//h1")) == 1
    assert document.xpath("//table | //img | //script") == []
    links = [str(link) for link in document.xpath("//a/@href")]
    answers = 3 if NOTICES[name].replies else 0
    assert len(links) == 1 + answers
    assert len([link for link in links if "/svar/" in link]) == answers
    plain = " ".join(document.text_content().split())
    for line in seen.text.split("\n\n")[1].splitlines():
        assert line.strip() in plain


@BOTH
def test_a_late_notice_begins_with_that(language: str) -> None:
    late = shown(mailing("renewal_ahead", language, facts={"late": True, "given_on": "2025-10-01"}))
    assert late.split("\n\n")[2] == {
        "sv": "Det här mejlet är försenat. Det skulle ha kommit onsdag 1 oktober 2025.",
        "en": "This message is late. It should have come on Wednesday 1 October 2025.",
    }[language]


@BOTH
def test_a_simulated_notice_says_so_in_subject_and_text(language: str) -> None:
    lines = shown(mailing("begun", language, facts={"simulated": True})).split("\n\n")
    assert lines[0].startswith({"sv": "[SIMULERING] ", "en": "[SIMULATION] "}[language])
    assert lines[2].startswith({"sv": "Det här är en simulering.", "en": "This is a simulation."}[language])


@BOTH
@pytest.mark.parametrize("answer", ["accepted", "declined", "suggested"])
def test_every_answer_has_its_words(language: str, answer: str) -> None:
    one = mailing("reply_received", language, facts={"answer": answer, "suggested_on": None, "comment": None})
    assert compose(one, HEAD)


@BOTH
@pytest.mark.parametrize("changed", [
    {"days_left": 0, "silence": None, "end": None, "answered": [], "waiting_for": []},
    {"days_left": 1, "silence": "renews"},
])
@pytest.mark.parametrize("name", ["renewal_ahead", "renewal_overdue"])
def test_renewal_with_other_facts(name: str, language: str, changed: dict[str, object]) -> None:
    assert compose(mailing(name, language, facts=changed), HEAD)


@BOTH
@pytest.mark.parametrize(("name", "changed"), [
    ("begun", {"end": None, "duties": []}), ("end_ahead", {"duties": []}), ("ended", {"duties": [], "missed": []}),
    ("minutes_wanted", {"count": 3}), ("minutes_wanted", {"to_manager": True}), ("minutes_ready", {"minutes": ""}),
    ("meeting_cancelled", {"reason": None, "only_you": True}), ("declined", {"reason": None}),
    ("meeting_proposed", {"place": None, "convenor": None, "convenor_email": None, "reply_to": None,
                          "sender_name": None, "period": "2025-H1"}),
    ("agenda_points", {"agenda": [], "place": None}),
])
def test_facts_that_may_be_empty(name: str, language: str, changed: dict[str, object]) -> None:
    assert "None" not in shown(mailing(name, language, facts=changed))


def test_without_a_secret_there_are_no_reply_links() -> None:
    bare = HEAD.__class__(HEAD.name, HEAD.email, HEAD.base_url)
    text = preview(OutboxRow(**mailing("meeting_call")._asdict()), bare).text
    assert re.findall(r"https://\S+", text) == ["https://overens.example/agreements/1/meetings/7"]


def test_reply_links_are_masked_for_other_eyes_only() -> None:
    assert "/svar/•••?svar=ja" in shown(mailing("meeting_call"))
    assert "•••" not in shown(mailing("meeting_call"), masked=False)


def test_days_and_hours() -> None:
    assert SV.day("2025-10-31") == "fredag 31 oktober 2025"
    assert EN.day("2025-10-31") == "Friday 31 October 2025"
    assert SV.when("2025-10-10T08:00:00+00:00", "2025-10-10T11:30:00+02:00") == "fredag 10 oktober 2025 kl. 10.00–11.30"
    assert EN.at("2025-12-01T10:00:00+01:00") == "Monday 1 December 2025, 10:00"


@pytest.mark.parametrize(("code", "swedish", "english"), [
    ("2025-Q1", "första kvartalet 2025", "the first quarter of 2025"),
    ("2025-H2", "andra halvåret 2025", "the second half of 2025"),
    ("2025-B6", "november–december 2025", "November–December 2025"),
    ("2025-T2", "maj–augusti 2025", "May–August 2025"),
    ("2025-3of5", "möte 3 av 5 år 2025", "meeting 3 of 5 in 2025"),
    ("2025-02-01+3", "möte 3", "meeting 3"),
    ("2025-B7", "2025-B7", "2025-B7"),
    ("2025-04", "april 2025", "April 2025"),
    ("2025", "år 2025", "2025"),
    ("2025-Q9", "2025-Q9", "2025-Q9"),
])
def test_periods(code: str, swedish: str, english: str) -> None:
    assert (SV.period(code), EN.period(code)) == (swedish, english)


def test_a_long_title_is_cut_at_a_word() -> None:
    title = "Överenskommelse om idéburet offentligt partnerskap mellan socialförvaltningen och föreningen Linden"
    assert words.short(title) == "Överenskommelse om idéburet offentligt partnerskap mellan…"


@BOTH
def test_a_title_that_names_the_parties_is_not_followed_by_them(language: str) -> None:
    title = "Partnerskap mellan Socialförvaltningen Centrum och Föreningen Linden"
    assert shown(mailing("end_ahead", language, facts={"agreement": title, "duties": []})).count("Föreningen Linden") == 3


@BOTH
def test_every_change_in_ones_ways_in_has_words(language: str) -> None:
    leads = {compose(mailing("ways_changed", language, facts={"what": one}), HEAD).content for one in get_args(What)}
    assert len(leads) == len(get_args(What))
