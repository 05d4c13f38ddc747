"""Hand an initiative over: who comes into office is given the sponsor's seat and what to read."""

from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.initiatives.actions.teams import seat
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.rules import may_lead
from decapolis.kernel.permissions import require
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.choices import Seat
from decapolis.people.models import Person, TeamSeat


@transaction.atomic
def hand_over(*, by: Person, initiative: Initiative, to: Person) -> None:
    """Let somebody be the sponsor, and lead them to the hand-over page; the one before reads along.

    Raises
    ------
    Forbidden
        They are neither owner nor sponsor, or the other is no member.
    CircleFull
        The team has no more seats.
    NoLeadLeft
        The only owner would do something else.
    """
    require(may_lead(by, initiative))
    before = TeamSeat.objects.of_members().filter(team=initiative.team_id, seat=Seat.SPONSOR)
    old = [one.person for one in before.exclude(person=to).select_related("person")]
    seat(by=by, initiative=initiative, person=to, seat=Seat.SPONSOR)
    told = Told(
        _("“{title}” was handed over to you.").format(title=initiative.title),
        _("What it is, how far it is, what was promised and what must be decided next."),
        f"{initiative.path}/handover",
    )
    notify(by=by, people=[to], kind=Kind.INITIATIVES, told=told, subject=initiative)
    for person in sorted(old, key=lambda one: one.pk == by.pk):  # their own seat comes last
        seat(by=by, initiative=initiative, person=person, seat=Seat.READER)
