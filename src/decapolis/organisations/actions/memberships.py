"""End a membership with all that hangs on it, and undo that."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from decapolis.audit.actions import Change, record
from decapolis.kernel.permissions import require
from decapolis.organisations.actions.hats import check_is_new
from decapolis.organisations.models import Hat
from decapolis.people.actions import let_go, let_in
from decapolis.people.models import Person
from decapolis.people.rules import may_let_in


@transaction.atomic
def end_membership(*, by: Person, person: Person, reason: str) -> list[Hat]:
    """End a membership: sessions end, hats are taken off; return these hats, for `renew`.

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
        hat.until, hat.ended_by = timezone.localdate(), by
        hat.save(update_fields=["until", "ended_by"])
        _record(by, hat, "organisations.hat_ended", Change({"until": None}, {"until": hat.until}))
    return taken


@transaction.atomic
def renew(*, by: Person, person: Person, hats: Sequence[int] = ()) -> Person:
    """Undo `end_membership`: let someone in again, with the hats that were taken off.

    Parameters
    ----------
    hats
        Keys of hats that ``by`` took off this person; others are left alone.

    Raises
    ------
    Forbidden
        Not network staff, or the person has left.
    HatThere
        The same hat was put on since.
    """
    require(may_let_in(by, person))
    let_in(by=by, person=person)
    taken = Hat.objects.filter(pk__in=hats, person=person, ended_by=by, until__isnull=False)
    for hat in taken.select_related("person", "city__country", "organisation"):
        check_is_new(person, hat.role, hat.body)
        before = {"until": hat.until}
        hat.until, hat.ended_by = None, None
        hat.save(update_fields=["until", "ended_by"])
        _record(by, hat, "organisations.hat_put_on_again", Change(before, {"until": None}))
    return person


def _record(by: Person, hat: Hat, act: str, change: Change) -> None:
    record(by=by, act=act, subject=hat, change=change, concerns=[hat.person, hat.body])
