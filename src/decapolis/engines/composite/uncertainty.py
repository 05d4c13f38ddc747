"""How far an index depends on choices that could be made otherwise, and on errors in its data.

What is uncertain are `inputs`: choices between recipes, noise on weights, errors in data. Each is
moved by one number from 0 to 1, so that the same points serve for Monte Carlo, for every
combination (full factorial) and for sensitivity indices. All that a run needs stands in its recipe:
run again, it gives the same numbers.

Sources
-------
Saisana, M., Saltelli, A. and Tarantola, S. (2005), Uncertainty and sensitivity analysis techniques
as tools for the quality assessment of composite indicators, Journal of the Royal Statistical
Society A 168, 307-323.
OECD/JRC (2008), Handbook on Constructing Composite Indicators, part 1.7 (robustness).
Becker, W. et al. (2022), COINr, ``get_sensitivity``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from decapolis.engines.composite import sobol
from decapolis.engines.composite.aggregate import Method, aggregate
from decapolis.engines.composite.errors import CompositeError, SpecError, TooFewUnits, Where
from decapolis.engines.composite.inputs import (
    Choice,
    Error,
    Input,
    Json,
    Noise,
    as_json,
    check_input,
    input_from_json,
)
from decapolis.engines.composite.line import Line
from decapolis.engines.composite.ranks import (
    SURE,
    Spread,
    above,
    above_next,
    alike,
    firsts,
    place_counts,
    ranks,
    spread,
)
from decapolis.engines.composite.spec import Spec
from decapolis.engines.composite.table import Floats, Ints, Structure, Table
from decapolis.engines.composite.weigh import weigh
from decapolis.engines.composite.weights import effective_weights

VERSION = "1"  # of the engine's numbers: raised when the same recipe gives others
STEP = "uncertainty"
DESIGNS = ("random", "factorial", "sobol")
MIN_UNITS = 2
REBUILT, WEIGHED = 64, 4096  # draws at a time: whose data are rebuilt; of weights alone
STREAMS = 2**53  # a number from 0 to 1 names one of as many streams of random numbers


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """What k draws make of n units.

    Attributes
    ----------
    units
        Codes of the n units, as in the table.
    names
        Of the d inputs.
    points : (k, d) array
        From 0 to 1: where each input stood; of a choice, the middle of an option's part.
    scores, places : (k, n) array
        Of the index in each draw; NaN for a unit that was screened out.
    score, place : (n,) array
        By the recipe as it is.
    spread
        Places over the draws (of a sensitivity design, over its independent two parts).
    recipe
        All that is needed to run it again with `rerun`, as JSON.
    """

    units: tuple[str, ...]
    names: tuple[str, ...]
    points: Floats
    scores: Floats
    places: Floats
    score: Floats
    place: Floats
    spread: Spread
    recipe: Json

    def above(self) -> Floats:
        """Return the probability that the row's unit stands above the column's (`ranks.above`)."""
        return above(self._independent())

    def order(self) -> Ints:
        """Return the units by their place in the recipe as it is; without those that have none."""
        known = np.flatnonzero(~np.isnan(self.place))
        found: Ints = known[np.argsort(self.place[known], kind="stable")]
        return found

    def alike(self, sure: float = SURE) -> tuple[tuple[int, ...], ...]:
        """Return the groups of units that cannot be told apart, from the best (`ranks.alike`)."""
        order = self.order()
        group = alike(self._independent(), order, sure)
        return tuple(tuple(order[group == one].tolist()) for one in range(int(group[-1]) + 1))

    def above_next(self) -> Floats:
        """Return the probability that each unit of `order` but the last is above the next."""
        return above_next(self._independent(), self.order())

    def firsts(self) -> Floats:
        """Return the probability that no other unit stands above each (`ranks.firsts`)."""
        return firsts(self._independent())

    def moves(self) -> Floats:
        """Return for each draw the mean absolute change of place against the recipe as it is."""
        moved = np.abs(self.places - self.place)
        found: Floats = np.nanmean(moved, axis=1)
        return found

    def indices(self, row: int | None = None, *, draws: int = 0) -> sobol.Indices:
        """Estimate what moves the places, or the place of one unit; for the design ``sobol``.

        Parameters
        ----------
        row
            The unit; the mean absolute change over all (COINr's measure) unless given.
        draws
            For bootstrap intervals.

        Raises
        ------
        CompositeError
            It is another design; else as `sobol.estimate`.
        """
        if self.recipe["design"] != "sobol":
            raise CompositeError(
                "Sensitivity indices need the design sobol. Run it with that.", Where(step=STEP)
            )
        results = self.moves() if row is None else self.places[:, row]
        return sobol.estimate(
            results,
            len(self.names),
            draws=draws,
            seed=int(self.recipe["seed"]),
            centred=True,
        )

    def _independent(self) -> Floats:
        return _independent(self.places, len(self.names), str(self.recipe["design"]))


def _independent(places: Floats, inputs: int, design: str) -> Floats:
    """Return the draws that do not repeat parts of others."""
    if design != "sobol":
        return places
    return places[: 2 * (len(places) // (inputs + 2))]


def run(
    table: Table,
    spec: Spec,
    inputs: Sequence[Input],
    draws: int = 1000,
    seed: int = 0,
    design: str = "random",
) -> Uncertainty:
    """Build the index many times, each time with other choices, weights and data.

    Who is screened out is settled by each recipe with the data as they are.

    Parameters
    ----------
    table, spec
        What is built, and how as it is.
    inputs
        What is uncertain; names differ.
    draws
        For ``random``, how many; for ``sobol``, points n of n (d + 2) draws; ``factorial`` has one
        for every combination of choices.
    seed
        Of all random numbers.
    design
        One of `DESIGNS`.

    Returns
    -------
    Uncertainty

    Raises
    ------
    SpecError
        There is no such design; inputs are missing, share a name or do not fit the design.
    TooFewUnits
        Fewer than two units.
    CompositeError
        The index cannot be built with one of the combinations, which the message names.

    Examples
    --------
    >>> from decapolis.engines.composite.table import Aggregate, Indicator
    >>> table = Table(
    ...     ("u", "v", "w"), ("u", "v", "w"), (Indicator("a", "", "I"), Indicator("b", "", "I")),
    ...     np.array([[1.0, 9.0], [5.0, 2.0], [8.0, 3.0]]), (Aggregate("I", "", 2),))
    >>> inputs = (Choice("scale", ({}, {"normalise": "rank"})), Noise(0.5))
    >>> found = run(table, Spec(), inputs, draws=200, seed=1)
    >>> found.place.tolist(), found.spread.low.tolist(), found.spread.high.tolist()
    ([2.0, 3.0, 1.0], [1, 2, 1], [3, 3, 2])
    """
    _check(table, inputs, design)
    points = _points(inputs, draws, seed, design)
    combinations = np.column_stack([_option(each, points[:, at]) for at, each in enumerate(inputs)])
    moves = _moves(inputs, points, seed, table.structure)
    scores = np.full((len(points), len(table.units)), np.nan)
    for combination in np.unique(combinations, axis=0):
        chosen = np.flatnonzero((combinations == combination).all(axis=1))
        bench = _Bench.of(table, _patched(spec, inputs, combination), inputs, seed)
        factors = {at: of[chosen] for at, of in moves.items()}
        try:
            scores[np.ix_(chosen, bench.rows)] = bench.scores(points[chosen], factors)
        except CompositeError as error:
            raise type(error)(f"{_said(inputs, combination)}: {error}", error.where) from error
    plain = _Bench.of(table, spec, (), seed)
    score = np.full(len(table.units), np.nan)
    score[plain.rows] = plain.scores(np.empty((1, 0)), {})[0]
    places = ranks(scores.T).T
    return Uncertainty(
        units=table.units,
        names=tuple(each.name for each in inputs),
        points=points,
        scores=scores,
        places=places,
        score=score,
        place=ranks(score),
        spread=spread(place_counts(_independent(places, len(inputs), design))),
        recipe={
            "engine": VERSION,
            "numpy": np.__version__,
            "table": table.digest(),
            "spec": spec.as_json(),
            "inputs": [as_json(each) for each in inputs],
            "draws": draws,
            "seed": seed,
            "design": design,
        },
    )


def rerun(table: Table, recipe: Json) -> Uncertainty:
    """Run again what a recipe says; the result is the same to the last digit.

    Parameters
    ----------
    table
        The same as then.
    recipe
        Of `Uncertainty`, also after a way through JSON. That random numbers stay the same is
        promised for the same version of NumPy, which stands in it.

    Returns
    -------
    Uncertainty

    Raises
    ------
    CompositeError
        The table or the version of the engine is another.
    """
    if recipe["engine"] != VERSION:
        raise CompositeError(
            f"This run was made by version {recipe['engine']} of the engine; this is {VERSION}. "
            "Run it with that version, or start a new run.",
            Where(step=STEP, path="engine"),
        )
    if recipe["table"] != table.digest():
        raise CompositeError(
            "The data are not those that this run was made from. Load the edition that it names.",
            Where(step=STEP, path="table"),
        )
    return run(
        table,
        Spec.from_json(recipe["spec"]),
        [input_from_json(each) for each in recipe["inputs"]],
        draws=recipe["draws"],
        seed=recipe["seed"],
        design=recipe["design"],
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Bench:
    """One combination of choices made ready to be built for many weights and data."""

    line: Line
    weights: Floats
    normalised: Floats
    rows: Ints
    inputs: Sequence[Input]
    seed: int

    @classmethod
    def of(cls, table: Table, spec: Spec, inputs: Sequence[Input], seed: int) -> "_Bench":
        first = Line.of(table, spec).run(table.values)
        kept = np.zeros(len(table.units), dtype=bool)
        kept[first.rows] = True
        line = Line.of(table, spec, kept)
        weights = weigh(table.structure, spec.weights, first.values, line.methods)
        return cls(line, weights, first.values, first.rows, inputs, seed)

    def scores(self, points: Floats, moves: Mapping[int, Floats]) -> Floats:
        """Return the index of the kept units, (draws, kept)."""
        structure, methods = self.line.table.structure, self.line.methods
        rebuilt = any(isinstance(each, Error) for each in self.inputs)
        size = REBUILT if rebuilt else WEIGHED
        parts = []
        for start in range(0, len(points), size):
            part = points[start : start + size]
            normalised = self._rebuilt(part) if rebuilt else self.normalised[None]
            weights = np.repeat(self.weights[None], len(part), axis=0)
            for factors in moves.values():
                weights *= factors[start : start + size]
            parts.append(_index(normalised, weights, structure, methods))
        return np.concatenate(parts)

    def _rebuilt(self, points: Floats) -> Floats:
        """Return normalised values with errors, (draws, kept, m)."""
        table = self.line.table
        moved = np.repeat(table.values[None], len(points), axis=0)
        for at, each in enumerate(self.inputs):
            if isinstance(each, Error):
                size = _size(each, table)
                for row, name in enumerate((points[:, at] * STREAMS).astype(np.int64).tolist()):
                    rng = np.random.default_rng([self.seed, at, name])
                    moved[row] += rng.standard_normal(size.shape) * size
        return self.line.normalised(moved)


def _moves(
    inputs: Sequence[Input], points: Floats, seed: int, structure: Structure
) -> dict[int, Floats]:
    """Return by the number of each noise what weights are multiplied by, (draws, c).

    Draws with the same point have the same noise, as sensitivity designs need.
    """
    found = {}
    for at, each in enumerate(inputs):
        if isinstance(each, Noise):
            moving = np.isin(structure.level, each.levels or structure.level)
            distinct, which = np.unique(points[:, at], return_inverse=True)
            rng = np.random.default_rng([seed, at])
            drawn = rng.uniform(-1.0, 1.0, (len(distinct), len(moving)))
            found[at] = (1.0 + each.share * drawn * moving)[which]
    return found


def _size(error: Error, table: Table) -> Floats:
    """Return the standard deviation of the error of every value; 0 where one has no spread."""
    values = table.values
    deviation = np.abs(values)
    if error.of == "spread":
        several = (~np.isnan(values)).sum(axis=0) > 1
        spread = np.zeros(values.shape[1])
        spread[several] = np.nanstd(values[:, several], axis=0, ddof=1)
        deviation = np.broadcast_to(spread, values.shape)
    concerned = np.isin(np.array(table.codes), error.codes or table.codes)
    return error.share * deviation * concerned


def _index(
    normalised: Floats,
    weights: Floats,
    structure: Structure,
    methods: Method | Sequence[Method],
) -> Floats:
    """Return the index for (1 or draws, n, m) values and (draws, c) weights: (draws, n)."""
    steps = [methods] if isinstance(methods, Method) else list(methods)
    plain = all(step.name == "amean" and step.least <= 0 for step in steps)
    if plain and not np.isnan(normalised).any():
        share = effective_weights(structure, weights)[:, : structure.count]
        if len(normalised) == 1:
            made: Floats = share @ normalised[0].T
        else:
            made = np.matmul(normalised, share[:, :, None])[:, :, 0]
        return made
    every = np.broadcast_to(normalised, (len(weights), *normalised.shape[1:]))
    return np.array(
        [
            aggregate(one, structure, own, methods)[:, -1]
            for one, own in zip(every, weights, strict=True)
        ]
    )


def _points(inputs: Sequence[Input], draws: int, seed: int, design: str) -> Floats:
    if design == "sobol":
        return sobol.sample(draws, len(inputs), seed)
    if design == "random":
        return np.random.default_rng(seed).random((draws, len(inputs)))
    counts = [len(each.options) for each in inputs if isinstance(each, Choice)]
    every = product(*[[(one + 0.5) / count for one in range(count)] for count in counts])
    return np.array(list(every))


def _option(each: Input, points: Floats) -> Ints:
    """Return which option each number stands for; 0 where there is no choice."""
    count = len(each.options) if isinstance(each, Choice) else 1
    found: Ints = np.minimum((points * count).astype(np.intp), count - 1)
    return found


def _patched(spec: Spec, inputs: Sequence[Input], combination: Ints) -> Spec:
    data: Json = spec.as_json()
    for each, option in zip(inputs, combination.tolist(), strict=True):
        if isinstance(each, Choice):
            data = _merged(data, each.options[option])
    return Spec.from_json(data)


def _merged(data: Json, patch: Json) -> Json:
    found = dict(data)
    for key, value in patch.items():
        old = found.get(key)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        found[key] = _merged(old, value) if both else value  # type: ignore[arg-type]
    return found


def _said(inputs: Sequence[Input], combination: Ints) -> str:
    """Return which options a combination takes, for people."""
    return (
        ", ".join(
            f"{each.name} {option + 1}"
            for each, option in zip(inputs, combination.tolist(), strict=True)
            if isinstance(each, Choice)
        )
        or "With these inputs"
    )


def _check(table: Table, inputs: Sequence[Input], design: str) -> None:
    where = Where(step=STEP)
    if len(table.units) < MIN_UNITS:
        raise TooFewUnits("Places need at least two units.", where)
    if design not in DESIGNS:
        raise SpecError(f"There is no design {design!r}. Use one of: {', '.join(DESIGNS)}.", where)
    if not inputs or len({each.name for each in inputs}) < len(inputs):
        raise SpecError("Name at least one uncertain input, each by a name of its own.", where)
    for each in inputs:
        check_input(each, table, design)


__all__ = [
    "VERSION",
    "Choice",
    "Error",
    "Input",
    "Noise",
    "Uncertainty",
    "input_from_json",
    "rerun",
    "run",
]
