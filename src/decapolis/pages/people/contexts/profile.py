"""The profile of a person, and the pages where it is written."""

from dataclasses import dataclass
from typing import ClassVar

from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.files.queries import photo_url
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.notices.validators import zone_of
from decapolis.organisations.queries import HatFacts, hats_of, visible
from decapolis.pages.components import Crumb, Fault
from decapolis.pages.forms import error_of, faults_of
from decapolis.pages.library.contexts.document import language_name
from decapolis.pages.library.contexts.links import theme_label
from decapolis.pages.people.contexts.hats import HatLine, hat_line, hats_beside
from decapolis.people.models import Person

MOST_NAMES = 600


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """What members see of a person."""

    template: ClassVar[str] = "people/person.html"
    crumbs: tuple[Crumb, ...]
    name: str
    title: str
    hats: tuple[HatLine, ...]
    expertise: tuple[tuple[str, str], ...]  # label, others who know about it
    helps_with: str
    looks_for: str
    languages: tuple[str, ...]
    time_zone: str
    time_there: str  # empty: they have not said where they are
    apart: str  # how far from the reader's own clock
    member_since: str
    photo: str  # its address; empty: none
    is_own: bool
    may_decide: bool  # network staff look at hats from here
    roles: tuple[str, ...]  # of the network: reviewer, staff


@dataclass(frozen=True, slots=True)
class EditPage:
    """Where someone writes their profile and puts hats on and off."""

    template: ClassVar[str] = "people/edit.html"
    crumbs: tuple[Crumb, ...]
    person_url: str
    photo: str  # its address; empty: none
    hats: tuple[HatLine, ...]
    undo: HatLine | None  # a hat that was just taken off
    form: Form
    hat_form: Form
    city_error: str
    faults: tuple[Fault, ...]
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """The first steps, or what came of them."""

    template: ClassVar[str] = "people/welcome.html"
    is_done: bool
    is_member: bool
    form: Form
    city_error: str
    faults: tuple[Fault, ...]
    hats: tuple[HatLine, ...]
    organisations: tuple[str, ...]
    next_url: str  # what they wanted before


def profile_page(person: Person, *, reader: Person) -> ProfilePage:
    """Return the profile of someone whom the reader may see."""
    there = timezone.now().astimezone(zone_of(person.time_zone))
    roles = [(person.is_reviewer, _("Reviewer")), (person.is_staff, _("Network staff"))]
    name = person.name or _("A member without a name")
    return ProfilePage(
        crumbs=(Crumb(_("People"), "/people"), Crumb(name)),
        name=name,
        title=person.title,
        hats=hats_beside(person, hats_of(person, reader=reader)),
        expertise=tuple((theme_label(one), f"/people?theme={one}") for one in person.expertise),
        helps_with=person.helps_with,
        looks_for=person.looks_for,
        languages=tuple(map(language_name, person.languages)),
        time_zone=person.time_zone.rpartition("/")[2].replace("_", " "),
        time_there="" if person.time_zone == "UTC" else there.strftime("%H:%M"),
        apart=_apart(person, reader),
        member_since=numbers.day(person.member_since.date()) if person.member_since else "",
        photo=photo_url(person.pk, reader=reader),
        is_own=person.pk == reader.pk,
        may_decide=reader.is_staff,
        roles=tuple(word for is_one, word in roles if is_one),
    )


def edit_page(person: Person, *, form: Form, hat_form: Form, undo: HatFacts | None) -> EditPage:
    """Return the page; ``undo`` is a hat that was just taken off."""
    return EditPage(
        crumbs=(
            Crumb(_("My desk"), "/desk"),
            Crumb(_("My profile"), f"/people/{person.pk}"),
            Crumb(_("Edit")),
        ),
        person_url=f"/people/{person.pk}",
        photo=photo_url(person.pk, reader=person),
        hats=tuple(map(hat_line, hats_of(person, reader=person))),
        undo=hat_line(undo) if undo else None,
        form=form,
        hat_form=hat_form,
        city_error=error_of(hat_form, "city"),
        faults=faults_of(form, hat_form),
        organisations=organisation_names(person),
    )


def welcome_page(person: Person, *, form: Form, is_done: bool, next_url: str) -> WelcomePage:
    """Return the first steps, or what is known after them."""
    return WelcomePage(
        is_done=is_done,
        is_member=person.is_member,
        form=form,
        city_error=error_of(form, "city"),
        faults=faults_of(form),
        hats=tuple(map(hat_line, hats_of(person, reader=person))) if is_done else (),
        organisations=() if is_done else organisation_names(person),
        next_url=next_url,
    )


def organisation_names(reader: Reader | None) -> tuple[str, ...]:
    """Return names to choose from; who types another is told."""
    return tuple(visible(reader).values_list("name", flat=True)[:MOST_NAMES])


def _apart(person: Person, reader: Person) -> str:
    """Say how far someone's clock is from the reader's."""
    now = timezone.now()
    theirs = now.astimezone(zone_of(person.time_zone)).utcoffset()
    own = now.astimezone(zone_of(reader.time_zone)).utcoffset()
    if person.pk == reader.pk or theirs is None or own is None:
        return ""
    hours = round((theirs - own).total_seconds() / 1800) / 2
    if not hours:
        return _("the same as yours")
    count = numbers.number(abs(hours))
    words = (
        ngettext("{n} hour ahead of you", "{n} hours ahead of you", int(abs(hours)))
        if hours > 0
        else ngettext("{n} hour behind you", "{n} hours behind you", int(abs(hours)))
    )
    return words.format(n=count)
