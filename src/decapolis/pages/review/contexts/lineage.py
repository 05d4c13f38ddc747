"""Who followed whom: as a tree, and on the map."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.charts import MapDot, WorldMap
from decapolis.kernel.permissions import Reader
from decapolis.library.models import Practice
from decapolis.library.queries.adoptions import (
    AdoptionFacts,
    Branch,
    Lineage,
    Spot,
    lineage_of,
)
from decapolis.organisations.queries import speaks_for_bodies
from decapolis.pages.components import Crumb

SHOWN = 6  # of those that followed, on the page of a practice


@dataclass(frozen=True, slots=True)
class Twig:
    """One place in the tree, and those that came from it."""

    title: str
    url: str  # empty: it has no page yet
    place: str
    place_url: str
    year: str
    changed: str
    gave: str
    result: str  # of its own page
    source: str
    mark: str  # what is known of its results, in words
    has_failed: bool
    by: str
    is_here: bool
    is_again: bool
    withdraw_url: str  # empty: the reader may not
    twigs: tuple["Twig", ...]


@dataclass(frozen=True, slots=True)
class Adopted:
    """What the page of a practice says of those that followed it."""

    followed: tuple[tuple[str, str, str], ...]  # title, address and place of what it came from
    twigs: tuple[Twig, ...]
    more: str  # how many are not shown; empty: none
    map: WorldMap | None
    says: str
    all_url: str  # empty: there is nothing to see
    adopt_url: str


@dataclass(frozen=True, slots=True)
class AdoptionsPage:
    """The whole tree around a practice."""

    template: ClassVar[str] = "review/adoptions.html"
    crumbs: tuple[Crumb, ...]
    title: str
    practice_url: str
    lead: str
    trees: tuple[Twig, ...]
    map: WorldMap | None
    adopt_url: str


def adopted_part(practice: Practice, *, reader: Reader | None) -> Adopted:
    """Return what the page of a practice says of its lineage; at most five queries."""
    lineage = lineage_of(practice, reader=reader)
    here = lineage.here
    hidden = len(here.branches) - SHOWN
    more = ngettext("{n} more city followed it", "{n} more cities followed it", max(hidden, 1))
    return Adopted(
        followed=tuple(
            (one.title, reverse("library:practice", args=[one.slug]), one.place)
            for one in lineage.followed
        ),
        twigs=tuple(_twig(branch, frozenset()) for branch in here.branches[:SHOWN]),
        more=more.format(n=numbers.number(hidden)) if hidden > 0 else "",
        map=_map([here]) if here.branches else None,
        says=_says(lineage),
        all_url="" if lineage.is_empty else reverse("review:adoptions", args=[practice.slug]),
        adopt_url=reverse("review:adopt", args=[practice.slug]),
    )


def adoptions_page(practice: Practice, *, reader: Reader | None) -> AdoptionsPage:
    """Return the whole tree as its reader sees it; a constant number of queries."""
    lineage = lineage_of(practice, reader=reader)
    own = _withdrawable(lineage, reader)
    url = reverse("library:practice", args=[practice.slug])
    return AdoptionsPage(
        crumbs=(
            Crumb(_("Practices"), "/practices/"),
            Crumb(practice.title, url),
            Crumb(_("Adopted by")),
        ),
        title=practice.title,
        practice_url=url,
        lead=_says(lineage),
        trees=tuple(_twig(tree, own) for tree in lineage.trees),
        map=_map(lineage.trees),
        adopt_url=reverse("review:adopt", args=[practice.slug]),
    )


def _says(lineage: Lineage) -> str:
    count = lineage.count
    if not count:
        return ""
    words = ngettext(
        "{n} city followed this practice.", "{n} cities followed this practice.", count
    )
    measured = sum(bool(one.adoption and one.adoption.is_measured) for one in lineage.here)
    if not measured:
        return words.format(n=numbers.number(count))
    more = ngettext(
        "{n} of them states measured results of its own.",
        "{n} of them state measured results of their own.",
        measured,
    )
    return f"{words.format(n=numbers.number(count))} {more.format(n=numbers.number(measured))}"


def _withdrawable(lineage: Lineage, reader: Reader | None) -> frozenset[int]:
    """Return the adoptions that the reader may withdraw, as the rule has it; one query."""
    facts = [one.adoption for tree in lineage.trees for one in tree if one.adoption]
    if not facts or reader is None or not reader.is_authenticated:
        return frozenset()
    if reader.is_staff:
        return frozenset(one.number for one in facts)
    key = getattr(reader, "pk", None)
    cities = {body.pk for body in speaks_for_bodies(reader) if isinstance(body, City)}
    return frozenset(one.number for one in facts if one.by_id == key or one.city.city_id in cities)


def _twig(branch: Branch, own: frozenset[int]) -> Twig:
    facts = branch.adoption
    spot = branch.spot
    return Twig(
        title=branch.title,
        url=reverse("library:practice", args=[branch.slug]) if branch.slug else "",
        place=branch.place,
        place_url=_city_url(spot) if spot else "",
        year=str(facts.year) if facts and facts.year else "",
        changed=facts.changed if facts else "",
        gave=facts.gave if facts else "",
        result=facts.result if facts else "",
        source=facts.source if facts else "",
        mark=_mark(facts) if facts else "",
        has_failed=bool(facts and facts.has_failed),
        by=_by(facts) if facts else "",
        is_here=branch.is_here,
        is_again=branch.is_again,
        withdraw_url=reverse("review:withdraw_adoption", args=[facts.number])
        if facts and facts.number in own
        else "",
        twigs=tuple(_twig(one, own) for one in branch.branches),
    )


def _mark(facts: AdoptionFacts) -> str:
    if facts.has_failed:
        return _("It went badly there, or was cancelled.")
    if facts.is_measured:
        return _("Its own results are measured.")
    if facts.practice:
        return _("Its results are not measured yet.")
    return _("Told by the city; it has no page here yet.")


def _by(facts: AdoptionFacts) -> str:
    day = numbers.day(facts.at.date())
    if facts.by:
        return _("Recorded by {who} on {day}.").format(who=facts.by, day=day)
    return _("Recorded on {day}.").format(day=day)


def _city_url(spot: Spot) -> str:
    return f"/cities/{spot.city_id}-{slugify(spot.name) or 'city'}"


def _map(trees: Iterable[Branch]) -> WorldMap | None:
    """Return the cities of trees with a line from each to those that followed it."""
    dots: dict[int, MapDot] = {}
    lines: list[tuple[MapDot, MapDot]] = []

    def enter(branch: Branch, above: MapDot | None) -> None:
        dot = _dot(branch)
        if dot and branch.spot:
            dot = dots.setdefault(branch.spot.city_id, dot)
            if above and above is not dot:
                lines.append((above, dot))
        for one in branch.branches:
            enter(one, dot)

    for tree in trees:
        enter(tree, None)
    return WorldMap(tuple(dots.values()), lines=tuple(lines)) if len(dots) > 1 else None


def _dot(branch: Branch) -> MapDot | None:
    spot, facts = branch.spot, branch.adoption
    if spot is None:
        return None
    url = reverse("library:practice", args=[branch.slug]) if branch.slug else ""
    failed = bool(facts and facts.has_failed)
    note = branch.title if branch.slug else _("No page yet")
    return MapDot(spot.name, spot.lat, spot.lon, url, failed=failed, named=True, note=note)
