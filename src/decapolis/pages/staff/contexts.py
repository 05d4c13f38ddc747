"""What the network staff's desk shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.core.paginator import Paginator
from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel import numbers
from decapolis.kernel.charts import Bar, BarList
from decapolis.organisations.bridge import find_people
from decapolis.organisations.queries import (
    NetworkFigures,
    confirmed_addresses,
    domains,
    network_figures,
)
from decapolis.pages.components import Crumb, Facet, FacetOption, Fault, Pager, Tab
from decapolis.pages.forms import error_of, faults_of
from decapolis.pages.links import with_query
from decapolis.pages.people.contexts.directory import ON_A_PAGE, PersonLine, people_lines
from decapolis.pages.people.contexts.hats import Waits, body_url, waits_of
from decapolis.pages.people.contexts.profile import organisation_names
from decapolis.pages.people.forms import PeopleQuery
from decapolis.pages.people.tabs import staff_tabs
from decapolis.pages.staff.forms import ROLES
from decapolis.people.models import MembershipRequest, Person
from decapolis.people.queries import locks_of, requests_waiting
from decapolis.people.rules import may_let_go

MOST_WAITING = 50


@dataclass(frozen=True, slots=True)
class RequestLine:
    """Someone who asks to be let in."""

    person_id: int
    name: str
    email: str
    text: str
    since: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What waits for network staff."""

    template: ClassVar[str] = "staff/desk.html"
    tabs: tuple[Tab, ...]
    requests: tuple[RequestLine, ...]
    requests_total: int
    claims: tuple[Waits, ...]
    claims_total: int
    figures: NetworkFigures
    needs_lock: bool  # the mailbox alone opens an account with rights over others


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request for membership."""

    template: ClassVar[str] = "staff/request.html"
    crumbs: tuple[Crumb, ...]
    request_line: RequestLine
    addresses: tuple[str, ...]
    is_open: bool
    is_member: bool
    reason: str  # why it was turned away
    form: Form
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class RoleButton:
    """One role of a person, and what the button does."""

    role: str
    label: str
    is_held: bool
    value: str  # 1 gives it, 0 takes it
    words: str
    is_open: bool  # False: it can only be told, not changed here


@dataclass(frozen=True, slots=True)
class StaffPerson:
    """Someone in the list of people, with their roles."""

    line: PersonLine
    email: str
    held: tuple[str, ...]  # their roles, in words
    roles: tuple[RoleButton, ...]
    can_end: bool  # their membership


@dataclass(frozen=True, slots=True)
class Undo:
    """A change of a role that was just made."""

    person_id: int
    words: str
    back: str  # the change that undoes it, as `RoleChange` reads it
    hats: str  # that were taken off with it, as the address has them
    circles: str  # in which they sat, likewise


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Everyone, with their roles."""

    template: ClassVar[str] = "staff/people.html"
    tabs: tuple[Tab, ...]
    query: PeopleQuery
    says: str
    people: tuple[StaffPerson, ...]
    facets: tuple[Facet, ...]
    pager: Pager
    undo: Undo | None
    here: str


@dataclass(frozen=True, slots=True)
class DomainLine:
    """A domain and whose it is."""

    domain_id: int
    domain: str
    body: str
    url: str


@dataclass(frozen=True, slots=True)
class DomainsPage:
    """Which e-mail domains tell for whom someone works."""

    template: ClassVar[str] = "staff/domains.html"
    tabs: tuple[Tab, ...]
    domains: tuple[DomainLine, ...]
    form: Form
    city_error: str
    faults: tuple[Fault, ...]
    organisations: tuple[str, ...]
    undo: Mapping[str, str] | None  # a domain that was just removed, as the form takes it


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """How the network stands."""

    template: ClassVar[str] = "staff/figures.html"
    tabs: tuple[Tab, ...]
    figures: NetworkFigures
    weeks: BarList
    says: str


def desk_page(reader: Person) -> DeskPage:
    """Return what waits."""
    figures = network_figures()
    return DeskPage(
        tabs=staff_tabs("/staff"),
        requests=tuple(map(request_line, requests_waiting(reader)[:MOST_WAITING])),
        requests_total=figures.requests,
        claims=waits_of(reader, most=MOST_WAITING),
        claims_total=figures.claims,
        figures=figures,
        needs_lock=not locks_of(reader).has_second_step,
    )


def request_line(request: MembershipRequest) -> RequestLine:
    """Return a request in a list."""
    return RequestLine(
        person_id=request.person_id,
        name=request.person.name or _("No name yet"),
        email=request.person.email,
        text=request.text,
        since=numbers.day(request.at.date()),
    )


def request_page(request: MembershipRequest, *, form: Form) -> RequestPage:
    """Return one request with what is known of who asks."""
    return RequestPage(
        crumbs=(Crumb(_("Network staff"), "/staff"), Crumb(_("A request for membership"))),
        request_line=request_line(request),
        addresses=confirmed_addresses(request.person),
        is_open=request.accepted is None,
        is_member=request.person.is_member,
        reason=request.reason,
        form=form,
        faults=faults_of(form),
    )


def people_page(query: PeopleQuery, *, reader: Person, role: str, undo: Undo | None) -> PeoplePage:
    """Return everyone, or those of one role, in a constant number of queries."""
    found = find_people(query.question, reader=reader)
    flags = {
        row.pk: row
        for row in Person.objects.visible_to(reader).only(
            "pk", "email", "left", *(f"is_{name}" for name in ROLES)
        )
    }
    keys = [key for key in found.keys if not role or getattr(flags[key], f"is_{role}")]
    part = Paginator(keys, ON_A_PAGE).get_page(query.page)

    def url(number: int) -> str:
        return with_query(query.url(page=number), **{"is": role})

    words = ngettext("{n} person.", "{n} people.", len(keys))
    return PeoplePage(
        tabs=staff_tabs("/staff/people"),
        query=query,
        says=words.format(n=numbers.number(len(keys))),
        people=tuple(
            _staff_person(line, flags[line.person_id], reader)
            for line in people_lines(tuple(part.object_list), reader=reader)
        ),
        facets=(_role_facet(query, flags, role),),
        pager=Pager.of(part, url),
        undo=undo,
        here=url(part.number),
    )


def _staff_person(line: PersonLine, person: Person, reader: Person) -> StaffPerson:
    roles = _buttons(person, reader)
    return StaffPerson(
        line=line,
        email=person.email,
        held=tuple(role.label for role in roles if role.is_held),
        roles=roles,
        can_end=bool(may_let_go(reader, person)),
    )


def role_label(role: str) -> str:
    """Return a role of the network in words."""
    return {
        "member": _("Member"),
        "reviewer": _("Reviewer"),
        "staff": _("Network staff"),
        "operator": _("Operator"),
    }[role]


def _buttons(person: Person, reader: Person) -> tuple[RoleButton, ...]:
    """Return the roles of a person; membership is given here, and ended with a reason."""
    buttons = []
    for role in ROLES:
        held = bool(getattr(person, f"is_{role}"))
        label = role_label(role)
        words = _("Take away: {role}") if held else _("Make: {role}")
        buttons.append(
            RoleButton(
                role=role,
                label=label,
                is_held=held,
                value="0" if held else "1",
                words=words.format(role=label.lower()),
                is_open=(role != "operator" or reader.is_operator)
                and not (role == "member" and held),
            )
        )
    return tuple(buttons)


def _role_facet(query: PeopleQuery, flags: Mapping[int, Person], role: str) -> Facet:
    base = query.url()
    return Facet(
        _("Role"),
        tuple(
            FacetOption(
                role_label(one),
                base if one == role else with_query(base, **{"is": one}),
                sum(bool(getattr(person, f"is_{one}")) for person in flags.values()),
                one == role,
            )
            for one in ROLES
        ),
    )


def domains_page(
    *, reader: Person, form: Form, undo: Mapping[str, str] | None = None
) -> DomainsPage:
    """Return the domains."""
    return DomainsPage(
        tabs=staff_tabs("/staff/domains"),
        domains=tuple(
            DomainLine(one.domain_id, one.domain, one.body.label, body_url(one.body))
            for one in domains()
        ),
        form=form,
        city_error=error_of(form, "city"),
        faults=faults_of(form),
        organisations=organisation_names(reader),
        undo=undo,
    )


def figures_page() -> FiguresPage:
    """Return the figures."""
    figures = network_figures()
    joined = sum(count for _week, count in figures.weeks)
    words = ngettext(
        "{n} person joined in the last {weeks} weeks.",
        "{n} people joined in the last {weeks} weeks.",
        joined,
    )
    return FiguresPage(
        tabs=staff_tabs("/staff/figures"),
        figures=figures,
        weeks=BarList(
            label=_("Sign-ups a week, by its Monday"),
            bars=tuple(Bar(numbers.day(week), count) for week, count in figures.weeks),
        ),
        says=words.format(n=numbers.number(joined), weeks=len(figures.weeks)),
    )
