"""What somebody hands in: whether it is a record, of which city, and under which address."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from decapolis.cities.bridge import match_cities
from decapolis.cities.models import City
from decapolis.library.errors import RecordFaulty
from decapolis.library.models import Practice
from decapolis.library.validators import PracticeRecord, check_practice

LONGEST_SLUG = 100


def city_of(record: PracticeRecord) -> City | None:
    """Return the city of the gazetteer that a record names."""
    place = (record.city, record.country, record.region or "")
    found = match_cities({place}).get(place)
    return City.objects.select_related("country").filter(pk=found).first() if found else None


def free_slug(title: str, city: str) -> str:
    """Return an address made of city and title that no practice has."""
    stem = slugify(f"{city} {title}")[:LONGEST_SLUG].strip("-_").replace("_", "-") or "practice"
    stem = "-".join(part for part in stem.split("-") if part)
    taken = set(Practice.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return slug


def record_or_faults(values: Mapping[str, Any]) -> PracticeRecord:
    """Return what was written as a record.

    Raises
    ------
    RecordFaulty
        It is none yet; the error says where and why.
    """
    checked = check_practice(values)
    if isinstance(checked, PracticeRecord):
        return checked
    raise RecordFaulty(_("Some of it must be mended first."), faults=checked)
