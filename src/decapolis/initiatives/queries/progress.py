"""What came of a plan, for its team: reviews, reports, values of measures, changed targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from decapolis.initiatives.models import Initiative, Reading, Report, Review, TargetChange
from decapolis.initiatives.queries.shown import NOTHING, MeasureShown, PlanShown
from decapolis.kernel.permissions import Reader
from decapolis.people.models import teams_of
from decapolis.people.queries import names_of

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
    """Return what came of a plan, for whoever sits in its team; five queries."""
    reviews = list(Review.objects.visible_to(reader).filter(initiative=initiative))
    reports = list(Report.objects.visible_to(reader).filter(initiative=initiative)[:MOST_REPORTS])
    own = {
        "measure__plan__initiative": initiative,
        "measure__plan__initiative__team__in": teams_of(reader),
    }
    values, changes = list(Reading.objects.filter(**own)), list(TargetChange.objects.filter(**own))
    wrote = {one.by_id for one in reviews} | {one.by_id for one in reports}
    wrote |= {one.by_id for one in values} | {one.by_id for one in changes}
    names = names_of(wrote, reader=reader)
    spent = [
        one.spent for one in plan.costs if one.spent is not None and one.currency == plan.currency
    ]
    return Progress(
        reviews=tuple(_review(one, names) for one in reviews),
        reports=tuple(_report(one, names) for one in reports),
        measures=tuple(
            MeasureFacts(
                one,
                tuple(_reading(row, names) for row in values if row.measure_id == one.id),
                tuple(_change(row, names) for row in changes if row.measure_id == one.id),
            )
            for one in plan.measures
        ),
        spent=sum(spent, NOTHING) if spent else None,
        done=sum(one.done is not None for one in plan.activities),
        activities=len(plan.activities),
        reached=sum(one.reached is not None for one in plan.milestones),
        milestones=len(plan.milestones),
    )


Names = Mapping[int, str]


def _review(one: Review, names: Names) -> ReviewFacts:
    return ReviewFacts(
        one.pk, one.day, one.due, one.answered, names.get(one.by_id or 0, ""), one.on_track,
        one.went_well, one.went_wrong, one.changes,
    )  # fmt: skip


def _report(one: Report, names: Names) -> ReportFacts:
    by = names.get(one.by_id or 0, "")
    return ReportFacts(one.at, by, one.on_track, one.done, one.stuck, one.needs)


def _reading(one: Reading, names: Names) -> ReadingFacts:
    return ReadingFacts(one.on, one.value, one.source, names.get(one.by_id or 0, ""))


def _change(one: TargetChange, names: Names) -> TargetFacts:
    return TargetFacts(
        one.before, one.before_due, one.after, one.after_due, one.why,
        names.get(one.by_id or 0, ""), one.at,
    )  # fmt: skip
