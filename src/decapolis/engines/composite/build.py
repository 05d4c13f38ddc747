"""Build an index: a table and a recipe give every stage, every touched point, scores and places."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from decapolis.engines.composite.aggregate import aggregate
from decapolis.engines.composite.line import Line, Run
from decapolis.engines.composite.ranks import ranks
from decapolis.engines.composite.screen import Screened
from decapolis.engines.composite.spec import Spec
from decapolis.engines.composite.table import Bools, Floats, Table
from decapolis.engines.composite.treat import TRANSFORMED, Treated
from decapolis.engines.composite.weigh import shares, weigh

STAGES = (
    "raw",
    "denominated",
    "screened",
    "imputed",
    "treated",
    "normalised",
    "aggregated",
    "ranks",
)
NAMES = {
    "denominate": "denominated",
    "impute": "imputed",
    "screen": "screened",
    "treat": "treated",
    "normalise": "normalised",
}


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """The values after one step.

    Attributes
    ----------
    units, codes
        Of rows and columns; units that were screened out are not there any more.
    values : (units, codes) array
        NaN where missing.
    """

    units: tuple[str, ...]
    codes: tuple[str, ...]
    values: Floats


@dataclass(frozen=True, slots=True)
class Point:
    """One value that a step changed.

    Attributes
    ----------
    unit, code
        Where.
    before, after
        NaN where it was, or is now, missing.
    method
        How: ``mean``; ``winsorised_high``, ``winsorised_low``; ``log``; both with a plus.
    """

    unit: str
    code: str
    before: float
    after: float
    method: str


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """An index and how it came about.

    Attributes
    ----------
    table, spec
        What it was made from.
    stages
        By the names of `STAGES`, in the order they were made. A step that is left out has a stage
        that repeats the one before. ``aggregated`` and ``ranks`` have all codes of the structure.
    undefined
        Values lost because their denominator is missing or zero.
    imputed, treated_points
        Values put in, and values moved or transformed.
    treated
        G1, G2 and what was done by column, in the rows of its stage; None without the step.
    kept : (n,) array of bool
        Units of the table that were not screened out.
    screened
        Their shares of data; None without the step.
    weights
        By code: its share within its parent.
    digest
        SHA-256 of table and recipe, 64 hexadecimal digits.
    """

    table: Table
    spec: Spec
    stages: Mapping[str, Stage]
    undefined: tuple[Point, ...]
    imputed: tuple[Point, ...]
    treated_points: tuple[Point, ...]
    treated: Treated | None
    kept: Bools
    screened: Screened | None
    weights: Mapping[str, float]
    digest: str

    @property
    def scores(self) -> Floats:
        """The index of the kept units; NaN for a unit of which nothing is known."""
        return self.stages["aggregated"].values[:, -1]

    @property
    def places(self) -> Floats:
        """The rank of the kept units by the index, 1 for the best, ties share the best."""
        return self.stages["ranks"].values[:, -1]


def build(table: Table, spec: Spec | None = None) -> Built:
    """Build an index.

    Parameters
    ----------
    table
        What it is made from.
    spec
        The recipe; COINr's example unless given (see `spec`).

    Returns
    -------
    Built
        See there.

    Raises
    ------
    CompositeError
        A step cannot be done with this table, or the recipe names what the table has not; the
        message says where and what to do.
    """
    spec = spec or Spec()
    line = Line.of(table, spec)
    run = Run(line, table.values, np.arange(len(table.units)))
    stages = {"raw": _stage(run)}
    points = _Points()
    for step in spec.order:
        before = run.values
        run.take(step)
        stages[NAMES[step]] = _stage(run)
        points.note(step, run, before)
    weights = weigh(table.structure, spec.weights, run.values, line.methods)
    whole = aggregate(run.values, table.structure, weights, line.methods)
    for name, values in {"aggregated": whole, "ranks": ranks(whole)}.items():
        stages[name] = Stage(tuple(run.labels.units), table.structure.codes, values)
    kept = np.zeros(len(table.units), dtype=bool)
    kept[run.rows] = True
    within = shares(table.structure, weights).tolist()
    return Built(
        table=table,
        spec=spec,
        stages=stages,
        undefined=tuple(points.undefined),
        imputed=tuple(points.imputed),
        treated_points=tuple(points.treated),
        treated=run.treated,
        kept=kept,
        screened=run.screened,
        weights=dict(zip(table.structure.codes, within, strict=True)),
        digest=digest(table, spec),
    )


def _stage(run: Run) -> Stage:
    return Stage(tuple(run.labels.units), run.line.table.codes, run.values)


@dataclass(slots=True)
class _Points:
    """The points that the steps touch, noted one step after the other."""

    undefined: list[Point] = field(default_factory=list)
    imputed: list[Point] = field(default_factory=list)
    treated: list[Point] = field(default_factory=list)

    def note(self, step: str, run: Run, before: Floats) -> None:
        if step == "denominate" and run.denominated is not None:
            lost = run.denominated.undefined
            self.undefined += _points(run, before, lost, np.full(lost.shape, "undefined", object))
        elif step == "impute" and run.imputed is not None:
            put = run.imputed.filled
            method = run.line.spec.impute.method if run.line.spec.impute else ""
            self.imputed += _points(run, before, put, np.full(put.shape, method, object))
        elif step == "treat" and run.treated is not None:
            how = _how(run, run.treated)
            self.treated += _points(run, before, (how != "") & ~np.isnan(before), how)


def _how(run: Run, treated: Treated) -> NDArray[np.object_]:
    """Return by cell what was done to it, in words; empty for nothing."""
    how = np.full(treated.values.shape, "", dtype=object)
    how[treated.high] = "winsorised_high"
    how[treated.low] = "winsorised_low"
    for column in np.flatnonzero(treated.done >= TRANSFORMED):
        fallback = run.line.rule(int(column)).fallback
        moved = np.where(how[:, column] == "", "", how[:, column] + "+")
        how[:, column] = moved + fallback
    return how


def _points(run: Run, before: Floats, where: Bools, how: NDArray[np.object_]) -> Iterator[Point]:
    for row, column in np.argwhere(where):
        yield Point(
            unit=run.labels.unit(int(row)),
            code=run.labels.code(int(column)),
            before=float(before[row, column]),
            after=float(run.values[row, column]),
            method=str(how[row, column]),
        )


def digest(table: Table, spec: Spec) -> str:
    """Return the SHA-256 of table and recipe, as 64 hexadecimal digits."""
    recipe = json.dumps(spec.as_json(), sort_keys=True)
    return hashlib.sha256(f"{table.digest()} {recipe}".encode()).hexdigest()
