"""What may be uncertain about an index: a choice of recipe, the weights, the data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from decapolis.engines.composite.errors import SpecError, Where
from decapolis.engines.composite.table import Table

STEP = "uncertainty"
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several recipes, each as likely as the others.

    Attributes
    ----------
    name
        For people and results.
    options
        Changes to the recipe, as parts of its JSON (see `spec.Spec.from_json`); ``{}`` for none.
        Objects are merged, all else is replaced.
    """

    name: str
    options: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Noise:
    """Weights that could be other: each times 1 + share u, u uniform on (-1, 1) (COINr).

    Attributes
    ----------
    share
        From 0 to 1.
    levels
        Of the weights that move, from 1; all unless given.
    name
        For people and results.
    """

    share: float
    levels: tuple[int, ...] = ()
    name: str = "weights"


@dataclass(frozen=True, slots=True)
class Error:
    """Values that could be wrong by a normal error; missing ones stay missing.

    Attributes
    ----------
    share
        Standard deviation of the error, as a part of ``of``.
    of
        ``value`` (x times 1 + share z) or ``spread`` (x + share sd z, with the sample deviation of
        the column).
    codes
        Indicators it concerns; all unless given.
    name
        For people and results.
    """

    share: float
    of: str = "value"
    codes: tuple[str, ...] = ()
    name: str = "data"


Input = Choice | Noise | Error


def input_from_json(data: Json) -> Input:
    """Read an uncertain input from JSON: its attributes, with ``kind`` choice, noise or error.

    Raises
    ------
    SpecError
        The kind or an attribute is unknown, or one is missing.

    Examples
    --------
    >>> input_from_json({"kind": "noise", "share": 0.25, "levels": [2]})
    Noise(share=0.25, levels=(2,), name='weights')
    """
    found: dict[str, Any] = {
        key: tuple(of) if isinstance(of, list) else of for key, of in data.items()
    }
    kind = found.pop("kind", None)
    if kind not in KINDS:
        raise SpecError(
            f"There is no uncertain input {kind!r}. Use one of: {', '.join(KINDS)}.",
            Where(step=STEP, path="kind"),
        )
    try:
        return KINDS[kind](**found)
    except TypeError as error:
        raise SpecError(
            f"The uncertain input {kind} is not as it should be: {error}.",
            Where(step=STEP, path=kind),
        ) from error


KINDS: dict[str, Callable[..., Input]] = {
    "choice": Choice,
    "noise": Noise,
    "error": Error,
}


def as_json(each: Input) -> Json:
    """Return an uncertain input as `input_from_json` reads it."""
    match each:
        case Choice():
            return {"kind": "choice", "name": each.name, "options": list(each.options)}
        case Noise():
            found = {"kind": "noise", "share": each.share, "levels": list(each.levels)}
        case Error():
            found = {"kind": "error", "share": each.share, "of": each.of}
            found["codes"] = list(each.codes)
    return found | {"name": each.name}


def check_input(each: Input, table: Table, design: str) -> None:
    """Refuse an input that cannot be drawn.

    Raises
    ------
    SpecError
        It has no options, an impossible share or does not fit the design.
    CompositeError
        The table has no such indicator.
    """
    where = Where(step=STEP, path=each.name)
    if isinstance(each, Choice):
        if not each.options:
            raise SpecError(f"{each.name} has no options. Give at least one.", where)
        return
    if design == "factorial":
        raise SpecError(
            f"{each.name} has no countable options. Use the design random or sobol.", where
        )
    most = 1.0 if isinstance(each, Noise) else np.inf
    if not 0 <= each.share <= most:
        raise SpecError(f"{each.name}: a share of {each.share:g} is not possible.", where)
    if isinstance(each, Error) and each.of not in {"value", "spread"}:
        raise SpecError(f"{each.name}: {each.of!r} is not possible. Use value or spread.", where)
    if isinstance(each, Error):
        for code in each.codes:
            table.structure.column(code)
