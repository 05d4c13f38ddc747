"""What an index is made from: units by indicators, and the hierarchy above the indicators."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from decapolis.engines.composite.errors import (
    AllMissing,
    NotFinite,
    TableError,
    WeightsError,
    Where,
    named,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

TABLE = "table"


@dataclass(frozen=True, slots=True)
class Labels:
    """How rows and columns are called in messages; numbered from 1 where nothing is given.

    Attributes
    ----------
    units, codes
        Of the rows and columns.
    """

    units: Sequence[str] = ()
    codes: Sequence[str] = ()

    def unit(self, row: int) -> str:
        """Return the name of a row."""
        return self.units[row] if self.units else f"row {row + 1}"

    def code(self, column: int) -> str:
        """Return the name of a column."""
        return self.codes[column] if self.codes else f"column {column + 1}"

    def named(self, columns: Iterable[int]) -> str:
        """Return the names of columns as words."""
        return named(self.code(int(column)) for column in columns)


NO_LABELS = Labels()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One column of the table, at the lowest level (1) of the hierarchy.

    Attributes
    ----------
    code, name
        The code is unique among indicators and aggregates.
    parent
        Code of the aggregate it is part of.
    direction
        1 where more is better, -1 where less is.
    weight
        Relative to the others of the same parent; not negative.
    denominator
        Code of the denominator it is divided by; empty for none.
    unit
        Of measurement, for people.
    target
        For the distance to a target, in the unit of the column after the steps before; None unless
        there is one.
    """

    code: str
    name: str
    parent: str
    direction: int = 1
    weight: float = 1.0
    denominator: str = ""
    unit: str = ""
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A pillar, a sub-index or the index: made of the columns whose parent it is.

    Attributes
    ----------
    code, name
        The code is unique among indicators and aggregates.
    level
        2 or more, above the level of all its children.
    parent
        Code of the aggregate it is part of; empty for the index itself, of which there is one.
    weight
        Relative to the others of the same parent; not negative.
    """

    code: str
    name: str
    level: int
    parent: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Node:
    """One aggregate of a compiled hierarchy.

    Attributes
    ----------
    code, level
        As in `Aggregate`.
    column
        Its column in the whole matrix (see `Structure`).
    children : (k,) array of int
        Columns that it is made of, ascending; k at least 1.
    """

    code: str
    level: int
    column: int
    children: Ints


@dataclass(frozen=True, slots=True)
class Structure:
    """The hierarchy compiled to column numbers, of any depth.

    The whole matrix has the m indicators first, then the aggregates in an order in which each can
    be made from columns before it (by level, then as given); the last is the index.

    Attributes
    ----------
    codes : c codes
        Of the whole matrix, indicators then aggregates.
    count
        m, the number of indicators.
    nodes
        The aggregates in the order of the columns m, m + 1 ...
    level : (c,) array of int
        1 for indicators.
    parent : (c,) array of int
        Column of the parent; -1 for the index.
    weights : (c,) array
        As given, relative within a parent; of the index itself as given too, without effect.
    direction : (m,) array
        1 or -1.
    """

    codes: tuple[str, ...]
    count: int
    nodes: tuple[Node, ...]
    level: Ints
    parent: Ints
    weights: Floats
    direction: Floats

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels of the aggregates, from the lowest: (2, 3, 4)."""
        return tuple(sorted({node.level for node in self.nodes}))

    @property
    def top(self) -> int:
        """The column of the index."""
        return len(self.codes) - 1

    def column(self, code: str) -> int:
        """Return the column of an indicator or aggregate.

        Raises
        ------
        TableError
            There is none of that code.
        """
        try:
            return self.codes.index(code)
        except ValueError:
            raise TableError(
                f"There is no indicator or aggregate {code}.", Where(step=TABLE, code=code)
            ) from None

    def leaves(self, column: int) -> Ints:
        """Return the indicators below a column, ascending; of an indicator itself alone."""
        below = np.zeros(len(self.codes), dtype=bool)
        below[column] = True
        for node in reversed(self.nodes):
            if below[node.column]:
                below[node.children] = True
        return np.flatnonzero(below[: self.count])


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Units by indicators with what is needed to make an index of them; checked when made.

    Attributes
    ----------
    units, unit_names : n codes, n names
        Unit codes are unique.
    indicators : m indicators
        In the order of the columns.
    values : (n, m) array
        In the units of the indicators; NaN where missing. Copied and closed for writing.
    aggregates
        In any order; exactly one has no parent.
    groups
        By the name of a grouping: n labels; empty where a unit is in none.
    denominators
        By code: (n,) array, NaN where missing.
    structure
        The compiled hierarchy, made here.

    Raises
    ------
    TableError
        Lengths do not fit; a code stands twice; a parent or denominator is unknown; a cycle; a
        parent that is not above its child; an aggregate without children; none or several tops.
    NotFinite
        A value is infinite.
    AllMissing
        An indicator has no value at all.
    WeightsError
        A weight is negative or missing, or all of one parent are zero.
    """

    units: tuple[str, ...]
    unit_names: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    values: Floats
    aggregates: tuple[Aggregate, ...]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    denominators: Mapping[str, Floats] = field(default_factory=dict)
    structure: Structure = field(init=False, repr=False)

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        values.setflags(write=False)
        object.__setattr__(self, "values", values)
        _check_sizes(self)
        _check_values(self)
        object.__setattr__(self, "structure", structure(self.indicators, self.aggregates))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the indicators, in the order of the columns."""
        return self.structure.codes[: self.structure.count]

    def rows(self, kept: Bools | Ints | Sequence[int]) -> Self:
        """Return the table of some units, by mask or by number.

        An indicator of which no value is left raises `AllMissing`.
        """
        chosen = np.arange(len(self.units))[np.asarray(kept)]
        return replace(
            self,
            units=tuple(self.units[row] for row in chosen),
            unit_names=tuple(self.unit_names[row] for row in chosen),
            values=self.values[chosen],
            groups={name: tuple(of[row] for row in chosen) for name, of in self.groups.items()},
            denominators={code: of[chosen] for code, of in self.denominators.items()},
        )

    def without(self, codes: Iterable[str]) -> Self:
        """Return the table without some indicators or aggregates and all that is below them.

        Aggregates that lose all their children go too, as with COINr's ``exclude``.

        Raises
        ------
        TableError
            A code is unknown, or nothing is left.
        """
        drop = np.zeros(len(self.structure.codes), dtype=bool)
        for code in codes:
            column = self.structure.column(code)
            drop[column] = True
            drop[self.structure.leaves(column)] = True
        for node in self.structure.nodes:
            drop[node.column] |= bool(drop[node.children].all())
        for node in reversed(self.structure.nodes):
            drop[node.children] |= drop[node.column]
        if drop[-1]:
            raise TableError(
                "No indicator is left. Keep at least one.", Where(step=TABLE, code=self._last)
            )
        gone = {code for code, out in zip(self.structure.codes, drop, strict=True) if out}
        return replace(
            self,
            indicators=tuple(each for each in self.indicators if each.code not in gone),
            values=self.values[:, ~drop[: self.structure.count]],
            aggregates=tuple(each for each in self.aggregates if each.code not in gone),
        )

    @property
    def _last(self) -> str:
        return self.structure.codes[-1]

    def digest(self) -> str:
        """Return the SHA-256 of all that an index is made from, as 64 hexadecimal digits.

        Equal tables have equal digests on every machine; names count too.
        """
        words = {
            "units": self.units,
            "unit_names": self.unit_names,
            "indicators": [asdict(each) for each in self.indicators],
            "aggregates": [asdict(each) for each in self.aggregates],
            "groups": dict(self.groups),
            "denominators": sorted(self.denominators),
        }
        found = hashlib.sha256(json.dumps(words, sort_keys=True).encode())
        sizes = [self.denominators[code] for code in sorted(self.denominators)]
        for array in (self.values, *sizes):
            # One NaN and one zero, whatever their bits were.
            plain = np.where(np.isnan(array), np.nan, array) + 0.0
            found.update(plain.astype("<f8").tobytes())
        return found.hexdigest()


def structure(indicators: Sequence[Indicator], aggregates: Sequence[Aggregate]) -> Structure:
    """Compile a hierarchy to column numbers.

    Parameters
    ----------
    indicators
        In the order of the columns.
    aggregates
        In any order.

    Returns
    -------
    Structure
        See there.

    Raises
    ------
    CompositeError
        `TableError` or `WeightsError`, as for `Table`.
    """
    ordered = sorted(aggregates, key=lambda each: each.level)
    _check_hierarchy(indicators, ordered)
    _check_weights([*indicators, *ordered])
    everything: list[Indicator | Aggregate] = [*indicators, *ordered]
    codes = tuple(each.code for each in everything)
    column = {code: at for at, code in enumerate(codes)}
    parent = np.array([column.get(each.parent, -1) for each in everything], np.intp)
    count = len(indicators)
    return Structure(
        codes=codes,
        count=count,
        nodes=tuple(
            Node(each.code, each.level, count + at, np.flatnonzero(parent == count + at))
            for at, each in enumerate(ordered)
        ),
        level=np.array([1] * count + [each.level for each in ordered], np.intp),
        parent=parent,
        weights=np.array([each.weight for each in everything], np.float64),
        direction=np.array([each.direction for each in indicators], np.float64),
    )


def _fault(message: str, code: str = "", unit: str = "") -> TableError:
    return TableError(message, Where(step=TABLE, code=code, unit=unit))


def _twice(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]


def _check_sizes(table: Table) -> None:
    count = len(table.units)
    if not count:
        raise _fault("The table has no units. Add at least one row.")
    if not table.indicators:
        raise _fault("The table has no indicators. Add at least one column.")
    if twice := _twice(table.units):
        raise _fault(f"Units stand twice: {named(twice)}. Keep one row for each.", unit=twice[0])
    if table.values.shape != (count, len(table.indicators)):
        raise _fault(
            f"The values have the shape {table.values.shape}, but there are {count} units and "
            f"{len(table.indicators)} indicators."
        )
    lengths = {"names of units": len(table.unit_names)}
    lengths |= {f"group {name}": len(of) for name, of in table.groups.items()}
    lengths |= {f"denominator {code}": len(of) for code, of in table.denominators.items()}
    for name, length in lengths.items():
        if length != count:
            raise _fault(f"{name}: {length} entries, but there are {count} units.")


def _check_values(table: Table) -> None:
    infinite = np.argwhere(np.isinf(table.values))
    if infinite.size:
        unit, code = table.units[infinite[0][0]], table.indicators[infinite[0][1]].code
        raise NotFinite(
            f"The value of {code} for {unit} is infinite. Write a number, or leave it empty.",
            Where(step=TABLE, code=code, unit=unit),
        )
    empty = np.flatnonzero(np.isnan(table.values).all(axis=0))
    if empty.size:
        codes = [table.indicators[column].code for column in empty]
        raise AllMissing(
            f"No unit has a value for {named(codes)}. Leave the indicator out, or add data.",
            Where(step=TABLE, code=codes[0]),
        )
    for each in table.indicators:
        if each.denominator and each.denominator not in table.denominators:
            raise _fault(
                f"{each.code} is to be divided by {each.denominator}, which is no denominator of "
                f"the table. It has: {named(sorted(table.denominators)) or 'none'}.",
                code=each.code,
            )


def _check_hierarchy(indicators: Sequence[Indicator], aggregates: Sequence[Aggregate]) -> None:
    everything: list[Indicator | Aggregate] = [*indicators, *aggregates]
    if twice := _twice(each.code for each in everything):
        raise _fault(f"Codes stand twice: {named(twice)}. Each code must be its own.", twice[0])
    for each in indicators:
        if each.direction not in {-1, 1}:
            raise _fault(f"{each.code}: the direction is {each.direction}; write 1 or -1.")
    tops = [each.code for each in aggregates if not each.parent]
    if len(tops) != 1:
        raise _fault(
            "One aggregate, the index, must have no parent; "
            + (f"here these have none: {named(tops)}." if tops else "here each has one.")
        )
    _check_parents(everything, aggregates)
    barren = {each.code for each in aggregates} - {each.parent for each in everything}
    if barren:
        listed = [each.code for each in aggregates if each.code in barren]
        raise _fault(f"Nothing is below {named(listed)}. Remove it, or add indicators.", listed[0])


def _check_parents(
    everything: Sequence[Indicator | Aggregate], aggregates: Sequence[Aggregate]
) -> None:
    above = {each.code: each for each in aggregates}
    for each in everything:
        if isinstance(each, Indicator) and not each.parent:
            raise _fault(f"{each.code} has no parent. Name the aggregate it is part of.", each.code)
        if each.parent and each.parent not in above:
            raise _fault(f"{each.code}: its parent {each.parent} is not an aggregate.", each.code)
    for each in aggregates:
        if cycle := _cycle(each.code, above):
            raise _fault(f"These contain one another in a circle: {' in '.join(cycle)}.", cycle[0])
    for each in everything:
        level = each.level if isinstance(each, Aggregate) else 1
        if each.parent and above[each.parent].level <= level:
            raise _fault(
                f"{each.code} (level {level}) cannot be part of {each.parent} (level "
                f"{above[each.parent].level}): a parent has a higher level.",
                each.code,
            )


def _cycle(code: str, above: Mapping[str, Aggregate]) -> list[str]:
    """Return the codes from `code` upwards back to itself; empty where the way ends."""
    way = [code]
    while (parent := above[way[-1]].parent) and len(way) <= len(above):
        way.append(parent)
        if parent == code:
            return way
    return []


def _check_weights(everything: Sequence[Indicator | Aggregate]) -> None:
    total: dict[str, float] = {}
    for each in everything:
        if not (np.isfinite(each.weight) and each.weight >= 0):
            raise WeightsError(
                f"{each.code}: the weight is {each.weight}; write a number from 0 up.",
                Where(step=TABLE, code=each.code),
            )
        total[each.parent] = total.get(each.parent, 0.0) + each.weight
    for parent, weight in total.items():
        if parent and weight <= 0:
            raise WeightsError(
                f"All weights below {parent} are zero. Give at least one of them a weight.",
                Where(step=TABLE, code=parent),
            )
