"""What initiatives hold of one person, for the file that they may have of it."""

from typing import Any

from decapolis.initiatives.models import (
    Ask,
    CalendarLink,
    Draw,
    Finding,
    Initiative,
    Reading,
    Report,
    Review,
    StageChange,
    TargetChange,
)
from decapolis.initiatives.queries.plan import MODELS
from decapolis.people.models import Person, TeamSeat


def held_on(person: Person) -> dict[str, Any]:
    """Return where someone sits, and what they wrote there, as JSON has it.

    Of a line of a plan is told which was changed last by them: the plan is the team's.
    """
    seats = TeamSeat.objects.filter(person=person)
    titles = dict(
        Initiative.objects.filter(team__in=seats.values("team")).values_list("team", "title")
    )
    steps = StageChange.objects.filter(by=person)
    findings = Finding.objects.filter(by=person)
    reviews = Review.objects.filter(by=person)
    reports = Report.objects.filter(by=person)
    return {
        "seats": [
            {"initiative": titles.get(one.team_id, ""), "seat": one.seat, "since": one.since}
            for one in seats
        ],
        "begun": list(Initiative.objects.filter(made_by=person).values("title", "made")),
        "steps": list(steps.values("initiative__title", "stage", "why", "at")),
        "practices_added": list(
            Draw.objects.filter(added_by=person).values("initiative__title", "why", "added")
        ),
        "lines_changed_last": [
            {"kind": kind.value, "title": str(row), "changed": row.changed}
            for kind, model in MODELS.items()
            for row in model._default_manager.filter(changed_by=person)
        ],
        "findings": list(findings.values("condition", "standing", "note", "at")),
        "reviews": list(reviews.values("day", "answered", "went_well", "went_wrong", "changes")),
        "reports": list(reports.values("at", "done", "stuck", "needs")),
        "asked": list(Ask.objects.filter(person=person).values("on", "answered")),
        "calendars": list(
            CalendarLink.objects.filter(person=person).values("initiative__title", "made")
        ),
        "readings": list(Reading.objects.filter(by=person).values("on", "value", "source", "at")),
        "targets_changed": list(
            TargetChange.objects.filter(by=person).values("before", "after", "why", "at")
        ),
    }
