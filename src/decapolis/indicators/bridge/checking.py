"""A table that staff hand in, checked whole: what is wrong is told by row and column."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _
from pydantic import BaseModel

from decapolis.cities.models import City, Country
from decapolis.indicators.choices import Table
from decapolis.indicators.models import Indicator, Observation, Source
from decapolis.indicators.validators import IndicatorRecord, ObservationRecord, SourceRecord
from decapolis.kernel import numbers
from decapolis.kernel.records import Rejection, Row, Unreadable, read_rows, validate

R = TypeVar("R", bound=BaseModel)

MOST_ROWS = 100_000
TELL_EVERY = 1_000  # rows
FIRST_YEAR, LAST_YEAR = 1500, 2100
MISSING = "This field is missing. Give it a value."
UNKNOWN_FIELD = "The schema has no such field."
KEY: dict[str, tuple[type[BaseModel], str, Callable[[BaseModel], object]]] = {
    Table.OBSERVATIONS: (
        ObservationRecord,
        "indicator",
        attrgetter("city_id", "country_iso2", "indicator", "year", "source"),
    ),
    Table.INDICATORS: (IndicatorRecord, "code", attrgetter("code")),
    Table.SOURCES: (SourceRecord, "id", attrgetter("id")),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a table holds: each record with its line, and every fault by line."""

    records: tuple[tuple[int, BaseModel], ...]
    faults: tuple[Rejection, ...]


def check_table(
    content: bytes, *, table: str, name: str, progress: Callable[[int], None] | None = None
) -> Checked:
    """Check every row of a table by itself and against what is there. Nothing is written.

    Parameters
    ----------
    content, name
        The file and how it is called; the name's ending says whether it is CSV, XLSX or JSON Lines.
    table
        What it holds: one of `Table`.
    progress
        Called now and then with the number of rows that were looked at.

    Raises
    ------
    Unreadable
        It cannot be read as a table, or has too many rows.
    """
    rows = _rows(content, name)
    faults = [row for row in rows if isinstance(row, Rejection)]
    plain = [row for row in rows if isinstance(row, Row)]
    _look_at_columns(plain, table)
    records, wrong = _records(_telling(plain, progress), table)
    faults += _folded(wrong, len(plain))
    faults += _against_what_is_there(records, table)
    return Checked(tuple(records), tuple(sorted(faults, key=lambda one: one.line)))


def _rows(content: bytes, name: str) -> list[Row | Rejection]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(name).suffix.lower()[:10]}"
        path.write_bytes(content)
        try:
            found = list(islice(read_rows(path), MOST_ROWS + 1))
        except Unreadable as error:
            said = error.message.replace(str(path), name).replace(path.name, name)
            raise Unreadable(said, field="file") from error
    if len(found) > MOST_ROWS:
        most = numbers.number(MOST_ROWS)
        raise Unreadable(_("This has over {n} rows. Split it.").format(n=most), field="file")
    if not found:
        raise Unreadable(
            _("{name} has no rows under its column names.").format(name=name), field="file"
        )
    return found


def _look_at_columns(rows: Iterable[Row], table: str) -> None:
    """Tell who chose the wrong kind.

    Raises
    ------
    Unreadable
        The columns are those of another kind of table.
    """
    fields = {name for row in rows for name in row.values}
    fits = {
        kind: len(fields & set(schema.model_fields)) / len(fields | set(schema.model_fields))
        for kind, (schema, _field, _of) in KEY.items()
    }
    best = max(fits, key=lambda kind: fits[kind]) if fields else table
    if best != table and fits[best] > 2 * fits[table]:
        raise Unreadable(
            _("These are the columns of “{kind}”. Choose that, and send it again.").format(
                kind=Table(best).label
            ),
            field="table",
        )


def _telling(rows: Iterable[Row], progress: Callable[[int], None] | None) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if progress is not None and number % TELL_EVERY == 0:
            progress(number)
        yield row


def _records(
    rows: Iterable[Row], table: str
) -> tuple[list[tuple[int, BaseModel]], list[Rejection]]:
    """Return the records, and what is wrong with the rows that are none."""
    schema, field, key_of = KEY[table]
    records: list[tuple[int, BaseModel]] = []
    faults: list[Rejection] = []
    seen: dict[object, int] = {}
    for row in rows:
        checked = validate(row, schema)
        if isinstance(checked, list):
            faults += map(_at_its_column, checked)
            continue
        first = seen.setdefault(key_of(checked), row.line)
        if first != row.line:
            reason = _("This stands in row {n} too. Keep one.").format(n=first)
            faults.append(Rejection(row.line, field, reason))
        else:
            records.append((row.line, checked))
    return records, faults


def _at_its_column(fault: Rejection) -> Rejection:
    """Name the column of a fault that the schema tells of the row as a whole."""
    first = fault.reason.split(" ", 1)[0]
    column = {"value": "value", "Name": "city_id"}.get(first, "")
    return fault if fault.field or not column else replace(fault, field=column)


def _folded(faults: Iterable[Rejection], rows: int) -> list[Rejection]:
    """Tell a column that is wrong as a whole once, not for each row."""
    found: list[Rejection] = []
    listed = list(faults)
    missing = [one.field for one in listed if one.reason == MISSING]
    absent = {name for name in missing if missing.count(name) == rows > 1} if rows > 1 else set()
    unknown: set[str] = set()
    for one in listed:
        if one.reason == MISSING and one.field in absent:
            continue
        if one.reason.startswith(UNKNOWN_FIELD):
            if one.field in unknown:
                continue
            unknown.add(one.field)
            words = _("No table of this kind has such a column. Leave it out, or correct its name.")
            found.append(Rejection(1, one.field, words))
            continue
        found.append(one)
    words = _("No row has a value here. Add the column.")
    return [*(Rejection(1, name, words) for name in sorted(absent)), *found]


def _against_what_is_there(records: Iterable[tuple[int, BaseModel]], table: str) -> list[Rejection]:
    if table == Table.OBSERVATIONS:
        return _wrong_observations(_of_kind(records, ObservationRecord))
    if table == Table.INDICATORS:
        return _wrong_indicators(_of_kind(records, IndicatorRecord))
    return []


def _of_kind(records: Iterable[tuple[int, BaseModel]], kind: type[R]) -> list[tuple[int, R]]:
    return [(line, record) for line, record in records if isinstance(record, kind)]


def _wrong_observations(records: list[tuple[int, ObservationRecord]]) -> list[Rejection]:
    places: dict[str, type[models.Model]] = {
        "city_id": City,
        "country_iso2": Country,
        "source": Source,
    }
    known = {
        field: _there(model, {getattr(record, field) for _line, record in records})
        for field, model in places.items()
    }
    units = dict(Indicator.objects.values_list("code", "unit"))
    faults = []
    for line, record in records:
        for field, there in known.items():
            value = getattr(record, field)
            if value is not None and value not in there:
                faults.append(Rejection(line, field, _not_there(field, value)))
        faults += _wrong_value(line, record, units)
    return faults


def _wrong_value(line: int, record: ObservationRecord, units: Mapping[str, str]) -> list[Rejection]:
    faults = []
    unit = units.get(record.indicator)
    if unit is None:
        faults.append(Rejection(line, "indicator", _not_there("indicator", record.indicator)))
    elif unit != record.unit:
        words = _("This indicator is measured in “{unit}”. Write that, and convert the value.")
        faults.append(Rejection(line, "unit", words.format(unit=unit)))
    years = [int(year) for year in record.year.split("-") if year]
    is_plain = record.year.isascii()
    if not is_plain or (years and not FIRST_YEAR <= years[0] <= years[-1] <= LAST_YEAR):
        words = _("“{year}” is no year or span of years. Write 2024, or 2006-2020.")
        faults.append(Rejection(line, "year", words.format(year=record.year)))
    return faults


def _wrong_indicators(records: list[tuple[int, IndicatorRecord]]) -> list[Rejection]:
    """Refuse another unit where values stand: they would mean something else."""
    units = dict(Indicator.objects.values_list("code", "unit"))
    moved = {
        record.code: line
        for line, record in records
        if units.get(record.code, record.unit) != record.unit
    }
    held = set(
        Observation.objects.filter(indicator__in=moved)
        .order_by()
        .values_list("indicator", flat=True)
        .distinct()
    )
    words = _("Its values are in “{unit}”. Keep that, or give this indicator a code of its own.")
    return [
        Rejection(line, "unit", words.format(unit=units[code]))
        for code, line in moved.items()
        if code in held
    ]


def _there(model: type[models.Model], wanted: set[object]) -> set[object]:
    """Return which of some keys exist."""
    keys = sorted(wanted - {None}, key=str)
    found: set[object] = set()
    for start in range(0, len(keys), 1000):
        part = keys[start : start + 1000]
        found |= set(
            model._default_manager.filter(pk__in=part).order_by().values_list("pk", flat=True)
        )
    return found


def _not_there(field: str, value: object) -> str:
    words = {
        "city_id": _("The gazetteer has no city {value}. Take its number from the list of cities."),
        "country_iso2": _("There is no country {value}. Write its two letters, such as US."),
        "indicator": _("There is no indicator “{value}”. Correct it, or upload the indicator."),
        "source": _("There is no source “{value}”. Correct it, or upload the source first."),
    }
    return words[field].format(value=value)
