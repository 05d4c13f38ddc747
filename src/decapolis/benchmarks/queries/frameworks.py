"""Read frameworks: what is judged, and on which scale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from decapolis.benchmarks.models import Criterion, Edition, Framework
from decapolis.benchmarks.validators import FrameworkRecord
from decapolis.indicators.models import Indicator
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader, Visibility

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
HEAD = ("slug", "name", "about", "attribution", "licence", "visibility")
PLAIN = (
    "code", "name", "definition", "weight", "direction", "unit", "low", "high", "target",
    "denominator", "steps",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What one score means."""

    score: float
    meaning: str


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """One criterion as it is shown.

    Attributes
    ----------
    parent
        Code of the pillar; empty directly under the index.
    depth
        0 directly under the index, 1 below that ...
    share
        Its weight as a part of all that its parent is made of, from 0 to 1.
    share_of_all
        The same of the whole index.
    """

    criterion_id: int
    code: str
    name: str
    parent: str
    depth: int
    definition: str
    weight: float
    share: float
    share_of_all: float
    direction: int
    unit: str
    low: float | None
    high: float | None
    target: float | None
    denominator: str
    indicator: str
    steps: tuple[StepFacts, ...]
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class ExampleFacts:
    """A set of criteria that ships as a file, to begin from.

    Attributes
    ----------
    parts
        Names of what stands directly under the index.
    criteria, measured
        How many have values of their own, and of how many the library may hold observations.
    """

    slug: str
    name: str
    about: str
    parts: tuple[str, ...]
    criteria: int
    measured: int
    record: FrameworkRecord


@dataclass(frozen=True, slots=True)
class FrameworkFacts:
    """One framework in a list; ``editions`` counts those that the reader may see."""

    slug: str
    name: str
    about: str
    attribution: str
    licence: str
    url: str
    visibility: str
    criteria: int
    editions: int


def frameworks(*, reader: Reader | None) -> tuple[FrameworkFacts, ...]:
    """Return the frameworks that a reader may see, by name; one query."""
    seen = Edition.objects.visible_to(reader).values("pk")
    rows: Iterable[Any] = Framework.objects.visible_to(reader).annotate(
        number=Count("criteria", filter=Q(criteria__children=None), distinct=True),
        shown=Count("editions", filter=Q(editions__in=seen), distinct=True),
    )
    return tuple(_facts(row, criteria=row.number, editions=row.shown) for row in rows)


def examples() -> tuple[ExampleFacts, ...]:
    """Return the sets that ship to begin from, by name; they are read from their files."""
    found = []
    for path in sorted(EXAMPLES.glob("*.jsonl")):
        record = FrameworkRecord.model_validate_json(path.read_text(encoding="utf-8"))
        parents = {one.parent for one in record.criteria}
        leaves = [one for one in record.criteria if one.code not in parents]
        found.append(
            ExampleFacts(
                slug=record.slug,
                name=record.name,
                about=record.about,
                parts=tuple(one.name for one in record.criteria if not one.parent),
                criteria=len(leaves),
                measured=sum(one.indicator is not None for one in leaves),
                record=record,
            )
        )
    return tuple(found)


def record_of(framework: Framework) -> FrameworkRecord:
    """Return a framework as its file has it: loaded again it is the same."""
    found = Criterion.objects.filter(framework=framework).select_related("indicator")
    rows = list(found.order_by("position"))
    code = {row.pk: row.code for row in rows}
    head = {name: getattr(framework, name) for name in HEAD}
    return FrameworkRecord.model_validate(
        head
        | {"url": framework.url or None}
        | {
            "criteria": [
                {name: getattr(row, name) for name in PLAIN}
                | {"parent": code.get(row.parent_id or 0), "indicator": row.indicator_id}
                for row in rows
            ]
        }
    )


def framework_to_read(slug: str, *, reader: Reader | None) -> Framework:
    """Return a framework.

    Raises
    ------
    NotFound
        There is none of that slug, or it may not be seen.
    """
    found: Framework | None = Framework.objects.visible_to(reader).filter(slug=slug).first()
    if found is None:
        raise NotFound(_("There is no such framework."))
    return found


def criteria_of(framework: Framework) -> tuple[CriterionFacts, ...]:
    """Return the criteria of a framework that may be seen: each pillar, then what is below it."""
    rows = list(Criterion.objects.filter(framework=framework).order_by("position"))
    below: dict[int | None, list[Criterion]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    return tuple(_walk(below, None, "", (0, 1.0)))


def _walk(
    below: Mapping[int | None, Sequence[Criterion]],
    parent: int | None,
    code: str,
    place: tuple[int, float],
) -> Iterable[CriterionFacts]:
    depth, whole = place
    siblings = below.get(parent, ())
    total = sum(one.weight for one in siblings) or 1.0
    for one in siblings:
        share = one.weight / total
        yield CriterionFacts(
            criterion_id=one.pk,
            code=one.code,
            name=one.name,
            parent=code,
            depth=depth,
            definition=one.definition,
            weight=one.weight,
            share=share,
            share_of_all=share * whole,
            direction=one.direction,
            unit=one.unit,
            low=one.low,
            high=one.high,
            target=one.target,
            denominator=one.denominator,
            indicator=_told(one.indicator),
            steps=tuple(StepFacts(step["score"], step["meaning"]) for step in one.steps),
            is_leaf=one.pk not in below,
        )
        yield from _walk(below, one.pk, one.code, (depth + 1, share * whole))


def _told(indicator: Indicator | None) -> str:
    """Return the code of an indicator that everyone may read of."""
    is_open = indicator is not None and indicator.visibility == Visibility.PUBLIC
    return indicator.code if indicator is not None and is_open else ""


def _facts(row: Framework, *, criteria: int, editions: int) -> FrameworkFacts:
    return FrameworkFacts(
        slug=row.slug,
        name=row.name,
        about=row.about,
        attribution=row.attribution,
        licence=row.licence,
        url=row.url,
        visibility=row.visibility,
        criteria=criteria,
        editions=editions,
    )
