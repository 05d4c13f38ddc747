"""A table and a recipe made ready, to be run on one version of the values or on thousands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from decapolis.engines.composite import treat as treatment
from decapolis.engines.composite.aggregate import Method, aggregate
from decapolis.engines.composite.denominate import Denominated, denominate
from decapolis.engines.composite.errors import NotFinite, TooFewUnits, Where
from decapolis.engines.composite.impute import Imputed, Options, impute
from decapolis.engines.composite.normalise import Scale, normalise
from decapolis.engines.composite.reading import refuse
from decapolis.engines.composite.screen import Screened, screen
from decapolis.engines.composite.spec import Screen, Spec
from decapolis.engines.composite.table import Bools, Floats, Ints, Labels, Table
from decapolis.engines.composite.treat import Rule, Treated

BY_ROW = {"amean", "gmean", "hmean", "power", "median", "mazziotta_pareto"}


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Everything that a recipe names, found in the table.

    Attributes
    ----------
    table, spec
        What it was made from.
    kept : (n,) array of bool or None
        Units that the step ``screen`` keeps, if that is settled; None to screen by the values.
    divisor : (n, m) array
        What each value is divided by, 1 where there is no denominator.
    scale : (m,) array
        What each quotient is multiplied by.
    options
        For ``impute``.
    rules, scales
        Exceptions of ``treat`` and ``normalise`` by column.
    methods
        Of aggregation.
    """

    table: Table
    spec: Spec
    kept: Bools | None
    divisor: Floats
    scale: Floats
    options: Options
    rules: Mapping[int, Rule | None]
    scales: Mapping[int, Scale]
    methods: Method | tuple[Method, ...]

    @classmethod
    def of(cls, table: Table, spec: Spec, kept: Bools | None = None) -> Self:
        """Find what the recipe names.

        Raises
        ------
        SpecError
            The table has no such indicator, unit, group, denominator or level.
        """
        divisor, scale = _divisors(table, spec)
        if spec.screen:
            for name in ("include", "exclude"):
                _check_codes(getattr(spec.screen, name), table.units, f"screen.{name}", "unit")
        per = spec.treat.per if spec.treat else {}
        columns = {code: column for column, code in enumerate(table.codes)}
        _check_codes(per, table.codes, "treat.per", "indicator")
        _check_codes(spec.normalise.per, table.codes, "normalise.per", "indicator")
        return cls(
            table=table,
            spec=spec,
            kept=kept,
            divisor=divisor,
            scale=scale,
            options=_options(table, spec),
            rules={columns[code]: rule for code, rule in per.items()},
            scales=_scales(table, spec),
            methods=_methods(table, spec),
        )

    def rule(self, column: int) -> Rule:
        """Return the rule by which a column is treated."""
        general = self.spec.treat.rule if self.spec.treat else treatment.DEFAULT
        return self.rules.get(column) or general

    def run(self, values: Floats) -> "Run":
        """Take all steps up to normalisation on values (..., n, m)."""
        run = Run(self, values, np.arange(len(self.table.units)))
        for step in self.spec.order:
            run.take(step)
        return run

    def normalised(self, values: Floats) -> Floats:
        """Return what `run` comes to.

        Parameters
        ----------
        values : (..., n, m) array
            Versions of the table's values. Where there are several, set ``kept`` if units are
            screened.

        Returns
        -------
        (..., kept, m) array
        """
        return self.run(values).values

    def aggregated(self, values: Floats, weights: Floats | None = None) -> Floats:
        """Return the whole matrix for versions of the table's values.

        Parameters
        ----------
        values : (..., n, m) array
            As for `normalised`.
        weights : (c,) array or None
            Of every draw; those of the table unless given.

        Returns
        -------
        (..., kept, c) array
            Columns as in ``table.structure.codes``; the index is the last.
        """
        made = self.normalised(values)
        structure, (*draws, _, count) = self.table.structure, made.shape
        names = (
            {self.methods.name}
            if isinstance(self.methods, Method)
            else {method.name for method in self.methods}
        )
        if names <= BY_ROW:
            parts = [aggregate(made.reshape(-1, count), structure, weights, self.methods)]
        else:  # units are compared with one another: each draw for itself
            parts = [
                aggregate(one, structure, weights, self.methods)
                for one in made.reshape(-1, *made.shape[-2:])
            ]
        return np.concatenate(parts).reshape(*draws, made.shape[-2], len(structure.codes))


@dataclass(slots=True)
class Run:
    """One run along a line: the values as they are now, and what each step said.

    Attributes
    ----------
    line
        Where it runs.
    values : (..., units, m) array
        As the last step left them.
    rows : (units,) array of int
        Of the table, those still there.
    denominated, imputed, screened, treated
        What the steps said; None for those left out or not yet taken.
    """

    line: Line
    values: Floats
    rows: Ints
    denominated: Denominated | None = None
    imputed: Imputed | None = None
    screened: Screened | None = None
    treated: Treated | None = None
    labels: Labels = field(init=False)

    def __post_init__(self) -> None:
        self.labels = Labels(self.line.table.units, self.line.table.codes)

    def take(self, step: str) -> None:
        """Take one of `spec.STEPS`; nothing happens if the recipe leaves it out."""
        if getattr(self.line.spec, step) is None:
            return
        taken = {
            "denominate": self._denominate,
            "impute": self._impute,
            "screen": self._screen,
            "treat": self._treat,
            "normalise": self._normalise,
        }[step]
        before = self.values
        with np.errstate(all="ignore"):  # what overflows is found below, with its name
            taken()
        if step in {"treat", "normalise"}:
            self._check_finite(step, before)

    def _denominate(self) -> None:
        divisor = self.line.divisor[self.rows]
        self.denominated = denominate(self.values, divisor, self.line.scale, self.labels)
        self.values = self.denominated.values

    def _impute(self) -> None:
        line, step = self.line, self.line.spec.impute
        options = line.options
        if options.groups:
            options = replace(options, groups=[options.groups[row] for row in self.rows])
        method = step.method if step else "none"
        if method.startswith("group_") and not options.groups:
            method = method.removeprefix("group_")
        self.imputed = impute(self.values, method, options, self.labels)
        self.values = self.imputed.values

    def _screen(self) -> None:
        step = self.line.spec.screen
        if self.line.kept is not None:
            kept = self.line.kept[self.rows]
        elif step is not None:
            self.screened = screen(
                self.values, step.least, step.method, least_nonzero=step.least_nonzero
            )
            kept = _forced(self.screened.kept, step, self.labels.units)
        self.rows = self.rows[kept]
        self.values = self.values[..., kept, :]
        units = [self.line.table.units[row] for row in self.rows]
        self.labels = Labels(units, self.line.table.codes)

    def _treat(self) -> None:
        step = self.line.spec.treat
        self.treated = treatment.treat(self.values, step.rule if step else None, self.line.rules)
        self.values = self.treated.values

    def _normalise(self) -> None:
        line = self.line
        self.values = normalise(
            self.values,
            line.table.structure.direction,
            line.spec.normalise.scale,
            line.scales,
            self.labels,
        )

    def _check_finite(self, step: str, before: Floats) -> None:
        lost = ~np.isfinite(self.values) & ~np.isnan(before)
        if lost.any():
            at = np.argwhere(lost)[0]
            unit, code = self.labels.unit(int(at[-2])), self.labels.code(int(at[-1]))
            raise NotFinite(
                f"The step {step} finds no number for {code} of {unit}: its numbers are too great, "
                "too small or too close together. Give it another unit of measurement.",
                Where(step=step, code=code, unit=unit),
            )


def _forced(kept: Bools, step: Screen, units: Sequence[str]) -> Bools:
    """Return which units stay, with those that the recipe names.

    Raises
    ------
    TooFewUnits
        None stays.
    """
    found = kept.copy()
    found[[unit in step.include for unit in units]] = True
    found[[unit in step.exclude for unit in units]] = False
    if not found.any():
        raise TooFewUnits("No unit stays. Exclude fewer of them.", Where(step="screen"))
    return found


def _divisors(table: Table, spec: Spec) -> tuple[Floats, Floats]:
    divisor, scale = np.ones(table.values.shape), np.ones(len(table.codes))
    if spec.denominate is None:
        return divisor, scale
    by = spec.denominate.by
    if by is None:
        by = {each.code: each.denominator for each in table.indicators if each.denominator}
    _check_codes(by, table.codes, "denominate.by", "indicator")
    _check_codes(spec.denominate.scale, table.codes, "denominate.scale", "indicator")
    for code, denominator in by.items():
        if denominator not in table.denominators:
            refuse(
                f"denominate.by.{code}",
                f"{denominator!r} is no denominator of the table. Possible: "
                f"{', '.join(sorted(table.denominators)) or 'none'}.",
            )
        divisor[:, table.codes.index(code)] = table.denominators[denominator]
    for code, factor in spec.denominate.scale.items():
        scale[table.codes.index(code)] = factor
    return divisor, scale


def _options(table: Table, spec: Spec) -> Options:
    step = spec.impute
    if step is None:
        return Options()
    name = step.group or next(reversed(list(table.groups)), None)
    if step.group is not None and step.group not in table.groups:
        refuse(
            "impute.group",
            f"{step.group!r} is no grouping of the table. Possible: "
            f"{', '.join(table.groups) or 'none'}.",
        )
    blocks: list[Ints] = []
    if step.method == "em" and step.level is not None:
        blocks = _blocks(table, step.level)
    groups = table.groups[name] if name is not None else ()
    return Options(tuple(groups), step.constant, blocks, step.ridge)


def _blocks(table: Table, level: int) -> list[Ints]:
    """Return the indicators below each aggregate of a level; those below none, one by one."""
    if level not in table.structure.levels:
        refuse(
            "impute.level",
            f"there is no level {level}. Possible: "
            f"{', '.join(str(each) for each in table.structure.levels)}.",
        )
    blocks = [
        table.structure.leaves(node.column) for node in table.structure.nodes if node.level == level
    ]
    inside = set(np.concatenate(blocks).tolist())
    alone = [np.array([column]) for column in range(len(table.codes)) if column not in inside]
    return blocks + alone


def _scales(table: Table, spec: Spec) -> dict[int, Scale]:
    """Return the scales that differ from the general one; targets are those of the indicators."""
    found = {}
    for column, each in enumerate(table.indicators):
        scale = spec.normalise.per.get(each.code, spec.normalise.scale)
        if scale.method == "distance_to_target" and scale.target is None:
            scale = replace(scale, target=each.target)
        if scale != spec.normalise.scale:
            found[column] = scale
    return found


def _methods(table: Table, spec: Spec) -> Method | tuple[Method, ...]:
    levels = table.structure.levels
    if len(spec.aggregate) == 1:
        return spec.aggregate[0]
    if len(spec.aggregate) != len(levels):
        refuse(
            "aggregate",
            f"there are {len(spec.aggregate)} methods for {len(levels)} levels. Write one, or one "
            "for each level from the lowest.",
        )
    return spec.aggregate


def _check_codes(
    named: Sequence[str] | Mapping[str, object], known: Sequence[str], path: str, kind: str
) -> None:
    for code in named:
        if code not in known:
            refuse(f"{path}.{code}", f"there is no {kind} {code}.")
