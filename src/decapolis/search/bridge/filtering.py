"""Filter, count and sort entries by their columns."""

import numpy as np

from decapolis.engines.retrieval.fuse import Bools, Floats, Ints, inside, order
from decapolis.engines.retrieval.labels import Labels
from decapolis.engines.retrieval.question import Question
from decapolis.engines.text import fold
from decapolis.search.bridge.index import Index
from decapolis.search.queries import Count, Filters, Look

SIZES = {
    "small": (0, 100_000),
    "medium": (100_000, 500_000),
    "large": (500_000, 2_000_000),
    "very-large": (2_000_000, np.inf),
}
FAILED = "failed"
LEVELS = 10  # how much one level of evidence weighs against a step of a record's own results
FACETS = ("kinds", "themes", "countries", "sizes", "statuses", "subkinds", "evidence")

Masks = dict[str, Bools]


def allowed(index: Index, question: Question, filters: Filters) -> Masks:
    """Return for each filter in use which entries pass it; ``all``: which pass every one.

    ``said`` holds what the question's own items leave, as far as they filter.
    """
    columns, everything = index.columns, np.ones(len(index), dtype=bool)
    masks = {
        "kinds": _among(columns.kind, filters.kinds),
        "themes": _any(everything, [columns.themes.get(theme) for theme in filters.themes]),
        "countries": _among(columns.country, filters.countries),
        "cities": np.isin(columns.city, filters.cities) if filters.cities else None,
        "sizes": _any(everything, [_sized(index, size) for size in filters.sizes]),
        "statuses": _any(everything, [_status(index, one) for one in filters.statuses]),
        "subkinds": _among(index.subkinds, filters.subkinds),
        "evidence": _between(index.evidence, filters.evidence, None),
        "cost": _between(columns.cost, filters.cost_low, filters.cost_high),
        "years": _between(columns.started, filters.since, filters.until),
        "said": _said(question, index),
    }
    asked = {name: mask for name, mask in masks.items() if mask is not None}
    return asked | {"all": np.logical_and.reduce([everything, *asked.values()])}


def counts(
    index: Index, answering: Bools, masks: Masks, filters: Filters
) -> dict[str, tuple[Count, ...]]:
    """Return how many answers have each value; a facet's own filter does not narrow it."""
    found = {}
    for facet in FACETS:
        others = [mask for name, mask in masks.items() if name not in {facet, "all"}]
        rest = np.logical_and.reduce([answering, *others])
        chosen = getattr(filters, facet)
        chosen = {str(one) for one in (chosen if isinstance(chosen, tuple) else [chosen])}
        found[facet] = tuple(
            Count(value, count, chosen=value in chosen)
            for value, count in _tally(index, facet, rest)
            if count
        )
    return found


def sorted_places(places: Ints, scores: Floats, near: Floats, look: Look, index: Index) -> Ints:
    """Return the order of places that the reader asked for; the score settles what is equal.

    ``evidence`` puts what was reviewed first, the highest level first of all, then what nobody has
    reviewed, by how well its own results are known.
    """
    by_score = order(scores[places], index.by_key[places])
    columns = index.columns
    if look.sort == "title":
        titles = [fold(index.titles[place]) for place in places]
        return np.asarray(sorted(range(len(places)), key=titles.__getitem__), dtype=np.int64)
    values = {
        "newest": -columns.started[places],
        "cheapest": columns.cost[places],
        "evidence": -(LEVELS * np.nan_to_num(index.level) + index.evidence)[places],
        "nearest": -near[places],
    }.get(look.sort)
    if values is None:
        return by_score
    ranked = np.argsort(np.where(np.isnan(values), np.inf, values)[by_score], kind="stable")
    return by_score[ranked]


def _among(labels: Labels, chosen: tuple[str, ...]) -> Bools | None:
    return labels.among(chosen) if chosen else None


def _any(everything: Bools, masks: list[Bools | None]) -> Bools | None:
    """Return the entries of at least one mask; None is a mask of nothing, no mask asks nothing."""
    nothing = np.zeros_like(everything)
    chosen = [nothing if mask is None else mask for mask in masks]
    return np.asarray(np.logical_or.reduce(chosen)) if chosen else None


def _between(values: Floats, low: float | None, high: float | None) -> Bools | None:
    if low is None and high is None:
        return None
    mask = ~np.isnan(values)
    if low is not None:
        mask &= values >= low
    if high is not None:
        mask &= values <= high
    return mask


def _sized(index: Index, size: str) -> Bools:
    low, high = SIZES.get(size, (np.inf, 0))
    population = index.columns.population
    return np.asarray((population >= low) & (population < high))


def _status(index: Index, status: str) -> Bools:
    columns = index.columns
    if status == FAILED:
        return np.asarray(columns.status.among(["cancelled"]) | columns.went.among(["badly"]))
    return columns.status.among([status])


def _said(question: Question, index: Index) -> Bools | None:
    """Return the entries that are all that a question without other subject says."""
    columns = index.columns
    items = [item for item in question.items if item.mode == "filter"]
    areas = [inside(item, columns) for item in items if item.kind in {"country", "region"}]
    masks = [np.asarray(np.logical_or.reduce(areas))] if areas else []
    ranges = {"size": columns.population, "price": columns.cost, "years": columns.started}
    for item in items:
        if item.kind == "outcome":
            masks.append(_went(item.values[0], index))
        elif item.kind in ranges and not (item.kind == "price" and item.values):
            values = ranges[item.kind]
            masks.append((values >= item.low) & (values <= item.high))
    return np.asarray(np.logical_and.reduce(masks)) if masks else None


def _went(outcome: str, index: Index) -> Bools:
    went, status = index.columns.went, index.columns.status
    if outcome == "badly":
        return np.asarray(went.among(["badly", "mixed"]) | status.among(["cancelled"]))
    return went.among([outcome])


def _tally(index: Index, facet: str, rest: Bools) -> list[tuple[str, int]]:
    columns = index.columns
    if facet == "themes":
        rows = [(theme, int((mask & rest).sum())) for theme, mask in columns.themes.items()]
    elif facet == "sizes":
        return [(size, int((_sized(index, size) & rest).sum())) for size in SIZES]
    elif facet == "evidence":
        known = index.evidence[rest]
        return [(str(level), int((known >= level).sum())) for level in range(1, 5)]
    else:
        labels = {
            "kinds": columns.kind,
            "countries": columns.country,
            "statuses": columns.status,
            "subkinds": index.subkinds,
        }
        rows = labels[facet].counts(rest)
        if facet == "statuses":
            rows.append((FAILED, int((_status(index, FAILED) & rest).sum())))
    return sorted(rows, key=lambda row: (-row[1], row[0]))
