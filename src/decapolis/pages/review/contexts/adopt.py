"""The form in which a city says that it followed a practice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.library.models import Practice
from decapolis.pages.components import Crumb, Fault
from decapolis.pages.forms import error_of, faults_of


@dataclass(frozen=True, slots=True)
class AdoptPage:
    """The form, or why the reader cannot use it yet."""

    template: ClassVar[str] = "review/adopt.html"
    crumbs: tuple[Crumb, ...]
    title: str
    place: str
    practice_url: str
    url: str
    form: Form | None  # None: they speak for no city
    is_staff: bool
    city: str  # as typed, by network staff
    city_error: str
    cities: tuple[str, ...]  # for which the reader speaks
    faults: tuple[Fault, ...]


def adopt_page(
    practice: Practice, *, form: Form | None, is_staff: bool, cities: Sequence[str]
) -> AdoptPage:
    """Return the page."""
    url = reverse("library:practice", args=[practice.slug])
    typed = form["city"].value() if form and is_staff else ""
    return AdoptPage(
        crumbs=(
            Crumb(_("Practices"), "/practices/"),
            Crumb(practice.title, url),
            Crumb(_("We did this too")),
        ),
        title=practice.title,
        place=practice.city_name,
        practice_url=url,
        url=reverse("review:adopt", args=[practice.slug]),
        form=form,
        is_staff=is_staff,
        city=str(typed or ""),
        city_error=error_of(form, "city") if form and is_staff else "",
        cities=tuple(cities),
        faults=faults_of(form) if form else (),
    )
