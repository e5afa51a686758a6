"""SIE 4, the files that Swedish bookkeeping programs exchange: read line by line, each fault told with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.economy.reading.amounts import written_ore
from service.economy.reading.model import Booked, Books, LineFault
from service.economy.reading.refusals import NotSie, OtherSie, TooBig
from service.kernel.money import grouped, sek

LARGEST, LONGEST_LINE, MOST_FAULTS = 10_000_000, 4_000, 50
# In code page 437 the Swedish letters stand where Latin-1 has controls, and the other way around box drawings.
_LETTERS_437 = frozenset("åäöÅÄÖéÉüÜ".encode("cp437"))
_LETTERS_LATIN = frozenset("åäöÅÄÖéÉüÜ".encode("cp1252"))


class _Wrong(ValueError):
    """What is wrong on a line."""

    def __init__(self, sv: str, en: str) -> None:
        super().__init__(en)
        self.sv, self.en = sv, en


Field = str | tuple[str, ...]


@dataclass
class _Reading:
    """What has been read so far; `voucher` is (line, day, rows, sum) of the one that is open or about to be."""

    found: dict[str, str] = field(default_factory=dict)
    years: dict[str, tuple[date, date]] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    objects: dict[tuple[str, str], str] = field(default_factory=dict)
    balances: dict[str, dict[str, int]] = field(default_factory=lambda: {"#IB": {}, "#UB": {}, "#RES": {}})
    booked: Counter[tuple[date, str, tuple[tuple[str, str], ...]]] = field(default_factory=Counter)
    vouchers: int = 0
    at: int = 0
    day: date | None = None
    sum: int = 0
    inside: bool = False
    faults: list[LineFault] = field(default_factory=list)


def read_sie(content: bytes) -> Books:
    """Return what a SIE file of type 4 says; refuse what is none."""
    if len(content) > LARGEST:
        raise TooBig(megabytes=LARGEST // 1_000_000)
    encoding = _encoding(content)
    lines = content.decode(encoding, "replace").removeprefix("\ufeff").splitlines()
    if not next((one for one in lines if one.strip()), "").lstrip().upper().startswith("#FLAGGA"):
        raise NotSie
    reading = _Reading()
    for number, line in enumerate(lines, 1):
        try:
            _read_line(reading, number, line)
        except _Wrong as wrong:
            reading.faults.append(LineFault(number, wrong.sv, wrong.en))
        if len(reading.faults) >= MOST_FAULTS:
            break
    if reading.inside:
        reading.faults.append(LineFault(len(lines), "filen slutar mitt i en verifikation", "the file ends inside a voucher"))
    if (kind := reading.found.get("#SIETYP", "1")) != "4":
        raise OtherSie(kind=kind)
    return _books(reading, encoding)


def _encoding(content: bytes) -> str:
    """Return the encoding: code page 437 as the format says, but for programs that write UTF-8 or Latin-1 all the same."""
    high = Counter(byte for byte in content if byte > 0x7F)
    if not high:
        return "cp437"
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        latin, dos = (sum(high[one] for one in letters) for letters in (_LETTERS_LATIN, _LETTERS_437))
        return "cp1252" if latin > dos else "cp437"


def _books(reading: _Reading, encoding: str) -> Books:
    year = reading.years.get("0")
    return Books(
        company=reading.found.get("#FNAMN", ""), org_number=reading.found.get("#ORGNR", ""),
        program=reading.found.get("#PROGRAM", ""), encoding=encoding, first=year and year[0], last=year and year[1],
        accounts=reading.accounts, dimensions=reading.dimensions, objects=reading.objects, opening=reading.balances["#IB"],
        closing=reading.balances["#UB"], results=reading.balances["#RES"], vouchers=reading.vouchers,
        faults=tuple(reading.faults),
        booked=tuple(Booked(day=day, account=account, objects=objects, ore=ore)
                     for (day, account, objects), ore in sorted(reading.booked.items())))


def fields_of(line: str) -> list[Field]:
    r"""Return a line's fields: quotes taken away (`\"` is a quote itself), a list in braces as a tuple; raise ValueError."""
    found: list[Field] = []
    inside: list[str] | None = None
    at = 0
    while at < len(line):
        char = line[at]
        if char in " \t":
            at += 1
        elif char == "{" and inside is None:
            inside, at = [], at + 1
        elif char == "}" and inside is not None:
            found.append(tuple(inside))
            inside, at = None, at + 1
        else:
            text, at = _one(line, at, inside is not None)
            if inside is None:
                found.append(text)
            else:
                inside.append(text)
    if inside is not None:
        raise _Wrong("en klammer stängs aldrig", "a brace is never closed")
    return found


def _one(line: str, at: int, listed: bool) -> tuple[str, int]:
    """Return the field that begins at a place, and where it ends."""
    quoted, text = line[at] == '"', ""
    at += quoted
    while at < len(line):
        char = line[at]
        if char == "\\" and line[at + 1:at + 2] == '"':
            text, at = text + '"', at + 2
        elif (quoted and char == '"') or (not quoted and (char in " \t" or (listed and char == "}"))):
            return text, at + quoted
        else:
            text, at = text + char, at + 1
    if quoted:
        raise _Wrong("ett citattecken stängs aldrig", "a quotation mark is never closed")
    return text, at


def _read_line(reading: _Reading, number: int, line: str) -> None:
    if len(line) > LONGEST_LINE:
        raise _Wrong(f"raden är längre än {LONGEST_LINE} tecken", f"the line is longer than {LONGEST_LINE} characters")
    stripped = line.strip(" \t\x1a")
    if stripped == "{":
        _open(reading)
    elif stripped == "}":
        _close(reading)
    elif stripped.startswith("#"):
        label, *fields = fields_of(stripped)
        act = _LABELS.get(str(label).upper())
        if act is not None:
            act(reading, str(label).upper(), fields, number)
    elif stripped:
        raise _Wrong("raden börjar inte med #", "the line does not begin with #")


def _open(reading: _Reading) -> None:
    if reading.day is None or reading.inside:
        raise _Wrong("{ utan #VER", "{ without #VER")
    reading.inside = True


def _close(reading: _Reading) -> None:
    if not reading.inside:
        raise _Wrong("} utan {", "} without {")
    total, begun = reading.sum, reading.at
    reading.inside, reading.day, reading.sum = False, None, 0
    if total:
        raise _Wrong(f"verifikationen från rad {begun} balanserar inte: {grouped(sek(total), 'sv')}",
                     f"the voucher from line {begun} does not balance: {grouped(sek(total), 'en')}")


def _text(fields: Sequence[Field], at: int, what: str) -> str:
    if len(fields) <= at or not isinstance(fields[at], str):
        raise _Wrong(f"{what} saknas", f"{what} is missing")
    return str(fields[at])


def _day(given: str) -> date:
    try:
        if len(given) == 8 and given.isdigit():
            return date(int(given[:4]), int(given[4:6]), int(given[6:]))
    except ValueError:
        raise _Wrong(f"{given} är ingen dag", f"{given} is no day") from None
    raise _Wrong(f"”{given}” är ingen dag (ÅÅÅÅMMDD)", f"“{given}” is no day (YYYYMMDD)")


def _amount(given: str) -> int:
    found = written_ore(given) if not given.startswith(".") else written_ore(f"0{given}")
    if found is None:
        raise _Wrong(f"”{given}” är inget belopp", f"“{given}” is no amount")
    return found


def _keep(reading: _Reading, label: str, fields: Sequence[Field], _number: int) -> None:
    reading.found[label] = _text(fields, 0, label)


def _year(reading: _Reading, label: str, fields: Sequence[Field], _number: int) -> None:
    first, last = _day(_text(fields, 1, "#RAR start")), _day(_text(fields, 2, "#RAR slut"))
    if last < first:
        raise _Wrong("räkenskapsåret slutar före sin början", "the accounting year ends before it begins")
    reading.years[_text(fields, 0, "#RAR")] = first, last


def _account(reading: _Reading, label: str, fields: Sequence[Field], _number: int) -> None:
    number = _text(fields, 0, "konto")
    if not number.isdigit():
        raise _Wrong(f"”{number}” är inget konto", f"“{number}” is no account")
    reading.accounts[number] = _text(fields, 1, "kontonamn")


def _dimension(reading: _Reading, label: str, fields: Sequence[Field], _number: int) -> None:
    reading.dimensions[_text(fields, 0, "dimension")] = _text(fields, 1, "namn")


def _object(reading: _Reading, label: str, fields: Sequence[Field], _number: int) -> None:
    reading.objects[_text(fields, 0, "dimension"), _text(fields, 1, "objekt")] = _text(fields, 2, "namn")


def _balance(reading: _Reading, label: str, fields: Sequence[Field], _number: int) -> None:
    if _text(fields, 0, "årsnr") == "0":
        account, amount = _text(fields, 1, "konto"), _amount(_text(fields, 2, "saldo"))
        reading.balances[label][account] = reading.balances[label].get(account, 0) + amount


def _voucher(reading: _Reading, label: str, fields: Sequence[Field], number: int) -> None:
    if reading.inside:
        raise _Wrong("#VER inne i en annan verifikation", "#VER inside another voucher")
    reading.at, reading.day, reading.sum = number, _day(_text(fields, 2, "verifikationsdatum")), 0
    reading.vouchers += 1


def _row(reading: _Reading, label: str, fields: Sequence[Field], _number: int) -> None:
    if not reading.inside or reading.day is None:
        raise _Wrong("#TRANS utanför en verifikation", "#TRANS outside a voucher")
    account = _text(fields, 0, "konto")
    if not account:
        raise _Wrong("konto saknas", "konto is missing")
    if len(fields) < 2 or not isinstance(fields[1], tuple) or len(fields[1]) % 2:
        raise _Wrong("objektlistan saknas eller är ojämn", "the list of objects is missing or uneven")
    if reading.accounts and account not in reading.accounts:
        raise _Wrong(f"konto {account} finns inte i kontoplanen", f"account {account} is not in the chart of accounts")
    amount = _amount(_text(fields, 2, "belopp"))
    given = str(fields[3]) if len(fields) > 3 and fields[3] else ""
    objects = tuple(sorted(zip(fields[1][::2], fields[1][1::2], strict=True)))
    reading.booked[_day(given) if given else reading.day, account, objects] += amount
    reading.sum += amount


# Rows added later (#RTRANS) are written once more as #TRANS; rows struck out (#BTRANS) no longer count.
_LABELS: dict[str, Callable[[_Reading, str, Sequence[Field], int], None]] = {
    "#SIETYP": _keep, "#FNAMN": _keep, "#ORGNR": _keep, "#PROGRAM": _keep, "#FORMAT": _keep, "#RAR": _year, "#KONTO": _account,
    "#DIM": _dimension, "#UNDERDIM": _dimension, "#OBJEKT": _object, "#IB": _balance, "#UB": _balance, "#RES": _balance,
    "#VER": _voucher, "#TRANS": _row,
}
