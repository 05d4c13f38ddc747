"""Teams: who sits in one and what they do there, also when somebody goes.

What a team works on (a board, an initiative) is read by who has a seat, and by nobody else. So the
app that the thing is of asks who may, writes it down under the thing, and tells whom it concerns;
here the rows are kept, and that a team is not left without somebody who leads it. Whoever loses a
seat loses with it what they were told as one of the team.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import ManyToOneRel
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import require
from decapolis.notices.actions import withdraw
from decapolis.people import rules
from decapolis.people.choices import Seat
from decapolis.people.errors import CircleFull, NoLeadLeft
from decapolis.people.models import Person, Team, TeamSeat

MOST_SEATS = 100
HEIRS = (Seat.OWNER, Seat.SPONSOR, Seat.MEMBER)  # who owns it next, in this order


@transaction.atomic
def form_team(*, by: Person) -> Team:
    """Form a team that somebody owns.

    Raises
    ------
    Forbidden
        They are no member.
    """
    require(rules.may_sit_in_team(by))
    team = Team.objects.create()
    TeamSeat.objects.create(team=team, person=by, seat=Seat.OWNER, added_by=by)
    return team


@transaction.atomic
def put_seat(*, by: Person | None, team: Team, person: Person, seat: Seat) -> str:
    """Give somebody a seat, or another one; return which they had before, empty for none.

    Raises
    ------
    Forbidden
        They are no member.
    CircleFull
        The team has no more seats.
    NoLeadLeft
        The only owner would do something else.
    """
    Team.objects.select_for_update().get(pk=team.pk)
    require(rules.may_sit_in_team(person))
    held = TeamSeat.objects.filter(team=team, person=person).first()
    if held is None:
        if TeamSeat.objects.filter(team=team).count() >= MOST_SEATS:
            full = _("A team has at most {most} people.")
            raise CircleFull(full.format(most=MOST_SEATS), field="person")
        TeamSeat.objects.create(team=team, person=person, seat=seat, added_by=by)
        return ""
    before = held.seat
    if before == Seat.OWNER and seat != Seat.OWNER:
        _keep_an_owner(team, person)
    held.seat = seat
    held.save(update_fields=["seat"])
    return before


@transaction.atomic
def end_seat(*, by: Person | None, team: Team, person: Person) -> bool:
    """Take somebody's seat away; return whether they had one.

    Raises
    ------
    NoLeadLeft
        They are the only owner, and others are there to own it.
    """
    Team.objects.select_for_update().get(pk=team.pk)
    held = TeamSeat.objects.filter(team=team, person=person)
    if held.filter(seat=Seat.OWNER).exists():
        _keep_an_owner(team, person)
    gone, _by_model = held.delete()
    _take_back(by, person, [team.pk])
    return bool(gone)


@transaction.atomic
def end_team_seats(*, by: Person | None, person: Person) -> None:
    """Take somebody out of every team, as their membership ends or they are erased.

    Where nobody owns the team then, the sponsor does, else who has worked in it for longest.
    """
    seats = TeamSeat.objects.filter(person=person)
    teams = list(seats.values_list("team", flat=True))
    seats.delete()
    _take_back(by, person, teams)
    for team in Team.objects.select_for_update().filter(pk__in=teams):
        _inherit(team)


def _take_back(by: Person | None, person: Person, teams: Collection[int]) -> None:
    """Withdraw what somebody was told of anything that these teams work on, of whichever app."""
    for one in Team._meta.get_fields(include_hidden=True):
        if isinstance(one, ManyToOneRel) and one.related_model is not TeamSeat:
            held = one.related_model._default_manager.filter(**{f"{one.field.name}__in": teams})
            withdraw(by=by, person=person, subjects=held)


def _inherit(team: Team) -> None:
    """Let somebody own a team that nobody owns, where anybody is there to."""
    there = TeamSeat.objects.of_members().filter(team=team, seat__in=HEIRS)
    heirs = sorted(there, key=lambda one: (HEIRS.index(Seat(one.seat)), one.since, one.pk))
    if heirs and heirs[0].seat != Seat.OWNER:
        heirs[0].seat = Seat.OWNER
        heirs[0].save(update_fields=["seat"])


def _keep_an_owner(team: Team, person: Person) -> None:
    others = TeamSeat.objects.of_members().filter(team=team, seat=Seat.OWNER)
    if not others.exclude(person=person).exists():
        raise NoLeadLeft(
            _("A team keeps somebody who owns it. Make another one the owner first."),
            field="person",
        )
