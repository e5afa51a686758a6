"""What a decision on renewal means, in plain words."""

from __future__ import annotations

from service.agreements.states import OVER
from service.agreements.states import State as Agreement
from service.amendments.states import State as Amendment
from service.amendments.tables import AmendmentRow
from service.renewal.states import Answer
from service.web.decisions.read import Stand
from service.web.speech.language import long_day, say, short_day


def silence(one: Stand) -> str:
    """Return what follows if the parties do not agree by the day."""
    after = long_day(one.row.ends_on)
    if one.row.silence == "renews" or (one.row.silence is None and one.renews):
        said = say("Blir ni inte eniga om att låta den upphöra förlängs den av sig själv efter {day}, med {n} månader.",
                   "Unless you agree to let it end it is renewed by itself after {day}, for {n} months.",
                   day=after, n=one.terms.ending.months or 12) if one.renews else \
            say("Säger ingen ifrån fortsätter samarbetet efter {day}. Skriv då ner förlängningen och underteckna den.",
                "Unless someone objects the partnership goes on after {day}. Then write the extension down and sign it.",
                day=after)
    elif one.renews:
        said = say("Tystnad betyder att den upphör {day}. Men texten säger också att den förlängs av sig själv, så svara "
                   "uttryckligen.",
                   "Silence means that it ends on {day}. But the text also says that it renews by itself, so answer "
                   "expressly.", day=after)
    else:
        said = say("Tar ni inte ställning tillsammans upphör överenskommelsen {day}.",
                   "Unless you decide together the agreement ends on {day}.", day=after)
    if one.row.silence is None:
        said += " " + say("Texten säger inget om vad tystnad betyder.", "The text does not say what silence means.")
    return said


def meaning(one: Stand, answer: str) -> str:
    """Return what an answer means."""
    after = short_day(one.row.ends_on, year=True)
    if answer == Answer.EXTEND:
        return say("Samarbetet fortsätter efter {day} med samma villkor.", "The partnership goes on after {day} on the same terms.",
                   day=after)
    if answer == Answer.RENEGOTIATE:
        return say("Ni vill fortsätta efter {day}, men med ändrade villkor.", "You want to go on after {day}, but on changed terms.",
                   day=after)
    return say("Samarbetet slutar {day}.", "The partnership ends on {day}.", day=after)


def _extension(row: AmendmentRow, after: str) -> str:
    """Return what is left to do for a decided extension to be one."""
    if row.state in (Amendment.DECLINED, Amendment.WITHDRAWN, Amendment.LAPSED):
        return say("Tillägg {n}, som skulle förlänga, blev inte av. Skriv ett nytt och låt alla underteckna det; annars upphör "
                   "överenskommelsen {day}.",
                   "Amendment {n}, which was to extend, came to nothing. Draw up a new one and have all sign it; otherwise the "
                   "agreement ends on {day}.", n=row.number, day=after)
    return say("Förlängningen är skriven som tillägg {n}. Det är bara det, undertecknat av alla, som förlänger. Annars upphör "
               "överenskommelsen {day}.",
               "The extension is written as amendment {n}. Only that, signed by all, extends. Otherwise the agreement ends on "
               "{day}.", n=row.number, day=after)


def consequence(one: Stand) -> str:
    """Return what the decision led to, or leads to."""
    after, over = long_day(one.row.ends_on), Agreement(one.agreement.state) in OVER
    if one.went_on and one.agreement.ends_on is not None:
        return say("Överenskommelsen förlängdes och gäller till och med {day}.",
                   "The agreement was renewed and is in force until {day}.", day=long_day(one.agreement.ends_on))
    if over:
        return say("Överenskommelsen har upphört.", "The agreement is over.")
    if one.row.outcome == Answer.END:
        return say("Överenskommelsen upphör {day}. Möten därefter ställs in av sig själva.",
                   "The agreement ends on {day}. Meetings after that are cancelled by themselves.", day=after)
    if one.row.outcome == Answer.EXTEND and one.renews:
        return say("Överenskommelsen förlängs av sig själv efter {day}, med {n} månader. Ni behöver inte göra något mer.",
                   "The agreement renews by itself after {day}, for {n} months. There is nothing more to do.",
                   day=after, n=one.terms.ending.months or 12)
    if one.row.outcome == Answer.EXTEND and one.successor is not None:
        return say("En ny överenskommelse är skriven. Den tar vid efter {day} om alla parter har undertecknat den då.",
                   "A new agreement is drawn up. It takes over after {day} if all parties have signed it by then.", day=after)
    if one.row.outcome == Answer.EXTEND and one.amendment is not None:
        return _extension(one.amendment, after)
    if one.row.outcome == Answer.EXTEND:
        return say("Skriv ner förlängningen och låt alla parter underteckna den före {day}. Annars upphör överenskommelsen då.",
                   "Write the extension down and have all parties sign it before {day}. Otherwise the agreement ends then.",
                   day=after)
    if one.renews:
        return say("Ta fram en ny text tillsammans och underteckna den före {day}. Annars förlängs den här som den är.",
                   "Draw up a new text together and sign it before {day}. Otherwise this one is renewed as it is.", day=after)
    return say("Ta fram en ny text tillsammans och underteckna den före {day}. Till dess gäller den här.",
               "Draw up a new text together and sign it before {day}. This one is in force until then.", day=after)
