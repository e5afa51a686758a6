"""What the reading of a document asks, in English; it is asked in Swedish, of a Swedish text."""

from __future__ import annotations

import re
from collections.abc import Mapping

WHAT: Mapping[str, str] = {
    "den skriftliga sammanställningen": "the written summary", "verksamhetsplanen": "the activity plan",
    "årsuppföljningen": "the yearly follow-up",
    "bokslutet eller den ekonomiska redovisningen": "the accounts or the financial report",
    "verksamhetsrapporten": "the activity report", "rapporten": "the report",
}
# What the text itself says stands within ”…” and keeps its language.
QUESTIONS: tuple[tuple[str, str], ...] = (
    (r"Perioden delas inte jämnt i perioder om (\d+) månad(?:er)?; när förfaller den första och den sista\?",
     "The time does not divide evenly into periods of {0} months; when do the first and the last fall due?"),
    (r"Posterna blir tillsammans (.+) kronor men texten säger (.+) kronor; vilket gäller\?",
     "The posts come to SEK {0} but the text says SEK {1}; which holds?"),
    (r"Tabellens summa är (.+) kronor men texten säger (.+) kronor; vilket gäller\?",
     "The table comes to SEK {0} but the text says SEK {1}; which holds?"),
    (r"Texten anger summor för enskilda år \((.+)\); vilken är summan för hela perioden\?",
     "The text gives sums for single years ({0}); which is the sum for the whole period?"),
    (r"Texten nämner flera priser per enhet; vilket ska räknas\?", "The text mentions several rates per unit; which is to be used?"),
    (r"Från vilken bas och från och med vilken dag räknas beloppen om efter (.+)\?",
     "From which base and from which day are amounts adjusted by {0}?"),
    (r"Vilken summa är hela ramen: (.+)\?", "Which sum is the whole frame: {0}?"),
    (r"Tiden för rättelse är (.+); hur många dagar räknas den som\?",
     "The time to put things right is ”{0}”; as how many days does it count?"),
    (r"Hur många dagar är skälig tid för rättelse\?", "How many days are a reasonable time to put things right?"),
    (r"Vem kallar till mötena\?", "Who calls the meetings?"),
    (r"Vilken dag ska (.+) vara lämnad\? Texten säger ”(.*)”\.", "By which day is {0} to be delivered? The text says ”{1}”."),
    (r"Vilken dag ska (.+) vara lämnad\?", "By which day is {0} to be delivered?"),
    (r"Organisationsnumret (.+) för (.+) stämmer inte; vilket är det rätta\?",
     "The organisation number {0} of {1} is not valid; which is the right one?"),
    (r"Vilka är parterna\? Texten namnger inte minst två\.", "Who are the parties? The text does not name at least two."),
    (r"Vilken dag undertecknades överenskommelsen\?", "On which day was the agreement signed?"),
    (r"Sista dagen (.+) ligger före första dagen (.+); vilka dagar gäller\?",
     "The last day {0} lies before the first day {1}; which days hold?"),
    (r"Texten säger (.+) men inga dagar; vilken dag menas\?", "The text says ”{0}” but no days; which day is meant?"),
    (r"Från och med vilken dag gäller överenskommelsen\?", "From which day does the agreement hold?"),
    (r"Till och med vilken dag gäller överenskommelsen, eller gäller den tills vidare\?",
     "Until which day does the agreement hold, or does it hold until further notice?"),
    (r"Gäller överenskommelsen (från|till) och med (.+)\? Texten nämner båda\.",
     "Does the agreement hold {0} {1}? The text mentions both."),
    (r"Överenskommelsen gäller från undertecknandet, men dagen är inte ifylld; vilken dag undertecknades den\?",
     "The agreement holds from the signing, but the day is not filled in; on which day was it signed?"),
    (r"Tiden räcker till (.+) men texten säger (.+); vilken är sista dagen\?",
     "The time runs to {0} but the text says {1}; which is the last day?"),
    (r"Ska besked lämnas (.+) före slutet\? Texten nämner båda; den tidigare dagen bevakas\.",
     "Is notice to be given ”{0}” before the end? The text mentions both; the earlier day is watched."),
    (r"Vilken dag ska ställning senast tas\? Sista dagen är inte känd\.",
     "By which day must a stand be taken? The last day is not known."),
    (r"Senast när måste man säga till för att överenskommelsen inte ska förlängas\?",
     "By when must one say so for the agreement not to be renewed?"),
    (r"Hur lång är varje förlängning\?", "How long is each renewal?"),
    (r"Uppsägningstiden är (.+); hur många månader ska bevakas\?",
     "The time of notice is ”{0}”; how many months are to be watched?"),
    (r"(.+) kan läsas på två sätt; vilken dag menas\?", "”{0}” can be read in two ways; which day is meant?"),
    (r"(.+) är ingen dag som finns; vilken dag menas\?", "”{0}” is no day that exists; which day is meant?"),
)
FORMS = tuple((re.compile(swedish, re.S), english) for swedish, english in QUESTIONS)
WORDS: Mapping[str, str] = {**WHAT, "från": "from", "till": "until"}


def in_english(question: str) -> str:
    """Return a question in English; one in words of its own as it stands."""
    for swedish, english in FORMS:
        if found := swedish.fullmatch(question):
            return english.format(*(_part(one) for one in found.groups()))
    return question


def _part(said: str | None) -> str:
    """Return a part of a question: what is named in English, what is listed with "or" between."""
    return WORDS.get(said or "", (said or "").replace(" eller ", " or ").replace("kronor", "SEK"))
