"""Hats as pages show them, and the page where a claim is decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.organisations.models import BodyDomain, Hat
from decapolis.organisations.queries import (
    BodyRef,
    HatFacts,
    confirmed_addresses,
    waiting,
)
from decapolis.organisations.queries.hats import hat_facts, visible_hats
from decapolis.organisations.validators import domain_of
from decapolis.pages.components import Crumb, Fault
from decapolis.pages.forms import faults_of, key_of
from decapolis.people.models import Person


@dataclass(frozen=True, slots=True)
class HatLine:
    """One hat: what, where, and on what ground it is held true."""

    hat_id: int
    name: str
    url: str  # of the body; may be empty
    title: str
    since: str
    is_verified: bool
    mark: str  # "Verified by an e-mail address of this body"
    says: str  # what happens next with it, to its wearer


def hat_line(hat: HatFacts) -> HatLine:
    """Return a hat as pages show it."""
    if hat.is_verified:
        mark = _("Verified {ground}").format(ground=hat.ground_label)
    else:
        mark = hat.standing_label
    return HatLine(
        hat_id=hat.hat_id,
        name=hat.name,
        url=body_url(hat.body),
        title=hat.title,
        since=_("since {day}").format(day=numbers.day(hat.since)) if hat.since else "",
        is_verified=hat.is_verified,
        mark=mark,
        says=_says(hat),
    )


def hats_beside(person: Person, hats: Iterable[HatFacts]) -> tuple[HatLine, ...]:
    """Return hats to stand beside someone's own title, which none of them says again."""
    lines = map(hat_line, hats)
    return tuple(replace(one, title="") if one.title == person.title else one for one in lines)


def body_url(body: BodyRef | None) -> str:
    """Return the address of a city's or organisation's page."""
    if body is None:
        return ""
    return f"/cities/{body.key}" if body.kind == "city" else f"/organisations/{body.key}"


def _says(hat: HatFacts) -> str:
    body = hat.body.name if hat.body else ""
    if hat.is_verified:
        return (
            _("You are verified {ground}, and speak for {body}.").format(
                ground=hat.ground_label, body=body
            )
            if hat.speaks
            else _("You are verified {ground}.").format(ground=hat.ground_label)
        )
    if hat.standing == "refused":
        return _("This was not confirmed. The reason is among your notices.")
    if hat.speaks_if_true:
        return _(
            "It shows as your own word. The network's staff, or someone who speaks for {body}, "
            "will look at it; you need do nothing."
        ).format(body=body)
    return _("It shows as your own word; nobody need confirm it.")


def ended_lately(hat_id: str, person: Person) -> HatFacts | None:
    """Return a hat that someone has just taken off themselves, for its undo."""
    mine = visible_hats(person).filter(pk=key_of(hat_id) or 0, ended_by=person)
    return next(hat_facts(mine.filter(until=timezone.localdate())), None)


@dataclass(frozen=True, slots=True)
class Waits:
    """A claim that waits for whoever reads the page."""

    hat_id: int
    person_id: int
    person: str
    hat: str
    since: str
    decide_url: str


def waits_of(reader: Reader, *, most: int = 50) -> tuple[Waits, ...]:
    """Return the claims that a reader can decide, oldest first."""
    return tuple(
        Waits(
            hat_id=hat.pk,
            person_id=hat.person_id,
            person=str(hat.person),
            hat=", ".join(filter(None, [str(hat.get_role_display()), str(hat.body or "")])),
            since=numbers.day(hat.made.date()),
            decide_url=f"/people/hats/{hat.pk}/decide",
        )
        for hat in waiting(reader)[:most]
    )


@dataclass(frozen=True, slots=True)
class DecidePage:
    """What someone who confirms a claim is shown of it."""

    template: ClassVar[str] = "people/decide.html"
    crumbs: tuple[Crumb, ...]
    hat: HatLine
    person: str
    person_url: str
    person_title: str
    domains: tuple[str, ...]  # of the addresses that they have confirmed
    of_body: tuple[str, ...]  # domains that the body gives to its own people
    is_open: bool
    form: Form
    faults: tuple[Fault, ...]


def decide_page(hat: Hat, *, reader: Reader, form: Form) -> DecidePage:
    """Return the page; what tells for or against the claim stands beside it."""
    facts = next(hat_facts(visible_hats(reader).filter(pk=hat.pk)))
    held = BodyDomain.objects.filter(city=hat.city_id, organisation=hat.organisation_id)
    back = ("/staff", _("Network staff")) if reader.is_staff else ("/desk", _("My desk"))
    return DecidePage(
        crumbs=(Crumb(back[1], back[0]), Crumb(_("A claim"))),
        hat=hat_line(facts),
        person=str(hat.person),
        person_url=f"/people/{hat.person_id}",
        person_title=hat.person.title,
        domains=tuple(sorted({domain_of(one) for one in confirmed_addresses(hat.person)})),
        of_body=tuple(held.values_list("domain", flat=True)) if hat.body else (),
        is_open=hat.until is None and hat.standing == "claimed",
        form=form,
        faults=faults_of(form),
    )
