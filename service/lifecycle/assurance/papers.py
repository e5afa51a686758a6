"""The answers as a paper and as a table of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from service.documents.papers import AssurancePaper, Language, Section, Table
from service.documents.wording.words import Wording
from service.kernel.text.cells import plain
from service.lifecycle.assurance.model import Answer, Evidence
from service.lifecycle.assurance.words import CHECKS, QUESTIONS, VERDICTS
from service.notices.writing.words import first_upper


def paper(every: Sequence[Answer], title: str, day: date, *, language: Language) -> AssurancePaper:
    """Return the answers as a paper; it is registered nowhere."""
    words = Wording(language)
    say = words.say
    head = (say("Kontroll", "Check"), say("Svar", "Answer"), say("Varför", "Why"), say("Underlag", "Evidence"))
    sections = tuple(Section(
        heading=f"{say(*QUESTIONS[one.question])} {say(*VERDICTS[one.verdict])}.",
        parts=(Table(head=head, rows=tuple(
            (say(*CHECKS[check.code]), say(*VERDICTS[check.verdict]), check.sv if language == "sv" else check.en,
             names(check.evidence, language)) for check in one.checks), widths=(4, 2, 7, 4)),)) for one in every)
    return AssurancePaper(
        title=title, language=language, facts=((say("Läst", "Read"), words.day(day)),), sections=sections)


def names(evidence: Sequence[Evidence], language: str) -> str:
    """Return what is seen as evidence, in words."""
    return ", ".join(first_upper(one.sv if language == "sv" else one.en) for one in evidence)


def as_csv(every: Sequence[Answer], language: str) -> str:
    """Return the answers as text with semicolons, one check a row; the mark at its beginning tells that it is UTF-8."""
    say = Wording(language).say
    rows = [(say("Fråga", "Question"), say("Kontroll", "Check"), say("Svar", "Answer"), say("Varför", "Why"),
             say("Underlag", "Evidence"))]
    rows += [(say(*QUESTIONS[one.question]), say(*CHECKS[check.code]), say(*VERDICTS[check.verdict]),
              check.sv if language == "sv" else check.en, names(check.evidence, language)) for one in every for check in one.checks]
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([plain(cell) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()
