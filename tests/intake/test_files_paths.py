"""Which paths are opened at all: ordinary files, whatever they are called, and nothing that never ends."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import pytest

from service.intake.files import Limits, read_bytes, read_file
from service.intake.formats import refusals


def refused(path: Path, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(refusals.FileRefused) as found:
        read_file(path, limits=limits or Limits())
    return found.value.sentence("en"), found.value.sentence("sv")


@pytest.mark.parametrize(
    "name", ["avtal.txt", "två ord.txt", "rad\nbrytning.txt", "Överens kommelse åäö", "-", "{name}"]
)
def test_a_file_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Text på svenska", encoding="utf-8")
    assert read_file(path) == "Text på svenska"


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "avtal.txt").write_text("Text")
    (tmp_path / "länk").symlink_to(tmp_path / "avtal.txt")
    assert read_file(tmp_path / "länk") == "Text"


@pytest.mark.parametrize("name", ["borta.txt", "nul\0la", "avtal.txt/inne.txt"])
def test_there_is_no_such_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "avtal.txt").write_text("Text")
    shown = Path(name.replace("\0", "?")).name
    assert refused(tmp_path / name) == (
        f"There is no file called “{shown}”; check the name and the folder.",
        f"Det finns ingen fil som heter ”{shown}”; kontrollera namnet och mappen.",
    )


def test_a_missing_name_is_shown_on_one_line_and_not_at_any_length(tmp_path: Path) -> None:
    name = "a\n\x1b[31m" + "ö" * 100
    assert refused(tmp_path / name)[1] == (
        f"Det finns ingen fil som heter ”a??[31m{'ö' * 92}…”; kontrollera namnet och mappen."
    )


def test_a_loop_of_links_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert refused(tmp_path / "a")[0] == "There is no file called “a”; check the name and the folder."


def test_a_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "Avtal 2025"
    folder.mkdir()
    assert refused(folder) == (
        "“Avtal 2025” is a folder; give the name of the file in it that holds the agreement.",
        "”Avtal 2025” är en mapp; ange den fil i mappen som innehåller överenskommelsen.",
    )


def test_a_pipe_that_never_answers_is_not_an_ordinary_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rör")
    assert refused(tmp_path / "rör") == (
        "“rör” is not an ordinary file; save the agreement to a file and give its name.",
        "”rör” är inte en vanlig fil; spara överenskommelsen i en fil och ange den.",
    )


@pytest.mark.parametrize("device", ["zero", "null", "tty"])
def test_a_device_is_not_an_ordinary_file(device: str) -> None:
    assert refused(Path("/dev") / device)[0] == (
        f"“{device}” is not an ordinary file; save the agreement to a file and give its name."
    )


def test_a_socket_is_not_an_ordinary_file() -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{folder}/s")
        assert refused(Path(folder) / "s")[0] == (
            "“s” is not an ordinary file; save the agreement to a file and give its name."
        )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_one_may_not_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hemlig.pdf"
    path.write_text("Text")
    path.chmod(0)
    assert refused(path) == (
        "You may not read “hemlig.pdf”; ask for the right to read it, or copy it to a folder of your own.",
        "Du har inte rätt att läsa ”hemlig.pdf”; be om läsrätt eller kopiera filen till en egen mapp.",
    )


def test_a_file_that_cannot_be_read_from_the_disk_is_refused() -> None:
    if not Path("/proc/self/mem").exists():
        pytest.skip("this system has no file that opens and cannot be read")
    assert refused(Path("/proc/self/mem")) == (
        "“mem” could not be read from the disk; copy the file anew and try again.",
        "”mem” gick inte att läsa från disken; kopiera filen på nytt och försök igen.",
    )


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "stor.pdf"
    with path.open("wb") as file:
        file.truncate(40_000_000_000)
    assert refused(path) == (
        "The file is larger than 25 MB; save a smaller copy, for instance with smaller pictures.",
        "Filen är större än 25 MB; spara en mindre kopia, till exempel med mindre bilder.",
    )


def test_a_file_that_claims_no_size_is_still_bounded() -> None:
    assert refused(Path("/proc/self/maps"), Limits(bytes=10))[1].startswith("Filen är större än 1e-05 MB;")


def test_bytes_are_bounded_as_files_are() -> None:
    with pytest.raises(refusals.TooLarge):
        read_bytes(b"x" * 11, "a", limits=Limits(bytes=10))
