"""What other pages tell of initiatives."""

from typing import Any

from django import template

from decapolis.cities.models import City
from decapolis.pages.initiatives.contexts.lists import cards_of_city, own_cards

register = template.Library()


@register.inclusion_tag("initiatives/_of_city.html", takes_context=True)
def initiatives_of(context: template.Context, *, city: City) -> dict[str, Any]:
    """List the initiatives of a city, as far as the reader may see them."""
    return {"cards": cards_of_city(city, reader=context["chrome"].request.user)}


@register.inclusion_tag("initiatives/_mine.html", takes_context=True)
def own_initiatives(context: template.Context) -> dict[str, Any]:
    """List the initiatives in whose team the reader sits, and that have not ended."""
    return {"cards": own_cards(context["chrome"].request.user)}
