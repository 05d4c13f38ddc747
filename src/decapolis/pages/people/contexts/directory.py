"""The members' directory: a search by name, facets, and who fits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader, is_member
from decapolis.organisations.bridge import PeopleFound, find_people
from decapolis.organisations.choices import Role
from decapolis.organisations.queries import hats_by_person
from decapolis.pages.components import Chip, Facet, FacetOption, Pager
from decapolis.pages.library.contexts.document import language_name
from decapolis.pages.library.contexts.links import theme_label
from decapolis.pages.people.contexts.hats import HatLine, hats_beside
from decapolis.pages.people.forms import PeopleQuery
from decapolis.people.models import Person

ON_A_PAGE = 40
MOST_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Someone in a list."""

    person_id: int
    name: str
    url: str
    title: str
    hats: tuple[HatLine, ...]
    about: str  # themes and languages


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """What the directory shows."""

    template: ClassVar[str] = "people/list.html"
    query: PeopleQuery
    says: str
    is_open: bool  # False: whoever reads it is not a member yet
    people: tuple[PersonLine, ...]
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    pager: Pager


def directory_page(query: PeopleQuery, *, reader: Reader) -> DirectoryPage:
    """Return the directory, in a constant number of queries."""
    found = find_people(query.question, reader=reader)
    part = Paginator(found.keys, ON_A_PAGE).get_page(query.page)
    names = _names(query, found)
    total = len(found.keys)
    words = ngettext("{n} person.", "{n} people.", total)
    return DirectoryPage(
        query=query,
        says=words.format(n=numbers.number(total)),
        is_open=reader.is_staff or is_member(reader),
        people=people_lines(tuple(part.object_list), reader=reader),
        chips=_chips(query, names),
        facets=_facets(query, found, names),
        pager=Pager.of(part, lambda number: query.url(page=number)),
    )


def people_lines(keys: tuple[int, ...], *, reader: Reader) -> tuple[PersonLine, ...]:
    """Return people in the order given; two queries, however many."""
    rows = {row.pk: row for row in Person.objects.visible_to(reader).filter(pk__in=keys)}
    hats = hats_by_person(keys, reader=reader)
    return tuple(
        PersonLine(
            person_id=key,
            name=rows[key].name or _("No name yet"),
            url=f"/people/{key}",
            title=rows[key].title,
            hats=hats_beside(rows[key], hats.get(key, ())),
            about=_about(rows[key]),
        )
        for key in keys
        if key in rows
    )


def _about(person: Person) -> str:
    themes = numbers.listing([theme_label(theme) for theme in person.expertise[:4]])
    speaks = numbers.listing([language_name(code) for code in person.languages[:4]])
    return " ".join(f"{part}." for part in (themes, speaks) if part)


Names = Mapping[str, Mapping[str, str]]


def _names(query: PeopleQuery, found: PeopleFound) -> Names:
    """Return the label of every value of every facet; one query."""
    wanted = {*found.counts["city"], *query.city}
    cities = City.objects.filter(pk__in=[int(key) for key in wanted]).select_related("country")
    return {
        "theme": {one: theme_label(one) for one in {*found.counts["theme"], *query.theme}},
        "language": {
            one: language_name(one) for one in {*found.counts["language"], *query.language}
        },
        "role": {role.value: str(role.label) for role in Role},
        "city": {str(city.pk): ", ".join(city.label.split(", ")[:2]) for city in cities},
    }


def _titles() -> dict[str, str]:
    return {
        "theme": _("Knows about"),
        "role": _("Is"),
        "city": _("City"),
        "language": _("Speaks"),
    }


def _facets(query: PeopleQuery, found: PeopleFound, names: Names) -> tuple[Facet, ...]:
    facets = []
    for name, title in _titles().items():
        chosen: tuple[str, ...] = getattr(query, name)
        counts = dict.fromkeys(chosen, 0) | dict(found.counts[name])
        known = [one for one in counts if one in names[name]]
        known.sort(key=lambda one: (one not in chosen, -counts[one], names[name][one]))
        options = tuple(
            FacetOption(names[name][one], query.toggled(name, one), counts[one], one in chosen)
            for one in known[:MOST_OPTIONS]
        )
        if options:
            facets.append(Facet(title, options))
    return tuple(facets)


def _chips(query: PeopleQuery, names: Names) -> tuple[Chip, ...]:
    chips = [Chip(query.text, query.url(text=""), _("name"))] if query.text else []
    for name, title in _titles().items():
        chips += [
            Chip(names[name].get(one, one), query.toggled(name, one), title.lower())
            for one in getattr(query, name)
        ]
    return tuple(chips)
