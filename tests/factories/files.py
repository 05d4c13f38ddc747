"""Record files as people write them."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from decapolis.ops.loading import load_file
from decapolis.ops.schema import EXAMPLES, as_csv


def jsonl(path: Path, *records: dict[str, Any]) -> Path:
    """Write records as JSON Lines."""
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def table(path: Path, record: dict[str, Any]) -> Path:
    """Write one record as CSV, or as XLSX where the path says so."""
    text = as_csv(record)
    if path.suffix == ".csv":
        path.write_text(text, encoding="utf-8")
        return path
    return sheet(path, *csv.reader(io.StringIO(text)))


def sheet(path: Path, *rows: list[Any]) -> Path:
    """Write rows of cells as the first sheet of a workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def repack(path: Path, part: str, text: str | bytes) -> Path:
    """Replace one part of a workbook by any text."""
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (parts | {part: text}).items():
            new.writestr(name, content)
    return path


def load_examples(folder: Path, *kinds: str) -> None:
    """Load the examples of the reference page."""
    for kind in kinds:
        assert not load_file(jsonl(folder / f"{kind}.jsonl", EXAMPLES[kind])).rejected
