"""What was found, in words, as it is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.signatures.pades import problems
from service.signatures.pades.model import Examined, Known, Match, Signature, Standing, as_json, from_json
from service.signatures.pades.problems import KINDS, Broken, Covered, NoSignature, Problem, problem_from
from service.signatures.pades.words import in_words

ANNA = Signature(
    name="Anna Åström", organisation="Ängstadens kommun", certificate="ab" * 32, signed_at=datetime(2026, 9, 21, 7, tzinfo=UTC),
    known=Known.TOKEN, whole=True, intact=True, trusted=True, standing=Standing.GOOD, usage=("non_repudiation",))
NOBODY = Signature(name="", organisation="", certificate="", signed_at=None, known=None, whole=False, intact=False, trusted=False,
                   standing=Standing.UNKNOWN, usage=(), problems=(Broken(who=""),))
GOOD = Examined(signatures=(ANNA,), text=Match.COMPARED, extra_pages=2, remarks=(Covered(page="2"),))
BAD = Examined(signatures=(NOBODY,), text=Match.OTHER)


def every() -> list[Problem]:
    return [kind(**{field: f"<{field}>" for field in kind.__dataclass_fields__ if field != "sv"}) for kind in KINDS.values()]


def test_a_file_that_holds() -> None:
    assert [line.sv for line in in_words(GOOD)] == [
        "Filen håller: den är vår text, undertecknad, och inget är fel.",
        "Texten är vår: den jämfördes sida för sida och är densamma.",
        "Efter vår text följer 2 sidor till; läs dem, de hör inte till texten som lades fram.",
        "Något är lagt ovanpå texten på sida 2; titta på den.",
        "Undertecknad av Anna Åström, Ängstadens kommun; 2026-09-21 09:00 enligt tidsstämpel; stämmer med filen; omfattar hela "
        "dokumentet; kan följas till en betrodd utfärdare; certifikatet var inte spärrat."]


def test_a_file_that_does_not() -> None:
    assert [line.en for line in in_words(BAD)] == [
        "The file does not hold.", "The text is not ours.",
        "Signed by no name; without a time; does not fit the file; does not cover the whole document; cannot be followed to a trusted "
        "issuer; whether the certificate was revoked could not be seen.",
        "The signature by a signer without a name does not fit the file: what it stands on, or the signature itself, is no longer "
        "as it was made."]


@pytest.mark.parametrize("problem", every(), ids=lambda problem: type(problem).__name__)
def test_every_problem_is_a_sentence_in_both_languages(problem: Problem) -> None:
    facts = [field for field in problem.__dataclass_fields__ if field != "sv"]
    for language in ("sv", "en"):
        said = problem.sentence(language)
        used = [fact for fact in facts if not fact.endswith({"sv": "_en", "en": "_sv"}[language])]
        assert all(f"<{fact}>" in said for fact in used), said
        assert said[0].isupper() and "{" not in said
    assert problem.sentence("sv") != problem.sentence("en")


@pytest.mark.parametrize("found", [GOOD, BAD, Examined(problems=(NoSignature(), *every()))])
def test_what_was_found_can_be_kept(found: Examined) -> None:
    assert from_json(as_json(found)) == found


@pytest.mark.parametrize("told", [{}, {"kind": "Nothing"}, {"kind": "Broken"}, {"kind": "NoSignature", "who": "x"}, None, "Broken"])
def test_what_is_no_problem_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match="no such problem"):
        problem_from(told)


def test_all_kinds_are_known() -> None:
    assert set(KINDS) == {name for name, one in vars(problems).items()
                          if isinstance(one, type) and issubclass(one, Problem) and one is not Problem}
