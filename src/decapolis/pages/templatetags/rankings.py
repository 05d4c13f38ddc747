"""What pages of cities tell of rankings."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from decapolis.benchmarks.bridge.chances import stands
from decapolis.benchmarks.bridge.lately import runs_lately
from decapolis.benchmarks.models import Run
from decapolis.benchmarks.queries.editions import EditionFacts, editions_of_city
from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.pages.benchmarks.contexts.links import city_url, room_tabs
from decapolis.pages.benchmarks.contexts.saying import place_text

register = template.Library()


@dataclass(frozen=True, slots=True)
class RankedIn:
    """A ranking that a city is in, and where."""

    title: str
    url: str
    place: str


@register.inclusion_tag("ui/tabs.html")
def city_rooms(current: str) -> dict[str, Any]:
    """Offer the rooms of cities: all of them, their rankings, and their initiatives."""
    label = _("Cities and rankings")
    return {"items": room_tabs(current), "label": label, "shown": False}


@register.inclusion_tag("benchmarks/_of_city.html", takes_context=True)
def rankings_of(context: template.Context, *, city: City) -> dict[str, Any]:
    """List the rankings that a city is in, as far as the reader may see them; 2 queries."""
    reader = context["chrome"].request.user
    found = editions_of_city(city.pk, reader=reader)
    runs = runs_lately((one.edition_id for one in found), reader=reader) if found else {}
    lines = [
        line
        for one in found
        if one.edition_id in runs and (line := _line(one, runs[one.edition_id], city))
    ]
    return {"lines": lines}


def _line(facts: EditionFacts, run: Run, city: City) -> RankedIn | None:
    stood = stands(run)
    found = next((one for one in stood if one.code == str(city.pk)), None)
    if found is None:
        return None
    place = _("{place} of {of}").format(place=place_text(found), of=numbers.number(len(stood)))
    return RankedIn(facts.title, city_url(facts, found.code), place)
