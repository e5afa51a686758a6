"""Paid according to plan and purpose; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.kernel.money import kronor, sek
from service.lifecycle.assurance.model import Answer, Bill, Check, Evidence, Facts, Question, Verdict
from service.lifecycle.assurance.words import en, sv

MOST = 8
CALLED = {"invoice": ("Faktura", "Invoice"), "payout": ("Utbetalning", "Payout")}
OUT = ("cancelled", "dropped", "credited")
HANDED = ("received", "approved", "paid", "disputed", "claimed")


def paid(facts: Facts) -> Answer:
    """Say whether what is paid follows the plan, was approved by the right people, stays in the frame and went to its purpose."""
    bills = [one for one in facts.bills if not one.earlier and one.state not in OUT]
    return Answer(Question.PAID, (_plan(facts, bills), *_approved(bills), _frame(facts), _purpose(facts)))


def _plan(facts: Facts, bills: Sequence[Bill]) -> Check:
    due = [one for one in bills if one.day < facts.today or one.state in HANDED]
    missing = [one for one in due if one.state not in HANDED]
    other = [one for one in due if one.ore is not None and one.expected_ore is not None and one.ore != one.expected_ore]
    bare = [one for one in other if not one.explained]
    where = (Evidence("economy", facts.agreement_id, "Ekonomin", "The economy"),)
    if not due:
        return Check("plan", Verdict.NOT_YET if bills else Verdict.CANNOT_SAY,
                     "Inget har förfallit än." if bills else "Villkoren säger inte när något betalas.",
                     "Nothing has been due yet." if bills else "The terms do not say when anything is paid.", where)
    if missing or bare:
        return Check("plan", Verdict.NO,
                     _wrong(missing, bare, f"{len(missing)} av {len(due)} perioder saknar faktura eller utbetalning",
                            f"{len(bare)} av {len(due)} har ett annat belopp utan skäl"),
                     _wrong(missing, bare, f"{len(missing)} of {len(due)} periods lack an invoice or payout",
                            f"{len(bare)} of {len(due)} have another amount without a reason"),
                     _bills([*missing, *bare]))
    if other:
        return Check("plan", Verdict.YES, f"Alla {len(due)} perioder har kommit; {len(other)} med annat belopp och skriftligt skäl.",
                     f"All {len(due)} periods have come; {len(other)} with another amount, with a written reason.", _bills(other))
    return Check("plan", Verdict.YES, f"Alla perioder hittills ({len(due)}) har kommit med det belopp som planen säger.",
                 f"Every period so far ({len(due)}) has come with the amount of the plan.", where)


def _wrong(missing: Sequence[Bill], bare: Sequence[Bill], without: str, other: str) -> str:
    """Return what is wrong with the periods, saying nothing of what is not."""
    return "; ".join([without] * bool(missing) + [other] * bool(bare)) + "."


def _approved(bills: Sequence[Bill]) -> Iterator[Check]:
    """Yield whether invoices that are approved or paid were approved by enough others than whoever handed them in."""
    mine = [one for one in bills if one.kind == "invoice" and one.state in ("approved", "paid")]
    wrong = [one for one in mine if not _rightly(one)]
    if wrong:
        yield Check("approved", Verdict.NO, f"{len(wrong)} av {len(mine)} fakturor är inte godkända av rätt antal behöriga.",
                    f"{len(wrong)} of {len(mine)} invoices were not approved by enough of those who may.", _bills(wrong))
    elif mine:
        yield Check("approved", Verdict.YES, f"Alla fakturor ({len(mine)}) är godkända av behöriga som inte själva lämnade in dem.",
                    f"Every invoice ({len(mine)}) was approved by those who may, not by whoever handed it in.", _bills(mine))
    yield from _paid_out([one for one in bills if one.kind == "payout" and one.state in ("claimed", "paid") and one.needed > 1])


def _rightly(one: Bill) -> bool:
    people = {person for person, _ in one.approvals}
    return (len(people) >= one.needed and one.handed_by not in people
            and (not one.over or any(manager for _, manager in one.approvals)))


def _paid_out(mine: Sequence[Bill]) -> Iterator[Check]:
    """Yield whether payouts above the limit took enough persons, whoever recorded them being one."""
    wrong = [one for one in mine if len({person for person, _ in one.approvals} | ({one.handed_by} - {None})) < one.needed]
    if wrong:
        yield Check("approved", Verdict.NO, f"{len(wrong)} av {len(mine)} utbetalningar över gränsen är gjorda av en person ensam.",
                    f"{len(wrong)} of {len(mine)} payouts above the limit were made by one person alone.", _bills(wrong))
    elif mine:
        yield Check("approved", Verdict.YES,
                    f"Alla utbetalningar över gränsen ({len(mine)}) är godkända av en och antecknade av en annan.",
                    f"Every payout above the limit ({len(mine)}) was approved by one and recorded by another.", _bills(mine))


def _frame(facts: Facts) -> Check:
    where = (Evidence("economy", facts.agreement_id, "Ekonomin", "The economy"),)
    if facts.frame is None:
        return Check("frame", Verdict.CANNOT_SAY, "Villkoren anger ingen sammanlagd ram.", "The terms set no frame for the whole.",
                     where)
    over = facts.invoiced - facts.frame
    sums = [kronor(sek(abs(over)), language) for language in ("sv", "en")]
    return Check("frame", Verdict.NO if over > 0 else Verdict.YES,
                 f"Det som är fakturerat går {sums[0]} över ramen." if over > 0 else f"{sums[0]} är kvar av ramen.",
                 f"What is invoiced goes {sums[1]} above the frame." if over > 0 else f"{sums[1]} is left of the frame.", where)


def _purpose(facts: Facts) -> Check:
    where = (Evidence("outcome", facts.agreement_id, "Utfallet", "The outcome"),)
    used = facts.used
    if not facts.budgeted:
        return Check("purpose", Verdict.CANNOT_SAY, "Villkoren har ingen budget att hålla utfallet mot.",
                     "The terms have no budget to hold the outcome against.", where)
    if used is None:
        return Check("purpose", Verdict.NOT_YET if facts.today <= facts.starts_on else Verdict.CANNOT_SAY,
                     "Inget utfall är angivet, så det går inte att säga vad pengarna gått till.",
                     "No outcome is entered, so nothing says what the money went to.", where)
    bare = [one for one in used.over if one not in used.covered]
    if bare:
        names = ", ".join(one or "ram" for one in bare)
        return Check("purpose", Verdict.NO,
                     f"Utfallet till och med {sv(used.as_of)} går över budget utan godkänd avvikelse: {names}.",
                     f"The outcome until {en(used.as_of)} is above budget without an approved deviation: {names}.", where)
    if used.over:
        return Check("purpose", Verdict.YES, f"Det som gått över budget till och med {sv(used.as_of)} har en godkänd avvikelse.",
                     f"What is above budget until {en(used.as_of)} has an approved deviation.", where)
    return Check("purpose", Verdict.YES, f"Varje budgetpost håller sig inom budget till och med {sv(used.as_of)}.",
                 f"Every budget post is within its budget until {en(used.as_of)}.", where)


def _bills(bills: Sequence[Bill]) -> tuple[Evidence, ...]:
    return tuple(_bill(one) for one in bills[:MOST])


def _bill(one: Bill) -> Evidence:
    named_sv, named_en = CALLED.get(one.kind, CALLED["invoice"])
    return Evidence("invoice", one.id, f"{named_sv} {one.name}", f"{named_en} {one.name}")
