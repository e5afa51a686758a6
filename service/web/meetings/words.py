"""What there is to know about a day before a meeting is moved to it, in words."""

from __future__ import annotations

from service.meetings.rules import Unusual
from service.web.meetings.read import Meeting
from service.web.speech.language import long_day, say, short_day, speech


def about_day(one: Unusual) -> str:
    """Return the sentence of something unusual about a day, whichever meeting it is for."""
    match one.code:
        case "weekend":
            return say("Dagen är en lördag eller söndag.", "The day is a Saturday or Sunday.")
        case "day_off":
            return say("Dagen är en helgdag eller helgafton, då de flesta är lediga.",
                       "The day is a public holiday or its eve, when most people are off.")
        case "taken":
            return say("Du har redan ett möte då: {who}.", "You already have a meeting then: {who}.", who=one.who)
    raise LookupError(f"there are no words for {one.code!r}")


def warning(one: Unusual, meeting: Meeting) -> str:
    """Return the sentence of something unusual about moving a meeting to a day."""
    row = meeting.row
    match one.code:
        case "outside_period":
            return say("Mötet gäller {period} ({first} – {last}), och dagen ligger utanför.",
                       "The meeting is for {period} ({first} – {last}), and the day lies outside it.",
                       period=speech().period(meeting.period), first=short_day(row.first), last=short_day(row.last, year=True))
        case "after_decision":
            assert one.day is not None
            return say("Senast {day} ska parterna ta ställning till förlängning. Mötet skulle ligga efter det.",
                       "By {day} the parties are to decide on renewal. The meeting would be after that.", day=long_day(one.day))
        case "other_suggested":
            assert one.day is not None
            return say("{who} har föreslagit en annan dag: {day}.", "{who} has suggested another day: {day}.", who=one.who,
                       day=long_day(one.day))
    return about_day(one)
