"""The pages of a city's peers, and of two cities side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City
from decapolis.indicators.queries import Figure
from decapolis.kernel import numbers
from decapolis.kernel.charts import Closeness, DotPlot, DotRow
from decapolis.library.choices import Theme
from decapolis.library.queries.cities import PracticeCount
from decapolis.library.queries.rows import PracticeRow
from decapolis.pages.cities.contexts.figures import level_of, shown
from decapolis.pages.cities.contexts.links import (
    SourceBook,
    city_url,
    compare_url,
    crumbs_to,
    peers_url,
    with_place,
)
from decapolis.pages.components import Crumb, Facet, FacetOption, Hit, Source
from decapolis.pages.library.contexts.document import RecordLine, practice_line
from decapolis.pages.library.contexts.links import for_theme
from decapolis.peers.queries import Comparison, PairFigure, Peer, UnknownFacet

FEW_REASONS = 3
MOST_NAMED = 3
FURTHEST = 0.75  # distance at the end of the scale; few pairs of cities lie further apart


@dataclass(frozen=True, slots=True)
class PeerLine:
    """A city like mine, and why, in a short list."""

    label: str
    url: str
    compare_url: str
    practices: str  # empty: none
    why: str


@dataclass(frozen=True, slots=True)
class PeersPage:
    """What the page of a city's peers shows."""

    template: ClassVar[str] = "cities/peers.html"
    city: City
    theme: str
    theme_label: str
    lead: str
    themes: tuple[Facet, ...]
    peers: tuple[Hit, ...]
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class PairLine:
    """One figure of two cities that no percentile tells, or that is no city's own."""

    name: str
    mine: str
    theirs: str
    note: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What the page of two cities side by side shows."""

    template: ClassVar[str] = "cities/compare.html"
    mine: City
    theirs: City
    my_name: str
    their_name: str  # with its state or country
    theme: str
    theme_label: str
    says: str
    place: str  # how close, in words
    themes: tuple[Facet, ...]
    plot: DotPlot | None
    classes: tuple[PairLine, ...]
    fallback: tuple[PairLine, ...]
    unknown: tuple[str, ...]
    practices: tuple[RecordLine, ...]  # of the other city
    swap_url: str
    their_url: str
    sources: tuple[Source, ...]
    crumbs: tuple[Crumb, ...]


def peer_line(city_id: int, peer: Peer, count: PracticeCount) -> PeerLine:
    """Return one peer as the page of a city shows it."""
    return PeerLine(
        label=peer.label,
        url=f"/cities/{peer.city_id}",
        compare_url=compare_url(city_id, peer.city_id),
        practices=_practices(count),
        why=" ".join(peer.reasons[:FEW_REASONS]),
    )


def peers_page(
    city: City, theme: str, found: Sequence[Peer], counts: Mapping[int, PracticeCount]
) -> PeersPage:
    """Return the page of a city's peers for a theme; an empty theme is none in particular."""
    none = PracticeCount()
    return PeersPage(
        city=city,
        theme=theme,
        theme_label=_theme_label(theme),
        lead=_lead(city, theme, found),
        themes=_themes(theme, lambda one: peers_url(city.pk, theme=one)),
        peers=tuple(
            _hit(city, peer, counts.get(peer.city_id, none), theme=theme) for peer in found
        ),
        crumbs=crumbs_to(city, Crumb(_("Peers"))),
    )


def compare_page(
    mine: City, theirs: City, found: Comparison, practices: Sequence[PracticeRow]
) -> ComparePage:
    """Return the page of two cities; ``practices`` are those of the other one."""
    book = SourceBook()
    theme = found.theme or ""
    counted = [pair for pair in found.figures if pair.counted]
    rows = tuple(_dot_row(pair, book) for pair in counted if _is_placed(pair))
    return ComparePage(
        mine=mine,
        theirs=theirs,
        my_name=_short(mine, theirs),
        their_name=with_place(theirs),
        theme=theme,
        theme_label=_theme_label(theme),
        says=found.says,
        place=_place(found),
        themes=_themes(theme, lambda one: compare_url(mine.pk, theirs.pk, theme=one)),
        plot=DotPlot(_short(mine, theirs), _short(theirs, mine), rows, _("cities that report it"))
        if rows
        else None,
        classes=tuple(_pair_line(pair, book) for pair in counted if pair.my_place is None),
        fallback=tuple(
            _pair_line(pair, book)
            for pair in counted
            if pair.is_fallback and pair.my_place is not None
        ),
        unknown=tuple(_open_question(one, mine, theirs) for one in found.unknown),
        # All are of one city, so that its name would tell nothing.
        practices=tuple(replace(practice_line(row), key=row.status_label) for row in practices),
        swap_url=compare_url(theirs.pk, mine.pk, theme=theme),
        their_url=city_url(theirs),
        sources=book.listed(),
        crumbs=crumbs_to(
            mine, Crumb(_("Peers"), peers_url(mine.pk, theme=theme)), Crumb(with_place(theirs))
        ),
    )


def _theme_label(theme: str) -> str:
    return str(Theme(theme).label) if theme else ""


def _themes(chosen: str, url: Callable[[str], str]) -> tuple[Facet, ...]:
    """Return the themes as one choice; the chosen one leads back to none."""
    options = (
        FacetOption(
            str(one.label),
            url("" if one.value == chosen else one.value),
            chosen=one.value == chosen,
        )
        for one in Theme
    )
    return (Facet(_("Theme"), tuple(options)),)


def _lead(city: City, theme: str, found: Sequence[Peer]) -> str:
    if not found:
        return _("Too little is known of {city} to say which cities are like it.").format(
            city=city.name
        )
    if theme:
        words = _("The nearest to {city} of {of} cities, compared for “{theme}”, and why.")
    else:
        words = _("The nearest to {city} of {of} cities, compared in general, and why.")
    return words.format(city=city.name, of=numbers.number(found[0].of_n), theme=_theme_label(theme))


def _hit(city: City, peer: Peer, count: PracticeCount, *, theme: str) -> Hit:
    """Return one peer with all that makes it near, sets it apart, or is not known."""
    facts = (
        (_("Differs"), _nouns(peer.differ)),
        (_("Only of the region or country"), _names(peer, fallback=True)),
        (_("Not known of both"), _names(peer, fallback=False)),
        (_("In the library"), _practices(count)),
    )
    return Hit(
        kind=_("{n} figures compared").format(n=numbers.number(peer.shared)),
        title=peer.label,
        url=compare_url(city.pk, peer.city_id, theme=theme),
        summary=" ".join(peer.alike or peer.reasons),
        facts=tuple((label, value) for label, value in facts if value),
        closeness=Closeness(
            city=city.name,
            rank=peer.rank,
            of=peer.of_n,
            distance=peer.distance,
            furthest=FURTHEST,
        ),
    )


def _nouns(pairs: Sequence[PairFigure]) -> str:
    return numbers.listing(list(dict.fromkeys(pair.noun for pair in pairs)))


def _names(peer: Peer, *, fallback: bool) -> str:
    """Return the weightiest questions that stay open, or that the region or country answers."""
    names = [one.name for one in peer.unknown if one.fallback is fallback]
    if len(names) <= MOST_NAMED:
        return numbers.listing(names)
    rest = _("{n} more").format(n=len(names) - MOST_NAMED)
    return numbers.listing([*names[:MOST_NAMED], rest])


def _practices(count: PracticeCount) -> str:
    words = ngettext("{n} practice", "{n} practices", count.practices)
    return words.format(n=numbers.number(count.practices)) if count.practices else ""


def _is_placed(pair: PairFigure) -> bool:
    return pair.my_place is not None and not pair.is_fallback


def _short(city: City, other: City) -> str:
    """Return a name that tells two cities apart."""
    return city.name if city.name != other.name else with_place(city)


def _dot_row(pair: PairFigure, book: SourceBook) -> DotRow:
    return DotRow(
        label=pair.mine.name,
        mine=pair.my_place,
        theirs=pair.their_place,
        my_value=numbers.quantity(pair.mine.value, pair.mine.unit),
        their_value=numbers.quantity(pair.theirs.value, pair.theirs.unit),
        note=_periods(pair.mine, pair.theirs),
        cites=book.cite_all((pair.mine, pair.theirs)),
    )


def _pair_line(pair: PairFigure, book: SourceBook) -> PairLine:
    parts = (_periods(pair.mine, pair.theirs), level_of(pair.mine))
    return PairLine(
        name=pair.mine.name,
        mine=shown(pair.mine),
        theirs=shown(pair.theirs),
        note=", ".join(part for part in parts if part),
        sources=book.cite_all((pair.mine, pair.theirs)),
    )


def _periods(mine: Figure, theirs: Figure) -> str:
    if mine.period == theirs.period:
        return mine.period
    return _("{mine} and {theirs}").format(
        mine=mine.period or _("undated"), theirs=theirs.period or _("undated")
    )


def _place(found: Comparison) -> str:
    if found.rank is None:
        return ""
    return _(
        "{theirs} is the {rank} nearest to {mine} {for_what}, of {of} cities; {shared} figures are "
        "shared."
    ).format(
        for_what=for_theme(found.theme or "") or _("in general"),
        theirs=found.theirs.name,
        rank=numbers.ordinal(found.rank),
        of=numbers.number(found.of_n),
        mine=found.mine.name,
        shared=numbers.number(found.shared),
    )


def _open_question(one: UnknownFacet, mine: City, theirs: City) -> str:
    name = f"{one.name[:1].upper()}{one.name[1:]}"
    if one.fallback:
        return _("{name}: compared by region or country only.").format(name=name)
    if one.mine or one.theirs:
        lacking = theirs if one.mine else mine
        return _("{name}: unknown for {city}.").format(name=name, city=lacking.name)
    return _("{name}: unknown for both.").format(name=name)
