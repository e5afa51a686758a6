"""What can be wrong with a signed file, each a type whose docstring is the sentence in English and `sv` the one in Swedish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something is wrong with the file."""

    sv: ClassVar[str] = "Något är fel med filen."

    def sentence(self, language: str = "sv") -> str:
        """Return the sentence for a person, in `language` ("sv" or "en")."""
        template = self.sv if language == "sv" else (type(self).__doc__ or "").strip().splitlines()[0]
        facts = asdict(self)
        if facts.get("who") == "":
            facts["who"] = "en undertecknare utan namn" if language == "sv" else "a signer without a name"
        text = template.format(**facts)
        return text[0].upper() + text[1:]

    def as_json(self) -> dict[str, str]:
        """Return the problem as it travels and is kept."""
        return {"kind": type(self).__name__, **asdict(self)}


@dataclass(frozen=True, kw_only=True)
class NotAPdf(Problem):
    """The file is not a PDF; upload the signed PDF file itself, not a link, a picture or a mail."""

    sv = "Filen är ingen PDF; ladda upp själva den undertecknade PDF-filen, inte en länk, en bild eller ett mejl."


@dataclass(frozen=True, kw_only=True)
class Damaged(Problem):
    """The PDF file is damaged or built in a way that cannot be relied on; fetch it anew from where it was signed."""

    sv = "PDF-filen är skadad eller uppbyggd så att den inte går att lita på; hämta den på nytt där den undertecknades."


@dataclass(frozen=True, kw_only=True)
class Locked(Problem):
    """The PDF file is encrypted, so it cannot be examined; fetch it without a password or restrictions."""

    sv = "PDF-filen är krypterad och går därför inte att granska; hämta den utan lösenord och begränsningar."


@dataclass(frozen=True, kw_only=True)
class TooLarge(Problem):
    """The file is larger than {megabytes} MB, so it was not examined."""

    sv = "Filen är större än {megabytes} MB och granskades därför inte."
    megabytes: str


@dataclass(frozen=True, kw_only=True)
class TooMuch(Problem):
    """The file holds more than {pages} pages or {signatures} signatures, so it was not examined."""

    sv = "Filen innehåller mer än {pages} sidor eller {signatures} underskrifter och granskades därför inte."
    pages: str
    signatures: str


@dataclass(frozen=True, kw_only=True)
class TooSlow(Problem):
    """Examining the file took more time or memory than a signed agreement ever does, so it was broken off."""

    sv = "Granskningen av filen tog mer tid eller minne än en undertecknad överenskommelse någonsin gör, och avbröts."


@dataclass(frozen=True, kw_only=True)
class NoSignature(Problem):
    """There is no electronic signature in the file; it was perhaps lost when the file was printed or saved anew."""

    sv = "Det finns ingen elektronisk underskrift i filen; den kan ha gått förlorad när filen skrevs ut eller sparades om."


@dataclass(frozen=True, kw_only=True)
class OtherText(Problem):
    """The file holds another text than the one to be signed. {difference_en}"""

    sv = "Filen innehåller en annan text än den som ska undertecknas. {difference_sv}"
    difference_sv: str
    difference_en: str


@dataclass(frozen=True, kw_only=True)
class OfSignature(Problem):
    """Something is wrong with the signature by {who}."""

    sv = "Något är fel med underskriften av {who}."
    who: str


@dataclass(frozen=True, kw_only=True)
class Broken(OfSignature):
    """The signature by {who} does not fit the file: what it stands on, or the signature itself, is no longer as it was made."""

    sv = "Underskriften av {who} stämmer inte med filen: det den vilar på, eller underskriften själv, är inte längre som den gjordes."


@dataclass(frozen=True, kw_only=True)
class Unreadable(OfSignature):
    """The signature by {who} is of a kind, or written in a way, that cannot be read."""

    sv = "Underskriften av {who} är av ett slag, eller skriven på ett sätt, som inte går att läsa."


@dataclass(frozen=True, kw_only=True)
class HiddenBytes(OfSignature):
    """Something is hidden in the place of the signature by {who}, beside the signature itself."""

    sv = "Något är gömt på platsen för underskriften av {who}, vid sidan av själva underskriften."


@dataclass(frozen=True, kw_only=True)
class NotWhole(OfSignature):
    """The signature by {who} does not cover the whole document."""

    sv = "Underskriften av {who} omfattar inte hela dokumentet."


@dataclass(frozen=True, kw_only=True)
class ChangedAfter(OfSignature):
    """The file was changed after the signature by {who}: {what_en}"""

    sv = "Filen har ändrats efter underskriften av {who}: {what_sv}"
    what_sv: str
    what_en: str


@dataclass(frozen=True, kw_only=True)
class OutsideValidity(OfSignature):
    """The signature by {who} is dated {at}, but the certificate was valid only from {since} to {until}."""

    sv = "Underskriften av {who} är daterad {at}, men certifikatet gällde bara från {since} till {until}."
    at: str
    since: str
    until: str


@dataclass(frozen=True, kw_only=True)
class ExpiredSince(OfSignature):
    """The certificate of {who} expired {until}, and only the signer's own clock says that the signature was made before that."""

    sv = "Certifikatet för {who} gick ut {until}, och bara undertecknarens egen klocka säger att underskriften gjordes dessförinnan."
    until: str


@dataclass(frozen=True, kw_only=True)
class SelfMade(OfSignature):
    """The certificate of {who} is self-made: nobody but the holder vouches for the name in it."""

    sv = "Certifikatet för {who} är hemgjort: ingen annan än innehavaren själv går i god för namnet i det."


@dataclass(frozen=True, kw_only=True)
class UnknownIssuer(OfSignature):
    """The certificate of {who} comes from an issuer that is not trusted here: {issuer}"""

    sv = "Certifikatet för {who} kommer från en utfärdare som inte är betrodd här: {issuer}"
    issuer: str


@dataclass(frozen=True, kw_only=True)
class NotTrusted(OfSignature):
    """The certificate of {who} could not be followed all the way to an issuer that is trusted here."""

    sv = "Certifikatet för {who} gick inte att följa hela vägen till en utfärdare som är betrodd här."


@dataclass(frozen=True, kw_only=True)
class Revoked(OfSignature):
    """The certificate of {who}, or of its issuer, was revoked {on}."""

    sv = "Certifikatet för {who}, eller för dess utfärdare, spärrades {on}."
    on: str


@dataclass(frozen=True, kw_only=True)
class WrongUse(OfSignature):
    """The certificate of {who} is not meant for signing."""

    sv = "Certifikatet för {who} är inte avsett för underskrifter."


@dataclass(frozen=True, kw_only=True)
class Weak(OfSignature):
    """The signature by {who} rests on something too weak to be relied on: {what}"""

    sv = "Underskriften av {who} vilar på något som är för svagt att lita på: {what}"
    what: str


@dataclass(frozen=True, kw_only=True)
class NoTime(OfSignature):
    """The signature by {who} does not say when it was made."""

    sv = "Underskriften av {who} säger inte när den gjordes."


@dataclass(frozen=True, kw_only=True)
class InTheFuture(OfSignature):
    """The signature by {who} is dated {at}, which has not come yet."""

    sv = "Underskriften av {who} är daterad {at}, vilket inte har inträffat än."
    at: str


@dataclass(frozen=True, kw_only=True)
class TooEarly(OfSignature):
    """The signature by {who} is dated {at}, before the text was put forward {since}."""

    sv = "Underskriften av {who} är daterad {at}, innan texten lades fram {since}."
    at: str
    since: str


@dataclass(frozen=True, kw_only=True)
class Covered(Problem):
    """Something has been placed over the text on page {page}; look at it."""

    sv = "Något är lagt ovanpå texten på sida {page}; titta på den."
    page: str


@dataclass(frozen=True, kw_only=True)
class LooksOther(Problem):
    """Page {page} holds our text but does not look like ours; compare them by eye."""

    sv = "Sida {page} innehåller vår text men ser inte ut som vår; jämför dem med ögat."
    page: str


def _kinds(parent: type[Problem]) -> list[type[Problem]]:
    return [one for kind in parent.__subclasses__() for one in (kind, *_kinds(kind))]


KINDS: Mapping[str, type[Problem]] = {kind.__name__: kind for kind in _kinds(Problem)}


def problem_from(told: Any) -> Problem:
    """Return the problem that `as_json` told of; raise ValueError for what is none."""
    told = told if isinstance(told, Mapping) else {}
    facts = {str(name): str(value) for name, value in told.items() if name != "kind"}
    kind = KINDS.get(str(told.get("kind")))
    if kind is None or facts.keys() != {field.name for field in fields(kind)}:
        raise ValueError("no such problem")
    return kind(**facts)
