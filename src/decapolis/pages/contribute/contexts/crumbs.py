"""The way to what people do with a practice."""

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.library.models import Practice
from decapolis.pages.components import Crumb


def crumbs_from(practice: Practice, here: str) -> tuple[Crumb, ...]:
    """Return the way over a practice to a page about it."""
    return (
        Crumb(_("Practices"), "/practices/"),
        Crumb(practice.title, reverse("library:practice", args=[practice.slug])),
        Crumb(here),
    )
