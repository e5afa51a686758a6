"""The paper of a meeting's minutes."""

from __future__ import annotations

from service.documents.papers import Language, MinutesPaper
from service.documents.wording.words import Wording
from service.meetings.tables import OutcomeRow
from service.web.meetings.read import Meeting, Record


def minutes_paper(one: Meeting, record: Record, *, language: Language) -> MinutesPaper:
    """Return the minutes of a meeting as they now read."""
    words = Wording(language)
    speech = words.speech
    facts = [(words.say("Hölls", "Held"), words.day(one.row.held_on or one.row.day))]
    if one.row.place:
        facts.append((words.say("Plats", "Place"), one.row.place))
    facts.append((words.say("Kallades av", "Convened by"), speech.names([party.name for party in one.convening])))
    if record.versions:
        facts.append((words.say("Version", "Version"), str(record.version)))
    return MinutesPaper(
        title=f"{speech.meeting_alone(one.period)}, {speech.period(one.period)}", agreement=one.title, language=language,
        facts=tuple(facts), present=tuple((each.name, each.party or "–") for each in record.present),
        paragraphs=tuple(part.strip() for part in (one.row.minutes or "").split("\n\n") if part.strip()),
        decisions=tuple(_decided(each, words) for each in record.decisions),
        tasks=tuple((each.body, each.who or "–", words.day(each.due_on) if each.due_on else "–") for each in record.tasks))


def _decided(row: OutcomeRow, words: Wording) -> str:
    more = ", ".join(part for part in (row.who, words.day(row.due_on) if row.due_on else "") if part)
    return f"{row.body} ({more})" if more else row.body
