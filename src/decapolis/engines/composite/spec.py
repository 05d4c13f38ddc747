"""The recipe of an index: every step with its method and options, as Python and as JSON.

``Spec()`` is COINr's example, ``build_example_coin()``. Its steps, in this order:

1. ``denominate`` by the denominators that the indicators name;
2. ``impute`` with the mean of the unit's group: the last grouping of the table (``EurAsia_group``
   in COINr's data), or of all units in a table without any;
3. ``screen`` out units that have less than 90 % of the indicators (after step 2 only those whose
   whole group had no values);
4. ``treat``: winsorise up to 5 points where abs(skew) >= 2 and kurtosis >= 3.5, else a logarithm;
5. ``normalise`` by min-max onto 0 to 100, less is better turned round;
6. ``aggregate`` by arithmetic means with the weights of the table, level by level.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Self, TypeVar

from decapolis.engines.composite import impute as imputation
from decapolis.engines.composite import normalise as normalisation
from decapolis.engines.composite import screen as screening
from decapolis.engines.composite import treat as treatment
from decapolis.engines.composite.aggregate import METHODS as AGGREGATIONS
from decapolis.engines.composite.aggregate import Method
from decapolis.engines.composite.errors import SpecError
from decapolis.engines.composite.normalise import Scale
from decapolis.engines.composite.reading import (
    Reader,
    by_code,
    choice,
    flag,
    number,
    optional,
    refuse,
    section,
    sequence,
    text,
    whole,
)
from decapolis.engines.composite.treat import Rule

Made = TypeVar("Made", Rule, Scale)

STEPS = ("denominate", "impute", "screen", "treat", "normalise")
WEIGHTINGS = ("given", "equal", "budget", "ahp", "pca", "equal_influence")
PLAIN = {
    "amean": "arithmetic",
    "gmean": "geometric",
    "hmean": "harmonic",
    "dea": "benefit_of_doubt",
}  # how aggregations are called in recipes


@dataclass(frozen=True, slots=True)
class Denominate:
    """Divide indicators by denominators.

    Attributes
    ----------
    by
        Code of the denominator by that of the indicator; None for those the table names.
    scale
        By the code of an indicator: what the quotient is multiplied by; 1 unless given.
    """

    by: Mapping[str, str] | None = None
    scale: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Impute:
    """Fill missing values (see `impute.impute`).

    Attributes
    ----------
    method
        One of `impute.METHODS`.
    group
        Name of a grouping, for the group methods; None for the last of the table, and for all
        units together where the table has none.
    constant
        For ``constant``.
    level
        For ``em``: indicators are filled from those of the same aggregate at this level, 2 or more;
        None for all together.
    ridge
        For ``em``.
    """

    method: str = "group_mean"
    group: str | None = None
    constant: float = 0.0
    level: int | None = 2
    ridge: float = 0.0


@dataclass(frozen=True, slots=True)
class Screen:
    """Leave out units of which too little is known (see `screen.screen`).

    Attributes
    ----------
    method
        One of `screen.METHODS`.
    least, least_nonzero
        Shares.
    include, exclude
        Codes of units that stay or go whatever the data.
    """

    method: str = "by_missing"
    least: float = 0.9
    least_nonzero: float = screening.LEAST_NONZERO
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Treat:
    """Tame outliers (see `treat.treat`).

    Attributes
    ----------
    rule
        For all indicators.
    per
        By code of an indicator: another rule, or None to leave it as it is.
    """

    rule: Rule = treatment.DEFAULT
    per: Mapping[str, Rule | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Normalise:
    """Bring indicators onto one scale (see `normalise.normalise`).

    Attributes
    ----------
    scale
        For all indicators.
    per
        By code of an indicator: another scale.
    """

    scale: Scale = normalisation.DEFAULT
    per: Mapping[str, Scale] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Comparisons in pairs of what is below one aggregate, for ``ahp``.

    Attributes
    ----------
    children
        Codes, in the order of rows and columns.
    matrix
        How many times as important the row is as the column; reciprocal.
    """

    children: tuple[str, ...]
    matrix: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each indicator and aggregate counts within its parent.

    Attributes
    ----------
    method
        ``given`` (of the table), ``equal``, ``budget``, ``ahp``, ``pca`` or ``equal_influence``.
    values
        By code: weights instead of those of the table, whatever the method is for the rest.
    allocations
        For ``budget``, by parent, then by child: the points that each expert gave.
    comparisons
        For ``ahp``, by parent. What stands under no parent named keeps its weight.
    level
        For ``pca`` and ``equal_influence``: of the columns that are weighed, 1 for indicators; None
        for every level with ``pca``, for 1 with ``equal_influence``.
    """

    method: str = "given"
    values: Mapping[str, float] = field(default_factory=dict)
    allocations: Mapping[str, Mapping[str, tuple[float, ...]]] = field(default_factory=dict)
    comparisons: Mapping[str, Comparison] = field(default_factory=dict)
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole recipe; see the module for the default.

    Attributes
    ----------
    denominate, impute, screen, treat
        None leaves the step out.
    normalise, weights
        See there.
    aggregate
        One method for all levels, or one for each from the lowest.
    order
        The steps before weights and aggregation, each once.
    """

    denominate: Denominate | None = Denominate()
    impute: Impute | None = Impute()
    screen: Screen | None = Screen()
    treat: Treat | None = Treat()
    normalise: Normalise = Normalise()
    weights: Weights = Weights()
    aggregate: tuple[Method, ...] = (Method(),)
    order: tuple[str, ...] = STEPS

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Read a recipe from what `json.loads` gave.

        Steps that are left out are as in ``Spec()``; ``false`` (or null) leaves a step out,
        ``true`` is its default, and a text is short for its method. ``aggregate`` may be a list,
        or have a list of methods, one for each level from the lowest. What ``per`` says of one
        indicator changes the general options; with another method of normalisation it starts from
        the defaults of that.

        Raises
        ------
        SpecError
            Something is unknown or impossible; the message and ``where.path`` name the place.

        Examples
        --------
        >>> spec = Spec.from_json({"treat": False, "normalise": "zscore"})
        >>> spec.treat, spec.normalise.scale.method
        (None, 'zscore')
        >>> try:
        ...     Spec.from_json({"screen": {"least": 2}})
        ... except SpecError as error:
        ...     print(error)
        screen.least: write a number from 0 up to 1, not 2.
        """
        return cls(**section(data, "", _READERS))  # type: ignore[arg-type]

    def as_json(self) -> dict[str, object]:
        """Return the recipe with all options, also those left to their defaults, for `json.dumps`.

        ``Spec.from_json(spec.as_json()) == spec``.
        """
        return {
            "denominate": _plain(self.denominate),
            "impute": _plain(self.impute),
            "screen": _plain(self.screen),
            "treat": self.treat is not None
            and _plain(self.treat.rule) | {"per": _each(self.treat.per)},
            "normalise": _plain(self.normalise.scale) | {"per": _each(self.normalise.per)},
            "weights": _plain(self.weights) | {"comparisons": _each(self.weights.comparisons)},
            "aggregate": [_method_as_json(each) for each in self.aggregate],
            "order": list(self.order),
        }


def _plain(step: object) -> dict[str, object]:
    """Return a flat dataclass as JSON; false for None."""
    if step is None:
        return False  # type: ignore[return-value]
    return {each.name: _value(getattr(step, each.name)) for each in fields(step)}  # type: ignore[arg-type]


def _value(value: object) -> object:
    if isinstance(value, Mapping):
        return {code: _value(each) for code, each in value.items()}
    return [_value(each) for each in value] if isinstance(value, tuple) else value


def _each(per: Mapping[str, object]) -> dict[str, object]:
    return {code: _plain(each) for code, each in per.items()}


def _method_as_json(method: Method) -> dict[str, object]:
    found = _plain(method)
    return {"method": PLAIN.get(method.name, method.name)} | {
        key: value for key, value in found.items() if key != "name"
    }


_SHARE = number(0, 1)
_POSITIVE = number(0)

_DENOMINATE = {"by": optional(by_code(text)), "scale": by_code(number())}
_IMPUTE = {
    "method": choice(imputation.METHODS),
    "group": optional(text),
    "constant": number(),
    "level": optional(whole(2)),
    "ridge": _POSITIVE,
}
_SCREEN = {
    "method": choice(screening.METHODS),
    "least": _SHARE,
    "least_nonzero": _SHARE,
    "include": sequence(text),
    "exclude": sequence(text),
}
_RULE = {
    "winmax": optional(whole(0)),
    "skew": _POSITIVE,
    "kurt": number(),
    "fallback": choice(treatment.FALLBACKS),
    "power": number(),
    "force": flag,
    "combine": flag,
}
_SCALE = {
    "method": choice(normalisation.METHODS),
    "low": optional(number()),
    "high": optional(number()),
    "mean": number(),
    "sd": _POSITIVE,
    "factor": optional(number()),
    "reference": text,
    "target": optional(number()),
    "cap": flag,
    "truncate": flag,
    "ties": choice(normalisation.TIES),
}
_NAMES = {PLAIN.get(name, name): name for name in AGGREGATIONS}
_METHOD = {
    "method": choice(tuple(_NAMES)),
    "power": number(),
    "penalty": choice((-1, 1)),
    "least": _SHARE,
}
_COMPARISON = {"children": sequence(text), "matrix": sequence(sequence(number()))}


def _short(data: object) -> object:
    """Take a text for its method, and true for the default."""
    if data is True:
        return {}
    return {"method": data} if isinstance(data, str) else data


def _step(kind: Callable[..., object], readers: Mapping[str, Reader]) -> Reader:
    """Return a reader of a step that may be left out."""

    def read(data: object, path: str) -> object:
        if data is False or data is None:
            return None
        return kind(**section(_short(data), path, readers))

    return read


def _must(reader: Reader) -> Reader:
    """Return a reader of a step that cannot be left out."""

    def read(data: object, path: str) -> object:
        if data is False or data is None:
            refuse(path, "an index cannot be made without this step.")
        return reader(data, path)

    return read


def _made(start: Made, found: Mapping[str, object], path: str) -> Made:
    """Return options with some changed; what does not fit together is named by its path."""
    try:
        return replace(start, **found)  # type: ignore[arg-type]
    except SpecError as error:
        refuse(f"{path}.{error.where.path}", str(error))


def _comparison(data: object, path: str) -> Comparison:
    found = section(data, path, _COMPARISON)
    for key in _COMPARISON:
        if key not in found:
            refuse(path, f"{key} is missing.")
    return Comparison(**found)  # type: ignore[arg-type]


_WEIGHTS = {
    "method": choice(WEIGHTINGS),
    "values": by_code(_POSITIVE),
    "allocations": by_code(by_code(sequence(_POSITIVE))),
    "comparisons": by_code(_comparison),
    "level": optional(whole(1)),
}


def _as_it_is(data: object, _path: str) -> object:
    return data


def _treat(data: object, path: str) -> Treat | None:
    if data is False or data is None:
        return None
    found = section(_short(data), path, _RULE | {"per": _as_it_is})
    per = found.pop("per", {})
    rule = _made(Rule(), found, path)

    def other(data: object, path: str) -> Rule | None:
        if data is False or data is None:
            return None
        return _made(rule, section(data, path, _RULE), path)

    return Treat(rule, by_code(other)(per, f"{path}.per"))  # type: ignore[arg-type]


def _normalise(data: object, path: str) -> Normalise:
    found = section(_short(data), path, _SCALE | {"per": _as_it_is})
    per = found.pop("per", {})
    scale = _made(Scale(), found, path)

    def other(data: object, path: str) -> Scale:
        options = section(_short(data), path, _SCALE)
        # Another method starts from its own defaults: low of goalposts is not low of min-max.
        return _made(Scale() if "method" in options else scale, options, path)

    return Normalise(scale, by_code(other)(per, f"{path}.per"))  # type: ignore[arg-type]


def _aggregate(data: object, path: str) -> tuple[Method, ...]:
    def method(data: object, path: str) -> Method:
        found = section(_short(data), path, _METHOD)
        name = _NAMES[str(found.pop("method", "arithmetic"))]
        return Method(name, **found)  # type: ignore[arg-type]

    if isinstance(data, Mapping) and isinstance(data.get("method"), list):
        return _aggregate([{**data, "method": name} for name in data["method"]], path)
    if isinstance(data, list):
        if not data:
            refuse(path, "write one method, or one for each level from the lowest.")
        return sequence(method)(data, path)  # type: ignore[return-value]
    return (method(data, path),)


def _order(data: object, path: str) -> object:
    found = sequence(choice(STEPS))(data, path)
    if sorted(found) != sorted(STEPS):  # type: ignore[call-overload]
        refuse(path, f"write each of {', '.join(STEPS)} once.")
    if found[-1] != "normalise":  # type: ignore[index]
        refuse(path, "normalise comes last, before aggregation.")
    return found


_READERS: dict[str, Reader] = {
    "denominate": _step(Denominate, _DENOMINATE),
    "impute": _step(Impute, _IMPUTE),
    "screen": _step(Screen, _SCREEN),
    "treat": _treat,
    "normalise": _must(_normalise),
    "weights": _must(_step(Weights, _WEIGHTS)),
    "aggregate": _must(_aggregate),
    "order": _order,
}
