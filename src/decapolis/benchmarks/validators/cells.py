"""Read a sheet of cells from CSV or XLSX, each row with its line."""

import csv
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from decapolis.kernel.records import DELIMITERS, MOST_UNPACKED, Unreadable

MOST_BYTES = 20_000_000
MOST_ROWS = 20_000
LETTERS = 26
MOST_COLUMNS = 2_000
LONGEST_LINE = 2_000_000
MOST_SHOWN = 40  # letters of a cell in a message
EXACT = 2.0**53  # whole numbers below it are floats without loss
ENDINGS = (".csv", ".xlsx")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
COMMA = re.compile(r"[+-]?\d+,\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its line in the file, from 1, and a text for each column."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows below it that are not empty; all rows are as long as the header.

    Attributes
    ----------
    name
        Of the file, with that of the sheet where a workbook has several.
    """

    name: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]

    def column(self, name: str) -> int | None:
        """Return the number of a column; None where there is none."""
        return self.header.index(name) if name in self.header else None


def read_sheets(path: Path) -> dict[str, Sheet]:
    """Return the sheets of a file by name, in order; of CSV the only one, by the name ``data``.

    Raises
    ------
    Unreadable
        Missing, too large, of no known format, not UTF-8, or broken.
    """
    _check(path)
    try:
        if path.suffix.lower() == ".csv":
            return {"data": _sheet(path.name, _csv_lines(path))}
        return _workbook(path)
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror}.") from error


def read_sheet(path: Path) -> Sheet:
    """Return the first sheet of a file.

    Raises
    ------
    Unreadable
        As `read_sheets`.
    """
    return next(iter(read_sheets(path).values()))


def number_of(text: str) -> float | None:
    """Return a number, or None where the text is none; spaces around it do not matter.

    Examples
    --------
    >>> number_of(" 1.5e3 "), number_of("nan"), number_of("1_000"), number_of("1e999")
    (1500.0, None, None, None)
    """
    text = text.strip()
    if not NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def column_letters(place: int) -> str:
    """Return how a spreadsheet calls a column, counted from 0.

    Examples
    --------
    >>> [column_letters(place) for place in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    while place >= 0:
        place, letter = place // LETTERS - 1, place % LETTERS
        letters = chr(ord("A") + letter) + letters
    return letters


def no_number(text: str) -> str:
    """Say why a text is no number, and what to write."""
    shown = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
    if text.startswith("="):
        return f"{shown!r} is a formula without a saved result. Write the value."
    if COMMA.fullmatch(text):
        return f"{shown!r} is not a number. Write {text.replace(',', '.')} with a point."
    return f"{shown!r} is not a number. Write one such as 12.5; leave it empty where it is unknown."


def _check(path: Path) -> None:
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.")
    if path.suffix.lower() not in ENDINGS:
        raise Unreadable(f"{path.name} is of no known format. Use a file that ends in .csv, .xlsx.")
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(f"{path.name} is over {MOST_BYTES // 1_000_000} MB. Split it.")


def _csv_lines(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline(LONGEST_LINE)
        file.seek(0)
        reader = csv.reader(file, delimiter=max(DELIMITERS, key=first.count))
        line = 1
        try:
            for cells in reader:
                yield Line(line, tuple(cells))
                line = reader.line_num + 1
        except csv.Error as error:
            raise Unreadable(f"{path.name}, line {line}, is not readable CSV: {error}.") from error


def _workbook(path: Path) -> dict[str, Sheet]:
    import openpyxl  # noqa: PLC0415 -- slow import

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED:
            most = MOST_UNPACKED // 1_000_000
            raise Unreadable(f"{path.name} unpacks to over {most} MB. Split it.")  # noqa: TRY301 -- one way out
        with path.open("rb") as for_values, path.open("rb") as for_formulas:
            # Read twice side by side: for the values, and to tell formulas from empty cells.
            books = [
                openpyxl.load_workbook(
                    file, read_only=True, data_only=file is for_values, keep_links=False
                )
                for file in (for_values, for_formulas)
            ]
            found = {}
            for values, formulas in zip(*(book.worksheets for book in books), strict=True):
                name = f"{path.name}, sheet {values.title}"
                found[values.title] = _sheet(name, _sheet_lines(values, formulas))
            return found
    except Unreadable:
        raise
    except Exception as error:  # a broken workbook makes openpyxl raise almost anything
        raise Unreadable(f"{path.name} is not a readable XLSX workbook: {error}.") from error


def _sheet_lines(values: Any, formulas: Any) -> Iterator[Line]:  # noqa: ANN401 -- read-only sheets
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what a file says of its own size need not be so
    pairs = zip(
        values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True
    )
    for number, (cells, written) in enumerate(pairs, start=1):
        yield Line(number, tuple(map(_cell, cells, written)))


def _cell(value: object, written: object) -> str:
    """Return a cell's text; a formula without a saved result stands as it was written."""
    is_lost = value is None and isinstance(written, str) and written.startswith("=")
    return str(written) if is_lost else _text(value)


def _text(value: object) -> str:
    """Write a cell as a table of text would, so that the number read back is the same."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < EXACT else repr(value)
    return "" if value is None else str(value)


def _sheet(name: str, lines: Iterator[Line]) -> Sheet:
    header: tuple[str, ...] = ()
    kept: list[Line] = []
    for line in lines:
        cells = tuple(cell.strip() for cell in line.cells)
        if not header:
            header = _header(name, cells)
        elif any(cells):
            kept.append(Line(line.line, _fitted(name, line.line, cells, len(header))))
        if len(kept) > MOST_ROWS:
            raise Unreadable(f"{name} has over {MOST_ROWS:,} rows. Split it.")
    if not header:
        raise Unreadable(f"{name} is empty. Its first row must name the columns.")
    return Sheet(name, header, tuple(kept))


def _header(name: str, cells: Sequence[str]) -> tuple[str, ...]:
    names = list(cells)
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Unreadable(f"{name} has over {MOST_COLUMNS:,} columns. Split it.")
    for at, column in enumerate(names, start=1):
        if not column:
            raise Unreadable(f"{name}: column {at} has no name. Name it in the first row.")
        if names.count(column) > 1:
            raise Unreadable(f"{name} has two columns {column!r}. Keep one.")
    return tuple(names)


def _fitted(name: str, line: int, cells: Sequence[str], width: int) -> tuple[str, ...]:
    if any(cells[width:]):
        raise Unreadable(
            f"{name}, line {line}, has more cells than there are columns. A text with a comma "
            "stands in quotation marks."
        )
    if any("\0" in cell for cell in cells):
        raise Unreadable(f"{name}, line {line}, holds a NUL character. Take it out.")
    return (*cells[:width], *[""] * (width - len(cells)))
