"""Who may do what with an initiative, and why not. A seat in its team decides, and nothing else."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.initiatives import is_led, seat_of
from decapolis.kernel.permissions import ALLOWED, Reader, Verdict, denied, is_member
from decapolis.organisations.queries import speaks_for
from decapolis.people.choices import LEADS, MAKERS, Seat
from decapolis.people.models import Person


def may_begin(person: Reader | None, city: City) -> Verdict:
    """Who speaks for a city begins an initiative of it."""
    if not is_member(person):
        return denied(_("Only members of the network can begin an initiative."))
    if not speaks_for(person, city):
        return denied(
            _(
                "Only who speaks for {city} can begin this. Take up a role of the city first."
            ).format(city=city.name)
        )
    return ALLOWED


def may_begin_any(person: Reader | None) -> Verdict:
    """Members find the form; for which cities they may is told by `may_begin`."""
    if is_member(person):
        return ALLOWED
    return denied(_("Only members of the network can begin an initiative."))


def may_see(person: Reader | None, initiative: Initiative) -> Verdict:
    """Whoever has a seat sees all of it, whatever is opened to others."""
    return _seated(person, initiative, tuple(Seat))


def may_write(person: Reader | None, initiative: Initiative) -> Verdict:
    """The team writes what the initiative is and its plan; guests and readers do not."""
    return _seated(person, initiative, MAKERS)


def may_lead(person: Reader | None, initiative: Initiative) -> Verdict:
    """Owner and sponsor say how far it is, who has a seat and who else reads it."""
    return _seated(person, initiative, LEADS)


def may_leave(person: Reader | None, initiative: Initiative) -> Verdict:
    """Whoever has a seat may give it up; that somebody owns it still is seen to by the act."""
    return may_see(person, initiative)


def may_unseat(by: Reader | None, initiative: Initiative, person: Person) -> Verdict:
    """Owner and sponsor take seats away; everyone gives up their own."""
    if getattr(by, "pk", None) == person.pk:
        return may_leave(by, initiative)
    return may_lead(by, initiative)


def may_take_over(person: Reader | None, initiative: Initiative) -> Verdict:
    """Who speaks for the city takes over what nobody leads any more."""
    if is_led(initiative):
        return denied(_("This initiative has somebody who leads it. Ask them for a seat."))
    if not speaks_for(person, initiative.city):
        return denied(
            _("Only who speaks for {city} can take this over.").format(city=initiative.city.name)
        )
    return ALLOWED


def _seated(person: Reader | None, initiative: Initiative, seats: Collection[str]) -> Verdict:
    held = seat_of(person, initiative)
    if held in seats:
        return ALLOWED
    if not held:
        return denied(_("You have no seat in the team of this initiative."))
    if seats is LEADS:
        return denied(_("Only the owner and the sponsor can do this. Ask one of them."))
    return denied(_("You read along here. Ask the owner for a seat in the team to write."))
