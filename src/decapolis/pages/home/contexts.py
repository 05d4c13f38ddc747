"""The first page: the one question, answers that already compare, where the library is thin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City
from decapolis.cities.queries import all_cities
from decapolis.kernel import numbers
from decapolis.kernel.charts import Bar, BarList, MapDot, PlanOutcome, WorldMap
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.costs import ranges_for
from decapolis.library.bridge.find import find_in_library
from decapolis.library.choices import Theme
from decapolis.library.queries.city import practice_map
from decapolis.library.queries.document import DocumentRow
from decapolis.library.queries.overview import (
    Holdings,
    Missed,
    holdings,
    missed_plans,
    newest_documents,
    newest_practices,
    other_failures,
)
from decapolis.library.queries.rows import PracticeRow, practice_rows
from decapolis.pages.components import Topic
from decapolis.pages.find.contexts import Comparison, Nearby, compare_practices
from decapolis.pages.library.contexts.links import (
    brief_url,
    browse_url,
    record_url,
    source_line,
    theme_label,
)
from decapolis.pages.library.contexts.nearness import near_cities
from decapolis.pages.library.contexts.practice import years_of
from decapolis.search.queries import Filters, Look

EXAMPLE_QUESTION = "street lighting"
EXAMPLE_CITY = 4509884  # Dayton, Ohio
COMPARED = 6
FAILURES = 3
NEW_PRACTICES, NEW_DOCUMENTS = 4, 2
THIN = 0.1  # of the practices of the strongest region


@dataclass(frozen=True, slots=True)
class Example:
    """A question answered for a city, side by side."""

    title: str
    is_example: bool  # the reader has named no city
    city_name: str
    comparison: Comparison
    find: str
    brief: str


@dataclass(frozen=True, slots=True)
class Failure:
    """One that did not work, with plan against outcome where the record has both."""

    title: str
    url: str
    says: str
    lesson: str
    source: str
    chart: PlanOutcome | None
    chart_title: str


@dataclass(frozen=True, slots=True)
class News:
    """One record that is new."""

    key: str
    title: str
    url: str
    line: str
    has_ended: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the first page shows."""

    template: ClassVar[str] = "home/home.html"
    question: str
    city: str
    topics: tuple[Topic, ...]
    example: Example | None
    held: Holdings
    held_title: str
    held_lead: str
    map: WorldMap
    regions: BarList
    cost_words: str
    failures: tuple[Failure, ...]
    failures_url: str
    news: tuple[News, ...]
    news_when: str


def home_page(question: str, city: City | None, *, reader: Reader | None) -> HomePage:
    """Return the first page as a reader of this city sees it.

    Parameters
    ----------
    question
        As asked; empty: an example is answered.
    """
    held = holdings(reader=reader)
    example = _example(question or EXAMPLE_QUESTION, city, reader=reader)
    return HomePage(
        question=question,
        city=city.label if city else "",
        topics=_topics(reader),
        example=example,
        held=held,
        held_title=_held_title(held),
        held_lead=_thin(held),
        map=_map(city, reader),
        regions=_regions(held),
        cost_words=_("{n} of {of} practices state a cost.").format(
            n=numbers.number(held.with_cost), of=numbers.number(held.practices)
        ),
        failures=_failures(reader),
        failures_url=browse_url("practice", status="failed"),
        news=_news(reader),
        news_when=_("Added {day}").format(day=numbers.day(held.added)) if held.added else "",
    )


def _example(question: str, city: City | None, *, reader: Reader | None) -> Example | None:
    """Answer a question for the reader's city, else for the city of the example."""
    asker = city or all_cities().filter(pk=EXAMPLE_CITY).first()
    if asker is None:
        return None
    nearby = Nearby(asker, near_cities(asker))
    look = Look(filters=Filters(kinds=("practice",)), limit=COMPARED)
    found = find_in_library(question, look, reader=reader)
    rows = practice_rows([hit.slug for hit in found.hits], reader=reader)
    if not rows:
        return None
    ranges = ranges_for([row.slug for row in rows], reader=reader)
    return Example(
        title=_title(question, asker),
        is_example=city is None,
        city_name=asker.name,
        comparison=compare_practices(rows, ranges, nearby, total=found.total),
        find="/find?" + _asked(question, asker),
        brief=brief_url(asker.pk, question),
    )


def _asked(question: str, city: City) -> str:
    return brief_url(city.pk, question).partition("?")[2]


def _title(question: str, city: City) -> str:
    words = question[:1].upper() + question[1:80]
    place = ", ".join(city.label.split(", ")[:2])
    return _("{question}, for {city}").format(question=words, city=place)


def _topics(reader: Reader | None) -> tuple[Topic, ...]:
    """Return themes with the number of practices, most first."""
    look = Look(filters=Filters(kinds=("practice",)), limit=0)
    counts = {one.value: one.count for one in find_in_library("", look, reader=reader).facets["themes"]}
    order = sorted(Theme.values, key=lambda theme: -counts.get(theme, 0))
    return tuple(
        Topic(theme_label(theme), browse_url("practice", theme=theme), counts[theme])
        for theme in order
        if counts.get(theme)
    )


def _held_title(held: Holdings) -> str:
    return _("{practices} practices from {cities} cities in {countries} countries").format(
        practices=numbers.number(held.practices),
        cities=numbers.number(held.cities),
        countries=numbers.number(held.countries),
    )


def _thin(held: Holdings) -> str:
    """Say where the library is strongest and where it is thin."""
    if not held.regions:
        return ""
    strongest, most = held.regions[0]
    thin = [name for name, count in held.regions if count < THIN * most]
    if not thin:
        return _("The library is strongest in {region}.").format(region=_in(strongest))
    return ngettext(
        "The library is strongest in {region}; {thin} is thin, and we say so rather than stretch it.",
        "The library is strongest in {region}; {thin} are thin, and we say so rather than stretch them.",
        len(thin),
    ).format(region=_in(strongest), thin=numbers.listing(thin))


def _in(region: str) -> str:
    return _("the Americas") if region == "Americas" else region


def _map(city: City | None, reader: Reader | None) -> WorldMap:
    dots = [
        MapDot(
            label=dot.name,
            lat=dot.lat,
            lon=dot.lon,
            url=browse_url("practice", q=dot.name),
            failed=dot.cancelled > 0,
            note=ngettext("{n} practice", "{n} practices", dot.practices).format(n=dot.practices),
        )
        for dot in practice_map(reader=reader)
    ]
    home = MapDot(city.name, city.lat, city.lon, named=True) if city else None
    return WorldMap(dots=tuple(dots), home=home)


def _regions(held: Holdings) -> BarList:
    return BarList(
        label=_("Practices by region"),
        bars=tuple(Bar(name or _("not stated"), count) for name, count in held.regions),
    )


def _failures(reader: Reader | None) -> tuple[Failure, ...]:
    """Return three that failed: those furthest from their plan, then those best told."""
    missed = missed_plans(reader=reader, limit=FAILURES)
    shown = [_missed(one) for one in missed]
    if len(shown) < FAILURES:
        others = other_failures(
            [one.practice.slug for one in missed], reader=reader, limit=FAILURES - len(shown)
        )
        shown += [_failure(row) for row in others]
    return tuple(shown)


def _missed(one: Missed) -> Failure:
    is_money = numbers.is_currency(one.unit)
    failure = _failure(one.practice)
    metric = f"{one.metric[:1].upper()}{one.metric[1:]}"
    chart = PlanOutcome(
        label=metric,
        plan=one.plan,
        outcome=one.outcome,
        currency=one.unit if is_money else "",
        unit="" if is_money else one.unit,
        plan_label=_("Planned"),
        outcome_label=_("Came to"),
    )
    return Failure(
        title=failure.title,
        url=failure.url,
        says=failure.says,
        lesson=one.lesson,
        source=failure.source,
        chart=chart,
        chart_title=metric,
    )


def _failure(row: PracticeRow) -> Failure:
    place = row.place.city or row.place.country
    said = row.setback or row.result
    sources = [said.source] if said and said.source else row.sources[:1]
    return Failure(
        title=f"{place}: {_small_start(row.title)}",
        url=record_url("practice", row.slug),
        says=said.text if said else "",
        lesson="",
        source=source_line(list(sources)),
        chart=None,
        chart_title="",
    )


def _small_start(title: str) -> str:
    """Return a title as it stands after a colon: names and short forms keep their capitals."""
    first, gap, rest = title.partition(" ")
    is_name = not first[1:].islower() or any(word[:1].isupper() for word in rest.split()[:1])
    return title if is_name else f"{first[:1].lower()}{first[1:]}{gap}{rest}"


def _news(reader: Reader | None) -> tuple[News, ...]:
    practices = newest_practices(reader=reader, limit=NEW_PRACTICES)
    documents = newest_documents(reader=reader, limit=NEW_DOCUMENTS)
    return (*map(_new_practice, practices), *map(_new_document, documents))


def _new_practice(row: PracticeRow) -> News:
    ended = row.status in {"ended", "cancelled"}
    sentence = row.result or row.setback
    return News(
        key=_("Practice, ended") if ended else _("Practice"),
        title=f"{row.place.city or row.place.country}: {_small_start(row.title)}",
        url=record_url("practice", row.slug),
        line=" ".join(
            part for part in (f"{years_of(row)}.", sentence.text if sentence else "") if part
        ),
        has_ended=ended,
    )


def _new_document(row: DocumentRow) -> News:
    said: Sequence[str] = (row.publisher, str(row.year) if row.year else "")
    return News(
        key=row.kind_label,
        title=row.title,
        url=record_url("document", row.slug),
        line=", ".join(part for part in said if part) + ".",
        has_ended=False,
    )


