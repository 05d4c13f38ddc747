"""Say in two minutes how it goes; asked for each month while an initiative is under way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from decapolis.audit.actions import Change, Only, record
from decapolis.initiatives.actions.asking import send_question
from decapolis.initiatives.models import Ask, Initiative, Report, StageChange
from decapolis.initiatives.queries.asking import UNDER_WAY, to_be_asked
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.rules import may_write
from decapolis.initiatives.validators.answers import clean_answer, something
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

EVERY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ReportGiven:
    """What somebody says of how it goes."""

    on_track: bool | None = None
    done: str = ""
    stuck: str = ""
    needs: str = ""


@transaction.atomic
def write_report(
    *, by: Person, initiative: Initiative, given: ReportGiven, ask: Ask | None = None
) -> Report:
    """Write how it goes. A question of a letter takes one report: sent again, it is that one.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    NothingSaid
        The report is empty.
    ValueRefused
        It is too long.
    """
    require(may_write(by, initiative))
    held = Ask.objects.select_for_update().get(pk=ask.pk) if ask is not None else None
    if held is not None and held.report is not None:
        return held.report
    said = {
        "on_track": given.on_track,
        "done": clean_answer(given.done, "done"),
        "stuck": clean_answer(given.stuck, "stuck"),
        "needs": clean_answer(given.needs, "needs"),
    }
    something(*said.values(), field="on_track")
    made = Report.objects.create(initiative=initiative, by=by, **said)
    if held is not None:
        held.report, held.answered = made, made.at
        held.save(update_fields=["report", "answered"])
    record(
        by=by,
        act="initiatives.reported",
        subject=initiative,
        change=Change({}, {"on_track": made.on_track}),
        concerns=Only(team_people(initiative)),
    )
    return made


@transaction.atomic
def ask_for_reports(*, by: Person | None, now: datetime) -> int:
    """Ask who leads what is under way and has told nothing for a month; return how many asked.

    Nobody is asked twice within a month, nor in the first month after approval.
    """
    before = now - EVERY
    asked = 0
    for initiative in Initiative.objects.filter(stage__in=UNDER_WAY).select_related("city"):
        told = Report.objects.filter(initiative=initiative, at__gt=before)
        sent = Ask.objects.filter(initiative=initiative, review=None, made__gt=before)
        fresh = StageChange.objects.filter(
            initiative=initiative, stage__in=UNDER_WAY, at__gt=before
        )
        if told.exists() or sent.exists() or fresh.exists():
            continue
        for person in to_be_asked(initiative):
            ask = Ask.objects.create(
                initiative=initiative, person=person, on=timezone.localdate(now), made=now
            )
            send_question(by=by, ask=ask)
        asked += 1
    return asked
