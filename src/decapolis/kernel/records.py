"""Read rows from the open file formats: JSON Lines, CSV and XLSX."""

import csv
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
from pydantic import BaseModel, ValidationError

from decapolis.kernel.errors import DomainError

R = TypeVar("R", bound=BaseModel)

MOST_BYTES = 200_000_000
MOST_UNPACKED = 600_000_000
FORMATS = {".jsonl": "JSON Lines", ".ndjson": "JSON Lines", ".csv": "CSV", ".xlsx": "XLSX"}


class Unreadable(DomainError):
    """The file cannot be read at all, so that no row of it can be judged."""

    code = "load.unreadable"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why one record was not taken: ``line`` counts from 1; ``field`` is empty for the whole record."""

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
    values, and a cell that begins with ``[`` or ``{`` is read as JSON.

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
    except csv.Error as error:
        raise Unreadable(f"{path.name} is not a readable CSV file: {error}.") from error


def _check(path: Path) -> None:
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
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Rejection(number, "", f"This line is not valid JSON: {error}.")
                continue
            if isinstance(values, dict):
                yield Row(number, values)
            else:
                yield Rejection(number, "", "Write one JSON object a line, in braces.")


def _csv_rows(path: Path) -> Iterator[Row | Rejection]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader, None)
        if not header:
            raise Unreadable(f"{path.name} is empty. Its first row must name the columns.")
        for cells in reader:
            yield from _tabular(reader.line_num, header, cells)


def _xlsx_rows(path: Path) -> Iterator[Row | Rejection]:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise Unreadable(f"{path.name} unpacks to over {MOST_UNPACKED // 1_000_000} MB. Split it.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable(f"{path.name} is not a readable XLSX workbook: {error}.") from error
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = [str(cell or "").strip() for cell in next(rows, ())]
    if not any(header):
        raise Unreadable(f"{path.name} is empty. The first row of its first sheet must name the columns.")
    for number, cells in enumerate(rows, start=2):
        yield from _tabular(number, header, ["" if cell is None else str(cell) for cell in cells])
    book.close()


def _tabular(line: int, header: list[str], cells: list[str]) -> Iterator[Row | Rejection]:
    if not any(cell.strip() for cell in cells):
        return
    if len(cells) > len(header):
        yield Rejection(line, "", f"There are {len(cells)} cells under {len(header)} column names.")
        return
    values: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=False):
        if cell.strip():
            try:
                _place(values, name.strip().split("."), _cell(cell))
            except ValueError as error:
                yield Rejection(line, name, f"This cell is not valid JSON: {error}.")
                return
    yield Row(line, values)


def _cell(cell: str) -> Any:  # noqa: ANN401 -- JSON is any
    return json.loads(cell) if cell.lstrip().startswith(("[", "{")) else cell.strip()


def _place(values: dict[str, Any], path: list[str], value: Any) -> None:  # noqa: ANN401 -- JSON is any
    for part in path[:-1]:
        inner = values.setdefault(part, {})
        if not isinstance(inner, dict):
            raise ValueError(f"column {part} is both a value and a group")  # noqa: TRY004 -- a data error
        values = inner
    values[path[-1]] = value


def validate(row: Row, schema: type[R]) -> R | list[Rejection]:
    """Check one row against its schema; every fault is told with its field."""
    try:
        return schema.model_validate(row.values)
    except ValidationError as error:
        return [
            Rejection(row.line, ".".join(map(str, fault["loc"])), _in_words(dict(fault)))
            for fault in error.errors(include_url=False)
        ]


def _in_words(fault: dict[str, Any]) -> str:
    """Say what is wrong and what to write, in a sentence."""
    shown = repr(fault.get("input"))
    shown = shown if len(shown) <= 60 else shown[:57] + "..."  # noqa: PLR2004 -- what fits a line
    match fault["type"]:
        case "missing":
            return "This field is missing. Give it a value."
        case "extra_forbidden":
            return "The schema has no such field. Leave it out, or correct its name."
        case "value_error":
            return str(fault["ctx"]["error"])
        case _:
            message = str(fault["msg"])
            return f"{shown} will not do. {message}."
