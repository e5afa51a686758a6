"""What may be added to a file after a signature, and after the text was put forward; and naming what else was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader, RawPdfPath
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    QualifiedWhitelistRule,
    ReferenceUpdate,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.commons import compare_dicts, compare_key_refs
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.diff_analysis.rules_api import Context
from pyhanko.sign.validation import EmbeddedPdfSignature

from service.signatures.pades.looking.pages import difference, page_texts

ALLOWED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
Change = tuple[ModificationLevel, ReferenceUpdate]


class PutForward(QualifiedWhitelistRule):
    """Let a first signature certify the file, and files be attached beside those that were there, which stay as they were."""

    def apply_qualified(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[Change]:
        """Return the objects that certifying and attaching explain."""
        before, after = yield from self._step(old, new, ("/Root",), old.root, new.root, "/Perms")
        compare_dicts(before, after, frozenset() if "/DocMDP" in before else frozenset({"/DocMDP"}))
        yield from self._list(old, new, ("/Root", "/AF"), old.root, new.root, "/AF", 1)
        before, after = yield from self._step(old, new, ("/Root",), old.root, new.root, "/Names")
        compare_dicts(before, after, frozenset({"/EmbeddedFiles"}))
        path: tuple[str, ...] = ("/Root", "/Names")
        before, after = yield from self._step(old, new, path, before, after, "/EmbeddedFiles")
        compare_dicts(before, after, frozenset({"/Names"}))
        path = (*path, "/EmbeddedFiles")
        yield from self._list(old, new, (*path, "/Names"), before, after, "/Names", 2)

    def _step(self, old: HistoricalResolver, new: HistoricalResolver, path: tuple[str, ...], before: Any, after: Any, key: str,
              ) -> Any:
        """Go one key down in both, and let what stands there be replaced."""
        was, now = yield from self._refs(old, path, before, after, key)
        empty = generic.DictionaryObject()
        return was if was is not None else empty, now if now is not None else empty

    def _refs(self, old: HistoricalResolver, path: tuple[str, ...], before: Any, after: Any, key: str) -> Any:
        refs = compare_key_refs(key, old, before, after)
        while True:
            try:
                ref = next(refs)
            except StopIteration as end:
                return end.value or (None, None)
            yield self._change(ref, Context.from_absolute(old, RawPdfPath(*path, key)))

    def _list(self, old: HistoricalResolver, new: HistoricalResolver, path: tuple[str, ...], before: Any, after: Any, key: str,
              step: int) -> Iterator[Change]:
        was, now = yield from self._refs(old, path[:-1], before, after, key)
        kept = [was.raw_get(at) for at in range(len(was))] if was is not None else []
        held = [now.raw_get(at) for at in range(len(now))] if now is not None else []
        rows = [held[at:at + step] for at in range(0, len(held), step)]
        for row in (kept[at:at + step] for at in range(0, len(kept), step)):
            if row not in rows:
                raise SuspiciousModification("an attached file was taken away or replaced")
            rows.remove(row)
        for row in rows:
            yield from self._file(old, new, row[-1])

    def _file(self, old: HistoricalResolver, new: HistoricalResolver, ref: Any) -> Iterator[Change]:
        if not isinstance(ref, generic.IndirectObject) or new(ref.reference).get("/Type") != "/Filespec":
            raise SuspiciousModification("something other than a file was attached")
        for part in {ref.reference, *new.collect_dependencies(ref, since_revision=old.revision + 1)}:
            if not old.is_ref_unassignable(part):
                raise SuspiciousModification("attaching a file replaced something else")
            yield self._change(part)

    def _change(self, ref: generic.Reference, context: Context | None = None) -> Change:
        return ModificationLevel.LTA_UPDATES, ReferenceUpdate(ref, context_checked=context)


class _WithForm(HistoricalResolver):
    """A revision without a form, as if it had an empty one: pyHanko takes for granted that there is one."""

    form: generic.DictionaryObject

    @classmethod
    def of(cls, old: HistoricalResolver, new: HistoricalResolver) -> _WithForm:
        """Return an old revision with an empty form of the new one's kind."""
        made = cls.__new__(cls)
        made.__dict__.update(old.__dict__)
        form = new.root["/AcroForm"]
        kept = {"/SigFlags": form["/SigFlags"]} if "/SigFlags" in form else {}
        made.form = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject(), **kept})
        return made

    @property
    def root(self) -> generic.DictionaryObject:
        """Return the catalogue, with the form."""
        found = super().root
        return generic.DictionaryObject({**{key: found.raw_get(key) for key in found}, pdf_name("/AcroForm"): self.form})


class _FirstForm(FormUpdatingRule):
    """Let a file that had no form get one with nothing but signatures in it."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[Any]:
        """Return what the new form explains."""
        if "/AcroForm" not in old.root and "/AcroForm" not in new.root:
            return ()
        found: Iterable[Any] = super().apply(
            old if "/AcroForm" in old.root or "/AcroForm" not in new.root else _WithForm.of(old, new), new)
        return found


def _policy(*more: QualifiedWhitelistRule, free: frozenset[str] = frozenset()) -> StandardDiffPolicy:
    """Return pyHanko's own policy without what lets the fields of a form be filled in."""
    level = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | free), *more, DocInfoRule().as_qualified(level),
            XrefStreamRule().as_qualified(level), ObjectStreamRule().as_qualified(level),
            DSSCompareRule().as_qualified(level), MetadataUpdateRule().as_qualified(level)],
        form_rule=_FirstForm(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]))


AFTER_SIGNING = _policy()
AFTER_PUTTING_FORWARD = _policy(PutForward(), free=frozenset({"/AF", "/Names", "/Perms"}))


def what_changed(signed: EmbeddedPdfSignature, body: bytes) -> tuple[str, str]:
    """Say in Swedish and English what was changed after a signature, as near as it can be told."""
    try:
        found = _named(signed, body)
    except MemoryError:
        raise
    except Exception:
        # The change may be such that the file can no longer be read as it was.
        found = None
    return found or ("delar av filen som inte är underskrifter, till exempel sidor, fält, bilder eller bifogade filer.",
                     "parts of the file that are no signatures, such as pages, fields, pictures or attached files.")


def _named(signed: EmbeddedPdfSignature, body: bytes) -> tuple[str, str] | None:
    ranges = [int(one) for one in signed.byte_range]
    before = body[:ranges[2] + ranges[3]]
    told = difference(page_texts(before), page_texts(body), then=("vid underskriften", "when signed"),
                      now=("nu", "now"))
    if told is not None:
        return told
    old, new = (pages_of(PdfFileReader(BytesIO(one), strict=True)) for one in (before, body))
    if len(new) > len(old):
        return "sidor har lagts till.", "pages were added."
    for number, (was, found) in enumerate(zip(old, new, strict=False), 1):
        if _streams(was.get("/Contents")) != _streams(found.get("/Contents")):
            return f"det som ritas på sida {number}.", f"what is drawn on page {number}."
        if len(was.get("/Annots", ())) != len(found.get("/Annots", ())):
            return f"något har lagts på eller tagits bort från sida {number}.", (
                f"something was put on or taken off page {number}.")
    return None


def pages_of(reader: PdfFileReader) -> list[Any]:
    """Return the pages of a file as they are written in it."""
    return [reader.find_page_for_modification(at)[0].get_object() for at in range(int(reader.root["/Pages"]["/Count"]))]


def _streams(contents: Any) -> list[bytes]:
    parts = contents if isinstance(contents, list) else [contents] if contents is not None else []
    return [bytes(part.get_object().data) for part in parts]
