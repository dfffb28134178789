"""Reads CSV as spreadsheets write it: what is certain is read, what is not is asked about.

A spreadsheet that opens and saves a table changes more than its user did: blanks at the ends of
cells, empty rows and columns, TRUE for true, 1,250 for 1250, 19.06.2024 for 2024-06-19. Where only
one meaning is possible, the cell is taken for that. Where two are (40.000 may be forty, or forty
thousand; 6/5/2024 a day in June or in May), nothing is guessed: one finding a column says so.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..problems import Problem

__all__ = ["Cells", "Table", "read_csv", "tidy"]

MARKS = {";": "semicolons", "\t": "tabs"}
# Blanks that a table may hold at the ends of its cells, also those that nobody sees.
BLANKS = " \t\r\n\u00a0\u2007\u2009\u200a\u200b\u202f\u2060\u3000\ufeff"
UNSEEN = re.compile("[\u00a0\u200b\u2007\u202f\u2060\ufeff]")
# What stands in a cell whose formula went wrong, in any language, and a cell that was too narrow.
FAILED = re.compile(r"#[^\W\d_][^\W_/ ]*[!?]|#N/A|#NV|#DIV/0!|#+|Err:\d+")

LONGEST = 131_072  # characters of a cell
# What a spreadsheet shows where a text such as 1-2 stood, which it took for a day.
SHORT = (
    "jan feb mar mär apr mai may jun jul aug sep okt oct nov dez dec "
    "janv févr mars avr juin juil août sept déc"
)
MONTH = "(" + SHORT.replace(" ", "|") + ")"
MADE_DAY = re.compile(
    rf"\d{{1,2}}(-|\. ){MONTH}\.?([- ]\d{{2,4}})?|{MONTH}\.?-\d{{2}}|"
    rf"{MONTH}[a-z]* \d{{1,2}}, \d{{4}}|\d{{1,2}}월 \d{{1,2}}일",
    re.IGNORECASE,
)

TRUTHS = {
    "true": ("true", "wahr", "vrai", "verdadero", "vero", "참"),
    "false": ("false", "falsch", "faux", "falso", "거짓"),
}
WORDS = {word: truth for truth, words in TRUTHS.items() for word in words}

USUAL_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
PLAIN = re.compile(r"[-+]?(\d+(\.\d{1,2}|\.\d{4,})?|0\.\d{3})")
GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}")
THOUSANDS = re.compile(r"([-+]?[1-9]\d{0,2})((?:([ '’.,])\d{3})(?:\3\d{3})*)([.,]\d+)?")
COMMA = re.compile(r"[-+]?\d+,\d+")

DAY = re.compile(r"(\d{1,4})([./-])( ?)(\d{1,2})\2\3(\d{1,4})\.?")
MIDNIGHT = re.compile(r"[ T]0?0:00(:00)?$")


@dataclass
class Table:
    """A table as text.

    Attributes:
        header: the names of the columns, "" where an empty one was.
        rows: the cells of each row, all of them as long as the header.
        numbers: the number of each row as a spreadsheet counts it; the header is row 1.
        lengths: findings for rows that have more or fewer cells than the header.
    """

    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    lengths: list[Problem] = field(default_factory=list)


@dataclass
class Cells:
    """The cells of one column, made plain.

    Attributes:
        cells: as they are to be checked.
        doubts: what is said of cells that may mean two things: the message, with {value} for the
            first of them, then its remedy, and the places of all.
    """

    cells: list[str]
    doubts: dict[str, tuple[str, list[int]]] = field(default_factory=dict)

    def doubt(self, place: int, message: str, remedy: str) -> None:
        """Note a cell that nobody should guess at; the remedy is that for the first of a kind."""
        self.doubts.setdefault(message, (remedy, []))[1].append(place)


# --- the file -----------------------------------------------------------------------------


def read_csv(path: Path, problems: list[Problem]) -> Table | None:
    """Return the table of a CSV file, or None and a finding that says why it cannot be read.

    Rows and columns without a word in them are left out. A row that has more or fewer cells than
    the header is left out too, and stands in `lengths`.
    """
    found: list[Problem] = []
    text = _text(path, found)
    lines = _lines(path.name, text, found) if text is not None else []
    problems += found
    return _table(path.name, lines) if lines else None


def _text(path: Path, found: list[Problem]) -> str | None:
    """Return the text of a file in UTF-8, or in UTF-16 if it begins with the mark of that."""
    if not path.is_file():
        found.append(Problem(path.name, "the file is missing", "put it back or restore it"))
        return None
    raw = path.read_bytes()
    wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        line = "" if wide else raw.split(b"\n")[row - 1].decode("cp1252", "replace")
        message = f"this line is not UTF-8 text (“{line[:40].strip()}…”)"
        remedy = "save the file again as “CSV UTF-8” or with the encoding UTF-8"
        found.append(Problem(path.name, message, remedy, row=row))
        return None
    if not text.strip(" \t\r\n,;"):
        remedy = "restore it, or at least its header row"
        found.append(Problem(path.name, "the file is empty", remedy))
        return None
    return text


def _lines(file: str, text: str, found: list[Problem]) -> list[list[str]]:
    """Return the cells of all rows; none if commas do not separate them."""
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        lines = []
        if "field limit" not in str(error):
            message = f"not readable as CSV ({error})"
            found.append(Problem(file, message, "look for a stray quotation mark"))
            return []
    # The limit of the csv module is one for the whole process, and other packages move it.
    if not lines or max(max(map(len, line), default=0) for line in lines) > LONGEST:
        message = f"a cell is longer than {LONGEST:,} characters"
        found.append(Problem(file, message, "look for a stray quotation mark"))
        return []
    first = next((line for line in lines if any(map(str.strip, line))), [])
    for mark, name in MARKS.items():
        # What spreadsheets save as CSV where the comma is the decimal sign, or as “Unicode text”.
        if len([cell for cell in first if cell.strip()]) == 1 and mark in first[0].strip():
            message = f"{name} separate the cells"
            found.append(Problem(file, message, "save it again with commas", row=1))
            return []
    return lines


def _table(file: str, lines: list[list[str]]) -> Table:
    """Return header and rows without what a spreadsheet leaves around them."""
    stripped = ([cell.strip(BLANKS) for cell in line] for line in lines)
    filled = [(number, line) for number, line in enumerate(stripped, 1) if any(line)]
    header = filled[0][1]
    width = max((k for k, name in enumerate(header, 1) if name), default=0)
    table, wrong = Table(header[:width]), {}
    for number, line in filled[1:]:
        if len(line) >= width and not any(line[width:]):
            table.rows.append(line[:width])
            table.numbers.append(number)
            continue
        wrong.setdefault(len(line), []).append((number, line))
    table.lengths = [_wrong_length(file, length, width, rows) for length, rows in wrong.items()]
    for place in [k for k, name in enumerate(table.header) if not name][::-1]:
        if not any(row[place] for row in table.rows):
            for row in [table.header, *table.rows]:
                del row[place]
    return table


def _wrong_length(file: str, length: int, width: int, rows: list) -> Problem:
    """Return one finding for all rows with so many cells."""
    remedy = "put texts that contain commas in quotation marks, or add the missing commas"
    if any("“" in cell or "”" in cell for _, line in rows for cell in line):
        remedy += "; curly quotation marks hold no text together, write straight ones"
    if len(rows) > 1:
        remedy += f"; the same in {len(rows) - 1} more rows, such as {rows[1][0]}"
    return Problem(file, f"the row has {length} cells, the header {width}", remedy, rows[0][0])


AGAIN = "write it again, or take it from the older file"


# --- the cells ----------------------------------------------------------------------------


def tidy(cells: Iterable[str], spec: dict) -> Cells:
    """Return the cells of a column with what is certain made plain, and the doubts.

    Args:
        cells: of the column, without blanks at their ends.
        spec: the field of the code book that the column follows.
    """
    found = Cells(list(cells))
    kind = spec.get("type", "string")
    if kind in ("number", "integer"):
        usual, work = PLAIN.fullmatch, _number
    elif kind == "boolean":
        usual, work = TRUTHS.__contains__, _truth
    elif spec.get("edtf"):
        usual, work = USUAL_DATE.fullmatch, _date
    else:
        usual, work = str.isascii, _word
    # Opening a lesson reads tens of thousands of cells: nearly all are usual, many say the same.
    different = set(found.cells)
    if len(different) < len(found.cells) / 2:  # words of a few kinds: one of each is enough
        one = {cell: cell for cell in different}
        found.cells = [one[cell] for cell in found.cells]
    odd = {cell for cell in different if cell and (cell[0] in "#E" or not usual(cell))}
    for place, cell in enumerate(found.cells) if odd else ():
        if cell in odd:
            if FAILED.fullmatch(cell):
                found.doubt(place, "a spreadsheet left the error “{value}”", AGAIN)
            else:
                doubt = partial(found.doubt, place)
                found.cells[place] = work(cell, spec, doubt)
    if work is _word and kind == "string":
        different = set(found.cells) if odd else different
        made = {cell for cell in different if 5 <= len(cell) <= 18 and MADE_DAY.fullmatch(cell)}
        for place, cell in enumerate(found.cells) if made else ():
            if cell in made:
                found.doubt(
                    place, "“{value}” looks like a day that a spreadsheet made of a text", AGAIN
                )
    return found


def _word(cell: str, spec: dict, _doubt: Callable) -> str:
    """Return a word of a list of words without blanks that nobody sees; a text as it is."""
    chosen = "enum" in spec.get("constraints", {}) or spec.get("type") == "list"
    return UNSEEN.sub(" ", cell).strip() if chosen else cell


def _truth(cell: str, _spec: dict, _doubt: Callable) -> str:
    return WORDS.get(cell.casefold(), cell)


def _number(cell: str, spec: dict, doubt: Callable) -> str:
    """Return a number with a point, and nothing between its thousands."""
    if PLAIN.fullmatch(cell):
        return cell
    cell = UNSEEN.sub(" ", cell).replace("\u2212", "-").replace("\u2009", " ")
    grouped = GROUPED.fullmatch(cell)
    if grouped:
        one, two = cell.replace(grouped[1], "."), cell.replace(grouped[1], "")
        fits = [number for number in (one, two) if _fits(float(number), spec)]
        if len(fits) == 1:
            return fits[0]
        doubt(
            "“{value}” may be a number with decimals, or with a mark between its thousands",
            f"write it as {float(one):g} or as {two}",
        )
        return cell
    thousands = THOUSANDS.fullmatch(cell)
    if thousands and not (thousands[4] and thousands[4][0] == thousands[3]):
        start, groups, mark, rest = thousands.groups()
        return start + groups.replace(mark, "") + (rest or "").replace(",", ".")
    return cell.replace(",", ".") if COMMA.fullmatch(cell) else cell


def _fits(number: float, spec: dict) -> bool:
    """Tell whether a number is one that the code book allows."""
    rules = spec.get("constraints", {})
    return rules.get("minimum", number) <= number <= rules.get("maximum", number)


def _date(cell: str, _spec: dict, doubt: Callable) -> str:
    """Return a day as year, month and day."""
    cell = MIDNIGHT.sub("", cell)
    day = DAY.fullmatch(cell)
    if not day or (day[2] == "-" and len(day[1]) == 4 and len(day[4]) == 2 == len(day[5])):
        return cell
    first, mark, second, third = day[1], day[2], day[4], day[5]
    if len(first) == 4 and len(third) <= 2:
        return _day(first, second, third) or cell
    if len(third) != 4 or len(first) > 2:
        if len(first) <= 2 and len(third) == 2:
            doubt("the year of “{value}” has two digits", "write it as 2024-06-19")
        return cell
    days = [_day(third, second, first)]
    if mark != ".":  # a point stands between day and month everywhere, day first
        days.append(_day(third, first, second))
    known = [one for one in dict.fromkeys(days) if one]
    if len(known) == 2:
        doubt("“{value}” may be in two months", f"write it as {' or as '.join(known)}")
    return known[0] if len(known) == 1 else cell


def _day(year: str, month: str, day: str) -> str:
    """Return a day as in the code book, "" if there is no such day."""
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return ""
    return f"{year}-{int(month):02}-{int(day):02}"
