"""Who is at a city or organisation, for the pages of those."""

from typing import Any

from django import template

from decapolis.cities.models import City
from decapolis.organisations.queries import people_of, visible

register = template.Library()


@register.inclusion_tag("people/_at_body.html", takes_context=True)
def people_at(
    context: template.Context, *, city: City | None = None, organisation: str = ""
) -> dict[str, Any]:
    """Name the people of a city, or of the organisation with a slug; the public reads a number."""
    from decapolis.pages.people.contexts.hats import hat_line  # noqa: PLC0415 -- slow import

    reader = context["chrome"].request.user
    body = city or visible(reader).filter(slug=organisation).first()
    found = people_of(body, reader=reader) if body else None
    return {
        "people": [(one.name, one.person_id, hat_line(one.hat)) for one in found.people]
        if found
        else [],
        "speaking": found.speaking if found else 0,
        "is_named": bool(found and found.is_named),
        "sign_in_url": context["chrome"].sign_in_url,
    }
