"""Let somebody's calendar read the days of an initiative, until they end it."""

from django.db import transaction

from decapolis.audit.actions import Only, record
from decapolis.initiatives.models import CalendarLink, Initiative
from decapolis.initiatives.rules import may_see
from decapolis.kernel.permissions import require
from decapolis.people.models import Person


@transaction.atomic
def give_calendar(*, by: Person, initiative: Initiative) -> CalendarLink:
    """Make one's own address of the days; a new one ends the one before.

    Raises
    ------
    Forbidden
        They have no seat in its team.
    """
    require(may_see(by, initiative))
    CalendarLink.objects.filter(initiative=initiative, person=by).delete()
    made = CalendarLink.objects.create(initiative=initiative, person=by)
    record(by=by, act="initiatives.calendar_given", subject=initiative, concerns=Only([by]))
    return made


@transaction.atomic
def end_calendar(*, by: Person, initiative: Initiative) -> bool:
    """Let one's own address open nothing any more; return whether there was one."""
    gone, _by_model = CalendarLink.objects.filter(initiative=initiative, person=by).delete()
    if gone:
        record(by=by, act="initiatives.calendar_ended", subject=initiative, concerns=Only([by]))
    return bool(gone)
