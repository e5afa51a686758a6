"""What was found in a signed file, in words that can be kept: what was checked, and how it came out."""

from __future__ import annotations

from dataclasses import dataclass

from service.kernel.clock import local
from service.signatures.pades.model import Examined, Known, Match, Signature, Standing


@dataclass(frozen=True)
class Line:
    """One line, in both languages."""

    sv: str
    en: str

    def sentence(self, language: str = "sv") -> str:
        """Return the line for a person."""
        return self.sv if language == "sv" else self.en


UNJUDGED = Line("Underskrifterna håller; texten jämfördes inte med någon annan.",
                "The signatures hold; the text was not compared with any other.")
VERDICTS = {
    True: Line("Filen håller: den är vår text, undertecknad, och inget är fel.",
               "The file holds: it is our text, signed, and nothing is wrong."),
    False: Line("Filen håller inte.", "The file does not hold."),
}
TEXTS = {
    Match.DIGEST: Line("Texten är vår: filen börjar byte för byte med den, och bara underskrifter har lagts till.",
                       "The text is ours: the file begins with it byte by byte, and only signatures have been added."),
    Match.COMPARED: Line("Texten är vår: den jämfördes sida för sida och är densamma.",
                         "The text is ours: it was compared page by page and is the same."),
    Match.OTHER: Line("Texten är inte vår.", "The text is not ours."),
}
STANDINGS = {
    Standing.GOOD: Line("certifikatet var inte spärrat", "the certificate was not revoked"),
    Standing.UNKNOWN: Line("om certifikatet var spärrat gick inte att se", "whether the certificate was revoked could not be seen"),
    Standing.REVOKED: Line("certifikatet var spärrat", "the certificate was revoked"),
}


def in_words(found: Examined) -> tuple[Line, ...]:
    """Return what was found, line by line: the verdict, the text, each signature, and all that is wrong."""
    lines = [UNJUDGED if found.signed and found.text is None else VERDICTS[found.good]]
    if found.text is not None:
        lines.append(TEXTS[found.text])
    if found.extra_pages:
        lines.append(_extra(found.extra_pages))
    lines += [Line(one.sentence("sv"), one.sentence("en")) for one in (*found.problems, *found.remarks)]
    for one in found.signatures:
        lines.append(_signature(one))
        lines += [Line(problem.sentence("sv"), problem.sentence("en")) for problem in one.problems]
    return tuple(lines)


def _extra(pages: int) -> Line:
    if pages == 1:
        return Line("Efter vår text följer 1 sida till; läs den, den hör inte till texten som lades fram.",
                    "After our text there is 1 more page; read it, it is no part of the text that was put forward.")
    return Line(f"Efter vår text följer {pages} sidor till; läs dem, de hör inte till texten som lades fram.",
                f"After our text there are {pages} more pages; read them, they are no part of the text that was put forward.")


def _signature(one: Signature) -> Line:
    sv = [f"Undertecknad av {_who(one, 'utan namn')}", _when(one).sv, _yes(one.intact, "stämmer med filen", "stämmer inte med filen"),
          _yes(one.whole, "omfattar hela dokumentet", "omfattar inte hela dokumentet"),
          _yes(one.trusted, "kan följas till en betrodd utfärdare", "kan inte följas till en betrodd utfärdare"),
          STANDINGS[one.standing].sv]
    en = [f"Signed by {_who(one, 'no name')}", _when(one).en, _yes(one.intact, "fits the file", "does not fit the file"),
          _yes(one.whole, "covers the whole document", "does not cover the whole document"),
          _yes(one.trusted, "can be followed to a trusted issuer", "cannot be followed to a trusted issuer"),
          STANDINGS[one.standing].en]
    return Line("; ".join(sv) + ".", "; ".join(en) + ".")


def _who(one: Signature, nobody: str) -> str:
    if one.name and one.organisation and one.organisation not in one.name:
        return f"{one.name}, {one.organisation}"
    return one.name or one.organisation or nobody


def _when(one: Signature) -> Line:
    if one.signed_at is None:
        return Line("utan tid", "without a time")
    at = local(one.signed_at).strftime("%Y-%m-%d %H:%M")
    if one.known is Known.TOKEN:
        return Line(f"{at} enligt tidsstämpel", f"{at} by timestamp")
    return Line(f"{at} enligt undertecknarens egen klocka", f"{at} by the signer's own clock")


def _yes(held: bool, words: str, no: str) -> str:
    return words if held else no
