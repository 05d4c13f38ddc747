"""Read a table of cities by indicators, and the table that says what its columns mean.

The conventions are those of COINr: ``uCode`` and ``uName`` name the unit, every other column is
described by a row of the second table (``iCode``, ``Type``, ``Level``, ``Parent``, ``Direction``,
``Weight``, ``Denominator``). Blank is missing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.text import slugify

from decapolis.benchmarks.errors import TableFaulty
from decapolis.benchmarks.validators.cells import Line, Sheet, no_number, number_of
from decapolis.kernel.records import Rejection, Unreadable

INDICATOR: Final = "Indicator"
AGGREGATE: Final = "Aggregate"
GROUP: Final = "Group"
DENOMINATOR: Final = "Denominator"
OTHER: Final = "Other"
TYPES = (INDICATOR, AGGREGATE, GROUP, DENOMINATOR, OTHER)

UNIT, NAME, TIME = "uCode", "uName", "Time"
PLACES = (UNIT, NAME, TIME)
# What people call these columns who do not know COINr; letter case does not matter.
CALLED = {"ucode": UNIT, "code": UNIT, "uname": NAME, "name": NAME, "city": NAME}
LONGEST_CODE = 60
LONGEST_TEXT = 200
HIGHEST_LEVEL = 20
INDEX = "Index"  # the code of the index where no table names one


@dataclass(frozen=True, slots=True)
class Column:
    """What one code means: a row of the table of columns.

    Attributes
    ----------
    line
        In its file; 0 where it was made up for a table without one.
    level
        1 for indicators, more for aggregates, 0 for the rest.
    """

    line: int
    code: str
    name: str
    type: str
    level: int = 0
    parent: str = ""
    direction: int = 1
    weight: float = 1.0
    unit: str = ""
    target: float | None = None
    denominator: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit with its values by code; what is missing is not in them."""

    line: int
    code: str
    name: str
    values: Mapping[str, float] = field(default_factory=dict)
    sizes: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """A table as it was handed in, checked by itself; whether it holds together: `bridge.tables`.

    Attributes
    ----------
    ignored
        Columns that no row of the table of columns describes.
    places
        Of each column its place in the sheet, from 0: where a value stands.
    """

    units: tuple[Unit, ...]
    columns: tuple[Column, ...]
    ignored: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)

    def of_type(self, *types: str) -> tuple[Column, ...]:
        """Return the columns of some types, in the order of the table of columns."""
        return tuple(column for column in self.columns if column.type in types)


def read_columns(sheet: Sheet) -> tuple[Column, ...]:
    """Return what a table of columns says.

    Raises
    ------
    Unreadable
        It has no column ``iCode``.
    TableFaulty
        Rows that will not do, each with line and column.
    """
    if sheet.column("iCode") is None:
        raise Unreadable(
            f"{sheet.name} has no column iCode. Name in it the columns of the data, one a row."
        )
    found, faults = [], []
    for line in sheet.lines:
        reader = _Cells(sheet, line)
        found.append(_column(reader))
        faults += reader.faults
    faults += list(_twice((column.line, column.code) for column in found if column.code))
    faults += list(_unknown_sizes(found))
    if not any(column.type == INDICATOR for column in found):
        faults.append(Rejection(1, "Type", "There is no indicator. Describe at least one."))
    if faults:
        raise TableFaulty(sheet.name, faults)
    return tuple(found)


def read_data(sheet: Sheet, columns: Iterable[Column] | None = None) -> Given:
    """Return the units of a table; without a table of columns, every numeric column is part of it.

    ``Code`` will do for ``uCode``, ``City`` or ``Name`` for ``uName``; where there are no codes,
    names in small letters and hyphens are.

    Raises
    ------
    Unreadable
        It has neither ``uCode`` nor ``uName``, no rows, or several times.
    TableFaulty
        Cells that will not do, each with line and column.
    """
    described = None if columns is None else tuple(columns)
    sheet = _named(sheet, {one.code for one in described or ()})
    if sheet.column(UNIT) is None and sheet.column(NAME) is None:
        raise Unreadable(
            f"{sheet.name} has no column {UNIT} and none {NAME}. Give each row a code or a name."
        )
    if not sheet.lines:
        raise Unreadable(f"{sheet.name} has no rows. Give one for each city.")
    known = _guessed(sheet) if described is None else described
    faults = list(_absent(sheet, known))
    units = []
    for line in sheet.lines:
        reader = _Cells(sheet, line)
        units.append(_unit(reader, known))
        faults += reader.faults
    _one_time(sheet)
    faults += list(_twice((unit.line, unit.code) for unit in units if unit.code))
    if faults:
        raise TableFaulty(sheet.name, faults)
    used = {column.code for column in known} | set(PLACES)
    return Given(
        units=tuple(units),
        columns=known,
        ignored=tuple(name for name in sheet.header if name not in used),
        places={name: at for at, name in enumerate(sheet.header)},
    )


def _named(sheet: Sheet, described: Collection[str]) -> Sheet:
    """Return a table whose columns of codes and names are called as COINr calls them."""
    header = list(sheet.header)
    for at, given in enumerate(header):
        meant = CALLED.get(given.lower())
        if meant is not None and meant not in header and given not in described:
            header[at] = meant
    return replace(sheet, header=tuple(header))


class _Cells:
    """The cells of one row by column name; what is wrong with them is kept."""

    def __init__(self, sheet: Sheet, line: Line) -> None:
        self._at = {name: at for at, name in enumerate(sheet.header)}
        self._cells = line.cells
        self.line = line.line
        self.faults: list[Rejection] = []

    def text(self, name: str, most: int = LONGEST_TEXT) -> str:
        """Return a text; empty where there is no such column."""
        found = self._cells[self._at[name]] if name in self._at else ""
        if len(found) > most:
            self.refuse(name, f"This is over {most} letters. Shorten it.")
        return found[:most]

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self._at

    def number(self, name: str) -> float | None:
        """Return a number; None where the cell is empty or holds none."""
        found = self._cells[self._at[name]] if name in self._at else ""
        value = number_of(found)
        if found and value is None:
            self.refuse(name, no_number(found))
        return value

    def refuse(self, name: str, reason: str) -> None:
        """Note what is wrong."""
        self.faults.append(Rejection(self.line, name, reason))


def _column(row: _Cells) -> Column:
    code = row.text("iCode", LONGEST_CODE)
    if not code:
        row.refuse("iCode", "This row has no code. Write the name of a column of the data.")
    elif code in PLACES:
        row.refuse("iCode", f"{code} names the unit and is not described. Leave the row out.")
    level = _level(row)
    kind = _type(row, level)
    counts = kind in {INDICATOR, AGGREGATE}
    return Column(
        line=row.line,
        code=code,
        name=row.text("iName") or code,
        type=kind,
        level=level if counts else 0,
        parent=row.text("Parent", LONGEST_CODE) if counts else "",
        direction=_direction(row) if counts else 1,
        weight=_weight(row) if counts else 1.0,
        unit=row.text("Unit", 80),
        target=row.number("Target") if kind == INDICATOR else None,
        denominator=row.text("Denominator", LONGEST_CODE) if kind == INDICATOR else "",
    )


def _level(row: _Cells) -> int:
    value = row.number("Level")
    if value is None:
        return 0
    if not (value.is_integer() and 1 <= value <= HIGHEST_LEVEL):
        row.refuse("Level", f"Write a whole number from 1 (an indicator) to {HIGHEST_LEVEL}.")
        return 0
    return int(value)


def _type(row: _Cells, level: int) -> str:
    given = row.text("Type")
    kind = {each.lower(): each for each in TYPES}.get(given.lower(), "")
    if given and not kind:
        row.refuse("Type", f"{given!r} is no type. Write one of: {', '.join(TYPES)}.")
    if not given:
        kind = (OTHER, INDICATOR)[level] if level <= 1 else AGGREGATE
    if kind == INDICATOR and level != 1:
        row.refuse("Level", "An indicator is of level 1. Write 1.")
    if kind == AGGREGATE and level <= 1:
        row.refuse("Level", "An aggregate is of level 2 or more, above all that it is made of.")
    return kind


def _direction(row: _Cells) -> int:
    value = row.number("Direction")
    if value not in {None, 1.0, -1.0}:
        row.refuse("Direction", "Write 1 where more is better, -1 where less is.")
    return -1 if value == -1 else 1


def _weight(row: _Cells) -> float:
    value = row.number("Weight")
    if value is not None and value < 0:
        row.refuse("Weight", "A weight is not negative. Write 0 to leave this out.")
    return 1.0 if value is None else max(value, 0.0)


def _unit(row: _Cells, columns: Iterable[Column]) -> Unit:
    code = row.text(UNIT, LONGEST_CODE)
    if not row.has(UNIT):  # it stands in addresses
        code = slugify(row.text(NAME), allow_unicode=True)[:LONGEST_CODE]
    if not code:
        row.refuse(UNIT if row.has(UNIT) else NAME, "This row has no code. Give it one.")
    values: dict[str, float] = {}
    sizes: dict[str, float] = {}
    groups: dict[str, str] = {}
    for column in columns:
        if column.type == GROUP and (label := row.text(column.code)):
            groups[column.code] = label
        if column.type not in {INDICATOR, DENOMINATOR}:
            continue
        value = row.number(column.code)
        if value is not None:
            (values if column.type == INDICATOR else sizes)[column.code] = value
    return Unit(row.line, code, row.text(NAME) or code, values, sizes, groups)


def _guessed(sheet: Sheet) -> tuple[Column, ...]:
    """Take every column with a number in it as an indicator of equal weight, the rest as groups.

    Raises
    ------
    Unreadable
        There is no column with numbers.
    """
    found = []
    for at, code in enumerate(sheet.header):
        if code in PLACES:
            continue
        filled = [line.cells[at] for line in sheet.lines if line.cells[at]]
        is_number = any(number_of(cell) is not None for cell in filled)
        kind = INDICATOR if is_number else GROUP if filled else OTHER
        parent, level = (INDEX, 1) if is_number else ("", 0)
        found.append(Column(0, code[:LONGEST_CODE], code, kind, level, parent))
    if not any(column.type == INDICATOR for column in found):
        raise Unreadable(f"{sheet.name} has no column with numbers. Give at least one.")
    return (*found, Column(0, INDEX, INDEX, AGGREGATE, 2))


def _absent(sheet: Sheet, columns: Iterable[Column]) -> Iterator[Rejection]:
    for column in columns:
        if column.type in {INDICATOR, GROUP, DENOMINATOR} and sheet.column(column.code) is None:
            what = column.type.lower()
            reason = f"The table of columns names the {what} {column.code}; there is no such column"
            yield Rejection(1, column.code, f"{reason} here. Add it, or leave that row out.")


def _one_time(sheet: Sheet) -> None:
    """See to it that a table is of one time.

    Raises
    ------
    Unreadable
        It holds several.
    """
    at = sheet.column(TIME)
    times = {line.cells[at] for line in sheet.lines} if at is not None else set()
    if len(times) > 1:
        named = ", ".join(sorted(times)[:5])
        raise Unreadable(f"{sheet.name} holds several times ({named}). Give a file for each.")


def _twice(lines: Iterable[tuple[int, str]]) -> Iterator[Rejection]:
    seen: dict[str, int] = {}
    for line, code in lines:
        first = seen.setdefault(code, line)
        if first != line:
            yield Rejection(line, "", f"{code} stands in line {first} too. Keep one.")


def _unknown_sizes(columns: Iterable[Column]) -> Iterator[Rejection]:
    known = {column.code for column in columns if column.type == DENOMINATOR}
    for column in columns:
        if column.denominator and column.denominator not in known:
            reason = (
                f"There is no denominator {column.denominator}. Add a row of type Denominator, or "
                "leave this empty."
            )
            yield Rejection(column.line, "Denominator", reason)
