"""The ways to narrow a list, what is chosen of them, and what was understood of the question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from decapolis.cities.choices import SIZE_CLASSES
from decapolis.kernel.numbers import locale
from decapolis.library.choices import DocumentKind, Evidence, Maturity, Status
from decapolis.organisations.choices import Sector
from decapolis.pages.components import Chip, Facet, FacetOption, Tab
from decapolis.pages.find.forms import FAILED, NARROWING, FindQuery
from decapolis.pages.library.contexts.links import ROOMS, kinds_label, theme_label
from decapolis.search.queries import Count, Said

MOST_COUNTRIES = 12
MOST_THEMES = 12

FACETS = {"theme": "themes", "country": "countries", "status": "statuses", "subkind": "subkinds"}

Counts = Mapping[str, Sequence[Count]]


def _held(counts: Counts, facet: str) -> dict[str, int]:
    return {one.value: one.count for one in counts.get(facet, ())}


def kind_tabs(query: FindQuery, counts: Counts, *, compares: bool) -> tuple[Tab, ...]:
    """Return the kinds of records as tabs, with how many answers each holds.

    Only practices are set side by side; everything together is a list.
    """
    held = _held(counts, "kinds")
    now = "practice" if compares else query.kind
    every = _kind_url(replace(query, view="list") if compares else query, "")
    is_list = query.base != "/find" and not query.text
    tabs = [Tab(kinds_label(""), every, not now, None if is_list else sum(held.values()))]
    tabs += [
        Tab(kinds_label(kind), _kind_url(query, kind), now == kind, held.get(kind, 0))
        for kind in ROOMS
    ]
    return tuple(tabs)


def _kind_url(query: FindQuery, kind: str) -> str:
    """Return the same view of another kind: a list of its own while nothing is asked."""
    if query.base == "/find":
        return query.url(kind=kind, subkind=())
    base = f"/{ROOMS[kind]}/" if kind else "/library"
    return replace(query, base=base).url(kind=kind, subkind=())


def facets_of(query: FindQuery, counts: Counts, *, has_city: bool) -> tuple[Facet, ...]:
    """Return the ways to narrow this view; those that would change nothing are left out."""
    found = [
        _counted(query, "theme", _("Theme"), counts, most=MOST_THEMES),
        _subkinds(query, counts),
        _counted(query, "status", _("Status"), counts),
        _near(query) if has_city else None,
        _counted(query, "country", _("Country"), counts, most=MOST_COUNTRIES),
        _sizes(query, counts),
        _costs(query),
        _evidence(query, counts),
    ]
    return tuple(one for one in found if one and one.options)


def labels_of(name: str, values: Iterable[str]) -> dict[str, str]:
    """Return values of a filter in words."""
    if name == "theme":
        return {value: theme_label(value) for value in values}
    known = locale().territories if name == "country" else _fixed_labels(name)
    return {value: str(known.get(value, value)) for value in values}


def _fixed_labels(name: str) -> dict[str, str]:
    if name == "status":
        return {FAILED: _("Cancelled or went badly"), **_labels(Status)}
    if name == "size":
        return {
            key: _("{words} people").format(words=words) for key, words, _low, _high in SIZE_CLASSES
        }
    if name == "subkind":
        return {**_labels(DocumentKind), **_labels(Sector), **_labels(Maturity)}
    if name == "evidence":
        return {
            str(level): str(Evidence(level).label)
            if level == max(Evidence.values)
            else _("{level} or better").format(level=Evidence(level).label)
            for level in Evidence.values
        }
    if name == "near":
        return {
            "very-close": _("Nearest 2 of 100 cities"),
            "close": _("Nearest 10 of 100"),
            "fairly-close": _("Nearest 30 of 100"),
        }
    return {
        "under-1m": _("Under Int$1M"),
        "1m-10m": _("Int$1M to 10M"),
        "10m-100m": _("Int$10M to 100M"),
        "over-100m": _("Over Int$100M"),
    }


def _labels(choices: "type[DocumentKind | Sector | Maturity | Status]") -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


def _counted(
    query: FindQuery,
    name: str,
    title: str,
    counts: Counts,
    *,
    most: int | None = None,
) -> Facet:
    """Return a facet with counts; what is chosen is always among its options."""
    held = _held(counts, FACETS[name])
    chosen: tuple[str, ...] = getattr(query, name)
    order = sorted(held, key=lambda value: (value != FAILED, -held[value], value))[:most]
    labels = labels_of(name, [*order, *chosen])
    return Facet(
        title,
        tuple(
            FacetOption(
                label, query.toggled(name, value), held.get(value, 0), chosen=value in chosen
            )
            for value, label in labels.items()
            if held.get(value) or value in chosen
        ),
    )


def _subkinds(query: FindQuery, counts: Counts) -> Facet | None:
    titles = {
        "document": _("Kind of document"),
        "organisation": _("Sector"),
        "technology": _("Maturity"),
    }
    if query.kind not in titles:
        return None
    return _counted(query, "subkind", titles[query.kind], counts)


def _sizes(query: FindQuery, counts: Counts) -> Facet:
    held, labels = _held(counts, "sizes"), _fixed_labels("size")
    return Facet(
        _("Size of the city"),
        tuple(
            FacetOption(
                label, query.toggled("size", key), held.get(key, 0), chosen=key in query.size
            )
            for key, label in labels.items()
            if held.get(key) or key in query.size
        ),
    )


def _evidence(query: FindQuery, counts: Counts) -> Facet:
    """Return how own results are known, from the best; each counts what is known so or better."""
    held = _held(counts, "evidence")
    labels = _fixed_labels("evidence")
    levels = sorted((str(level) for level in Evidence.values if level), reverse=True)
    return Facet(
        _("Own results"),
        tuple(
            FacetOption(
                labels[level],
                query.toggled("evidence", level),
                held.get(level, 0),
                chosen=query.evidence == level,
            )
            for level in levels
            if held.get(level) or query.evidence == level
        ),
    )


def _costs(query: FindQuery) -> Facet | None:
    if query.kind not in {"", "practice"}:
        return None
    return _single(query, "cost", _("About what it cost"))


def _near(query: FindQuery) -> Facet | None:
    if query.kind == "technology":
        return None
    return _single(query, "near", _("Close to your city"))


def _single(query: FindQuery, name: str, title: str) -> Facet:
    held = getattr(query, name)
    return Facet(
        title,
        tuple(
            FacetOption(label, query.toggled(name, value), chosen=held == value)
            for value, label in _fixed_labels(name).items()
        ),
    )


def chips_of(query: FindQuery, said: Sequence[Said]) -> tuple[Chip, ...]:
    """Return what was understood; taking a word away leaves it in the address as not meant."""
    modes = {"filter": _("Only:"), "weight": _("Preferred:")}
    return tuple(
        Chip(
            label=one.says,
            url=query.url(without=(*query.without, one.key)),
            kind=_("Subject:") if one.kind == "subject" else modes.get(one.mode, ""),
        )
        for one in said
    )


def filter_chips(query: FindQuery) -> tuple[Chip, ...]:
    """Return the filters that are set; each can be taken away."""
    chips: list[Chip] = []
    for name in NARROWING:
        held = getattr(query, name)
        values = [value for value in ([held] if isinstance(held, str) else held) if value]
        chips += (
            [
                Chip(label, query.toggled(name, value))
                for value, label in labels_of(name, values).items()
            ]
            if values
            else []
        )
    return tuple(chips)


def sort_tabs(query: FindQuery, *, has_city: bool) -> tuple[Tab, ...]:
    """Return the orders that a list can be in."""
    orders = {
        "relevance": _("Best match"),
        "nearest": _("Closest to your city"),
        "newest": _("Newest"),
        "evidence": _("Best known"),
        "cheapest": _("Least cost"),
        "title": _("By name"),
    }
    left_out = set() if has_city else {"nearest"}
    left_out |= {"title"} if query.text else {"relevance"}
    left_out |= {"cheapest", "evidence"} if query.kind not in {"", "practice"} else set()
    now = query.order(has_city=has_city)
    return tuple(
        Tab(label, query.url(sort=name), name == now)
        for name, label in orders.items()
        if name not in left_out or name == now
    )


def view_tabs(query: FindQuery, *, has_city: bool, compares: bool) -> tuple[Tab, ...]:
    """Return the views of a list: one below the other, side by side, on the map."""
    views = {"compare": _("Side by side"), "list": _("List"), "map": _("Map")}
    can_compare = has_city and query.kind in {"", "practice"}
    now = "compare" if compares else "map" if query.view == "map" else "list"
    return tuple(
        Tab(label, query.url(view=name if can_compare or name == "map" else ""), now == name)
        for name, label in views.items()
        if (name != "compare" or can_compare) and (name != "map" or query.kind != "technology")
    )
