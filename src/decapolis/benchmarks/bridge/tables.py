"""Make the engine's table: of an edition, of files, and of what a run kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decapolis.benchmarks.errors import NotBuilt, TableFaulty
from decapolis.benchmarks.models import Criterion, Edition
from decapolis.benchmarks.queries.values import Grid, grid_of
from decapolis.benchmarks.validators import Column, Given, read_columns, read_data, read_sheet
from decapolis.benchmarks.validators.tables import AGGREGATE, GROUP, INDEX, INDICATOR
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.table import Aggregate, Indicator, Table
from decapolis.kernel.records import Rejection

Floats = NDArray[np.float64]


def table_of(edition: Edition) -> Table:
    """Return the table of an edition: its entrants by the criteria that have values.

    Raises
    ------
    NotBuilt
        There are no cities, or a criterion has no value at all ...
    """
    return table_of_grid(grid_of(edition))


def table_of_grid(grid: Grid) -> Table:
    """As `table_of`, of what was read already."""
    index = index_code(grid.criteria)
    code_of = {criterion.pk: criterion.code for criterion in grid.criteria}
    levels = _levels(grid.criteria)
    parent = {one.pk: code_of[one.parent_id] if one.parent_id else index for one in grid.criteria}
    leaves = {one.pk for one in grid.leaves}
    pillars = [one for one in grid.criteria if one.pk not in leaves]
    top = 1 + max((levels[one.pk] for one in grid.criteria if not one.parent_id), default=1)
    units = grid.entrants
    wanted = sorted({one.denominator for one in grid.leaves if one.denominator})
    return _made(
        units=tuple(unit.code for unit in units),
        unit_names=tuple(unit.name for unit in units),
        indicators=tuple(
            Indicator(
                code=one.code,
                name=one.name,
                parent=parent[one.pk],
                direction=one.direction,
                weight=one.weight,
                denominator=one.denominator,
                unit=one.unit,
                target=one.target,
            )
            for one in grid.leaves
        ),
        values=_array([[grid.value(unit, one) for one in grid.leaves] for unit in units]),
        aggregates=(
            *(
                Aggregate(one.code, one.name, levels[one.pk], parent[one.pk], one.weight)
                for one in pillars
            ),
            Aggregate(index, grid.edition.framework.name, top),
        ),
        groups=_labels([unit.groups for unit in units]),
        denominators={
            code: _array([[unit.sizes.get(code)] for unit in units])[:, 0] for code in wanted
        },
    )


def index_code(criteria: Iterable[Criterion]) -> str:
    """Return the code of the index itself: ``Index``, or that with a line where it is taken."""
    codes = {criterion.code for criterion in criteria}
    code = INDEX
    while code in codes:
        code += "_"
    return code


def read_given(data: Path, meta: Path) -> Given:
    """Read the two files of `decapolis index`.

    Raises
    ------
    Unreadable
        One of them cannot be read at all.
    TableFaulty
        Rows that will not do, each with line and column.
    """
    return read_data(read_sheet(data), read_columns(read_sheet(meta)))


def table_of_given(given: Given, *, name: str) -> Table:
    """Return the table of what was handed in.

    Parameters
    ----------
    name
        Of the file with the columns, for messages.

    Raises
    ------
    TableFaulty
        The columns do not hold together: a parent that is missing, a circle, a level ...
    NotBuilt
        Values that cannot be used.
    """
    columns = given.of_type(INDICATOR)
    try:
        return Table(
            units=tuple(unit.code for unit in given.units),
            unit_names=tuple(unit.name for unit in given.units),
            indicators=tuple(
                Indicator(
                    code=one.code,
                    name=one.name,
                    parent=one.parent,
                    direction=one.direction,
                    weight=one.weight,
                    denominator=one.denominator,
                    unit=one.unit,
                    target=one.target,
                )
                for one in columns
            ),
            values=_array([[unit.values.get(one.code) for one in columns] for unit in given.units]),
            aggregates=tuple(
                Aggregate(one.code, one.name, one.level, one.parent, one.weight)
                for one in given.of_type(AGGREGATE)
            ),
            groups={
                one.code: tuple(unit.groups.get(one.code, "") for unit in given.units)
                for one in given.of_type(GROUP)
            },
            denominators={
                code: _array([[unit.sizes.get(code)] for unit in given.units])[:, 0]
                for code in sorted({one.denominator for one in columns if one.denominator})
            },
        )
    except CompositeError as error:
        at = _place(given.columns, error.where.code)
        if at is None:
            raise NotBuilt(str(error)) from error
        raise TableFaulty(name, [Rejection(at.line, at.code, str(error))]) from error


def as_json(table: Table) -> dict[str, Any]:
    """Return a table as JSON has it, to be kept with a run; `from_json` is the way back."""
    return {
        "units": list(table.units),
        "unit_names": list(table.unit_names),
        "indicators": [asdict(one) for one in table.indicators],
        "values": plain(table.values),
        "aggregates": [asdict(one) for one in table.aggregates],
        "groups": {name: list(labels) for name, labels in table.groups.items()},
        "denominators": {code: plain(of) for code, of in table.denominators.items()},
    }


def from_json(kept: Mapping[str, Any]) -> Table:
    """Return the table that a run kept."""
    return _made(
        units=tuple(kept["units"]),
        unit_names=tuple(kept["unit_names"]),
        indicators=tuple(Indicator(**one) for one in kept["indicators"]),
        values=_array(kept["values"]),
        aggregates=tuple(Aggregate(**one) for one in kept["aggregates"]),
        groups={name: tuple(labels) for name, labels in kept["groups"].items()},
        denominators={code: _array([of])[0] for code, of in kept["denominators"].items()},
    )


def plain(values: Any) -> Any:  # noqa: ANN401 -- JSON of any depth
    """Return an array as lists, with None for what is missing: JSON knows no NaN.

    Examples
    --------
    >>> plain(np.array([[1.0, np.nan]]))
    [[1.0, None]]
    """
    if isinstance(values, np.ndarray):
        values = values.tolist()
    if isinstance(values, list):
        return [plain(value) for value in values]
    return None if isinstance(values, float) and not np.isfinite(values) else values


def _made(**parts: Any) -> Table:  # noqa: ANN401 -- the fields of a table
    try:
        return Table(**parts)
    except CompositeError as error:
        raise NotBuilt(str(error)) from error


def _array(rows: Sequence[Sequence[float | None]]) -> Floats:
    found = np.array(
        [[np.nan if value is None else value for value in row] for row in rows], dtype=np.float64
    )
    return found.reshape(len(rows), -1)


def _labels(groups: Sequence[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    names = dict.fromkeys(name for of in groups for name in of)
    return {name: tuple(str(of.get(name, "")) for of in groups) for name in names}


def _levels(criteria: Sequence[Criterion]) -> dict[int, int]:
    """Return the level of every criterion: 1 where nothing is below it, else one above that."""
    below: dict[int, list[int]] = {one.pk: [] for one in criteria}
    for one in criteria:
        if one.parent_id:
            below[one.parent_id].append(one.pk)
    found: dict[int, int] = {}

    def level(key: int) -> int:
        if key not in found:
            found[key] = 1 + max((level(child) for child in below[key]), default=0)
        return found[key]

    for one in criteria:
        level(one.pk)
    return found


def _place(columns: Iterable[Column], code: str) -> Column | None:
    return next((column for column in columns if column.code == code and column.line), None)
