"""How close two cities are, as a chart and in words: from the comparison of peers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.charts import Closeness, DotPlot, DotRow
from decapolis.organisations.queries import PlaceFacts
from decapolis.pages.library.contexts.links import compare_url, for_theme
from decapolis.peers import bridge as peers
from decapolis.peers.queries import Closeness as Near
from decapolis.peers.queries import Comparison, PairFigure

SHOWN = 12
LEAST_WEIGHT = 0.002
FURTHEST = 0.75  # distance at the end of the scale; few pairs of cities lie further apart


@dataclass(frozen=True, slots=True)
class Nearness:
    """How close the city of a practice is to the reader's, or why that cannot be said."""

    title: str
    says: str  # one sentence, always
    chart: DotPlot | None
    differs: tuple[str, ...]  # what no percentile tells: climate, form of government
    note: str  # place among all, sources
    more: str = ""  # address of the whole comparison


def nearness(place: PlaceFacts, city: City | None, *, theme: str) -> Nearness | None:
    """Compare the city of a practice with the reader's; None where no city is chosen."""
    if city is None:
        return None
    title = _("How close is {theirs} to {mine}?").format(theirs=place.city, mine=city.name)
    if place.city_id == city.pk:
        says = _("The people who did it work in your own city hall.")
        return Nearness(_("This is your own city"), says, None, (), "")
    found = compared(city, place.city_id, theme=theme)
    if found is None:
        says = _(
            "{theirs} is not among the cities of which we hold figures, so it cannot be compared."
        ).format(theirs=place.city)
        return Nearness(title, says, None, (), "")
    rows = _rows(found.figures)
    chart = DotPlot(found.mine.name, found.theirs.name, rows, among=_("all cities that report it"))
    return Nearness(
        title=title,
        says=found.says,
        chart=chart if rows else None,
        differs=tuple(
            pair.sentence
            for pair in found.figures
            if pair.my_place is None and pair.counted and pair.weight > LEAST_WEIGHT
        ),
        note=_note(found),
        more=compare_url(city.pk, found.theirs.city_id, theme=found.theme or ""),
    )


def compared(city: City, other: int | None, *, theme: str) -> Comparison | None:
    """Return the comparison of two cities for a theme, or for none in particular."""
    if other is None:
        return None
    return peers.compare(city.pk, other, theme=theme if theme in peers.themes() else None)


def near_cities(city: City | None, *, theme: str = "") -> Mapping[int, Near]:
    """Return how near every comparable city is to the reader's; empty where none is chosen."""
    if city is None:
        return {}
    return peers.closeness(city.pk, theme=theme if theme in peers.themes() else None)


def closeness_chart(
    city: City | None, place: PlaceFacts, near: Mapping[int, Near]
) -> Closeness | None:
    """Return how close a place is as a chart; None where no city is chosen or it is the city."""
    if city is None or place.city_id == city.pk:
        return None
    found = near.get(place.city_id) if place.city_id else None
    if found is None:
        return Closeness(city=city.name, rank=None, of=len(near), distance=None)
    return Closeness(
        city=city.name,
        rank=found.rank,
        of=found.of_n,
        distance=1 - found.closeness,
        furthest=FURTHEST,
    )


def _rows(figures: Sequence[PairFigure]) -> tuple[DotRow, ...]:
    """Return the figures that weigh most and have a place among all cities.

    What is alike only because both lie in one country or region says nothing of the two.
    """
    placed = [
        pair
        for pair in figures
        if pair.my_place is not None and pair.counted and not (pair.is_fallback and pair.gap == 0)
    ]
    chosen = sorted(placed, key=lambda pair: -pair.weight)[:SHOWN]
    return tuple(
        DotRow(
            label=_label(pair),
            mine=pair.my_place,
            theirs=pair.their_place,
            my_value=_value(pair.mine.value, pair.mine.unit),
            their_value=_value(pair.theirs.value, pair.theirs.unit),
        )
        for pair in chosen
    )


def _label(pair: PairFigure) -> str:
    if not pair.is_fallback:
        return pair.mine.name
    return _("{name} (region or country only)").format(name=pair.mine.name)


def _value(value: float | None, unit: str) -> str:
    return numbers.quantity(value, unit)


def _note(found: Comparison) -> str:
    """Say the place among all, how much is shared, and whose figures these are."""
    parts = []
    if found.rank is not None:
        parts.append(
            _(
                "{theirs} is the {rank} nearest to {mine} {for_what}, of {of} cities that share "
                "enough figures with it."
            ).format(
                theirs=found.theirs.name,
                rank=numbers.ordinal(found.rank),
                of=numbers.number(found.of_n),
                mine=found.mine.name,
                for_what=for_theme(found.theme or "") or _("in general"),
            )
        )
    sources = dict.fromkeys(
        pair.mine.attribution for pair in found.figures if pair.counted and pair.mine.attribution
    )
    if sources:
        parts.append(_("Sources: {names}.").format(names="; ".join(sources)))
    return " ".join(parts)
