"""What the first page shows to everyone alike: made once, and again when the library changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel import numbers
from decapolis.kernel.charts import Bar, BarList, MapDot, PlanOutcome
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.find import find_in_library
from decapolis.library.bridge.kept import Kept
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
from decapolis.pages.library.contexts.links import (
    browse_url,
    record_url,
    source_line,
    theme_label,
)
from decapolis.pages.library.contexts.practice import years_of
from decapolis.search.queries import Filters, Look

FAILURES = 3
MOST_TOPICS = 11
NEW_PRACTICES, NEW_DOCUMENTS = 4, 2
SHORTEST_NAME = 4
THIN = 0.1  # of the practices of the strongest region


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
class Standing:
    """All that does not depend on the reader's city or question."""

    practices: int
    title: str
    thin: str  # where the library is strongest, and where it is thin
    cost_words: str
    topics: tuple[Topic, ...]
    dots: tuple[MapDot, ...]
    regions: BarList
    failures: tuple[Failure, ...]
    news: tuple[News, ...]
    news_when: str


_standing: Kept[str, Standing] = Kept(lasting="standing")


def standing(reader: Reader | None) -> Standing:
    """Return what everyone sees who may see as much as this reader, in their language."""
    return _standing.get(["all"], lambda _keys: {"all": _made(reader)}, reader=reader)["all"]


def _made(reader: Reader | None) -> Standing:
    held = holdings(reader=reader)
    missed = {one.slug: one for one in missed_plans(reader=reader, limit=FAILURES)}
    failed = [*missed]
    if len(failed) < FAILURES:
        failed += other_failures(failed, reader=reader, limit=FAILURES - len(failed))
    new = newest_practices(reader=reader, limit=NEW_PRACTICES)
    rows = {row.slug: row for row in practice_rows([*failed, *new], reader=reader)}
    documents = newest_documents(reader=reader, limit=NEW_DOCUMENTS)
    return Standing(
        practices=held.practices,
        title=_held_title(held),
        thin=_thin(held),
        cost_words=_("{n} of {of} practices state a cost.").format(
            n=numbers.number(held.with_cost), of=numbers.number(held.practices)
        ),
        topics=_topics(reader),
        dots=_dots(reader),
        regions=_regions(held),
        failures=tuple(
            _missed(missed[slug], rows[slug]) if slug in missed else _failure(rows[slug])
            for slug in failed
            if slug in rows
        ),
        news=(
            *(_new_practice(rows[slug]) for slug in new if slug in rows),
            *map(_new_document, documents),
        ),
        news_when=_("Added {day}").format(day=numbers.day(held.added)) if held.added else "",
    )


def _topics(reader: Reader | None) -> tuple[Topic, ...]:
    """Return the themes of most practices with their number, and the way to the others."""
    look = Look(filters=Filters(kinds=("practice",)), limit=0)
    counts = {
        one.value: one.count for one in find_in_library("", look, reader=reader).facets["themes"]
    }
    held = sorted(filter(counts.get, Theme.values), key=lambda theme: -counts[theme])
    topics = [
        Topic(theme_label(theme), browse_url("practice", theme=theme), counts[theme])
        for theme in held[:MOST_TOPICS]
    ]
    if len(held) > MOST_TOPICS:
        topics.append(Topic(_("All themes"), browse_url("practice")))
    return tuple(topics)


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


def _dots(reader: Reader | None) -> tuple[MapDot, ...]:
    return tuple(
        MapDot(label=dot.name, lat=dot.lat, lon=dot.lon, failed=dot.cancelled > 0)
        for dot in practice_map(reader=reader)
    )


def _regions(held: Holdings) -> BarList:
    return BarList(
        label=_("Practices by region"),
        bars=tuple(Bar(name or _("not stated"), count) for name, count in held.regions),
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
