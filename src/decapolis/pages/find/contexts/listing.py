"""The page of answers: what was understood, how to narrow it, and the answers themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.pages.components import Chip, Crumb, Facet, Hit, Pager, Tab
from decapolis.pages.find.contexts.hits import Nearby, Rows, hits_of
from decapolis.pages.find.contexts.narrowing import (
    chips_of,
    facets_of,
    filter_chips,
    kind_tabs,
    sort_tabs,
    view_tabs,
)
from decapolis.pages.find.contexts.places import AnswerMap
from decapolis.pages.find.contexts.side_by_side import Comparison, Words
from decapolis.pages.find.forms import FAILED, LONGEST_QUESTION, FindQuery
from decapolis.pages.library.contexts.links import brief_url, browse_url, kinds_label, theme_label
from decapolis.search.queries import Found
from decapolis.search.queries import Hit as Answer

LONGEST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class CityTrouble:
    """A city that was asked for and could not be settled; ``choices`` are label and address."""

    message: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found for one view, as search and the library gave it."""

    found: Found
    part: "Page[Answer]"  # which page it is of how many
    hits: tuple[Answer, ...]  # of this page; none where practices stand side by side
    rows: Mapping[str, Rows]
    map: AnswerMap | None
    comparison: Comparison | None
    told: tuple[Words, ...]  # what the practices among them show


@dataclass(frozen=True, slots=True)
class FindPage:
    """What the page of answers shows."""

    template: ClassVar[str] = "find/find.html"
    query: FindQuery
    title: str
    lead: str
    says: str
    crumbs: tuple[Crumb, ...]
    city: str
    city_name: str
    trouble: CityTrouble | None
    corrected: str
    typed_url: str
    mended_url: str
    again_url: str  # understands everything again; empty where nothing was taken away
    notices: tuple[str, ...]
    understood: tuple[Chip, ...]
    failures_url: str  # only what failed, where the question asks for failures; else empty
    narrowed: tuple[Chip, ...]
    clear_url: str
    kinds: tuple[Tab, ...]
    facets: tuple[Facet, ...]
    sorts: tuple[Tab, ...]
    views: tuple[Tab, ...]
    map: AnswerMap | None
    comparison: Comparison | None
    list_url: str  # all practices of which some stand side by side; empty where all do
    list_words: str
    told: tuple[Words, ...]
    hits: tuple[Hit, ...]
    pager: Pager
    brief: str
    csv_url: str
    wider: tuple[Tab, ...]  # ways out where nothing was found


def find_page(
    query: FindQuery, answers: Answers, nearby: Nearby, *, trouble: CityTrouble | None
) -> FindPage:
    """Return the page of answers."""
    found, city = answers.found, nearby.city
    has_city, compares = city is not None, answers.comparison is not None
    return FindPage(
        query=query,
        title=_title(query),
        lead=_lead(query),
        says=_says(query, answers),
        crumbs=_crumbs(query),
        city=city.label if city else (query.city or ""),
        city_name=city.name if city else "",
        trouble=trouble,
        corrected=found.corrected,
        typed_url=query.url(as_typed=True),
        mended_url=query.url(as_typed=False),
        again_url=query.url(without=()) if query.without else "",
        notices=(*found.notices, *_cut(query)),
        understood=chips_of(query, found.said),
        failures_url=_failures(query, found),
        narrowed=filter_chips(query),
        clear_url=query.cleared() if query.used > 1 else "",
        kinds=kind_tabs(query, found.facets, compares=compares),
        facets=facets_of(query, found.facets, has_city=has_city)
        if found.total or query.used
        else (),
        sorts=sort_tabs(query, has_city=has_city),
        views=view_tabs(query, has_city=has_city, compares=compares),
        map=answers.map,
        comparison=answers.comparison,
        list_url=_list_url(query, answers),
        list_words=_("All {n} practices as a list").format(n=numbers.number(found.total)),
        told=answers.told,
        hits=hits_of(answers.hits, answers.rows, nearby),
        pager=Pager.of(answers.part, lambda number: query.url(page=number)),
        brief=_brief(query, city),
        csv_url=(replace(query, kind="practice") if compares else query).csv_url(),
        wider=() if found.total else _wider(query),
    )


def _list_url(query: FindQuery, answers: Answers) -> str:
    shown = len(answers.comparison.rows) if answers.comparison else 0
    return query.url(kind="practice", view="list") if 0 < shown < answers.found.total else ""


def _cut(query: FindQuery) -> tuple[str, ...]:
    if not query.is_cut:
        return ()
    words = _("Only the first {n} letters of the question were read.")
    return (words.format(n=numbers.number(LONGEST_QUESTION)),)


def _brief(query: FindQuery, city: City | None) -> str:
    if city is None or query.kind not in {"", "practice"}:
        return ""
    question = query.text or (theme_label(query.theme[0]) if query.theme else "")
    return brief_url(city.pk, question) if question else ""


def _failures(query: FindQuery, found: Found) -> str:
    asks = any(one.key == "outcome:badly" for one in found.said)
    has_some = any(one.value == FAILED for one in found.facets.get("statuses", ()))
    if not asks or not has_some or FAILED in query.status:
        return ""
    return query.url(kind="practice", status=(FAILED,))


def _title(query: FindQuery) -> str:
    """Return the heading: the question, else the theme or the kind that is listed."""
    if query.text:
        cut = query.text[:LONGEST_SHOWN]
        return cut if cut == query.text else cut.rsplit(" ", 1)[0] + " …"
    if len(query.theme) == 1:
        kind = kinds_label(query.kind)
        return _("{theme}: {kind}").format(theme=theme_label(query.theme[0]), kind=kind.lower())
    if query.base == "/find":
        return _("Find")
    return kinds_label(query.kind) if query.kind else _("The library")


def _lead(query: FindQuery) -> str:
    if query.base == "/find":
        return ""
    leads = {
        "practice": _(
            "What cities did, what it cost, what came of it and what went wrong. Failures are as "
            "welcome as successes."
        ),
        "document": _("Strategies, toolkits, rules, reports and videos that a city can use."),
        "technology": _(
            "Kinds of technology, never products: what each needs and costs, and what to ask."
        ),
        "organisation": _("Bodies that work for cities without being cities, in five sectors."),
    }
    return leads.get(
        query.kind, _("Practices, documents, technologies and organisations in one list.")
    )


def _says(query: FindQuery, answers: Answers) -> str:
    total = answers.found.total
    if not total:
        return _("Nothing was found.")
    count = numbers.number(total)
    if answers.comparison:
        shown = len(answers.comparison.rows)
        told = ngettext(
            "{n} practice", "{n} practices side by side, the closest cities first", shown
        )
        return told.format(n=numbers.number(shown))
    if query.text:
        told = ngettext("{n} answer, the best first", "{n} answers, the best first", total)
        plain = ngettext("{n} answer", "{n} answers", total)
        return (told if query.sort == "relevance" else plain).format(n=count)
    return ngettext("{n} record", "{n} records", total).format(n=count)


def _crumbs(query: FindQuery) -> tuple[Crumb, ...]:
    if query.base == "/find":
        return ()
    steps = [Crumb(_("Library"), "/library" if query.kind or query.theme else "")]
    if query.kind:
        is_last = not query.theme
        steps.append(Crumb(kinds_label(query.kind), "" if is_last else browse_url(query.kind)))
    if query.theme:
        steps.append(Crumb(numbers.listing([theme_label(one) for one in query.theme])))
    return tuple(steps)


def _wider(query: FindQuery) -> tuple[Tab, ...]:
    """Return what may help where nothing was found, each an address."""
    ways = []
    if query.used:
        ways.append(Tab(_("The same without filters"), query.cleared()))
    if query.kind and query.base == "/find":
        ways.append(Tab(_("The same among everything"), query.url(kind="", subkind=())))
    if query.text:
        ways.append(Tab(_("All practices"), browse_url("practice")))
    return tuple(ways)
