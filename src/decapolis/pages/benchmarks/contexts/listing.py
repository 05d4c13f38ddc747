"""The list of published rankings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.benchmarks.bridge.chances import stands
from decapolis.benchmarks.models import Run
from decapolis.benchmarks.queries.editions import EditionFacts
from decapolis.kernel import numbers
from decapolis.pages.benchmarks.contexts.links import edition_url, method_url
from decapolis.pages.benchmarks.contexts.saying import firmness
from decapolis.pages.components import Crumb


@dataclass(frozen=True, slots=True)
class Line:
    """One ranking of the list."""

    name: str
    url: str
    year: str
    cities: str
    firm: str
    state: str  # empty: it is published


@dataclass(frozen=True, slots=True)
class Family:
    """A framework with its editions; ``measures`` are its criteria by name."""

    name: str
    about: str
    measures: str
    attribution: str
    method_url: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RankingsPage:
    """What the list of rankings shows."""

    template: ClassVar[str] = "benchmarks/list.html"
    families: tuple[Family, ...]
    lead: str
    crumbs: tuple[Crumb, ...]


def rankings_page(
    editions: Sequence[EditionFacts], runs: Mapping[int, Run], about: Mapping[str, str]
) -> RankingsPage:
    """Return the list.

    Parameters
    ----------
    runs
        By the key of the edition.
    about
        Of each framework by slug, what it measures.
    """
    shown = [facts for facts in editions if facts.edition_id in runs]
    families: dict[str, list[EditionFacts]] = {}
    for facts in shown:
        families.setdefault(facts.framework, []).append(facts)
    count = len(shown)
    words = ngettext(
        "{n} ranking, each place with the range in which it could as well be.",
        "{n} rankings, each place with the range in which it could as well be.",
        count,
    )
    return RankingsPage(
        families=tuple(
            Family(
                name=of[0].framework_name,
                about=about.get(slug, ""),
                measures=_measures(runs[of[0].edition_id]),
                attribution=of[0].attribution,
                method_url=method_url(of[0]),
                lines=tuple(_line(facts, runs[facts.edition_id]) for facts in of),
            )
            for slug, of in families.items()
        ),
        lead=words.format(n=numbers.number(count)),
        crumbs=(Crumb(_("Cities"), "/cities/"), Crumb(_("Rankings"))),
    )


def _line(facts: EditionFacts, run: Run) -> Line:
    names = dict(zip(run.inputs["units"], run.inputs["unit_names"], strict=True))
    words = ngettext("{n} city", "{n} cities", facts.cities)
    return Line(
        name=facts.name,
        url=edition_url(facts),
        year=str(facts.year or ""),
        cities=words.format(n=numbers.number(facts.cities)),
        firm=firmness(run, names, stands(run)),
        state="" if facts.state == "published" else facts.state_label,
    )


def _measures(run: Run) -> str:
    """Return what an index is made of directly, by name."""
    index, inputs = run.result["index"], run.inputs
    rows = [*inputs["aggregates"], *inputs["indicators"]]
    names = [one["name"] or one["code"] for one in rows if one["parent"] == index]
    return numbers.listing(names)
