"""Form circles, seat people in them, and end them.

Whoever sits in a circle reads what is closed to others. So each change is told to those whom it
concerns, and nobody seats themselves in a circle that others share.
"""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.audit.actions import Change, record
from decapolis.kernel.forgetting import Forgetting
from decapolis.kernel.permissions import require
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people import rules, validators
from decapolis.people.errors import CircleFull, CircleNamed
from decapolis.people.models import Circle, CircleSeat, Person

MOST_SEATS = 500
LONGEST_SLUG = 100
HERE = "/desk#circles"


@transaction.atomic
def form_circle(
    *, by: Person | None, name: str, purpose: str = "", people: Sequence[Person] = ()
) -> Circle:
    """Form a circle, and seat its first people; who forms it may be one of them.

    Raises
    ------
    Forbidden
        They are not of network staff, or one of the people is no member.
    ValueRefused
        The name is empty, or something is too long; ``field`` names it.
    CircleNamed
        Another circle has this name.
    CircleFull
        These are too many people.
    """
    require(rules.may_form_circle(by))
    for person in people:
        require(rules.may_sit(person))
    circle = Circle(
        name=validators.clean_circle_name(name),
        purpose=validators.clean_text(purpose, field="purpose"),
        made_by=by,
    )
    circle.slug = _free_slug(circle.name)
    _save(circle)
    new = Change({}, {"name": circle.name})
    record(by=by, act="people.circle_formed", subject=circle, change=new)
    _seat(by, circle, people)
    return circle


@transaction.atomic
def change_circle(
    *, by: Person | None, circle: Circle, name: str | None = None, purpose: str | None = None
) -> Circle:
    """Change name or purpose; None leaves it as it is. The address stays.

    Raises
    ------
    Forbidden
        They are not of network staff, or the circle is closed.
    ValueRefused
        The name is empty, or something is too long; ``field`` names it.
    CircleNamed
        Another circle has this name.
    """
    _fresh(circle)
    require(rules.may_change_circle(by, circle))
    before = {"name": circle.name, "purpose": circle.purpose}
    if name is not None:
        circle.name = validators.clean_circle_name(name)
    if purpose is not None:
        circle.purpose = validators.clean_text(purpose, field="purpose")
    change = Change.between(before, {"name": circle.name, "purpose": circle.purpose})
    if change.after:
        _save(circle)
        who = _people_of(circle)
        record(by=by, act="people.circle_changed", subject=circle, change=change, concerns=who)
    return circle


@transaction.atomic
def seat_people(
    *, by: Person | None, circle: Circle, people: Iterable[Person]
) -> tuple[Person, ...]:
    """Seat members in a circle: all or nobody. Return those who were not in it before.

    They are told; who is there already is told that others can now read with them.

    Raises
    ------
    Forbidden
        They are not of network staff, the circle is closed, they would seat themselves, or someone
        is no member. Nobody was seated.
    CircleFull
        There is no room for so many.
    """
    _fresh(circle)
    wanted = tuple(people)
    require(rules.may_change_circle(by, circle))
    for person in wanted:
        require(rules.may_seat(by, circle, person))
    there = _people_of(circle)
    new = _seat(by, circle, wanted)
    if new:
        words = ngettext(
            "{n} more person is in the circle “{circle}”.",
            "{n} more people are in the circle “{circle}”.",
            len(new),
        )
        told = Told(
            words.format(n=len(new), circle=circle.name),
            _("Look who can now read what the circle shares."),
            HERE,
        )
        notify(by=by, people=there, kind=Kind.MEMBERSHIP, told=told, subject=circle, by_mail=False)
    return new


@transaction.atomic
def take_out(*, by: Person | None, circle: Circle, person: Person) -> bool:
    """Take someone out of a circle, and tell them; return whether they were in it.

    Raises
    ------
    Forbidden
        They are not of network staff, or the circle is closed.
    """
    _fresh(circle)
    require(rules.may_change_circle(by, circle))
    gone, _by_model = CircleSeat.objects.filter(circle=circle, person=person).delete()
    if gone:
        record(by=by, act="people.circle_seat_ended", subject=circle, concerns=[person])
        told = Told(_("You are no longer in the circle “{circle}”.").format(circle=circle.name))
        notify(by=by, people=[person], kind=Kind.MEMBERSHIP, told=told, subject=circle)
    return bool(gone)


@transaction.atomic
def leave_circle(*, by: Person, circle: Circle) -> None:
    """Leave a circle. Only network staff can seat someone again.

    Raises
    ------
    Forbidden
        They do not sit in it.
    """
    require(rules.may_leave_circle(by, circle))
    CircleSeat.objects.filter(circle=circle, person=by).delete()
    record(by=by, act="people.circle_left", subject=circle, concerns=[by])


@transaction.atomic
def close_circle(*, by: Person | None, circle: Circle) -> Circle:
    """End a circle: from now on nobody reads by it. `reopen_circle` undoes it.

    Raises
    ------
    Forbidden
        They are not of network staff, or it is closed already.
    """
    _fresh(circle)
    require(rules.may_change_circle(by, circle))
    circle.closed = timezone.now()
    told = Told(
        _("The circle “{circle}” was closed.").format(circle=circle.name),
        _("What was shared with it is read by the team alone that wrote it."),
    )
    _ended_or_begun(by, circle, "people.circle_closed", told)
    return circle


@transaction.atomic
def reopen_circle(*, by: Person | None, circle: Circle) -> Circle:
    """Open a closed circle again, with those who sat in it and are still members.

    Raises
    ------
    Forbidden
        They are not of network staff.
    """
    _fresh(circle)
    require(rules.may_reopen_circle(by))
    if circle.closed:
        circle.closed = None
        title = _("The circle “{circle}” is open again.").format(circle=circle.name)
        _ended_or_begun(by, circle, "people.circle_reopened", Told(title, url=HERE))
    return circle


@transaction.atomic
def end_seats(*, by: Person | None, person: Person) -> None:
    """Take someone out of every circle, open or closed, as their membership ends.

    Part of `people.actions.let_go`, which asks whether it may be, and tells them.
    """
    seats = CircleSeat.objects.filter(person=person).select_related("circle")
    for seat in seats:
        record(by=by, act="people.circle_seat_ended", subject=seat.circle, concerns=[person])
    seats.delete()


@transaction.atomic
def forget_seats(*, by: Person | None, person: Person, gone: Forgetting) -> None:
    """Erase where someone sat. Words that can mean nobody else go out of what circles are for."""
    CircleSeat.objects.filter(person=person).delete()
    for circle in Circle.objects.exclude(purpose=""):
        purpose = gone.certain.text(circle.purpose)
        if purpose != circle.purpose:
            Circle.objects.filter(pk=circle.pk).update(purpose=purpose[:2000])


def _seat(by: Person | None, circle: Circle, people: Sequence[Person]) -> tuple[Person, ...]:
    """Seat people who may sit there, write it down and tell them; return who is new.

    Raises
    ------
    CircleFull
        There is no room for so many.
    """
    there = set(CircleSeat.objects.filter(circle=circle).values_list("person", flat=True))
    new = tuple({one.pk: one for one in people if one.pk not in there}.values())
    if len(there) + len(new) > MOST_SEATS:
        full = _("A circle holds at most {most} people. Form another one.")
        raise CircleFull(full.format(most=MOST_SEATS), field="people")
    CircleSeat.objects.bulk_create(
        CircleSeat(circle=circle, person=one, added_by=by) for one in new
    )
    for person in new:  # an entry for each, so that nobody reads in it of others
        record(by=by, act="people.circle_seated", subject=circle, concerns=[person])
    told = Told(
        _("You are in the circle “{circle}”.").format(circle=circle.name), circle.purpose, HERE
    )
    notify(by=by, people=new, kind=Kind.MEMBERSHIP, told=told, subject=circle)
    return new


def _ended_or_begun(by: Person | None, circle: Circle, act: str, told: Told) -> None:
    circle.save(update_fields=["closed"])
    who = _people_of(circle)
    record(by=by, act=act, subject=circle, concerns=who)
    notify(by=by, people=who, kind=Kind.MEMBERSHIP, told=told, subject=circle)


def _people_of(circle: Circle) -> tuple[Person, ...]:
    seats = CircleSeat.objects.of_members().filter(circle=circle)
    return tuple(seat.person for seat in seats.select_related("person"))


def _fresh(circle: Circle) -> None:
    """Read a circle anew, and let nobody else change it until this act is done."""
    circle.refresh_from_db(from_queryset=Circle.objects.select_for_update())


def _save(circle: Circle) -> None:
    """Write a circle.

    Raises
    ------
    CircleNamed
        Another circle has this name.
    """
    named = CircleNamed(_("There is a circle of this name. Take another one."), field="name")
    if Circle.objects.filter(name__iexact=circle.name).exclude(pk=circle.pk).exists():
        raise named
    try:
        with transaction.atomic():
            circle.save()
    except IntegrityError as error:
        raise named from error


def _free_slug(name: str) -> str:
    """Return an address made of a name that no other circle has."""
    stem = slugify(name)[:LONGEST_SLUG].strip("-_") or "circle"
    taken = set(Circle.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return slug
