"""The first page: the one question, answers that already compare, where the library is thin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City
from decapolis.cities.queries import all_cities
from decapolis.kernel import numbers
from decapolis.kernel.charts import Bar, BarList, MapDot, PlanOutcome, WorldMap
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.costs import ranges_of
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
from decapolis.pages.find.contexts import (
    Comparison,
    Nearby,
    compare_practices,
    rank_of,
    unit_prices_of,
)
from decapolis.pages.find.contexts.reading import ClosenessShares
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
BEST = 12  # answers of which the closest to the city are compared
PRICED = 4
FAILURES = 3
NEW_PRACTICES, NEW_DOCUMENTS = 4, 2
SHORTEST_NAME = 4
THIN = 0.1  # of the practices of the strongest region


@dataclass(frozen=True, slots=True)
class Example:
    """A question answered for a city, side by side."""

    title: str
    kicker: str  # what is only an example: the city, or the question
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
class Picked:
    """The practices that the page shows, read together."""

    nearby: Nearby
    is_example: bool
    compared: tuple[PracticeRow, ...]
    total: int
    missed: Mapping[str, Missed]
    failed: tuple[PracticeRow, ...]
    new: tuple[PracticeRow, ...]


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
    picked = _pick(question or EXAMPLE_QUESTION, city, reader)
    return HomePage(
        question=question,
        city=city.label if city else "",
        topics=_topics(reader),
        example=_example(question, picked),
        held=held,
        held_title=_held_title(held),
        held_lead=_thin(held),
        map=_map(city, reader),
        regions=_regions(held),
        cost_words=_("{n} of {of} practices state a cost.").format(
            n=numbers.number(held.with_cost), of=numbers.number(held.practices)
        ),
        failures=_failures(picked),
        failures_url=browse_url("practice", status="failed"),
        news=_news(picked, reader),
        news_when=_("Added {day}").format(day=numbers.day(held.added)) if held.added else "",
    )


def _pick(question: str, city: City | None, reader: Reader | None) -> Picked:
    """Choose the practices of the page and read all of them at once."""
    asker = city or all_cities().filter(pk=EXAMPLE_CITY).first()
    nearby = Nearby(asker, near_cities(asker))
    answers, total = _answers(question, nearby, reader)
    missed = missed_plans(reader=reader, limit=FAILURES)
    failed = [one.slug for one in missed]
    if len(failed) < FAILURES:
        failed += other_failures(failed, reader=reader, limit=FAILURES - len(failed))
    new = newest_practices(reader=reader, limit=NEW_PRACTICES)
    rows = {row.slug: row for row in practice_rows([*answers, *failed, *new], reader=reader)}
    return Picked(
        nearby=nearby,
        is_example=city is None,
        compared=_compared([rows[slug] for slug in answers if slug in rows], nearby),
        total=total,
        missed={one.slug: one for one in missed},
        failed=tuple(rows[slug] for slug in failed if slug in rows),
        new=tuple(rows[slug] for slug in new if slug in rows),
    )


def _answers(question: str, nearby: Nearby, reader: Reader | None) -> tuple[list[str], int]:
    """Return the practices that answer the question best, and how many answer it."""
    if nearby.city is None:
        return [], 0
    near = ClosenessShares(nearby.city.pk, nearby.near)
    practices = Filters(kinds=("practice",))
    look = Look(filters=practices, near=near, limit=BEST, explained=range(0))
    found = find_in_library(question, look, reader=reader)
    return [hit.slug for hit in found.hits], found.total


def _compared(rows: Sequence[PracticeRow], nearby: Nearby) -> tuple[PracticeRow, ...]:
    """Choose the closest cities among good answers; a failure among these is always shown.

    Up to four that state the price of a unit come before the others, so that prices compare.
    """
    others = [row for row in rows if nearby.city and row.place.city_id != nearby.city.pk]
    closest = sorted(others, key=lambda row: rank_of(row, nearby))
    priced = {price.slug for price in unit_prices_of(rows)}
    first = [row for row in closest if row.slug in priced][:PRICED]
    ordered = [*first, *(row for row in closest if row not in first)]
    chosen = ordered[:COMPARED]
    failed = [row for row in ordered[COMPARED:] if row.has_failed]
    if failed and not any(row.has_failed for row in chosen):
        chosen[-1] = failed[0]
    return tuple(chosen)


def _example(question: str, picked: Picked) -> Example | None:
    """Set the answers to the question side by side; None where there are none."""
    asker, rows = picked.nearby.city, picked.compared
    if asker is None or not rows:
        return None
    kicker = ""
    if picked.is_example:
        kicker = _("An example. Name your city above and everything here is compared with it.")
    elif not question:
        kicker = _("For example. Ask your own question above.")
    question = question or EXAMPLE_QUESTION
    return Example(
        title=_title(question, asker),
        kicker=kicker,
        city_name=asker.name,
        comparison=compare_practices(
            rows, ranges_of(unit_prices_of(rows)), picked.nearby, total=picked.total
        ),
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
    counts = {
        one.value: one.count for one in find_in_library("", look, reader=reader).facets["themes"]
    }
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
        "The library is strongest in {region}; {thin} is thin, and we say so.",
        "The library is strongest in {region}; {thin} are thin, and we say so.",
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


def _failures(picked: Picked) -> tuple[Failure, ...]:
    """Return three that failed: those furthest from their plan, then those best told."""
    return tuple(
        _missed(picked.missed[row.slug], row) if row.slug in picked.missed else _failure(row)
        for row in picked.failed
    )


def _missed(one: Missed, row: PracticeRow) -> Failure:
    is_money = numbers.is_currency(one.unit)
    failure = _failure(row)
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
    said = row.setback or row.result
    sources = [said.source] if said and said.source else row.sources[:1]
    return Failure(
        title=_titled(row),
        url=record_url("practice", row.slug),
        says=said.text if said else "",
        lesson="",
        source=source_line(list(sources)),
        chart=None,
        chart_title="",
    )


def _titled(row: PracticeRow) -> str:
    """Return a title with its city before it, unless the title names the city itself."""
    place = row.place.city or row.place.country
    is_named = any(word in row.title for word in place.split() if len(word) >= SHORTEST_NAME)
    return row.title if is_named else f"{place}: {row.title}"


def _news(picked: Picked, reader: Reader | None) -> tuple[News, ...]:
    documents = newest_documents(reader=reader, limit=NEW_DOCUMENTS)
    return (*map(_new_practice, picked.new), *map(_new_document, documents))


def _new_practice(row: PracticeRow) -> News:
    ended = row.status in {"ended", "cancelled"}
    sentence = row.result or row.setback
    return News(
        key=_("Practice, ended") if ended else _("Practice"),
        title=_titled(row),
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
