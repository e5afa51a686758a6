"""The last day explained in a sentence."""

from __future__ import annotations

from service.notices.writing.languages import SPEECH
from service.notices.writing.words import Language
from service.terminations.model import Reckoned


def explained(found: Reckoned, language: Language) -> str:
    """Return how a last day was reckoned, in one sentence or two."""
    speech = SPEECH[language]
    received, last = speech.day(found.received_on), speech.day(found.last)
    count, many = found.months, found.months != 1
    if language == "sv":
        time = f"Uppsägningstiden är {count} {'månader' if many else 'månad'}" if count else "Ingen uppsägningstid gäller"
        end = " och räknas till månadens slut" if found.to_month_end else ""
        said = f"{time}{end}, från den dag uppsägningen togs emot: {received}. Sista dagen är därför {last}."
        return said + (f" Månaden har ingen {found.received_on.day}:e, så dess sista dag räknas." if found.clamped else "")
    time = f"The period of notice is {count} {'months' if many else 'month'}" if count else "There is no period of notice"
    end = ", carried to the end of the month" if found.to_month_end else ""
    said = f"{time}{end}, counted from the day the notice was received: {received}. So the last day is {last}."
    short = f" That month has no day {found.received_on.day}, so its last day counts." if found.clamped else ""
    return said + short

