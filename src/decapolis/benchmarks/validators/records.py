"""The record files of frameworks and editions: what the loader accepts."""

import math
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from decapolis.benchmarks.choices import Kind, Shown
from decapolis.benchmarks.validators.tables import LONGEST_CODE
from decapolis.cities.validators import Name, Record, Year, empty_is_none
from decapolis.indicators.validators import Code as IndicatorCode
from decapolis.kernel.permissions import Visibility
from decapolis.organisations.validators import Prose, Slug, WebAddress

MOST_CRITERIA = 1_000
MOST_STEPS = 100

Code = Annotated[
    str, StringConstraints(pattern=r"^[^\s,;\"]+$", min_length=1, max_length=LONGEST_CODE)
]
Number = Annotated[
    Annotated[float, Field(allow_inf_nan=False)] | None, BeforeValidator(empty_is_none)
]
ShortText = Annotated[str, StringConstraints(max_length=20_000)]
EditionSlug = Annotated[Slug, StringConstraints(max_length=60)]


class StepRecord(Record):
    """What one score means."""

    score: Annotated[float, Field(allow_inf_nan=False)]
    meaning: Prose


class CriterionRecord(Record):
    """One criterion; what has no others below it is marked or measured itself."""

    code: Code
    name: Name
    parent: Annotated[Code | None, BeforeValidator(empty_is_none)] = None
    definition: ShortText = ""
    weight: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 1.0
    direction: Literal[1, -1] = 1
    unit: Annotated[str, StringConstraints(max_length=80)] = ""
    low: Number = None
    high: Number = None
    target: Number = None
    denominator: Annotated[str, StringConstraints(max_length=LONGEST_CODE)] = ""
    indicator: Annotated[IndicatorCode | None, BeforeValidator(empty_is_none)] = None
    steps: Annotated[list[StepRecord], Field(max_length=MOST_STEPS)] = []

    @model_validator(mode="after")
    def _scale_in_order(self) -> "CriterionRecord":
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"{self.code}: low must be below high.")
        for step in self.steps:
            if not within(step.score, self.low, self.high):
                raise ValueError(f"{self.code}: the step {step.score:g} is not on the scale.")
        return self


class FrameworkRecord(Record):
    """One framework a row, with its criteria in the order in which they are shown."""

    slug: Slug
    name: Name
    about: ShortText = ""
    attribution: ShortText = ""
    licence: Annotated[str, StringConstraints(max_length=300)] = ""
    url: Annotated[
        Annotated[WebAddress, StringConstraints(max_length=500)] | None,
        BeforeValidator(empty_is_none),
    ] = None
    visibility: Visibility = Visibility.PUBLIC
    criteria: Annotated[list[CriterionRecord], Field(min_length=1, max_length=MOST_CRITERIA)]

    @model_validator(mode="after")
    def _holds_together(self) -> "FrameworkRecord":
        fault = tree_fault([(one.code, one.parent or "") for one in self.criteria])
        if fault:
            raise ValueError(fault)
        parents = {one.parent for one in self.criteria}
        for one in self.criteria:
            if one.code in parents and (one.indicator or one.steps or one.denominator):
                raise ValueError(
                    f"{one.code} is made of others: leave out its indicator, steps and denominator."
                )
        return self


class NoiseRecord(Record):
    """Weights that could be other: each times 1 + share u, u from -1 to 1."""

    kind: Literal["noise"]
    share: Annotated[float, Field(ge=0, le=1)]
    levels: list[Annotated[int, Field(ge=1)]] = []
    name: Name = "weights"


class ErrorRecord(Record):
    """Values that could be wrong, by a normal error."""

    kind: Literal["error"]
    share: Annotated[float, Field(ge=0, le=10)]
    of: Literal["value", "spread"] = "value"
    codes: list[Code] = []
    name: Name = "data"


class ChoiceRecord(Record):
    """One of several recipes, each as likely as the others."""

    kind: Literal["choice"]
    name: Name
    options: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=20)]


Doubt = Annotated[NoiseRecord | ErrorRecord | ChoiceRecord, Field(discriminator="kind")]
Doubts = Annotated[list[Doubt], Field(max_length=20)]
DOUBTS: TypeAdapter[list[Doubt]] = TypeAdapter(Doubts)


def checked_doubts(data: object) -> list[dict[str, Any]]:
    """Return what could be otherwise, every option written out.

    Raises
    ------
    ValueError
        An entry is unknown or impossible; the message says which.

    Examples
    --------
    >>> checked_doubts([{"kind": "noise", "share": 0.25}])
    [{'kind': 'noise', 'share': 0.25, 'levels': [], 'name': 'weights'}]
    """
    try:
        return [one.model_dump(mode="json") for one in DOUBTS.validate_python(data)]
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(map(str, fault["loc"]))
        raise ValueError(f"doubt.{place}: {fault['msg']}.") from error


class EditionRecord(Record):
    """One edition of a framework a row, of the observations of one source and year."""

    framework: Slug
    slug: EditionSlug
    name: Name
    year: Year = None
    kind: Literal[Kind.OBSERVED] = Kind.OBSERVED
    source: IndicatorCode
    about: ShortText = ""
    spec: dict[str, Any] = {}
    doubt: Annotated[list[dict[str, Any]], AfterValidator(checked_doubts)] = []
    shown: Shown = Shown.MEAN
    decimals: Annotated[int, Field(ge=0, le=6)] = 1
    visibility: Visibility = Visibility.PUBLIC


def within(value: float, low: float | None, high: float | None) -> bool:
    """Tell whether a value is a number on a scale; an end that is None is open.

    Examples
    --------
    >>> within(4.1, 1, 4), within(4.1, 1, None), within(float("inf"), None, None)
    (False, True, False)
    """
    above, below = low is None or value >= low, high is None or value <= high
    return math.isfinite(value) and above and below


def tree_fault(lines: Iterable[tuple[str, str]]) -> str:
    """Say what keeps codes with their parents from being a tree; empty where they are one.

    Examples
    --------
    >>> tree_fault([("a", ""), ("b", "a")])
    ''
    >>> tree_fault([("a", "b"), ("b", "a")])
    'a is part of itself, by way of its parents. Correct one of them.'
    """
    above: dict[str, str] = {}
    for code, parent in lines:
        if code in above:
            return f"The code {code} stands twice. Give each criterion its own."
        above[code] = parent
    for code, parent in above.items():
        if parent and parent not in above:
            return f"{code}: there is no criterion {parent} to be its parent. Add it."
    return next((fault for code in above if (fault := _circle(code, above))), "")


def _circle(code: str, above: Mapping[str, str]) -> str:
    at, steps = code, 0
    while above[at] and steps <= len(above):
        at, steps = above[at], steps + 1
        if at == code:
            return f"{code} is part of itself, by way of its parents. Correct one of them."
    return ""
