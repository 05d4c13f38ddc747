"""The page of a city."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City
from decapolis.cities.queries import nearby_cities
from decapolis.indicators.bridge import figures_of
from decapolis.indicators.queries import series
from decapolis.kernel import numbers
from decapolis.kernel.charts import CityMap, MapDot
from decapolis.kernel.permissions import Reader
from decapolis.library.queries.cities import PracticeCount
from decapolis.library.queries.city import CityLibrary, CityPartner
from decapolis.library.queries.residents import Residents, residents_of
from decapolis.library.queries.rows import PracticeRow
from decapolis.pages.cities.contexts.figures import Series, Standing, series_of, standing
from decapolis.pages.cities.contexts.links import (
    SourceBook,
    compare_url,
    crumbs_to,
    peers_url,
)
from decapolis.pages.cities.contexts.names import local_names
from decapolis.pages.cities.contexts.peers import PeerLine, peer_line
from decapolis.pages.cities.contexts.tools import TenTools, ten_tools
from decapolis.pages.cities.contexts.unknown import what_is_not_known
from decapolis.pages.components import Crumb, Source
from decapolis.pages.library.contexts.document import RecordLine, document_line, ended
from decapolis.pages.library.contexts.links import record_url
from decapolis.peers.bridge import peer_ranges, peers_of

Counts = Mapping[int, PracticeCount]

SHOWN_PEERS = 6
SHOWN_PARTNERS = 12


@dataclass(frozen=True, slots=True)
class CityPage:
    """What the page of a city shows."""

    template: ClassVar[str] = "cities/city.html"
    city: City
    lead: str
    crumbs: tuple[Crumb, ...]
    map: CityMap
    residents: Residents | None
    other_names: tuple[str, ...]
    is_mine: bool
    compare_url: str  # with the reader's city; empty: none is chosen, or it is this one
    brief_url: str
    peers_url: str
    practices: tuple[RecordLine, ...]
    documents: tuple[RecordLine, ...]
    partners: tuple[RecordLine, ...]
    partners_named: tuple[str, ...]
    peers: tuple[PeerLine, ...]
    standing: Standing
    series: tuple[Series, ...]
    tools: TenTools | None
    unknown: tuple[str, ...]
    sources: tuple[Source, ...]


def city_page(
    city: City,
    library: CityLibrary,
    counts: Counts,
    *,
    home: City | None,
    reader: Reader | None = None,
) -> CityPage:
    """Return the page of a city, in a constant number of queries.

    Parameters
    ----------
    library
        What the library holds of the city.
    counts
        How many practices each city has.
    """
    book = SourceBook()
    figures = figures_of(city.pk, reader=reader)
    ranges = peer_ranges(city.pk)
    near = peers_of(city.pk, limit=SHOWN_PEERS)
    residents = residents_of([city]).get(city.pk)
    stands = standing(city.name, figures, ranges, book)
    over_time = series(city.pk, reader=reader)
    return CityPage(
        city=city,
        lead=_lead(residents, library),
        crumbs=crumbs_to(city),
        map=_map(city),
        residents=residents,
        other_names=local_names(
            city, city.names.filter(is_main=False).values_list("name", flat=True)
        ),
        is_mine=home is not None and home.pk == city.pk,
        compare_url=compare_url(home.pk, city.pk) if home and home.pk != city.pk else "",
        brief_url="/brief?" + urlencode({"city": city.pk}),
        peers_url=peers_url(city.pk),
        practices=tuple(map(practice_line, library.practices)),
        documents=tuple(map(document_line, library.documents)),
        partners=tuple(map(_partner, library.partners[:SHOWN_PARTNERS])),
        partners_named=library.partners_named,
        peers=tuple(
            peer_line(city.pk, peer, counts.get(peer.city_id, PracticeCount())) for peer in near
        ),
        standing=stands,
        series=series_of(over_time, figures, book),
        tools=ten_tools(city.name, figures, over_time, book),
        unknown=what_is_not_known(figures, library, has_peers=bool(near)),
        sources=book.listed(),
    )


def practice_line(row: PracticeRow) -> RecordLine:
    """Return a practice of the city: how it stands, its title, what came of it and what it cost."""
    sentence = (row.setback or row.result) if row.has_failed else (row.result or row.setback)
    parts = [ended(sentence.text) if sentence else _("The record states no result.")]
    if row.cost:
        amount = numbers.money(row.cost.amount, row.cost.currency)
        words = _("Funding: {amount}.") if row.cost.part == "funding" else _("Cost: {amount}.")
        parts.append(words.format(amount=amount))
    return RecordLine(
        key=row.went_label if row.has_failed and row.status != "cancelled" else row.status_label,
        title=row.title,
        url=record_url("practice", row.slug),
        line=" ".join(parts),
        has_failed=row.has_failed,
    )


def _lead(residents: Residents | None, library: CityLibrary) -> str:
    """Say how large the city is and what is known of what it did."""
    done = len(library.practices)
    failed = sum(row.has_failed for row in library.practices)
    parts = []
    if residents:
        parts.append(_("{n} people").format(n=numbers.people(residents.count)))
    if not done:
        parts.append(_("no practice in the library yet"))
    else:
        words = ngettext("{n} practice in the library", "{n} practices in the library", done)
        told = words.format(n=numbers.number(done))
        if failed:
            words = ngettext("{n} of them failed", "{n} of them failed", failed)
            told += _(", ") + words.format(n=numbers.number(failed))
        parts.append(told)
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _map(city: City) -> CityMap:
    return CityMap(
        city=MapDot(city.name, city.lat, city.lon),
        others=tuple(MapDot(one.name, one.lat, one.lon) for one in nearby_cities(city)),
    )


def _partner(partner: CityPartner) -> RecordLine:
    row = partner.organisation
    titles = [one.title for one in partner.practices]
    line = _("Took part in: {titles}.").format(titles="; ".join(titles)) if titles else ""
    if partner.sits_here and not titles:
        line = _("Sits here.")
    return RecordLine(
        key=row.sector_label, title=row.name, url=record_url("organisation", row.slug), line=line
    )
