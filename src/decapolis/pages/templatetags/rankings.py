"""What pages of cities tell of rankings."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from decapolis.cities.models import City

register = template.Library()


@register.inclusion_tag("ui/tabs.html")
def city_rooms(current: str) -> dict[str, Any]:
    """Offer the rooms of cities: all of them, their rankings, and their initiatives."""
    from decapolis.pages.benchmarks.contexts.links import room_tabs  # noqa: PLC0415 -- slow import

    label = _("Cities and rankings")
    return {"items": room_tabs(current), "label": label, "shown": False}


@register.inclusion_tag("benchmarks/_of_city.html", takes_context=True)
def rankings_of(context: template.Context, *, city: City) -> dict[str, Any]:
    """List the rankings that a city is in, as far as the reader may see them; 3 queries."""
    from decapolis.pages.benchmarks.contexts.of_city import rankings_of_city  # noqa: PLC0415 -- slow import

    return {"lines": rankings_of_city(city, reader=context["chrome"].request.user)}
