"""Make an index with its intervals, and make it again from its recipe."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from decapolis.benchmarks.bridge.building import built_of, spec_of
from decapolis.benchmarks.bridge.tables import as_json, from_json, plain, table_of
from decapolis.benchmarks.choices import Shown
from decapolis.benchmarks.errors import NotBuilt, RecordRefused, TooLarge
from decapolis.benchmarks.models import Edition, Run
from decapolis.benchmarks.validators.records import checked_doubts
from decapolis.engines.composite import uncertainty
from decapolis.engines.composite.build import Built
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.table import Structure, Table
from decapolis.engines.composite.uncertainty import Input, Uncertainty, input_from_json

Floats = NDArray[np.float64]

ENGINE: Final = f"composite {uncertainty.VERSION}"
SEED: Final = 20_080_101
DRAWS: Final = 5_000
FEWER_DRAWS: Final = 500  # where the data are built anew in every draw, or there are many units
MOST_CELLS: Final = 5_000  # of a table that is drawn the full number of times
MOST_UNITS: Final = 2_000  # places are counted for every unit and place
MOST_VALUES: Final = 200_000
MOST_PAIRS: Final = 200  # units of which every pair is kept
LEAST_UNITS: Final = 2  # that can change places
CLOSE: Final = 1e-9
# Every criterion could count for nothing, or twice as much.
USUAL_DOUBT: Final = ({"kind": "noise", "share": 1.0, "levels": [], "name": "weights"},)


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a run needs beside its inputs.

    Attributes
    ----------
    spec
        Of the index, as JSON; empty for the usual one.
    shown, decimals
        How the index is written.
    doubt
        What could be otherwise: `uncertainty.Choice`, ``Noise`` and ``Error`` as JSON; empty for
        the usual doubt.
    draws
        None for as many as are usual for its size.
    """

    spec: Mapping[str, Any]
    shown: str = Shown.MEAN
    decimals: int = 1
    doubt: Sequence[Mapping[str, Any]] = ()
    seed: int = SEED
    draws: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a recipe made of a table, as a run keeps it."""

    inputs: Mapping[str, Any]
    digest: str
    spec: Mapping[str, Any]
    doubt: Mapping[str, Any]
    seed: int
    draws: int
    result: Mapping[str, Any] = field(repr=False)


def recipe_of(edition: Edition) -> Recipe:
    """Return the recipe by which an edition is made."""
    return Recipe(edition.spec, edition.shown, edition.decimals, edition.doubt)


def doubts_of(data: Sequence[Mapping[str, Any]]) -> tuple[Input, ...]:
    """Read what could be otherwise; nothing is the usual doubt.

    Raises
    ------
    RecordRefused
        An entry is unknown or impossible; the message names it.
    """
    try:
        return tuple(input_from_json(one) for one in checked_doubts(list(data or USUAL_DOUBT)))
    except ValueError as error:
        raise RecordRefused(str(error), field="doubt") from error


def run(edition: Edition, recipe: Recipe | None = None) -> Made:
    """Make the index of an edition as it stands now.

    Raises
    ------
    NotBuilt
        Its values cannot be used by its recipe.
    """
    return run_of(table_of(edition), recipe or recipe_of(edition))


def again(kept: Run) -> Made:
    """Make a run again, from its recipe and the inputs that it kept.

    Raises
    ------
    NotBuilt
        This program cannot: the recipe needs what it has not.
    """
    told = kept.doubt
    recipe = Recipe(
        kept.spec, told["shown"], told["decimals"], told["inputs"], kept.seed, kept.draws
    )
    return run_of(from_json(kept.inputs), recipe)


def run_of(table: Table, recipe: Recipe) -> Made:
    """Make an index of a table, with the spread of its places.

    Raises
    ------
    NotBuilt
        The values cannot be used by the recipe.
    TooLarge
        There are more units or values than can be drawn.
    """
    check_size(*table.values.shape)
    made = built_of(table, spec_of(recipe.spec))
    doubts = doubts_of(recipe.doubt)
    draws = recipe.draws if recipe.draws is not None else _usual_draws(table, doubts)
    try:
        doubted = _doubted(made, doubts, draws, recipe.seed)
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    return Made(
        inputs=as_json(table),
        digest=made.digest,
        spec=made.spec.as_json(),
        doubt={
            "inputs": [dict(one) for one in (recipe.doubt or USUAL_DOUBT)],
            "shown": str(recipe.shown),
            "decimals": recipe.decimals,
        },
        seed=recipe.seed,
        draws=draws,
        result=_result(made, recipe) | doubted,
    )


def check_size(units: int, criteria: int) -> None:
    """See to it that an index of this size can be drawn.

    Raises
    ------
    TooLarge
        It cannot.
    """
    if units > MOST_UNITS or units * criteria > MOST_VALUES:
        raise TooLarge(
            f"{units:,} cities by {criteria:,} criteria are too many: at most {MOST_UNITS:,} "
            f"cities, and {MOST_VALUES:,} values in all. Part the table."
        )


def current_digest(edition: Edition) -> str:
    """Return the digest that a run made now would have.

    Raises
    ------
    NotBuilt
        The values cannot be used by the recipe any more.
    """
    return built_of(table_of(edition), spec_of(edition.spec)).digest


def same_result(one: Any, other: Any) -> bool:  # noqa: ANN401 -- JSON of any depth
    """Tell whether two results are the same to nine digits: machines round differently.

    Examples
    --------
    >>> same_result({"a": [1.0, None]}, {"a": [1.0 + 1e-12, None]}), same_result([1], [2])
    (True, False)
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same_result(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_result, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return bool(one == other)


def scale_of(structure: Structure, shown: str, weights: Mapping[str, float]) -> float:
    """Return by what the index is multiplied to be written: 1, or for a sum the weights in all.

    The weights are those of the table; where the recipe has others, every child counts once.
    """
    if shown != Shown.SUM:
        return 1.0
    below = structure.nodes[-1].children
    given = structure.weights[below]
    shares = np.array([weights[structure.codes[column]] for column in below])
    return float(given.sum() if np.allclose(given / given.sum(), shares) else len(below))


def _usual_draws(table: Table, doubts: Sequence[Input]) -> int:
    moves_data = any(not isinstance(one, uncertainty.Noise) for one in doubts)
    return FEWER_DRAWS if moves_data or table.values.size > MOST_CELLS else DRAWS


def _result(made: Built, recipe: Recipe) -> dict[str, Any]:
    """Return scores and places of every unit and code; of the normalised values more is better."""
    stage = made.stages["aggregated"]
    scores = made.scores * scale_of(made.table.structure, recipe.shown, made.weights)
    return {
        "units": list(stage.units),
        "codes": list(stage.codes),
        "index": stage.codes[-1],
        "values": plain(stage.values),
        "places": plain(made.stages["ranks"].values),
        "scores": [
            None if math.isnan(score) else round(score, recipe.decimals)
            for score in scores.tolist()
        ],
        "ranks": plain(made.places),
        "weights": dict(made.weights),
        "left_out": [
            unit for unit, kept in zip(made.table.units, made.kept, strict=True) if not kept
        ],
        "imputed": [[point.unit, point.code, plain(point.after)] for point in made.imputed],
        "treated": [
            [point.unit, point.code, plain(point.before), plain(point.after), point.method]
            for point in made.treated_points
        ],
    }


def _doubted(made: Built, doubts: Sequence[Input], draws: int, seed: int) -> dict[str, Any]:
    """Return intervals of places, who is first how often, groups that cannot be told apart, pairs.

    ``over_next`` is the probability that a unit stands above the next one in rank order; null for
    the last.
    """
    known = int((~np.isnan(made.scores)).sum())
    if known < LEAST_UNITS or not draws:
        return {}
    found = uncertainty.run(made.table, made.spec, doubts, draws=draws, seed=seed)
    kept = np.flatnonzero(made.kept)
    group = np.zeros(len(found.units), dtype=np.intp)
    for number, rows in enumerate(found.alike(), start=1):
        group[list(rows)] = number
    over = np.full(len(found.units), np.nan)
    over[found.order()[:-1]] = found.above_next()
    spread = found.spread
    return {
        "low": _held(spread.low[kept]),
        "high": _held(spread.high[kept]),
        "median": _held(spread.median[kept]),
        "mean": plain(np.round(spread.mean[kept], 6)),
        "first": plain(np.round(found.firsts()[kept], 6)),
        "over_next": plain(np.round(over[kept], 6)),
        "group": _held(group[kept]),
        "above": _pairs(found, kept),
        "numpy": found.recipe["numpy"],
    }


def _held(numbers: NDArray[np.intp]) -> list[int | None]:
    """Return places as whole numbers; None for a unit that had none."""
    return [value or None for value in numbers.tolist()]


def _pairs(found: Uncertainty, kept: NDArray[np.intp]) -> Any:  # noqa: ANN401 -- JSON
    """Return the probability that the row's unit stands above the column's, to four digits."""
    if len(kept) > MOST_PAIRS:
        return None
    return plain(np.round(found.above()[np.ix_(kept, kept)], 4))
