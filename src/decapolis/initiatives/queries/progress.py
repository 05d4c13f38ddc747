"""What came of a plan, for its team: reviews, reports, values of measures, changed targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from decapolis.initiatives.models import Initiative, Reading, Report, Review, TargetChange
from decapolis.initiatives.queries.shown import NOTHING, MeasureShown, PlanShown
from decapolis.kernel.permissions import Reader
from decapolis.people.models import Person, teams_of

MOST_REPORTS = 20


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A look back, with its answer; ``on_track`` None: not answered, or not said."""

    id: int
    day: int
    due: date
    answered: datetime | None
    by: str
    on_track: bool | None
    went_well: str
    went_wrong: str
    changes: str


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A few words on how it goes."""

    at: datetime
    by: str
    on_track: bool | None
    done: str
    stuck: str
    needs: str


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """A value on a day."""

    on: date
    value: float
    source: str
    by: str


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target that became another, and why."""

    before: float | None
    before_due: date | None
    after: float | None
    after_due: date | None
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A measure with what came of it."""

    shown: MeasureShown
    readings: tuple[ReadingFacts, ...]
    changes: tuple[TargetFacts, ...]

    @property
    def last(self) -> ReadingFacts | None:
        """The newest value."""
        return self.readings[-1] if self.readings else None


@dataclass(frozen=True, slots=True)
class Progress:
    """What came of a plan.

    Attributes
    ----------
    reports
        The newest first.
    spent
        Of budget lines in the currency of the plan that say it; None: none does.
    """

    reviews: tuple[ReviewFacts, ...]
    reports: tuple[ReportFacts, ...]
    measures: tuple[MeasureFacts, ...]
    spent: Decimal | None
    done: int  # activities
    activities: int
    reached: int  # milestones
    milestones: int


def progress_of(initiative: Initiative, plan: PlanShown, reader: Reader | None) -> Progress:
    """Return what came of a plan, for whoever sits in its team; four queries."""
    reviews = Review.objects.visible_to(reader).filter(initiative=initiative)
    reports = Report.objects.visible_to(reader).filter(initiative=initiative)
    readings, changes = _readings(initiative, reader), _changes(initiative, reader)
    spent = [
        one.spent for one in plan.costs if one.spent is not None and one.currency == plan.currency
    ]
    return Progress(
        reviews=tuple(_review(one) for one in reviews.select_related("by")),
        reports=tuple(_report(one) for one in reports.select_related("by")[:MOST_REPORTS]),
        measures=tuple(
            MeasureFacts(one, readings.get(one.id, ()), changes.get(one.id, ()))
            for one in plan.measures
        ),
        spent=sum(spent, NOTHING) if spent else None,
        done=sum(one.done is not None for one in plan.activities),
        activities=len(plan.activities),
        reached=sum(one.reached is not None for one in plan.milestones),
        milestones=len(plan.milestones),
    )


def _review(one: Review) -> ReviewFacts:
    return ReviewFacts(
        one.pk, one.day, one.due, one.answered, _name(one.by), one.on_track, one.went_well,
        one.went_wrong, one.changes,
    )  # fmt: skip


def _report(one: Report) -> ReportFacts:
    return ReportFacts(one.at, _name(one.by), one.on_track, one.done, one.stuck, one.needs)


def _readings(
    initiative: Initiative, reader: Reader | None
) -> Mapping[int, tuple[ReadingFacts, ...]]:
    found: dict[int, tuple[ReadingFacts, ...]] = {}
    rows = Reading.objects.filter(
        measure__plan__initiative=initiative, measure__plan__initiative__team__in=teams_of(reader)
    )
    for one in rows.select_related("by"):
        fact = ReadingFacts(one.on, one.value, one.source, _name(one.by))
        found[one.measure_id] = (*found.get(one.measure_id, ()), fact)
    return found


def _changes(
    initiative: Initiative, reader: Reader | None
) -> Mapping[int, tuple[TargetFacts, ...]]:
    found: dict[int, tuple[TargetFacts, ...]] = {}
    rows = TargetChange.objects.filter(
        measure__plan__initiative=initiative, measure__plan__initiative__team__in=teams_of(reader)
    )
    for one in rows.select_related("by"):
        fact = TargetFacts(
            one.before, one.before_due, one.after, one.after_due, one.why, _name(one.by), one.at
        )
        found[one.measure_id] = (*found.get(one.measure_id, ()), fact)
    return found


def _name(person: Person | None) -> str:
    return str(person) if person else ""
