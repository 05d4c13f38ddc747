"""Who reads of an initiative beside its team."""

from django.db import transaction

from decapolis.audit.actions import Change, Only, record
from decapolis.initiatives.choices import Opened
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.rules import may_lead
from decapolis.kernel.permissions import require
from decapolis.people.models import Person


@transaction.atomic
def open_initiative(
    *, by: Person, initiative: Initiative, opened: Opened, shows_plan: bool = False
) -> Initiative:
    """Open an initiative to members or everyone, with or without its plan; or close it again.

    Board, team, reviews and reports stay the team's own, whatever is opened.

    Raises
    ------
    Forbidden
        They are neither its owner nor its sponsor.
    """
    initiative.refresh_from_db(from_queryset=Initiative.objects.select_for_update())
    require(may_lead(by, initiative))
    after = {"opened": opened.value, "shows_plan": shows_plan and opened != Opened.TEAM}
    before = {name: getattr(initiative, name) for name in after}
    change = Change.between(before, after)
    if change.after:
        for name, value in after.items():
            setattr(initiative, name, value)
        initiative.save(update_fields=list(after))
        team = Only(team_people(initiative))
        record(by=by, act="initiatives.opened", subject=initiative, change=change, concerns=team)
    return initiative
