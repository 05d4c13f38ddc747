"""End a membership with all that hangs on it, and undo that."""

from collections.abc import Sequence

from django.db import transaction

from decapolis.kernel.permissions import require
from decapolis.organisations.actions.hats import put_on_again, take_off
from decapolis.organisations.models import Hat
from decapolis.people.actions import let_go, let_in, seat_people
from decapolis.people.models import Circle, Person
from decapolis.people.rules import may_let_in


@transaction.atomic
def end_membership(*, by: Person, person: Person, reason: str) -> list[Hat]:
    """End a membership: sessions and seats in circles end, hats are taken off.

    Return these hats, for `renew`.

    Raises
    ------
    Forbidden
        Not network staff, or the person runs something here, or is no member.
    ReasonMissing
        No reason is given.
    """
    let_go(by=by, person=person, reason=reason)
    taken = list(Hat.objects.worn().filter(person=person).select_related("city", "organisation"))
    for hat in taken:
        take_off(by=by, hat=hat)
    return taken


@transaction.atomic
def renew(
    *, by: Person, person: Person, hats: Sequence[int] = (), circles: Sequence[int] = ()
) -> Person:
    """Undo `end_membership`: let someone in again, with hats and seats that were taken off.

    Parameters
    ----------
    hats
        Keys of hats that ``by`` took off this person; others are left alone.
    circles
        Keys of circles in which they sat; closed ones are left alone.

    Raises
    ------
    Forbidden
        Not network staff, or the person has left.
    HatThere
        The same hat was put on since.
    CircleFull
        Others have taken the seat.
    """
    require(may_let_in(by, person))
    let_in(by=by, person=person)
    taken = Hat.objects.filter(pk__in=hats, person=person, ended_by=by, until__isnull=False)
    for hat in list(taken):
        put_on_again(by=by, hat=hat)
    for circle in Circle.objects.visible_to(by).filter(pk__in=circles, closed=None):
        seat_people(by=by, circle=circle, people=[person])
    return person
