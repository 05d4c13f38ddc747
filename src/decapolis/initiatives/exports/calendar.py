"""The days of a plan for a calendar: milestones, gates, reviews, deadlines; all-day, RFC 5545."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from decapolis.initiatives.choices import FundingState, Stage
from decapolis.initiatives.queries.shown import PlanShown
from decapolis.kernel.mail import absolute

HOPED = (FundingState.IDEA, FundingState.APPLIED)


@dataclass(frozen=True, slots=True)
class Day:
    """One entry; ``key`` stays the same whatever is changed, ``version`` rises with each change."""

    key: str
    on: date
    title: str
    about: str
    version: int
    changed: datetime
    kind: str


def as_ics(plan: PlanShown) -> bytes:
    """Return the days of a plan as an iCalendar file; a second reading moves entries, not doubles.

    What is taken out of the plan is gone from the file; a calendar that reads it anew drops it.
    """
    made = Calendar()
    made.add("prodid", "-//Decapolis//Initiatives//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", plan.title)
    made.add("x-published-ttl", "PT6H")  # how often a calendar that reads an address comes again
    for day in days_of(plan):
        made.add_component(_event(plan, day))
    return bytes(made.to_ical())


def days_of(plan: PlanShown) -> Iterator[Day]:
    """Yield the days that stand in the plan, milestones first."""
    for one in plan.milestones:
        if one.due:
            words = _("Gate: {what}") if one.is_gate else _("Milestone: {what}")
            kind = "gate" if one.is_gate else "milestone"
            yield Day(f"milestone-{one.id}", one.due, words.format(what=one.title), one.criteria,
                      one.version, one.changed, kind)  # fmt: skip
    for given in plan.funding:
        if given.deadline and given.state in HOPED:
            title = _("Deadline: {what}").format(what=given.title)
            yield Day(f"funding-{given.id}", given.deadline, title, "", given.version,
                      given.changed, "funding")  # fmt: skip
    for review in plan.reviews:
        if not review.is_answered and plan.stage != Stage.STOPPED:
            title = _("Review after {n} days").format(n=review.day)
            yield Day(f"review-{review.day}", review.due, title, "", 0, plan.changed, "review")


def _event(plan: PlanShown, day: Day) -> Event:
    event = Event()
    event.add("uid", f"{day.key}.{plan.key}@decapolis")
    event.add("dtstamp", day.changed.astimezone(UTC))
    event.add("last-modified", day.changed.astimezone(UTC))
    event.add("sequence", day.version)
    event.add("dtstart", day.on)
    event.add("summary", f"{day.title} ({plan.title})")
    event.add("categories", [day.kind])
    event.add("transp", "TRANSPARENT")
    event.add("url", absolute(plan.path))
    if day.about:
        event.add("description", day.about)
    return event
