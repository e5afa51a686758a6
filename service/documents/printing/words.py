"""The words that papers carry of themselves, in both languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "sv": {
        "agreement": "Överenskommelse", "amendment": "Tillägg", "minutes": "Mötesanteckningar", "evidence": "Underskriftsbevis",
        "org": "org.nr", "diary": "Dnr", "page": "Sida", "signatures": "Underskrifter", "signature": "Underskrift",
        "place_and_day": "Ort och datum", "effective": "Gäller från", "rationale": "Varför", "changes": "Det som ändras",
        "before": "Så står det nu", "after": "Så ska det stå", "nothing": "– (ny punkt)", "dropped": "– (utgår)",
        "rest": "I övrigt gäller överenskommelsen oförändrad.", "present": "Närvarande", "name": "Namn", "party": "Part",
        "said": "Anteckningar", "decisions": "Beslut", "tasks": "Att göra", "task": "Vad", "who": "Vem", "due": "Senast",
        "digest": "Textens kontrollsumma (SHA-256)", "terms_file": "villkor.json",
        "terms_described": "Villkoren som data, för maskiner",
        "evidence_says": "Den här sidan visar vem som undertecknade texten, när och hur. Kontrollsumman är textens eget "
                         "fingeravtryck: minsta ändring ger en annan.",
        "place": "Undertecknas i", "summary": "Skriftlig sammanställning", "assurance": "Granskning",
        "copies": "Överenskommelsen är upprättad i likalydande exemplar, ett för varje part.",
    },
    "en": {
        "agreement": "Agreement", "amendment": "Amendment", "minutes": "Minutes", "evidence": "Evidence of signing",
        "org": "reg. no.", "diary": "Ref.", "page": "Page", "signatures": "Signatures", "signature": "Signature",
        "place_and_day": "Place and date", "effective": "In force from", "rationale": "Why", "changes": "What changes",
        "before": "As it reads now", "after": "As it is to read", "nothing": "– (new clause)", "dropped": "– (dropped)",
        "rest": "In all else the agreement stands unchanged.", "present": "Present", "name": "Name", "party": "Party",
        "said": "Notes", "decisions": "Decisions", "tasks": "To do", "task": "What", "who": "Who", "due": "By",
        "digest": "Checksum of the text (SHA-256)", "terms_file": "terms.json",
        "terms_described": "The terms as data, for machines",
        "evidence_says": "This page shows who signed the text, when and how. The checksum is the text's own fingerprint: the "
                         "smallest change gives another.",
        "place": "Signed in", "summary": "Yearly summary", "assurance": "Assurance",
        "copies": "The agreement is drawn up in identical copies, one for each party.",
    },
}
