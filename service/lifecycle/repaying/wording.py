"""How a claim was reckoned, in words of either language: for its page and its letter."""

from __future__ import annotations

from service.documents.wording.words import Wording
from service.kernel.money import sek
from service.repayments.model import Ground, Proposal

GROUNDS = {
    Ground.PERIOD: ("det som betalats för dagar efter slutet", "what was paid for days after the end"),
    Ground.POSTS: ("det som inte använts av posterna", "what is unused of the posts"),
    Ground.FULL: ("hela det betalda beloppet", "all that was paid"),
}


def ground_in_words(ground: Ground, language: str) -> str:
    """Return what a ground is called."""
    return Wording(language).say(*GROUNDS[ground])


def reckoned(found: Proposal, language: str) -> list[str]:
    """Return how a proposal was reckoned, a sentence for each step."""
    words = Wording(language)
    lines = [words.say("Betalt i allt: {paid}.", "Paid in all: {paid}.", paid=words.money(sek(found.paid_ore)))]
    if found.ground is Ground.PERIOD and found.day is not None:
        lines.append(words.say("Sista dagen som överenskommelsen gällde: {day}.", "Last day that the agreement applied: {day}.",
                               day=words.day(found.day)))
        lines += [words.say(
            "{period}: {paid} för {days} dagar, varav {left} efter slutet, ger {back}.",
            "{period}: {paid} for {days} days, {left} of them after the end, gives {back}.",
            period=words.period(one.paid.first, one.paid.last), paid=words.money(sek(one.paid.ore)), days=one.days, left=one.left,
            back=words.money(sek(one.ore))) for one in found.shares]
    if found.ground is Ground.POSTS and found.day is not None:
        lines.append(words.say("Utfall till och med {day}:", "Outcome up to and including {day}:", day=words.day(found.day)))
        lines += [words.say(
            "{post}: budget {budget}, använt {used}{most}.", "{post}: budget {budget}, used {used}{most}.",
            post=one.name or words.say("Ramen", "The frame"), budget=words.money(sek(one.budget_ore)),
            used=words.money(sek(one.used_ore)),
            most=words.say(" (högst budgeten räknas)", " (at most the budget counts)") if one.used_ore > one.budget_ore else "")
            for one in found.posts]
    return [*lines, words.say("Det blir {sum}.", "It comes to {sum}.", sum=words.money(sek(found.ore)))]
