"""From what somebody typed to an organisation, to people, and to a list of invitations."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from decapolis.cities.bridge import find_city, fold
from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import Reader
from decapolis.kernel.records import Rejection
from decapolis.organisations.errors import UnknownMember, UnknownOrganisation
from decapolis.organisations.models import Body, Hat, Organisation
from decapolis.organisations.queries import visible
from decapolis.organisations.queries.hats import visible_hats
from decapolis.organisations.rules import may_invite
from decapolis.organisations.validators import InvitedRow, read_invited
from decapolis.people.models import Person

LONGEST_NAME = 200
MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Invitee:
    """Whom an invitation is for, and the hat that it gives; empty and None: left open."""

    email: str = ""
    name: str = ""
    role: str = ""
    title: str = ""
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class PeopleQuestion:
    """Whom the directory is asked for; empty: anybody."""

    text: str = ""
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    cities: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """Who fits, by name; and how many of them have each value of each facet."""

    keys: tuple[int, ...]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def find_organisation(text: str, *, reader: Reader | None) -> Organisation:
    """Return the organisation that a text names: its slug, or its name in any spelling.

    Raises
    ------
    UnknownOrganisation
        The reader may see none of that name.
    """
    typed = " ".join(text.split())[:LONGEST_NAME]
    held = visible(reader)
    found = held.filter(slug=typed).first() or held.filter(name__iexact=typed).first()
    if found:
        return found
    wanted = fold(typed)
    names = {pk: fold(name) for pk, name in held.values_list("pk", "name")} if wanted else {}
    same = [pk for pk, name in names.items() if name == wanted]
    if same:
        return held.get(pk=same[0])
    near = [pk for pk, name in names.items() if wanted in name][:MOST_NEAR]
    told = _("No organisation here is called “{name}”.").format(name=typed)
    if near:
        close = ", ".join(held.filter(pk__in=near).values_list("name", flat=True))
        told += " " + _("Did you mean one of these: {names}?").format(names=close)
    raise UnknownOrganisation(told, field="organisation")


def find_body(*, city: str, organisation: str, reader: Reader | None) -> Body | None:
    """Return the city or organisation that someone typed; None where neither is named.

    Raises
    ------
    UnknownCity, AmbiguousCity, UnknownOrganisation
        There is none, or there are several.
    """
    if city.strip():
        return find_city(city)
    return find_organisation(organisation, reader=reader) if organisation.strip() else None


def read_invitations(text: str, *, by: Reader | None) -> tuple[list[Invitee], list[Rejection]]:
    """Return whom a CSV text invites, and what is wrong by line and field.

    Nothing is written; so it also serves a preview.
    """
    rows, faults = read_invited(text)
    bodies: dict[tuple[str, str], Body | Rejection | None] = {}
    verdicts: dict[Body | None, str] = {}
    found = []
    for row in rows:
        key = (fold(row.city), row.organisation)
        if key not in bodies:
            bodies[key] = _body_of(row, by)
        body = bodies[key]
        if isinstance(body, Rejection):
            faults.append(Rejection(row.line, body.field, body.reason))
            continue
        if body not in verdicts:
            verdicts[body] = may_invite(by, body).reason
        if verdicts[body]:
            place = "organisation" if row.organisation else "city"
            faults.append(Rejection(row.line, place, verdicts[body]))
            continue
        found.append(Invitee(row.email, row.name, row.role, row.title, body))
    return found, sorted(faults, key=lambda fault: fault.line)


def _body_of(row: InvitedRow, by: Reader | None) -> Body | Rejection | None:
    try:
        return find_body(city=row.city, organisation=row.organisation, reader=by)
    except DomainError as error:
        return Rejection(row.line, error.field or "", error.message)


def find_people(question: PeopleQuestion, *, reader: Reader | None) -> PeopleFound:
    """Return whom a question means, of those whom the reader may see; two queries.

    Names, and what people do, are found in any spelling. A facet counts who else fits, so that
    each of its values says what choosing it gives.
    """
    seen = Person.objects.visible_to(reader)
    rows = seen.values_list("pk", "name", "title", "languages", "expertise")
    worn = _worn(reader)
    words = fold(question.text).split()
    facets = (
        ("theme", question.themes),
        ("language", question.languages),
        ("role", question.roles),
        ("city", tuple(map(str, question.cities))),
    )
    fitting: list[tuple[str, int]] = []
    counts: dict[str, Counter[str]] = {name: Counter() for name, _chosen in facets}
    for key, name, title, languages, expertise in rows:
        hats = worn.get(key, _NOTHING)
        told = fold(" ".join([name, title, *hats.words]))
        if not all(word in told for word in words):
            continue
        held = {
            "theme": set(expertise),
            "language": set(languages),
            "role": hats.roles,
            "city": hats.cities,
        }
        missed = [facet for facet, chosen in facets if chosen and not held[facet] & {*chosen}]
        if not missed:
            fitting.append((fold(name) or "\U0010ffff", key))
        for facet, counter in counts.items():
            if all(one == facet for one in missed):
                counter.update(held[facet])
    return PeopleFound(tuple(key for _name, key in sorted(fitting)), counts)


def find_members(text: str, *, reader: Reader | None) -> tuple[Person, ...]:
    """Return the members whom a text names, one on each line: an address, or a whole name.

    A name counts in any spelling, but whole, and only where one member has it: whoever is found
    may be let in somewhere. Only for network staff, who know the addresses of members.

    Raises
    ------
    UnknownMember
        A line names nobody, or several; each such line is told.
    """
    lines = dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip())
    known = _members_by_word(reader)
    wrong: list[str] = []
    found: list[int] = []
    for line in lines:
        keys = known.get(line.lower()) or known.get(fold(line)) or set()
        if len(keys) == 1:
            found += keys
        else:
            told = (
                _("Several members are called “{typed}”. Write the address instead.")
                if keys
                else _("No member has the name or address “{typed}”.")
            )
            wrong.append(told.format(typed=line[:LONGEST_NAME]))
    if wrong:
        raise UnknownMember(" ".join(wrong[:MOST_NEAR]), field="people")
    rows = Person.objects.visible_to(reader).in_bulk(found)
    return tuple(rows[key] for key in dict.fromkeys(found) if key in rows)


def _members_by_word(reader: Reader | None) -> Mapping[str, set[int]]:
    """Return members by each of their addresses, and by their name without accents and case."""
    members = Person.objects.visible_to(reader).filter(is_member=True)
    known: dict[str, set[int]] = defaultdict(set)
    for key, email, name in members.values_list("pk", "email", "name"):
        known[email].add(key)
        if name:
            known[fold(name)].add(key)
    addresses = EmailAddress.objects.filter(user__in=members, verified=True)
    for key, email in addresses.values_list("user", "email"):
        known[email.lower()].add(key)
    known.pop("", None)
    return known


@dataclass(frozen=True, slots=True)
class _Worn:
    """What someone's hats say, for a search."""

    roles: set[str] = field(default_factory=set)
    cities: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)


_NOTHING = _Worn()


def _worn(reader: Reader | None) -> dict[int, _Worn]:
    hats = visible_hats(reader).filter(pk__in=Hat.objects.worn())
    rows = hats.values_list("person", "role", "city", "city__name", "organisation__name", "title")
    found: dict[int, _Worn] = {}
    for person, role, city, city_name, organisation, title in rows:
        one = found.setdefault(person, _Worn())
        one.roles.add(role)
        one.words.extend(filter(None, [city_name, organisation, title]))
        if city is not None:
            one.cities.add(str(city))
    return found
