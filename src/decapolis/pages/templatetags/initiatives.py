"""What other pages tell of initiatives; see docs/adr/0061 for the imports."""

from typing import TYPE_CHECKING, Any

from django import template

from decapolis.cities.models import City
from decapolis.initiatives.models import Initiative

if TYPE_CHECKING:
    from decapolis.pages.initiatives.contexts.lists import Card

register = template.Library()


@register.inclusion_tag("initiatives/_of_city.html", takes_context=True)
def initiatives_of(context: template.Context, *, city: City) -> dict[str, Any]:
    """List the initiatives of a city, as far as the reader may see them."""
    from decapolis.pages.initiatives.contexts.lists import cards_of_city  # noqa: PLC0415 -- slow import

    return _listed(context, cards_of_city(city, reader=context["chrome"].request.user))


@register.inclusion_tag("initiatives/_of_board.html", takes_context=True)
def initiative_of_board(context: template.Context, *, key: str) -> dict[str, Any]:
    """Lead back to the initiative of a board."""
    seen = Initiative.objects.visible_to(context["chrome"].request.user)
    return {"initiative": seen.filter(board__key=key).first()}


@register.inclusion_tag("initiatives/_on_practice.html", takes_context=True)
def initiatives_on(context: template.Context, *, slug: str) -> dict[str, Any]:
    """List the initiatives that draw on a practice, as far as the reader may see them."""
    from decapolis.pages.initiatives.contexts.lists import cards_on_practice  # noqa: PLC0415 -- slow import

    return _listed(context, cards_on_practice(slug, reader=context["chrome"].request.user))


@register.inclusion_tag("initiatives/_mine.html", takes_context=True)
def own_initiatives(context: template.Context) -> dict[str, Any]:
    """List the initiatives in whose team the reader sits, and that have not ended."""
    from decapolis.pages.initiatives.contexts.lists import own_cards  # noqa: PLC0415 -- slow import

    return _listed(context, own_cards(context["chrome"].request.user))


def _listed(context: template.Context, cards: "tuple[Card, ...]") -> dict[str, Any]:
    """Return cards for a list; where one of them is closed to others, so is the page."""
    context["chrome"].is_closed |= any(one.is_closed for one in cards)
    return {"cards": cards}
