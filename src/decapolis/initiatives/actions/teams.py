"""Who works on an initiative: seats are given, changed and taken away."""

from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, Only, record
from decapolis.canvas.bridge.ringing import channel_of
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.rules import may_lead, may_take_over, may_unseat
from decapolis.kernel.bells import ring
from decapolis.kernel.permissions import require
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.actions.teams import end_seat, put_seat
from decapolis.people.choices import Seat
from decapolis.people.models import Person


@transaction.atomic
def seat(*, by: Person, initiative: Initiative, person: Person, seat: Seat) -> bool:
    """Give somebody a seat, or another one; who is new is told. Return whether they are new.

    Raises
    ------
    Forbidden
        They are neither owner nor sponsor, or the person is no member.
    CircleFull
        The team has no more seats.
    NoLeadLeft
        The only owner would do something else.
    """
    require(may_lead(by, initiative))
    before = put_seat(by=by, team=initiative.team, person=person, seat=seat)
    if before == seat:
        return False
    change = Change({"seat": before} if before else {}, {"seat": seat.value})
    team = Only(team_people(initiative))
    record(by=by, act="initiatives.seated", subject=initiative, change=change, note=str(person),
           concerns=team)  # fmt: skip
    _look_again(initiative)
    if not before:
        words = _("You are in the team of “{title}”: {seat}.")
        told = Told(
            words.format(title=initiative.title, seat=str(seat.label).lower()),
            _("Its page, its board and its plan are open to you."),
            initiative.path,
        )
        notify(by=by, people=[person], kind=Kind.MEMBERSHIP, told=told, subject=initiative)
    return not before


@transaction.atomic
def unseat(*, by: Person, initiative: Initiative, person: Person) -> bool:
    """Take a seat away, or give up one's own; who loses it to others is told.

    Raises
    ------
    Forbidden
        They are neither owner nor sponsor, and it is not their own.
    NoLeadLeft
        It is the only owner's.
    """
    require(may_unseat(by, initiative, person))
    if not end_seat(by=by, team=initiative.team, person=person):
        return False
    concerned = Only((*team_people(initiative), person))
    act = "initiatives.left" if person.pk == by.pk else "initiatives.unseated"
    record(by=by, act=act, subject=initiative, note=str(person), concerns=concerned)
    _look_again(initiative)
    if person.pk != by.pk:
        told = Told(_("You are no longer in the team of “{title}”.").format(title=initiative.title))
        notify(by=by, people=[person], kind=Kind.MEMBERSHIP, told=told)
    return True


@transaction.atomic
def take_over(*, by: Person, initiative: Initiative) -> None:
    """Own what nobody leads any more; who still has a seat is told.

    Raises
    ------
    Forbidden
        Somebody leads it, or they do not speak for its city.
    """
    initiative.refresh_from_db(from_queryset=Initiative.objects.select_for_update())
    require(may_take_over(by, initiative))
    put_seat(by=by, team=initiative.team, person=by, seat=Seat.OWNER)
    team = team_people(initiative)
    record(by=by, act="initiatives.taken_over", subject=initiative, concerns=Only(team))
    words = _("{name} owns “{title}” now.").format(name=str(by), title=initiative.title)
    told = Told(words, url=initiative.path)
    notify(by=by, people=team, kind=Kind.MEMBERSHIP, told=told, subject=initiative)


def _look_again(initiative: Initiative) -> None:
    """Let open lines to the board ask anew who may do what."""
    if initiative.board_id:
        ring(channel_of(initiative.board_id))
