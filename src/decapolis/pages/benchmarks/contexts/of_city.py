"""The rankings that a city is in, as its own page tells them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.benchmarks.bridge.chances import stands
from decapolis.benchmarks.bridge.lately import runs_lately
from decapolis.benchmarks.models import Run
from decapolis.benchmarks.queries.editions import EditionFacts, editions_of_city
from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.pages.benchmarks.contexts.links import city_url
from decapolis.pages.benchmarks.contexts.saying import place_text


@dataclass(frozen=True, slots=True)
class RankedIn:
    """A ranking that a city is in, and where."""

    title: str
    url: str
    place: str


def rankings_of_city(city: City, *, reader: Reader | None) -> list[RankedIn]:
    """Return the rankings that a city is in, as far as the reader may see them; 3 queries."""
    found = editions_of_city(city.pk, reader=reader)
    runs = runs_lately((one.edition_id for one in found), reader=reader) if found else {}
    return [
        line
        for one in found
        if one.edition_id in runs and (line := _line(one, runs[one.edition_id], city))
    ]


def _line(facts: EditionFacts, run: Run, city: City) -> RankedIn | None:
    stood = stands(run)
    found = next((one for one in stood if one.code == str(city.pk)), None)
    if found is None:
        return None
    place = _("{place} of {of}").format(place=place_text(found), of=numbers.number(len(stood)))
    return RankedIn(facts.title, city_url(facts, found.code), place)
