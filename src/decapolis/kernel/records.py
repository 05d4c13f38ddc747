"""Read rows from the open file formats: JSON Lines, CSV and XLSX."""

import csv
import json
import reprlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from pydantic import BaseModel, ValidationError

from decapolis.kernel.errors import DomainError

R = TypeVar("R", bound=BaseModel)

MOST_BYTES = 200_000_000
MOST_UNPACKED = 200_000_000
LONGEST_LINE = 2_000_000
FORMATS = {".jsonl": "JSON Lines", ".ndjson": "JSON Lines", ".csv": "CSV", ".xlsx": "XLSX"}
DELIMITERS = (",", ";", "\t")
TYPE_ERROR, TYPE_FORMULA = "e", "f"  # of XLSX cells

_short = reprlib.Repr()
_short.maxstring = _short.maxother = 60


class Unreadable(DomainError):
    """The file cannot be read at all, so that no row of it can be judged."""

    code = "load.unreadable"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why one record was not taken: ``line`` from 1; ``field`` is empty for the whole record."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it stands in the file; empty cells are left out."""

    line: int
    values: dict[str, Any]


def read_rows(path: Path) -> Iterator[Row | Rejection]:
    """Yield the rows of a file; a row that cannot be parsed comes as a `Rejection`.

    In CSV and XLSX a column ``cost.amount`` fills a part of a record, ``a|b`` in a list field two
    values, and a cell that begins with ``[`` or ``{`` is read as JSON where it is JSON.

    Raises
    ------
    Unreadable
        Missing, too large, not UTF-8, not of a known format, or without a header row.
    """
    _check(path)
    readers = {"JSON Lines": _json_rows, "CSV": _csv_rows, "XLSX": _xlsx_rows}
    try:
        yield from readers[FORMATS[path.suffix.lower()]](path)
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror}.") from error


def validate(row: Row, schema: type[R]) -> R | list[Rejection]:
    """Check one row against its schema; every fault is told with its field."""
    try:
        return schema.model_validate(row.values)
    except ValidationError as error:
        return [
            Rejection(row.line, _printable(".".join(map(str, fault["loc"]))), _in_words(fault))
            for fault in error.errors(include_url=False)
        ]


def _check(path: Path) -> None:
    if path.is_dir():
        raise Unreadable(f"{path} is a folder. Name the files in it.")
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.")
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(FORMATS)
        raise Unreadable(f"{path.name} is of no known format. Use a file that ends in {known}.")
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(f"{path.name} is over {MOST_BYTES // 1_000_000} MB. Split it.")


def _json_rows(path: Path) -> Iterator[Row | Rejection]:
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _json_row(number, line)


def _json_row(number: int, line: str) -> Row | Rejection:
    if len(line) > LONGEST_LINE:
        return Rejection(number, "", f"This line is over {LONGEST_LINE // 1_000_000} MB. Cut it.")
    try:
        values = json.loads(line)
    except RecursionError:
        return Rejection(number, "", "This line is nested too deeply. See the schema.")
    except ValueError as error:
        return Rejection(number, "", f"This line is not valid JSON: {error}.")
    if not isinstance(values, dict):
        return Rejection(number, "", "Write one JSON object a line, in braces.")
    return _refuse_unprintable(Row(number, values), line)


def _csv_rows(path: Path) -> Iterator[Row | Rejection]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        first = lines.readline(LONGEST_LINE)
        lines.seek(0)
        reader = csv.reader(lines, delimiter=max(DELIMITERS, key=first.count))
        line = 1
        try:
            header = _header(path, next(reader, []))
            line = reader.line_num + 1
            for cells in reader:
                yield from _tabular(line, header, cells)
                line = reader.line_num + 1
        except csv.Error as error:
            raise Unreadable(f"{path.name}, line {line}, is not readable CSV: {error}.") from error


def _xlsx_rows(path: Path) -> Iterator[Row | Rejection]:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED:
            most = MOST_UNPACKED // 1_000_000
            raise Unreadable(f"{path.name} unpacks to over {most} MB. Split it.")  # noqa: TRY301 -- one way out
        with path.open("rb") as for_values, path.open("rb") as for_formulas:
            yield from _sheet_rows(path, for_values, for_formulas)
    except Unreadable:
        raise
    except Exception as error:  # a broken workbook makes openpyxl raise almost anything
        raise Unreadable(f"{path.name} is not a readable XLSX workbook: {error}.") from error


def _sheet_rows(
    path: Path, for_values: IO[bytes], for_formulas: IO[bytes]
) -> Iterator[Row | Rejection]:
    import openpyxl  # noqa: PLC0415 -- slow import

    # read twice side by side: for the values, and to tell formulas from empty cells
    books = [
        openpyxl.load_workbook(file, read_only=True, data_only=file is for_values, keep_links=False)
        for file in (for_values, for_formulas)
    ]
    sheets = [book.worksheets[0] for book in books]
    for sheet in sheets:
        sheet.reset_dimensions()  # what a file says of its own size need not be so
    values, written = (sheet.iter_rows() for sheet in sheets)
    header = _header(path, [_text(cell.value) for cell in next(values, ())])
    next(written, None)
    for number, (cells, formulas) in enumerate(zip(values, written, strict=True), start=2):
        for column, pair in enumerate(zip(cells, formulas, strict=True)):
            fault = _cell_fault(*pair)
            if fault:
                yield Rejection(number, header[column] if column < len(header) else "", fault)
                break
        else:
            yield from _tabular(number, header, [_text(cell.value) for cell in cells])


def _text(value: object) -> str:
    """Write a cell as a table of text would: empty is empty, ``12.0`` is ``12``."""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return "" if value is None else str(value)


def _cell_fault(cell: Any, formula: Any) -> str:  # noqa: ANN401 -- openpyxl has no type for them
    """Say why a cell's value cannot be trusted, or nothing."""
    if cell.data_type == TYPE_ERROR:
        return f"This cell shows the error {cell.value}. Mend it."
    if cell.value is None and formula.data_type == TYPE_FORMULA:
        return "This cell holds a formula without a saved result. Write the value."
    return ""


def _header(path: Path, cells: list[str]) -> list[str]:
    # none may stand twice, none be both a value and a group of values
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise Unreadable(f"{path.name} is empty. Its first row must name the columns.")
    given = {name for name in names if name}
    if len(given) < sum(map(bool, names)):
        twice = next(name for name in names if name and names.count(name) > 1)
        raise Unreadable(f"{path.name} has two columns {twice!r}. Keep one.")
    for name in given:
        group = next((other for other in given if other.startswith(f"{name}.")), "")
        if group:
            raise Unreadable(f"{path.name} has columns {name!r} and {group!r}. Keep one of them.")
    return names


def _tabular(line: int, header: list[str], cells: list[str]) -> Iterator[Row | Rejection]:
    filled = [(at, cell.strip()) for at, cell in enumerate(cells) if cell and not cell.isspace()]
    if not filled:
        return
    values: dict[str, Any] = {}
    for at, cell in filled:
        if at >= len(header) or not header[at]:
            yield Rejection(line, "", f"Cell {at + 1} stands under no column name.")
            return
        value = _cell(cell) if cell[0] in "[{" else cell
        if "." in header[at]:
            _place(values, header[at].split("."), value)
        else:
            values[header[at]] = value
    yield _refuse_unprintable(Row(line, values), "".join(cells))


def _cell(cell: str) -> Any:  # noqa: ANN401 -- JSON is any
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell  # text that begins so; where the schema wants a list or a part, it says so


def _place(values: dict[str, Any], path: list[str], value: Any) -> None:  # noqa: ANN401 -- JSON is any
    for part in path[:-1]:
        values = values.setdefault(part, {})
    values[path[-1]] = value


def _refuse_unprintable(row: Row, raw: str) -> Row | Rejection:
    """Refuse what no database holds: NUL and half letters; every script is welcome."""
    if "\0" not in raw and "\\u" not in raw:
        return row
    text = "".join(_strings(row.values))
    if "\0" in text:
        return Rejection(row.line, "", "This line holds a NUL character. Take it out.")
    if _printable(text) != text:
        return Rejection(row.line, "", "This line holds half a letter (a lone surrogate). Mend it.")
    return row


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _printable(text: str) -> str:
    """Return text that any terminal and any JSON reader takes: half letters become marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _in_words(fault: Mapping[str, Any]) -> str:
    """Say what is wrong and what to write, in a sentence."""
    value = fault.get("input")
    match fault["type"]:
        case "missing":
            return "This field is missing. Give it a value."
        case "extra_forbidden":
            return "The schema has no such field. Leave it out, or correct its name."
        case "value_error":
            return _printable(str(fault["ctx"]["error"]))
        case "list_type" | "model_type" | "dict_type" if isinstance(value, str):
            return f"{_shown(value)} will not do. Write JSON here; see the schema for an example."
        case _:
            return f"{_shown(value)} will not do. {fault['msg']}."


def _shown(value: object) -> str:
    return _printable(_short.repr(value))
