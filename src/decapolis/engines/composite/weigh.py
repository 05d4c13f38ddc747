"""Find the weights that a recipe asks for, for every indicator and aggregate of a structure."""

from collections.abc import Sequence

import numpy as np

from decapolis.engines.composite.aggregate import Method, aggregate
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.reading import refuse
from decapolis.engines.composite.spec import Weights
from decapolis.engines.composite.table import Floats, Ints, Structure
from decapolis.engines.composite.weights import ahp, budget, equal_influence, pca


def weigh(
    structure: Structure, asked: Weights, values: Floats, methods: Sequence[Method] | Method
) -> Floats:
    """Return weights by column, relative within a parent.

    Parameters
    ----------
    structure
        With the weights of the table.
    asked
        The part of the recipe.
    values : (n, m) array
        Normalised indicators, for ``pca`` and ``equal_influence``.
    methods
        Of aggregation, for the same.

    Returns
    -------
    (c,) array
        As in ``structure.codes``.

    Raises
    ------
    SpecError
        A code is unknown, or experts did not weigh all that is below a parent.
    CompositeError
        The method finds no weights (see `weights`).
    """
    match asked.method:
        case "equal":
            found = np.ones(len(structure.codes))
        case "budget":
            found = _by_budget(structure, asked)
        case "ahp":
            found = _by_pairs(structure, asked)
        case "pca":
            found = _by_components(structure, asked.level, values, methods)
        case "equal_influence":
            found = equal_influence(values, structure, asked.level or 1, methods=methods).weights
        case _:
            found = structure.weights.copy()
    for code, weight in asked.values.items():
        if code not in structure.codes:
            refuse(f"weights.values.{code}", "this is neither an indicator nor an aggregate.")
        found[structure.column(code)] = weight
    return found


def shares(structure: Structure, weights: Floats) -> Floats:
    """Return weights as shares that sum to 1 within each parent; 1 for the index."""
    found = np.ones(len(weights))
    for node in structure.nodes:
        below = weights[node.children]
        found[node.children] = below / below.sum()
    return found


def _by_budget(structure: Structure, asked: Weights) -> Floats:
    found = structure.weights.copy()
    for parent, points in asked.allocations.items():
        columns = _children(structure, parent, list(points), f"weights.allocations.{parent}")
        found[columns] = budget(_rectangle(list(points.values()), parent))
    return found


def _by_pairs(structure: Structure, asked: Weights) -> Floats:
    found = structure.weights.copy()
    for parent, pairs in asked.comparisons.items():
        path = f"weights.comparisons.{parent}"
        columns = _children(structure, parent, pairs.children, path)
        matrix = _square(pairs.matrix, len(columns), f"{path}.matrix")
        found[columns] = ahp(matrix).weights
    return found


def _by_components(
    structure: Structure, level: int | None, values: Floats, methods: Sequence[Method] | Method
) -> Floats:
    """Weigh upwards, so that components of pillars are taken with the weights found below."""
    found = structure.weights.copy()
    for node in structure.nodes:
        levels = set(structure.level[node.children].tolist())
        if level is not None and level not in levels:
            continue
        whole = aggregate(values, structure, found, methods)
        try:
            found[node.children] = pca(whole[:, node.children]).weights
        except CompositeError as error:
            raise type(error)(f"{node.code}: {error}", error.where) from error
    return found


def _children(structure: Structure, parent: str, codes: Sequence[str], path: str) -> Ints:
    """Return the columns of codes, which must be all that is below the parent."""
    nodes = {node.code: node for node in structure.nodes}
    if parent not in nodes:
        refuse(path, "this is not an aggregate.")
    below = [structure.codes[column] for column in nodes[parent].children]
    if sorted(codes) != sorted(below):
        refuse(path, f"weigh each of {', '.join(below)} once, and nothing else.")
    return np.array([structure.column(code) for code in codes], dtype=np.intp)


def _rectangle(points: Sequence[Sequence[float]], parent: str) -> Floats:
    """Return points by expert and child."""
    if len({len(of) for of in points}) != 1:
        refuse(f"weights.allocations.{parent}", "give as many numbers for each: one an expert.")
    return np.array(points, dtype=np.float64).T


def _square(matrix: Sequence[Sequence[float]], count: int, path: str) -> Floats:
    if [len(row) for row in matrix] != [count] * count:
        refuse(path, f"write {count} rows of {count} numbers.")
    return np.array(matrix, dtype=np.float64)
