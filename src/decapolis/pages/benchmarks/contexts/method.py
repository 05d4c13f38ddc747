"""The page on how a ranking is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from decapolis.benchmarks.bridge.lately import lately
from decapolis.benchmarks.bridge.relations import Relation, relations
from decapolis.benchmarks.bridge.sturdiness import (
    Mover,
    Without,
    consistency,
    movers,
    without_each,
)
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.queries.editions import EditionFacts
from decapolis.benchmarks.queries.method import Step, method_of
from decapolis.kernel import numbers
from decapolis.kernel.charts import Bar, BarList, Table
from decapolis.pages.benchmarks.contexts.keeping import Held
from decapolis.pages.benchmarks.contexts.links import crumbs_to, file_url, tabs_of
from decapolis.pages.benchmarks.contexts.saying import how_grouped, what_it_cannot_tell
from decapolis.pages.components import Crumb, Tab

MOST_POINTS = 60  # treated or imputed values that the page lists
MOST_WIDE = 24  # criteria of which all pairs are shown
GOOD, POOR = 0.7, 0.5  # of Cronbach's alpha, as Nunnally (1978) has them


@dataclass(frozen=True, slots=True)
class MethodPage:
    """What the page on how a ranking is made shows."""

    template: ClassVar[str] = "benchmarks/method.html"
    facts: EditionFacts
    steps: tuple[Step, ...]
    how_grouped: str
    spec_url: str
    criteria: Table
    facts_of_run: tuple[tuple[str, str], ...]
    moved: BarList | None
    movers_say: str
    movers: Table | None
    without: Table | None
    without_says: str
    consistency: str
    pairs: Table | None
    left_out: tuple[str, ...]
    treated: Table | None
    imputed: Table | None
    agreement: tuple[str, ...]
    limits: tuple[str, ...]
    recipe_url: str
    data_url: str
    columns_url: str
    tabs: tuple[Tab, ...]
    crumbs: tuple[Crumb, ...]


def method_page(held: Held) -> MethodPage:
    """Return the page."""
    facts, run = held.facts, held.run
    found = _or_nothing(held, "movers", lambda: movers(run))
    without = _or_nothing(held, "without", lambda: without_each(run))
    related = _or_nothing(held, "relations", lambda: relations(run))
    return MethodPage(
        facts=facts,
        steps=method_of(run),
        how_grouped=how_grouped() if held.ranking.draws else "",
        spec_url=file_url(facts, "spec.json"),
        criteria=_criteria(held, related),
        facts_of_run=_facts(held),
        moved=_moved(found),
        movers_say=_movers_say(found),
        movers=_movers(found),
        without=_without(without),
        without_says=_without_says(without),
        consistency=_consistency(held),
        pairs=_pairs(related),
        left_out=held.ranking.left_out,
        treated=_treated(held),
        imputed=_imputed(held),
        agreement=(*_agreement(held.ranking.agreement), *_alone(held)),
        limits=what_it_cannot_tell(held),
        recipe_url=file_url(facts, "recipe.json"),
        data_url=file_url(facts, "data.csv"),
        columns_url=file_url(facts, "columns.csv"),
        tabs=tabs_of(facts, "method"),
        crumbs=crumbs_to(facts, Crumb(_("How it is made"))),
    )


def _or_nothing(held: Held, what: str, make: Any) -> Any:  # noqa: ANN401 -- of several kinds
    """Return what can be worked out of a run; nothing where it is too small for that."""

    def made() -> Any:  # noqa: ANN401 -- as above
        try:
            return make()
        except NotBuilt:
            return ()

    return lately(held.run, ("method", what), made)


def _facts(held: Held) -> tuple[tuple[str, str], ...]:
    run = held.run
    return (
        (_("Made"), numbers.day(run.at.date())),
        (_("Engine"), run.engine),
        (_("Draws"), numbers.number(held.ranking.draws)),
        (_("Seed"), str(run.seed)),
        (_("Digest of the inputs (SHA-256)"), run.digest),
    )


def _criteria(held: Held, related: Sequence[Relation]) -> Table:
    by = {one.code: one for one in related}
    told = {one.code: one for one in held.criteria}
    order = [one.code for one in held.criteria if one.code in held.names]
    codes = [*order, *(code for code in held.names if code not in told and code != held.index)]
    rows = []
    for code in codes:
        one, facts = by.get(code), told.get(code)
        weight = _percent(one.weight) if one else ""
        with_index = _correlation(one.with_index) if one else ""
        what = facts.definition if facts else ""
        rows.append((held.names[code], what, weight, with_index))
    return Table(
        (_("Criterion"), _("What it says"), _("Weight"), _("Goes with the index")),
        tuple(rows),
        frozenset({2, 3}),
    )


def _moved(found: Sequence[Mover]) -> BarList | None:
    if not found:
        return None
    bars = tuple(Bar(_what(one.name), max(round(100 * one.together), 0)) for one in found)
    return BarList(_("What moves the places, in percent"), bars)


def _movers(found: Sequence[Mover]) -> Table | None:
    if not found:
        return None
    rows = tuple((_what(one.name), _share(one.alone), _share(one.together)) for one in found)
    return Table((_("Choice"), _("By itself"), _("With others")), rows, frozenset({1, 2}))


def _movers_say(found: Sequence[Mover]) -> str:
    if not found:
        return ""
    words = _("Most depends on {what}: {share} of all movement of places goes with it.")
    return words.format(what=_what(found[0].name).lower(), share=_share(found[0].together))


def _what(name: str) -> str:
    known = {
        "weights": _("The weights, half as much to half as much again"),
        "normalisation": _("The common scale: as it is, z-scores or ranks"),
        "data": _("Errors in the data, a tenth of their spread"),
    }
    return known.get(name, name)


def _without(found: Sequence[Without]) -> Table | None:
    if not found:
        return None
    rows = tuple(
        (one.name, _percent(one.weight), numbers.number(one.moved, 1), numbers.number(one.most))
        for one in found
    )
    heads = (_("Without"), _("Its weight"), _("Places moved, mean"), _("At most"))
    return Table(heads, rows, frozenset({1, 2, 3}))


def _without_says(found: Sequence[Without]) -> str:
    if not found:
        return ""
    words = _("Without {name} a city moves {moved} places in the mean, and one moves {most}.")
    most = found[0]
    return words.format(
        name=most.name, moved=numbers.number(most.moved, 1), most=numbers.number(most.most)
    )


def _consistency(held: Held) -> str:
    alpha = _or_nothing(held, "alpha", lambda: consistency(held.run))
    if not isinstance(alpha, float):
        return ""
    if alpha >= GOOD:
        words = _("Cronbach's alpha is {alpha}: the criteria go together, as one thing seen from "
                  "several sides.")  # fmt: skip
    elif alpha >= POOR:
        words = _("Cronbach's alpha is {alpha}: the criteria go together in part.")
    else:
        words = _(
            "Cronbach's alpha is {alpha}: the criteria hardly go together. The index adds up "
            "different things, so that its order depends on their weights."
        )
    return words.format(alpha=numbers.number(round(alpha, 2), 2))


def _pairs(related: Sequence[Relation]) -> Table | None:
    leaves = [one for one in related if one.with_others]
    if not 1 < len(leaves) <= MOST_WIDE:
        return None
    rows = tuple((one.name, *map(_correlation, one.with_others)) for one in leaves)
    return Table(
        (_("Correlation"), *(one.name for one in leaves)),
        rows,
        frozenset(range(1, len(leaves) + 1)),
    )


def _treated(held: Held) -> Table | None:
    points = held.run.result["treated"][:MOST_POINTS]
    if not points:
        return None
    rows = tuple(
        (_city(held, unit), _criterion(held, code), _short(before), _short(after), str(method))
        for unit, code, before, after, method in points
    )
    heads = (_("City"), _("Criterion"), _("Before"), _("After"), _("How"))
    return Table(heads, rows, frozenset({2, 3}))


def _imputed(held: Held) -> Table | None:
    points = held.run.result["imputed"][:MOST_POINTS]
    if not points:
        return None
    rows = tuple(
        (_city(held, unit), _criterion(held, code), _short(value)) for unit, code, value in points
    )
    return Table((_("City"), _("Criterion"), _("Filled in")), rows, frozenset({2}))


def _agreement(found: Any) -> tuple[str, ...]:  # noqa: ANN401 -- JSON
    """Say how far the two reviewers agreed."""
    if not found.get("twice"):
        return ()
    words = _("{twice} scores were given twice; in {same} of them both reviewers gave the same.")
    said = [words.format(twice=numbers.number(found["twice"]), same=numbers.number(found["same"]))]
    names = {"interval": _("by distance"), "ordinal": _("by order")}
    for level, name in names.items():
        alpha = found.get(level, {})
        if alpha.get("alpha") is None:
            continue
        words = _("Krippendorff's alpha {name} is {alpha} (95% interval {low} to {high}).")
        said.append(
            words.format(
                name=name, **{key: _decimal(alpha[key]) for key in ("alpha", "low", "high")}
            )
        )
    return tuple(said)


def _alone(held: Held) -> tuple[str, ...]:
    """Say which cities one reviewer alone has read, so that no agreement can be told."""
    words = _("{city} was read by one reviewer only, so that no agreement can be told: {why}")
    return tuple(
        words.format(city=_city(held, one["code"]), why=one["why"])
        for one in held.ranking.agreement.get("one_reader", ())
    )


def _city(held: Held, unit: str) -> str:
    place = held.places.get(unit)
    return place.city.name if place else unit


def _criterion(held: Held, code: str) -> str:
    return held.names.get(code, code)


def _short(value: float | None) -> str:
    return numbers.number(value)


def _decimal(value: float | None) -> str:
    return numbers.number(None if value is None else round(value, 2), 2)


def _correlation(value: float | None) -> str:
    return _decimal(value) if value is not None else "\N{EN DASH}"


def _percent(share: float) -> str:
    return numbers.percent(round(100 * share, 1))


def _share(share: float) -> str:
    return numbers.percent(min(max(round(100 * share), 0), 100), 0)
