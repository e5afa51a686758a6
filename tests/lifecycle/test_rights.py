"""The table of who may do what, written out: right by right, function by function, side by side."""

from __future__ import annotations

from itertools import product

import pytest

from service.lifecycle.rights import RIGHTS
from service.lifecycle.standing import Held, Standing
from service.parties.model import Function

# C coordinator, M manager, S signatory, E economist, O operations, R registrar, A auditor; capitals are of the party that
# convenes, small letters of the other, * is the operator without any function.
LETTERS = "CMSEORA"
EVERYONE = "CMSEORA cmseora"
WRITTEN = {
    "agreement.see": f"{EVERYONE} *",
    "agreement.edit": "CM cm *",
    "agreement.settings": "CM cm *",
    "agreement.send": "CMS cms",
    "agreement.sign": "S s",
    "agreement.record": "CMSR cmsr",
    "signing.see": f"{EVERYONE} *",
    "signing.hand_in": "CMSR cmsr",
    "signing.confirm": "CMSR cmsr",
    "signing.name": "CMS cms",
    "signing.decline": "S s",
    "agreement.withdraw": "CMS cms",
    "agreement.decline": "S s",
    "agreement.discard": "CMS cms *",
    "agreement.close": "CM",
    "amendment.see": f"{EVERYONE} *",
    "amendment.draft": "CMS cms",
    "amendment.send": "CMS cms",
    "amendment.withdraw": "CMS cms",
    "amendment.decline": "S s",
    "duty.waive": "CM cm",
    "report.see": f"{EVERYONE} *",
    "report.deliver": "CMEO cmeo",
    "report.accept": "CM cm",
    "contacts.edit": "CM cm *",
    "meeting.move": "CM",
    "meeting.hold": "CM",
    "meeting.minute": "CM",
    "meeting.cancel": "CM",
    "meeting.invite": "CM",
    "meeting.habits": "CM *",
    "meeting.answer_for": "CM",
    "meeting.agenda": "CMSEOR cmseor",
    "meeting.comment": "CMSEOR cmseor",
    "decision.answer": "MS ms",
    "renegotiation.ask": "CMS cms",
    "renegotiation.answer": "CMS cms",
    "renegotiation.note": "CMSEOR cmseor",
    "renegotiation.close": "CMS cms",
    "renegotiation.withdraw": "CMS cms",
    "termination.give": "S s",
    "termination.receive": "CMSR cmsr",
    "termination.ask_back": "MS ms",
    "termination.consent": "MS ms",
    "deviation.report": "CMSEO cmseo",
    "economy.see": "CMSEORA cmseora *",
    "economy.settle": "ME",
    "repayment.claim": "MS",
    "repayment.answer": "ms",
    "repayment.pay": "ME",
    "repayment.waive": "MS",
    "dispute.open": "CMS cms",
    "dispute.note": "CMSEOR cmseor",
    "dispute.resolve": "MS ms",
    "dispute.escalate": "MS ms",
    "invoice.receive": "CMEO cmeo",
    "invoice.approve": "ME",
    "invoice.pay": "ME",
    "invoice.dispute": "CME",
    "payout.confirm": "meo",
    "deviation.note": "CMSEOR cmseor",
    "deviation.approve": "MS ms",
    "deviation.withdraw": "CMSEO cmseo",
    "outcome.see": f"{EVERYONE} *",
    "outcome.enter": "ceo",
    "breach.notify": "CMS cms",
    "breach.receive": "CMSEOR cmseor",
    "breach.answer": "CMSO cmso",
    "breach.settle": "CMS cms",
    "rescission.declare": "S s",
    "rescission.claim": "CMS cms",
    "rescission.answer": "S s",
    "agreement.pause": "CMS cms",
    "log.write": "CMSEOR cmseor",
    "notes.see": EVERYONE,
    "notes.write": "CMSEOR cmseor",
    "post.see": f"{EVERYONE} *",
    "post.resend": "CM cm *",
    "document.see": f"{EVERYONE} *",
    "document.add": "CMSEOR cmseor",
    "document.register": "CR cr",
    "document.cull": "R r",
    "shift.see": f"{EVERYONE} *",
    "shift.log": "cmo",
    "shift.lists": "cmo",
    "records.see": f"{EVERYONE} *",
    "records.reads": "RA ra",
    "disclosure.make": "CR",
    "archive.export": "CR cr *",
    "history.see": f"{EVERYONE} *",
    "assurance.see": f"{EVERYONE} *",
    "agreement.then": "",
}
PARTY = {"public": 1, "civil": 2}


def someone(letter: str, convenor: str | None = "public") -> Standing:
    """Return how the one whom a letter stands for stands to an agreement."""
    role = "public" if letter.isupper() else "civil"
    held = () if letter == "*" else (Held(PARTY[role], role, list(Function)[LETTERS.index(letter.upper())]),)
    return Standing(agreement_id=1, held=held, operator=letter == "*", convenor=convenor)


def test_the_letters_stand_for_the_functions() -> None:
    assert {one.held[0].function: letter for letter in LETTERS if (one := someone(letter))} == {
        Function.COORDINATOR: "C", Function.MANAGER: "M", Function.SIGNATORY: "S", Function.ECONOMIST: "E",
        Function.OPERATIONS: "O", Function.REGISTRAR: "R", Function.AUDITOR: "A"}


def test_every_right_is_written_here() -> None:
    assert WRITTEN.keys() == RIGHTS.keys()


@pytest.mark.parametrize("right", WRITTEN)
def test_who_has_it(right: str) -> None:
    everybody = [*LETTERS, *LETTERS.lower(), "*"]
    assert "".join(one for one in everybody if someone(one).may(right)) == WRITTEN[right].replace(" ", "")


@pytest.mark.parametrize("right", WRITTEN)
def test_for_which_party_it_is_held(right: str) -> None:
    for letter in WRITTEN[right].replace(" ", "").replace("*", ""):
        assert someone(letter).parties_for(right) == (PARTY["public" if letter.isupper() else "civil"],)


@pytest.mark.parametrize("right", [right for right, who in WRITTEN.items() if who == "CM" and RIGHTS[right].side == "convenor"])
def test_what_the_convenor_does_follows_whoever_convenes(right: str) -> None:
    found = {(letter, convenor) for letter, convenor in product("CMcm", ("public", "civil", None)) if someone(letter, convenor).may(right)}
    assert found == {("C", "public"), ("M", "public"), ("c", "civil"), ("m", "civil"), *product("CMcm", (None,))}
