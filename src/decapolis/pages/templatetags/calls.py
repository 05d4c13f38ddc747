"""Who can be asked about a practice, for its page."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import is_member
from decapolis.library.queries.callable import people_to_call, takes_part_in
from decapolis.library.queries.calls import kept_answers

register = template.Library()


@register.inclusion_tag("calls/_people.html", takes_context=True)
def people_to_ask(context: template.Context, *, slug: str) -> dict[str, Any]:
    """Name who agreed to be asked, and show what was answered; the public reads a number."""
    reader = context["chrome"].request.user
    found = people_to_call(slug, reader=reader)
    word = ""
    if is_member(reader) and takes_part_in(reader, slug):
        agreed = any(one.person_id == reader.pk for one in found.people)
        word = _("On what terms you are asked") if agreed else _("Let members ask you about this")
    elif found.is_named and reader.is_staff:
        word = _("Ask someone to agree")
    return {
        "people": found.people,
        "count": found.number,
        "kept": kept_answers(slug, reader=reader),
        "ask_url": reverse("calls:ask", args=[slug]),
        "consent_url": reverse("calls:consent", args=[slug]) if word else "",
        "consent_word": word,
        "sign_in_url": context["chrome"].sign_in_url,
    }
