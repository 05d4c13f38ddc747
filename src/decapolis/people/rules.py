"""Who may do what with accounts and circles, and why not.

``by`` is None for the operator at the machine.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.kernel.permissions import ALLOWED, Reader, Verdict, denied
from decapolis.people.models import Circle, Person
from decapolis.people.queries import sits_in


@dataclass(frozen=True, slots=True)
class Roles:
    """What someone is in the network beside a member; None leaves a role as it is."""

    staff: bool | None = None
    reviewer: bool | None = None
    operator: bool | None = None


def may_change_profile(by: Person | None, person: Person) -> Verdict:
    """People change their own profile; nobody else does."""
    if person.left:
        return denied(_("This person has left the network."))
    if by is None or by.pk == person.pk:
        return ALLOWED
    return denied(_("Only they themselves can change their profile."))


def may_let_in(by: Person | None, person: Person) -> Verdict:
    """Network staff let people in; so does the program, for who comes with an invitation."""
    if person.left:
        return denied(_("This person has left the network."))
    if by is None or by.is_staff:
        return ALLOWED
    return denied(_("Only network staff can let people in."))


def may_let_go(by: Person, person: Person) -> Verdict:
    """Network staff end the membership of others who run nothing here."""
    if not by.is_staff:
        return denied(_("Only network staff can end a membership."))
    if by.pk == person.pk:
        return denied(_("You cannot end your own membership. Leave the network instead."))
    if not person.is_member or person.left:
        return denied(_("This person is no member."))
    if person.is_staff or person.is_operator or person.is_reviewer:
        return denied(_("Take their roles away first."))
    return ALLOWED


def may_set_roles(by: Person | None, person: Person, roles: Roles) -> Verdict:
    """Staff make staff and reviewers, operators make operators; nobody takes the last key away."""
    if person.left:
        return denied(_("This person has left the network."))
    if by is not None and not (by.is_staff or by.is_operator):
        return denied(_("Only network staff can give roles."))
    if roles.operator is not None and roles.operator != person.is_operator:
        return _may_set_operator(by, person)
    if by is not None and by.pk == person.pk and roles.staff is False:
        return denied(_("You cannot take your own rights away. Ask another member of staff."))
    return ALLOWED


def _may_set_operator(by: Person | None, person: Person) -> Verdict:
    if by is not None and not by.is_operator:
        return denied(_("Only an operator can make operators."))
    others = Person.objects.filter(is_operator=True, is_active=True).exclude(pk=person.pk)
    if person.is_operator and not others.exists():
        return denied(_("This is the last operator. Name another one first."))
    return ALLOWED


def may_unlock(by: Person | None, person: Person) -> Verdict:
    """An operator helps who has lost every key; nobody does it to themselves."""
    if person.left:
        return denied(_("This person has left the network."))
    if by is None or (by.is_operator and by.pk != person.pk):
        return ALLOWED
    return denied(_("Only an operator can do this, for somebody else."))


def may_export(by: Person | None, person: Person) -> Verdict:
    """Everyone gets what is held on them; the operator may hand it to who cannot sign in."""
    if person.left:
        return denied(_("This person has left the network."))
    if by is None or by.pk == person.pk or by.is_operator:
        return ALLOWED
    return denied(_("Only they themselves, or an operator, can have this."))


def may_erase(by: Person | None, person: Person) -> Verdict:
    """Everyone may go; an operator may erase who asks for it. The last operator stays."""
    if person.left:
        return denied(_("This person has left the network."))
    if by is not None and by.pk != person.pk and not by.is_operator:
        return denied(_("Only they themselves, or an operator, can do this."))
    others = Person.objects.filter(is_operator=True, is_active=True).exclude(pk=person.pk)
    if person.is_operator and not others.exists():
        return denied(_("This is the last operator. Name another one first."))
    return ALLOWED


def may_form_circle(by: Reader | None) -> Verdict:
    """Network staff form circles; so does the operator at the machine."""
    if by is None or by.is_staff:
        return ALLOWED
    return denied(_("Only network staff can form circles."))


def may_change_circle(by: Reader | None, circle: Circle) -> Verdict:
    """Network staff change a circle, and who sits in it, while it is open."""
    if by is not None and not by.is_staff:
        return denied(_("Only network staff can change a circle."))
    if circle.closed:
        return denied(_("This circle is closed. Open it again first."))
    return ALLOWED


def may_reopen_circle(by: Reader | None) -> Verdict:
    """Network staff open again what they closed."""
    if by is None or by.is_staff:
        return ALLOWED
    return denied(_("Only network staff can change a circle."))


def may_sit(person: Person) -> Verdict:
    """Members sit in circles."""
    if person.is_member and person.is_active and not person.left:
        return ALLOWED
    return denied(_("Only members of the network can sit in a circle."))


def may_sit_in_team(person: Person) -> Verdict:
    """Members sit in teams."""
    if person.is_member and person.is_active and not person.left:
        return ALLOWED
    return denied(_("Only members of the network can have a seat. Invite them first."))


def may_seat(by: Reader | None, circle: Circle, person: Person) -> Verdict:
    """Network staff seat members, and never themselves: it would open to them what is closed."""
    verdict = may_change_circle(by, circle)
    if not verdict:
        return verdict
    if person.pk == getattr(by, "pk", None):
        return denied(_("You cannot seat yourself. Another member of staff must do it."))
    return may_sit(person)


def may_leave_circle(by: Reader | None, circle: Circle) -> Verdict:
    """Whoever sits in a circle may leave it."""
    if sits_in(by, circle):
        return ALLOWED
    return denied(_("You do not sit in this circle."))
