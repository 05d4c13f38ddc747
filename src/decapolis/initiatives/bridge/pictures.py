"""Pictures of a plan, for its pages and its documents alike."""

from datetime import date

from django.utils.translation import gettext as _

from decapolis.initiatives.bridge.analogues import Compared
from decapolis.initiatives.bridge.gap import Gap
from decapolis.initiatives.bridge.totals import Total, three
from decapolis.initiatives.queries.shown import PlanShown
from decapolis.kernel import numbers
from decapolis.kernel.charts import (
    CostPoint,
    Gantt,
    GanttBar,
    GanttMark,
    MoneyYear,
    MoneyYears,
    PlanRange,
    TotalSpread,
)


def gantt_of(plan: PlanShown, *, today: date | None = None) -> Gantt:
    """Return the activities and milestones of a plan as a picture."""
    dated = [(one, one.start, one.end) for one in plan.activities if one.start and one.end]
    marked = [(one, one.due) for one in plan.milestones if one.due]
    return Gantt(
        bars=tuple(
            GanttBar(
                id=str(one.id), label=one.title, start=start, end=end, owner=one.owner,
                after=tuple(map(str, one.after)), is_done=one.done is not None,
            )
            for one, start, end in dated
            if start and end
        ),
        marks=tuple(
            GanttMark(one.title, due, is_gate=one.is_gate, is_reached=one.reached is not None)
            for one, due in marked
            if due
        ),
        undated=tuple(one.title for one in plan.activities if not (one.start and one.end)),
        today=today,
    )  # fmt: skip


def total_chart(total: Total) -> TotalSpread | None:
    """Return the picture of a total; None where nothing spreads."""
    if not total.counts:
        return None
    return TotalSpread(
        currency=total.currency,
        edges=total.edges,
        counts=total.counts,
        plan=total.plan,
        p50=total.p50,
        p80=total.p80,
        reserve=total.reserve,
        says=total.sentence,
    )


def gap_chart(gap: Gap) -> MoneyYears | None:
    """Return the picture of money by year; None where there are no costs."""
    if not gap.cost:
        return None
    return MoneyYears(
        currency=gap.currency,
        years=tuple(
            MoneyYear(
                year.label, float(year.certified), float(year.applied), float(year.idea),
                float(year.open),
            )
            for year in gap.years
        ),
        says=gap.sentence,
    )  # fmt: skip


def range_chart(one: Compared) -> PlanRange | None:
    """Return the picture of a line among its analogues; None where there is nothing to see."""
    if one.found is None or not one.basis:
        return None
    own = one.own.per(one.basis)
    return PlanRange(
        per=one.per,
        currency=numbers.INTERNATIONAL,
        points=tuple(
            CostPoint(each.published.city, each.per(one.basis) or 0.0) for each in one.counted
        ),
        own=own,
        own_label=_("This plan: {amount}").format(
            amount=numbers.money(three(own), numbers.INTERNATIONAL)
        )
        if own is not None
        else "",
        says=one.sentence,
    )
