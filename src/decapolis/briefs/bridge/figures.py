"""The city in its own figures, and the cities that are like it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from decapolis.briefs.bridge.asked import Asked
from decapolis.briefs.bridge.kept import Neighbour, kept_neighbours, kept_ranges
from decapolis.briefs.bridge.sources import SourceBook, together
from decapolis.briefs.choices import MOST_FIGURES, MOST_PEERS
from decapolis.briefs.queries import FigureLine, PeerLine, Said
from decapolis.indicators.bridge import figure_table
from decapolis.indicators.choices import Level
from decapolis.indicators.queries import Figure
from decapolis.kernel import numbers
from decapolis.kernel.charts import PeerPlot, PeerStrip
from decapolis.peers.choices import FACETS, GENERAL, MEASURES, weights_for
from decapolis.peers.queries import PeerRange

FACET_OF = {measure.code: measure.facet for measure in MEASURES}
NATIONAL_COUNTS_HALF = 0.5
THEME_FIRST = 2.0


def weight_of(code: str, theme: str | None) -> float:
    """Return how much a figure matters for a theme; 0 where it does not count.

    What weighs more for the theme than for no theme in particular comes before what always counts.
    """
    facet = FACET_OF.get(code, "")
    weight = weights_for(theme).get(facet, 0.0)
    return weight + THEME_FIRST * max(0.0, weight - GENERAL.get(facet, 0.0))


def figure_lines(asked: Asked, book: SourceBook) -> tuple[FigureLine, ...]:
    """Return the city's figures that matter for the theme, each against its ten nearest peers.

    Where the city has few figures of its own, those of its region or country fill up, marked so.
    """
    city, theme = asked.city, asked.theme
    ranges = [
        one
        for one in kept_ranges(city.city_id, theme=theme, among=MOST_PEERS)
        if weight_of(one.figure.code, theme)
    ]
    ranges.sort(key=lambda one: -weight_of(one.figure.code, theme))
    lines = [_ranged(one, asked, book) for one in _one_a_facet(ranges)[:MOST_FIGURES]]
    if len(lines) < MOST_FIGURES:
        taken = {FACET_OF[line.code] for line in lines}
        lines += [
            _alone(figure, asked, book)
            for figure in _fallbacks(asked, taken)[: MOST_FIGURES - len(lines)]
        ]
    return tuple(lines)


def figures_say(lines: Sequence[FigureLine], asked: Asked) -> Said:
    """Say in one sentence where the city stands out among its peers."""
    cited = together(*(line.sources for line in lines))
    if not lines:
        told = _("The library holds no figures of {city}.").format(city=asked.city.name)
        return Said(told)
    plot = PeerPlot(asked.city.name, tuple(line.strip for line in lines if line.strip.peers))
    return Said(plot.sentence(), cited)


def peer_lines(asked: Asked, book: SourceBook) -> tuple[PeerLine, ...]:
    """Return the ten nearest cities, each with what makes it near and what differs."""
    peers = kept_neighbours(asked.city.city_id, theme=asked.theme, limit=MOST_PEERS)
    return tuple(_peer(one, asked, book) for one in peers)


def peers_say(lines: Sequence[PeerLine], asked: Asked, theme: str, book: SourceBook) -> Said:
    """Say by what the peers were chosen, and among how many."""
    if not lines:
        told = _("Too little is known of {city} to say which cities are like it.")
        return Said(told.format(city=asked.city.name), (book.method(),))
    near = asked.near or {}
    told = _(
        "The {n} cities nearest to {city} for {theme}, of {of} that share enough figures with it."
    ).format(n=len(lines), city=asked.city.name, theme=theme, of=numbers.number(len(near)))
    return Said(told, (book.method(),))


def unknown_facets(asked: Asked) -> list[str]:
    """Return what matters for the theme and is not known of the city itself, weightiest first."""
    own = {FACET_OF.get(figure.code, "") for figure in _known(asked) if not figure.is_fallback}
    answerable = {
        measure.facet for measure in MEASURES if measure.counted and measure.level in OWN_LEVELS
    }
    weights = weights_for(asked.theme)
    missing = [facet for facet in weights if facet in answerable - own - {"size", "place"}]
    return [FACETS[facet] for facet in sorted(missing, key=lambda facet: -weights[facet])]


WEATHER = frozenset({"winter", "summer", "rain", "snow"})
OWN_LEVELS = frozenset(
    {Level.CITY.value, Level.AGGLOMERATION.value, Level.FUNCTIONAL.value, Level.STATION.value}
)


def _known(asked: Asked) -> list[Figure]:
    """Return every figure of the city, and those of its country where it has none of its own."""
    table = figure_table()
    found = (table.figure(asked.city.city_id, one.code) for one in table.indicators)
    return [figure for figure in found if figure]


def _one_a_facet(ranges: Sequence[PeerRange]) -> list[PeerRange]:
    """Keep the first figure of each facet: two answers to one question tell a reader no more."""
    first: dict[str, PeerRange] = {}
    for one in ranges:
        facet = FACET_OF[one.figure.code]
        first.setdefault("weather" if facet in WEATHER else facet, one)
    return list(first.values())


def _ranged(one: PeerRange, asked: Asked, book: SourceBook) -> FigureLine:
    values = tuple(peer.value for peer in one.peers)
    return _line(one.figure, values, asked, book)


def _alone(figure: Figure, asked: Asked, book: SourceBook) -> FigureLine:
    return _line(figure, (), asked, book)


def _line(figure: Figure, peers: tuple[float, ...], asked: Asked, book: SourceBook) -> FigureLine:
    cited = book.figures([figure])
    level = _level(figure, asked)
    strip = PeerStrip(
        label=figure.name,
        unit=figure.unit,
        mine=figure.value,
        peers=peers,
        city=asked.city.name,
        note=", ".join(part for part in (figure.period or _("undated"), level) if part),
        cites=cited,
    )
    return FigureLine(
        code=figure.code,
        label=figure.name,
        value=Said(strip.my_text if figure.value is not None else figure.word, cited),
        median=strip.middle_text if peers else "",
        range=strip.range_text if peers else "",
        strip=strip,
        sources=cited,
    )


def _level(figure: Figure, asked: Asked) -> str:
    if figure.level == Level.COUNTRY:
        return _("figure of {country}").format(country=asked.city.country_name)
    if figure.level == Level.REGION:
        return _("figure of the region")
    if figure.level == Level.STATION:
        return _("weather station")
    return _("urban area") if figure.level != Level.CITY else ""


def _fallbacks(asked: Asked, taken: set[str]) -> list[Figure]:
    """Return figures that no range could be made of, the weightiest first, one for each facet."""
    weighed = [
        (weight_of(figure.code, asked.theme) * (NATIONAL_COUNTS_HALF if figure.is_fallback else 1),
         figure)
        for figure in _known(asked)
        if figure.value is not None
    ]  # fmt: skip
    found: dict[str, Figure] = {}
    for weight, figure in sorted(weighed, key=lambda pair: -pair[0]):
        facet = FACET_OF.get(figure.code, "")
        if weight and facet not in taken:
            found.setdefault(facet, figure)
    return list(found.values())


def _peer(one: Neighbour, asked: Asked, book: SourceBook) -> PeerLine:
    peer = one.peer
    parts = peer.label.split(", ")
    is_home = peer.country == asked.city.country
    return PeerLine(
        city_id=peer.city_id,
        name=peer.name,
        place=parts[1] if is_home and len(parts) > 2 else parts[-1] if not is_home else "",  # noqa: PLR2004 -- city, state, country
        rank=peer.rank,
        why=Said(" ".join(one.reasons), together(book.figures(one.figures), [book.method()])),
    )
