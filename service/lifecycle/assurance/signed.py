"""Registered, signed by the right people in time, and amended before it took effect; pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.lifecycle.assurance.model import (
    Amendment,
    Answer,
    Check,
    Evidence,
    Facts,
    Paper,
    Question,
    Signature,
    Verdict,
)
from service.lifecycle.assurance.words import en, sv

MOST = 8
AGREEMENT = "agreement"
BOUND = ("signed", "in_force")


def registered(facts: Facts) -> Answer:
    """Say whether what is official is in the register with a diary number, the signed text among it."""
    return Answer(Question.REGISTERED, (_numbered(facts),))


def _numbered(facts: Facts) -> Check:
    papers, bare = facts.papers, [one for one in facts.papers if not one.diary_number]
    if not papers:
        return Check("diary", Verdict.NOT_YET if facts.unsigned else Verdict.NO, "Inget dokument är registrerat.",
                     "No document is registered.", (_register(facts),))
    if bare:
        return Check("diary", Verdict.NO, f"{len(bare)} av {len(papers)} allmänna handlingar saknar diarienummer.",
                     f"{len(bare)} of {len(papers)} official documents have no diary number.", _papers(bare))
    return Check("diary", Verdict.YES, f"Alla allmänna handlingar har diarienummer ({len(papers)} st).",
                 f"Every official document has a diary number ({len(papers)} of them).", (_register(facts),))


def _register(facts: Facts) -> Evidence:
    return Evidence("documents", facts.agreement_id, "Dokumenten", "The documents")


def _papers(papers: list[Paper]) -> tuple[Evidence, ...]:
    return tuple(Evidence("document", one.id, one.title, one.title) for one in papers if not one.marked)[:MOST]


def signed(facts: Facts) -> Answer:
    """Say whether every party has signed the same text, by people with a capacity and an authority on record, before the start."""
    mine = [one for one in facts.signatures if one.matter == AGREEMENT]
    return Answer(Question.SIGNED, tuple(_signed(facts, mine)))


def _signed(facts: Facts, mine: list[Signature]) -> Iterator[Check]:
    where = (Evidence("signing", facts.agreement_id, "Underskrifterna", "The signatures"),)
    waiting = [one.party for one in mine if one.signed_on is None]
    days = [one.signed_on for one in mine if one.signed_on is not None]
    if not mine or waiting:
        names = ", ".join(waiting)
        yield Check("all", Verdict.NOT_YET if facts.unsigned else Verdict.CANNOT_SAY,
                    f"Underskrift saknas från {names}." if names else "Ingen underskrift är antecknad.",
                    f"Not signed by {names}." if names else "No signature is recorded.", where)
        return
    same = all(one.same_text for one in mine)
    yield Check("all", Verdict.YES if same else Verdict.NO,
                "Alla parter har undertecknat samma text." if same else "Parterna har inte undertecknat samma text.",
                "All parties have signed the same text." if same else "The parties have not signed the same text.", where)
    yield _capacity(mine, where)
    yield _in_time(facts, max(days), where)


def _capacity(mine: list[Signature], where: tuple[Evidence, ...]) -> Check:
    nameless = [one.party for one in mine if not one.signers]
    if nameless:
        return Check("capacity", Verdict.CANNOT_SAY, f"Vem som undertecknade för {', '.join(nameless)} är inte antecknat.",
                     f"Who signed for {', '.join(nameless)} is not on record.", where)
    every = [signer for one in mine for signer in one.signers]
    bare = [one.name for one in every if not one.capacity or not one.authority]
    if bare:
        return Check("capacity", Verdict.NO, f"Egenskap eller behörighet är inte antecknad för {', '.join(bare)}.",
                     f"Capacity or authority is not on record for {', '.join(bare)}.", where)
    told = ", ".join(f"{one.name} ({one.capacity}; {one.authority})" for one in every)
    return Check("capacity", Verdict.YES, f"Undertecknat av {told}.", f"Signed by {told}.", where)


def _in_time(facts: Facts, last: date, where: tuple[Evidence, ...]) -> Check:
    late = last > facts.starts_on
    return Check("before_start", Verdict.NO if late else Verdict.YES,
                 f"Den sista parten undertecknade {sv(last)}, {'efter' if late else 'senast på'} första dagen {sv(facts.starts_on)}.",
                 f"The last party signed on {en(last)}, {'after' if late else 'no later than'} the first day, {en(facts.starts_on)}.",
                 where)


def amended(facts: Facts) -> Answer:
    """Say whether every amendment was signed by all before it took effect."""
    return Answer(Question.AMENDED, (_amended(facts),))


def _amended(facts: Facts) -> Check:
    bound = [one for one in facts.amendments if one.state in BOUND]
    waiting = [one for one in facts.amendments if one.state == "in_signature"]
    if not bound and not waiting:
        return Check("before_effect", Verdict.YES, "Villkoren är oförändrade.", "The terms are unchanged.",
                     (Evidence("amendments", facts.agreement_id, "Tilläggen", "The amendments"),))
    if late := [one for one in bound if not _before(one)]:
        numbers = ", ".join(str(one.number) for one in late)
        return Check("before_effect", Verdict.NO, f"Tillägg {numbers} var inte undertecknat av alla när det började gälla.",
                     f"Amendment {numbers} was not signed by all when it took effect.", _amendments(late))
    if waiting:
        numbers = ", ".join(str(one.number) for one in waiting)
        return Check("before_effect", Verdict.NOT_YET, f"Tillägg {numbers} väntar på underskrift och har ingen verkan.",
                     f"Amendment {numbers} waits for signature and has no effect.", _amendments(waiting))
    return Check("before_effect", Verdict.YES, f"Alla tillägg ({len(bound)}) var undertecknade av alla innan de började gälla.",
                 f"Every amendment ({len(bound)}) was signed by all before it took effect.", _amendments(bound))


def _before(one: Amendment) -> bool:
    return bool(one.signed) and one.from_on is not None and all(day is not None and day <= one.from_on for day in one.signed)


def _amendments(every: list[Amendment]) -> tuple[Evidence, ...]:
    return tuple(Evidence("amendment", one.id, f"Tillägg {one.number}", f"Amendment {one.number}") for one in every[:MOST])
