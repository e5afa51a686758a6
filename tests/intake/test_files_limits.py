"""The process that reads: what it may use, what it knows, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from service.intake.files import Limits, read_bytes
from service.intake.formats import refusals
from tests.intake import made

ROOT = Path(__file__).resolve().parents[2]


def endless() -> bytes:
    """Return a PDF of forms that draw ten forms each, twelve deep."""

    def form(draws: int) -> bytes:
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length 60>>stream\n"
        return head % draws + b"/X Do " * 10 + b"\nendstream"

    end = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 3>>stream\nq Q\nendstream"
    forms = {at: form(following) for at, following in pairwise(range(6, 19))}
    return made.page_pdf(made.flate(b"/X Do"), resources=b"/XObject<</X 6 0 R>>", more={**forms, 18: end})


def run(program: str) -> str:
    """Run `program` in an interpreter of its own and return what it prints."""
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("content", [b"Vanlig text", made.pdf(["Text"]), made.word("Text")], ids=["txt", "pdf", "docx"])
def test_time_is_bounded_for_every_kind(content: bytes) -> None:
    with pytest.raises(refusals.TookTooLong) as found:
        read_bytes(content, "a", limits=Limits(seconds=0.001))
    assert found.value.sentence("sv") == (
        "Det tog mer än 0.001 sekunder att läsa filen; skriv ut den till en ny PDF-fil och försök igen."
    )


@pytest.mark.parametrize(
    "content",
    [made.page_pdf(made.flate(b"q Q " * 5_000_000)), made.body("<w:p><w:r><w:t>Text</w:t></w:r></w:p>" * 90_000)],
    ids=["pdf", "docx"],
)
def test_memory_is_bounded_for_every_kind(content: bytes) -> None:
    for least in (8_000_000, 14_000_000, 19_000_000):  # where memory ends, another library notices it first
        with pytest.raises(refusals.TookTooMuchMemory):
            read_bytes(content, "a", limits=Limits(memory_bytes=least))
    with pytest.raises(refusals.TookTooMuchMemory) as found:
        read_bytes(content, "a", limits=Limits(memory_bytes=10_000_000))
    assert found.value.sentence("sv") == (
        "Det krävdes mer än 10 MB minne att läsa filen; skriv ut den till en ny PDF-fil och försök igen."
    )


@pytest.mark.parametrize("content", ["åäö€😀".encode() * 3, made.word("åäö€😀" * 3)], ids=["txt", "docx"])
def test_text_is_bounded_for_every_kind(content: bytes) -> None:
    assert read_bytes(content, "a", limits=Limits(text_chars=16)).strip() == "åäö€😀" * 3
    with pytest.raises(refusals.TooMuchText):
        read_bytes(content, "a", limits=Limits(text_chars=14))


def test_a_text_of_the_greatest_size_comes_back_whole() -> None:
    text = "åäö " * 1_250_000
    assert read_bytes(text.encode(), "a") == text


def test_what_ran_out_of_time_is_gone_and_knew_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVERENS_SECRET_KEY", "hemlig")
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    caught: list[BaseException] = []

    def read() -> None:
        try:
            read_bytes(endless(), "a", limits=Limits(seconds=2))
        except refusals.FileRefused as refusal:
            caught.append(refusal)

    reading = threading.Thread(target=read)
    reading.start()
    known: set[str] = set()
    seen: set[int] = set()
    while reading.is_alive():
        for child in psutil.Process().children(recursive=True):
            if child.pid in before:
                continue
            try:
                if "service.intake" in " ".join(child.cmdline()):
                    known |= child.environ().keys()
                    seen.add(child.pid)
            except psutil.Error:
                continue
    reading.join()
    assert [type(refusal) for refusal in caught] == [refusals.TookTooLong]
    assert len(seen) == 1
    assert known <= {"LD_LIBRARY_PATH", "LC_CTYPE"}
    assert not any(psutil.pid_exists(pid) for pid in seen)


def test_many_files_at_once_are_each_read_for_themselves() -> None:
    texts: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda at=at: texts.update({at: read_bytes(b"Text %d" % at, "a")})) for at in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {at: f"Text {at}" for at in range(8)}


def test_no_open_files_are_left_behind() -> None:
    before = psutil.Process().num_fds()
    for content in (b"Text", b"", b"\0", made.pdf(["Text"])):
        try:
            read_bytes(content, "a")
        except refusals.FileRefused:
            continue
    assert psutil.Process().num_fds() == before


def test_the_reader_of_plain_text_loads_neither_the_other_readers_nor_the_house() -> None:
    loaded = (
        run("""
        import sys
        from service.intake.formats import child
        child.give_up_means = lambda **limits: None
        child.answer(b"Text", child.Limits())
        print(sorted(name for name in sys.modules if name.startswith("service.")))
        print([name for name in ("pdfplumber", "zipfile", "sqlalchemy", "flask", "babel") if name in sys.modules])
    """)
        .replace("service.intake.", "")
        .replace("formats.", "")
        .replace("service.kernel.", "")
        .splitlines()
    )
    assert loaded == [
        "['service.documents', 'service.documents.checks', 'service.documents.checks.kinds', 'service.documents.checks.refusals', "
        "'service.intake', 'formats', 'child', 'kinds', 'limits', 'plain', 'refusals', 'service.kernel', 'apart', 'apart.child', 'clock', 'errors', 'text', 'text.days']",
        "[]",
    ]


def test_the_reader_can_neither_write_nor_call_out_nor_start_programs() -> None:
    said = run("""
        import os, socket, subprocess
        from service.kernel.apart import child
        child.give_up_means(seconds=20, memory_bytes=1 << 30)
        def fails(action):
            try:
                action()
            except PermissionError:
                return True
        print(fails(lambda: open("skriven", "w")), fails(lambda: os.open("skriven", os.O_CREAT)))
        print(fails(socket.socket), fails(lambda: socket.getaddrinfo("localhost", 80)))
        print(fails(os.fork), fails(lambda: os.system("true")), fails(lambda: subprocess.run(["true"])))
        print(bool(open("service/__init__.py").close() is None))
    """)
    assert said == "True True\nTrue True\nTrue True True\nTrue\n"
    assert not (ROOT / "skriven").exists()


@pytest.mark.parametrize("content", ["txt", "pdf", "docx"])
def test_an_agreement_is_read_also_where_the_service_itself_has_little_memory(tmp_path: Path, content: str) -> None:
    path = tmp_path / "avtal"
    path.write_bytes({"txt": b"Text\n", "pdf": made.pdf(["Text"]), "docx": made.word("Text")}[content])
    said = run(f"""
        import resource
        from pathlib import Path
        from service.intake.files import read_file
        resource.setrlimit(resource.RLIMIT_AS, (250_000_000, 250_000_000))
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        print(read_file(Path({str(path)!r})), end="")
    """)
    assert said == "Text\n"


def test_reading_works_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")
    (tmp_path / "service").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONHOME", os.devnull)
    assert read_bytes(b"Text", "a") == "Text"
